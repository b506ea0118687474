"""Whatever happens, a reader finds the old folder whole or the new one whole."""

import signal
import subprocess
import sys
import threading

import pytest

from pipeline.publish import PublishError, swap
from pipeline.publish.swap import exchange, replacing

HIDDEN = ".output.*"


def fill(folder, word):
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("one", "two"):
        (folder / name).write_text(word, encoding="utf-8")


def words(folder):
    return {path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.fixture
def output(tmp_path):
    fill(tmp_path / "output", "old")
    return tmp_path / "output"


@pytest.fixture(params=["exchange", "two renames"])
def way(request, monkeypatch):
    if request.param == "two renames":
        monkeypatch.setattr(swap, "exchange", lambda left, right: False)
    return request.param


def test_new_folder_takes_the_place(output, way):
    with replacing(output) as folder:
        fill(folder, "new")
        assert words(output) == {"old"}
    assert words(output) == {"new"}
    assert list(output.parent.glob(HIDDEN)) == []


def test_folder_that_was_not_there(tmp_path):
    with replacing(tmp_path / "deep" / "output") as folder:
        fill(folder, "new")
    assert words(tmp_path / "deep" / "output") == {"new"}


def test_failure_leaves_the_old_folder(output, way):
    with pytest.raises(ZeroDivisionError), replacing(output) as folder:
        (folder / "one").write_text("new", encoding="utf-8")
        raise ZeroDivisionError
    assert words(output) == {"old"}
    assert list(output.parent.glob(HIDDEN)) == []


def test_failure_of_the_second_rename_brings_the_old_folder_back(output, monkeypatch):
    monkeypatch.setattr(swap, "exchange", lambda left, right: False)
    rename = swap.Path.rename

    def refuse_new(self, target):
        if ".new-" in self.name:
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(swap.Path, "rename", refuse_new)
    with pytest.raises(PublishError, match="could not be put in place"), replacing(output) as folder:
        fill(folder, "new")
    assert words(output) == {"old"}
    assert list(output.parent.glob(HIDDEN)) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.publish import swap
if sys.argv[2] == "between renames":
    swap.exchange = lambda left, right: False
    rename = Path.rename
    def rename_or_die(self, target):
        if ".new-" in self.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(self, target)
    Path.rename = rename_or_die
with swap.replacing(Path(sys.argv[1])) as folder:
    (folder / "one").write_text("new", encoding="utf-8")
    if sys.argv[2] == "writing":
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moment", ["writing", "between renames"])
def test_killed_run_is_cleaned_up_by_the_next(output, moment):
    done = subprocess.run([sys.executable, "-c", KILLED, str(output), moment], check=False)
    assert done.returncode == -signal.SIGKILL
    assert list(output.parent.glob(HIDDEN)), "the killed run left something to clean up"
    with pytest.raises(ZeroDivisionError), replacing(output):
        raise ZeroDivisionError
    assert words(output) == {"old"}
    assert list(output.parent.glob(HIDDEN)) == []


def test_folder_of_a_living_run_is_left_alone(output):
    with replacing(output) as first:
        fill(first, "first")
        with replacing(output) as second:
            fill(second, "second")
        assert words(output) == {"second"}
        assert first.exists()
    assert words(output) == {"first"}


def test_symbolic_link_stays_a_link(output):
    link = output.parent / "link"
    link.symlink_to(output, target_is_directory=True)
    with replacing(link) as folder:
        fill(folder, "new")
    assert link.is_symlink() and words(output) == {"new"}


def test_parent_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(PublishError) as error, replacing(tmp_path / "file" / "output"):
        pass
    assert error.value.finding.rule == "output_not_writable"
    assert error.value.finding.remedy


def test_new_folder_is_as_open_as_any_folder(output):
    with replacing(output) as folder:
        fill(folder, "new")
    (output.parent / "other").mkdir()
    assert output.stat().st_mode == (output.parent / "other").stat().st_mode


@pytest.mark.skipif(sys.platform != "linux", reason="exchange by one system call is tried on Linux only")
def test_reader_never_sees_the_name_missing(output):
    """While folders are exchanged again and again, the name always leads to a whole folder."""
    seen, stop = [], threading.Event()

    def look():
        while not stop.is_set():
            seen.append(sorted(path.name for path in output.iterdir()))

    reader = threading.Thread(target=look)
    reader.start()
    other = output.parent / "other"
    fill(other, "new")
    for _ in range(300):
        assert exchange(other, output)
    stop.set()
    reader.join()
    assert seen and all(names == ["one", "two"] for names in seen)
