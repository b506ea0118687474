"""Printing: text of seeds and tables is shown, never obeyed.

Words of a document may hold terminal escapes, marks that reverse the direction of writing, or square brackets that rich
would take for markup. All of it passes through `clean` and is printed as `rich.text.Text`. Rich is imported when
something is printed, for `--help` needs none of it.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from pipeline.records import Finding

STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}
# controls, formats (direction marks, zero width), surrogates, private use and line separators
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def console(*, error: bool = False) -> Console:
    """A console on stdout or stderr that takes nothing in a text for markup, emoji or something to highlight."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the program here, with the exit code of an error

    return Screen(stderr=error, markup=False, emoji=False, highlight=False)


def clean(text: object) -> str:
    r"""A text without anything that a terminal would act on; line breaks and tabs become blanks.

    >>> clean("Oslo\x1b[2J\nsaid")
    'Oslo�[2J said'
    """
    shown = (" " if c in "\t\n\r\u2028\u2029" else c for c in str(text))
    return "".join("\ufffd" if unicodedata.category(c) in UNSAFE else c for c in shown)


def cell(value: object) -> Text:
    """A value of a table as text; an empty cell is a dim dot, so that it differs from an empty text."""
    from rich.text import Text

    if value is None:
        return Text("·", style="dim")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return Text(f"{int(value):d}")
    return Text(clean(value))


def show_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Print rows as a table, numbers to the right."""
    from rich.table import Table
    from rich.text import Text

    rows = list(rows)
    table = Table(title=Text(title) if title else None, title_justify="left", header_style="bold")
    for index, name in enumerate(columns):
        numeric = rows and all(isinstance(row[index], int | float | None) for row in rows)
        table.add_column(Text(clean(name)), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(cell(value) for value in row))
    console().print(table)


def show_fields(values: Mapping[str, object], *, title: str | None = None) -> None:
    """Print names and values in two columns; what is null is left out."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in values.items():
        if value is not None:
            table.add_row(Text(clean(name)), cell(value))
    if title:
        console().print(Text(title, style="bold"))
    console().print(table)


def show_findings(findings: Sequence[Finding], *, limit: int) -> None:
    """Print findings on stderr, the worst first, at most `limit` of them."""
    from rich.text import Text

    from pipeline.report import place

    order = tuple(STYLES)
    screen = console(error=True)
    for finding in sorted(findings, key=lambda finding: order.index(finding.severity))[:limit]:
        line = Text.assemble(
            (finding.severity, STYLES[finding.severity]),
            "  ",
            (clean(place(finding)), "cyan"),
            "  ",
            clean(finding.message),
            "\n         ",
            (clean(f"→ {finding.remedy}"), "dim"),
        )
        screen.print(line, soft_wrap=True)
    if len(findings) > limit:
        screen.print(f"… and {len(findings) - limit} more")


def print_text(*parts: str | tuple[str, str]) -> None:
    """Print a line of parts, each with an optional style."""
    from rich.text import Text

    console().print(Text.assemble(*parts), soft_wrap=True)


def print_plain(text: str) -> None:
    """Print for another program: no wrapping, no styles; on a terminal still nothing that it would act on."""
    lines = text.split("\n")
    sys.stdout.write("\n".join(clean(line) for line in lines) if sys.stdout.isatty() else text)
    sys.stdout.write("\n")


def complain(message: str, remedy: str | None = None) -> None:
    """Say on stderr what is wrong and what to do; a message of several lines keeps them."""
    from rich.text import Text

    said = "\n".join(clean(line) for line in message.splitlines())
    way_out = f"\n       → {clean(remedy)}" if remedy else ""
    console(error=True).print(Text.assemble(("error", STYLES["error"]), "  ", said, way_out), soft_wrap=True)
