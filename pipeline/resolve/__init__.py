"""Readings of many documents become the tables: entities joined, ids given, rows typed and sorted.

In: `Reading`s. Out: Arrow tables as declared in `schemas`. Nothing is dropped or judged here.
"""

from pipeline.resolve.assemble import assemble

__all__ = ["assemble"]
