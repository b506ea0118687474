"""A build with invented seeds, whose reader and resolver are small enough to know what must come out."""

import dataclasses

import pytest
import small_tables
from echo_reader import load_echo

from pipeline.settings import Settings


def assemble_known(readings):
    """The hand-made tables, cut to the documents that were read."""
    texts = {reading.document.document_id: reading.document.text for reading in readings}
    assert set(texts) == set(small_tables.TEXTS)
    return small_tables.make_tables(texts)


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name, text in small_tables.TEXTS.items():
        (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
    return folder


@pytest.fixture
def settings(tmp_path, seeds):
    return Settings(seeds=seeds, output=tmp_path / "output", cache=tmp_path / "cache", direct=True)


@pytest.fixture
def run(monkeypatch, settings):
    """Build with the known resolver; keywords change the settings."""
    from pipeline.flow import build

    monkeypatch.setattr("pipeline.resolve.assemble", assemble_known)

    def run(progress=None, **changes):
        return build(dataclasses.replace(settings, **changes), progress=progress, load_reader=load_echo)

    return run
