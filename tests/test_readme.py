"""The README says what the project gives today."""

import refresh_readme


def test_answers_and_picture_are_those_of_the_published_package():
    assert refresh_readme.README.read_text(encoding="utf-8") == refresh_readme.refreshed(), (
        "the README is behind: run `python tests/refresh_readme.py`"
    )


def test_it_asks_five_questions():
    assert len(refresh_readme.BLOCK.findall(refresh_readme.README.read_text(encoding="utf-8"))) == 5
