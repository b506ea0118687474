// The rows of a grid, kept by column, and which of them are shown in which order: `order` holds numbers of rows. No
// object is made a row, so a hundred thousand rows cost what their columns do.
import { isEmpty } from "./filter.js";

const words = new Intl.Collator("en");

export class Store {
  #values = new Map();
  #keys = new Map();

  constructor(count) {
    this.count = count;
    this.order = Uint32Array.from({ length: count }, (_, row) => row);
  }

  // A column that has not been read yet has no values; they are asked for with `undefined` as the answer.
  put(name, values) {
    this.#values.set(name, values);
  }

  values(name) {
    return this.#values.get(name) ?? [];
  }

  // `conditions`: [name, function of a value]; `finds`: lower-case words, each of which is in some column of `names`;
  // `sorts`: { name, descending }, the strongest first. Empty cells come last, whichever way the rest is sorted.
  choose({ conditions, finds, names, sorts }) {
    const tests = conditions.map(([name, holds]) => [this.values(name), holds]);
    const texts = finds.length ? names.map((name) => this.values(name)) : [];
    const found = (row) => {
      const text = texts.map((values) => values[row] ?? "").join("\n").toLowerCase();
      return finds.every((word) => text.includes(word));
    };
    const chosen = new Uint32Array(this.count);
    let length = 0;
    for (let row = 0; row < this.count; row++) {
      if (tests.every(([values, holds]) => holds(values[row])) && (!finds.length || found(row))) chosen[length++] = row;
    }
    this.order = chosen.subarray(0, length);
    if (sorts.length) this.order.sort(comparison(sorts.map(({ name, descending }) => [this.#sortKeys(name), descending])));
  }

  // Numbers that sort as the values do, NaN for empty cells. Texts are compared once each and not once a pair of rows:
  // most columns hold few different ones.
  #sortKeys(name) {
    const values = this.#values.get(name);
    if (!values) return new Float64Array(this.count).fill(NaN);
    if (!this.#keys.has(name)) {
      const texts = [...new Set(values)].filter((value) => typeof value === "string").sort(words.compare);
      const ranks = new Map();
      let rank = -1;
      texts.forEach((text, index) => {
        if (!index || words.compare(texts[index - 1], text)) rank++;
        ranks.set(text, rank);
      });
      this.#keys.set(name, Float64Array.from(values, (value) => (isEmpty(value) ? NaN : ranks.get(value) ?? Number(value))));
    }
    return this.#keys.get(name);
  }
}

function comparison(keys) {
  return (one, other) => {
    for (const [key, descending] of keys) {
      const [a, b] = [key[one], key[other]];
      if (a === b) continue;
      const missing = Number.isNaN(a) - Number.isNaN(b);
      if (missing) return missing;
      if (a < b) return descending ? 1 : -1;
      if (a > b) return descending ? -1 : 1;
    }
    return one - other;
  };
}
