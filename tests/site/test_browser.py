"""The site in a real browser, from disk: nothing goes wrong, nothing leaves the folder, and everybody can use it."""

import json
import struct
from contextlib import suppress

import pytest
import small_tables
from chromium import LOOKS

from schemas import VOCABULARIES

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: run `uv sync`")
from playwright.sync_api import expect

SERIOUS = ("serious", "critical")


def addresses(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


@pytest.mark.parametrize("which", ["site", "hostile_site"])
def test_every_page_loads_without_a_word_on_the_console_and_stays_in_its_folder(which, request, tab):
    folder = request.getfixturevalue(which)
    opened = tab(folder)
    for address in addresses(folder):
        page = opened.open(address.replace("?", "%3F"))
        assert page.title(), address
        assert page.evaluate("typeof window.hit") == "undefined"


def test_pages_work_below_a_path_of_a_server(served, site, tab):
    opened = tab(served)
    for address in addresses(site):
        assert opened.open(address).title(), address


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_is_wider_than_the_window_and_axe_has_no_serious_finding(look, site, tab):
    from axe_playwright_python.sync_playwright import Axe

    opened = tab(site, bypass_csp=True, **LOOKS[look])
    wanted = [
        address
        for address in addresses(site)
        if not address.startswith("tables/") or address in ("tables/trade.html", "tables/documents.html")
    ]
    found = {}
    for address in wanted:
        page = opened.open(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        # axe would fetch the styles again, which a page from disk may not
        report = Axe().run(page, options={"preload": False}).response
        bad = [
            (violation["id"], node["html"][:120])
            for violation in report["violations"]
            if violation["impact"] in SERIOUS
            for node in violation["nodes"]
        ]
        if bad:
            found[address] = bad
    assert found == {}


@pytest.mark.parametrize("look", LOOKS)
def test_every_kind_of_page_shows_something(look, site, tab):
    opened = tab(site, **LOOKS[look])
    shots = []
    for address in ("index.html", "dyads/NOR-PRT.html", "documents/alpha.html", "pictures.html", "console.html"):
        shots.append(opened.open(address).screenshot())
        width, height = struct.unpack(">II", shots[-1][16:24])
        assert {"width": width, "height": height} == LOOKS[look]["viewport"]
        blank = opened.page.evaluate("document.querySelector('main').innerText.trim() === ''")
        assert not blank, address
    assert len(set(shots)) == len(shots)


def test_the_grid_filters_sorts_and_gives_what_is_left(site, tab):
    page = tab(site).open("tables/trade.html")
    status = page.locator("#grid-status")
    assert status.inner_text() == "4 rows"
    page.get_by_label("Filter value", exact=True).press_sequentially(">=25")
    expect(status).to_have_text("3 of 4 rows")
    page.get_by_role("button", name="value", exact=True).press("Enter")
    cells = page.locator("[role=row] [role=gridcell][data-column=value]")
    assert cells.all_inner_texts() == ["25", "40", "40"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Filtered rows as CSV").click()
    lines = download.value.path().read_text("utf-8").splitlines()
    assert len(lines) == 4
    assert "claim_id" in lines[0]
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("Find in the columns shown").fill("second")
    expect(page.locator("#grid-status")).to_have_text("1 of 4 rows")


def test_a_filter_may_come_with_the_address_and_a_column_be_asked_for(site, tab):
    page = tab(site).open("tables/trade.html#measure=rank")
    expect(page.locator("#grid-status")).to_have_text("1 of 4 rows")
    heading = page.get_by_role("button", name="fact_id", exact=True)
    assert heading.count() == 0 or not heading.is_visible()
    page.get_by_label("Show fact_id").check()
    heading.wait_for(state="visible")


def test_a_scrolled_grid_keeps_its_rows_and_shows_others_in_them(site, tab):
    """What makes it smooth, however many rows there are: scrolling makes no element, takes none away and leaves no gap."""
    page = tab(site).open("tables/countries.html")
    count = len(VOCABULARIES["countries"].rows)
    seen = page.get_by_role("grid").evaluate(
        """async (grid) => {
          const rows = [...grid.querySelectorAll(".row")];
          const records = [];
          const made = new MutationObserver((some) => records.push(...some));
          made.observe(grid, { childList: true, subtree: true });
          let whole = true;
          for (let last = -1; last !== grid.scrollTop; ) {
            last = grid.scrollTop;
            grid.scrollTop += 400;
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            const places = rows.map((row) => row.ariaRowIndex - 2).sort((a, b) => a - b);
            const edge = (grid.scrollTop + grid.clientHeight - grid.querySelector(".headings").offsetHeight) / 34;
            whole &&= places[0] <= grid.scrollTop / 34 && places.at(-1) + 1 >= Math.floor(edge);
            whole &&= places.every((place, index) => place === places[0] + index);
          }
          // rows change their order only, and only at rest
          const changed = records.concat(made.takeRecords()).filter(({ target }) => !target.classList.contains("rows"));
          return {
            rows: rows.length, whole, changed: changed.length,
            same: new Set([...rows, ...grid.querySelectorAll(".row")]).size === rows.length,
          };
        }"""
    )
    assert count > 200
    assert seen == {"rows": seen["rows"], "whole": True, "changed": 0, "same": True}
    assert seen["rows"] <= 560 // 34 + 12  # as many as are seen, and a few
    assert page.locator(".grid .cell").count() == seen["rows"] * page.locator(".grid .heading").count()


def test_rows_that_were_scrolled_to_are_read_in_the_order_in_which_they_are_seen(site, tab):
    page = tab(site).open("tables/countries.html")
    grid = page.get_by_role("grid", name="Rows of countries")
    published = [row["value"] for row in VOCABULARIES["countries"].rows]
    assert grid.get_attribute("aria-rowcount") == str(len(published) + 1)
    for key, end in (("PageDown", None), ("End", len(published) - 1), ("Home", 0)):
        grid.press(key)
        if end is not None:
            last = page.locator(f".grid .row[aria-rowindex='{end + 2}']")
            for _ in range(5):  # a browser that still scrolls for the key before may let the next one go
                with suppress(AssertionError):
                    expect(last).to_be_in_viewport(timeout=10_000)
                    break
                grid.press(key)
            expect(last).to_be_in_viewport()
        read = page.wait_for_function(
            """() => {
              const rows = [...document.querySelectorAll(".grid .row")];
              const places = rows.map((row) => row.ariaRowIndex - 2);
              const inOrder = places.every((place, index) => place === places[0] + index);
              return inOrder && rows.map((row, index) => [places[index], row.querySelector("[data-column=value]").textContent]);
            }"""
        ).json_value()
        assert [value for _, value in read] == [published[place] for place, _ in read]


def test_what_has_the_focus_and_is_scrolled_away_gives_it_to_the_grid(site, tab):
    page = tab(site).open("tables/countries.html")
    focused = page.get_by_role("grid").evaluate(
        """async (grid) => {
          const cell = grid.querySelectorAll(".cell")[40];
          cell.tabIndex = -1;  // as a link in it would be
          cell.focus();
          const found = [];
          for (const top of [68, 4000]) {
            grid.scrollTop = top;
            await new Promise((done) => setTimeout(done, 400));
            found.push(document.activeElement === cell ? "cell" : document.activeElement === grid ? "grid" : "lost");
          }
          return found;
        }"""
    )
    assert focused == ["cell", "grid"]


def test_a_cell_leads_to_the_page_of_the_row_that_it_shows(site, tab):
    page = tab(site).open("tables/trade.html")
    page.get_by_label("Filter measure", exact=True).fill("rank")
    expect(page.locator("#grid-status")).to_have_text("1 of 4 rows")
    (row,) = [row for row in small_tables.make_tables()["trade"].to_pylist() if row["measure"] == "rank"]
    link = page.locator(".grid .cell[data-column=claim_id] a")
    assert link.get_attribute("href") == f"../documents/bravo.html#{row['claim_id']}"
    assert link.inner_text() == row["claim_id"]


def test_the_grid_sorts_by_several_columns_and_empty_cells_come_last(site, tab):
    page = tab(site).open("tables/trade.html")
    heading = page.get_by_role("columnheader").filter(has=page.get_by_role("button", name="commodity", exact=True))

    def cells(name):
        return page.locator(f".grid .cell[data-column={name}]").all_inner_texts()

    page.get_by_role("button", name="value", exact=True).click()
    assert cells("value") == ["2", "25", "40", "40"]
    page.get_by_role("button", name="commodity", exact=True).click(modifiers=["Shift"])
    assert heading.get_attribute("aria-sort") == "ascending"
    assert cells("value") == ["25", "40", "40", "2"]
    assert cells("commodity") == ["wheat", "wheat", "wheat", "\u00b7"]
    page.get_by_role("button", name="commodity", exact=True).click(modifiers=["Shift"])
    assert heading.get_attribute("aria-sort") == "descending"
    assert cells("value") == ["25", "40", "40", "2"]
    page.get_by_role("button", name="value", exact=True).click()
    assert heading.get_attribute("aria-sort") == "none"
    assert cells("value") == ["40", "40", "25", "2"]


def test_a_column_can_be_drawn_wider_and_its_cells_follow(site, tab):
    page = tab(site).open("tables/trade.html")
    heading = page.locator(".grid .heading").first
    before = heading.bounding_box()
    edge = before["x"] + before["width"]
    page.mouse.move(edge, before["y"] + 10)
    page.mouse.down()
    page.mouse.move(edge + 50, before["y"] + 10)
    page.mouse.up()
    cell, second = (page.locator(".grid .row").first.locator(".cell").nth(number).bounding_box() for number in (0, 1))
    assert heading.bounding_box()["width"] == cell["width"] == before["width"] + 50
    assert second["x"] == cell["x"] + cell["width"]


def test_what_the_grid_shows_is_what_was_published(site, tab):
    page = tab(site).open("tables/arms_transfers.html")
    with page.expect_download() as download:
        page.get_by_role("button", name="as JSON").click()
    shown = json.loads(download.value.path().read_text("utf-8"))
    published = small_tables.make_tables()["arms_transfers"].to_pylist()
    assert [row["claim_id"] for row in shown] == [row["claim_id"] for row in published]
    assert [row["value"] for row in shown] == [row["value"] for row in published]


def test_the_address_of_a_claim_leads_to_its_marked_words(site, tab):
    (claim,) = [row for row in small_tables.make_tables()["trade"].to_pylist() if row["measure"] == "rank"]
    page = tab(site, viewport={"width": 1280, "height": 700}).open(f"documents/bravo.html#{claim['claim_id']}")
    assert page.locator(".claim:target").get_attribute("id") == claim["claim_id"]
    lit = page.locator(".text mark.lit")
    assert lit.all_inner_texts() == ["ranks second"]
    assert lit.evaluate(
        "mark => { const box = mark.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }"
    )


def test_a_number_in_the_text_leads_to_its_claim_by_keyboard(site, tab):
    page = tab(site).open("documents/alpha.html")
    page.get_by_role("link", name="Claim 2", exact=True).press("Enter")
    assert page.locator(".claim:target .n").inner_text() == "2"


def test_every_picture_is_drawn_and_can_be_saved(site, tab):
    opened = tab(site)
    count = opened.open("pictures.html").locator("figure[data-picture]").count()
    assert count >= 4
    for index in range(count):
        # A page of its own for each: Chromium silently drops what one page saves beyond ten files in a burst.
        page = opened.open("pictures.html")
        figure = page.locator("figure[data-picture]").nth(index)
        expect(figure.locator(".drawing svg path").first).to_be_attached()
        for kind, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
            with page.expect_download() as download:
                figure.get_by_role("button", name=kind).click()
            assert download.value.path().read_bytes().startswith(start)
        assert "SELECT" in figure.locator("pre").first.text_content()


def test_a_mark_of_a_picture_leads_to_the_words_behind_it(site, tab):
    page = tab(site).open("pictures.html")
    page.locator("figure[data-picture=events] .mark-rule line").first.click(force=True)
    page.wait_for_url("**/documents/*.html#*")
    assert page.locator(".claim:target").count() == 1


@pytest.mark.parametrize(
    ("question", "kind", "found"),
    [
        ("fjord", "organisation", "Fjord Works"),
        ("norway portugal", "countries", "Norway – Portugal"),
        ("reporter_country", "column", "trade.reporter_country"),
        ("kari", "person", "Kari Vik"),
        ("met her colleague", "quote", "met her colleague in Lisbon on 3 May 2021"),
        ("On bravo", "document", "On bravo"),
    ],
)
def test_search_finds(question, kind, found, site, tab):
    page = tab(site).open("search.html")
    page.get_by_role("searchbox").fill(question)
    hit = page.locator("#results li").filter(has=page.get_by_role("link", name=found, exact=True)).first
    expect(hit.locator(".tag")).to_have_text(kind)


def test_a_question_may_come_with_the_address_and_nothing_found_is_said(site, tab):
    page = tab(site).open("search.html#q=zebra%20of%20nowhere")
    expect(page.get_by_role("status")).to_have_text("Nothing found.")


def test_colours_can_be_chosen_and_are_remembered(site, tab):
    opened = tab(site)
    page = opened.open("index.html")
    for theme in ("light", "dark"):
        page.get_by_role("button", name="Colours").click()
        assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert opened.open("tables.html").evaluate("document.documentElement.dataset.theme") == "dark"
