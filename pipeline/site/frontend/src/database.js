// DuckDB in the browser over the tables and views of the release. It comes as a script and runs as a worker of a blob,
// so that a page from a folder on disk has it too. A table is filled when a question first names it, from its published
// Parquet file: DuckDB-WASM's own reader of Parquet is an extension that it would fetch from elsewhere.
import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import { Bool, DateDay, Float64, Int64, Table, Utf8, makeBuilder } from "apache-arrow";
import { openTable } from "./rows.js";
import { bytes, loadData } from "./scripts.js";

const ARROW = { VARCHAR: new Utf8(), BIGINT: new Int64(), DOUBLE: new Float64(), DATE: new DateDay(), BOOLEAN: new Bool() };

const MODULE = "https://duckdb.invalid/"; // asked for by the worker, which has it already

// Runs at the head of the worker, as text: all that it will ever fetch is the module, unpacked from what comes with it.
function provide(packed) {
  const text = atob(packed);
  const module = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) module[index] = text.charCodeAt(index);
  const headers = { "Content-Type": "application/wasm" };
  self.fetch = async () => new Response(new Blob([module]).stream().pipeThrough(new DecompressionStream("gzip")), { headers });
}

async function startWorker() {
  const { wasm, worker } = await loadData("assets/duckdb");
  const script = await new Response(new Blob([bytes(worker)]).stream().pipeThrough(new DecompressionStream("gzip"))).blob();
  const source = new Blob([`(${provide})("${wasm}");\n`, script], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(source));
}

// The library's own way from values to a vector makes code of strings, which the page forbids.
function vector(values, type) {
  const builder = makeBuilder({ type, nullValues: [] });
  values.forEach((value, index) => (value === null || value === undefined ? builder.setValid(index, false) : builder.set(index, value)));
  return builder.finish().toVector();
}

// The names in a statement, without its texts and comments.
function words(sql) {
  const bare = sql.replace(/'(?:[^']|'')*'/g, " ").replace(/--.*$/gm, " ");
  return new Set(bare.toLowerCase().match(/[a-z_]\w*/g));
}

export class Release {
  // `tables`: name and columns (name, type) of each; `views`: name and statements of each.
  static async open({ tables, views }) {
    const database = new AsyncDuckDB(new VoidLogger(), await startWorker());
    await database.instantiate(MODULE);
    await database.open({ query: { castBigIntToDouble: true, castDecimalToDouble: true } });
    const release = new Release(await database.connect(), tables, views);
    await release.#connection.query("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");
    await release.#connection.query([...tables, ...views].map(({ define }) => define.trim().replace(/;$/, "")).join(";\n"));
    return release;
  }

  #connection;
  #empty;
  #behind;

  constructor(connection, tables, views) {
    this.#connection = connection;
    this.#empty = new Map(tables.map((table) => [table.name, table]));
    this.#behind = new Map(views.map((view) => [view.name, words(view.define)]));
  }

  async ask(sql) {
    for (const name of this.#named(sql)) await this.#fill(name);
    return this.#connection.query(sql);
  }

  // All words of a question and of the views that it names: more than its tables, never fewer.
  #named(sql) {
    const named = words(sql.replaceAll("'", " "));
    for (const name of named) for (const word of this.#behind.get(name) ?? []) named.add(word);
    return named;
  }

  async #fill(name) {
    const table = this.#empty.get(name);
    if (!table) return;
    this.#empty.delete(name);
    try {
      const types = new Map(table.columns);
      const vectors = {};
      const file = await openTable(name);
      await file.read(types.keys(), (column, values) => (vectors[column] = vector(values, ARROW[types.get(column)])));
      await this.#connection.insertArrowTable(new Table(vectors), { name: "incoming", create: true });
      await this.#connection.query(`INSERT INTO "${name}" FROM incoming`);
      await this.#connection.query("DROP TABLE incoming");
    } catch (error) {
      this.#empty.set(name, table);
      throw error;
    }
  }
}
