// Rows as a file that the browser saves: CSV with every cell in quotes, or JSON.
import { isEmpty } from "./filter.js";

const quoted = (value) => `"${isEmpty(value) ? "" : String(value).replaceAll('"', '""')}"`;

export function asCsv(names, columns, rows) {
  const lines = [names.map(quoted).join(",")];
  for (const row of rows) lines.push(columns.map((values) => quoted(values[row])).join(","));
  return lines.join("\n");
}

export function asJson(names, columns, rows) {
  const objects = Array.from(rows, (row) => Object.fromEntries(names.map((name, index) => [name, columns[index][row]])));
  return JSON.stringify(objects, null, "\t");
}

export function save(text, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // once the browser has surely begun
}
