"""The SQL console and the server for a look: questions are answered in the browser, and nothing is fetched from elsewhere."""

import threading
import urllib.request

import pytest
import refresh_readme

from pipeline.site import replace_site
from pipeline.site.console import has_all, questions
from pipeline.site.serve import make_server

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: run `uv sync`")
from playwright.sync_api import expect

needs_duckdb = pytest.mark.skipif(
    not has_all(None), reason="no DuckDB-WASM: `npm install && npm run console` in pipeline/site/frontend"
)


@pytest.fixture
def served(site):
    """The address of the site on this machine."""
    with make_server(site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


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


@needs_duckdb
def test_the_console_answers_without_asking_anybody_else(served, browser):
    page = browser.new_page()
    wrong = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda request: None if request.url.startswith(served) else wrong.append(request.url))
    page.goto(f"{served}/console.html")
    page.wait_for_selector("#results[data-ready]", state="attached", timeout=60_000)
    question, status = page.get_by_label("Question in SQL"), page.get_by_role("status")
    question.fill("SELECT country_a, country_b, claims, last_date FROM dyads")
    page.get_by_role("button", name="Run").click()
    expect(status).to_contain_text("1 row")
    cells = page.locator("#results tbody td").all_inner_texts()
    assert cells == ["NOR", "PRT", "8", "2021-05-03"]
    page.get_by_label("Begin with").select_option(label=questions()[4]["title"])
    expect(page.get_by_role("cell", name="ranks second", exact=True)).to_be_visible()
    assert wrong == []
    question.fill("SELECT nothing")
    question.press("Control+Enter")
    expect(status).to_contain_text("Binder Error")
    page.close()


@needs_duckdb
def test_a_question_of_an_address_waits_for_a_word(served, browser):
    page = browser.new_page()
    page.goto(f"{served}/console.html#sql=SELECT%2042%20AS%20answer")
    page.wait_for_selector("#results[data-ready]", state="attached", timeout=60_000)
    expect(page.get_by_label("Question in SQL")).to_have_value("SELECT 42 AS answer")
    assert page.locator("#results td").count() == 0
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#results td")).to_have_text("42")
    page.close()


@needs_duckdb
def test_from_a_folder_the_console_says_what_it_needs(site, tab):
    page = tab(site).open("console.html")
    expect(page.get_by_role("status")).to_contain_text("bilateral open")


def test_a_site_without_duckdb_has_no_console_and_no_link_to_one(published, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.site.console.has_all", lambda release: False)
    folder = replace_site(published, tmp_path / "web")
    assert not (folder / "console.html").exists()
    assert not any("console.html" in page.read_text("utf-8") for page in folder.rglob("*.html"))
