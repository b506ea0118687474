// The SQL console: DuckDB in the browser over the rows of the release, with its views. It reads the CSV files, which
// hold the same rows as Parquet: the reader of Parquet is no part of DuckDB-WASM and would be fetched from elsewhere.
import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";

const MOST_ROWS = 1000;
const config = JSON.parse(document.getElementById("console-config").textContent);
const status = document.getElementById("console-status");
const question = document.getElementById("question");
const results = document.getElementById("results");
const address = (name) => new URL(name, location.href).href;

async function open() {
  const database = new AsyncDuckDB(new VoidLogger(), new Worker("assets/duckdb/duckdb.worker.js"));
  await database.instantiate(address("assets/duckdb/duckdb.wasm"));
  await database.open({ query: { castBigIntToDouble: true } });
  const connection = await database.connect();
  for (const table of config.tables) {
    const answer = await fetch(`data/${table.name}.csv`);
    if (!answer.ok) throw new Error(`data/${table.name}.csv: ${answer.status}`);
    await database.registerFileBuffer(`${table.name}.csv`, new Uint8Array(await answer.arrayBuffer()));
    await connection.query(table.load);
    await database.dropFile(`${table.name}.csv`);
  }
  for (const view of config.views) await connection.query(view);
  return connection;
}

function asText(value) {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === "object" && !(value instanceof Date) ? JSON.stringify(value) : String(value);
}

// Days come as milliseconds.
function reader(field) {
  const isDay = String(field.type).startsWith("Date");
  return (row) => {
    const value = row[field.name];
    return isDay && typeof value === "number" ? new Date(value).toISOString().slice(0, 10) : asText(value);
  };
}

function show(answer) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const { name } of answer.schema.fields) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const read = answer.schema.fields.map(reader);
  const body = table.createTBody();
  for (const row of answer.slice(0, MOST_ROWS).toArray()) {
    const line = body.insertRow();
    for (const value of read.map((cell) => cell(row))) {
      const cell = line.insertCell();
      cell.textContent = value ?? "\u00b7";
      if (value === null) cell.className = "soft";
    }
  }
  results.replaceChildren(table);
}

function ask(connection) {
  let asked = 0;
  return async () => {
    const turn = ++asked;
    const start = performance.now();
    status.textContent = "Asking\u2026";
    try {
      const answer = await connection.query(question.value);
      if (turn !== asked) return; // a later question was faster
      show(answer);
      const count = answer.numRows;
      status.textContent = `${count} ${count === 1 ? "row" : "rows"}${count > MOST_ROWS ? `, the first ${MOST_ROWS} shown` : ""}, ${Math.round(performance.now() - start)} ms`;
      history.replaceState(null, "", `#${new URLSearchParams({ sql: question.value })}`);
    } catch (error) {
      if (turn !== asked) return;
      results.replaceChildren();
      status.textContent = error.message;
    }
  };
}

async function start() {
  if (location.protocol === "file:") {
    status.textContent = "A browser runs the console only from a server, not from a folder: start one with `bilateral open`.";
    results.dataset.ready = "yes";
    return;
  }
  status.textContent = "Loading the database\u2026";
  const run = ask(await open());
  const button = document.getElementById("run");
  button.disabled = false;
  button.addEventListener("click", run);
  question.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  document.getElementById("example").addEventListener("change", (event) => {
    question.value = config.questions[event.target.selectedIndex].sql;
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
  status.textContent = `The console could not start: ${error.message}`;
});
