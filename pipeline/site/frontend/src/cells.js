// What a cell of the grid shows. Values are set as text: nothing in a cell is ever taken for markup. A cell is made once
// and then shows one row after another, so it touches the page only where what it shows has changed.
import { isEmpty } from "./filter.js";

const numberWords = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const EMPTY = "\u00b7";

export class Cell {
  #column;
  #text = document.createTextNode("");
  #link = null;
  #shown = "";
  #state = "";
  #href = null;

  constructor(column, index) {
    this.#column = column;
    this.element = document.createElement("div");
    this.element.className = column.isNumber ? "cell number" : "cell";
    this.element.setAttribute("role", "gridcell");
    this.element.setAttribute("aria-colindex", index + 1);
    this.element.dataset.column = column.name;
    this.element.append(this.#text);
    this.place();
  }

  place() {
    this.element.style.left = `${this.#column.left}px`;
    this.element.style.width = `${this.#column.width}px`;
  }

  // `href` is an address, or null; a value that is undefined has not been read yet.
  show(value, href) {
    const empty = value === null;
    const text = empty ? EMPTY : asText(value, this.#column);
    if (text !== this.#shown) {
      this.#text.data = this.#shown = text;
      if (this.#state === "told") this.#tell("");
    }
    if (empty !== (this.#state === "empty")) this.#tell(empty ? "empty" : "");
    if (href !== this.#href) this.#lead(href);
  }

  // What is cut off is told whole by the cell's title, once somebody points at it.
  point() {
    if (!this.#state) this.#tell("told");
  }

  #tell(state) {
    this.#state = state;
    this.element.classList.toggle("null", state === "empty");
    if (state === "empty") this.element.title = this.#column.null_meaning ? `Empty: ${this.#column.null_meaning}` : "Empty";
    else if (state === "told") this.element.title = this.#shown;
    else this.element.removeAttribute("title");
  }

  #lead(href) {
    this.#href = href;
    if (isEmpty(href)) {
      this.element.replaceChildren(this.#text);
      return;
    }
    this.#link ??= document.createElement("a");
    this.#link.href = href;
    if (this.#text.parentNode !== this.#link) {
      this.#link.append(this.#text);
      this.element.replaceChildren(this.#link);
    }
  }
}

function asText(value, column) {
  if (value === undefined) return "";
  return column.type === "number" ? numberWords.format(value) : String(value);
}
