"""Trees that the parser builds wrongly in a way that the words alone show, put right before anybody reads them.

In: the tokens of a sentence and the place of each one's head. Out: both changed in place. A mend must hold whatever the sentence is
about: it rests on grammar alone, never on who or what is named.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate import relative_clauses
from pipeline.annotate.day_trees import YEAR, again_with_date, done_on_day, listed_with_dates, of_a_year, parted_by_day
from pipeline.annotate.names_beside import beside_titled, called_so, joined, of_the_last
from pipeline.annotate.titled_trees import named_to_office, titled_names
from pipeline.annotate.trees import SUBJECTS, goes_round, hung_on
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

Mend = Callable[["list[Token]", list[int], int], None]

_GIVEN = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "conj"})
_ASIDE = frozenset({"advcl", "advmod"})
_WAYS = frozenset({"of", "with", "between", "by", "to"})
_DEMANDING = frozenset(load("syntax")["demanding"])
_TALKS = frozenset(load("syntax")["talks"])
_FINITE = frozenset({"VBZ", "VBP", "VBD"})
_GIVING = frozenset(load("syntax")["handing_verbs"])
_ACTS = frozenset(load("syntax")["acts_by"])
_SHORTEST = 2  # letters of an acronym that no verb is


def mend(tokens: list[Token], heads: list[int]) -> None:
    """Put right what is known to go wrong in the tree of one sentence; one that mends would make no tree stays as it is."""
    as_parsed = heads.copy(), [token.dep_ for token in tokens]
    _mend_all(tokens, heads)
    if heads != as_parsed[0] and goes_round(heads):
        heads[:] = as_parsed[0]
        for token, dep in zip(tokens, as_parsed[1], strict=True):
            token.dep_ = dep


def _mend_all(tokens: list[Token], heads: list[int]) -> None:
    by_word = _by_word()
    for i, token in enumerate(tokens):
        for sorts, mended in by_word.get(token.lower_, ()):
            if token.dep_ in sorts:
                mended(tokens, heads, i)
        mended_form = _by_form(token, heads[i] > i)
        if mended_form is not None:
            mended_form(tokens, heads, i)
        if token.tag_.startswith("VB") and token.text.isupper() and len(token.text) > _SHORTEST:
            _shouted(tokens, heads, i)
        if token.dep_ in {"dobj", "appos"} and heads[i] < i - 1:
            _handed(tokens, heads, i)
        if token.dep_ == "poss" and heads[i] > i + 3 and tokens[i + 1].lower_ == "and":
            _owned_in_turn(tokens, heads, i)
        if token.dep_ == "aux" and token.lower_ == "to" and tokens[heads[i]].tag_ in {"NN", "NNS"}:
            _to_a_noun(tokens, heads, i)
        if token.dep_ == "prep" and token.lower_ in _WAYS and YEAR.fullmatch(tokens[heads[i]].text):
            of_a_year(tokens, heads, i)
        if token.dep_ == "appos" and heads[i] < i:
            done_on_day(tokens, heads, i)
        if token.dep_ == "conj" and token.pos_ == "PROPN":
            listed_with_dates(tokens, heads, i)
        if token.dep_ == "conj" and token.pos_ == "ADP":
            again_with_date(tokens, heads, i)
        if token.dep_ == "nummod" and 0 < i < heads[i] and tokens[i - 1].text[:1].isupper():
            _model(tokens, heads, i)


@cache
def _by_word() -> dict[str, list[tuple[frozenset[str], Mend]]]:
    """What is tried at a word, by the sorts of dependence in which it is."""
    prep = frozenset({"prep"})
    return {
        "with": [(frozenset({"mark", "prep"}), _companion), (prep, _parted_from_talks)],
        "between": [(prep, _parted_from_talks)],
        "that": [
            (frozenset({"mark"}), _said_with_feeling),
            (frozenset({"dative"}), relative_clauses.that_was_given),
            (frozenset({"dobj"}), relative_clauses.that_was_done),
        ],
        "which": [(frozenset({"dative"}), relative_clauses.that_was_given)],
        "being": [(frozenset({"auxpass"}), relative_clauses.being_done)],
        "by": [(prep | {"agent"}, _agent_behind)],
        "of": [(prep, parted_by_day)],
        "to": [(prep, _split_infinitive)],
        "than": [(prep, _no_more_than)],
        "worth": [(_GIVEN | _ASIDE, _priced), (frozenset({"amod", "advmod"}), _worth_of)],
        "crude": [(frozenset({"acomp"}), _as_a_thing)],
    }


def _by_form(token: Token, leans_ahead: bool) -> Mend | None:
    """What is tried at a token for its form; `leans_ahead` says that it hangs on a later word."""
    dep, tag = token.dep_, token.tag_
    if dep == "ccomp":
        return _answered if leans_ahead else None
    if dep == "advcl":
        return _of_what_opens if tag == "VBG" else None
    if dep == "acl":
        if tag in _FINITE:
            return relative_clauses.told_of
        return relative_clauses.behind_aside if tag == "VBN" else None
    if dep == "dobj" and tag == "NN" and token.is_lower:
        return named_to_office
    if dep == "npadvmod":
        return called_so if token.pos_ == "PROPN" and leans_ahead else None
    if dep == "amod":
        return relative_clauses.behind_aside_with_object if tag == "VBN" and leans_ahead else None
    if tag in {"NNS", "NNPS"} and token.is_title and dep in _GIVEN:
        return titled_names
    if dep == "appos" and tag == "NN":
        return of_the_last
    if dep in {"conj", "appos"} and token.pos_ == "PROPN":
        return joined
    if dep == "conj" and tag == "NN":
        return beside_titled
    return _joined_to_finite if dep == "conj" and tag in _FINITE else None


def _shouted(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "ECOWAS imposed sanctions": an acronym that the parser took for the verb, and the verb for a participle before its object."""
    verb = at + 1
    if verb >= len(tokens) or tokens[verb].tag_ not in {"VBN", "VBD"} or tokens[verb].dep_ not in {"amod", "acl"}:
        return
    thing = heads[verb]
    if heads[thing] != at or thing <= verb:
        return
    heads[verb] = verb if heads[at] == at else heads[at]
    tokens[verb].dep_, tokens[verb].tag_, tokens[verb].pos_ = tokens[at].dep_, "VBD", "VERB"
    for below in hung_on(heads, at):
        if below not in {at, verb}:
            heads[below] = verb
    tokens[thing].dep_ = "dobj"
    tokens[at].dep_, tokens[at].tag_, tokens[at].pos_, tokens[at].lemma_ = "nsubj", "NNP", "PROPN", tokens[at].text
    heads[at] = verb


