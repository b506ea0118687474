"""Claims out of annotated text: frames declared as data, one engine over the parse.

In: `Document`s. Out: `Reading`s. Codes, ids across documents and tables belong to `resolve`.
"""

from pipeline.extract.reader import Reader, load_reader

__all__ = ["Reader", "load_reader"]
