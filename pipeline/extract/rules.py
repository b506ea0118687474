"""The rules and how often each was right on the labelled corpus: rows of the table `rules`.

In: the frames and `lexicons/rule_precision.yaml` (measured, written by `bilateral score --rules`). Out: rows. A rule that never
fired on a label has no confidence.
"""

from __future__ import annotations

import math
from functools import cache

from pipeline.extract.frames import all_frames
from pipeline.lexicons import load
from pipeline.records import Row

_Z = 1.96  # two-sided 95 %


def wilson_lower(right: int, wrong: int) -> float | None:
    """Lower bound of the Wilson score interval (E. B. Wilson, 1927) of a proportion, at 95 %; None without a trial."""
    n = right + wrong
    if n == 0:
        return None
    p = right / n
    middle = p + _Z * _Z / (2 * n)
    spread = _Z * math.sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
    return round((middle - spread) / (1 + _Z * _Z / n), 3)


@cache
def _descriptions() -> dict[str, tuple[str | None, str]]:
    found: dict[str, tuple[str | None, str]] = {
        f"events.{f.name}": ("events", f"{f.type}{' ' + f.mode if f.mode else ''}: {_words(f)}") for f in all_frames()
    }
    for rule, text in load("rules").items():
        table = rule.split(".")[0]
        found[rule] = (None if table == "corrections" else table, text)  # a correction may be of any table
    return found


def _words(frame: object) -> str:
    verbs, nouns = sorted(frame.verbs), sorted(frame.nouns)  # type: ignore[attr-defined]
    shown = ", ".join([*verbs, *nouns][:8]).replace("_", " ")
    return shown + (" …" if len(verbs) + len(nouns) > 8 else "")


def rule_rows() -> list[Row]:
    """One row a rule: what it listens to, rows right and wrong on the labelled corpus, the lower bound of its precision."""
    measured = load("rule_precision")
    rows = []
    for rule, (table, text) in sorted(_descriptions().items()):
        right, wrong = measured.get(rule, [None, None])
        confidence = wilson_lower(right, wrong) if right is not None else None
        rows.append(
            {
                "rule": rule,
                "table_name": table,
                "description": text,
                "labelled_right": right,
                "labelled_wrong": wrong,
                "confidence": confidence,
            }
        )
    return rows
