"""No other command than `add` uses the network, unless the seeds themselves are at an address."""

import ast
import socket
from pathlib import Path

import pytest
from small_site import GRAIN
from typer.testing import CliRunner

import pipeline
from pipeline.cli.app import app

ROOT = Path(pipeline.__file__).parent
CLIENTS = {"aiohttp", "feedparser", "httpx", "httpcore", "requests", "urllib3", "socket", "ssl", "ftplib", "smtplib"}
CLIENT_MODULES = {"urllib.request", "http.client", "xmlrpc.client"}


def imported(path):
    """Names of modules that a file imports, at its head or in its functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def reaches_out(path):
    return any(name.split(".")[0] in CLIENTS or name in CLIENT_MODULES for name in imported(path))


def test_only_one_room_knows_the_network():
    assert {path.parent.name for path in ROOT.rglob("*.py") if reaches_out(path)} == {"acquire"}


@pytest.fixture
def cut_off(monkeypatch, seeds, tmp_path):
    """A command that has no network: it gives the exit code and all attempts to reach something."""
    attempts = []

    def refuse(*target):
        attempts.append(target)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.chdir(tmp_path)
    seeds.mkdir()
    (seeds / "grain.txt").write_text("\n".join(GRAIN))
    return lambda *arguments: (CliRunner().invoke(app, arguments).exit_code, attempts)


def test_fetching_tries_to_reach_something(cut_off):
    code, attempts = cut_off("add", "http://news.example/")
    assert code == 1 and attempts


def test_a_build_and_what_reads_it_reach_for_nothing(cut_off):
    for command in (("build", "--direct"), ("check",), ("sql", "FROM dyads"), ("release",), ("add", "seeds/grain.txt")):
        code, attempts = cut_off(*command)
        assert (code, attempts) == (1 if command[0] == "add" else 0, [])
