"""Front matter: a YAML block between two lines of three hyphens at the head of a text."""

from __future__ import annotations

import re

from pipeline.ingest.metadata import Metadata, check_values, parse_yaml
from pipeline.ingest.problems import unreadable

OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


def split_front_matter(text: str, file: str) -> tuple[Metadata, int]:
    """The checked front matter of a text and the offset at which the article itself starts.

    A text without front matter gives no values and 0 (1 after a byte order mark).

    Raises:
        UnreadableError: the block is not closed or is no YAML mapping.
    """
    opening = OPENING.match(text)
    if opening is None:
        return Metadata(), int(text.startswith("\ufeff"))
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        raise unreadable(
            "broken_front_matter",
            file,
            "the front matter that starts on the first line has no end",
            "close it with a line of three hyphens (---)",
            line=1,
        )
    block = text[opening.end() : closing.start()]
    written = parse_yaml(block, file, first_line=2, what="the front matter")
    return check_values(written, file), closing.end()
