"""Names of organisations in one sentence: by gazetteer, by the grammar of their heads, by what stands beside them.

In: a parsed sentence. Out: `Name`s as token spans, which may overlap; `names` chooses.
"""

from __future__ import annotations

from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import ahocorasick

from pipeline.annotate.gazetteer import forms
from pipeline.annotate.name_words import (
    Name,
    all_heads,
    head_kind,
    is_capital,
    is_place,
    kinds_by_noun,
    words,
)
from pipeline.annotate.organisation_words import (
    is_firm,
    is_whole,
    leads_to_matter,
    lists_fields,
    names_body,
    names_none,
    to_head,
    to_short_form,
    without_office,
)
from pipeline.annotate.titles import ends_titles, opens_with_title, title_before, title_words
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc, Span, Token
_SPANS_OF_TIME = frozenset({"hours", "days", "weeks", "months", "minutes", "years"})


@cache
def known_organisations() -> dict[str, dict[str, Any]]:
    """Form of a name → its entry in the gazetteer of organisations."""
    found: dict[str, dict[str, Any]] = {}
    for entry in load("organisations"):
        for form in [entry["name"], entry.get("short"), entry.get("usual"), *entry.get("aliases", [])]:
            if form:
                found.setdefault(str(form), entry)
    return found


@cache
def _organisation_machine() -> Any:
    machine = ahocorasick.Automaton()
    for form in sorted(known_organisations()):
        machine.add_word(form, form)
    machine.make_automaton()
    return machine


def known(doc: Doc) -> list[Name]:
    """Names that the gazetteer has."""
    found = []
    text = doc.text
    for last, form in _organisation_machine().iter(text):
        start = last + 1 - len(form)
        if text[start - 1 : start].isalnum() or text[last + 1 : last + 2].isalnum() or text[last + 1 : last + 2] == "-":
            continue
        span = doc.char_span(start, last + 1)
        timed = span is not None and span[-1].text.isdigit() and doc[span.end : span.end + 1].text in _SPANS_OF_TIME
        if span is None or timed:  # "gave France 24 hours"
            continue
        entry = known_organisations()[form]
        armed = entry["type"] == "media" and doc[span.end : span.end + 1].text in words("armed_words")
        if not (armed or (form in forms() and forms()[form][1] == "name")):  # "AFP troops": the acronym of an army
            found.append(Name(span.start, span.end, "organisation", form, entry["type"], None, entry["name"]))
    return found


def _runs(doc: Doc) -> list[tuple[int, int]]:
    """Runs of capitalised words, joined by connectors ("Ministry of Digital Development and Transport")."""
    runs, i, size, tokens = [], 0, len(doc), doc.tokens
    while i < size:
        if not is_capital(tokens[i]) or tokens[i].pos_ in {"PRON", "AUX"}:
            i += 1
            continue
        j = i + 1
        while j < size and (step := _step(doc, i, j)):
            j += step
        end = j
        while end > i and not is_capital(doc[end - 1]):
            end -= 1
        runs.append((i, end))
        i = max(j, i + 1)
    return runs


def _step(doc: Doc, start: int, at: int) -> int:
    """How many tokens the run from `start` goes on by at `at`; 0 where it ends."""
    token, behind = doc[at], doc.tokens[at + 1 : at + 2]
    following = behind[0].text if behind else ""
    opens = bool(behind) and is_capital(behind[0])
    if is_capital(token):
        opens_name = token.text == "The" and _holds_head(doc, at, at + 4)  # "Fight Racism | The Partnerships Office"
        return 0 if opens_name or _after_state(doc, start, at) else 1
    if token.text in {"-", "&"}:
        return int(opens)
    if token.text in {"'s", "'"}:
        return int(opens and _owns_in_name(doc, at))
    if token.text in {"of", "for"} and (opens or following == "the"):
        if not _holds_head(doc, start, at) or (
            token.text == "of" and following == "the" and is_whole([t.text for t in doc[start:at]])
        ):
            return 0
        if token.text == "of" and is_place(following) and is_firm([t.text for t in doc[start:at]]):
            return 0
        if token.text == "of" and _opens_another(doc, at + 2 if following.lower() == "the" else at + 1):
            return 0
        if following in {"the", "The"}:
            return 2 if at + 2 < len(doc) and is_capital(doc[at + 2]) else 0
        return int(doc[at + 1].is_alpha or "." in following)
    if token.text == "and" and opens:
        return int(_joins(doc, start, at))
    if token.text == ",":
        return lists_fields(doc, start, at)
    return int(token.text == "on" and leads_to_matter(doc, at))


