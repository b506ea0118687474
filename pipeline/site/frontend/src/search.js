// Search without a server: tables, columns, countries, organisations, people and documents by words and their beginnings
// (MiniSearch), quotes by all words of the question. Both lists come as scripts, which a page from disk may load too.
import MiniSearch from "minisearch";
import { loadData } from "./scripts.js";

const MOST_ENTRIES = 30;
const MOST_QUOTES = 50;
const field = document.getElementById("search");
const results = document.getElementById("results");
const status = document.getElementById("search-status");

function element(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.textContent = text;
  return made;
}

function show(kind, title, text, address) {
  const item = document.createElement("li");
  item.append(element("span", kind, { className: "tag" }), " ", element("a", title, { href: address }));
  if (text) item.append(element("p", text));
  results.append(item);
}

async function start() {
  const entries = await loadData("search/entries");
  const quotes = (await loadData("search/quotes")).map(([words, page, claim]) => ({ words, lower: words.toLowerCase(), address: `documents/${page}.html#${claim}` }));
  const index = new MiniSearch({
    fields: ["title", "text"],
    storeFields: ["kind", "title", "text", "address"],
    searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : 0), combineWith: "AND" },
  });
  index.addAll(entries.map(([kind, title, text, address], id) => ({ id, kind, title, text, address })));

  function find() {
    const question = field.value.trim();
    history.replaceState(null, "", question ? `#q=${encodeURIComponent(question)}` : " ");
    results.replaceChildren();
    if (!question) {
      status.textContent = "";
      return;
    }
    const found = index.search(question);
    const words = question.toLowerCase().split(/\s+/);
    const said = quotes.filter((quote) => words.every((word) => quote.lower.includes(word)));
    for (const entry of found.slice(0, MOST_ENTRIES)) show(entry.kind, entry.title, entry.text, entry.address);
    for (const quote of said.slice(0, MOST_QUOTES)) show("quote", quote.words, "", quote.address);
    const all = found.length + said.length;
    const shown = Math.min(found.length, MOST_ENTRIES) + Math.min(said.length, MOST_QUOTES);
    status.textContent = all === 0 ? "Nothing found." : shown < all ? `${shown} of ${all} found` : `${all} found`;
  }

  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, 120);
  });
  field.value = new URLSearchParams(location.hash.slice(1)).get("q") ?? field.value;
  find();
  performance.mark("search-ready");
  results.dataset.ready = "yes";
}

start().catch((error) => {
  status.textContent = `The search could not start: ${error.message}.`;
});
