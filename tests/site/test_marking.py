"""The text of a document as far as it may be shown: what is marked, what is left out, and why."""

from pipeline.site.marking import Gap, MarkedSentence, Segment, mark

TEXT = "A met B in Oslo. C said so. No deal was made. They left."
SPANS = ((0, 16), (17, 27), (28, 45), (46, 56))
REASONS = {"negated": "Negated", "repeat": "Repeat"}


def sentences(*, words, refused=(None, None, "negated", None)):
    return [
        {"sentence": i, "start": a, "end": b, "text": TEXT[a:b] if words else None, "kind": "body", "refused": why}
        for i, ((a, b), why) in enumerate(zip(SPANS, refused, strict=True))
    ]


def claim(start, end, *, words=True):
    return {"evidence_start": start, "evidence_end": end, "evidence": TEXT[start:end] if words else None}


def shown(part):
    return "".join(segment.text if segment.text is not None else "…" for segment in part.segments)


def test_full_text_is_shown_whole_with_its_evidence_cut_out():
    parts = mark(sentences(words=True), [claim(2, 7)], REASONS)
    assert [shown(part) for part in parts] == [TEXT[a:b] for a, b in SPANS]
    assert parts[0].segments == (Segment("A ", (), ()), Segment("met B", (0,), (0,)), Segment(" in Oslo.", (), ()))
    assert [part.reason for part in parts] == [None, None, "Negated", None]


def test_quotes_show_the_evidence_and_nothing_else():
    parts = mark(sentences(words=False), [claim(2, 7)], REASONS)
    assert isinstance(parts[0], MarkedSentence)
    assert shown(parts[0]) == "…met B…"
    assert parts[1:] == [Gap(1, 3, 10 + 17 + 10, [(2, "Negated")])]


def test_evidence_that_overlaps_is_cut_so_that_each_part_knows_all_its_claims():
    (sentence, *_) = mark(sentences(words=False), [claim(0, 7), claim(2, 15)], REASONS)
    assert [(s.text, s.claims, s.ending) for s in sentence.segments] == [
        ("A ", (0,), ()),
        ("met B", (0, 1), (0,)),
        (" in Oslo", (1,), (1,)),
        (None, (), ()),
    ]


def test_evidence_over_two_sentences_is_marked_in_both_and_numbered_where_it_ends():
    first, second, _ = mark(sentences(words=False), [claim(11, 23)], REASONS)
    assert (shown(first), shown(second)) == ("…Oslo.", "C said…")
    assert [s.ending for s in (*first.segments, *second.segments)] == [(), (), (0,), ()]


def test_where_no_words_may_be_published_the_places_stay():
    (sentence, _) = mark(sentences(words=False), [claim(2, 7, words=False)], REASONS)
    assert [(s.text, s.claims) for s in sentence.segments] == [(None, ()), (None, (0,)), (None, ())]


def test_characters_beyond_the_basic_plane_count_as_one():
    text = "😀 Norway buys wheat."
    rows = [{"sentence": 0, "start": 0, "end": len(text), "text": text, "kind": "body", "refused": None}]
    (sentence,) = mark(rows, [{"evidence_start": 2, "evidence_end": 8, "evidence": "Norway"}], REASONS)
    assert sentence.segments[1].text == "Norway"
