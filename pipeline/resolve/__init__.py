"""Readings of many documents become the tables: entities joined, ids given, rows typed and sorted.

In: `Reading`s, at once or landed shard by shard. Out: Arrow tables as declared in `schemas`. Nothing is dropped or judged here.
"""

from pipeline.resolve.assemble import assemble
from pipeline.resolve.landing import Kept, Landed, land
from pipeline.resolve.merge import merge

__all__ = ["Kept", "Landed", "assemble", "land", "merge"]
