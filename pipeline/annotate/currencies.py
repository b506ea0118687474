"""Which currency a word or sign of money is: "$" of a Jamaican text, "rupees" beside Pakistan, "CFA francs" of Chad.

In: words as a text has them, and what states are near. Out: ISO 4217 codes.
"""

from __future__ import annotations

from functools import cache

from pipeline.annotate.gazetteer import find_places, forms
from pipeline.lexicons import load


@cache
def currency_codes() -> tuple[str, ...]:
    """The ISO 4217 codes that stand before or behind a figure, save those that are words ("TOP 5")."""
    units = load("units")
    told = {*units["words"].values(), *units["symbols"].values()} - {"dollar", *units["code_words"]}
    return tuple(sorted(told | {code for codes in units["national"].values() for code in codes.values()}))


def currency(word: str, nation: str, home: str | None, text: str, opening: str = "") -> str:
    """The code of a money word: of the nation before it, the text's own country, one that the sentence, or the `opening`, names."""
    units = load("units")
    zone = units["zones"].get(nation.strip())
    if zone:
        states = {home, *_named(text)}
        return str(next((code for code, members in zone.items() if states & set(members)), next(iter(zone))))
    singular = word.lower().rstrip("s") if word.lower() not in {"reais"} else word.lower()
    singular = units["shared_signs"].get(word, singular)
    named = forms().get(nation.strip(), ("", ""))[0]
    national = units["national"].get(singular) or units["national"].get(word.lower()) or {}
    if named in national:
        return str(national[named])
    code = units["symbols"].get(word) or units["words"].get(word.lower()) or word
    if code == "dollar":
        return str(units["national"]["dollar"].get(home or "", "USD"))
    if home in national:
        return str(national[home])
    # the opening is looked through only for a word that nothing nearer settles
    nearer = (c for words in (text, opening) for c in _named(words)) if national else ()
    return str(next((national[c] for c in nearer if c in national), code))


def letter_currency(letter: str, home: str | None, text: str) -> str:
    """The code of a letter before a sum ("K6.5 million"): of a state that the text names, else of its own, else the first that writes so."""
    national = load("units")["letters"][letter]
    return str(next((national[c] for c in [*_named(text), home] if c in national), next(iter(national.values()))))


def _named(text: str) -> list[str]:
    return [place.code for place in find_places(text)]
