"""The command line: parses, calls, prints, and ends with an exit code that means something.

Nothing is computed here, and nothing heavy is imported before a command runs: `bilateral --help` answers at once.
"""

from pipeline.cli.app import main

__all__ = ["main"]
