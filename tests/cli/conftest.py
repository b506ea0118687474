"""The command line as a user calls it, on the small package whose rows are known."""

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app


@pytest.fixture
def call(monkeypatch, tmp_path):
    """Call the command in an empty folder; an unexpected exception fails the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call
