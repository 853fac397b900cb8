"""An answer of the geography check, and the words it is put in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord import lexicon
from onrecord.model import Fact, Reading, Verdict

if TYPE_CHECKING:
    from onrecord.record.countries import Country

EXPLAIN_IN = "en"  # the language findings are written in
AGREES_WITHIN, DISAGREES_BEYOND = 45.0, 90.0  # degrees
_WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the geometry says to one statement.  `rule` is without "geography."."""

    rule: str
    verdict: Verdict
    sentence: str
    facts: tuple[Fact, ...] = ()
    readings: tuple[Reading, ...] = ()
    missing: str | None = None


def cannot_tell(rule: str, missing: str, facts: tuple[Fact, ...] = (), **values: object) -> Answer:
    return Answer(rule, Verdict.CANNOT_TELL, say(rule, **values), facts, missing=missing)


def say(rule: str, **values: object) -> str:
    """The sentence of a rule, with a capital letter at its start."""
    text = str(_table()["sentence"][rule]).format(**values)
    return text[:1].upper() + text[1:]


def say_name(country: Country) -> str:
    """The name as it stands in a sentence: "the United States"."""
    article = _table()["article"]
    return str(article["word"]) + country.name if country.code in article["codes"] else country.name


def say_wind(wind: str) -> str:
    """ "NE" → "north-east"."""
    return str(_table()["wind"][wind])


def say_side(direction: str) -> str:
    """ "northeast" → "north-east"."""
    return say_wind(_WINDS[round(degrees_of(direction) / 45) % 8])


def say_adjective(direction: str) -> str:
    """ "northeast" → "north-eastern"."""
    return str(_table()["adjective"][direction])


@cache
def degrees_of(direction: str) -> float:
    """Degrees clockwise from north."""
    return float(_table()["degrees"][direction])


def _table() -> dict[str, Any]:
    return lexicon.load("geography", language=EXPLAIN_IN)
