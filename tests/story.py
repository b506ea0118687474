"""The worked story of docs/keep.md: what a person types, and what the program really says to it."""

import os
import re
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from typer.testing import CliRunner

FIRST = "Norway imports 40 percent of its wheat from Portugal. The harvest was good, said a clerk in Bergen.\n"
SECOND = "Portugal exports cork to Norway. The foreign minister of Norway visited Portugal on 3 May 2021.\n"
SAVED = """<!doctype html>
<html lang="en"><head><title>Norway buys Portuguese grain</title>
<meta property="og:site_name" content="The Example Courier">
<meta property="article:published_time" content="2021-05-04T06:30:00+02:00">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head>
<body><nav>Home</nav><article><h1>Norway buys Portuguese grain</h1>
<p>Norway imports 40 percent of its wheat from Portugal, said a clerk in Bergen who counts the ships.</p>
<p>On Monday the foreign minister of Norway visited Portugal to see the harvest.</p></article></body></html>
"""
CORRECTION = """action: set
table: trade
claim: {claim}
expect: {{value: 40}}
set: {{value: 41, hedge: approximate}}
reason: The paper printed an erratum.
author: A. Reader
date: 2021-05-10
"""


def tell() -> str:
    """The story as Markdown, made by living it in an empty folder."""
    with _empty_folder():
        Path("seeds/corrections").mkdir(parents=True)
        Path("seeds/first.txt").write_text(FIRST)
        parts = [
            "One article is published and released:",
            _console(
                _typed("cat seeds/first.txt", FIRST),
                _run("build", "--direct", keep="^Published"),
                _run("release", keep="^Release"),
                _run("sql", "--csv", "SELECT claim_id, reporter_country, partner_country, commodity, value FROM trade"),
            ),
        ]
        claim = _said("sql", "--csv", "SELECT claim_id FROM trade").split()[1]
        Path("seeds/second.txt").write_text(SECOND)
        Path("seeds/corrections/wheat-share.yaml").write_text(CORRECTION.format(claim=claim))
        parts += [
            "A second article is added, and a row is corrected:",
            f"```yaml\n# seeds/corrections/wheat-share.yaml\n{CORRECTION.format(claim=claim)}```",
            _console(
                _typed("cat seeds/second.txt", SECOND),
                _run("build", "--direct", keep="^Published"),
                _run("release", keep="^Release"),
                _run("diff", "1.0.0", "1.1.0"),
                _run("sql", "--as-of", "1.0.0", "--csv", "SELECT value, hedge FROM trade"),
            ),
        ]
    return "\n\n".join(parts) + "\n"


def tell_of_adding() -> str:
    """How a page gets into the seeds, as Markdown."""
    with _empty_folder():
        Path("saved.html").write_text(SAVED)
        parts = [
            _run("add", "saved.html", "--meta", "url=https://example.org/grain", keep="."),
            _run("add", "saved.html", "nowhere.txt", keep=".", code=1),
        ]
    return _console(*parts) + "\n"


@contextmanager
def _empty_folder() -> Iterator[None]:
    """Live in an empty folder, with no settings of the person who tells."""
    told_by = ("BILATERAL_", "UV_RUN_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(told_by)}
    with TemporaryDirectory() as folder, chdir(folder), mock.patch.dict(os.environ, environment, clear=True):
        yield


def _console(*parts: str) -> str:
    return "```console\n" + "".join(parts) + "```"


def _typed(command: str, said: str) -> str:
    return f"$ {command}\n{said}"


def _run(*words: str, keep: str = "", code: int = 0) -> str:
    """A command and what it said, or of that the lines that a pattern keeps."""
    shown = " ".join(f'"{word}"' if " " in word else word for word in words)
    lines = [line.rstrip() for line in _said(*words, code=code).splitlines() if re.search(keep, line)]
    return _typed(f"bilateral {shown}", "".join(f"{line}\n" for line in lines))


def _said(*words: str, code: int = 0) -> str:
    from pipeline.cli.app import app

    done = CliRunner().invoke(app, words, env={"COLUMNS": "110"})
    assert done.exit_code == code, done.output
    return done.output if code else done.stdout
