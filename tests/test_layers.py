"""The code flows one way: a room imports only from rooms that the data passes before it."""

import ast
from pathlib import Path

import refresh_readme

ORDER = [
    "records",
    "scratch",
    "lexicons",
    "settings",
    "schemas",
    "ingest",
    "text",
    "annotate",
    "extract",
    "resolve",
    "acquire",
    "correct",
    "check",
    "publish",
    "releases",
    "review",
    "site",
    "score",
    "report",
    "cache",
    "watch",
    "shards",
    "archive",
    "steps",
    "server",
    "tasks",
    "flow",
    "deploy",
    "cli",
]
ROOT = Path(__file__).parent.parent


def files(folder):
    return sorted((ROOT / folder).rglob("*.py"))


def test_no_room_imports_from_a_later_one():
    wrong = [
        f"{room} imports {target}"
        for room, targets in refresh_readme.imports().items()
        if room in ORDER
        for target in targets
        if target in ORDER and ORDER.index(target) > ORDER.index(room)
    ]
    assert wrong == []


def test_every_room_has_its_place():
    assert set(refresh_readme.imports()) <= {*ORDER, "pipeline", "__main__"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


# the flow runs the stages, which are tasks there, on a server; a deployment is another flow around it, which a server can start
def test_only_the_flow_its_server_its_tasks_and_its_deployment_know_prefect():
    known = ["deploy.py", "flow.py", "server.py", "tasks.py"]
    assert [p.name for p in files("pipeline") if "prefect" in imported(p)] == known


def test_schemas_know_nothing_of_the_pipeline():
    assert [p.name for p in files("schemas") if "pipeline" in imported(p)] == []


def test_only_the_settings_read_the_environment():
    assert [p.name for p in files("pipeline") if "os.environ" in p.read_text(encoding="utf-8")] == ["settings.py"]


def test_no_module_is_longer_than_a_newcomer_reads():
    long = {
        p.name: n for p in files("pipeline") + files("schemas") if (n := len(p.read_text("utf-8").splitlines())) > 500
    }
    assert long == {}
