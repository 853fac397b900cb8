"""Measures that two sentences of one report give of one named thing, read from plain wordings.

"The runway at Garoua is 3,400 metres long. At 2,100 metres, the runway at Garoua is too short."  Wordings:
`data/lang/<code>/consistency.toml`, table `measure`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from onrecord import lexicon
from onrecord.check.measure import Sense, read_claimed, unit_factor
from onrecord.check.sentences import UNQUOTED_END
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Quantity, Span
from onrecord.signs import CLOSE, OPEN, put_signs

_SLOT = re.compile(r"(?<!\?P)<(\w+)>")
_LONGEST = 400  # characters of a sentence
_WORD = re.compile(r"[\w'’-]+")
_MOST_EARLIER = 20


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of one thing: `thing` is its words, `bare` those without what it is, "frigate"."""

    property: str
    thing: str
    bare: str
    quantity: Quantity


@lru_cache(maxsize=8)
def find_differing(
    text: str, quantities: tuple[Quantity, ...], language: str = "en"
) -> tuple[tuple[Measure, Measure], ...]:
    """Pairs of measures of one property of one thing that cannot both be so, in reading order.

    Empty in a language without the wordings.
    """
    try:
        table = lexicon.load("consistency", language=language)["measure"]
    except (LexiconError, UnknownLanguage):
        return ()
    found: list[Measure] = []
    pairs = []
    for measure in _read(text, quantities, table, language):
        earlier = next((one for one in reversed(found[-_MOST_EARLIER:]) if _is_same(one, measure)), None)
        if earlier is not None and _differ(earlier.quantity, measure.quantity):
            pairs.append((earlier, measure))
        found.append(measure)
    return tuple(pairs)


def _read(text: str, quantities: Sequence[Quantity], table: dict[str, Any], language: str) -> list[Measure]:
    found = []
    begin = 0
    forms = _forms(language)
    titles = lexicon.load("consistency", language=language)["same"]["titles"]
    ordered = sorted(quantities, key=lambda q: q.span.start)
    starts = [q.span.start for q in ordered]
    for stop in (*(match.end() for match in UNQUOTED_END.finditer(text)), len(text)):
        span, begin = Span(begin, stop), stop
        numbers = ordered[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        if len(numbers) != 1 or numbers[0].unit is None or len(span) > _LONGEST:
            continue
        words = {word.lower() for word in _WORD.findall(span.of(text))}
        if words & set(table["words"]) or "?" in span.of(text):
            continue
        at = numbers[0].span
        signed = put_signs(span.of(text), [(Span(at.start - span.start, at.end - span.start), "0")]).text
        measure = _match(signed.strip(), numbers[0], forms, table, titles)
        if measure is not None:
            found.append(measure)
    return found


def _match(
    sentence: str,
    number: Quantity,
    forms: Sequence[tuple[str, re.Pattern[str]]],
    table: dict[str, Any],
    titles: Sequence[str],
) -> Measure | None:
    for name, form in forms:
        match = form.search(sentence)
        if match is None or number.approximate or number.low is None or number.low != number.high:
            continue
        words = match["thing"].split()
        if words and words[0].lower() in table["articles"]:
            words = words[1:]
        # A name stands for one thing; "the tank" may be any.
        start = next((at for at, word in enumerate(words) if word[:1].isupper()), None)
        if start is None:
            continue
        bare = words[start:] if all(word in titles for word in words[:start]) else words
        return Measure(name, " ".join(words).lower(), " ".join(bare).lower(), number)
    return None


def _is_same(one: Measure, other: Measure) -> bool:
    """Whether both are of one thing, called alike or once without what it is: "the frigate Larsen", "the Larsen"."""
    if one.property != other.property or one.bare != other.bare:
        return False
    return one.thing == other.thing or one.bare in (one.thing, other.thing)


def _differ(one: Quantity, other: Quantity) -> bool:
    factor = unit_factor(other.unit, one.unit) if one.unit and other.unit else None
    if factor is None:
        return False
    here, there = read_claimed(one, Sense.EXACT), read_claimed(other, Sense.EXACT, factor=factor)
    return not here.window.meets(there.window)


@cache
def _forms(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = lexicon.load("consistency", language=language)["measure"]
    slots = {"thing": table["thing"], "n": rf"{OPEN}0{CLOSE}"}
    return tuple(
        (name, re.compile(_SLOT.sub(lambda slot: slots[slot[1]], form), re.IGNORECASE)) for name, form in table["forms"]
    )
