"""What a process says on its streams, whoever in it speaks."""

import contextlib
import os
import sys


@contextlib.contextmanager
def said(path):
    """The file that holds all that the process, and those that it starts, write to either stream meanwhile.

    `capfd` does the same, but closes its files behind loggers of Prefect that outlive the test.
    """
    kept = {stream: os.dup(stream) for stream in (1, 2)}
    streams = sys.stdout, sys.stderr
    with path.open("w", encoding="utf-8", buffering=1) as written:
        try:
            for stream in kept:
                os.dup2(written.fileno(), stream)
            sys.stdout = sys.stderr = written
            yield path
        finally:
            sys.stdout, sys.stderr = streams
            for stream, was in kept.items():
                os.dup2(was, stream)
                os.close(was)
