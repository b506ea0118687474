"""What the sentences so far have put on the table: who was spoken of, and the goods last traded.

In: the parties that a sentence named, sentence by sentence. Out: recency lists, newest last, for whoever resolves a pronoun.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.annotate.document import AnnotatedDocument, AnnotatedSentence
from pipeline.annotate.gazetteer import short_name
from pipeline.records import Row

REACH = 3  # sentences for which a flow or a deal stays the one spoken of
_SHORT_HEADING = 4  # words of a heading that is but a name
_KEPT = 12  # people and countries remembered: about what a reader does over a page


@dataclass(frozen=True, slots=True)
class Party:
    """Who: `name` as the tables write it, `country` alpha-3 or None.

    `kind` is one of country, people (those of a state), person, organisation, office (what acts for a state), arms (a ship or a
    jet of a state), thing (what else a state stands beside: "Iranian gas"), town.
    """

    name: str | None
    country: str | None
    kind: str
    id: str | None
    token: int
    pronoun: bool = False


@dataclass(slots=True)
class Discourse:
    """The document and what its sentences so far spoke of.

    `officers` is the subject of the last sentence, where that is an office without the name of its holder,
    `goods` is the sentence and the thing last traded in it, `goods_from` the state that it came from, `goods_sides` both of
    the two, where that is told,
    `flow` the sentence, the owner and the partner of the last flow,
    `deal` the sentence and the rows of the last transfer of arms, `buyers` to whom arms have gone so far, `arms` the sentence and the
    type of arms named last,
    `whole` the sentence and the last flow that a number could be of ("It amounted to …", "12 percent of the total"),
    `triple` the three states told together last, `fought` the two that last fought,
    `last_date` the sentence and the last date told in it,
    `lines` the date that opens a paragraph, where it is a line of a chronology,
    `dated_times` the dates of wars, visits and the like by their noun ("the 2020 war"),
    `dated` the sentence, the sides and the dates of the last flow that a number measured at a time,
    `section` the state that the heading of a section named alone,
    `listed_visits` the states of guest and host that the last heading of a list of visits told,
    `posts` the sentence and the state of the envoy last told of, by the word of the office,
    `aimed` the sentence, the doer and the target of each act that one state directed at another,
    `agreed` the sentence and the sides of each agreement.
    """

    document: AnnotatedDocument
    subjects: list[Party] = field(default_factory=list)
    people: list[Party] = field(default_factory=list)
    officers: list[Party] = field(default_factory=list)
    pairs: list[tuple[Party, Party]] = field(default_factory=list)
    triple: tuple[str, ...] = ()
    fought: tuple[str, str] | None = None
    countries: list[str] = field(default_factory=list)
    goods: tuple[int, object] | None = None
    goods_from: str | None = None
    goods_sides: set[str | None] = field(default_factory=set)
    flow: tuple[int, str, str] | None = None
    deal: tuple[int, list[Row]] | None = None
    section: str | None = None
    buyers: set[str] = field(default_factory=set)
    arms: tuple[int, object] | None = None
    whole: tuple[int, object] | None = None
    last_date: tuple[int, str] | None = None
    lines: dict[int, str | None] = field(default_factory=dict)
    dated_times: dict[str, str] = field(default_factory=dict)
    dated: tuple[int, set[str], Row] | None = None
    listed_visits: tuple[str, str] | None = None
    aimed: list[tuple[int, str, str]] = field(default_factory=list)
    agreed: list[tuple[int, set[str | None]]] = field(default_factory=list)
    posts: dict[str, tuple[int, str]] = field(default_factory=dict)
    acts: tuple[int, list[Row]] = (-2, [])  # the last sentence that told events, and these

    def open_section(self, sentence: AnnotatedSentence) -> None:
        """ "Guyana–Venezuela.", "LATVIA" in a digest: what follows is about these two, or that one, until others are named so."""
        if sentence.sentence.heading:
            self.whole = None
        codes = list(dict.fromkeys(place.code for _, place in sorted(sentence.place_at.items())))
        alone = all(not t.is_alpha or t.i in sentence.place_at or t.lower_ in {"and", "the"} for t in sentence.doc)
        if len(codes) == 2 and alone and not self.document.titled:
            self.document.pair, self.document.between_two = (codes[0], codes[1]), True
            self.section = None
            self.subjects, self.flow, self.deal, self.arms, self.buyers = [], None, None, None, set()
        if len(codes) == 1 and alone and sentence.sentence.heading and len(sentence.doc) <= _SHORT_HEADING:
            self.section = codes[0]
            self.document.topic = self.document.receiver = codes[0]
            self.subjects, self.flow, self.deal, self.arms, self.buyers = [], None, None, None, set()

    def note_acts(self, index: int, rows: list[Row]) -> None:
        """Take in the events that sentence `index` told, for whoever answers them."""
        sides = [(row["actor1_country"], row["actor2_country"]) for row in rows]
        fought = [(r["actor1_country"], r["actor2_country"]) for r in rows if r["event_type"] == "ASSAULT"]
        self.fought = next(((a, b) for a, b in fought if a and b), self.fought)
        agreed = [
            (index, {row["actor1_country"], row["actor2_country"]}) for row in rows if row["event_type"] == "AGREE"
        ]
        self.agreed = (self.agreed + agreed)[-_KEPT:]
        self.acts = (index, rows) if rows else self.acts
        self.aimed = (self.aimed + [(index, a, b) for a, b in sides if a and b])[-_KEPT:]

    def acts_before(self, index: int) -> list[Row]:
        """The events of the sentence right before sentence `index`."""
        told, rows = self.acts
        return rows if index - told == 1 else []

    def aimed_at(self, code: str, index: int) -> str | None:
        """Who directed the last act of the sentences right before at a state: to whom it answers."""
        doers = [by for told, by, at in self.aimed if at == code and 0 <= index - told <= 1]
        return doers[-1] if doers else None

    def note_post(self, index: int, office: str, state: str) -> None:
        """Take in whose an office is that sentence `index` tells of, for those of its holders of whom it is not told again."""
        self.posts[office] = (index, state)

    def post_before(self, index: int, office: str) -> str | None:
        """Whose an office is: the state of the one told of in the sentences right before sentence `index`."""
        told, state = self.posts.get(office, (index - REACH - 1, ""))
        return state if index - told <= REACH else None

    def only_buyer(self, giver: str) -> str | None:
        """The one state to which arms have gone so far, where the text is about it and it is not the giver."""
        about = self.document
        if self.section is not None and giver != self.section:
            return self.section
        main = {*(about.pair or ()), about.topic, about.receiver, about.entities.main}
        alone = len(self.buyers) == 1 and self.buyers <= main and giver not in self.buyers
        return next(iter(self.buyers)) if alone else None

    def deal_before(self, index: int) -> list[Row]:
        """The rows of the transfer of arms that the sentences right before sentence `index` told last."""
        told, rows = self.deal or (index, [])
        if not 0 < index - told <= REACH:
            return []
        sides = {code for row in rows for code in (row["supplier_country"], row["recipient_country"])}
        between = [s for s in self.document.sentences if told < s.sentence.index < index]
        elsewhere = any(set(s.countries()) - sides for s in between)  # "Togo's list is longer.": another state's arms
        return [] if elsewhere else rows

    def country(self, code: str, token: int, pronoun: bool = False) -> Party:
        """A state, named as the document names it."""
        name = self.document.names_of.get(code) or short_name(code)
        return Party(name, code, "country", code, token, pronoun)

    def _makes_pair(self, codes: list[str]) -> bool:
        """Whether "the two countries" may be those that a sentence names: third states of a text about two are named in passing.

        "a line to the Ugandan border", "welcomed the truce in Sudan".
        """
        known = len({*codes} & {*(self.document.pair or ())})
        return known == 2 or (known == 0 and not self.document.between_two)

    def note(
        self, subjects: list[Party], people: list[Party], codes: list[str], named: list[str], heading: bool
    ) -> None:
        """Take in a sentence that has been read: its main subjects, its people, the states that it names, those it has in a list."""
        self.people = (self.people + list(dict.fromkeys(people)))[-_KEPT:]
        codes = codes or [p.country for p in subjects if p.country]
        self.countries = (self.countries + codes)[-_KEPT:]
        pair = list(dict.fromkeys(p.country for p in subjects if p.country))
        if len(pair) == 2:
            a, b = (next(p for p in subjects if p.country == code) for code in pair)
            self.pairs.append((a, b))
        elif len(codes) == 2 and len(set(codes)) == 2 and self._makes_pair(codes):
            self.pairs.append((self.country(codes[0], 0), self.country(codes[1], 0)))
        if len(set(named)) == 3:
            self.triple = tuple(dict.fromkeys(named))
        if subjects and not heading:
            self.subjects = subjects
