"""A site of our own on this machine, and a folder of seeds to add to."""

from datetime import date

import pytest
from small_site import Site

from pipeline.acquire import Arrangement, Limits, add

TODAY = date(2024, 5, 8)


@pytest.fixture
def site():
    with Site() as site:
        yield site


@pytest.fixture
def seeds(tmp_path):
    return tmp_path / "seeds"


@pytest.fixture
def take(seeds):
    """Add sources to the seeds and give what became of each; private addresses are allowed unless the test says otherwise."""

    def take(*sources, stdin=b"", feeds=False, private=True, seconds=20, megabytes=1, **more):
        limits = Limits(seconds, megabytes, private)
        arrangement = Arrangement(seeds, TODAY, limits=limits, **more)
        return list(add([str(source) for source in sources], arrangement, lambda: stdin, feeds=feeds))

    return take
