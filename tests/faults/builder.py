"""A process that builds when it is told to, for tests that kill builds.

It says "ready" when everything is imported, so that a kill falls into the build and not into the imports. Then every line of
its input is a build in a process of its own, forked from this one: its id is said, then, if it lives, its status.
"""

import os
import sys
from pathlib import Path

import duckdb  # noqa: F401 - imported before the build, not in it
import pandera  # noqa: F401
import polars  # noqa: F401

import pipeline.check.release
import pipeline.publish.release
import pipeline.releases
import pipeline.resolve  # noqa: F401
from pipeline.flow import build
from pipeline.settings import Settings

root = Path(sys.argv[1])
settings = Settings(seeds=root / "seeds", output=root / "output", cache=root / "cache", direct=True)
print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        print(os.getpid(), flush=True)
        print(build(settings).status, flush=True)
        os._exit(0)
    _, ended = os.waitpid(child, 0)
    if ended:
        print("killed", flush=True)
