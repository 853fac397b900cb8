"""Names in downloaded files to ids: states, and systems the record knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onrecord import lexicon
from onrecord.model import Entity, EntityKind, Fact
from onrecord.record.countries import load_countries
from onrecord.record.edition import Record
from onrecord.record.names import alias_key

_PARENTHESIS = re.compile(r" \([^()]*\)$")
_WORD = re.compile(r"[^\s,;:()]+")
_LONGEST_NAME = 5  # words of a name looked for within a description


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why a name stands for nothing we can use."""

    reason: str
    detail: str = ""


NOT_A_STATE = "a party that is not a state"
NO_PARTY = "a party that the file does not name"
NO_CODE = "a state that the record has no code for"
SEVERAL = "a name that stands for several systems"


@lru_cache(maxsize=4096)
def match_country(name: str) -> str | NoMatch:
    """`country/VEN`, or why not."""
    table, text = settings(), name.strip()
    if not text or text.lower().startswith(tuple(table["party"]["unknown"])):
        return NoMatch(NO_PARTY, text)
    if text in table["party"]["not_a_state"] or text.endswith(tuple(table["party"]["not_a_state_end"])):
        return NoMatch(NOT_A_STATE, text)
    if text in table["country"] and text != "source":
        code = table["country"][text]
        return f"country/{code}" if code else NoMatch(NO_CODE, text)
    countries = load_countries()
    found = (
        countries.named(text)
        or countries.named(_PARENTHESIS.sub("", text))
        or countries.named(text.removeprefix("the "))
    )
    return found[0].id if len(found) == 1 else NoMatch(NO_CODE, text)


@lru_cache(maxsize=512)
def match_code(code: str) -> str | NoMatch:
    """A country id from a code of two or three letters."""
    wanted, countries = code.strip().upper(), load_countries()
    if wanted in countries:
        return f"country/{wanted}"
    for country in countries.values():
        if wanted and country.iso2 == wanted and country.until is None:
            return country.id
    return NoMatch(NO_CODE, code)


def match_item(record: Record, words: str, classes: Sequence[str] = ()) -> Entity | NoMatch | None:
    """The system a designation stands for, of one of the classes; None when the record knows none.

    Tried in turn: the designation, its parts between slashes, the id it would make, and its words when each of them is
    a name of the same system ("9K338 Igla-S").
    """
    spellings = [words, *(part.strip() for part in words.split("/"))]
    for spelling in dict.fromkeys(spellings):
        fitting = _fitting(record, record.find(spelling), classes) if spelling else []
        if len(fitting) > 1:
            return NoMatch(SEVERAL, f"{words}: {', '.join(entity.label for entity in fitting)}")
        if fitting:
            return fitting[0]
    plain = f"{EntityKind.EQUIPMENT.value}/{'-'.join(alias_key(words).split())}"
    category = record.category(plain)
    if category is not None and in_class(category, classes):
        return record.subject(plain).entity
    found, rest = _scan(record, words, classes)
    return next(iter(found.values())) if len(found) == 1 and not rest else None


def match_within(record: Record, text: str, classes: Sequence[str] = ()) -> Entity | NoMatch | None:
    """The one system whose name stands in a description; None when there is none, NoMatch when there are several."""
    found, _ = _scan(record, text, classes)
    if len(found) > 1:
        return NoMatch(SEVERAL, f"{text[:80]}: {', '.join(entity.label for entity in found.values())}")
    return next(iter(found.values()), None)


def _scan(record: Record, text: str, classes: Sequence[str]) -> tuple[dict[str, Entity], int]:
    """Systems named in a text by names of up to five words, longest first, and how many words name none."""
    found: dict[str, Entity] = {}
    words = [(m.start(), m.end()) for m in _WORD.finditer(text[:2000])]
    at = rest = 0
    while at < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            name = text[words[at][0] : words[at + length - 1][1]]
            if not any(char.isdigit() or char.isupper() for char in name):
                continue
            fitting = _fitting(record, record.find(name), classes)
            if len(fitting) == 1:
                found[fitting[0].id] = fitting[0]
                at += length
                break
        else:
            rest += 1
            at += 1
    return found, rest


def _fitting(record: Record, found: Sequence[Entity], classes: Sequence[str]) -> list[Entity]:
    return [
        entity
        for entity in found
        if entity.kind is EntityKind.EQUIPMENT and (not classes or in_class(record.category(entity.id) or "", classes))
    ]


def in_class(category: str, classes: Sequence[str]) -> bool:
    """Whether a class is one of `classes` or narrower."""
    return any(category == one or category.startswith(one + ".") for one in classes)


def known_deal(rows: Sequence[Fact], supplier: str, recipient: str, *, order: str | None, year: str | None) -> str:
    """The deal of the record that a row of another register is most likely a second count of; "" when none is.

    The figures of one deal are never added up, so a delivery that two registers list counts once.
    """
    for fact in rows:
        if fact.qualifier("supplier") != supplier or fact.qualifier("recipient") != recipient:
            continue
        start, _, end = (fact.qualifier("years") or "").partition("/")
        ordered = fact.qualifier("order_year")
        if (order and order == ordered) or (year and start and start[:4] <= year <= (end or start)[:4]):
            return fact.qualifier("deal") or ""
    return ""


def settings() -> dict[str, Any]:
    """`data/record/importers.toml`."""
    return lexicon.load("record/importers")
