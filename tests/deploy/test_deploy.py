"""`bilateral serve` with a real server of Prefect: what it creates, what a run makes, what starts a run, how it ends.

Server, deployment and runs are processes of their own with a home of their own: a process has one home of Prefect.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import httpx
import pytest

from pipeline.check import check_release
from pipeline.settings import Settings

LIMIT = 600
"""Seconds that anything may take on the slowest machine; nothing waits so long unless it fails."""
SERVE = [sys.executable, str(Path(__file__).parents[1] / "stubbed_cli.py"), "serve"]
# of the machine, of another command, of Prefect itself; or they publish nothing
NOT_OF_A_RUN = {"releases", "direct", "server_timeout", "prefect_home", "only", "dry_run"}


class Process:
    """A process with all that it starts, and a file with what they say."""

    def __init__(self, command, folder, variables, log):
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "BILATERAL_"))
        }
        self.log = log
        with log.open("wb") as said:
            self.process = subprocess.Popen(
                command, cwd=folder, env={**inherited, **variables}, stdout=said, stderr=said, start_new_session=True
            )

    def wait_for(self, what):
        """Ask until there is an answer, as long as the process lives."""
        end = time.monotonic() + LIMIT
        while (answer := what()) is None:
            assert self.process.poll() is None and time.monotonic() < end, self.log.read_text()
            time.sleep(0.5)
        return answer

    def kill(self):
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(timeout=20)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deploy")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "first.txt").write_text("Ada Amsel of Norway visited Chile.\n")
    return folder


@pytest.fixture(scope="module")
def api(home):
    """A server that answers, as a function that asks it: the answer, or None if there is none."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    variables = {
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    server = Process(command, home, variables, home / "server.log")

    def ask(path, asked=None):
        try:
            answer = httpx.request("GET" if asked is None else "POST", f"{ask.url}/{path}", json=asked, timeout=60)
        except httpx.TransportError:
            return None
        return answer.json() if answer.is_success else None

    ask.url = f"http://127.0.0.1:{port}/api"
    try:
        server.wait_for(lambda: ask("health"))
        yield ask
    finally:
        server.kill()


@pytest.fixture(scope="module")
def served(home, api):
    """The process that serves, and the deployment that it has made."""
    variables = {"PREFECT_HOME": str(home / "prefect"), "PREFECT_API_URL": api.url, "BILATERAL_CACHE": "cache"}
    command = [*SERVE, "--every", "1d", "--on-change", "--settle", "1"]
    process = Process(command, home, variables, home / "serve.log")
    try:
        yield process, process.wait_for(lambda: api("deployments/name/bilateral/build"))
    finally:
        process.kill()


def ended(api, process, run):
    """The run, when it has ended."""

    def look():
        found = api(f"flow_runs/{run}")
        return found if found and found["state_type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None

    return process.wait_for(look)


def next_by_trigger(api, process, deployment, known):
    """The next run that the trigger starts, when it has ended."""
    wanted = {"flow_runs": {"deployment_id": {"any_": [deployment["id"]]}, "id": {"not_any_": list(known)}}}

    def look():
        runs = api("flow_runs/filter", wanted) or []
        return next((run["id"] for run in runs if (run["created_by"] or {}).get("type") == "AUTOMATION"), None)

    known.append(process.wait_for(look))
    return ended(api, process, known[-1])


def shown(api, run):
    """The artifacts of a run: key → content."""
    return {
        found["key"]: found["data"] for found in api("artifacts/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    }


def test_without_a_server_it_says_how_to_get_one(home):
    for address, said in (
        ({}, "no Prefect server is configured"),
        ({"PREFECT_API_URL": "http://127.0.0.1:9/api"}, "not answer"),
    ):
        process = Process(SERVE, home, {"PREFECT_HOME": str(home / "none"), **address}, home / "refused.log")
        assert process.process.wait(timeout=LIMIT) == 2
        words = process.log.read_text()
        assert said in words and "prefect server start" in words


def test_a_deployment_runs_on_schedule_when_asked_and_after_a_change(home, api, served):
    process, deployment = served
    (schedule,) = deployment["schedules"]
    assert (schedule["active"], schedule["schedule"]["interval"]) == (True, 86400)
    assert deployment["parameters"]["seeds"] == str(home / "seeds")
    told = deployment["parameter_openapi_schema"]["properties"]
    assert set(told) == {field.name for field in fields(Settings)} - NOT_OF_A_RUN
    assert all(parameter["description"] for parameter in told.values())

    # a busy server may refuse; the key keeps it from taking the question for two
    question = {"parameters": {"workers": 2}, "idempotency_key": "asked"}
    asked = process.wait_for(lambda: api(f"deployments/{deployment['id']}/create_flow_run", question))
    run = ended(api, process, asked["id"])
    assert (run["state_name"], run["state"]["message"]) == ("Published", "Published: 1 document, 1 of them read anew.")
    assert [finding for finding in check_release(home / "output") if finding.severity == "error"] == []
    artifacts = shown(api, run)
    assert set(artifacts) == {"bilateral-tables", "bilateral-report", "bilateral-package"}
    assert {"table": "events", "rows": 1} in json.loads(artifacts["bilateral-tables"])
    assert "Published: 1 document" in artifacts["bilateral-report"]
    assert (home / "output" / "site" / "index.html").as_uri() in artifacts["bilateral-package"]

    known = [run["id"]]
    (home / "seeds" / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (home / "seeds" / "second.txt").write_text("Bruno Birke of Peru visited Norway.\n")
    run = next_by_trigger(api, process, deployment, known)
    assert (run["state_name"], "others were left out" in run["state"]["message"]) == ("Incomplete", True)
    artifacts = shown(api, run)
    moved = {"change": "ADD", "why": "new_source", "table": "events", "claims": 1}
    assert json.loads(artifacts["bilateral-changes"]) == [moved]
    assert "PNG picture" in artifacts["bilateral-findings"]

    (home / "seeds" / "corrections").mkdir()
    (home / "seeds" / "corrections" / "broken.yaml").write_text("action: drop\n")
    run = next_by_trigger(api, process, deployment, known)
    assert run["state_name"] == "Failed" and "corrections/broken.yaml" in run["state"]["message"]
    assert (home / "output" / "datapackage.json").is_file()

    asset = {"event": {"name": ["prefect.asset.materialization.succeeded"]}}
    told = process.wait_for(lambda: (api("events/filter", {"filter": asset}) or {}).get("events") or None)
    assert {event["resource"]["prefect.resource.id"] for event in told} == {"bilateral://build/package"}

    process.process.send_signal(signal.SIGINT)
    assert process.process.wait(timeout=LIMIT) == 0
    assert process.log.read_text().endswith("ended\n")
    assert api(f"deployments/{deployment['id']}")["paused"]
