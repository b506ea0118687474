"""Folders that are held, full, read-only or change under a build."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest
import small_tables

from pipeline.publish import PublishError, publish
from pipeline.publish.lock import holding

HOLD = """
import sys
from pathlib import Path
from pipeline.publish.lock import holding
with holding(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "output")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_folder_is_held_by_one_and_free_when_that_one_is_killed(holder, tmp_path):
    with pytest.raises(PublishError, match=rf"Another process \({holder.pid}\)"), holding(tmp_path / "output"):
        pass
    with holding(tmp_path / "other"):
        pass
    holder.kill()
    holder.communicate()
    with holding(tmp_path / "output"):
        pass


def mounted(folder, *options):
    """A small file system of memory; only root may mount one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", ",".join(("size=12m", *options)), "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("NOT TESTED HERE: a file system of one's own can be mounted by root on Linux only")


@pytest.fixture
def small(tmp_path):
    folder = tmp_path / "small"
    mounted(folder)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_full_disk_leaves_the_last_package_and_nothing_else(small):
    publish(small_tables.make_tables(), small / "output")
    before = content(small / "output")
    filler = small / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    changed = small_tables.changed(small_tables.make_tables(), "trade", "value", 41.0)
    # at once, after the first files, and in the midst of the last, the database
    for room in (0, 200_000, 700_000):
        os.truncate(filler, filler.stat().st_size - room)
        with pytest.raises(PublishError) as error:
            publish(changed, small / "output")
        assert error.value.finding.rule in ("not_written", "output_not_writable")
        assert content(small / "output") == before
        assert {path.name for path in small.iterdir()} == {"output", "filler"}
    filler.unlink()
    publish(changed, small / "output")
    assert content(small / "output") != before


def test_a_read_only_file_system_is_a_finding(small):
    publish(small_tables.make_tables(), small / "output")
    before = content(small / "output")
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    with pytest.raises(PublishError, match="Nothing can be written beside"), holding(small / "output"):
        pass
    with pytest.raises(PublishError, match="could not be put in place"):
        publish(small_tables.make_tables(), small / "output")
    assert content(small / "output") == before


def test_a_seed_that_goes_while_it_is_read_costs_itself(tmp_path, monkeypatch):
    from pipeline.ingest import folder, read_seeds

    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Norway and {name}.")
    real = folder._one_document

    def remove_and_read(seeds, name, *rest):
        if name == "two.txt":
            (seeds / name).unlink()
        return real(seeds, name, *rest)

    monkeypatch.setattr(folder, "_one_document", remove_and_read)
    documents, findings = read_seeds(tmp_path)
    assert [document.document_id for document in documents] == ["one"]
    assert [(finding.rule, finding.severity) for finding in findings] == [("unreadable_file", "error")]