def _owns_in_name(doc: Doc, at: int) -> bool:
    """Whether the possessive at `at` is of the name: "People's Bank", "Exporters' Union"."""
    return doc[at - 1].lower_.removesuffix("'") in words("owners_in_names")


def _after_state(doc: Doc, start: int, at: int) -> bool:
    """ "Communist Party of China | Liu Jianchao": a name ends with the state behind its "of"."""
    if at - start < 3 or doc[at - 2].text != "of" or not is_place(doc[at - 1].text):
        return False
    return not is_place(f"{doc[at - 1].text} {doc[at].text}") and head_kind([doc[at].text]) is None


def _holds_head(doc: Doc, start: int, end: int) -> bool:
    return head_kind([t.text for t in doc[start:end]]) is not None


def _opens_another(doc: Doc, at: int) -> bool:
    """Whether a larger body's name begins at `at`: "Department of Trade of the | Ministry of …", "… of the | Communist Party"."""
    tokens = [t.text for t in takewhile(is_capital, doc[at:])]
    opens = bool(tokens) and doc[at + 1 : at + 2].text in {"of", "for"} and head_kind(tokens[:1]) is not None
    closes = len(tokens) > 1 and head_kind(tokens) in words("parent_kinds") and head_kind(tokens[-1:]) is not None
    return (opens or closes) and not is_place(" ".join(tokens))


def _named_by_head(tokens: list[str]) -> bool:
    """Whether what stands before "of" or "for" is a head, so that behind it may stand any field: "Institute for Trade"."""
    link = next((i for i, t in enumerate(tokens) if t in {"of", "for", "on"}), None)
    if not link or head_kind(tokens[:link]) is None or tokens[link - 1] in words("not_organisation"):
        return False
    return tokens[-1] not in words("not_organisation") or tokens[-1] in words("fields")


def _joins(doc: Doc, start: int, at: int) -> bool:
    """Whether an "and" joins two words of one name: "Ministry of Trade and Industry", "Carbon Capture and Storage Institute"."""
    before = [t.text for t in doc[start:at]]
    after = [t.text for t in takewhile(is_capital, doc[at + 1 :])]
    if is_place(before[-1]) or is_place(after[0]) or doc[at - 1].ent_type_ == "PERSON":
        return False
    link = next((i for i, t in enumerate(before) if t in {"of", "for", "on"}), 0)
    if link and head_kind(before[:link]) in words("joining_kinds"):
        return not names_body(after) and not opens_with_title(after)
    if not head_kind(after) or head_kind(before) or " ".join(after) in known_organisations():
        return False
    if head_kind(after) == "company" and start and doc[start - 1].lower_ in {"by", "between", "with", "both"}:
        return False  # "launched by Telenor and Grameen Telecom"
    return len(after) > 1 and (len(before) == 1 or len(after) == 2)


def _strip_front(doc: Doc, start: int, end: int) -> int:
    """Drop what stands before a name but is not of it: "The", "In", a possessor ("Brazil's")."""
    while start < end and (doc[start].lower_ in words("before_names") or doc[start].pos_ == "PRON"):
        start += 1
    for i in range(end - 1, start, -1):
        if doc[i].text in {"'s", "'"} and not (is_capital(doc[i - 1]) and _owns_in_name(doc, i)):
            return i + 1
    return start


def _before_title(doc: Doc, start: int, end: int) -> int:
    """Where a title starts inside a run of capitals: "Congress Party President Sonia Gandhi" ends after "Party"."""
    for i in range(start + 1, end):
        title = title_before(doc, i + 1) if i + 1 < end else None
        if title and title[0] >= start:
            return title[0]
    return end


def _before_person(doc: Doc, start: int, end: int) -> int:
    """Where a person's name begins behind a whole name: "Bureau of Energy Affairs | Ann Lee"."""
    for ent in doc.ents:
        person = ent.label_ == "PERSON" and len(ent) > 1 and start < ent.start < end <= ent.end
        alone = ent.start == start + 1 and head_kind([doc[start].text]) != "ministry"  # "Treasury | Ann Lee" is none
        if not alone and person and _holds_head(doc, start, ent.start) and is_capital(doc[ent.start - 1]):
            return ent.start
    return end


def _opens_with_known(tokens: list[str]) -> bool:
    """ "General Dynamics Land Systems": a known name whose first word is a title too."""
    return any(" ".join(tokens[:k]) in known_organisations() for k in range(2, len(tokens)))


