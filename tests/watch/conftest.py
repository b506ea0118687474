"""A watching process, its files, and what it says."""

import os
import queue
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

LIMIT = 300
"""Seconds that a line may take on the slowest machine; nothing waits so long unless it fails."""
READY = "Ctrl-C ends it"


class Watching:
    """A process that watches `seeds/` of a folder."""

    def __init__(self, folder, command):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        variables = {**os.environ, "BILATERAL_CACHE": "cache", "COLUMNS": "200", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, cwd=folder, env=variables, **pipes)
        self.lines = queue.Queue()
        self.listener = Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def until(self, words=READY):
        """What is said from here to the line with these words."""
        said = ""
        while words not in said:
            line = self.lines.get(timeout=LIMIT)
            assert line, f"it ended, and said:\n{said}"
            said += line
        return said

    def interrupt(self):
        """Press Ctrl-C; return the exit code and what was still said."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=LIMIT)
        self.listener.join(timeout=LIMIT)
        rest = ""
        while not self.lines.empty():
            rest += self.lines.get()
        return code, rest


@pytest.fixture
def seeds(tmp_path):
    (tmp_path / "seeds" / "corrections").mkdir(parents=True)
    (tmp_path / "seeds" / "first.txt").write_text("Ada Amsel of Norway visited Chile.\n")
    return tmp_path / "seeds"


@pytest.fixture
def start(tmp_path):
    """Start to watch, by default with the reader that takes no model."""
    started = []
    own = [sys.executable, str(Path(__file__).parents[1] / "stubbed_cli.py")]

    def start(*options, command=own):
        started.append(Watching(tmp_path, [*command, "watch", *options]))
        return started[-1]

    yield start
    for watching in started:
        watching.process.kill()
        watching.process.wait()
