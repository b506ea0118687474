// The SQL console: a question, its answer as a table, and where to begin.
import { Release } from "./database.js";

const MOST_ROWS = 1000;
const SHORT = 24; // characters of a cell that are kept on one line
const config = JSON.parse(document.getElementById("console-config").textContent);
const status = document.getElementById("console-status");
const question = document.getElementById("question");
const results = document.getElementById("results");

function asText(value) {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// Days come as milliseconds.
function reader(field) {
  const isDay = String(field.type).startsWith("Date");
  return (row) => {
    const value = row[field.name];
    return isDay && typeof value === "number" ? new Date(value).toISOString().slice(0, 10) : asText(value);
  };
}

function isNumber(field) {
  return /^(U?Int|Float|Decimal)/.test(String(field.type));
}

function show(answer) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const columns = answer.schema.fields.map((field) => ({ name: field.name, read: reader(field), number: isNumber(field) }));
  for (const { name, number } of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    if (number) cell.className = "number";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of answer.slice(0, MOST_ROWS).toArray()) {
    const line = body.insertRow();
    for (const { read, number } of columns) {
      const cell = line.insertCell();
      const value = read(row);
      cell.textContent = value ?? "\u00b7";
      cell.classList.toggle("number", number);
      cell.classList.toggle("nowrap", value !== null && value.length <= SHORT);
      cell.classList.toggle("soft", value === null);
    }
  }
  results.replaceChildren(table);
}

function asker(release) {
  let asked = 0;
  return async () => {
    const turn = ++asked;
    const start = performance.now();
    status.textContent = "Asking\u2026";
    try {
      const answer = await release.ask(question.value);
      if (turn !== asked) return; // a later question was faster
      show(answer);
      const count = answer.numRows;
      const shown = count > MOST_ROWS ? `, the first ${MOST_ROWS} shown` : "";
      status.textContent = `${count} ${count === 1 ? "row" : "rows"}${shown}, ${Math.round(performance.now() - start)} ms`;
      history.replaceState(null, "", `#${new URLSearchParams({ sql: question.value })}`);
    } catch (error) {
      if (turn !== asked) return;
      results.replaceChildren();
      status.textContent = error.message;
    }
  };
}

async function start() {
  status.textContent = "Loading the database\u2026";
  const run = asker(await Release.open(config));
  const button = document.getElementById("run");
  button.disabled = false;
  button.addEventListener("click", run);
  question.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  document.getElementById("example").addEventListener("change", (event) => {
    question.value = event.target.value;
    run();
  });
  const asked = new URLSearchParams(location.hash.slice(1)).get("sql");
  question.value = asked ?? question.value;
  // A question of an address is shown and not asked: whoever follows a link decides.
  if (asked) status.textContent = "Press Run to ask this.";
  else await run();
  performance.mark("console-ready");
  results.dataset.ready = "yes";
}

start().catch((error) => {
  const remedy = location.protocol === "file:" ? " A browser that starts no database from a folder does so from a server: `bilateral open`." : "";
  status.textContent = `The console could not start: ${error.message}.${remedy}`;
});
