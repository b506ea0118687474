// The headings of the grid: each sorts, filters and can be drawn wider.
const NARROW = 60; // pixels
const DELAY = 200; // milliseconds without a key, after which a filter is applied

export class Headings {
  #on;
  #made = new Map();

  // `on`: sort(name, several), filter(), resize(column).
  constructor(scroller, on) {
    this.#on = on;
    this.element = document.createElement("div");
    this.element.className = "headings";
    this.element.setAttribute("role", "rowgroup");
    this.row = document.createElement("div");
    this.row.setAttribute("role", "row");
    this.row.setAttribute("aria-rowindex", 1);
    this.element.append(this.row);
    scroller.append(this.element);
  }

  // The filters that are asked for, also those of columns that are not shown: [column, text].
  get filters() {
    return [...this.#made.values()].map(({ column, input }) => [column, input.value]).filter(([, text]) => text.trim());
  }

  setFilter(column, text) {
    this.#heading(column).input.value = text;
  }

  clearFilters() {
    for (const { input } of this.#made.values()) input.value = "";
  }

  setColumns(columns) {
    this.row.replaceChildren(...columns.map((column, index) => {
      const { element } = this.#heading(column);
      element.setAttribute("aria-colindex", index + 1);
      return element;
    }));
    this.place();
  }

  place() {
    for (const { column, element } of this.#made.values()) element.style.width = `${column.width}px`;
  }

  setSorts(sorts) {
    for (const { column, element } of this.#made.values()) {
      const sort = sorts.find(({ name }) => name === column.name);
      element.setAttribute("aria-sort", sort ? (sort.descending ? "descending" : "ascending") : "none");
    }
  }

  // A heading is made once and kept, for its filter holds also while its column is hidden.
  #heading(column) {
    if (!this.#made.has(column.name)) this.#made.set(column.name, this.#make(column));
    return this.#made.get(column.name);
  }

  #make(column) {
    const element = document.createElement("div");
    element.className = "heading";
    element.dataset.column = column.name;
    element.setAttribute("role", "columnheader");
    element.setAttribute("aria-sort", "none");
    const title = document.createElement("div");
    title.className = "title";
    title.append(sorter(column), document.createElement("i"));
    title.addEventListener("click", (event) => this.#on.sort(column.name, event.shiftKey || event.ctrlKey || event.metaKey));
    const input = this.#filter(column);
    element.append(title, input, this.#handle(column));
    return { column, element, input };
  }

  #filter(column) {
    const input = document.createElement("input");
    input.placeholder = column.isNumber ? "e.g. >=5" : "contains";
    input.autocomplete = "off";
    input.setAttribute("aria-label", `Filter ${column.name}`);
    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(this.#on.filter, DELAY);
    });
    return input;
  }

  #handle(column) {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.addEventListener("pointerdown", (event) => {
      const start = event.clientX - column.width;
      handle.setPointerCapture(event.pointerId);
      handle.onpointermove = (moved) => {
        column.width = Math.max(NARROW, moved.clientX - start);
        this.#on.resize(column);
      };
      event.preventDefault();
    });
    handle.addEventListener("lostpointercapture", () => (handle.onpointermove = null));
    return handle;
  }
}

function sorter(column) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = column.name;
  button.title = [column.description, column.unit && `Unit: ${column.unit}.`].filter(Boolean).join(" ");
  return button;
}
