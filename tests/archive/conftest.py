"""A small archive whose rows are known, and builds of it."""

import dataclasses
import json
import random

import pytest
from word_reader import load_words

from pipeline.settings import Settings

NAMES = ("Ada Amsel", "Bruno Birke", "Clara Fink")
WORDS = [
    "river",
    "bridge",
    "garden",
    "meadow",
    "orchard",
    "window",
    "kitchen",
    "ladder",
    "candle",
    "basket",
    "violin",
    "hammer",
    "blanket",
    "pepper",
]
STATES = ("Norway", "Chile", "Peru")


def article(chance):
    """Four lines; the same person is now of one state and now of another, so that the order of documents matters.

    The last line is different enough that no article is taken for a copy of another, unless it is one.
    """
    lines = [f"{chance.choice(NAMES)} of {chance.choice(STATES)} visited {chance.choice(STATES)}." for _ in range(3)]
    found = " ".join(chance.choice(WORDS) for _ in range(60))
    return "\n".join([*lines, f"Bees need flowers, and some of them found the {found}."])


def reprint(row, number):
    """The same words under a lead of the paper's own; the second of the three is the older, and so the original."""
    published = {"published": "2024-05-06"} if number == 5 else {}
    return {"id": f"print-{number}", "text": f"From our wire.\n{row['text']}", **published}


@pytest.fixture(scope="session")
def seeds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seeds")
    chance = random.Random(3)
    rows = [{"id": f"{number:03d}", "text": article(chance)} for number in range(40)]
    rows += [reprint(rows[number], number) for number in (4, 5, 39)]
    (folder / "news.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (folder / "broken.txt").write_text("This BREAKS the reader.")
    return folder


@pytest.fixture
def settings(tmp_path, seeds):
    return Settings(seeds=seeds, output=tmp_path / "output", cache=tmp_path / "cache", direct=True)


@pytest.fixture
def build(settings):
    """Build with the reader of words; keywords change the settings."""
    from pipeline.flow import build

    return lambda **changes: build(dataclasses.replace(settings, **changes), load_reader=load_words)
