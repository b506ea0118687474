"""Where a setting comes from, and under which variables Prefect runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.settings import VARIABLES, Settings, SettingsError, child_variables, prefect_variables


def test_the_caller_wins_over_the_environment_and_that_over_the_default():
    environment = {"BILATERAL_SEEDS": "news", "BILATERAL_WORKERS": "3", "BILATERAL_DIRECT": "yes"}
    assert Settings.load({}) == Settings()
    loaded = Settings.load(environment, workers=2, output=None)
    assert (loaded.seeds, loaded.workers, loaded.direct, loaded.output) == (Path("news"), 2, True, Path("output"))


def test_every_variable_is_read():
    values = {
        "direct": "1",
        "archive": "1",
        "runner": "threads",
        "workers": "7",
        "shard_size": "7",
        "server_timeout": "7",
    }
    for name, (variable, _) in VARIABLES.items():
        loaded = Settings.load({variable: values.get(name, "/elsewhere")})
        assert getattr(loaded, name) != getattr(Settings(), name), variable


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BILATERAL_WORKERS", "many"),
        ("BILATERAL_WORKERS", "0"),
        ("BILATERAL_SHARD_SIZE", "-1"),
        ("BILATERAL_DIRECT", "maybe"),
    ],
)
def test_a_wrong_value_is_named(variable, value):
    with pytest.raises(SettingsError, match=value):
        Settings.load({variable: value})


def test_prefect_keeps_out_of_the_users_home_and_quiet(tmp_path):
    variables = prefect_variables(Settings(), {"XDG_CACHE_HOME": str(tmp_path)})
    assert variables["PREFECT_HOME"] == str(tmp_path / "bilateral" / "prefect")
    assert variables["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert variables["PREFECT_LOGGING_LEVEL"] == "CRITICAL"


def test_what_the_user_has_set_for_prefect_stays():
    mine = {"PREFECT_HOME": "/mine", "PREFECT_LOGGING_LEVEL": "DEBUG", "PREFECT_API_URL": "http://localhost:4200/api"}
    variables = prefect_variables(Settings(), mine)
    assert not set(variables) & set(mine)


def test_a_child_runs_the_code_of_its_parent_whatever_lies_in_its_folder(tmp_path):
    (tmp_path / "pipeline.py").write_text("raise SystemExit('another program')")
    command = [sys.executable, "-m", "pipeline", "--version"]
    child = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **child_variables()}, capture_output=True, text=True
    )
    assert (child.returncode, child.stdout.startswith("bilateral")) == (0, True)
    assert child_variables({"PYTHONPATH": "/mine"})["PYTHONPATH"].endswith(f"{os.pathsep}/mine")
