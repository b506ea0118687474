// The grid of a table page: all rows of the published Parquet file, with sorting, filters, a choice of columns and a
// download of what is left. Values are set as text: nothing in a cell is ever taken for markup.
import {
  DownloadModule, EditModule, ExportModule, FilterModule, FormatModule, InteractionModule, ResizeColumnsModule, SortModule, Tabulator,
} from "tabulator-tables";
import { matches } from "./filter.js";
import { openTable, plain } from "./rows.js";

Tabulator.registerModule([
  DownloadModule, EditModule, ExportModule, FilterModule, FormatModule, InteractionModule, ResizeColumnsModule, SortModule,
]);

const config = JSON.parse(document.getElementById("grid-config").textContent);
const status = document.getElementById("grid-status");
const words = new Intl.Collator("en");
const numberWords = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });

function link(href, text) {
  const anchor = document.createElement("a");
  anchor.href = href;
  anchor.textContent = text;
  return anchor;
}

function address(column, value, row) {
  const page = (id) => encodeURIComponent(config.renamed[id] ?? id);
  if (column.link === "claim") return `../documents/${page(row.document_id)}.html#${encodeURIComponent(value)}`;
  if (column.link === "url") return /^https?:\/\//i.test(value) ? value : null;
  return column.link ? `../${column.link}/${page(value)}.html` : null;
}

function show(cell, { column }) {
  const value = cell.getValue();
  if (value === null || value === undefined) {
    const span = document.createElement("span");
    span.className = "null";
    span.textContent = "\u00b7";
    span.title = column.null_meaning ? `Empty: ${column.null_meaning}` : "Empty";
    return span;
  }
  const href = column.link && address(column, value, cell.getData());
  if (href) return link(href, value);
  return document.createTextNode(column.type === "number" ? numberWords.format(value) : String(value));
}

// Empty cells last, whichever way the rest is sorted. (The library's own comparison of texts took thrice as long.)
function compare(a, b, rowA, rowB, column, direction) {
  const missing = (a === null || a === undefined) - (b === null || b === undefined);
  if (missing) return direction === "asc" ? missing : -missing;
  if (a === null || a === undefined) return 0;
  return typeof a === "string" ? words.compare(a, b) : a - b;
}

function heading(cell, { column }) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = column.name;
  button.title = [column.description, column.unit && `Unit: ${column.unit}.`].filter(Boolean).join(" ");
  return button;
}

function asColumn(column, rows) {
  const isNumber = column.type === "number" || column.type === "integer";
  return {
    title: column.name,
    field: column.name,
    visible: column.shown,
    width: width(column, rows),
    minWidth: 60,
    hozAlign: isNumber ? "right" : "left",
    sorter: compare,
    formatter: show,
    formatterParams: { column },
    titleFormatter: heading,
    titleFormatterParams: { column },
    headerFilter: "input",
    headerFilterParams: { elementAttributes: { "aria-label": `Filter ${column.name}`, placeholder: isNumber ? "e.g. >=5" : "contains", autocomplete: "off" } },
    headerFilterFunc: (wanted, value) => matches(wanted, value, isNumber),
  };
}

