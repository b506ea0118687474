"""Names of firms told by where they sit, who serves them or what they make: "Ventaro, of Lima", "analysts at Ventaro", "made by Ventaro".

In: a parsed sentence. Out: `Name`s as token spans, unsure where the finder takes them for something else.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.gazetteer import forms
from pipeline.annotate.name_words import Name, head_kind, is_capital, is_place, words
from pipeline.annotate.organisation_names import described_name
from pipeline.annotate.titles import opens_with_title, title_words

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc

_SEATS = frozenset({"seat", "town"})
_ACTING = frozenset({"nsubj", "nsubjpass"})


def seated(doc: Doc) -> list[Name]:
    """ "Ventaro, of Lima, has won the tender": a name with a town behind it that acts as firms do, or that firms deal with."""
    found = []
    for i in (token.i for token in doc.tokens[1:-1] if token.lower_ == "of"):
        if forms().get(doc[i + 1].text, ("", ""))[1] not in _SEATS:
            continue
        if doc[i + 2 : i + 3].text == "-":  # "the Aras of Ankara-based FNSS"
            continue
        end = i - 1 if doc[i - 1].text == "," else i
        name = _run_before(doc, end)
        if name is not None and _deals(doc, name):
            found.append(name)
    return found


def served(doc: Doc) -> list[Name]:
    """ "the chief executive of Ventaro", "economists at Ventaro": whom those serve who work in firms alone."""
    found = []
    offices = words("firm_servants")
    for token in doc[:-2] if not _servants().isdisjoint(doc.lemmas) else ():
        pair = f"{doc[token.i - 1].lower_} {token.lemma_.lower()}" if token.i else ""
        if not (token.lemma_.lower() in offices or pair in offices) or doc[token.i + 1].lower_ not in {"of", "at"}:
            continue
        end = token.i + 2
        while end < len(doc) and is_capital(doc[end]) and doc[end].pos_ in {"PROPN", "NOUN", "ADJ"}:
            end += 1
        name = _run_before(doc, end, sure=pair in offices and doc[token.i + 1].lower_ == "of")
        cut = end < len(doc) and doc[end].is_alpha and doc[end].pos_ in {"NOUN", "PROPN"}  # "Moravská | banka"
        if name is not None and name.start == token.i + 2 and not cut:
            found.append(name)
    return found


@cache
def _servants() -> frozenset[str]:
    """The last words of those who serve in firms alone."""
    return frozenset(office.split()[-1] for office in words("firm_servants"))


def makers(doc: Doc) -> list[Name]:
    """Names told by what they do: "the drone made by Austria's Alpenflug"."""
    found = []
    for verb in doc:
        if verb.tag_ != "VBN" or verb.lemma_ not in words("making_verbs"):
            continue
        agents = [t for c in verb.children if c.dep_ == "agent" for t in c.children]
        for agent in (a for t in agents for a in [t, *t.conjuncts] if a.pos_ == "PROPN"):
            if agent.ent_type_ == "PERSON" and not is_place(agent.text):  # "made by Colt Canada"
                continue
            start = next((i + 1 for i in range(agent.i, -1, -1) if not is_capital(doc[i])), 0)
            name = described_name(doc, start, agent.i + 1, "company")
            found += [name] if name is not None else []
    return found


def opened(doc: Doc) -> list[Name]:
    """Names that open with a word for a firm in another language: "Grupo Ferrer Solà"."""
    found = []
    for token in doc[:-1]:
        if token.text not in words("firm_openings") or not is_capital(doc[token.i + 1]):
            continue
        end = token.i + 1
        while end < len(doc) and is_capital(doc[end]) and doc[end].pos_ in {"PROPN", "NOUN", "ADJ"}:
            end += 1
        found.append(Name(token.i, end, "organisation", doc[token.i : end].text, "company"))
    return found


def held(doc: Doc) -> list[Name]:
    """Names told by whose they are: "Ventaro is majority-owned by …", "Ventaro, acquired by …"."""
    found = []
    for participle in doc:
        if participle.lower_ not in words("held_as") or not any(c.dep_ == "agent" for c in participle.children):
            continue
        above = participle.head if participle.dep_ == "acomp" else participle
        subjects = [c for c in above.children if c.dep_ in _ACTING]
        subjects = subjects or ([participle.head] if participle.dep_ == "acl" else [])
        for subject in subjects:
            name = _run_before(doc, subject.i + 1, sure=True) if subject.tag_ in {"NNP", "NNPS"} else None
            found += [name] if name is not None else []
    return found


def _run_before(doc: Doc, end: int, *, sure: bool = False) -> Name | None:
    """The name of capitals that ends before a token, where nothing speaks against its being a firm's.

    What the finder takes for a person's full name is one, unless it is `sure` that a firm stands there.
    """
    start = end
    while start and is_capital(doc[start - 1]) and doc[start - 1].pos_ in {"PROPN", "NOUN", "ADJ"}:
        start -= 1
    run = doc[start:end]
    tokens = [t.text for t in run]
    person = not sure and len(tokens) > 1 and all(t.ent_type_ == "PERSON" for t in run) and head_kind(tokens) is None
    if not tokens or person or is_place(" ".join(tokens)) or opens_with_title(tokens):
        return None
    if tokens[-1] in words("not_organisation") or any(t.lower() in title_words() for t in tokens):
        return None
    if any(t.ent_type_ in {"EVENT", "LAW", "FAC", "LOC", "DATE", "WORK_OF_ART"} for t in run):
        return None
    return Name(start, end, "organisation", run.text, head_kind(tokens) or "company")


def _deals(doc: Doc, name: Name) -> bool:
    last = doc[name.end - 1]
    while last.dep_ == "conj":
        last = last.head
    if last.dep_ == "pobj":
        verb = last.head.head.head if last.head.dep_ == "agent" else last.head.head
        return last.head.lower_ in {"with", "by", "from", "between"} and not _meets(verb.lemma_)
    return last.dep_ in _ACTING and last.head.lemma_.lower() in words("firm_verbs") | words("firm_acts")


def _meets(lemma: str) -> bool:
    return lemma in {"meet", "speak", "talk"}
