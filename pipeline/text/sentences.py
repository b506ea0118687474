"""Cut a document into sentences and say what kind each one is.

In: a `Document`. Out: `Sentence`s in reading order (index from 0). A block is cut at full
stops that end a sentence. Kinds: `body`, `boilerplate` (share buttons, "Read also", captions), `repeat` (a paragraph
that stood before). Headlines are body: they carry claims too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipeline.records import Document
from pipeline.text.blocks import MARK, blocks
from pipeline.text.clean import Cleaned, clean
from pipeline.text.letters import CAPITALS

# A stop, maybe closing quotes or brackets, white space, then something that can open a sentence.
# So does "]]", the end of a caption that wiki mark-up leaves, and a stop whose space was lost: "on 4 January 2016.On 16 April".
# The pattern begins with one sign of a few, so that all between two of them is passed over at once.
_BOUNDARY = re.compile(
    rf"""[.!?…\]](?:(?<=[.!?…])[.!?…]*["')\]]*\s+(?=["'(\[]*[{CAPITALS}0-9"'(\[«])|(?<=\])\]\s+(?=[A-Z])"""
    r"""|(?:(?<=[a-z]{3}\.)|(?<=\d{4}\.))(?=(?:The|On|In|It|He|She|They|This|However|After|But|At)\s))"""
)
# "ROME/MADRID, 24 October 2023 – ", "WASHINGTON (Reuters) - ": where and when it was written, before the first sentence.
# "Lima, 10 July (Andina) — ", "Rome (ANSA) - ": in small letters, where a date or an agency stands beside.
_PLACE = rf"[{CAPITALS}][\w' .-]{{1,30}}(?:/[{CAPITALS}][\w' .-]{{1,30}})?"
_AGENCY = r"\([A-Z][\w .]{1,20}\)"
_DAY = r"(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?: \d{1,2})?(?:,? \d{4})?"
_FULL = rf"[{CAPITALS}]{{3}}[{CAPITALS}/ .'-]*(?:, [{CAPITALS}][\w ]+?)??(?:, (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?,? {_DAY}(?: ?{_AGENCY})?"
_SMALL = rf"{_PLACE}(?: \([{CAPITALS}][\w ]+\))?(?:,? {_DAY}(?: ?{_AGENCY})?| {_AGENCY}) ?\.?"
# "QUITO, 7.10 —", "Arica, Chile, 16:30 GMT —": an item of a day's bulletin.
_TIMED = rf"[{CAPITALS}]{{3}}[{CAPITALS}/ .'-]*(?:, [{CAPITALS}][\w ]+?)??,? \d{{1,2}}[.:]\d\d(?: ?[A-Z]{{2,4}})?\s*"
_DATELINE = re.compile(
    rf"^{_FULL} ?: (?=[A-Z\"'])|^(?:{_SMALL}|{_FULL}|{_TIMED}"
    rf"|[{CAPITALS}]{{3}}[{CAPITALS}/ .,'-]*(?:\([A-Za-z ]+\)|,? (?:\d{{1,2}} )?[A-Z][a-z]+\.?(?: \d{{1,2}})?(?:,? \d{{4}})?)?\s*(?:\([A-Za-z ]+\)\s*)?)\s*[–—-]+\s+(?=[A-Z\"'])"
)
_INITIALS = re.compile(r"^(?:[A-Z]\.)+[A-Z]?$|^[A-Z]$")
_LAST_WORD = re.compile(r"([^\s(\[\"']+)$")
_LONGEST_WORD = 60  # characters; what is longer is no abbreviation
# Abbreviated states and bodies end a sentence only where a new one plainly starts.
_STARTERS = re.compile(
    r"(?:The|A|An|In|On|It|He|She|They|We|I|This|That|These|Those|But|And|However|At|As|After|Before|While|When|For|If|Its|His|Her|Their|There|Both|Since|During|Although|Under|To|By|With|From)\b"
)
_OPENING_BLOCKS = 4  # headline, byline and the like, among which the first paragraph is
_SHORTEST = 40  # characters; less behind what looks like a dateline, and it is none
_MAX_SENTENCE = 1500  # characters; beyond it the "sentence" is a table or a dump


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its index, its raw span in the document, its cleaned text with the way back, its kind.

    `dateline` is that of its paragraph ("QUITO, 7.10 —"), which its text does not hold; empty where there is none.
    """

    index: int
    start: int
    end: int
    cleaned: Cleaned
    kind: str
    block: int
    heading: bool
    dateline: str = ""

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.cleaned.text

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the document's text of the cleaned span `start`..`end`."""
        return self.cleaned.raw_span(start, end)


