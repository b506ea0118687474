"""README and docs say what the project gives today."""

import pytest
import refresh_readme


@pytest.mark.parametrize("page", refresh_readme.PAGES, ids=lambda page: page.name)
def test_what_is_made_from_the_project_is_as_the_project_stands(page):
    assert page.read_text(encoding="utf-8") == refresh_readme.refreshed(page), (
        f"{page.name} is behind: run `python tests/refresh_readme.py`"
    )


def test_every_kind_of_made_part_stands_somewhere():
    texts = [page.read_text(encoding="utf-8") for page in refresh_readme.PAGES]
    assert [name for name in refresh_readme.MADE if sum(f"<!-- {name} -->" in text for text in texts) != 1] == []


def test_a_newcomer_reads_it_in_one_sitting():
    assert len(refresh_readme.README.read_text(encoding="utf-8").splitlines()) <= 250


def test_it_asks_five_questions():
    assert len(refresh_readme.BLOCK.findall(refresh_readme.README.read_text(encoding="utf-8"))) == 5
