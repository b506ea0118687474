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
