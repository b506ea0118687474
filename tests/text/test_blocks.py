"""Lines typed to a width are put together; where each line stands for itself nothing changes."""

from __future__ import annotations

from pipeline.text.blocks import blocks

TYPED = """VISIT OF THE PREMIER OF TONGA

Mr. Sione Tupou, the Premier of Tonga, who is accompanied by
his wife and by two of his ministers, is visiting Samoa as the
guest of the Government from 4th to 9th August. During his
stay in Apia he will have discussions with the Prime Minister
and with other members of the Cabinet on shipping, on
fisheries and on the training of teachers.

1. The two Premiers welcomed the recent signing of a treaty
2. They agreed that officials of both sides would meet again
"""

PLAIN = """Tonga and Samoa sign treaty
A photograph of the two premiers in front of the parliament in
Apia, taken by an official of the ministry
Tonga and Samoa signed a treaty on fisheries on Monday, and the premiers of both states called it a beginning.
- Tonga opens an embassy
- Samoa opens a school
"""


def _texts(text: str) -> list[str]:
    return [text[start:end].replace("\n", " ") for start, end in blocks(text)]


def test_a_paragraph_typed_to_a_width_is_one_block():
    found = _texts(TYPED)
    assert found[0] == "VISIT OF THE PREMIER OF TONGA"
    assert found[1].startswith("Mr. Sione Tupou") and found[1].endswith("on the training of teachers.")
    assert found[2].startswith("1. ") and found[3].startswith("2. ")
    assert len(found) == 4


def test_lines_that_stand_for_themselves_stay_apart():
    assert _texts(PLAIN) == [line for line in PLAIN.split("\n") if line]


def test_blocks_cover_all_but_the_line_breaks():
    for text in (TYPED, PLAIN, "", "\n\n", "one line"):
        spans = list(blocks(text))
        assert all(a < b for a, b in spans)
        assert "".join(text.split()) == "".join("".join(text[a:b] for a, b in spans).split())
