"""Values as people read them: numbers, amounts, claims in a line, addresses that may be followed, names of files."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from pipeline.ingest.slug import short_hash, slugify
from pipeline.records import Row
from pipeline.site.release import vocabulary_titles
from schemas import VOCABULARIES

LONGEST_NAME = 100  # file systems take 255 bytes; a name is also shown
_CODE = re.compile("`([^`]+)`")
_LARGE = ((1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"))
_HEDGES = {"approximate": "about ", "at_least": "at least ", "at_most": "at most "}
_COUNTED = {"import": ("imports", "from"), "export": ("exports", "to"), "total": ("trades", "with")}


# one document is spoken of on many pages
@lru_cache(maxsize=65_536)
def file_name(identifier: str) -> str:
    """Return the name, without an ending, of the page of something with this id.

    It is the id itself wherever that is a plain slug; an id that is none, or a very long one, is told apart by its
    hash.

    >>> file_name("fjord-works")
    'fjord-works'
    >>> file_name("../<Fjord>")
    'fjord-b081794e'
    """
    slug = slugify(identifier)
    if slug == identifier and len(slug) <= LONGEST_NAME:
        return identifier
    return f"{slug[:LONGEST_NAME]}-{short_hash(identifier)}"


def web_link(address: object) -> str | None:
    """Return an address if it is one that a page may link to: http or https, with a host.

    >>> web_link("https://example.org/a"), web_link("javascript:alert(1)"), web_link(None)
    ('https://example.org/a', None, None)
    """
    if not isinstance(address, str):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def coded(text: str) -> Markup:
    """Return a description with its words in backticks as code, and nothing else of it as markup.

    >>> coded("An `object` <b>")
    Markup('An <code>object</code> &lt;b&gt;')
    """
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def number(value: float) -> str:
    """Return a number with separators, and in words from a million on.

    >>> number(5e9), number(7000), number(0.1), number(2.0), number(1_234_567)
    ('5 billion', '7,000', '0.1', '2', '1.234567 million')
    """
    for size, word in _LARGE:
        if abs(value) >= size:
            return f"{value / size:.10g} {word}"
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.10g}"


def size(count: int) -> str:
    """Return a number of bytes in the unit that suits it.

    >>> size(611), size(182185), size(34242586)
    ('611 B', '182 kB', '34.2 MB')
    """
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def amount(row: Row) -> str | None:
    """Return the number of a claim with its hedge and unit, or None if it has none.

    >>> amount({"value": 40.0, "unit": "percent", "hedge": "approximate"})
    'about 40 %'
    >>> amount({"value": None, "value_min": 7000.0, "value_max": 16000.0, "unit": "1", "hedge": "range"})
    '7,000 to 16,000'
    """
    unit = row.get("unit")
    value, low, high = row.get("value"), row.get("value_min"), row.get("value_max")
    if value is not None:
        text = number(value)
    elif low is not None and high is not None:
        text = f"{number(low)} to {number(high)}"
    else:
        return None
    words = {"percent": " %", "rank": "", "1": "", None: ""}.get(unit, f" {unit}")
    return f"{_HEDGES.get(row.get('hedge') or '', '')}{'place ' if unit == 'rank' else ''}{text}{words}"


def when(date: str | None) -> str:
    """Return a date of EDTF in words.

    >>> when("2016/2020"), when("2009/.."), when("../1991"), when("199X"), when(None)
    ('2016–2020', 'since 2009', 'until 1991', '1990s', '')
    """
    if not date:
        return ""
    first, _, last = date.replace("X", "0s").partition("/")
    if first == ".." or last == "..":
        return f"until {last}" if first == ".." else f"since {first}"
    return f"{first}–{last}" if len(first) == len(last) == 4 else " – ".join(filter(None, (first, last)))


def country(code: str | None) -> str | None:
    """Return the name of a country, of the world, or of countries joined by `+`; a code that nobody knows stays.

    >>> country("AZE+KAZ")
    'Azerbaijan and Kazakhstan'
    """
    if code is None:
        return None
    return " and ".join(_countries().get(part, part) for part in code.split("+"))


@cache
def _countries() -> dict[str, str]:
    # "Bolivia, Plurinational State of" is right in a list and long in a line.
    return {code: title.partition(",")[0] for code, title in vocabulary_titles("countries").items()}


def headline(table: str, row: Row) -> str:
    """Return a claim in a line, from the columns of its table."""
    return _HEADLINES[table](row)


def _event(row: Row) -> str:
    parties = [
        row["actor1_name"] or country(row["actor1_country"]),
        row["actor2_name"] or country(row["actor2_country"]),
    ]
    act = (
        _mode_titles().get((row["event_type"], row["event_mode"]))
        or vocabulary_titles("event_types")[row["event_type"]]
    )
    money = amount({"value": row["amount"], "unit": row["amount_unit"], "hedge": row["hedge"]})
    return f"{' → '.join(filter(None, parties))}: {', '.join(filter(None, (act, row['object'], money)))}"


@cache
def _mode_titles() -> dict[tuple[str, str], str]:
    """The same mode, `military`, is one thing of aid and another of cooperation."""
    return {(mode["event_type"], mode["value"]): mode["title"] for mode in VOCABULARIES["event_modes"].rows}


def _trade(row: Row) -> str:
    verb, preposition = _COUNTED[row["flow"]]
    partner = country(row["partner_country"] or row["partner_group"])
    goods = f" {row['commodity']}" if row["commodity"] else ""
    flow = f"{country(row['reporter_country']) or 'Somebody'} {verb}{' in' if goods and row['flow'] == 'total' else ''}{goods}"
    return _with_measure(f"{flow} {preposition} {partner}" if partner else flow, row, "relation", "trade_measures")


def _arms(row: Row) -> str:
    pair = " → ".join(country(row[name]) or "?" for name in ("supplier_country", "recipient_country"))
    system = row["designation"] or row["description"] or row["category"]
    basis = vocabulary_titles("arms_bases").get(row["basis"] or "")
    said = _with_measure(f"{pair}, {system}" if system else pair, row, "transfer", "arms_measures")
    return f"{said} of {_lower(basis)}" if basis else said


def _relation(row: Row) -> str:
    tie = _lower(vocabulary_titles("relation_types")[row["relation"]])
    tie = {"holds office": "holds office in", "part of": "is part of", "owned by": "is owned by"}.get(tie, tie)
    tie = {"partner of": "is partner of", "member of": "is member of"}.get(tie, tie)
    return f"{row['subject_name']} {tie} {row['object_name']}{': ' + row['role'] if row['role'] else ''}"


def _indicator(row: Row) -> str:
    return f"{country(row['country'])}, {row['indicator']}{': ' + (amount(row) or '') if amount(row) else ''}"


def _with_measure(said: str, row: Row, plain: str, measures: str) -> str:
    """Add what is measured; the measure that only says that there is something needs no word."""
    if row["measure"] == plain:
        return said
    return f"{said}: {' '.join(filter(None, (_lower(vocabulary_titles(measures)[row['measure']]), amount(row))))}"


def _lower(title: str) -> str:
    return re.sub(r"^[A-Z](?=[a-z])", lambda letter: letter[0].lower(), title)


_HEADLINES: dict[str, Callable[[Row], str]] = {
    "events": _event,
    "trade": _trade,
    "arms_transfers": _arms,
    "relations": _relation,
    "indicators": _indicator,
}
