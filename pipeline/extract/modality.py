"""How a clause is meant: a fact, a plan, a report; negated, conditional or asked.

In: the head of a clause. Out: `Mood`: hedge, or the reason why it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.tree import is_infinitive
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc, Token
    from pipeline.annotate.values import Value

_WORDS = {key: frozenset(words) for key, words in load("modality").items()}
_HINDERING = _WORDS["refused"] | _WORDS["hindering"]
_PAST = frozenset({"VBD", "VBZ", "VBP"})
_CLAUSES = frozenset({"xcomp", "ccomp", "acl", "advcl", "pcomp", "csubj", "csubjpass"})
# What a clause can be to a word that says how it is meant.
_GOVERNED = frozenset(
    {"dobj", "pobj", "prep", "nsubj", "nsubjpass", "relcl", "conj", "attr", "compound", "poss", "dep", "parataxis"}
)


@dataclass(frozen=True, slots=True)
class Mood:
    """`hedge` of the tables; `refused` is None or a refusal reason."""

    hedge: str = "exact"
    refused: str | None = None

    def hedge_of(self, value: Value | None) -> str:
        """The hedge of a claim with this number: the number's own ("about 40"), else the clause's ("will reach 40")."""
        return value.hedge if value is not None and value.hedge != "exact" else self.hedge


def _yet_to_come(head: Token) -> bool:
    """ "has yet to commit itself", "deliveries have yet to begin": not so far."""
    had = head if head.lemma_ == "have" else head.head if head.dep_ == "xcomp" else None
    return had is not None and had.lemma_ == "have" and any(c.lower_ == "yet" and c.i > had.i for c in had.subtree)


def _at_last(head: Token) -> bool:
    """ "It was not until 2013 that Chad opened …", "did not recognise it until May 1997": it was done then."""
    past = head.tag_ == "VBD" or any(c.lower_ in {"did", "was", "were"} for c in head.children)
    when = [t for word in head.children if word.lower_ in {"until", "till"} for t in word.children]
    return past and any(t.ent_type_ == "DATE" and (t.pos_ == "NUM" or t.text[:1].isupper()) for t in when)


def _negated(head: Token) -> bool:
    first = head.left_edge
    fronted = first.lower_ == "nor" or (first.i and head.doc[first.i - 1].lower_ == "nor")
    if _yet_to_come(head) or (fronted and any(c.dep_ in {"aux", "auxpass"} for c in head.children)):
        return True  # "…, nor has Brunei asked it to"
    for child in head.children:
        if child.dep_ == "neg" and _at_last(head):
            continue
        if child.dep_ == "neg" or (
            child.lower_ in _WORDS["negative"] and child.dep_ in {"neg", "advmod", "preconj", "cc"}
        ):
            return True
        if child.dep_ in {"nsubj", "nsubjpass"} and child.lower_ in _WORDS["nobody"]:
            return True  # "Nothing suggests that Chad has agreed"
        if child.dep_ in {"dobj", "nsubj", "nsubjpass", "attr"} and any(
            d.dep_ == "det" and d.lower_ in {"no", "neither"} for d in child.children
        ):
            return True
    if head.pos_ in {"NOUN", "PROPN"} and any(
        c.dep_ in {"det", "neg"} and c.lower_ in {"no", "neither"} for c in head.children
    ):
        return True
    joined = head.dep_ == "conj" and any(c.dep_ == "cc" and c.lower_ in {"or", "nor"} for c in head.head.children)
    if (
        joined
        and head.head.pos_ == "VERB"
        and not any(c.dep_ == "nsubj" for c in head.children)
        and _negated(head.head)
    ):
        return True  # "never signed it or visited Togo"
    if head.dep_ == "acomp" and _negated(head.head):
        return True  # "was not himself engaged in talks"
    if head.dep_ == "acl" and any(c.dep_ == "det" and c.lower_ == "no" for c in head.head.children):
        return True  # "there was no ambassador accredited to Yemen"
    return (head.dep_ == "pobj" and head.head.lower_ in {"without", "despite"}) or (
        head.dep_ == "pcomp" and head.head.lower_ == "without"
    )


def _auxiliaries(head: Token) -> set[str]:
    words = {c.lower_ for c in head.children if c.dep_ in {"aux", "auxpass"}}
    if (
        head.dep_ == "conj"
        and not any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in head.children)
        and head.head.pos_ == "VERB"
    ):
        words |= _auxiliaries(head.head)
    return words


def _marked(head: Token) -> bool:
    """Whether "if", "once", "for X to" makes the clause open."""
    if is_infinitive(head) and any(c.dep_ == "mark" and c.lower_ == "for" for c in head.children):
        return True  # "it is valuable for a minister to visit"
    if _inverted(head):
        return True
    return any(
        c.dep_ in {"mark", "advmod"} and c.lower_ in {"if", "unless", "whether", "whenever"} for c in head.children
    ) or (
        head.dep_ == "advcl"
        and any(c.lower_ in {"once", "until"} and c.dep_ in {"mark", "advmod"} for c in head.children)
    )


def _inverted(head: Token) -> bool:
    """ "Were Togo to choose the jet, …", "Should it withhold its consent": a condition without "if"."""
    opening = [t for t in head.lefts if t.lower_ in {"were", "should", "had"} and t.dep_ in {"aux", "auxpass", "ROOT"}]
    above = head.head if head.dep_ in {"xcomp", "ccomp"} and head.head.lower_ in {"were", "should", "had"} else None
    first = opening[0] if opening else above
    if first is None or not (first.i == 0 or head.doc[first.i - 1].text in {",", ";"}):
        return False
    return any(c.dep_ in {"nsubj", "nsubjpass"} and first.i < c.i for c in [*head.children, *first.children])


def _own_mood(head: Token) -> Mood:
    if _negated(head):
        return Mood(refused="negated")
    if (listed := _infinitive_before(head)) is not None:
        return mood(listed)
    if _marked(head):
        return Mood(refused="hypothetical")
    words = _auxiliaries(head)
    if {"to", "have"} <= words and words & {"was", "were"}:
        return Mood(refused="negated")  # "was to have met him"
    if words & _WORDS["modal_open"] or (words & {"will", "shall", "'ll"} and _on_condition(head)):
        return Mood(refused="hypothetical")
    if any(c.dep_ == "advmod" and c.lower_ in _WORDS["reported"] for c in head.children):
        return Mood("reported")
    return Mood("planned") if words & {"will", "shall", "'ll", "wo"} or _is_task(head) else Mood()


def _infinitive_before(head: Token) -> Token | None:
    """ "kept the right to trade, to tax and to make treaties": the infinitive that another one goes on, joined to the finite verb."""
    above = head.head
    if head.dep_ != "conj" or above.tag_ not in _PAST or not is_infinitive(head):
        return None
    before = [t for t in head.doc[above.i : head.i] if is_infinitive(t) and t.dep_ in {"acl", "xcomp", "relcl"}]
    return before[-1] if before else None


def _is_task(head: Token) -> bool:
    """ "complete a new tax treaty with Chad": an item of a list of what is to be done, bare and in small letters."""
    first = head.doc[0]
    bare = not any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for c in head.children)
    return (
        head.tag_ in {"VB", "VBP", "VBN"}
        and head.lemma_.lower() == head.lower_
        and head.dep_ == "ROOT"
        and bare
        and (first.i == head.i or first.pos_ == "ADV")
        and first.is_lower
    )


def _on_condition(head: Token) -> bool:
    """ "will resume relations once it recognises Chad", "will send aid if asked"."""
    clauses = [c for c in head.children if c.dep_ == "advcl"]
    return any(c.lower_ in {"if", "once", "unless"} for clause in clauses for c in clause.children)


def _behind_preposition(link: Token) -> Mood | None:
    """What a preposition and the word that it hangs on do to the gerund behind it; None where they leave it as it is."""
    above, word = link.head.lemma_.lower(), link.lower_
    if word == "to" and above in _WORDS["backed"]:
        gerunds = {c.lemma_ for c in link.children if c.dep_ == "pcomp"}
        return Mood() if gerunds & _WORDS["backing"] else Mood("planned")
    if above in _WORDS["aims"]:  # "with the goal of unifying"
        return Mood(refused="hypothetical")
    if word == "by" and link.head.pos_ == "VERB":
        return _own_mood(link.head)  # "will support it by helping Chad"
    # "refrain from holding elections", "barred ships of the fleet from landing"
    verb = next((t for t in (link.head, *link.head.ancestors) if t.pos_ == "VERB"), link.head)
    if word == "from" and (above in _HINDERING or verb.lemma_.lower() in _HINDERING):
        return Mood(refused="negated")
    if word == "of" and above in _WORDS["charging"]:
        return Mood("reported")  # "accused Togo of sending troops"
    # "looks forward to meeting", "reaffirmed their commitment to concluding the agreement"
    ahead = word == "to" and above in {"look", "forward"} | _WORDS["promises"]
    before = link.doc[link.i - 1].lemma_.lower() if link.i else ""
    ahead = ahead or (word in {"in", "on"} and before in _WORDS["nearing"])  # "progress in concluding a treaty"
    return Mood("planned") if ahead or word in {"toward", "towards"} else None


def _under(head: Token, governor: Token) -> Mood:
    """What the governing word does to the act under it."""
    lemma = governor.lemma_.lower()
    if head.dep_ == "acl" and is_infinitive(head) and lemma in _WORDS["decisions"]:
        return Mood("planned")  # "defended its decision to sever ties"
    if head.dep_ in {"ccomp"} and lemma in _WORDS["saying"]:
        told = Mood("planned") if is_infinitive(head) else Mood()  # "announced their intention to sign"
        return Mood(refused="negated") if _negated(governor) else told
    if lemma == "be" and is_infinitive(head) and head.dep_ in {"xcomp", "advcl"}:
        between = {t.lower_ for t in head.doc[governor.i : head.i]}  # "was among the first countries to recognise"
        if between & {"first", "last", "only"}:
            return Mood()
        if head.dep_ == "xcomp":
            return Mood("planned")
    if lemma == "ought":
        return Mood(refused="hypothetical")
    if lemma in _WORDS["believed"] and any(c.dep_ == "auxpass" for c in governor.children):
        return Mood("reported")
    if lemma == "help" and head.dep_ == "xcomp" and not any(c.dep_ == "dobj" for c in governor.children):
        return Mood()  # "helped to broker the settlement": a share in what was done
    if lemma in _WORDS["refused"] and head.dep_ in {"xcomp", "ccomp", "acl", "pcomp"}:
        return Mood(
            refused="negated"
            if lemma in {"refuse", "decline", "fail", "deny", "reject", "avoid", "cancel"}
            else "hypothetical"
        )
    if lemma in _WORDS["backed"] and head.lemma_ in _WORDS["backing"]:
        return Mood()  # "reaffirmed its commitment to support the bid": the backing is given
    hoped = lemma == "able" and is_infinitive(governor.head)  # "delighted to be able to visit"
    if (hoped or lemma in _WORDS["planned"] | _WORDS["promises"]) and is_infinitive(head):
        return Mood("planned")
    if head.dep_ == "pcomp" and (moved := _behind_preposition(governor)) is not None:
        return moved
    if is_contracted(head):
        return Mood()
    if is_infinitive(head) and (head.dep_ in {"advcl", "acl", "relcl"} or _is_aimless(head)):
        return _of_infinitive(head, governor)
    return Mood()


def _is_aimless(head: Token) -> bool:
    """ "expressed support for Chad, so as to become a member": an infinitive that the parser hung on the verb as what is said."""
    return head.dep_ == "ccomp" and not any(c.dep_.startswith("nsubj") for c in head.children)


def _of_infinitive(head: Token, governor: Token) -> Mood:
    """What an infinitive tells: a purpose, which is open, or what was done ("the first Prime Minister to visit Chad")."""
    lemma = governor.lemma_.lower()
    if lemma == "invitation" and governor.dep_ == "dobj" and governor.head.lemma_ == "accept":
        return Mood("planned")
    first = governor.pos_ in {"NOUN", "ADJ", "PROPN"} and any(
        c.lower_ in {"first", "last", "only", "latest", "second", "third"} for c in governor.children
    )
    between = {t.lower_ for t in head.doc[min(governor.i, head.i) : head.i]}
    if lemma == "become" and between & {"first", "last", "only", "latest"}:
        return Mood()  # "became the first Prime Minister to visit X"
    done = first or lemma in {"first", "last", "one"} or lemma in _WORDS["jointly"]
    return Mood() if done else Mood(refused="hypothetical")


def _foretold(head: Token) -> bool:
    """ "said that it would back the bid": "will", as the past tells it."""
    at = head
    while at.dep_ == "conj" and at.head.pos_ == "VERB":
        at = at.head
    reported = at.dep_ == "ccomp" and at.head.lemma_.lower() in _WORDS["saying"] and at.head.tag_ in {"VBD", "VBN"}
    return reported and _auxiliaries(head) & _WORDS["modal_open"] == {"would"} and not (_negated(head) or _marked(head))


def _laid_down(head: Token) -> bool:
    """ "Under the accord, Chad would send gas": what an agreement or a plan says is to come."""
    under = [t for c in head.children if c.dep_ == "prep" and c.lower_ == "under" for t in c.children]
    told = any(t.lemma_.lower() in _WORDS["laying_down"] for t in under)
    return told and _auxiliaries(head) & _WORDS["modal_open"] == {"would"} and not (_negated(head) or _marked(head))


def _shares_subject(verb: Token) -> bool:
    """Whether a coordinated verb is bare, so that what is said of the first holds for it ("may buy and sell")."""
    return verb.tag_ == "VB" and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def mood(head: Token) -> Mood:
    """The mood of the clause headed by `head`, from its own words and from what governs it."""
    own = _mood_here(head)
    if own.refused:
        return own
    hedge, at, steps, told = own.hedge, head, 0, False
    while at.head.i != at.i and steps < 6:
        governor = at.head
        if at.dep_ == "pcomp" and governor.lower_ == "against":  # "warned Chad against sending troops"
            return Mood(refused="hypothetical")
        if any(t.text == ";" for t in head.doc.tokens[min(at.i, governor.i) : max(at.i, governor.i)]):
            break  # what stands beyond a semicolon governs nothing
        if at.dep_ in _CLAUSES or (at.dep_ == "relcl" and is_infinitive(at)):  # "ways to increase cooperation"
            above = _under(at, governor)
            if above.refused:
                return above
            told = told or _is_told(at) or _is_done_with(at)
            if above.hedge != "exact" and hedge == "exact" and not (told and above.hedge == "planned"):
                hedge = above.hedge
            if governor.pos_ in {"VERB", "AUX"} and at.dep_ in {"xcomp", "ccomp", "csubj", "csubjpass"}:
                outer = _own_mood(governor)
                if outer.refused:
                    return outer
                if outer.hedge != "exact" and hedge == "exact" and at.dep_ == "xcomp":
                    hedge = outer.hedge
        elif at.dep_ == "conj" and governor.pos_ == "VERB":
            if _shares_subject(at) and not is_infinitive(governor) and _own_mood(governor).refused == "hypothetical":
                return Mood(refused="hypothetical")
        elif at.dep_ not in _GOVERNED or is_meanwhile(at):
            break
        if at.dep_ == "relcl":
            break
        at, steps = governor, steps + 1
    return Mood(hedge)


def is_meanwhile(prep: Token) -> bool:
    """ "agreed to restore ties during a visit by X": the visit is a fact, as the agreeing is."""
    settled = prep.head.head if prep.head.dep_ == "xcomp" else None
    return (
        prep.lower_ == "during"
        and settled is not None
        and settled.lemma_ in _WORDS["settling"]
        and settled.tag_ == "VBD"
    )


def _mood_here(head: Token) -> Mood:
    """The mood that a clause's own words tell, and the noun that it says more about."""
    own = _own_mood(head)
    if own.refused == "hypothetical" and (_foretold(head) or _laid_down(head)):
        own = Mood("planned")
    return Mood(refused="negated") if not own.refused and _given_up(head) else own


