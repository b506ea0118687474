"""Who stands where around a verb or a noun that names an act: subject, object, prepositions, possessor, modifiers.

In: tokens of a parse. Out: `Predication`s whose roles are tokens. Active and passive, relative clauses, participles, control,
coordination and light verbs ("held talks with") all come out in the same shape. Meaning is left to the frames.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.extract.tree import is_infinitive, is_within
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_SUBJECT = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECT = frozenset({"nsubjpass", "csubjpass"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_OBJECT_CONTROL, _OBJECT_JUDGING, _HURT, _PARTS, _WAYS, _USING = (
    frozenset(load("syntax")[key]) for key in ("object_control", "object_judging", "hurting", "parts", "ways", "using")
)
_MEETING = frozenset({"meet", "confer", "talk", "speak"})
_FEELINGS = frozenset(load("syntax")["feelings"])
_LISTING = frozenset({"including", "include", "like", "namely"})
_NOUN_MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod"})
_KEPT = 128  # predications: those of the sentence being read


@dataclass(slots=True)
class Predication:
    """An act and what stands around it. `verb` carries it where there is one, `noun` names it where a noun does."""

    verb: Token | None
    noun: Token | None
    passive: bool = False
    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)

    @property
    def trigger(self) -> Token:
        """The word that names the act."""
        found = self.noun if self.noun is not None else self.verb
        assert found is not None
        return found

    @property
    def head(self) -> Token:
        """The word whose clause tells tense, negation and time."""
        found = self.verb if self.verb is not None else self.noun
        assert found is not None
        return found

    def role(self, name: str) -> list[Token]:
        """The tokens that fill a role: subj, obj, iobj, poss, mod, or a preposition ("with", "to")."""
        if name == "subj":
            return self.subjects
        if name == "obj":
            return self.objects
        if name == "iobj":
            return self._receivers()
        if name == "poss":
            return [c for c in self.noun.children if c.dep_ == "poss"] if self.noun is not None else []
        if name == "mod":
            return _modifiers(self.noun) if self.noun is not None else []
        if name == "apart":
            return _apart(self.verb) if self.verb is not None else []
        if name == "comp":
            return [c for c in self.verb.children if c.dep_ in {"acomp", "attr"}] if self.verb is not None else []
        return self._prepositional(name)

    def beside(self, name: str) -> list[Token]:
        """Objects of the preposition `name` on the act's own words, not on what the verb is about ("discussed life in X")."""
        return [t for head in (self.noun, self.verb) if head is not None for t in prepositional(head, name)]

    def _receivers(self) -> list[Token]:
        """Who is given the object: "gave Togo a loan", "Togo was given a loan"."""
        if self.verb is None:
            return []
        found = [c for c in self.verb.children if c.dep_ in {"dative", "iobj"} and c.pos_ != "ADP"]
        direct = [c for c in self.verb.children if c.dep_ == "dobj"]
        if self.passive and direct:
            found += [t for t in _surface(self.verb) if t != self.noun]
        if self.verb.dep_ == "relcl" and any(
            c.tag_ in {"WDT", "WP"} for c in direct
        ):  # "the loan that Chad granted Togo"
            found += [c for c in direct if c.pos_ == "PROPN"]
        return found

    def _prepositional(self, name: str) -> list[Token]:
        found: list[Token] = []
        said = self.noun if self.noun is not None else self.verb
        if said is None or (name not in said.doc.words and name != "in"):  # "there" is in a place too
            return found
        for head in (self.noun, self.verb):
            if head is None:
                continue
            own = prepositional(head, name)
            found += own
            if head == self.verb:
                for obj in self.objects:
                    told = self.passive and own and obj.i < head.i  # "the envoy to Chad is accredited to Togo"
                    if obj != self.noun and not told:
                        found += prepositional(obj, name)
                    # "pledged 8 million euros to A and 6 million euros to B", "20 million to A and 12 million to B"
                    sums = [c for c in obj.conjuncts if c.i > obj.i and (c.tag_ == "CD" or c.lemma_ == obj.lemma_)]
                    found += [t for c in sums for t in prepositional(c, name)]
        if name == "with" and not found and self.verb is not None and _bare(self.verb):
            found += prepositional(self.verb.head, name)  # "collaborated with X to establish Y"
        if name == "in" and not found and self.verb is not None:  # "will invest $1 billion there"
            found += [c for c in self.verb.children if c.lower_ == "there" and c.dep_ == "advmod" and c.i > self.verb.i]
        return list(dict.fromkeys(found))


def _bare(verb: Token) -> bool:
    """Whether a clause hangs on another verb and has no subject of its own."""
    return verb.dep_ in {"xcomp", "advcl"} and not any(c.dep_ in _SUBJECT | _PASSIVE_SUBJECT for c in verb.children)


