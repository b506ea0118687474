"""The built distribution has all that a build needs, and nothing else."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NO_CODE = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv, which builds the distribution, is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([uv, "build", "--wheel", "--quiet", "--out-dir", folder, ROOT], check=True)
    (path,) = folder.glob("bilateral-*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_of_both_packages_is_inside_as_it_is(wheel):
    files = [path for name in ("pipeline", "schemas") for path in (ROOT / name).rglob("*") if path.is_file()]
    expected = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files if not NO_CODE & set(path.parts)}
    kinds = {Path(name).suffix for name in expected}
    assert kinds >= {".py", ".yaml", ".csv", ".sql", ".md", ".txt", ".typed"}
    inside = {name: content for name, content in wheel.items() if ".dist-info/" not in name}
    assert inside == expected


def test_seeds_tests_and_output_stay_outside(wheel):
    assert {name.split("/")[0].split("-")[0] for name in wheel} == {"pipeline", "schemas", "bilateral"}


def test_it_brings_its_command_licences_and_marks_of_types(wheel):
    about = {name.split(".dist-info/")[1]: content.decode() for name, content in wheel.items() if ".dist-info/" in name}
    assert "bilateral = pipeline.cli:main" in about["entry_points.txt"]
    assert {f"licenses/{name}" for name in ("LICENSE", "LICENSE-DATA.md", "THIRD_PARTY.md")} <= set(about)
    assert {"pipeline/py.typed", "schemas/py.typed"} <= set(wheel)
    assert "Requires-Python: >=3.11" in about["METADATA"]
