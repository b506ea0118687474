"""Every table in turn, for what must hold of all of them."""

from __future__ import annotations

import pytest

from schemas import TABLES, Table


@pytest.fixture(params=list(TABLES))
def table(request: pytest.FixtureRequest) -> Table:
    """Every table in turn."""
    return TABLES[request.param]
