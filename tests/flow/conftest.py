"""A build with invented seeds, whose reader and resolver are small enough to know what must come out."""

import dataclasses

import pytest
import small_tables

from pipeline.records import Reading
from pipeline.settings import Settings


class EchoReader:
    """One empty reading a document; it fails where the text says so."""

    def read(self, documents):
        readings = []
        for document in documents:
            if "BREAKS" in document.text:
                raise ValueError("no verb")
            readings.append(Reading(document))
        return readings


def load_echo():
    return EchoReader()


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
