// Puts DuckDB-WASM into ../assets/duckdb: `npm install && npm run console`. It is 35 MB and kept out of the repository;
// a site that is written where it is there has a SQL console.
import { copyFileSync, mkdirSync } from "node:fs";

const FROM = "node_modules/@duckdb/duckdb-wasm/dist";
const TO = "../assets/duckdb";

mkdirSync(TO, { recursive: true });
copyFileSync(`${FROM}/duckdb-eh.wasm`, `${TO}/duckdb.wasm`);
copyFileSync(`${FROM}/duckdb-browser-eh.worker.js`, `${TO}/duckdb.worker.js`);
