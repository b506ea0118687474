"""A whole release passes; each kind of damage to its files is found and named."""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_tables import changed, make_tables

from pipeline.check import check_release
from pipeline.publish import publish


@pytest.fixture
def release(published, tmp_path):
    return shutil.copytree(published, tmp_path / "output")


def rules(findings):
    return {finding.rule for finding in findings}


def describe_again(release, name):
    """Make the descriptor agree with a changed file, so that only what the file holds is wrong."""
    from pipeline.publish.files import describe_file

    path = release / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    for resource in described["resources"]:
        if resource["path"] == name:
            file = describe_file(release / name)
            resource.update(bytes=file.bytes, hash=f"sha256:{file.sha256}")
    path.write_text(json.dumps(described), encoding="utf-8")


def test_release_as_published_is_right(published):
    assert check_release(published) == []


def test_folder_without_release(tmp_path):
    assert rules(check_release(tmp_path)) == {"descriptor_missing"}
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    assert rules(check_release(tmp_path)) == {"descriptor_broken"}
    (tmp_path / "datapackage.json").write_text("[]", encoding="utf-8")
    assert rules(check_release(tmp_path)) == {"descriptor_broken"}


def test_changed_byte_is_found(release):
    path = release / "README.md"
    path.write_bytes(path.read_bytes().replace(b"e", b"o", 1))
    (finding,) = check_release(release)
    assert finding.rule == "file_hash" and finding.file == str(path)


def test_missing_file_is_found(release):
    (release / "people.csv").unlink()
    (finding,) = check_release(release)
    assert finding.rule == "file_missing" and "people.csv" in finding.message


def test_path_out_of_the_folder_is_not_followed(release):
    (release.parent / "people.csv").write_text("x", encoding="utf-8")
    path = release / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"people.csv"', '"../people.csv"'), encoding="utf-8")
    assert "file_missing" in rules(check_release(release))


def test_edited_csv_is_held_against_parquet(release):
    path = release / "people.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Kari Vik", "Kari Wik"), encoding="utf-8")
    describe_again(release, "people.csv")
    (finding,) = check_release(release)
    assert (finding.rule, finding.table, finding.row, finding.column) == ("csv_value", "people", "kari-vik", "name")
    assert "Kari Wik" in finding.message and "Kari Vik" in finding.message


def test_lost_csv_row_is_found(release):
    path = release / "mentions.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    describe_again(release, "mentions.csv")
    assert rules(check_release(release)) == {"csv_shape"}


def test_parquet_of_other_types_or_texts_is_found(release):
    table = pq.read_table(release / "people.parquet")
    index = table.column_names.index("mentions")
    pq.write_table(table.set_column(index, "mentions", table["mentions"].cast(pa.int32())), release / "people.parquet")
    describe_again(release, "people.parquet")
    findings = check_release(release)
    assert {"parquet_schema", "column_type"} <= rules(findings)
    pq.write_table(
        table.replace_schema_metadata(None).cast(pa.schema([(f.name, f.type) for f in table.schema])),
        release / "people.parquet",
    )
    describe_again(release, "people.parquet")
    assert rules(check_release(release)) == {"parquet_schema"}


def test_broken_parquet_is_found(release):
    (release / "people.parquet").write_bytes(b"PAR1 and no more")
    assert {"parquet_broken", "file_hash"} <= rules(check_release(release))


def test_keys_and_hashes_are_checked_without_texts(tmp_path):
    tables = changed(make_tables(), "relations", "evidence_sha256", "0" * 64)
    tables = changed(tables, "documents", "claims", 99)
    publish(tables, tmp_path / "output")
    assert rules(check_release(tmp_path / "output")) == {"evidence_sha256", "count"}


def test_release_of_some_tables_is_right_and_says_so(tmp_path):
    tables = {name: make_tables()[name] for name in ("countries", "people")}
    publish(tables, tmp_path / "output")
    (finding,) = check_release(tmp_path / "output")
    assert (finding.severity, finding.rule) == ("note", "tables_left_out")
