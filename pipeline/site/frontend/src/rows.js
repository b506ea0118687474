// The rows of a published Parquet file, which comes as base64 in a script. It is read column by column, with a pause
// after each: however many rows there are, the page answers in between.
import { decompress } from "fzstd";
import { parquetMetadata, parquetRead } from "hyparquet";
import { bytes, loadData } from "./scripts.js";

const compressors = { ZSTD: (packed, size) => decompress(packed, new Uint8Array(size)) };
const pause = () => new Promise((resolve) => setTimeout(resolve));

export async function openTable(table, root) {
  const file = bytes(await loadData(`rows/${table}`, root)).buffer;
  const metadata = parquetMetadata(file);
  return {
    // Hands each column to `take(name, values)`; nulls are null.
    async read(names, take) {
      for (const name of names) {
        const parts = [];
        await parquetRead({ file, metadata, compressors, columns: [name], onChunk: ({ columnData }) => parts.push(Array.from(columnData)) });
        take(name, parts.flat());
        await pause();
      }
    },
  };
}

// Whole numbers of 64 bits and days come as objects that do not sort or print as people expect.
export function plain(value) {
  if (typeof value === "bigint") return Number(value);
  return value instanceof Date ? value.toISOString().slice(0, 10) : value;
}
