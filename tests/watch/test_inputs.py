"""What counts as a change of a build's inputs, seen with real files."""

import dataclasses
import os
import shutil
from threading import Event, Timer

import pytest

from pipeline import watch
from pipeline.settings import Settings, SettingsError

LIMIT = 300
"""Seconds after which a watch that tells nothing has failed."""


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("Norway met Chile.")
    return Settings(seeds=tmp_path / "seeds", output=tmp_path / "output", cache=tmp_path / "cache")


@pytest.fixture
def begin():
    """Begin to watch; returns a call that waits for the next changes and gives them as kind and name."""
    stop = Event()
    timer = Timer(LIMIT, stop.set)
    timer.start()

    def begin(settings):
        changes = watch.watch_inputs(settings, settle=0.3, stop=stop)
        assert next(changes) == []
        return lambda: [(change.kind, change.path.name) for change in next(changes)]

    yield begin
    timer.cancel()
    stop.set()


def test_files_that_come_change_and_go_are_told_once(settings, begin):
    tell = begin(settings)
    (settings.seeds / "corrections").mkdir()
    (settings.seeds / "corrections" / "wheat.yaml").write_text("action: drop")
    (settings.seeds / "one.txt").write_text("Norway met Peru.")
    assert tell() == [("added", "wheat.yaml"), ("changed", "one.txt")]
    (settings.seeds / "new.txt").write_text("Chile met Peru.")
    (settings.seeds / "new.txt").replace(settings.seeds / "one.txt")
    assert tell() == [("changed", "one.txt")]
    (settings.seeds / "corrections").rename(settings.seeds / "corrected")
    assert tell() == [("added", "wheat.yaml"), ("removed", "wheat.yaml")]
    (settings.seeds / "one.txt").chmod(0o200)
    assert tell() == [("changed", "one.txt")]


def test_what_a_build_writes_or_an_editor_keeps_is_nothing(settings, begin):
    inside = dataclasses.replace(settings, output=settings.seeds / "output", cache=settings.seeds / "cache")
    tell = begin(inside)
    for folder in (inside.output, inside.cache):
        folder.mkdir()
        (folder / "written.txt").write_text("by a build")
    (settings.seeds / ".one.txt.swp").write_text("open")
    (settings.seeds / "4913").touch()
    (settings.seeds / "4913").unlink()
    os.link(settings.seeds / "one.txt", inside.output / "linked.txt")
    (settings.seeds / "one.txt").read_bytes()
    (settings.seeds / "two.txt").write_text("Chile met Peru.")
    assert tell() == [("added", "two.txt")]


def test_a_folder_that_goes_and_comes_back_is_watched_again(settings, begin):
    tell = begin(settings)
    shutil.rmtree(settings.seeds)
    assert tell() == [("removed", "one.txt")]
    settings.seeds.mkdir()
    (settings.seeds / "two.txt").write_text("Chile met Peru.")
    assert tell() == [("added", "two.txt")]
    (settings.seeds / "two.txt").write_text("Chile met Norway.")
    assert tell() == [("changed", "two.txt")]


def test_a_bulk_file_is_watched_with_its_sidecar_alone(settings, begin):
    bulk = settings.seeds / "news.csv"
    bulk.write_text("text\nNorway met Chile.\n")
    tell = begin(dataclasses.replace(settings, seeds=bulk))
    (settings.seeds / "one.txt").write_text("Norway met Peru.")
    (settings.seeds / "news.meta.yaml").write_text("publisher: Post\n")
    assert tell() == [("added", "news.meta.yaml")]
    (settings.seeds / "new").write_text("text\nChile met Peru.\n")
    (settings.seeds / "new").replace(bulk)
    assert tell() == [("changed", "news.csv")]


def test_code_and_vocabulary_are_watched(settings, begin, tmp_path, monkeypatch):
    code = tmp_path / "code"
    (code / "lexicons" / "__pycache__").mkdir(parents=True)
    monkeypatch.setattr("pipeline.cache.version.CODE_FOLDERS", (code,))
    monkeypatch.setattr(watch, "CODE_FOLDERS", (code,))
    tell = begin(settings)
    (code / "lexicons" / "__pycache__" / "load.cpython-311.pyc").write_bytes(b"made")
    (code / "lexicons" / "goods.yaml").write_text("cork: 45")
    assert tell() == [("added", "goods.yaml")]


def test_an_address_cannot_be_watched(settings):
    with pytest.raises(SettingsError, match="on a schedule"):
        next(watch.watch_inputs(dataclasses.replace(settings, seeds="https://example.org/seeds")))
