"""Correct: what people have said about single rows is laid over what the rules have read.

In: assembled tables, `seeds/corrections/*.yaml`, the texts. Out: the tables with the corrections in them, and findings. A
correction says what it expects to find; where that no longer holds nothing may be published, for either the machine or the person
is wrong now. An approval changes no row: it lapses when its row or text changes.
"""

from pipeline.correct.apply import correct, documents_to_add_to
from pipeline.correct.digest import row_digest
from pipeline.correct.file import find_correction_files, read_corrections
from pipeline.correct.record import Correction

__all__ = [
    "Correction",
    "correct",
    "documents_to_add_to",
    "find_correction_files",
    "read_corrections",
    "row_digest",
]
