"""Flows between two countries told by verbs and nouns of giving and taking: oil sold, arms supplied, gas imported.

In: an annotated sentence. Out: `Flow`s (who gives, who takes, what, under which words). Rows are made in `trade` and `arms`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import GOODS, misparsed, misread_relative
from pipeline.extract.goings import Goings
from pipeline.extract.makers import state_of_system
from pipeline.extract.modality import mood
from pipeline.extract.named_flows import NamedFlows, is_notice
from pipeline.extract.payments import Payments
from pipeline.extract.predications import (
    Predication,
    clause_subjects,
    of_verb,
    prepositional,
)
from pipeline.extract.speakers import speaker
from pipeline.extract.things import Thing, coordinated, counted_arms, thing_of
from pipeline.extract.tree import is_infinitive
from pipeline.extract.unlisted import unlisted_good

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_VERBS = {key: frozenset(WORDS[key]) for key in ("give", "take", "equip", "use")}
_STRUCK_WITH = frozenset(WORDS["struck_with"])
_BOUGHT_FOR = frozenset(WORDS["bought_for"])
_SOLD_IN = frozenset(WORDS["sold_in"])
_BUILT_OR_PAID = frozenset([*WORDS["build"], *WORDS["pay"]])
_ORDERING = frozenset(WORDS["ordering"])
_LONGEST = 3  # words behind the verb in an idiom: "take_delivery_of"
_LENDING = frozenset(WORDS["lending"])
_PLAIN, _WIDE = frozenset(WORDS["plain"]), frozenset(WORDS["wide"])
_TRADING_ALL = frozenset(WORDS["trading_in_all"])
_OWNING = frozenset(WORDS["owning"])
_SUPPLYING_AGAIN = frozenset(WORDS["supplying"]) | {"receive"}
_CONTRACTS = frozenset(WORDS["contract_nouns"])
_LEANING = frozenset({"dependent", "reliant"})
_AT_HOME = frozenset({"domestic", "local", "home-grown"})
_COVERING = frozenset({"cover", "satisfy"})
_NEEDS = frozenset(WORDS["needs"])
_RECEIVED = frozenset(WORDS["with_receiver"])


class FlowFinder(NamedFlows):
    """Finds the flows of one sentence."""

    def __init__(self, claims: Claims) -> None:
        super().__init__(claims)
        self._goings = Goings(claims)
        self._payments = Payments(claims)
        self._found: list[Flow] | None = None

    def find(self) -> list[Flow]:
        """Every flow told by a verb or by a noun that stands with its own parties."""
        if self._found is None:
            self._found = []
            for token in self.s.doc:
                if token.pos_ == "VERB":
                    self._found += list(self._goings.of_verb(token))
                if token.pos_ in {"VERB", "AUX"} or token.tag_ in {"VBN", "VBG"}:
                    self._found += list(self._by_verb(token))
                elif token.lower_ in _LEANING:
                    self._found += list(self._goings.of_leaning(token))
                elif token.pos_ in {"NOUN", "PROPN"} and (token.i not in self.s.entity_at or is_notice(token)):
                    self._found += list(self.of_noun(token))
            for flow in self._found:
                self._of_the_same(flow, self._found)
        return self._found

    @staticmethod
    def _of_the_same(flow: Flow, others: list[Flow]) -> None:
        """ "took delivery of four of the six jets it ordered from X": who gives what two clauses tell of, one of them says."""
        if flow.giver is not None or flow.taker is None or not any(t.kind == "arms" for t in flow.things):
            return
        things = {t.token for t in flow.things if t.counted is not None}
        flow.giver = next(
            (o.giver for o in others if o.giver and o.taker == flow.taker and things & {t.token for t in o.things}),
            None,
        )

    @staticmethod
    def _keys(verb: Token) -> list[str]:
        """The verb with the words behind it, longest first: an idiom goes before its verb."""
        behind = verb.doc.tokens[verb.i + 1 : verb.i + 2 + _LONGEST]
        if behind and behind[0].tag_ in {"RB", "RBS"} and len(behind) > 1:
            behind = behind[1:]  # "relies heavily on"
        following = [t.lower_ for t in behind[:_LONGEST]]
        return ["_".join([verb.lemma_.lower(), *following[:size]]) for size in range(len(following), -1, -1)]

    def _by_verb(self, verb: Token) -> Iterator[Flow]:
        paid = list(self._payments.of_verb(verb)) if verb.lemma_.lower() in _BUILT_OR_PAID else []
        # "contracted a yard for two boats" hires, "contracted two boats" orders
        ordered = verb.lemma_.lower() not in _BUILT_OR_PAID or (verb.lemma_.lower() == "contract" and not paid)
        yield from paid or (self._by_giving_or_taking(verb) if ordered else ())

    def _by_giving_or_taking(self, verb: Token) -> Iterator[Flow]:
        keys = self._keys(verb)
        key, shape = next(((k, s) for k in keys for s in ("give", "take", "use") if k in _VERBS[s]), ("", None))
        if shape is None:
            return
        lemma, preposition = (key, key.rpartition("_")[2]) if "_" in key else (key, "")
        doing = verb.doc[verb.i + 2] if "_to_" in key and verb.doc[verb.i + 2].pos_ == "VERB" else verb
        predication = misparsed(doing) or of_verb(doing)
        if lemma in _COVERING and not any(o.lemma_.lower() in _NEEDS for o in predication.objects):
            return  # "a package covers 180 tanks"
        if lemma == "order" and not predication.role("from") and self.codes(predication.role("to")):
            return  # "ordered a frigate to Cyprus"
        shape, lemma = self._shape(shape, lemma, predication)
        things = self._things(predication, preposition if shape == "take" else "")
        if "_to_" in key:
            things = list(counted_arms(self.s, doing.i)) or things
        if not things and shape == "take" and predication.role("from"):  # "Its tanks, bought second-hand from X"
            things = [t for s in predication.subjects for t in self.items(s) if t.kind == "arms"]
            predication = Predication(verb, None, True, [], predication.subjects) if things else predication
        if not things and shape == "take" and (misread := misread_relative(verb)):
            predication, things = misread, [t for o in misread.objects for t in self.items(o) if t.kind == "arms"]
        if not things and lemma in _VERBS["equip"]:
            things = [t for w in prepositional(verb, "with") for t in self.items(w)]
            if things:
                yield from self._make(
                    predication,
                    things,
                    self.codes(predication.subjects) or self.made(things),
                    self.codes(predication.objects) or self.codes(predication.role("in")),
                    "export",
                    lemma,
                )
            return
        if not things:
            return
        subjects = self.codes(of_verb(verb).subjects if "_to_" in key else predication.subjects)
        if not subjects and shape == "take" and predication.passive:  # "Its tanks were bought from X"
            subjects = self.codes([c for o in predication.objects for c in o.children if c.dep_ == "poss"])
            subjects = subjects or self.codes(clause_subjects(verb))  # "With 26 jets ordered for …, X became"
        if shape == "give" and not subjects and (contract := self._contract_over(verb)) is not None:
            subjects, lemma = self.codes(of_verb(contract.head).subjects), "contract_to_deliver"
        if shape == "give":
            takers = self._takers(predication, lemma)
            if not takers and lemma in _RECEIVED:
                takers, things = self.misread_receiver(predication, things)
            givers = subjects or self.made(things) or self._from_where(predication)
            yield from self._make(predication, things, givers, takers, "export", lemma)
        else:
            yield from self._taken(verb, predication, things, subjects, lemma)

    def _taken(
        self, verb: Token, predication: Predication, things: list[Thing], subjects: list[str], lemma: str
    ) -> Iterator[Flow]:
        """The flows of a verb of taking: from whom, or for whom else, the subject takes the things."""
        others = [c for c in self.codes(predication.role("for")) if c not in subjects] if subjects else []
        if others and lemma in _BOUGHT_FOR:  # "which Chad bought for Togo"
            yield from self._make(predication, things, subjects, others, "export", "donate")
            return
        roles = self.unnumbered(predication.role("from") or self.inner(predication, "from"))
        roles = roles or self._contracted_with(predication)
        if any(c.lower_ in _AT_HOME for t in roles for c in t.subtree):
            return  # "ordered shells from domestic plants"
        roles = [] if lemma in _STRUCK_WITH else roles  # "drones launched from Chad": where from, not whose make
        givers = (
            self.codes(roles)
            or self.made(things)
            or self.given_by(things)
            or self.possessed(things)
            or (self.owned(things) if lemma in _ORDERING else [])
            or ([] if lemma in _OWNING else self.producers(predication, subjects))
        )
        if lemma in _OWNING and not (givers and all(t.kind == "arms" and not t.general for t in things)):
            return  # "has 20 Chinese launchers": what another made; nothing else is told by "have"
        each = (
            self.by_source(verb)
            or self.by_source(verb, GOODS)
            or (self.by_maker(things, givers) if not roles else [(givers, things)])
        )
        for makers, made in each:
            yield from self._make(predication, made, makers, subjects, "import", lemma)

    def _takers(self, predication: Predication, lemma: str) -> list[str]:
        """To whom things go: "to X", "sold X", "for X", or "in X" behind verbs of placing goods."""
        found = self.codes(
            self.unnumbered(predication.role("to"))
            or predication.role("iobj")
            or self.inner(predication, "to")
            or predication.role("into")
            or self._across(predication)
            or predication.role("for")
            or self._who_took(predication)
        )
        if not found and predication.passive and predication.subjects:  # "its 24 jets were supplied by X"
            found = self.codes([c for o in predication.objects for c in o.children if c.dep_ == "poss"])
        if not found and lemma in _SOLD_IN:  # "placed 4 million tonnes in X"
            found = self.codes(predication.role("in") or self.inner(predication, "in"))
        return found

    def _is_goods(self, noun: Token) -> bool:
        thing = thing_of(noun, self.s) if noun.pos_ == "NOUN" else None
        return thing is not None and thing.kind in {"goods", "total"}

    def _across(self, predication: Predication) -> list[Token]:
        """ "trucked coal across the crossing into X": a way that hangs on the one before it."""
        over = [t for w in ("across", "over", "through") for t in predication.role(w)]
        return [t for o in over for t in prepositional(o, "into") + prepositional(o, "to")]

    def _from_where(self, predication: Predication) -> list[str]:
        """ "Gas from X is sold to Y", "was trucked to Y from X": whose the goods are that nobody is said to give."""
        if not predication.passive:
            return []
        told = self.codes(self.inner(predication, "from") or self.unnumbered(predication.role("from")))
        told = told or self.codes([c for o in predication.objects for c in o.children if c.dep_ == "poss"])
        return told or self._told_by_its_own(predication)

    def _told_by_its_own(self, predication: Predication) -> list[str]:
        """ "Maize was exported to Y, X's trade minister said": whose goods, where a state tells of them and no third is named."""
        at = speaker(predication.head)
        return self.codes([at]) if at is not None and len(set(self.s.countries())) == 2 else []

    @staticmethod
    def _contract_over(verb: Token) -> Token | None:
        """ "has a contract to deliver two corvettes": the contract, whose holder will deliver."""
        above = verb.head if verb.dep_ == "acl" and is_infinitive(verb) else None
        return above if above is not None and above.lemma_.lower() in _CONTRACTS else None

    @staticmethod
    def _shape(shape: str, lemma: str, predication: Predication) -> tuple[str, str]:
        """The shape of a verb, and the verb it stands for, by the words around it."""
        if lemma == "fly" and predication.role("from"):  # "six jets were flown in from Chad": delivered, not used
            return "take", "receive"
        lent = lemma in _LENDING and predication.role("from") and not predication.role("to")
        return ("take" if lent else shape), lemma  # "leased drones from Chad"

    @staticmethod
    def _who_took(predication: Predication) -> list[Token]:
        """ "handed over two corvettes, bought by X in 2016": to whom, where a participle tells who bought them."""
        heads = [t for t in (predication.verb, *predication.objects) if t is not None]
        told = [c for h in heads for c in h.children if c.tag_ == "VBN" and c.dep_ in {"acl", "advcl"}]
        return [t for c in told if c.lemma_.lower() in _VERBS["take"] for t in prepositional(c, "by")]

    @staticmethod
    def _contracted_with(predication: Predication) -> list[Token]:
        """ "is to receive 136 vehicles under a contract signed with X": who supplies them."""
        under = [t for t in predication.role("under") if t.lemma_.lower() in _CONTRACTS]
        return [
            t for c in under for w in [c, *(a for a in c.children if a.dep_ == "acl")] for t in prepositional(w, "with")
        ]

    def _things(self, predication: Predication, preposition: str = "") -> list[Thing]:
        found: list[Thing] = []
        verb = predication.verb
        parts = [c for c in predication.verb.children if self.part_of_which(c)] if predication.verb is not None else []
        objects = parts or predication.objects + (
            prepositional(predication.verb, preposition) if preposition and predication.verb is not None else []
        )
        if verb is not None and (sold := [c for c in verb.children if c.dep_ == "dative" and self._is_goods(c)]):
            # "sold X goods worth $3 million, nearly all of it tea"
            objects = [*sold, *(o for o in objects if o.doc[o.left_edge.i : o.i].text.lower().find(" of it") < 0)]
        if not objects and verb is not None:  # "exported between 1.5 and 1.7 million tonnes of maize"
            objects = [t for t in prepositional(verb, "between") if t.i in self.s.value_at]
        # "covers its demand for crude from X"
        objects = [t for o in objects for t in (prepositional(o, "for") if o.lemma_.lower() in _NEEDS else []) or [o]]
        for obj in objects:
            found += [t for t in self.items(obj) if t not in found]
        if not found and predication.verb is not None and predication.verb.lemma_.lower() in _TRADING_ALL:
            found = [t for joined in coordinated(objects) if (t := unlisted_good(joined, self.s))]
        return found or [t for o in objects if o.lower_ in {"it", "them"} for t in self.object_before(o)]

    def _make(
        self, predication: Predication, things: list[Thing], givers: list[str], takers: list[str], flow: str, verb: str
    ) -> Iterator[Flow]:
        things = things + self._among(things)
        # "fired rockets at a town in Chad": whose they are is not told by whom they hit
        if verb in _STRUCK_WITH and not givers:
            return
        if flow == "import" and takers and not givers:
            givers = self._in_return(predication, takers, things)
        elif flow == "export" and givers and not takers:
            takers = self._in_return(predication, givers, things)
        if not givers and takers and (told := self._told_before(predication, takers)):
            givers = [told]
        if (
            not givers and verb in _ORDERING
        ):  # "X ordered 12 F-16s": who builds them, before the other state of the text
            makers = {c for t in things if (c := state_of_system(t.designation))}
            givers = [c for c in makers if c not in takers] if len(makers) == 1 else []
        if not givers and takers and flow == "import" and verb in _VERBS["use"] and verb not in _OWNING:
            maker = self.maker_of_pair(things)
            givers = [maker] if maker and maker not in takers else []
        if (not givers or not takers) and verb not in {"send", "dispatch"}:  # "sent three boats across the line"
            givers, takers = self._complete(givers, takers, things)
        givers, takers = [g for g in givers if g not in takers] or givers, takers
        if not givers and not takers and verb in _SUPPLYING_AGAIN:
            givers, takers = self.of_same_deal(things)
            maker = self.maker_of_pair(things) if not givers else None
            givers, takers = (
                ([maker], [str(self.c.discourse.document.other_of_pair(maker))]) if maker else (givers, takers)
            )
        if not givers and not takers:
            return
        # "asked to buy": asked is the act; "has a contract to deliver": so is the contract
        above = predication.head.head
        above = above.head if verb == "contract_to_deliver" else above
        meant = mood(above if "_to_" in verb else predication.head)
        for giver in givers or [None]:  # type: ignore[list-item]
            for taker in takers or [None]:  # type: ignore[list-item]
                if giver != taker:
                    owner = giver if flow == "export" else taker
                    yield Flow(
                        giver,
                        taker,
                        things,
                        predication.head,
                        predication.trigger,
                        meant,
                        owner,
                        flow,
                        verb,
                    )

    def _among(self, things: list[Thing]) -> list[Thing]:
        """ "Among the arms supplied by X are A, B and C": the list stands after the verb."""
        found: list[Thing] = []
        for thing in things:
            token = self.s.doc[thing.token]
            if token.dep_ == "pobj" and token.head.lower_ == "among" and token.head.head.pos_ in {"AUX", "VERB"}:
                for child in token.head.head.children:
                    if child.dep_ in {"nsubj", "attr", "dobj"}:
                        found += [t for item in [child, *child.conjuncts] if (t := thing_of(item, self.s))]
        return found

    def _in_return(self, predication: Predication, known: list[str], things: list[Thing]) -> list[str]:
        """ "A sells tea to B and buys rice", "In return, A sends doctors": the other side is that of the flow told last."""
        if len(known) != 1 or not any(t.kind in {"goods", "total"} for t in things):
            return []
        verb = predication.verb
        joined = verb is not None and (verb.dep_ == "conj" or (verb.dep_ == "advcl" and verb.tag_ == "VBG"))
        # "X sells tea to Y; it buys rice"
        joined = joined or (
            verb is not None and verb.lemma_.lower() in _PLAIN and any(t.pos_ == "PRON" for t in predication.subjects)
        )
        last = next(
            (f for f in reversed(self._found or []) if known[0] in {f.giver, f.taker} and f.giver and f.taker), None
        )
        if last is not None and joined:
            return [str(last.taker if last.giver == known[0] else last.giver)]
        spoken = self.c.discourse.flow
        total = any(t.kind == "total" for t in things)
        if verb is not None and spoken and self._of_the_pair(verb, known[0], spoken, total):
            return [spoken[2] if spoken[1] == known[0] else spoken[1]]
        # "X is the main market for Y's cocoa. It bought …"
        pronoun = any(t.pos_ == "PRON" for t in predication.subjects)
        counted = any(v.kind in {"quantity", "money"} for v in self.s.values)
        held = self.c.discourse.goods
        same = held is None or any((t.code or "")[:2] == (getattr(held[1], "code", None) or "")[:2] for t in things)
        near = spoken is not None and self.s.sentence.index - spoken[0] == 1
        if pronoun and counted and same and near and spoken and known[0] in spoken[1:]:
            return [spoken[2] if spoken[1] == known[0] else spoken[1]]
        returned = "in return" in self.s.doc.text.lower() or "in exchange" in self.s.doc.text.lower()
        if returned and spoken and known[0] in spoken[1:] and self.s.sentence.index - spoken[0] <= 2:
            return [spoken[2] if spoken[1] == known[0] else spoken[1]]
        return []

    def _of_the_pair(self, verb: Token, known: str, spoken: tuple[int, str, str], total: bool) -> bool:
        """ "Trade between X and Y is small. Y sells apples": a plain flow right after one of the two, where no third state is named."""
        near = 0 < self.s.sentence.index - spoken[0] <= 2
        plain = verb.lemma_.lower() in _PLAIN and verb.tag_ in {"VBZ", "VBP"}  # what is sold as a rule, not once
        # "Trade of the two reached $5 billion. X, which sold goods worth $3 billion, …"
        plain = plain or (verb.lemma_.lower() in _PLAIN and total and self.s.sentence.index - spoken[0] <= 1)
        others = set(self.s.countries()) - set(spoken[1:])
        about = self.c.discourse.document.pair
        wide = any(t.lower_ in _WIDE for t in verb.doc)
        return (
            near and plain and known in spoken[1:] and not others and set(about or ()) == set(spoken[1:]) and not wide
        )

    def _told_before(self, predication: Predication, takers: list[str]) -> str | None:
        """ "opted for a system made by X's firm, buying 20 launchers": who gives in the clause that this one hangs on."""
        verb, last = predication.verb, next(iter(reversed(self._found or [])), None)
        if verb is None or verb.dep_ not in {"advcl", "conj"} or last is None or last.head != verb.head:
            return None
        return last.giver if last.taker in takers and any(t.kind == "arms" for t in last.things) else None

    def _complete(self, givers: list[str], takers: list[str], things: list[Thing]) -> tuple[list[str], list[str]]:
        """One side untold in a document about two countries: the other of them, for arms and goods alike."""
        known = givers or takers
        about = self.c.discourse.document
        # who makes arms for one of two states is often a third; whom one of them arms is as a rule the other
        two = (about.pair if givers else None) or about.only_two()
        other = next((c for c in two if c != known[0]), None) if len(known) == 1 and known[0] in two else None
        section = self.c.discourse.section
        if givers and other is None and section is not None and section not in givers:
            other = section  # under the heading "Moldova": "Germany has donated 19 carriers"
        if things and self.of_others(things[0].token, {*known, other}):
            return givers, takers
        if other is None or not any(t.kind == "arms" for t in things):
            return givers, takers
        return (givers, [other]) if givers else ([other], takers)
