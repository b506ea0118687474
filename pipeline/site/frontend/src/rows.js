// The rows of a published Parquet file, which comes as base64 in a script.
import { decompress } from "fzstd";
import { parquetRead, parquetReadObjects } from "hyparquet";
import { bytes, loadData } from "./scripts.js";

const compressors = { ZSTD: (packed, size) => decompress(packed, new Uint8Array(size)) };
const loadFile = async (table, root) => bytes(await loadData(`rows/${table}`, root)).buffer;

export async function loadRows(table, root) {
  const rows = await parquetReadObjects({ file: await loadFile(table, root), compressors });
  return rows.map(plain);
}

// The same by column: name → values. Without rows to be put together it takes a fraction of the time.
export async function loadColumns(table, root) {
  const chunks = {};
  const onChunk = ({ columnName, columnData }) => (chunks[columnName] ??= []).push(Array.from(columnData));
  await parquetRead({ file: await loadFile(table, root), compressors, onChunk });
  return Object.fromEntries(Object.entries(chunks).map(([name, parts]) => [name, parts.flat()]));
}

// Whole numbers of 64 bits and days come as objects that do not sort or print as people expect.
function plain(row) {
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === "bigint") row[name] = Number(value);
    else if (value instanceof Date) row[name] = value.toISOString().slice(0, 10);
  }
  return row;
}
