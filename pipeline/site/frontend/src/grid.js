// The grid of a table page: all rows of the published Parquet file, with sorting, filters, a choice of columns and a
// download of what is left.
import { condition } from "./filter.js";
import { Headings } from "./headings.js";
import { asNumbers, daysAsText, openTable } from "./rows.js";
import { asCsv, asJson, save } from "./save.js";
import { Store } from "./store.js";
import { ROW, View } from "./view.js";

const config = JSON.parse(document.getElementById("grid-config").textContent);
const status = document.getElementById("grid-status");
const anywhere = document.getElementById("grid-search");
const counts = new Intl.NumberFormat("en");
const columns = config.columns.map((column) => ({ ...column, isNumber: column.type === "number" || column.type === "integer" }));
const named = new Map(columns.map((column) => [column.name, column]));

function address(column, value, documentId) {
  const page = (id) => encodeURIComponent(config.renamed[id] ?? id);
  if (column.link === "claim") return `../documents/${page(documentId)}.html#${encodeURIComponent(value)}`;
  if (column.link === "url") return /^https?:\/\//i.test(value) ? value : null;
  return `../${column.link}/${page(value)}.html`;
}

// Wide enough for the heading and for what most cells hold; the rest is cut off and shown whole on the cell's title.
function usualWidth(column, values) {
  const lengths = Array.from(values.slice(0, 200), (value) => String(value ?? "").length).sort((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  return Math.round(Math.min(Math.max(usual * 8.4 + 26, column.name.length * 8.2 + 48, 84), 340));
}

// The columns that are shown, asked for by the address, or needed by a link: they are read first.
function firstColumns() {
  const asked = new URLSearchParams(location.hash.slice(1));
  return columns.filter(({ name, shown }) => shown || asked.has(name) || name === "document_id").map(({ name }) => name);
}

class Grid {
  #store;
  #sorts = [];

  constructor(place, store) {
    this.#store = store;
    this.element = document.createElement("div");
    this.element.className = "grid";
    this.element.tabIndex = 0; // so that its rows can be scrolled by the keyboard
    this.element.setAttribute("role", "grid");
    this.element.setAttribute("aria-label", `Rows of ${config.table}`);
    this.element.style.height = `${Math.min(560, 118 + ROW * Math.max(config.rows, 2))}px`;
    this.nothing = document.createElement("p");
    this.nothing.className = "grid-nothing";
    this.nothing.textContent = config.rows ? "No row passes the filters." : "This table has no rows.";
    place.replaceChildren(this.element, this.nothing);
    this.headings = new Headings(this.element, {
      sort: (name, several) => this.sort(name, several),
      filter: () => this.choose(),
      resize: () => this.place(),
    });
    const documents = () => store.values("document_id");
    this.view = new View(this.element, store, (column, value, row) => address(column, value, documents()[row]));
    this.showColumns();
  }

  get shown() {
    return columns.filter(({ shown }) => shown);
  }

  showColumns() {
    for (const column of this.shown) column.width ??= usualWidth(column, this.#store.values(column.name));
    this.element.setAttribute("aria-colcount", this.shown.length);
    this.headings.setColumns(this.shown);
    this.headings.setSorts(this.#sorts);
    this.#measure();
    this.view.setColumns(this.shown);
  }

  place() {
    this.#measure();
    this.headings.place();
    this.view.place();
  }

  #measure() {
    let left = 0;
    for (const column of this.shown) {
      column.left = left;
      left += column.width;
    }
    this.headings.row.style.width = this.view.body.style.width = `${left}px`;
  }

  // Alone, or before the columns by which the rows are sorted already; once more, the other way round.
  sort(name, several) {
    const before = this.#sorts.find((sort) => sort.name === name);
    const others = several ? this.#sorts.filter((sort) => sort.name !== name) : [];
    this.#sorts = [{ name, descending: Boolean(before && !before.descending) }, ...others];
    this.headings.setSorts(this.#sorts);
    this.choose();
  }

  // The rows that pass all filters and have every word somewhere in the columns shown.
  choose(top = 0) {
    this.#store.choose({
      conditions: this.headings.filters.map(([column, text]) => [column.name, condition(text, column.isNumber)]),
      finds: anywhere.value.toLowerCase().split(/\s+/).filter(Boolean),
      names: this.shown.map(({ name }) => name),
      sorts: this.#sorts,
    });
    this.element.scrollTop = top;
    this.tell();
    this.view.refresh();
  }

  tell() {
    const { length } = this.#store.order;
    this.element.setAttribute("aria-rowcount", length + 1);
    this.nothing.hidden = length > 0;
    status.textContent = length === config.rows ? `${counts.format(length)} rows` : `${counts.format(length)} of ${counts.format(config.rows)} rows`;
  }

  setShown(column, shown) {
    column.shown = shown;
    for (const box of document.querySelectorAll("input[data-column]")) if (box.dataset.column === column.name) box.checked = shown;
    this.showColumns();
    if (anywhere.value.trim()) this.choose();
  }

  // Filters may come with the address: `#reporter_country=ISR&measure=share`.
  filterByAddress() {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      const column = named.get(name);
      if (!column) continue;
      if (!column.shown) this.setShown(column, true);
      this.headings.setFilter(column, value);
    }
    this.choose();
  }

  clear() {
    anywhere.value = "";
    this.headings.clearFilters();
    this.choose();
  }

  save(write, type, ending) {
    const names = this.shown.map(({ name }) => name);
    const text = write(names, names.map((name) => this.#store.values(name)), this.#store.order);
    save(text, type, `${config.table}-filtered.${ending}`);
  }
}

function connectTools(grid) {
  let timer;
  anywhere.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => grid.choose(), 200);
  });
  document.getElementById("grid-clear").addEventListener("click", () => grid.clear());
  document.getElementById("grid-csv").addEventListener("click", () => grid.save(asCsv, "text/csv", "csv"));
  document.getElementById("grid-json").addEventListener("click", () => grid.save(asJson, "application/json", "json"));
  for (const box of document.querySelectorAll("input[data-column]")) {
    box.addEventListener("change", () => grid.setShown(named.get(box.dataset.column), box.checked));
  }
  addEventListener("hashchange", () => grid.filterByAddress());
  document.getElementById("grid-tools").hidden = false;
}

async function start() {
  const place = document.getElementById("grid");
  const store = new Store(config.rows);
  const fill = (name, values) => store.put(name, asNumbers(values));
  const file = await openTable(config.table, "../", daysAsText);
  const first = firstColumns();
  await file.read(first, (name, values) => {
    fill(name, values);
    place.textContent = `Reading column ${first.indexOf(name) + 1} of ${first.length}\u2026`;
  });
  performance.mark("rows-read");
  const grid = new Grid(place, store);
  grid.filterByAddress();
  connectTools(grid);
  performance.mark("grid-ready");
  place.dataset.ready = "yes";
  const rest = columns.map(({ name }) => name).filter((name) => !first.includes(name));
  await file.read(rest, fill);
  grid.choose(grid.element.scrollTop); // somebody may have asked for one of them already
}

start().catch((error) => {
  document.getElementById("grid").textContent = `The rows could not be shown (${error.message}). Download the file instead.`;
});
