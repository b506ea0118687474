"""Releases: numbered versions of the package that stay, and what moved from one to the next.

In: a published folder and the releases before it. Out: `releases/VERSION/`, a zip of it with checksums, `versions.json` and
`CHANGELOG.md`. What is in a package is no matter of this room.
"""

from pipeline.releases.delta import VERBS, Change, changes_since, compare, delta_table, tally
from pipeline.releases.release import release
from pipeline.releases.shelf import Shelf, Version

__all__ = ["VERBS", "Change", "Shelf", "Version", "changes_since", "compare", "delta_table", "release", "tally"]
