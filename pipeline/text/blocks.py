"""The blocks of a text: a paragraph each, or a heading, an item of a list, a row of a table.

In: a text. Out: spans. As a rule a line is a block. Where a text was typed to a width, as typescripts, e-mails and wire copies
are, the lines of a paragraph are put together again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\n]+")
MARK = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|\(?[a-z]\)|[-*•·–—▪])\s+")
_STOP = re.compile(r"[.!?:;…]['\")\]]*\s*$")
_WIDTHS = range(45, 111)  # characters a line; a longer one is a paragraph by itself
_FULL = 0.6  # a line shorter than this part of the width ends its paragraph
_PROOF = 5  # so many lines must run on in small letters before a text is taken for typed


def blocks(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """The spans of the blocks from `start` on, in order; empty lines are in none."""
    lines = [m.span() for m in _LINE.finditer(text, start)]
    full = _full_line(text, lines)
    first = 0
    for i, (begin, end) in enumerate(lines):
        follows = i + 1 < len(lines) and lines[i + 1][0] == end + 1
        if full and follows and _runs_on(text[begin:end], text[slice(*lines[i + 1])], full):
            continue
        yield lines[first][0], end
        first = i + 1


def _full_line(text: str, lines: list[tuple[int, int]]) -> int:
    """From what length on a line may go on in the next; 0 where each line stands for itself."""
    lengths = sorted(end - start for start, end in lines)
    width = lengths[int(0.9 * len(lengths))] if lengths else 0
    if width not in _WIDTHS:
        return 0
    full = int(_FULL * width)
    pairs = itertools.pairwise(lines)
    running = sum(b[0] == a[1] + 1 and a[1] - a[0] >= full and text[b[0]].islower() for a, b in pairs)
    return full if running >= _PROOF else 0


def _runs_on(line: str, following: str, full: int) -> bool:
    return len(line.strip()) >= full and not _STOP.search(line) and not MARK.match(following)
