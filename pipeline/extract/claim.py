"""What every claim of a sentence shares: evidence, date, speaker, hedge, rule; and phrases as the tables write them.

In: one annotated sentence with the discourse before it. Out: the shared columns of a row, without ids.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.dates import When
from pipeline.annotate.document import AnnotatedSentence
from pipeline.annotate.values import Value
from pipeline.extract.afterwards import after_what
from pipeline.extract.discourse import Discourse
from pipeline.extract.modality import Mood
from pipeline.extract.others_dates import of_clauses_of_places
from pipeline.extract.parties import Parties
from pipeline.extract.predications import of_verb
from pipeline.extract.speakers import speaker
from pipeline.extract.timing import (
    begins_and_ends,
    date_beside,
    dates_for,
    end_of_change,
    of_compared,
    only_compares,
    parted,
)
from pipeline.extract.told_dates import settle, told_before
from pipeline.extract.tree import between, is_infinitive, without_relatives
from pipeline.lexicons import load
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_LEADING_TO, _LEADING_IN = (frozenset(load("syntax")[key]) for key in ("leading_to", "leading_in"))
_MAKERS = frozenset({"by", "with", "between", "of", "from"})
_LONGEST = 12  # words behind a noun that still are its phrase
_OPENING = frozenset({"DET", "PRON", "VERB", "AUX", "PART"})


class Claims:
    """Builds the shared part of the claims of one sentence."""

    def __init__(self, sentence: AnnotatedSentence, discourse: Discourse) -> None:
        self.sentence = sentence
        self.discourse = discourse
        self.parties = Parties(sentence, discourse)
        self.heads = [t for t in sentence.doc if t.pos_ == "VERB"]

    def base(
        self,
        head: Token,
        trigger: Token,
        tokens: list[int],
        rule: str,
        mood: Mood,
        hedge: str | None = None,
        value: Value | None = None,
    ) -> Row:
        """The shared columns of a claim that rests on `tokens` and is told by the clause of `head`; `value` may have its own date."""
        # "notified Congress in March of a possible sale": the sale is to come, the notice is not
        planned = mood.hedge == "planned" or (hedge == "planned" and head.tag_ != "VBD")
        whens = self.when(head, trigger, planned, value)
        start, end = self.sentence.span(*self._whole_names(min(tokens), max(tokens) + 1))
        if value is not None and len(whens) > 1:  # "six jets came in 2001 and 2020": the number is of both together
            whens = [end_of_change(w, value) for w in _together(whens)]
        if value is not None and head.tag_ == "VBD":
            whens = [_reached(w, self.sentence.doc.text) for w in whens]
        when = whens[0] if whens else None
        return {
            "sentence": self.sentence.sentence.index,
            "evidence_start": start,
            "evidence_end": end,
            "date": when.edtf if when else None,
            "date_text": self.sentence.doc.text[when.start : when.end]
            if when and (when.relative or when.edtf is None)
            else None,
            "dates": [w.edtf for w in whens],
            "attributed_to": self.attribution(head, tokens),
            "hedge": hedge or mood.hedge,
            "rule": rule,
            "heading": self.sentence.sentence.heading,
        }

    def _whole_names(self, start: int, end: int) -> tuple[int, int]:
        """The tokens of some words, and of the names that they begin or end in: "CY Leung met", not "Leung met"."""
        first, last = self.sentence.name_at.get(start), self.sentence.name_at.get(end - 1)
        return min(start, first.start if first else start), max(end, last.end if last else end)

    def when(self, head: Token, trigger: Token, planned: bool, value: Value | None = None) -> list[When]:
        """The dates that hold for an act or its number, with what the context tells of them."""
        beside = date_beside(value, self.sentence) if value else None
        others = of_compared(value, self.sentence)
        if value is not None:
            others = [*others, *of_clauses_of_places(head, self.sentence)]
        found = [beside] if beside else dates_for(self.sentence, head, trigger, self.heads, others)
        found = [w for w in found if not only_compares(w, self.sentence)]
        settled = [settle(w, self.sentence, self.discourse, head, planned) for w in found]
        if settled and value is not None and value.pole == "from" and beside is None:
            settled = [w for w in settled if begins_and_ends(w)]  # "fell in 2023 to 2 million from 3"
            if not settled:
                return []
        if not (settled or planned):
            settled = told_before(self.sentence, self.discourse, head)
            settled = settled or ([] if value else after_what(self.sentence, head))
        return [w if self._right_behind(value, w) else end_of_change(w, value) for w in settled] if value else settled

    def _right_behind(self, value: Value, when: When) -> bool:
        """ "from 69 percent in 2014-18 to 48 percent in 2019-23": a span of the number's own, no time of the whole change."""
        return self.sentence.doc.text[value.end : when.start].strip() == "in"

    def attribution(self, head: Token, tokens: list[int]) -> str | None:
        """Who says the clause, if the text names somebody: a person, an organisation, or an office with its state."""
        token = speaker(head)
        if token is None or token.i in tokens or parted(head, token):
            return None
        held = self.sentence.entity_at.get(token.i)
        if held:
            return held.name
        for sub in without_relatives(token):
            inner = self.sentence.entity_at.get(sub.i)
            if inner and sub.dep_ in {"compound", "poss", "pobj", "appos", "nmod"}:
                return inner.name
        found = self.parties.of(token, conjuncts=False)
        return found[0].name if found else None

    def phrase(self, noun: Token) -> str:
        """A noun with what belongs to it, as written, without its article: "free trade agreement"."""
        doc = self.sentence.doc
        held = self.sentence.name_at.get(noun.i)
        if held:
            return doc[held.start : held.end].text
        owner = next((c for c in noun.lefts if c.dep_ == "poss"), None)
        start, end = owner.right_edge.i + 1 if owner is not None else noun.left_edge.i, noun.i + 1
        links = {"of", "on", "for"} | ({"to"} if noun.lemma_.lower() in _LEADING_TO else set())
        links |= {"in"} if noun.lemma_.lower() in _LEADING_IN else set()
        for child in noun.rights:
            short = child.right_edge.i - noun.i <= _LONGEST
            if short and child.dep_ == "prep" and child.lower_ in links:
                end = child.right_edge.i + 1
            elif child.dep_ in {"acl", "relcl"} and is_infinitive(child):  # "bid to host the games"
                end = self._end_of_aim(noun.i, child.right_edge.i + 1) or end
                break
            else:
                break
        end = next((t.i for t in doc[noun.i + 1 : end] if t.lower_ in {"with", "between"}), end)
        while end > noun.i + 1 and (
            doc[end - 1].pos_ == "ADJ" or doc[end - 1].lower_ == "consistent"
        ):  # "its right to defend itself consistent with law"
            end -= 1
        end = self._before_date(noun.i + 1, max(end, self._end_of_title(noun)))
        while start < noun.i and (value := self.sentence.value_at.get(start)) is not None and value.kind == "money":
            start += 1  # "$375 million contract"
        while start < noun.i and doc[start].is_punct:
            start += 1
        text = re.split(r" \((?=[\d,; ]+\)?)", doc[start:end].text)[0]  # "Agreement on Tourism (1999)"
        text = re.sub(r"^\d{4} ?[:\u2013\u2014-] ", "", text)  # "2006 - Free trade agreement" in a chronology
        return (
            re.sub(
                r"^(?:also )?(?:the|a|an|its|their|his|her|our|another|today|yesterday|this|that|these|two|several|both|first|mainly|chiefly|mostly|primarily|notably|especially|largely)\s+",
                "",
                text,
                flags=re.I,
            ).strip(" ,\"'")
            or noun.text
        )

    def _end_of_aim(self, start: int, end: int) -> int | None:
        """Where the words of an aim end: a long one before its next clause, "efforts to fight hunger | and their pledge …"."""
        if end - start <= _LONGEST + 1:
            return end
        near = self.sentence.doc[start + 2 : start + _LONGEST].tokens
        joins = (t for t in near if t.text in {",", ";"} or (t.lower_ == "and" and t.doc[t.i + 1].pos_ in _OPENING))
        return next((t.i for t in joins), None)

    def _before_date(self, start: int, end: int) -> int:
        """ "a treaty of peace in 1850": when an act was is no part of what it is about."""
        last = next((t.i for t in reversed(self.sentence.doc[start:end].tokens) if t.lower_ in {"in", "on"}), end)
        dated = last + 1 < end and all(t.i in self.sentence.date_at for t in self.sentence.doc[last + 1 : end])
        return last if dated else end

    def _end_of_title(self, noun: Token) -> int:
        """ "a Treaty Establishing Friendly Relations": the words behind a capitalised noun that are its name too."""
        doc, end = self.sentence.doc, noun.i + 1
        if noun.is_lower or end == len(doc) or doc[end].tag_ != "VBG":
            return end
        while end < len(doc) and doc[end].text[:1].isupper():
            end += 1
        return end

    def named_after(self, noun: Token) -> str | None:
        """The name that a phrase is given: "a joint venture, known as X", "a company called X"."""
        described = noun.head if noun.dep_ == "appos" else None  # "Alta Bora, a joint venture of …", "Alta Bora is a …"
        if noun.dep_ == "attr":
            described = next((s for s in of_verb(noun.head).subjects if s.i in self.sentence.name_at), None)
        if described is not None and described.i in self.sentence.name_at:
            name = self.sentence.name_at[described.i]
            return self.sentence.doc[name.start : name.end].text
        for token in noun.subtree:
            if token.i > noun.i and token.i in self.sentence.name_at and not told_by_maker(token, noun):
                name = self.sentence.name_at[token.i]
                return self.sentence.doc[name.start : name.end].text
        match = re.search(
            r"\b(?:called|named|known as|dubbed)\s+(?:the\s+)?((?:[A-Z][\w'-]*\s?)+)",
            self.sentence.doc.text[noun.idx :],
        )
        return match.group(1).strip() if match else None


