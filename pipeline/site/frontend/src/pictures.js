// Draws the pictures of a page: Vega-Lite or Vega, read by an interpreter, so that the page needs no right to make code
// of strings. Drawn anew when the colours of the page or the width of the window change.
import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";

// Okabe and Ito: told apart by people who do not see all colours, on light and on dark ground.
const CATEGORIES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#b3a51d"];
// Pixels beside the part of a picture that takes the width of the page: for claims without a date, and for names.
const UNDATED = 240;
const NAMES = 150;
const FEW = 8; // names on a circle that need less room

// Names of colours in the forms → colours of the page, resolved for light or dark.
function pageColours() {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colour = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = { ink: colour("ink"), soft: colour("soft"), border: colour("line"), sheet: colour("sheet"), empty: colour("tint"), series: colour("series") };
  probe.remove();
  return found;
}

function config(colours, font) {
  return {
    background: colours.sheet,
    font,
    view: { stroke: null },
    range: { category: CATEGORIES },
    axis: { labelColor: colours.soft, titleColor: colours.soft, gridColor: colours.border, domainColor: colours.border, tickColor: colours.border, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400, labelFont: font, titleFont: font },
    legend: { labelColor: colours.ink, titleColor: colours.soft, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400, labelFont: font, titleFont: font, symbolStrokeColor: colours.ink },
    text: { font },
  };
}

function coloured(form, colours) {
  return JSON.parse(JSON.stringify(form), (key, value) => (typeof value === "string" && Object.hasOwn(colours, value) ? colours[value] : value));
}

// Pairs of countries as lines between the places of the two, and those places.
function onMap(rows) {
  const { places } = globalThis.bilateralWorld;
  const drawn = rows.filter((row) => places[row.id_a] && places[row.id_b]);
  const dot = (country, [longitude, latitude]) => [country, { country, longitude, latitude }];
  const dots = drawn.flatMap((row) => [dot(row.country_a, places[row.id_a]), dot(row.country_b, places[row.id_b])]);
  const arcs = drawn.map((row) => ({
    type: "Feature",
    geometry: { type: "LineString", coordinates: [places[row.id_a], places[row.id_b]] },
    properties: row,
  }));
  return { arcs, dots: [...new Map(dots).values()] };
}

// The form for this width and these colours, as a specification of Vega.
function specification(form, rows, width, colours, font) {
  const spec = coloured(form, colours);
  if (spec.$schema) {
    spec.data[0].values = rows;
    const names = new Set(rows.flatMap((row) => [row.source, row.target]));
    const height = names.size <= FEW ? 300 : spec.height;
    return { ...spec, width, height, autosize: "none", config: config(colours, font) };
  }
  spec.datasets = { rows, world: globalThis.bilateralWorld.borders, ...onMap(rows) };
  if (spec.hconcat) spec.hconcat[0].width = Math.max(width - UNDATED, 160);
  else spec.width = spec.height?.step ? Math.max(width - NAMES, 200) : width;
  return compile({ ...spec, config: config(colours, font) }).spec;
}

async function draw(figure) {
  const picture = (figure.picture ??= JSON.parse(figure.querySelector("script").textContent));
  const canvas = figure.querySelector(".canvas");
  const choice = figure.querySelector("select");
  const width = Math.max(Math.floor(canvas.clientWidth) - 34, 250);
  figure.view?.finalize();
  const rows = choice ? picture.rows.filter((row) => row[picture.choice] === choice.value) : picture.rows;
  const spec = specification(picture.form, rows, width, pageColours(), getComputedStyle(document.body).fontFamily);
  const runtime = parse(spec, null, { ast: true });
  const view = new View(runtime, { expr: expressionInterpreter, renderer: "svg", hover: true });
  figure.view = view;
  view.initialize(canvas.querySelector(".drawing"));
  await view.runAsync();
  // A layer without marks would be a symbol without a name to a screen reader.
  for (const layer of canvas.querySelectorAll("g[role=graphics-symbol]:empty")) layer.setAttribute("aria-hidden", "true");
  canvas.dataset.ready = "yes";
}

function save(blob, name) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

function prepare(figure) {
  const name = figure.dataset.picture;
  figure.querySelector("select")?.addEventListener("change", () => draw(figure));
  figure.querySelector("[data-save=svg]").addEventListener("click", async () => {
    save(new Blob([await figure.view.toSVG()], { type: "image/svg+xml" }), `${name}.svg`);
  });
  figure.querySelector("[data-save=png]").addEventListener("click", async () => {
    const image = await figure.view.toCanvas(2);
    image.toBlob((blob) => save(blob, `${name}.png`));
  });
  return draw(figure);
}

const figures = [...document.querySelectorAll("figure[data-picture]")];
for (const figure of figures) prepare(figure);
performance.mark("pictures-ready");
const drawAll = () => figures.forEach(draw);
document.addEventListener("themechange", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
let timer;
let drawnAt = innerWidth;
addEventListener("resize", () => {
  clearTimeout(timer);
  if (innerWidth !== drawnAt) timer = setTimeout(() => { drawnAt = innerWidth; drawAll(); }, 200);
});