def _given_up(head: Token) -> bool:
    """ "shelved its plan to buy jets", "denied reports that it had sold tanks": what is told on a noun that the verb above undoes."""
    noun = head.head
    if (
        head.dep_ not in {"acl", "ccomp", "relcl"}
        or noun.pos_ != "NOUN"
        or noun.dep_ not in {"dobj", "nsubjpass", "appos"}
    ):
        return False
    verb = noun.head if noun.dep_ != "appos" else noun.head.head
    dropped = (
        is_infinitive(head)
        and verb.lemma_.lower() in _WORDS["giving_up"]
        and noun.lemma_.lower() in _WORDS["aims_given_up"]
    )
    told = noun.lemma_.lower() in _WORDS["reports"] and verb.lemma_.lower() in _WORDS["dismissing"]
    return (dropped or (told and head.dep_ != "relcl")) and not _negated(verb)


def _is_told(clause: Token) -> bool:
    """ "it is important to note that X signed it": a finite clause is as it says, whenever somebody is to say it."""
    return clause.dep_ == "ccomp" and clause.tag_ in {"VBD", "VBZ", "VBP"} and clause.head.lemma_ in _WORDS["saying"]


def _is_done_with(clause: Token) -> bool:
    """ "will come under a contract signed on Tuesday", "will lift duties imposed in 2018": no plan, whatever is to come of it."""
    undone = clause.head.dep_ in {"dobj", "nsubjpass"} and clause.head.head.lemma_ in _WORDS["undoing"]
    return clause.dep_ == "acl" and clause.tag_ == "VBN" and (undone or clause.lemma_ in _WORDS["signing"])


def is_contracted(head: Token) -> bool:
    """Whether an infinitive tells what a contract is for: "won a contract to supply 42 howitzers"."""
    if head.dep_ not in {"acl", "xcomp", "advcl", "relcl"} or not is_infinitive(head):
        return False
    signed = [c for c in head.head.children if c.dep_ == "dobj" and c.i < head.i]  # "signed a deal to buy": on the verb
    return any(t.lemma_.lower() in _WORDS["contracted"] for t in [head.head, *signed])


def is_charged(head: Token) -> bool:
    """ "accused Togo of moving troops": whether a gerund tells what somebody is accused of."""
    link = head.head
    return head.dep_ == "pcomp" and link.lower_ == "of" and link.head.lemma_.lower() in _WORDS["charging"]


def aimed_at(head: Token) -> bool:
    """Whether the clause tells a goal: "Poland wants to raise its trade to …"."""
    return head.dep_ in {"xcomp", "ccomp"} and head.head.lemma_.lower() in _WORDS["wished"] and not _negated(head.head)


def is_question(doc: Doc) -> bool:
    """Whether the sentence asks."""
    return doc.text.rstrip().rstrip("\"')").endswith("?")