@cache
def _abbreviations() -> frozenset[str]:
    lines = resources.files("pipeline.text").joinpath("abbreviations.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))


@cache
def _boilerplate() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a sentence of the page begins with, and what it holds anywhere; by themselves, for only the second are looked for all along."""
    lines = resources.files("pipeline.text").joinpath("boilerplate.txt").read_text("utf-8").splitlines()
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    first, anywhere = ([p for p in patterns if p.startswith("^") == anchored] for anchored in (True, False))
    return re.compile("|".join(first), re.IGNORECASE), re.compile("|".join(anywhere), re.IGNORECASE)


def _is_boilerplate(text: str) -> bool:
    first, anywhere = _boilerplate()
    return bool(first.match(text) or anywhere.search(text))


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    """Whether the stop at `found` ends a sentence rather than an abbreviation, an initial or an ordinal."""
    if text[found.start()] != "." or text[found.start() : found.end()].strip().strip("\"')]") not in {"."}:
        return True
    before = _LAST_WORD.search(text, max(0, found.start() - _LONGEST_WORD), found.start())
    word = before.group(1) if before else ""
    if word.lower().rstrip(".") in _abbreviations():
        return False
    if _INITIALS.match(word):
        single = len(word) == 1
        return not single and bool(_STARTERS.match(text, found.end()))
    return True


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one cleaned block."""
    start = 0
    for found in _BOUNDARY.finditer(text):
        if _ends_sentence(text, found):
            stop = found.start() + len(found.group().rstrip())
            yield start, stop
            start = found.end()
    if start < len(text):
        yield start, len(text)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_heading(text: str) -> bool:
    """A line with no closing stop and few words: a headline, a section title, a byline."""
    return not re.search(r"[.!?…:;]['\")\]]*$", text) and len(text.split()) <= 30


def dateline_of(document: Document) -> str:
    """Where and when a document says that it was written ("LIMA, 10 July – "); empty where it does not."""
    for first, last in list(blocks(document.text, document.body_start))[:_OPENING_BLOCKS]:
        dateline = _DATELINE.match(clean(document.text, first, last).text)
        if dateline is not None:
            return dateline.group()
    return ""


def split_document(document: Document) -> list[Sentence]:
    """The sentences of a document, in order; empty for a text of white space."""
    sentences: list[Sentence] = []
    seen: set[str] = set()
    for block, (first, last) in enumerate(blocks(document.text, document.body_start)):
        cleaned = clean(document.text, first, last)
        text = cleaned.text
        plain = " ".join(text.split())
        if not plain:
            continue
        repeat = plain.casefold() in seen and len(plain) > 40
        seen.add(plain.casefold())
        mark = MARK.match(text)
        dateline = _DATELINE.match(text)
        heading = _is_heading(plain)
        if dateline is not None and (mark or len(text) - dateline.end() <= _SHORTEST):
            dateline = None
        written = dateline.group() if dateline else ""
        begin = mark.end() if mark else len(written)
        for a, b in _cut(text[begin:]):
            start, end = _trim(text, a + begin, b + begin)
            if end <= start:
                continue
            raw_start, raw_end = cleaned.raw_span(start, end)
            part = cleaned.part(start, end)
            unreadable = end - start > _MAX_SENTENCE or _is_boilerplate(part.text)
            kind = "repeat" if repeat else "boilerplate" if unreadable else "body"
            sentences.append(Sentence(len(sentences), raw_start, raw_end, part, kind, block, heading, written))
    return sentences
