"""A Prefect server of the build's own, for whoever has none configured.

Prefect can start one by itself, but does so anew in every process that asks, the workers of an archive too, and loads the whole
server into each. This one is started once a process, as `prefect server start` starts it, and its address is told to the workers.
"""

from __future__ import annotations

import atexit
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from pipeline.settings import environment_with

_PAUSE = 0.1  # seconds between two looks whether it answers
_PORTS = range(20_000, 32_000)  # below those that systems give to whoever asks for any


class ServerError(RuntimeError):
    """The server ended, or did not answer in time; the message holds what it said last."""


@contextmanager
def own_server(timeout: int) -> Iterator[None]:
    """A block in which Prefect, here and in child processes, talks to the server that is configured, else to one of our own.

    Our own lives as long as this process, for the next build.

    Args:
        timeout: seconds that it may take to start.

    Raises:
        ServerError: it did not start.
    """
    from prefect.settings import PREFECT_API_URL, temporary_settings

    if PREFECT_API_URL.value():
        yield
        return
    if not (_servers and _servers[-1].process.poll() is None):
        _servers.append(_started(timeout))
    url = _servers[-1].url
    with temporary_settings({PREFECT_API_URL: url}), environment_with({"PREFECT_API_URL": url}):
        yield


@dataclass
class _Server:
    """A server's process, its address, and the file that it writes to."""

    process: subprocess.Popen[bytes]
    url: str
    log: IO[bytes]

    def wait(self, timeout: int) -> None:
        """Wait until it answers."""
        from prefect.client.orchestration import get_client

        end = time.monotonic() + timeout
        with get_client(sync_client=True) as client:
            while time.monotonic() < end:
                if self.process.poll() is not None:
                    self.log.seek(0)
                    said = self.log.read().decode(errors="replace").strip()
                    raise ServerError(f"its server ended with exit code {self.process.returncode}: {said[-500:]}")
                if client.api_healthcheck() is None:
                    return
                time.sleep(_PAUSE)
        raise ServerError(f"its server did not answer within {timeout} seconds")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


_servers: list[_Server] = []
"""Those that this process has started; the last may run."""


def _started(timeout: int) -> _Server:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    port = random.choice(_PORTS)
    log = TemporaryFile()  # noqa: SIM115 - open as long as the server runs
    command = [sys.executable, "-m", "prefect", "server", "start", "--no-services", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port)], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
    )
    server = _Server(process, f"http://127.0.0.1:{port}/api", log)
    try:
        with temporary_settings({PREFECT_API_URL: server.url}):
            server.wait(timeout)
    except BaseException:
        server.stop()
        raise
    atexit.register(server.stop)
    return server
