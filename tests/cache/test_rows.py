"""Kept rows: a rerun gives the bytes that a fresh build gives, and what is damaged is made anew."""

import dataclasses
import random
import shutil

import pytest
from word_reader import load_words

from pipeline.cache import RowCache
from pipeline.cache import rows as kept
from pipeline.flow import build
from pipeline.resolve import landing
from pipeline.settings import Settings

NAMES = ("Ada Amsel", "Bo Birch", "Cy Cole", "Di Dunn")
WEATHER = "The harbour was busy and the ferry that crosses the sound was late again because of ice and wind."


def text(chance):
    visits = (f"{name} of {chance.choice(['Norway', 'Chile'])} visited Peru." for name in chance.sample(NAMES, 2))
    return "\n".join([*visits, WEATHER if chance.random() < 0.5 else f"Number {chance.random()}."])


@pytest.fixture
def seeds(tmp_path):
    chance = random.Random(3)
    (tmp_path / "seeds").mkdir()
    for number in range(12):
        (tmp_path / "seeds" / f"d{number}.txt").write_text(text(chance))
    return tmp_path / "seeds"


@pytest.fixture
def run(tmp_path, seeds, monkeypatch):
    # the pages show the package, and take most of the time
    monkeypatch.setattr("pipeline.site.add_site", lambda *package, **given: None)
    settings = Settings(seeds=seeds, output=tmp_path / "output", cache=tmp_path / "cache", direct=True)
    return lambda **changes: build(dataclasses.replace(settings, **changes), load_reader=load_words)


@pytest.fixture
def landed(monkeypatch):
    """How many readings were landed, build by build."""
    counts, sound = [], landing.sound_readings

    def note(readings):
        counts.append(len(readings))
        return sound(readings)

    monkeypatch.setattr(landing, "sound_readings", note)
    return counts


def content(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "bilateral.duckdb")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def bundles(tmp_path):
    return sorted(path.parent for path in (tmp_path / "cache" / "rows").rglob("index.json"))


def test_whatever_comes_goes_and_changes_a_rerun_gives_what_a_fresh_build_gives(run, seeds, landed, tmp_path):
    run()
    chance = random.Random(5)
    for number in range(4):
        (seeds / f"d{chance.randrange(12)}.txt").write_text(text(chance))
        (seeds / f"e{number}.txt").write_text(text(chance))
        (seeds / f"e{number - 2}.txt").unlink(missing_ok=True)
        landed.clear()
        assert run().status == "published"
        assert landed[0] <= 2
        shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
        run(output=tmp_path / "fresh", cache=tmp_path / "no-cache", fresh=True)
        assert content(tmp_path / "output") == content(tmp_path / "fresh")
    assert len(bundles(tmp_path)) == 5


def test_many_bundles_become_one(run, seeds, tmp_path, monkeypatch, landed):
    monkeypatch.setattr(kept, "_MOST", 2)
    run()
    found = []
    for number in range(4):
        (seeds / f"e{number}.txt").write_text(f"Number {number}.")
        run()
        found.append(len(bundles(tmp_path)))
    assert found == [2, 1, 2, 1]
    assert landed == [12, 1, 1, 1, 1]


@pytest.mark.parametrize("name", ["index.json", "events.parquet", "copies.json"])
@pytest.mark.parametrize("harm", [b"", b"[1]", None])
def test_what_is_damaged_is_reported_and_made_anew(run, seeds, landed, tmp_path, name, harm):
    run()
    (path,) = (tmp_path / "cache" / "rows").rglob(name)
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] if harm is None else harm)
    (seeds / "publication.yaml").write_text("title: Another\n")
    result = run()
    reported = [(finding.rule, finding.severity) for finding in result.findings if finding.stage == "cache"]
    assert reported == [] if name == "copies.json" else [("damaged_entry", "warning")]
    assert (result.status, result.read_anew, landed) == ("published", 0, [12, 0 if name == "copies.json" else 12])
    assert path.read_bytes() == whole


def test_rows_hang_on_the_reading_that_they_were_made_from(run, seeds, landed, tmp_path):
    run()
    entry = sorted((tmp_path / "cache" / "readings").rglob("*.gz"))[0]
    entry.write_bytes(entry.read_bytes()[:-9])
    (seeds / "publication.yaml").write_text("title: Another\n")
    result = run()
    assert [finding.rule for finding in result.findings if finding.stage == "cache"] == ["damaged_entry"]
    assert (result.read_anew, landed) == (1, [12, 1])


def test_what_was_not_published_is_not_kept(run, tmp_path):
    assert run(dry_run=True).status == "checked"
    assert bundles(tmp_path) == []


def test_packages_keep_their_own_and_another_version_forgets(run, tmp_path, landed):
    run()
    run(output=tmp_path / "other")
    assert (len(bundles(tmp_path)), landed) == (2, [12, 12])
    RowCache(tmp_path / "cache", tmp_path / "output", "v2", None).write()
    assert bundles(tmp_path) == []