def _titled_body(tokens: list[str]) -> bool:
    """ "General Dynamics Land Systems", "General Department of Taxation": no title, though the first word may be one."""
    return _opens_with_known(tokens) or (tokens[0] in words("titles_in_names") and head_kind(tokens[1:2]) is not None)


def _bare(tokens: list[str]) -> bool:
    """Only a head word and a state: "Israeli Embassy" is a name, "Chinese Group", "Government" and "Embassy" are not."""
    if " ".join(tokens) in all_heads() and head_kind(tokens) in words(
        "headless_kinds" if len(tokens) == 1 else "bare_kinds"
    ):
        return True
    if head_kind(tokens) == "company" and all(t.lower() in words("portfolios") | {"and", "&"} for t in tokens):
        return True  # "Science and Technology", a field
    if head_kind(tokens) == "university" and all(t.lower() in words("portfolios") or is_place(t) for t in tokens):
        return True  # "School Education", a field too
    content = [t for t in tokens if t not in words("connectors") and not is_place(t)]
    return len(content) == 1 and content[0] in words("bare_heads")


def by_grammar(doc: Doc) -> list[Name]:
    """Names told by their head: "Ministry of …", "… Aerospace", "Bank of …"."""
    found = []
    for start, end in _runs(doc):
        start = _strip_front(doc, start, end)
        end = _before_person(doc, start, _before_title(doc, start, end))
        tokens = without_office(to_head([t.text for t in doc.tokens[start:end]]))
        end = to_short_form(doc, start, start + len(tokens))
        tokens = [t.text for t in doc.tokens[start:end]]
        kind = head_kind(tokens)
        if kind is None or not 2 <= len(tokens) <= 14 or _bare(tokens) or names_none(tokens, kind):
            continue
        if tokens[-1] in words("not_organisation") and not _named_by_head(tokens):
            continue
        if "War" in tokens or (opens_with_title(tokens) and not _titled_body(tokens)):
            continue
        if ends_titles(tokens[-1]) and not head_kind(tokens[-3:]):  # "Cabinet Ministers", "Government Councillor"
            continue
        found.append(Name(start, end, "organisation", doc[start:end].text, kind))
    return found


def organisation_from(doc: Doc, ent: Span) -> Name | None:
    """What the parser's name finder takes for an organisation; unsure where no head word and no description stands behind it."""
    start, end = ent.start, ent.end
    while end > start and doc[end - 1].text in {"'s", "'", ",", "("}:
        end -= 1
    start = _strip_front(doc, start, end)
    # "Eni | formed Azule Energy"
    end = next((i for i in range(start + 1, end) if _ends_name(doc, start, i) or _acts(doc[i])), end)
    tokens = without_office(to_head([t.text for t in doc[start:end]]))
    end = to_short_form(doc, start, start + len(tokens)) if tokens else start
    tokens = [t.text for t in doc[start:end]]
    if not tokens or not is_capital(doc[start]) or not is_capital(doc[end - 1]):
        return None
    text, kind = doc[start:end].text, head_kind(tokens)
    if names_none(tokens, kind):
        return None
    owned = start > 1 and doc[start - 1].text == "'s" and is_place(doc[start - 2].text)  # "Spain's Naturgy"
    barred = [t for t in tokens if t in words("not_organisation")]
    if (
        barred
        and not _named_by_head(tokens)
        and not (owned and tokens[-1] in words("company_fields") and len(tokens) > 1)
    ):
        return None
    if is_place(text) or text.lower() in title_words():
        return None
    if opens_with_title(tokens) or _bare(tokens) or (any(is_place(t) for t in tokens) and not kind):
        return None
    if (any(c.isdigit() for c in text) and len(tokens) == 1) or doc[start].pos_ in {"PRON", "VERB"}:
        return None
    return Name(start, end, "organisation", text, kind, None, None, kind is not None or owned)


def _acts(token: Token) -> bool:
    return token.is_lower and token.tag_ in {"VBD", "VBZ"}


def _ends_name(doc: Doc, start: int, i: int) -> bool:
    """Whether the finder's span goes on past the name at token `i`: at a bracket, or where another name begins."""
    if doc[i].text == "(":
        return True
    if doc[i].text == "," and _holds_head(doc, start, i):
        return doc[i + 1 : i + 2].text not in words("corporate")
    if doc[i].text == "and":
        return _holds_head(doc, start, i) and _opens_another(doc, i + 1)
    behind = i + 2 if doc[i + 1 : i + 2].text == "the" else i + 1
    return doc[i].text == "of" and _holds_head(doc, start, i) and _opens_another(doc, behind)


