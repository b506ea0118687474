"""How fast a package of very many claims answers: `python -m tests.benchmarks.questions --claims 10000000`.

The claims are made (`claims.sql`), in the published schema, and asked as Parquet files through the published views, as
`views.sql` does; views that a release of so many claims has ready in files are prepared before, unless `--unprepared`. Asked are the README's questions, the first hundred rows of each view, and each view of one pair, state or
organisation. Seconds are by the clock; a question that needs longer than `--patience` is broken off and said so.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from statistics import median
from string import Template
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.parquet as pq
import yaml
from rich.console import Console
from rich.table import Table

import schemas
from pipeline.publish.files import ROW_GROUP
from pipeline.publish.prepared import prepare_views
from pipeline.publish.views import VIEWS, parquet_statements, read_parquet, view_statements
from schemas.render.arrow import arrow_schema
from tests.benchmarks.__main__ import keep

HERE = Path(__file__).parent
QUESTIONS = HERE.parents[1] / "pipeline/site/questions.yaml"
# Of one pair, state or organisation: what a reader who looks something up asks a view.
LOOKED_UP = {
    "claims": "country1 = 'NOR' AND country2 = 'PRT'",
    "corroboration": "table_name = 'events' AND fact_id = '{fact}'",
    "answers": "question LIKE 'NOR | PRT%'",
    "conflicts": "question LIKE 'NOR | PRT%'",
    "timeline": "actor1_country = 'NOR' AND actor2_country = 'PRT'",
    "dyads": "country_a = 'NOR' AND country_b = 'PRT'",
    "trade_partners": "reporter_country = 'NOR' AND partner_country = 'PRT'",
    "arms_suppliers": "recipient_country = 'NOR'",
    "arms_recipients": "supplier_country = 'NOR'",
    "organisation_network": "subject_id = 'o17'",
}


def make_claims(claims: int, folder: Path) -> None:
    """Write made claims as the Parquet files of a package."""
    with duckdb.connect(str(folder / "made.duckdb")) as database:
        for name in schemas.TABLES:
            empty = arrow_schema(name).empty_table()
            database.register("empty", empty)
            database.execute(f"CREATE TABLE {name} AS FROM empty")
            database.unregister("empty")
        states = [(row["value"],) for row in schemas.VOCABULARIES["countries"].rows]
        database.executemany("INSERT INTO countries (value) VALUES (?)", states)
        for statement in (
            Template((HERE / "claims.sql").read_text(encoding="utf-8")).substitute(claims=claims).split(";\n")
        ):
            database.execute(statement)
        for name in schemas.TABLES:
            target = (folder / f"{name}.parquet").as_posix()
            database.execute(
                f"COPY {name} TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
            )
    (folder / "made.duckdb").unlink()


def questions(fact: str) -> Iterator[tuple[str, str]]:
    """What is asked: a title and its SQL; `fact` is the id of an event to look up."""
    for question in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")):
        yield question["title"], f"FROM ({question['sql']}) LIMIT 100"
    for view in VIEWS:
        yield f"{view}, first rows", f"FROM {view} LIMIT 100"
        yield f"{view}, looked up", f"FROM {view} WHERE {LOOKED_UP[view].format(fact=fact)}"


def prepare(folder: Path) -> list[str]:
    """Prepare the views as a release does; return which are ready."""
    rows = {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in schemas.TABLES}
    return list(prepare_views(folder, rows))


def ask(folder: Path, times: int, patience: float, ready: Collection[str] = ()) -> Iterator[dict[str, object]]:
    """Ask each question some times and give median and worst seconds; None where patience ran out.

    Args:
        folder: with the tables as Parquet files.
        times: how often each is asked.
        patience: seconds after which one is broken off.
        ready: the views whose rows lie there too.
    """
    with duckdb.connect() as database:
        database.execute(f"SET temp_directory = '{(folder / 'spill').as_posix()}'")
        for statement in parquet_statements(lambda name: read_parquet(folder.as_posix(), name), schemas.TABLES):
            database.execute(statement)
        answered = {name: read_parquet(folder.as_posix(), name) for name in ready}
        for statement in view_statements(str, schemas.TABLES, answered):
            database.execute(statement)
        (fact,) = database.execute("SELECT fact_id FROM events LIMIT 1").fetchone()
        for title, sql in questions(fact):
            taken: list[float] = []
            while len(taken) < times and (seconds := _seconds(database, sql, patience)) is not None:
                taken.append(seconds)
            whole = len(taken) == times
            yield {"question": title, "p50": median(taken) if whole else None, "worst": max(taken) if whole else None}


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def _seconds(database: duckdb.DuckDBPyConnection, sql: str, patience: float) -> float | None:
    waiting = threading.Timer(patience, database.interrupt)
    waiting.start()
    start = time.perf_counter()
    try:
        database.execute(sql).fetchall()
    except duckdb.InterruptException:
        return None
    finally:
        waiting.cancel()
    return time.perf_counter() - start


def main() -> None:
    """Make the claims, ask, show a table and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.questions", description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3, help="how often each question is asked")
    parser.add_argument("--patience", type=float, default=60, help="seconds after which a question is broken off")
    parser.add_argument("--unprepared", action="store_true", help="have no view ready in a file")
    parser.add_argument("--into", type=Path, default=Path(".cache/benchmarks"), help="folder for the figures")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    console = Console()
    with TemporaryDirectory(dir=options.into) as scratch:
        make_claims(options.claims, Path(scratch))
        tables, start = _megabytes(Path(scratch)), time.process_time()
        ready = [] if options.unprepared else prepare(Path(scratch))
        seconds, views = time.process_time() - start, _megabytes(Path(scratch)) - tables
        console.print(f"tables {tables:.0f} MB; {len(ready)} views made ready in {seconds:.0f} s, {views:.0f} MB")
        found = []
        for one in ask(Path(scratch), options.times, options.patience, ready):
            found.append(one)
            console.print(one["question"], one["p50"])
            keep(options.into / f"questions-{options.claims}.json", found)
    table = Table("question", "p50, s", "worst, s", title=f"{options.claims:,} claims")
    for one in found:
        table.add_row(
            *(f"{v:.2f}" if isinstance(v, float) else str(v or f"> {options.patience:g}") for v in one.values())
        )
    console.print(table)


if __name__ == "__main__":
    main()
