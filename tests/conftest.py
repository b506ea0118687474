import pytest
import small_tables


def pytest_addoption(parser):
    parser.addoption("--kills", type=int, default=6, help="builds that tests/faults kills at a random moment")


@pytest.fixture
def tables():
    return small_tables.make_tables()


@pytest.fixture
def texts():
    return dict(small_tables.TEXTS)


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """A release that tests only read; whoever changes one copies it first."""
    from pipeline.publish import publish

    return publish(small_tables.make_tables(), tmp_path_factory.mktemp("published") / "output").output


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory):
    """A home of Prefect's own for all tests, never the user's: a process has one server, which keeps the home it started with."""
    return tmp_path_factory.mktemp("prefect")


# Tests that start servers, browsers and processes, and spend most of their time waiting for them.
_WAITING = frozenset({"archive", "deploy", "faults", "flow", "releases", "site", "store", "watch"})


def pytest_collection_modifyitems(config, items):
    """Let several workers begin with tests that wait, each with modules of its own: what is left at the end is short and many.

    pytest-xdist deals the tests out in as many runs as there are workers.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers == 1:
        return
    waiting = [item for item in items if item.path.parent.name in _WAITING]
    others = [item for item in items if item.path.parent.name not in _WAITING]
    modules = list(dict.fromkeys(item.path for item in waiting))
    size = len(items) // workers
    dealt = []
    for worker in range(workers):
        own = set(modules[worker::workers])
        share = [item for item in waiting if item.path in own]
        filling = max(0, size - len(share))
        dealt += share + others[:filling]
        others = others[filling:]
    items[:] = dealt + others
