"""The SQL console and the server for a look: questions are answered in the browser, and nothing is fetched from elsewhere."""

import urllib.request

import pytest
import refresh_readme
import small_tables

from pipeline.publish.views import available_views
from pipeline.site.console import questions
from pipeline.site.serve import make_server
from schemas import TABLES

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: run `uv sync`")
from playwright.sync_api import expect


def test_the_server_gives_the_pages_and_only_to_this_machine(served):
    with urllib.request.urlopen(f"{served}/index.html") as answer:
        assert b"<h1>" in answer.read()
        assert answer.headers["Cache-Control"] == "no-cache"
    with make_server(refresh_readme.ROOT) as server:
        assert server.server_address[0] == "127.0.0.1"


def test_the_questions_are_those_of_the_readme():
    readme = refresh_readme.README.read_text(encoding="utf-8")
    assert [asked["sql"] for asked in questions()] == [
        found[1].strip() for found in refresh_readme.BLOCK.findall(readme)
    ]


@pytest.mark.parametrize("place", ["folder", "server"])
def test_the_console_answers_without_asking_anybody_else(place, site, served, tab):
    page = tab(site if place == "folder" else served).open("console.html")
    page.get_by_label("Question in SQL").fill("SELECT country_a, country_b, claims, last_date FROM dyads")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status")).to_contain_text("1 row")
    cells = page.locator("#results tbody td").all_inner_texts()
    assert cells == ["NOR", "PRT", "8", "2021-05-03"]
    page.get_by_label("Begin with").select_option(label=questions()[4]["title"])
    expect(page.get_by_role("cell", name="ranks second", exact=True)).to_be_visible()


def test_what_the_console_reads_is_what_was_published(site, tab):
    page = tab(site).open("console.html")
    names = [table.name for table in TABLES.values()]
    counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)
    page.get_by_label("Question in SQL").fill(counted)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status")).to_contain_text(f"{len(names)} rows")
    cells = page.locator("#results tbody td").all_inner_texts()
    published = small_tables.make_tables()
    assert dict(zip(cells[::2], map(int, cells[1::2]), strict=True)) == {n: published[n].num_rows for n in names}
    page.get_by_label("Question in SQL").fill("SELECT date_start, evidence_start, value, sum(value) OVER () FROM trade")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status")).to_contain_text("4 rows")


def test_views_are_examples_to_begin_with(site, tab):
    page = tab(site).open("console.html")
    for view in available_views(list(TABLES)):
        page.get_by_label("Begin with").select_option(label=view.name)
        expect(page.get_by_label("Question in SQL")).to_have_value(f"FROM {view.name} LIMIT 100")
        expect(page.get_by_role("columnheader", name=view.columns[0].column, exact=True)).to_be_visible()


def test_a_question_that_cannot_be_answered_says_why(site, tab):
    opened = tab(site)
    page = opened.open("console.html")
    page.get_by_label("Question in SQL").fill("SELECT nothing")
    page.get_by_label("Question in SQL").press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Binder Error")
    assert all("Binder Error" in said for said in opened.wrong.pop("console"))  # the worker says it there too


def test_a_question_of_an_address_waits_for_a_word(site, tab):
    page = tab(site).open("console.html#sql=SELECT%2042%20AS%20answer")
    expect(page.get_by_label("Question in SQL")).to_have_value("SELECT 42 AS answer")
    assert page.locator("#results td").count() == 0
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#results td")).to_have_text("42")
