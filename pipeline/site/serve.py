"""A look at a site over HTTP on this machine alone: a browser runs the SQL console only from a server."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing; a browser asks each time, so that a site built again is seen at once."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: whoever started the server sees its address, not its requests."""

    def end_headers(self) -> None:
        """Forbid the browser to keep what it got."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


def make_server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of a folder that is bound to the loopback address and not yet running.

    Args:
        folder: the folder of the site.
        port: the port; 0 takes any that is free.

    Raises:
        OSError: the port is taken.
    """
    return ThreadingHTTPServer((LOOPBACK, port), partial(_Quiet, directory=str(folder)))
