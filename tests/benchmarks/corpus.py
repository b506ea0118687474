"""Archives to measure with: documents of a known density of claims, made of our own labelled texts and our own filler.

In: how many documents, the share of sentences that hold a labelled claim, a seed. Out: documents, the same for the same seed.
As in a newspaper, claims stand together: a document is either about states, and then `CLAIMS_IN_A_REPORT` of its
sentences hold one, or about the things of a town. States, numbers and days change from document to document.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from pipeline.annotate.gazetteer import find_places, forms, short_name
from pipeline.ingest import read_seeds
from pipeline.text import split_document

HERE = Path(__file__).parent
LABELLED = HERE.parent / "corpus"
SENTENCES = 20  # a document's, about four hundred words
CLAIMS_IN_A_REPORT = 0.6
DENSITIES = {"low": 0.05, "high": 0.6}
WITH_A_PLACE = 0.25  # of the documents of filler
# Of the sentences of filler, those made of patterns. Were all chosen from those written, any two documents would have an eighth of
# their shingles (see `pipeline.resolve.copies`) in common; of 263 articles of four publishers half the pairs share none, and one in
# twenty 1.5 per cent.
OF_PATTERNS = 0.75
STATES = (
    *("NOR", "PRT", "CHL", "PER", "KEN", "JPN", "POL", "VNM", "MAR", "CAN", "EGY", "THA", "HUN", "MEX", "GHA", "FIN"),
    *("AUT", "BRA", "COL", "DNK", "ESP", "EST", "FRA", "GRC", "IDN", "ITA", "LTU", "MNG", "NPL", "PAK", "SEN", "TUN"),
)


def archive(documents: int, density: float, seed: int = 1) -> Iterator[dict[str, str]]:
    """Documents as rows of a bulk file: `id` and `text`."""
    chance = random.Random(f"{seed} {density}")
    for number in range(documents):
        about_states = chance.random() < density / CLAIMS_IN_A_REPORT
        sentences = _report(chance) if about_states else _local_news(chance)
        yield {"id": f"{number:07d}", "text": "\n\n".join(_paragraphs(sentences))}


def _paragraphs(sentences: list[str]) -> Iterator[str]:
    for start in range(0, len(sentences), 3):
        yield " ".join(sentences[start : start + 3])


def _report(chance: random.Random) -> list[str]:
    """Sentences with claims in the order of the text that they are from, sentences of filler between them."""
    told = chance.choice(labelled_sentences())
    free, other = chance.sample(STATES, len(STATES)), {}
    start, claims = chance.randrange(len(told)), []
    for place in sorted(chance.sample(range(SENTENCES), round(SENTENCES * CLAIMS_IN_A_REPORT))):
        claims.append((place, told[(start + len(claims)) % len(told)]))
    sentences = _filler_sentences(chance)
    for place, sentence in claims:
        sentences[place] = _with_other_numbers(_with_other_states(sentence, other, free), chance)
    return sentences


def _local_news(chance: random.Random) -> list[str]:
    sentences = _filler_sentences(chance)
    if chance.random() < WITH_A_PLACE:
        sentences[chance.randrange(SENTENCES)] = _filled(chance, chance.choice(filler()["lines_with_a_place"]))
    return sentences


def _filler_sentences(chance: random.Random) -> list[str]:
    """The sentences of a document of filler, no written one twice."""
    written = iter(chance.sample(filler()["sentences"], SENTENCES))
    patterns = filler()["patterns"]
    lines = (chance.choice(patterns) if chance.random() < OF_PATTERNS else next(written) for _ in range(SENTENCES))
    return [_filled(chance, line) for line in lines]


@cache
def filler() -> dict:
    """The sentences of filler and what they are filled with."""
    return yaml.safe_load((HERE / "filler.yaml").read_text(encoding="utf-8"))


def _filled(chance: random.Random, line: str) -> str:
    """A line with its slots filled, and those in what fills them."""
    slots = filler()["slots"]
    while "{" in line:
        line = re.sub(r"\{(\w+)\}", lambda m: str(chance.choice(slots.get(m[1]) or range(3, 400))), line)
    return line


@cache
def labelled_sentences() -> list[list[str]]:
    """The sentences that hold a labelled claim, by text."""
    found = []
    for document in read_seeds(LABELLED)[0]:
        if not document.path.startswith("dev_"):
            continue  # the seed is no text of ours
        labels = json.loads((LABELLED / document.path).with_suffix(".gold.json").read_text(encoding="utf-8"))
        quotes = [
            row["quote"] for table in labels.values() if isinstance(table, list) for row in table if "quote" in row
        ]
        told = [s.text for s in split_document(document) if any(q in document.text[s.start : s.end] for q in quotes)]
        if told:
            found.append(told)
    return found


def _with_other_states(sentence: str, other: dict[str, str], free: list[str]) -> str:
    """The sentence told of other states, each of which stands in the whole document for one of the text."""
    for place in reversed(find_places(sentence)):
        if place.kind in {"name", "adjective", "seat"}:
            own = other.setdefault(place.code, free[len(other) % len(free)])
            sentence = sentence[: place.start] + _form(own, place.kind) + sentence[place.end :]
    return sentence


@cache
def _form(code: str, kind: str) -> str:
    if kind == "name":
        return short_name(code)
    whole = (
        text for text, held in forms().items() if held == (code, kind) and not text.isupper() and text[-1].isalpha()
    )
    return min(whole, key=lambda text: (len(text), text))


def _with_other_numbers(sentence: str, chance: random.Random) -> str:
    """The sentence with another digit for the last one of each number that is no year."""
    number = re.compile(r"\b(?!(?:19|20)\d\d\b)\d+\b")
    return number.sub(lambda m: m[0][:-1] + str(chance.randint(1, 9)), sentence)