// Wide enough for the heading and for what most cells hold; the rest is cut off and shown whole on the cell's title.
function width(column, rows) {
  const lengths = rows.slice(0, 200).map((row) => String(row[column.name] ?? "").length).sort((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  return Math.min(Math.max(usual * 8.4 + 26, column.name.length * 8.2 + 48, 84), 340);
}

function tell(table) {
  const shown = table.getDataCount("active");
  status.textContent = shown === config.rows ? `${numberWords.format(shown)} rows` : `${numberWords.format(shown)} of ${numberWords.format(config.rows)} rows`;
}

// The library nests row groups in row groups and leaves a scrolling part without a role; a screen reader wants
// grid > row group > row > cell.
function setRoles(grid) {
  const roles = { ".tabulator-header-contents": "presentation", ".tabulator-tableholder": "rowgroup", ".tabulator-table": "presentation" };
  for (const [selector, role] of Object.entries(roles)) grid.querySelector(selector)?.setAttribute("role", role);
  grid.removeAttribute("aria-owns");
  grid.setAttribute("aria-label", `Rows of ${config.table}`);
}

// Filters may come with the address: `#reporter_country=ISR&measure=share`.
function filtersOfAddress(table) {
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (config.columns.some((column) => column.name === name)) {
      table.showColumn(name);
      table.setHeaderFilterValue(name, value);
    }
  }
}

// The columns that are shown, asked for by the address, or needed by a link: they are read first.
function firstColumns() {
  const asked = new URLSearchParams(location.hash.slice(1));
  return config.columns.filter(({ name, shown }) => shown || asked.has(name) || name === "document_id").map(({ name }) => name);
}

// All columns at once: a row passes that has every word somewhere.
function findAnywhere(table, field) {
  const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const names = table.getColumns().filter((column) => column.isVisible()).map((column) => column.getField());
  if (!wanted.length) return table.clearFilter();
  return table.setFilter((row) => {
    const text = names.map((name) => row[name] ?? "").join("\n").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

function connectTools(table) {
  const anywhere = document.getElementById("grid-search");
  let timer;
  anywhere.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => findAnywhere(table, anywhere), 200);
  });
  document.getElementById("grid-clear").addEventListener("click", () => {
    anywhere.value = "";
    table.clearFilter(true);
  });
  document.getElementById("grid-csv").addEventListener("click", () => table.download("csv", `${config.table}-filtered.csv`));
  document.getElementById("grid-json").addEventListener("click", () => table.download("json", `${config.table}-filtered.json`));
  for (const box of document.querySelectorAll("input[data-column]")) {
    box.addEventListener("change", () => (box.checked ? table.showColumn(box.dataset.column) : table.hideColumn(box.dataset.column)));
  }
  // What is cut off in a cell is told whole by its title.
  table.element.addEventListener("mouseover", ({ target }) => {
    const cell = target.closest?.(".tabulator-cell");
    if (cell && !cell.title) cell.title = cell.textContent;
  });
  document.getElementById("grid-tools").hidden = false;
}

async function start() {
  const place = document.getElementById("grid");
  const rows = Array.from({ length: config.rows }, () => ({}));
  const fill = (name, values) => values.forEach((value, index) => (rows[index][name] = plain(value)));
  const file = await openTable(config.table, "../");
  const first = firstColumns();
  await file.read(first, (name, values) => {
    fill(name, values);
    place.textContent = `Reading column ${first.indexOf(name) + 1} of ${first.length}\u2026`;
  });
  performance.mark("rows-read");
  const table = new Tabulator(place, {
    data: rows,
    columns: config.columns.map((column) => asColumn(column, rows)),
    height: Math.min(560, 118 + 34 * Math.max(rows.length, 2)),
    rowHeight: 34,
    renderVerticalBuffer: 170,
    layout: "fitData",
    headerFilterLiveFilterDelay: 200,
    placeholder: rows.length ? "No row passes the filters." : "This table has no rows.",
    columnHeaderSortMulti: true,
    autoResize: true,
  });
  table.on("dataFiltered", () => setTimeout(() => tell(table)));
  await new Promise((built) => table.on("tableBuilt", built));
  setRoles(table.element);
  filtersOfAddress(table);
  addEventListener("hashchange", () => filtersOfAddress(table));
  connectTools(table);
  tell(table);
  performance.mark("grid-ready");
  place.dataset.ready = "yes";
  const rest = config.columns.map(({ name }) => name).filter((name) => !first.includes(name));
  await file.read(rest, fill);
  if (rest.some((name) => table.getColumn(name).isVisible())) table.redraw(true);
}

start().catch((error) => {
  document.getElementById("grid").textContent = `The rows could not be shown (${error.message}). Download the file instead.`;
});
