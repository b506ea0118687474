// Builds ../assets from src/ and the libraries of package.json: `npm install && npm run build`.
//
// Each page gets classic scripts (`iife`), for a browser loads no modules from a folder on disk (file://), and data as
// scripts for the same reason: the map of the world, and DuckDB-WASM, packed. The libraries' licences are gathered in
// ../assets/LICENCES.txt from what esbuild says it has bundled.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { geoArea, geoCentroid } from "d3-geo";
import { build } from "esbuild";
import { feature } from "topojson-client";

const ASSETS = "../assets";
const SCRIPTS = ["site", "grid", "pictures", "search", "console"];
const DUCKDB = "node_modules/@duckdb/duckdb-wasm/dist";

const result = await build({
  entryPoints: [...SCRIPTS.map((name) => `src/${name}.js`), "src/site.css"],
  outdir: ASSETS,
  bundle: true,
  format: "iife",
  target: ["chrome100", "firefox113", "safari16.4"],
  minify: true,
  charset: "ascii",
  legalComments: "none",
  metafile: true,
});

const packages = new Set(["world-atlas"]);
for (const output of Object.values(result.metafile.outputs)) {
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/);
    if (found && bytesInOutput > 0) packages.add(found[1]);
  }
}
const world = { borders: atlas("110m"), places: places(atlas("50m")) };
writeFileSync(`${ASSETS}/world.js`, `globalThis.bilateralWorld = ${JSON.stringify(world)};\n`);
const duckdb = { wasm: packed(`${DUCKDB}/duckdb-eh.wasm`), worker: packed(`${DUCKDB}/duckdb-browser-eh.worker.js`) };
writeFileSync(`${ASSETS}/duckdb.js`, `bilateralGive("assets/duckdb", ${JSON.stringify(duckdb)});\n`);
writeFileSync(`${ASSETS}/LICENCES.txt`, licences([...packages].sort()));

function atlas(scale) {
  return JSON.parse(readFileSync(`node_modules/world-atlas/countries-${scale}.json`, "utf8"));
}

// Where the name of a country would stand: the middle of its largest part, not of all its islands; numeric code → place.
// From the finer map, which has the small countries too.
function places(fine) {
  const middle = ({ geometry: { type, coordinates } }) => {
    const parts = (type === "Polygon" ? [coordinates] : coordinates).map((rings) => ({ type: "Polygon", coordinates: rings }));
    return geoCentroid(parts.sort((a, b) => geoArea(b) - geoArea(a))[0]).map((degrees) => Number(degrees.toFixed(1)));
  };
  const countries = feature(fine, fine.objects.countries).features.filter(({ id }) => id);
  return Object.fromEntries(countries.map((country) => [country.id, middle(country)]));
}

function packed(file) {
  return gzipSync(readFileSync(file), { level: 9 }).toString("base64");
}

function licences(names) {
  const parts = ["Libraries that are part of the scripts and styles in this folder, with their licences.\n"];
  for (const name of names) {
    const folder = `node_modules/${name}`;
    const about = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : `Licence: ${about.license}`;
    parts.push(`${"=".repeat(80)}\n${name} ${about.version} (${about.license})\n${"=".repeat(80)}\n\n${text}\n`);
  }
  return parts.join("\n");
}