def _apart(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in {"npadvmod", "attr", "oprd"}]


def _modifiers(noun: Token) -> list[Token]:
    found = []
    for child in noun.children:
        if child.dep_ in _NOUN_MODIFIERS:
            found += [child, *(c for c in child.conjuncts if c.i < noun.i)]
            found += [c for c in child.children if c.dep_ in _NOUN_MODIFIERS]
    return found


def prepositional(head: Token, name: str) -> list[Token]:
    """Objects of the preposition `name` on `head`; one may hang on another ("from Moscow to Kyiv", "home from Chad")."""
    if name not in head.doc.words:
        return []
    found: list[Token] = []
    queue = [c for c in head.children if c.dep_ in {"prep", "dative", "agent", "prt"} or c.lower_ in _WAYS]
    while queue:
        prep = queue.pop(0)
        if prep.lower_ == "according":  # "gave $5 million, according to X": X was given nothing
            continue
        if prep.lower_ == name:
            found += [c for c in prep.children if c.dep_ in {"pobj", "pcomp"}] or _robbed(prep)
        queue += [c for c in prep.children if c.dep_ == "prep" or (c.dep_ == "conj" and c.pos_ == "ADP")]
        if len(queue) > 12:
            break
    return found


def _robbed(prep: Token) -> list[Token]:
    """ "will work with Chad to build a dam": an object that the parser gave to the infinitive behind it."""
    following = prep.doc[prep.i + 1 : prep.i + 8]
    found = [t for t in following if t.dep_ == "nsubj" and t.left_edge.i == prep.i + 1 and t.head.i > t.i]
    return [t for t in found[:1] if any(c.lower_ == "to" and c.dep_ == "aux" for c in t.head.children)]


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive, a reduced relative clause ("arms supplied by …") included."""
    if any(c.dep_ in {"nsubjpass", "auxpass", "csubjpass"} for c in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}:
        return True
    # "An accord signed by X and Y was to …", where the parser takes the participle for the verb of the sentence
    if any(c.dep_ == "agent" for c in verb.children) and not any(c.dep_ in {"dobj", "aux"} for c in verb.children):
        return True
    if (
        verb.dep_ == "conj"
        and verb.tag_ == "VBN"
        and verb.head.tag_ == "VBN"
        and not any(c.dep_ in {"nsubj", "aux"} for c in verb.children)
    ):
        return is_passive(verb.head) and not any(c.dep_ == "dobj" for c in verb.children)
    return verb.tag_ == "VBN" and verb.dep_ in {"advcl"} and not any(c.dep_ == "aux" for c in verb.children)


def _antecedent(token: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    before = token.doc.tokens[max(token.i - 2, 0) : token.i] if token.lower_ in _RELATIVE else []
    if len(before) == 2 and before[1].text == "(" and before[0].pos_ in {"NOUN", "PROPN"}:  # "Mali and Chad (which …)"
        return before[0]
    if verb.dep_ == "ccomp" and verb.head.lemma_ == "be" and token.lower_ in _RELATIVE:
        return next((c for c in verb.head.children if c.dep_ == "attr"), token)  # "it was Chad that sent rescuers"
    at = verb
    while at.dep_ in {"conj", "xcomp", "ccomp"} and at.head.i != at.i:
        at = at.head
    if at.dep_ != "relcl" or not (
        token.lower_ in _RELATIVE or any(t.lower_ in _RELATIVE for t in prepositional(token, "of"))
    ):
        return token
    together = at.head.dep_ == "conj" and verb.lemma_ in _MEETING and not any(c.dep_ == "dobj" for c in verb.children)
    if together and not prepositional(verb, "with"):  # "X and Y, who met in Belgrade"
        return at.head.head
    noun, own = _agreeing(at.head, verb, token), {c.text for c in verb.children if c.dep_ == "nsubj"}
    above = noun.head.head if noun.dep_ == "pobj" else noun
    if noun.text not in own or above.i == noun.i:
        return noun
    # "sent a plan to Chad, which Chad rejected": nobody is object of its own act
    return above if above.pos_ == "NOUN" else next((c for c in above.children if c.dep_ == "dobj"), noun)


def _agreeing(noun: Token, verb: Token, pronoun: Token) -> Token:
    """ "one of the states of the German Empire, which was proclaimed": of two nouns the one that the verb agrees with."""
    single = any(c.lower_ in {"was", "is", "has"} for c in [verb, *verb.children])
    if not (single and noun.tag_ in {"NNS", "NNPS"} and verb.dep_ == "relcl"):
        return noun
    near = [t for t in noun.subtree if noun.i < t.i < pronoun.i and t.dep_ == "pobj" and t.tag_ in {"NN", "NNP"}]
    return near[-1] if near else noun


def _surface(verb: Token, depth: int = 0) -> list[Token]:
    """The surface subject of a verb, its own or shared."""
    own = [c for c in verb.children if c.dep_ in _SUBJECT | _PASSIVE_SUBJECT]
    if own:
        return [_antecedent(t, verb) for t in own]
    if depth > 5:
        return []
    head = verb.head
    if verb.dep_ in {"conj", "dep"} and head.pos_ in {"VERB", "AUX"}:
        return _surface(head, depth + 1)
    if verb.dep_ in {"xcomp", "advcl", "ccomp"} and head.pos_ in {"VERB", "AUX"}:
        if verb.dep_ in {"xcomp", "ccomp"} and head.lemma_ in _OBJECT_CONTROL:
            controlled = [c for c in head.children if c.dep_ in {"dobj", "dative"}]
            if controlled:
                return controlled
        # "drones were used by Chad to strike Togo": it is Chad that strikes
        users = _agent(head) if head.lemma_ in _USING and is_infinitive(verb) else []
        return users or _surface(head, depth + 1)
    if verb.dep_ in {"xcomp", "acl"} and head.pos_ in {"NOUN", "PROPN", "ADJ"}:
        if head.pos_ == "ADJ" or (verb.tag_ == "VB" and head.dep_ in {"attr", "dobj", "pobj", "acomp"}):
            return _of_infinitive(verb, head, depth)
        return [head]
    if verb.dep_ == "relcl":
        among = head.dep_ == "pobj" and head.head.lower_ == "among"  # "Among the first states to recognise X was Y"
        if is_infinitive(verb) and (head.dep_ == "attr" or among):  # "remains the only state to have recognised X"
            return _of_infinitive(verb, head, depth)
        return [] if any(c.dep_ in {"dobj"} and c.lower_ in _RELATIVE for c in verb.children) else [head]
    if verb.dep_ == "pcomp" and head.head.pos_ in {"VERB", "AUX"}:
        if head.lower_ == "for" and (thanked := _thanked(head.head)):
            return thanked
        judged = head.lower_ in {"for", "of", "from"} and head.head.lemma_ in _OBJECT_JUDGING
        return _direct(head.head) if judged else _surface(head.head, depth + 1)
    if verb.dep_ == "pcomp" and head.head.pos_ == "NOUN":  # "their commitment to supporting X"
        if head.lower_ == "by":  # "followed Chad's example by severing relations": the clause's own subject does both
            return _of_infinitive(verb, head, depth)
        owners = [c for c in head.head.children if c.dep_ == "poss"]
        return owners or _of_infinitive(verb, head.head, depth)
    return []


def _thanked(verb: Token) -> list[Token]:
    """ "expressed gratitude to Chad for supporting the bid": who did it is whom one is grateful to."""
    felt = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _FEELINGS]
    return [t for w in (verb, *felt) for t in prepositional(w, "to")] if felt else []


def _of_infinitive(verb: Token, head: Token, depth: int) -> list[Token]:
    """ "the first state to recognise X", "its decision to withdraw": the noun's own clause tells the subject."""
    owners = [c for c in head.children if c.dep_ == "poss" and c.pos_ != "PRON"]
    accepted = head.lemma_.lower() == "invitation" and head.dep_ == "dobj" and head.head.lemma_ == "accept"
    if owners and not accepted:  # "thanked X for Chad's commitment to support Y"
        return owners
    at = head
    while at.dep_ in {"pobj", "prep", "attr", "acomp", "dobj", "conj", "nmod", "compound"} and at.head.i != at.i:
        if at.head.pos_ in {"VERB", "AUX"}:
            # "thanked X for the commitment to support Y": X did it
            judged = at.dep_ == "prep" and at.lower_ == "for" and at.head.lemma_ in _OBJECT_JUDGING
            return (_direct(at.head) if judged else []) or _surface(at.head, depth + 1)
        at = at.head
    return [c for c in head.children if c.dep_ == "poss"] or [head]


