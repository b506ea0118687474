"""What is in a site: the same bytes each time, whole or not at all, with nothing of a document's as markup."""

import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import small_tables
from hostile import ATTACKS

from pipeline.correct import correct, read_corrections
from pipeline.publish import PublishError, ReleaseNotFoundError, publish, read_tables
from pipeline.site import add_site, replace_site
from schemas import TABLES

OWN = (
    "html head meta title link script body a header nav ul ol li button main footer section article figure figcaption "
    "h1 h2 h3 p span b q br small strong time sup mark abbr code pre blockquote details summary dl dt dd div "
    "table thead tbody tr th td label input select optgroup option textarea noscript"
)
CORRECTION = re.compile(r'<pre id="correct-\d+">(.*?)</pre>', re.DOTALL)
OWN_TAGS = frozenset(OWN.split())


class Page(HTMLParser):
    """Tags, addresses and handlers of a page, as a browser would see them."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.links, self.handlers, self.ids, self.inline = set(), [], [], set(), []
        self._in_script = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        attributes = dict(attrs)
        self.handlers += [name for name in attributes if name.startswith("on") or name == "style"]
        self.links += [attributes[name] for name in ("href", "src", "action") if name in attributes]
        if "id" in attributes:
            self.ids.add(attributes["id"])
        is_data = attributes.get("type", "").endswith("json")
        self._in_script = tag == "script" and "src" not in attributes and not is_data

    def handle_data(self, data):
        if self._in_script and data.strip():
            self.inline.append(data)


def pages_of(folder):
    return {path.relative_to(folder).as_posix(): Page(path) for path in sorted(folder.rglob("*.html"))}


def content(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("which", ["site", "hostile_site"])
def test_pages_hold_no_markup_script_or_address_of_a_document(which, request):
    for name, page in pages_of(request.getfixturevalue(which)).items():
        assert page.tags <= OWN_TAGS, name
        assert (page.handlers, page.inline) == ([], []), name
        assert {urlsplit(link).scheme for link in page.links} <= {"", "http", "https"}, name


@pytest.mark.parametrize("which", ["site", "hostile_site"])
def test_every_link_inside_the_site_leads_somewhere(which, request):
    folder = request.getfixturevalue(which)
    pages = pages_of(folder)
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
            assert target.is_file(), f"{name} → {link}"
            found = pages.get(os.path.relpath(target, folder))
            fragment = unquote(parts.fragment)
            if found and fragment and "=" not in fragment:
                assert fragment in found.ids, f"{name} → {link}"


def test_hostile_texts_are_there_as_text(hostile_site):
    text = "".join(path.read_text("utf-8") for path in sorted((hostile_site / "documents").glob("*.html")))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not any(attack in text for attack in ATTACKS if "<" in attack)


def test_a_reported_error_is_a_correction_that_a_build_applies(site, published, tmp_path):
    offered = [
        text
        for path in sorted((site / "documents").glob("*.html"))
        for text in CORRECTION.findall(path.read_text("utf-8"))
    ]
    tables = read_tables(published)
    claims = sum(tables[table.name].num_rows for table in TABLES.values() if table.kind == "claim")
    assert len(offered) == claims > 0
    (tmp_path / "corrections").mkdir()
    for number, text in enumerate(offered):
        filled = (
            unescape(text)
            .replace("reason: ''", "reason: It says otherwise.")
            .replace("author: ''", "author: A. Reader")
        )
        filled = filled.replace("date: ''", "date: 2021-05-10")
        (tmp_path / "corrections" / f"report-{number}.yaml").write_text(filled, encoding="utf-8")
    corrections, broken = read_corrections(tmp_path)
    assert (len(corrections), broken) == (claims, [])
    left, misfits = correct(tables, corrections, small_tables.TEXTS)
    assert misfits == []
    assert sum(left[table.name].num_rows for table in TABLES.values() if table.kind == "claim") == 0


def test_every_page_forbids_what_is_not_its_own(site):
    for path in site.rglob("*.html"):
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', path.read_text("utf-8"))
        assert policy, path
        assert policy[1].startswith("default-src 'none'; script-src 'self'"), path
        assert "unsafe-inline" not in policy[1], path
        assert "unsafe-eval" not in policy[1].replace("wasm-unsafe-eval", ""), path


MAKE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import small_tables
from pipeline.publish import publish
from pipeline.site import add_site
publish(small_tables.make_tables(), Path(sys.argv[2]), finish=add_site)
"""


def test_same_bytes_with_another_hash_seed_and_folder(published, tmp_path):
    one, other = tmp_path / "one", tmp_path / "another place" / "output"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    tests = str(Path(small_tables.__file__).parent)
    subprocess.run([sys.executable, "-c", MAKE, tests, str(other)], check=True, env=environment, cwd=tmp_path)
    assert content(replace_site(published, one)) == content(other / "site")


def test_a_release_without_a_site_leaves_no_older_one_behind(tables, tmp_path):
    output = tmp_path / "output"
    publish(tables, output, finish=add_site)
    assert (output / "site" / "index.html").is_file()
    publish(tables, output)
    assert not (output / "site").exists()


def test_a_site_that_fails_leaves_the_last_release_as_it_was(tables, tmp_path):
    output = publish(tables, tmp_path / "output", finish=add_site).output
    before = content(output)

    def fail(folder):
        raise RuntimeError("no room")

    with pytest.raises(RuntimeError, match="no room"):
        publish(tables, output, finish=fail)
    assert content(output) == before


def test_a_site_takes_the_place_of_a_site_and_of_nothing_else(published, tmp_path):
    folder = replace_site(published, tmp_path / "web")
    (folder / "stale.html").touch()
    assert not (replace_site(published, folder) / "stale.html").exists()
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.docx").touch()
    with pytest.raises(PublishError, match="chapter"):
        replace_site(published, tmp_path / "thesis")
    with pytest.raises(ReleaseNotFoundError):
        replace_site(tmp_path / "thesis", tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()


def test_a_release_of_some_tables_has_a_site_too(tables, tmp_path):
    some = {name: table for name, table in tables.items() if name in ("countries", "people")}
    output = publish(some, tmp_path / "output", finish=add_site).output
    assert set(pages_of(output / "site")) >= {"index.html", "tables.html", "tables/people.html"}


def test_words_are_shown_as_far_as_the_terms_allow(site):
    full, quotes, silent = (
        (site / f"documents/{name}.html").read_text("utf-8") for name in ("alpha", "bravo", "silent")
    )
    assert "minister Kari Vik" in full
    assert "bought 25 percent of its wheat" in quotes
    assert "from Portugal. Portugal" not in quotes
    assert "[words not published]" in silent
    assert "officials in Lisbon" not in silent
