"""No sentence, however garbled, fails the reader or has it go on for ever: words dropped, doubled, swapped and shouted."""

import random
import signal

import pytest
from expected import groups

from pipeline.annotate import mending
from pipeline.extract import load_reader
from pipeline.records import Document

GARBLED = 700
STUCK = 20  # seconds after which a sentence of some thirty words has no end
SCRAPS = [",", "(", ")", "and", "of", "the", "which", "'s", "-", ";", ":", '"', "to", "who", "$5 million", "30 percent"]


def _garbled(chance, words, text):
    told = text.split()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(told))
        match chance.randrange(5):
            case 0:
                told[at] = chance.choice(words)
            case 1:
                del told[at : at + (len(told) > 3)]
            case 2:
                told.insert(at, chance.choice(SCRAPS))
            case 3:
                other = chance.randrange(len(told))
                told[at], told[other] = told[other], told[at]
            case _:
                told[at] = told[at].upper()
    return " ".join(told)


def _stuck(*_):
    raise TimeoutError("the reader found no end")


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no alarm on this system")
def test_garbled_sentences_are_read_to_their_end():
    chance, texts = random.Random(7), [entry["text"] for _, entry in groups()]
    words, reader = [word for text in texts for word in text.split()], load_reader()
    before = signal.signal(signal.SIGALRM, _stuck)
    try:
        for _ in range(GARBLED):
            text = f"{_garbled(chance, words, chance.choice(texts))} {chance.choice(texts)}"
            signal.alarm(STUCK)
            reader.read_one(Document("garbled", "garbled.txt", text, ""))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class _Word:
    """As much of a token as a mend changes."""

    def __init__(self, dep):
        self.dep_ = dep


def test_mends_that_make_no_tree_are_undone(monkeypatch):
    def hang_round(tokens, heads):
        heads[1], heads[2], tokens[1].dep_ = 2, 1, "appos"

    monkeypatch.setattr(mending, "_mend_all", hang_round)
    words, heads = [_Word("ROOT"), _Word("dobj"), _Word("amod")], [0, 0, 1]
    mending.mend(words, heads)
    assert heads == [0, 0, 1]
    assert [word.dep_ for word in words] == ["ROOT", "dobj", "amod"]