def _agent(verb: Token) -> list[Token]:
    return [
        c
        for prep in verb.children
        if prep.dep_ == "agent" or (prep.dep_ == "prep" and prep.lower_ == "by")
        for c in prep.children
        if c.dep_ == "pobj"
    ]


def _owned(subject: Token) -> bool:
    """ "Volvo, whose plant opened in 1976": what stands before the clause owns the subject, and is no object."""
    return any(c.lower_ == "whose" for c in subject.children)


def _direct(verb: Token) -> list[Token]:
    found = [
        c
        for c in verb.children
        if c.dep_ in {"dobj", "oprd"}
        or (c.dep_ == "dative" and c.pos_ != "ADP" and not any(o.dep_ == "dobj" for o in verb.children))
    ]
    found = [_antecedent(t, verb) for t in found]
    if (
        not found
        and verb.dep_ == "relcl"
        and any(c.dep_ in _SUBJECT and c.lower_ not in _RELATIVE and not _owned(c) for c in verb.children)
    ):
        found = [verb.head]  # "the gas that Italy imported", "the jets it ordered"
    if not found and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.i > verb.head.i:
        right = [c for c in verb.head.children if c.dep_ == "dobj" and c.i > verb.i]
        found = right
    return found


def _hyphened(participle: Token) -> bool:
    """ "a Qatar-brokered truce": a participle before its noun, with who did it."""
    return participle.dep_ == "amod" and any(c.dep_ == "npadvmod" for c in participle.children)