def _companion(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "spoke today with X to thank him": X is whom one speaks with, not who thanks; a "with" before an infinitive opens no clause."""
    with_it = tokens[at].dep_ == "prep"
    aims = [i for i in hung_on(heads, at) if tokens[i].dep_ == "pcomp"] if with_it else [heads[at]]
    infinitive = next((i for i in aims if tokens[i].tag_ == "VB"), None)
    if infinitive is None:
        return
    below, told = hung_on(heads, infinitive), heads[at] if with_it else heads[infinitive]
    subject = next((i for i in below if at < i < infinitive and tokens[i].dep_ in SUBJECTS), None)
    if subject is None or told >= at or not tokens[told].tag_.startswith("VB"):
        return
    if not any(tokens[i].dep_ == "aux" and tokens[i].lower_ == "to" for i in below):
        return
    if any(tokens[i].lower_ == "," for i in range(told, at)):
        return  # "rose, with exports to double"
    tokens[at].dep_, tokens[at].tag_, tokens[at].pos_ = "prep", "IN", "ADP"
    tokens[subject].dep_, tokens[infinitive].dep_ = "pobj", "advcl"
    heads[at], heads[subject], heads[infinitive] = told, at, told


def _said_with_feeling(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "noted with satisfaction that trade had grown": what was noted, and no clause of the satisfaction."""
    clause = heads[at]
    feeling = heads[clause]
    way = heads[feeling]
    if (
        tokens[clause].dep_ not in {"acl", "relcl", "ccomp"}
        or tokens[feeling].dep_ != "pobj"
        or tokens[way].lower_ != "with"
    ):
        return
    verb = heads[way]
    plain = (
        not any(tokens[i].dep_ == "det" for i in hung_on(heads, feeling)) and feeling == way + 1 and at == feeling + 1
    )
    if plain and tokens[verb].tag_.startswith("VB") and not any(tokens[i].dep_ == "dobj" for i in hung_on(heads, verb)):
        heads[clause], tokens[clause].dep_ = verb, "ccomp"


def _of_what_opens(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "Recalling the resolution of March 2, demanding that …, the leaders said": it is the resolution that demands."""
    opening = next((i for i in range(at) if tokens[i].tag_ == "VBG" and heads[at] in {i, heads[i]}), None)
    if opening is None or opening > 1 or heads[at] == at or tokens[at - 1].text != ",":
        return
    told = next((i for i in hung_on(heads, opening) if tokens[i].dep_ == "dobj" and i < at), None)
    named = [told, *(i for i in hung_on(heads, told) if tokens[i].dep_ == "compound")] if told is not None else []
    if any(tokens[i].lemma_.lower() in _DEMANDING for i in named) and told is not None:
        heads[at], tokens[at].dep_ = told, "acl"


def _split_infinitive(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "urged it to immediately, fully and unconditionally withdraw": what stands between "to" and its verb parts them for the parser."""
    if any(tokens[i].dep_ in {"pobj", "pcomp"} for i in hung_on(heads, at)):
        return
    verb = next((i for i in range(at + 1, len(tokens)) if tokens[i].tag_ not in {"RB", ",", "CC"}), None)
    if verb is None or verb < at + 2 or tokens[verb].tag_ != "VB" or heads[verb] == verb:
        return
    governor = heads[at]
    if governor > at or not tokens[governor].tag_.startswith("VB"):
        return
    top = governor
    while heads[top] not in {top, verb}:
        top = heads[top]
    if heads[top] == verb:  # who urges hung on what is urged
        heads[top] = heads[verb]
    heads[verb], tokens[verb].dep_ = governor, "xcomp"
    heads[at], tokens[at].dep_, tokens[at].tag_, tokens[at].pos_ = verb, "aux", "TO", "PART"


def _parted_from_talks(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "Talks opened in Lima on Monday between Chad and Mali": the talks are between the two, whatever stands there."""
    verb = heads[at]
    below = hung_on(heads, verb)
    talks = next((i for i in below if tokens[i].dep_ in SUBJECTS and tokens[i].lemma_.lower() in _TALKS), None)
    if talks is not None and talks < verb < at and not any(tokens[i].dep_ == "dobj" for i in below):
        heads[at] = talks


def _no_more_than(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "was no more than its fifth-largest market": that is what it was, and nothing is denied."""
    more = heads[at]
    noun = next((i for i in hung_on(heads, at) if tokens[i].dep_ == "pobj"), None)
    none = [i for i in hung_on(heads, more) if tokens[i].lower_ == "no" and i == more - 1]
    if noun is None or not none or at != more + 1 or tokens[more].dep_ not in {"attr", "acomp", "pobj"}:
        return
    heads[noun], tokens[noun].dep_ = heads[more], tokens[more].dep_ if tokens[more].dep_ != "acomp" else "attr"
    for i in (more, at, none[0]):
        heads[i], tokens[i].dep_ = noun, "quantmod"


def _joined_to_finite(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "denies having fired first and accuses Chad": a finite verb stands beside a finite one."""
    above = heads[at]
    verb = heads[above]
    part = tokens[above].dep_ in {"xcomp", "pcomp", "ccomp"} and tokens[above].tag_ in {"VBG", "VBN"}
    having = tokens[above].tag_ == "VBG" or any(tokens[i].lower_ == "having" for i in hung_on(heads, above))
    own = any(tokens[i].dep_ in SUBJECTS for i in (*hung_on(heads, above), *hung_on(heads, at)))
    while tokens[verb].pos_ == "ADP" and heads[verb] != verb:
        verb = heads[verb]
    if part and having and not own and verb < above and tokens[verb].tag_ == tokens[at].tag_:
        heads[at] = verb


def _answered(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "accused Chad of theft, a charge Chad denies": what is told is the charge, and the denial is told of it."""
    verb = heads[at]
    noun = next((i for i in hung_on(heads, verb) if at < i < verb and tokens[i].tag_ == "NN"), None)
    if noun is None or tokens[noun].dep_ not in {"dobj", "nsubj"} or noun < 2:
        return
    article = next((i for i in hung_on(heads, noun) if tokens[i].lower_ in {"a", "an"}), None)
    if article is None or article < 1 or tokens[article - 1].text != ",":
        return
    doers = [i for i in range(noun + 1, verb) if tokens[i].dep_ in {"nsubj", "appos"} and heads[i] in {verb, noun}]
    if not doers:
        return
    above = heads[verb] if heads[verb] != verb else at
    heads[at], tokens[at].dep_ = above, tokens[verb].dep_
    heads[noun], tokens[noun].dep_ = at, "npadvmod"
    heads[verb], tokens[verb].dep_ = noun, "relcl"
    heads[doers[-1]], tokens[doers[-1]].dep_ = verb, "nsubj"


def _handed(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "handed the Chadian envoy a note": whoever stands before what is given is given it, whatever the parser makes of the two."""
    above = heads[at]
    if tokens[above].dep_ == "dative" and tokens[at].dep_ == "appos" and tokens[heads[above]].lemma_ in _GIVING:
        if not any(tokens[i].text == "," for i in range(above + 1, at)):
            heads[at], tokens[at].dep_ = heads[above], "dobj"
        return
    if tokens[at].dep_ != "dobj" or tokens[above].lemma_ not in _GIVING:
        return
    first = next((i for i in range(above + 1, at) if heads[i] == above and tokens[i].dep_ == "dobj"), None)
    if first is not None and not any(tokens[i].text in {",", "and"} for i in range(first + 1, at)):
        tokens[first].dep_ = "dative"


def _owned_in_turn(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "Germany's Acme and Chad's Sima broke ground": the first is no owner of the second, but beside it."""
    last = heads[at]
    owner = next((i for i in range(at + 2, last) if heads[i] == at and tokens[i].dep_ == "conj"), None)
    if owner is None or tokens[owner + 1].text not in {"'s", "’s", "'"} or not any(heads[i] == at for i in range(at)):
        return
    heads[at], tokens[at].dep_ = heads[last] if heads[last] != last else at, tokens[last].dep_
    heads[last], tokens[last].dep_ = at, "conj"
    heads[owner], tokens[owner].dep_ = last, "poss"


def _to_a_noun(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "is contributing 95 million kroner to relief operations": a noun behind "to" is no verb."""
    noun = heads[at]
    given = heads[noun]
    verb = heads[given] if tokens[given].dep_ in {"dobj", "pobj"} else given
    last = next((i for i in hung_on(heads, noun) if i > noun and tokens[i].dep_ == "dobj"), noun)
    if tokens[noun].dep_ not in {"relcl", "acl", "xcomp", "advcl"} or tokens[verb].pos_ not in {"VERB", "AUX"}:
        return
    for i in hung_on(heads, noun):
        if i > noun and i != last:
            heads[i] = last
    heads[at], tokens[at].dep_ = verb, "prep"
    heads[last], tokens[last].dep_ = at, "pobj"
    if last != noun:
        heads[noun], tokens[noun].dep_ = last, "compound"


def _agent_behind(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "was declared persona non grata by Chad": who did so, and nothing of what he was declared."""
    beside = heads[at]
    if tokens[beside].pos_ == "VERB" and tokens[at].dep_ == "prep":
        _agent_of_act(tokens, heads, at)
        return
    if tokens[beside].dep_ not in {"oprd", "attr"}:
        return
    verb = heads[beside]
    below = hung_on(heads, verb)
    if any(tokens[i].dep_ == "auxpass" for i in below) and not any(tokens[i].dep_ == "agent" for i in below):
        heads[at], tokens[at].dep_ = verb, "agent"


def _agent_of_act(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "condemned the launches of missiles by Chad": who launched them, for nobody is told to condemn by another."""
    below = hung_on(heads, heads[at])
    named = any(tokens[i].pos_ == "PROPN" for i in hung_on(heads, at))
    acts = [i for i in below if heads[at] < i < at and tokens[i].dep_ == "dobj" and tokens[i].lemma_ in _ACTS]
    if named and acts and any(tokens[i].dep_ == "nsubj" for i in below):
        heads[at] = acts[-1]


def _model(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "bought 14 Leopard 2A4 tanks": the name before the number of a model is of the same thing, and the count is of the thing."""
    name, thing = at - 1, heads[at]
    if heads[name] != heads[thing] or tokens[name].dep_ != tokens[thing].dep_ or tokens[at].text.isalpha():
        return
    for word in hung_on(heads, name):
        heads[word] = thing
    heads[name], tokens[name].dep_ = thing, "compound"


def _worth_of(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "5 million euros worth of wheat from Chad": it is the euros that are of wheat, and from Chad."""
    money = heads[at]
    if money == at - 1 and tokens[money].tag_.startswith("N") and "of" in [t.lower_ for t in tokens[at + 1 : at + 2]]:
        for below in hung_on(heads, at):
            if tokens[below].dep_ == "prep":
                heads[below] = money


def _as_a_thing(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "imports crude from Chad": what is imported, and not how."""
    if tokens[heads[at]].pos_ == "VERB":
        tokens[at].dep_, tokens[at].tag_, tokens[at].pos_ = "dobj", "NN", "NOUN"


def _priced(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "bought tea worth $5 million": it is the tea that was bought."""
    goods = tokens[at - 1] if at else None
    if goods is None or heads[at - 1] != at or not goods.tag_.startswith("N"):
        return
    if tokens[at].dep_ in _ASIDE and (
        tokens[heads[at]].pos_ != "VERB" or any(tokens[i].dep_ == "dobj" for i in hung_on(heads, heads[at]))
    ):
        return
    goods.dep_, heads[at - 1] = "dobj" if tokens[at].dep_ in _ASIDE else tokens[at].dep_, heads[at]
    tokens[at].dep_, heads[at] = "amod", at - 1
