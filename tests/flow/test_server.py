"""The Prefect server of a build's own: one a process, told to its children, and gone with a word where it fails."""

import os
import sys

import pytest

from pipeline import server
from pipeline.server import ServerError, own_server
from pipeline.settings import Settings, environment_with, prefect_variables


@pytest.fixture(autouse=True)
def as_a_build_sets_it(prefect_home):
    """Prefect reads its variables once a process, when first imported: what is imported here must serve later builds as quietly."""
    with environment_with(prefect_variables(Settings(prefect_home=prefect_home))):
        yield


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Put a shell script in the place of the Python that starts the server; without a server from other tests."""
    monkeypatch.setattr(server, "_servers", [])
    monkeypatch.delenv("PREFECT_API_URL", raising=False)

    def replace(script):
        path = tmp_path / "python"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(path))

    return replace


def test_a_server_that_ends_says_why(command):
    command("echo the disk is full; exit 3")
    with pytest.raises(ServerError, match="exit code 3: the disk is full"), own_server(60):
        pass
    assert server._servers == []


def test_a_server_that_never_answers_is_ended(command, tmp_path):
    command(f"echo $$ > {tmp_path}/pid; exec sleep 600")
    with pytest.raises(ServerError, match="within 1 seconds"), own_server(1):
        pass
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_server_that_runs_is_told_and_one_that_died_is_started_anew(monkeypatch):
    class Process:
        def __init__(self, code):
            self.code = code

        def poll(self):
            return self.code

    started = []

    def start(timeout):
        started.append(server._Server(Process(None), f"http://127.0.0.1:{len(started)}/api", None))
        return started[-1]

    monkeypatch.setattr(server, "_servers", [])
    monkeypatch.setattr(server, "_started", start)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    told = []
    for code in (None, 1, None):
        with own_server(60):
            told.append(os.environ["PREFECT_API_URL"])
        started[-1].process.code = code
    assert told == ["http://127.0.0.1:0/api", "http://127.0.0.1:0/api", "http://127.0.0.1:1/api"]
    assert "PREFECT_API_URL" not in os.environ


def test_the_server_that_a_user_has_configured_is_used(monkeypatch):
    from prefect.settings import PREFECT_API_URL, temporary_settings

    monkeypatch.setattr(server, "_started", lambda timeout: pytest.fail("a second server"))
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}), own_server(60):
        assert PREFECT_API_URL.value() == "http://127.0.0.1:9/api"
