"""Write into README and docs what is made from the project itself: answers, the worked story, settings, the picture of imports.

python tests/refresh_readme.py
"""

import ast
import re
from pathlib import Path

import story

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = (README, ROOT / "docs" / "keep.md", ROOT / "docs" / "running.md")
BLOCK = re.compile(r"(```sql\n(.*?)```\n<!-- answer -->\n).*?(<!-- /answer -->)", re.S)


def answer(query: str) -> str:
    """The answer to a question as a Markdown table."""
    import pipeline

    found = pipeline.connect(ROOT / "output").sql(query)
    rows = [[_cell(value) for value in row] for row in found.fetchall()]
    head = f"| {' | '.join(found.columns)} |\n|{' --- |' * len(found.columns)}\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(value: object) -> str:
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|")


def with_answers(text: str) -> str:
    """The README's text with each question's answer under it."""
    return BLOCK.sub(lambda m: f"{m.group(1)}\n{answer(m.group(2))}\n{m.group(3)}", text)


def imports() -> dict[str, set[str]]:
    """Room of the code → the rooms it imports from. A room is a folder or a module of `pipeline`, or `schemas`."""
    found: dict[str, set[str]] = {}
    for path in sorted([*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "schemas").rglob("*.py")]):
        room = _room(path.relative_to(ROOT).with_suffix("").parts)
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {f"{node.module}.{a.name}" for a in node.names} if node.module == "pipeline" else {node.module}
            elif isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
        targets = {_room(tuple(n.split("."))) for n in names if n.split(".")[0] in {"pipeline", "schemas"}}
        found.setdefault(room, set()).update(targets - {room})
    return found


def _room(parts: tuple[str, ...]) -> str:
    if parts[0] == "schemas":
        return "schemas"
    return parts[1] if len(parts) > 1 and not parts[1].startswith("__") else "pipeline"


def picture() -> str:
    """The imports as a Mermaid picture; `records` and `lexicons`, which nearly all use, are left out."""
    plain = {"records", "lexicons", "pipeline", "__main__"}
    lines = [
        f"  {target} --> {room}" for room, targets in sorted(imports().items()) for target in sorted(targets)
        if not {room, target} & plain
    ]  # fmt: skip
    return "```mermaid\nflowchart LR\n" + "\n".join(lines) + "\n```\n"


def settings() -> str:
    """The settings of a run as a Markdown table."""
    from pipeline.settings import VARIABLES

    return "| variable | what it is (default) |\n| --- | --- |\n" + "".join(
        f"| `{variable}` | {text} |\n" for variable, text in VARIABLES.values()
    )


MADE = {"story": story.tell, "adding": story.tell_of_adding, "settings": settings, "modules": picture}


def refreshed(page: Path) -> str:
    """A page as it should stand."""
    text = with_answers(page.read_text(encoding="utf-8"))
    for name, make in MADE.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        if begin in text:
            before, rest = text.split(begin)
            text = f"{before}{begin}{make()}{end}{rest.split(end)[1]}"
    return text


if __name__ == "__main__":
    for written in PAGES:
        written.write_text(refreshed(written), encoding="utf-8")
