"""A build with invented seeds, whose reader and resolver are small enough to know what must come out."""

import dataclasses

import pytest
import small_tables
from echo_reader import load_echo

from pipeline.settings import Settings


@pytest.fixture
def seeds(tmp_path):
    return small_tables.write_texts(tmp_path / "seeds")


@pytest.fixture
def settings(tmp_path, seeds):
    return Settings(seeds=seeds, output=tmp_path / "output", cache=tmp_path / "cache", direct=True)


@pytest.fixture
def run(monkeypatch, settings):
    """Build with the known resolver; keywords change the settings."""
    from pipeline.flow import build

    monkeypatch.setattr("pipeline.resolve.assemble", small_tables.assemble_known)

    def run(progress=None, **changes):
        return build(dataclasses.replace(settings, **changes), progress=progress, load_reader=load_echo)

    return run
