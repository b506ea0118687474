"""`bilateral` with a reader that takes no model, in this process and in those that it starts to build.

A document that says WAITS is never read to its end. Prefect's runs import this module again, as any process does that is
spawned from it.
"""

import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from word_reader import WordReader

import pipeline.cli.watch
import pipeline.flow
from pipeline.cli import main

# whoever starts the tests in the background of a shell has them ignore Ctrl-C
signal.signal(signal.SIGINT, signal.default_int_handler)


class WaitingReader(WordReader):
    def read_one(self, document):
        if "WAITS" in document.text:
            print("reading", flush=True)
            time.sleep(3600)
        return super().read_one(document)


def load_waiting():
    return WaitingReader()


pipeline.flow.project_reader = load_waiting
pipeline.cli.watch.BUILD = (sys.executable, __file__, "build", "--brief")

if __name__ == "__main__":
    main()