def told_by_maker(token: Token, noun: Token) -> bool:
    """ "a joint venture launched by X and Y": whether a name below a noun is of those who made what the noun names."""
    return any(t.dep_ == "agent" or (t.dep_ == "prep" and t.lower_ in _MAKERS) for t in between(token, noun))


def _reached(when: When, text: str) -> When:
    """ "By 1985 there were 8,000": a number that was reached by a time is of that time."""
    told = re.search(r"\bby $", text[: when.start], re.I) or text[when.start :].lower().startswith("by ")
    return replace(when, edtf=when.edtf.removeprefix("../")) if told and when.edtf else when


def _together(whens: list[When]) -> list[When]:
    """Several dates as the time from the first to the last; as they are where one is no plain date."""
    told = sorted(w.edtf for w in whens if w.edtf and "/" not in w.edtf)
    return [replace(whens[0], edtf=f"{told[0]}/{told[-1]}")] if len(told) == len(whens) else whens


def numbers(value: Value | None, sign: int = 1) -> Row:
    """The columns of a claim's number; `sign` is -1 for a fall or a deficit."""
    if value is None:
        return {"value": None, "value_min": None, "value_max": None, "unit": None}
    number = value.number if value.number is None else sign * value.number
    return {"value": number, "value_min": value.low, "value_max": value.high, "unit": value.unit}
