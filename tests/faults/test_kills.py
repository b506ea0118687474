"""A build that is killed at any moment leaves one whole package, every correction, and a next build that succeeds.

`pytest tests/faults --kills 200` takes its time and kills two hundred; the suite kills a few.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.check import check_release

BUILDER = Path(__file__).parent / "builder.py"
TEXT = "Norway imports 40 percent of its wheat from Portugal. Harbours were busy all winter.\n"
CORRECTION = """action: add
table: indicators
document: one
evidence: Harbours were busy
row: {{country: NOR, indicator: busy harbours, value: {number}, unit: 1}}
reason: Counted at the quay.
author: A. Reader
date: 2024-05-07
"""


class Builder:
    """A builder process that is ready; it starts a process a build."""

    def __init__(self, root):
        command = [sys.executable, str(BUILDER), str(root)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._said() == "ready"

    def _said(self):
        return self.process.stdout.readline().strip()

    def start(self):
        """Start a build; return the id of its process."""
        self.process.stdin.write("build\n")
        self.process.stdin.flush()
        return int(self._said())

    def build(self):
        """Build to the end; return the status."""
        self.start()
        return self._said()

    def build_and_kill(self, seconds):
        """Start a build and kill it after a while, whatever it has come to."""
        child = self.start()
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        assert self._said() in {"killed", "published"}

    def stop(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def builder(root):
    builder = Builder(root)
    yield builder
    builder.stop()


@pytest.fixture
def root(tmp_path):
    (tmp_path / "seeds" / "corrections").mkdir(parents=True)
    (tmp_path / "seeds" / "one.txt").write_text(TEXT)
    return tmp_path


def correct(root, number):
    """Ask for the number in the next package; return the file and what it must go on to say."""
    path = root / "seeds" / "corrections" / "harbours.yaml"
    path.write_text(CORRECTION.format(number=number))
    return path


def published(root):
    """The number in the package, which must be whole."""
    assert [finding for finding in check_release(root / "output") if finding.severity == "error"] == []
    rows = pq.read_table(root / "output" / "indicators.parquet").to_pylist()
    said = pq.read_table(root / "output" / "corrections.parquet").to_pylist()
    (number,) = (row["value"] for row in rows if row["corrected_by"] == "harbours")
    assert [json.loads(row["new"])["value"] for row in said] == [number]
    return number


def test_killed_builds_lose_nothing(root, builder, pytestconfig):
    kills = pytestconfig.getoption("--kills")
    chance = random.Random(kills)
    correct(root, 0)
    assert builder.build() == "published"
    correct(root, 1)
    start = time.monotonic()
    assert builder.build() == "published"
    longest = time.monotonic() - start
    last, moved = published(root), 0
    for number in range(2, kills + 2):
        file = correct(root, number)
        asked = file.read_bytes()
        builder.build_and_kill(chance.uniform(0, longest))
        found = published(root)
        assert last <= found <= number, "an older package came back"
        assert file.read_bytes() == asked
        moved += found == number
        last = found
    print(f"{kills} kills, {moved} after the new package was in place")
    correct(root, kills + 2)
    assert builder.build() == "published"
    assert published(root) == kills + 2
    assert {path.name for path in root.iterdir()} == {"seeds", "output", "cache", ".output.lock"}


def test_an_interrupted_build_stops_with_its_own_exit_code_and_leaves_the_package(root, builder):
    correct(root, 0)
    assert builder.build() == "published"
    correct(root, 1)
    slow = "import time, pipeline.resolve as r; r.assemble = lambda *a: (print('at it', flush=True), time.sleep(60)); "
    words = [str(root / name) for name in ("seeds", "output")]
    run = f"{slow}import sys; sys.argv = ['bilateral', 'build', '--direct', '-s', {words[0]!r}, '-o', {words[1]!r}]; "
    command = [sys.executable, "-c", run + "from pipeline.cli import main; main()"]
    environment = {"BILATERAL_CACHE": str(root / "cache"), "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=BUILDER.parents[2]
    )
    assert process.stdout.readline() == "at it\n"
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert published(root) == 0
