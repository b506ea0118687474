// The rows of a published Parquet file, which comes as base64 in a script. It is read column by column, with a pause
// now and then: however many rows there are, the page answers in between.
import { decompress } from "fzstd";
import { parquetMetadata, parquetRead } from "hyparquet";
import { bytes, loadData } from "./scripts.js";

const compressors = { ZSTD: (packed, size) => decompress(packed, new Uint8Array(size)) };
const BREATH = 40; // milliseconds of work, after which the page may answer

// A message to oneself comes at once; a timer in a timer waits four milliseconds, which adds up over the columns.
const { port1, port2 } = new MessageChannel();
const pause = () => new Promise((resolve) => {
  port1.onmessage = resolve;
  port2.postMessage(null);
});

// `parsers` are hyparquet's, for types that are wanted otherwise than it gives them.
export async function openTable(table, root, parsers) {
  const file = bytes(await loadData(`rows/${table}`, root)).buffer;
  const metadata = parquetMetadata(file);
  return {
    // Hands each column to `take(name, values)`; nulls are null.
    async read(names, take) {
      let rested = performance.now();
      for (const name of names) {
        const values = new Array(Number(metadata.num_rows));
        const keep = ({ columnData, rowStart }) => {
          for (let index = 0; index < columnData.length; index++) values[rowStart + index] = columnData[index];
        };
        await parquetRead({ file, metadata, compressors, parsers, columns: [name], onChunk: keep });
        take(name, values);
        if (performance.now() - rested > BREATH) {
          await pause();
          rested = performance.now();
        }
      }
    },
  };
}

// Days as people write them. A day that many rows hold is written once.
export const daysAsText = { dateFromDays: (days) => new Date(days * 86_400_000).toISOString().slice(0, 10) };

// Whole numbers of 64 bits come as objects that do not sort or print as people expect. Changes the values it is given.
export function asNumbers(values) {
  for (let index = 0; index < values.length; index++) if (typeof values[index] === "bigint") values[index] = Number(values[index]);
  return values;
}
