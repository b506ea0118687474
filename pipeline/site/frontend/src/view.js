// The rows that are seen, and a few above and below. Scrolled, a row that leaves at one end shows another row at the other
// end: no element is made, none is taken away, and only what has come into view is written. Rows are of one height, so
// where each stands is known without measuring.
import { Cell } from "./cells.js";

export const ROW = 34; // pixels; grid.css has the same
const SPARE = 5; // rows beyond the edges, for a browser that scrolls ahead of the script
const REST = 120; // milliseconds without scrolling, after which the rows are put in order

export class View {
  #store;
  #address;
  #columns = [];
  #slots = [];
  #timer;

  // `address(column, value, row)` is what a cell leads to.
  constructor(scroller, store, address) {
    this.#store = store;
    this.#address = address;
    this.scroller = scroller;
    this.body = document.createElement("div");
    this.body.className = "rows";
    this.body.setAttribute("role", "rowgroup");
    scroller.append(this.body);
    scroller.addEventListener("scroll", () => {
      this.#draw();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#settle(), REST);
    }, { passive: true });
    this.body.addEventListener("mouseover", ({ target }) => {
      const element = target.closest?.(".cell");
      const slot = element && this.#slots.find((one) => one.element === element.parentNode);
      slot?.cells.find((cell) => cell.element === element).point();
    });
    new ResizeObserver(() => this.refresh()).observe(scroller);
  }

  // Other columns, or the same in another order.
  setColumns(columns) {
    this.#columns = columns;
    this.#slots = [];
    this.refresh();
  }

  // Columns have become wider or narrower.
  place() {
    for (const { cells } of this.#slots) for (const cell of cells) cell.place();
  }

  // Other rows, or values that were not there before.
  refresh() {
    const { length } = this.#store.order;
    const wanted = Math.min(length, Math.ceil(this.scroller.clientHeight / ROW) + 1 + 2 * SPARE);
    this.body.style.height = `${length * ROW}px`;
    if (wanted !== this.#slots.length) {
      this.#slots.length = Math.min(wanted, this.#slots.length);
      while (this.#slots.length < wanted) this.#slots.push(this.#makeSlot());
      this.body.replaceChildren(...this.#slots.map(({ element }) => element));
    }
    for (const slot of this.#slots) slot.place = -1;
    this.#draw();
    this.#settle();
  }

  #makeSlot() {
    const element = document.createElement("div");
    element.className = "row";
    element.setAttribute("role", "row");
    const cells = this.#columns.map((column, index) => new Cell(column, index));
    element.append(...cells.map((cell) => cell.element));
    return { element, cells, place: -1 };
  }

  get #first() {
    const last = this.#store.order.length - this.#slots.length;
    return Math.max(0, Math.min(Math.floor(this.scroller.scrollTop / ROW) - SPARE, last));
  }

  #draw() {
    const first = this.#first;
    for (let place = first; place < first + this.#slots.length; place++) {
      const slot = this.#slots[place % this.#slots.length];
      if (slot.place !== place) this.#fill(slot, place);
    }
  }

  #fill(slot, place) {
    // A link that is left behind would take the keyboard to another row without a word.
    if (slot.place >= 0 && slot.element.contains(document.activeElement)) this.scroller.focus({ preventScroll: true });
    slot.place = place;
    slot.element.style.transform = `translateY(${place * ROW}px)`;
    slot.element.setAttribute("aria-rowindex", place + 2);
    const row = this.#store.order[place];
    for (let index = 0; index < slot.cells.length; index++) {
      const column = this.#columns[index];
      const value = this.#store.values(column.name)[row];
      slot.cells[index].show(value, column.link && value ? this.#address(column, value, row) : null);
    }
  }

  // Who reads or walks through the page element by element finds the rows in the order in which they are seen. While they
  // move that order begins somewhere in the middle; the part that has the focus stays where it is and keeps it.
  #settle() {
    if (!this.#slots.length) return;
    const { element } = this.#slots[this.#first % this.#slots.length];
    const rows = [...this.body.children];
    const start = rows.indexOf(element);
    const before = rows.slice(0, start);
    if (before.some((row) => row.contains(document.activeElement))) this.body.prepend(...rows.slice(start));
    else if (start) this.body.append(...before);
  }
}
