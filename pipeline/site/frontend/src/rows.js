// The rows of a published Parquet file. They come as base64 in a script, which a page may load from a folder on disk
// too, where `fetch` may not read a file.
import { decompress } from "fzstd";
import { parquetReadObjects } from "hyparquet";

const waiting = new Map();

// Called by the scripts `rows/NAME.js`.
globalThis.bilateralRows = (name, base64) => waiting.get(name)?.(base64);

export async function loadRows(name, address) {
  const base64 = await new Promise((resolve, reject) => {
    waiting.set(name, resolve);
    const script = document.createElement("script");
    script.src = address;
    script.onerror = () => reject(new Error(`${address} could not be loaded`));
    document.head.append(script);
  });
  waiting.delete(name);
  const file = bytes(base64).buffer;
  const rows = await parquetReadObjects({ file, compressors: { ZSTD: (bytes, size) => decompress(bytes, new Uint8Array(size)) } });
  return rows.map(plain);
}

// A plain loop: `Uint8Array.from` with a function took thirty times as long for some megabytes.
function bytes(base64) {
  const text = atob(base64);
  const made = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) made[index] = text.charCodeAt(index);
  return made;
}

// Whole numbers of 64 bits and days come as objects that do not sort or print as people expect.
function plain(row) {
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === "bigint") row[name] = Number(value);
    else if (value instanceof Date) row[name] = value.toISOString().slice(0, 10);
  }
  return row;
}
