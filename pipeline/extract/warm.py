"""A reader that has read: where this module is imported, all is loaded that reading needs, for processes forked from there.

Lexicons and most of what is made of them are loaded when they are first asked for, so a sentence is read.
"""

from contextlib import suppress

from pipeline.extract.reader import load_reader
from pipeline.records import Document

# what fails here fails again in whoever reads, and is told there
with suppress(Exception):
    load_reader().read_one(
        Document("", "", "Norway bought 40 tonnes of salmon from Chile's Oro Company in May 2021.", "")
    )
