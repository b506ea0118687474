"""What machines read of the site agrees with the release; with `mlcroissant` installed, by its own judgement too."""

import hashlib
import json
import re
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from pipeline.site import replace_site
from schemas import TABLES

BASE = "https://example.org/data/"


def described(site, name):
    return json.loads((site / name).read_text("utf-8"))


def in_page(site):
    page = (site / "index.html").read_text("utf-8")
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_croissant_names_every_column_and_only_columns_that_there_are(site):
    croissant = described(site, "croissant.json")
    fields = {field["@id"] for records in croissant["recordSet"] for field in records["field"]}
    assert fields == {f"{name}/{column}" for name, table in TABLES.items() for column in table.column_names}
    for records in croissant["recordSet"]:
        assert {key["@id"] for key in records["key"]} <= fields
        assert {f["references"]["field"]["@id"] for f in records["field"] if "references" in f} <= fields


def test_every_description_names_the_files_with_their_hashes(site):
    schema_org, croissant = in_page(site), described(site, "croissant.json")
    (dataset,) = described(site, "dcat.jsonld")["dcat:dataset"]
    hashes = {file["contentUrl"]: file["sha256"] for file in (*schema_org["distribution"], *croissant["distribution"])}
    hashes |= {
        file["dcat:downloadURL"]["@id"]: file["spdx:checksum"]["spdx:checksumValue"]["@value"]
        for file in dataset["dcat:distribution"]
    }
    assert len(hashes) == 2 * len(TABLES)
    for address, sha256 in hashes.items():
        path = site / address.removeprefix(BASE)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def test_sitemap_and_feed_name_whole_addresses_of_pages_that_there_are(site):
    sitemap = ElementTree.parse(site / "sitemap.xml")
    addresses = [found.text for found in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert {address.removeprefix(BASE) for address in addresses} == pages
    feed = ElementTree.parse(site / "feed.xml")
    assert [link.text for link in feed.iter("link")] == [BASE, f"{BASE}#changes"]


def test_without_an_address_there_is_neither_sitemap_nor_feed(published, tmp_path):
    folder = replace_site(published, tmp_path / "web")
    assert not (folder / "sitemap.xml").exists()
    assert not (folder / "feed.xml").exists()
    assert in_page(folder)["distribution"][0]["contentUrl"].startswith("data/")


def test_hostile_texts_do_not_break_out_of_data_in_a_page(hostile_site):
    page = (hostile_site / "pictures.html").read_text("utf-8")
    blocks = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    rows = [row for block in blocks for row in json.loads(block)["rows"]]
    assert any("<" in str(value) for row in rows for value in row.values())
    assert not any("<" in block for block in blocks)


def test_mlcroissant_takes_it(published, tmp_path, monkeypatch):
    mlcroissant = pytest.importorskip(
        "mlcroissant", reason="mlcroissant is not installed: `uv pip install mlcroissant`"
    )
    # What it logs by keeps the stream of this moment, which is pytest's, and closes it with the next set-up of logging by anybody.
    from absl.logging import get_absl_handler

    get_absl_handler().python_handler.stream = sys.__stderr__
    folder = replace_site(published, tmp_path / "web")
    monkeypatch.chdir(folder)
    dataset = mlcroissant.Dataset("croissant.json")
    assert dataset.metadata.issues.errors == set()
    assert len(list(dataset.records("trade"))) == 4