@lru_cache(maxsize=_KEPT)
def of_verb(verb: Token, noun: Token | None = None) -> Predication:
    """The predication of a verb; with `noun`, of the act that the noun under it names ("held talks").

    Every frame that a verb can open asks for it: it is made once, and nobody changes it.
    """
    # "is majority-owned by X"
    told_of = verb.head if verb.dep_ == "acomp" and verb.tag_ == "VBN" and _agent(verb) else None
    passive = is_passive(verb) or told_of is not None
    surface = _surface(told_of if told_of is not None else verb)
    if passive:
        if (verb.dep_ == "acl" or _hyphened(verb)) and not any(c.dep_ in _PASSIVE_SUBJECT for c in verb.children):
            surface = [verb.head]
        return Predication(verb, noun, True, _agent(verb), surface + [c for c in verb.children if c.dep_ == "dobj"])
    return Predication(verb, noun, False, surface, _direct(verb))


def of_noun(noun: Token) -> Predication:
    """The predication of a noun that stands on its own: "Israel's sale of drones to Azerbaijan"."""
    subjects = prepositional(noun, "by") or _during(noun)
    return Predication(None, noun, False, subjects, prepositional(noun, "of"))


def _during(noun: Token) -> list[Token]:
    """ "During a visit to Jerusalem, an official met …": who does the act of the clause does this one too."""
    owned = any(c.dep_ == "poss" and c.pos_ != "PRON" for c in noun.children)
    above = noun.head.head
    # "on the first day of a visit"
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and above.lemma_.lower() in _PARTS:
        noun = above
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in {"during", "on", "in", "at", "after", "following", "while"} or owned:
        return []
    if prep.head.pos_ != "VERB":
        return []
    clause = of_verb(prep.head)
    return clause.objects if clause.passive else clause.subjects  # "during a visit, she was received by X"


def clause_subjects(head: Token) -> list[Token]:
    """The subjects of the clause that a noun or a participle hangs in: "With a grant from Japan, Togo is to build …"."""
    at = head
    while at.head.i != at.i:
        at = at.head
        if at.pos_ in {"VERB", "AUX"} and not (at == head.head and at.dep_ in {"acl", "relcl"}):
            beside = head.dep_ == "pobj" and head.head.lower_ == "in"  # "Chad, in partnership with Togo, is building"
            return [t for t in of_verb(at).subjects if not is_within(head, t) or (beside and head.head.head == t)]
    return []


def victims(noun: Token) -> list[Token]:
    """ "Four guards were killed in an attack by X": whom the clause around an act says to be hurt."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in {"in", "by", "during"} or prep.head.lemma_ not in _HURT:
        return []
    clause = of_verb(prep.head)
    return clause.objects if clause.passive else clause.subjects if prep.head.lemma_ == "die" else []


def listed(noun: Token) -> list[Token]:
    """The items that "such as", "including", "namely" add to a noun."""
    found = []
    for child in noun.children:
        if child.lower_ in _LISTING or (child.lower_ == "as" and noun.doc[child.i - 1].lower_ == "such"):
            items = [c for c in child.children if c.dep_ in {"pobj", "dobj"}]
            found += [t for item in items for t in [item, *item.conjuncts]]
    return found


def carrier(noun: Token) -> tuple[Token | None, bool]:
    """The verb that a noun is object (or passive subject) of, and whether it is the subject of an active verb."""
    at = noun
    while at.dep_ == "conj" and at.head.pos_ in {"NOUN", "PROPN"}:
        at = at.head
    if at.dep_ in {"nsubj", "nsubjpass"} and any(c.dep_ == at.dep_ and c.i > at.i for c in at.head.children):
        return None, False  # of two that the parser gave a verb, the nearer one is its subject
    if at.dep_ in {"dobj", "nsubjpass", "attr", "oprd"} and at.head.pos_ in {"VERB", "AUX"}:
        return at.head, False
    if at.dep_ == "pobj" and at.head.dep_ in {"prep", "agent"} and at.head.head.pos_ in {"VERB", "AUX"}:
        return at.head.head, False
    if at.dep_ == "nsubj" and at.head.pos_ in {"VERB", "AUX"}:
        return at.head, True
    if any(c.dep_ == "acl" and c.tag_ == "VBN" for c in noun.children):
        return next(c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"), False
    return None, False