def described(doc: Doc) -> list[Name]:
    """Names told by what stands beside them: "the drone maker Baykar", "Baykar, a Turkish drone maker"."""
    found = []
    for token in doc:
        noun = token.pos_ in {"NOUN", "ADJ"} or token.text == "NGO"
        kind = kinds_by_noun("described").get(token.lemma_.lower()) if noun else None
        based = token.lower_ == "based" and token.i > 1 and is_place(doc[token.i - 2].text)  # "Accra-based X"
        kind = "company" if based and token.i + 1 < len(doc) and doc[token.i + 1].ent_type_ != "PERSON" else kind
        if kind is None:
            continue
        start = token.i + 1
        named = _named_by(token)
        if named is not None:
            start, end = _opening(doc, named.i), named.i + 1
        elif token.tag_ != "NNS" or doc[token.i - 1 : token.i].text in {"companies", "firms"}:
            end = _end_of_run(doc, start)
        else:
            continue
        name = described_name(doc, start, end, kind)
        if name:
            found.append(name)
    return found


def _named_by(noun: Token) -> Token | None:
    """The name that a noun of a kind of organisation describes: "X, a drone maker", "X is a joint venture of …"."""
    named = noun.head.pos_ == "PROPN" or (noun.head.ent_type_ == "ORG" and is_capital(noun.head))
    one = noun.tag_ != "NNS"  # "Elbit, Rafael and other companies" are a list
    if noun.dep_ == "appos" and named and one and noun.head.i < noun.i:
        return noun.head
    beside = [c for c in noun.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.ent_type_ != "PERSON"]
    if beside and noun.tag_ == "NN" and noun.doc[noun.i + 1].text == ",":  # "the joint venture, X"
        return beside[0]
    if noun.dep_ == "attr" and noun.head.lemma_ == "be" and noun.tag_ == "NN":
        return next((c for c in noun.head.children if c.dep_ == "nsubj" and c.pos_ == "PROPN"), None)
    return None


def _opening(doc: Doc, last: int) -> int:
    """Where a name begins that ends at `last`: behind the last word in small letters.

    A hyphen or a particle joins two capitals: "Mota-Engil", "Siderúrgica del Sur".
    """
    start = last
    while start and (is_capital(doc[start - 1]) or _joins_capitals(doc, start - 1)):
        start -= 1
    return start


def _joins_capitals(doc: Doc, at: int) -> bool:
    linked = doc[at].text == "-" or doc[at].text in words("particles_in_firms")
    return linked and at > 0 and is_capital(doc[at - 1]) and is_capital(doc[at + 1])


def _end_of_run(doc: Doc, start: int) -> int:
    """Where capitals end that begin at `start`, with the particles between them."""
    end = start
    while end < len(doc) and (_in_name(doc[end]) or (start < end < len(doc) - 1 and _joins_capitals(doc, end))):
        end += 1
    return end


def _in_name(token: Token) -> bool:
    return is_capital(token) and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "NUM", "VERB"}


def described_name(doc: Doc, start: int, end: int, kind: str) -> Name | None:
    """The name that a run of capitals is, told by what stands beside it; None where it is none."""
    start = _strip_front(doc, start, end)
    tokens = [t.text for t in doc[start:end]]
    if not tokens or is_place(" ".join(tokens)) or tokens[-1] in words("not_organisation") or opens_with_title(tokens):
        return None
    if _bare(tokens):
        return None
    owned = doc[start - 1].text == "'s" if start else False
    if doc[start].lower_ in title_words() or doc[start].ent_type_ in {"DATE"} | (set() if owned else {"NORP"}):
        return None
    return Name(start, end, "organisation", doc[start:end].text, head_kind(tokens) or kind)


def before_office(doc: Doc) -> list[Name]:
    """Names right before an office in small letters and its holder: "Balkangaz chief executive Dimitar Kolev"."""
    found = []
    for i, token in enumerate(doc):
        told = i > 1 and token.pos_ == "PROPN" and token.ent_type_ in {"PERSON", "ORG"}
        title = title_before(doc, i) if told else None
        if title is None or title[0] == 0 or is_capital(doc[title[0]]):
            continue
        start = title[0]
        while (
            start
            and is_capital(doc[start - 1])
            and (doc[start - 1].pos_ == "PROPN" or doc[start - 1].ent_type_ == "ORG")
        ):
            start -= 1
        kind = "company" if title[1].lower().split()[-1] in words("company_offices") else "other"
        name = described_name(doc, start, title[0], kind) if start < title[0] else None
        if name is not None and not any(t.ent_type_ == "PERSON" for t in doc[start : title[0]]):
            found.append(name)
    return found
