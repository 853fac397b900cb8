"""What else the sentence of an agreement says of places: "N'Djamena, Chad's capital, is a port on the Mediterranean".

As `check/halves.py` for systems.  Nothing here asks what exactly the words say; only whether any of the countries that
the sentence names could make them true: lies on the sea, borders the neighbour, has the capital, made the system.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, cast

from onrecord import lexicon
from onrecord.check.context import CheckContext
from onrecord.check.geo_answer import degrees_of
from onrecord.check.geo_behind import directions_of
from onrecord.check.geo_names import GeoName, find_names
from onrecord.check.measure import unit_factor
from onrecord.check.wording import cue_words
from onrecord.check.words import find_word
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Span

if TYPE_CHECKING:
    from onrecord.record.gazetteer import Place
    from onrecord.record.geo_math import Point
    from onrecord.record.geography import Geography

_NEAR = 40  # characters around a name in which the words stand that say what is told of it
_BEFORE_CITY, _BEHIND_CITY = 30, 20  # the same of "its capital is N" and "N is its capital"
_MOST_NAMES = 8  # of places in a sentence: in a longer list nothing is told of which two a way or side is said
_CLAUSE = re.compile(r"[,;:.(]")
_PHRASE = re.compile(r"(?P<of>['’]s?)?(?P<words>(?:[ -][a-z]+){1,4})")
_TURNED = 90  # degrees off the way said
_SHORT_KM = 20  # ways below are not looked at: towns are wide
_WAY_SHARE = 0.35  # of a way: so much longer it may be by road, or so much shorter from edge to edge
_ACROSS_KM = 500  # neighbours across a sea lie no farther apart


def unfitting_places(sentence: Span, context: CheckContext) -> Iterator[Span]:
    """Words of a sentence that fit none of the places and countries it names: seas, ways between places, sides, a lack
    of coast, neighbours and capitals."""
    if context.geography is None:
        return
    geography = cast("Geography", context.geography)
    text = sentence.of(context.report.text)
    if find_word(_without_coasts(text.lower(), context), cue_words(context, "rest", "denied")) is not None:
        return
    seas = tuple(_seas(text, context))
    names = [
        name
        for name in find_names(text, geography, language=context.language)
        if not any(span.overlaps(name.span) for _, span in seas)
    ]
    found = (
        *_other_seas(text, seas, names, geography, context),
        *_other_ways(sentence, names, geography, context),
        *_other_sides(text, names, geography, context),
        *_lacking_coasts(text, names, context),
        *_other_neighbours(text, names, geography, context),
        *_other_capitals(text, names, geography, context),
    )
    yield from (Span(sentence.start + span.start, sentence.start + span.end) for span in found)


def _other_seas(
    text: str,
    seas: Iterable[tuple[Sequence[str], Span]],
    names: Sequence[GeoName],
    geography: Geography,
    context: CheckContext,
) -> Iterator[Span]:
    """Seas on which none of the countries of their clause lies; where none is named there, none of the others."""
    for waters, span in seas:
        clause = _clause_around(span, text, context)
        own = [name for name in names if clause.covers(name.span)]
        codes = _codes_of(own, geography) or _codes_of(names, geography)
        if codes and not any(geography.lies_on(code, waters) for code in codes):
            yield span


def _codes_of(names: Sequence[GeoName], geography: Geography) -> set[str]:
    """The countries named; where none is, those of the towns."""
    codes = {country.code for name in names for country in name.countries}
    if codes:
        return codes
    states = {place.country for name in names for place in name.places}
    return {country.code for country in geography.countries().values() if country.iso2 in states}


def _clause_around(span: Span, text: str, context: CheckContext) -> Span:
    """The clause between words that set one thing against another: "while Bamako, …, is a port on the Atlantic"."""
    words = "|".join(map(re.escape, cue_words(context, "rest", "contrasts"))) or "(?!)"
    joints = [joint.start() for joint in re.finditer(rf"\b(?:{words})\b|;", text, re.IGNORECASE)]
    begin = max((at for at in joints if at <= span.start), default=0)
    return Span(begin, min((at for at in joints if at >= span.end), default=len(text)))


def _other_neighbours(
    text: str, names: Sequence[GeoName], geography: Geography, context: CheckContext
) -> Iterator[Span]:
    """States near words for a border that border no other state named."""
    codes = {country.code for name in names for country in name.countries}
    for name in names:
        if len(name.countries) != 1 or name.people:
            continue
        around = text[max(0, name.span.start - _NEAR) : name.span.end + _NEAR].lower()
        others = codes - {name.countries[0].code}
        if not others or find_word(around, cue_words(context, "rest", "border")) is None:
            continue
        if not any(_may_border(name.countries[0].code, other, geography) for other in others):
            yield name.span


def _other_capitals(text: str, names: Sequence[GeoName], geography: Geography, context: CheckContext) -> Iterator[Span]:
    """Cities near the word "capital" that are the capital of a state, where none is that of a state named."""
    named = {country.code: country for name in names for country in name.countries}
    if not named or any(name.text in country.capitals for name in names for country in named.values()):
        return
    for name in names:
        around = text[max(0, name.span.start - _BEFORE_CITY) : name.span.end + _BEHIND_CITY].lower()
        if not name.places or find_word(around, cue_words(context, "rest", "capital")) is None:
            continue
        if any(name.text in country.capitals for country in geography.countries().values()):
            yield name.span


def _without_coasts(text: str, context: CheckContext) -> str:
    """ "Rwanda has no coast" denies nothing that is asked about here."""
    words = (word for name in ("no_coast", "lack_coast", "with_no_coast") for word in _words(context, name))
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " " * len(word))
    return text


def _words(context: CheckContext, name: str) -> tuple[str, ...]:
    """A list of words of `data/lang/<code>/geography.toml`; none where a language has none."""
    try:
        return tuple(lexicon.load("geography", language=context.language)["words"].get(name, ()))
    except (LexiconError, UnknownLanguage):
        return ()


def _lacking_coasts(text: str, names: Sequence[GeoName], context: CheckContext) -> Iterator[Span]:
    """Words for a state without a coast where every state named has one."""
    states = [country for name in names for country in name.countries]
    if not states or not all(country.coastal for country in states):
        return
    for word in _words(context, "landlocked"):
        at = text.lower().find(word)
        if at >= 0:
            yield Span(at, at + len(word))


def _other_sides(text: str, names: Sequence[GeoName], geography: Geography, context: CheckContext) -> Iterator[Span]:
    """Names behind "north of" that nothing else named lies anywhere near the north of."""
    if len(names) > _MOST_NAMES:
        return
    winds = directions_of(context.language)
    of = cue_words(context, "rest", "of")
    for name in names:
        lead = " ".join(text[max(0, name.span.start - _NEAR) : name.span.start].lower().split())
        behind = tuple(word for word in winds if f" {lead}".endswith(tuple(f" {word} {each}" for each in of)))
        there = _points(name)
        others = [point for each in names if each.text != name.text for point in _points(each)]
        if name.people or not behind or not there or not others:
            continue
        wind = degrees_of(winds[max(behind, key=len)])
        turns = (geography.angle_between(geography.map_bearing(end, start), wind) for end in there for start in others)
        if min(turns) > _TURNED:
            yield name.span


def _points(name: GeoName) -> list[Point]:
    lands = [(each.lat, each.lon) for each in name.countries if each.lat is not None and each.lon is not None]
    return lands or [place.point for place in name.places]


def _other_ways(
    sentence: Span, names: Sequence[GeoName], geography: Geography, context: CheckContext
) -> Iterator[Span]:
    """Numbers of kilometres that no two of the places named lie apart, by their offsets in the sentence."""
    text = context.report.text
    towns = [name.places for name in names if name.places and not name.countries]
    if not 2 <= len(towns) <= _MOST_NAMES:
        return
    if find_word(sentence.of(text).lower(), cue_words(context, "rest", "way")) is None:
        return
    ways: list[float] = []
    for number in context.numbers_in(sentence.start, sentence.end):
        factor = unit_factor(number.unit, "kilometre") if number.unit is not None else None
        said = [float(end * factor.low) for end in (number.low, number.high) if end is not None and factor]
        around = text[max(sentence.start, number.span.start - _NEAR) : number.span.end + _NEAR].lower()
        if not said or max(said) < _SHORT_KM or find_word(around, cue_words(context, "rest", "border")) is not None:
            continue
        ways = ways or [geography.distance_km(*pair) for pair in _pairs(towns)]
        if not any(abs(km - end) <= _WAY_SHARE * max(km, end) for km in ways for end in said):
            yield Span(number.span.start - sentence.start, number.span.end - sentence.start)


def _pairs(towns: Sequence[Sequence[Place]]) -> Iterator[tuple[Point, Point]]:
    """The points of every reading of one name with those of every reading of another."""
    for one, other in combinations(towns, 2):
        yield from ((p.point, q.point) for p, q in product(one, other))


def unfitting_makers(
    sentence: Span, origins: Sequence[str], users: Sequence[str], context: CheckContext
) -> Iterator[Span]:
    """Names of states behind "built in" or "designed by" that are none of the origins, given as "country/DEU"; and
    those before a noun of a class ("a Japanese tank") that are none of the origins and users."""
    if context.geography is None or not origins:
        return
    text = sentence.of(context.report.text)
    if find_word(text.lower(), cue_words(context, "rest", "denied")) is not None:
        return
    for name in find_names(text, cast("Geography", context.geography), language=context.language):
        lead = _CLAUSE.split(text[max(0, name.span.start - _NEAR) : name.span.start].lower())[-1]
        for joint in cue_words(context, "rest", "joints"):
            lead = lead.rpartition(f" {joint} ")[2]
        if len(name.countries) != 1 or name.countries[0].id in origins:
            continue
        is_made = find_word(lead, cue_words(context, "rest", "made")) is not None
        is_maker = is_made and not name.people and lead.rstrip().endswith(cue_words(context, "rest", "made_in"))
        if is_maker or (name.countries[0].id not in users and _owns_class(name, text, context)):
            yield Span(sentence.start + name.span.start, sentence.start + name.span.end)


def _owns_class(name: GeoName, text: str, context: CheckContext) -> bool:
    """Whether something is said to be a state's: ", a Japanese tank", "was the Soviet Union's carrier"."""
    before = text[: name.span.start].lower().rstrip()
    for article in cue_words(context, "rest", "article"):
        if f" {before}".endswith(f" {article}"):
            before = before.removesuffix(article).rstrip()
            break
    else:
        return False
    if before and not f" {before}".endswith((",", *(f" {word}" for word in cue_words(context, "rest", "is")))):
        return False
    behind = _PHRASE.match(text, name.span.end)
    if behind is None or (not name.people and not behind["of"]):
        return False
    return find_word(behind["words"], cue_words(context, "rest", "classes")) is not None


def _may_border(one: str, other: str, geography: Geography) -> bool:
    if geography.shares_border(one, other) or geography.dispute_between(one, other) is not None:
        return True
    km = geography.outlines.apart_km(one, other)
    return geography.shares_waters(one, other) and (km is None or km < _ACROSS_KM)


def _seas(text: str, context: CheckContext) -> Iterator[tuple[Sequence[str], Span]]:
    """The waters of `data/geo/seas.toml` that a sentence says something lies on, and where their name stands."""
    try:
        table = lexicon.load("geography", language=context.language).get("sea", {})
    except (LexiconError, UnknownLanguage):
        return
    said = _without_coasts(text.lower(), context)
    for name, waters in table.items():
        for found in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            around = said[max(0, found.start() - _NEAR) : found.end() + _NEAR // 2]
            if find_word(around, cue_words(context, "rest", "shore")) is not None:
                yield waters, Span(found.start(), found.end())
