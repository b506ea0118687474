"""The text of a document as far as it may be shown, cut where evidence begins and ends.

In: sentences and claims with offsets, and the words that the release holds: of whole sentences, of the evidence alone,
or none. Out: sentences of segments, each with the claims that rest on it; a run of sentences of which nothing is known
becomes one gap. Offsets are code points, ends exclusive.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.records import Row


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence: its words, or None where they are not published, and the claims (by position).

    `ending` are the claims whose evidence ends with it.
    """

    text: str | None
    claims: tuple[int, ...]
    ending: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence with words or claims.

    `reason` tells why it gave none although it looked like one, or that it does not count as said; `opens`, that white
    space of more than one character stands before it.
    """

    index: int
    segments: tuple[Segment, ...]
    reason: str | None
    opens: bool


@dataclass(slots=True)
class Gap:
    """Consecutive sentences that gave no claim and whose words are not published."""

    first: int
    last: int
    characters: int = 0
    reasons: list[tuple[int, str]] = field(default_factory=list)


def mark(sentences: Sequence[Row], claims: Sequence[Row], reasons: dict[str, str]) -> list[MarkedSentence | Gap]:
    """Return the text of a document in order.

    Args:
        sentences: rows of `sentences` of one document, in order.
        claims: its claims with `evidence`, `evidence_start` and `evidence_end`; what marks them is their position.
        reasons: titles of the values of `sentences.refused` and `sentences.kind`; a kind without one counts as said.
    """
    of_sentence = _claims_by_sentence(sentences, claims)
    parts: list[MarkedSentence | Gap] = []
    before = 0
    for sentence, touching in zip(sentences, of_sentence, strict=True):
        reason = reasons.get(sentence["refused"] or "") or reasons.get(sentence["kind"])
        if touching or sentence["text"] is not None:
            parts.append(_mark_sentence(sentence, touching, claims, reason, opens=sentence["start"] - before > 1))
        else:
            _widen_gap(parts, sentence, reason)
        before = sentence["end"]
    return parts


def _claims_by_sentence(sentences: Sequence[Row], claims: Sequence[Row]) -> list[list[int]]:
    """The claims that touch each sentence; evidence may begin in an earlier sentence than its own."""
    starts = [sentence["start"] for sentence in sentences]
    ends = [sentence["end"] for sentence in sentences]
    touching: list[list[int]] = [[] for _ in sentences]
    for position, claim in enumerate(claims):
        first, last = bisect_right(ends, claim["evidence_start"]), bisect_left(starts, claim["evidence_end"])
        for index in range(first, last):
            touching[index].append(position)
    return touching


def _mark_sentence(
    sentence: Row, touching: list[int], claims: Sequence[Row], reason: str | None, *, opens: bool
) -> MarkedSentence:
    start, end = sentence["start"], sentence["end"]
    spans = [(claims[i]["evidence_start"], claims[i]["evidence_end"], i) for i in touching]
    known = [(a, claims[i]["evidence"]) for a, _, i in spans if claims[i]["evidence"] is not None]
    if sentence["text"] is not None:
        known.insert(0, (start, sentence["text"]))
    cuts = {start, end, *(offset for a, b, _ in spans for offset in (a, b) if start < offset < end)}
    segments = [
        Segment(
            _words(known, a, b),
            claims=tuple(i for x, y, i in spans if x <= a and b <= y),
            ending=tuple(i for _, y, i in spans if y == b),
        )
        for a, b in pairwise(sorted(cuts))
    ]
    return MarkedSentence(sentence["sentence"], tuple(segments), reason, opens)


def _words(known: list[tuple[int, str]], start: int, end: int) -> str | None:
    for offset, text in known:
        if offset <= start and end <= offset + len(text):
            return text[start - offset : end - offset]
    return None


def _widen_gap(parts: list[MarkedSentence | Gap], sentence: Row, reason: str | None) -> None:
    gap = parts[-1] if parts and isinstance(parts[-1], Gap) else None
    if gap is None:
        gap = Gap(sentence["sentence"], sentence["sentence"])
        parts.append(gap)
    gap.last = sentence["sentence"]
    gap.characters += sentence["end"] - sentence["start"]
    if reason:
        gap.reasons.append((sentence["sentence"], reason))
