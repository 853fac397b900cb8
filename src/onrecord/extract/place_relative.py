"""Places said by their relation to a named one: "20 km north of Kherson", "near", "off the coast of", "border with".

Each becomes a point and a radius: the area a reader should look at, not a position.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.model import Entity, EntityKind, Mention, Span

if TYPE_CHECKING:
    from onrecord.record.geography import Geography

_LOOK_BACK = 60  # characters before a name in which the relation is said
_MILE_KM = 1.609344
LEAST_RADIUS_KM = 5.0
OFFSET_SHARE = 0.25  # a distance in a report is good to about a quarter
BESIDE_ANY_SIDE = 1.2  # without a direction, the place is anywhere on the circle


@dataclass(frozen=True, slots=True)
class RelativePlace:
    """Words that place something by a named place.

    `span` covers relation and name; `radius_km` is how far off the point may be.
    """

    span: Span
    relation: str  # "near", "offset", "distance", "coast", "border"
    anchor: Entity
    lat: float
    lon: float
    radius_km: float
    km: float | None = None
    direction: str | None = None  # key of the directions of `geography.toml`
    other: Entity | None = None  # the other side of a border


def find_relative_places(
    text: str, mentions: Sequence[Mention], *, geography: Geography, language: str = "en"
) -> tuple[RelativePlace, ...]:
    """Relative places around the resolved places and countries among `mentions`, in reading order."""
    return tuple(_find(text, [m for m in mentions if m.entity is not None], geography, language))


def _find(text: str, mentions: Sequence[Mention], geography: Geography, language: str) -> Iterator[RelativePlace]:
    patterns = _patterns(language)
    for n, mention in enumerate(mentions):
        entity = mention.entity
        if (
            entity is None
            or mention.category == "demonym"
            or mention.kind not in (EntityKind.PLACE, EntityKind.COUNTRY)
        ):
            continue
        floor = max(mentions[n - 1].span.end if n else 0, mention.span.start - _LOOK_BACK)
        before = text[floor : mention.span.start]
        for relation, pattern in patterns:
            match = pattern.search(before)
            if match is None:
                continue
            span = Span(floor + match.start(), mention.span.end)
            found = _place(relation, match, span, entity, mentions[:n], geography, language)
            if found is not None:
                yield found
            break


def _place(
    relation: str, match: re.Match[str], span: Span, entity: Entity, earlier: Sequence[Mention], geography: Geography,
    language: str,
) -> RelativePlace | None:  # fmt: skip
    radius = lexicon.load("places", language=language)["relative"]["radius_km"]
    if relation == "border":
        return _border(span, entity, earlier, geography)
    at = _point(entity, geography)
    if at is None:
        return None
    lat, lon, reach = at
    if relation == "coast":
        return RelativePlace(span, relation, entity, lat, lon, reach + radius["coast"])
    if relation == "near":
        if entity.kind is EntityKind.COUNTRY:
            return None
        return RelativePlace(span, relation, entity, lat, lon, reach + radius["near"])
    km = float(match["number"].replace(",", "")) * (_MILE_KM if match["mile"] else 1.0)
    word = match["direction"]
    if word is None or entity.kind is EntityKind.COUNTRY:
        return RelativePlace(span, "distance", entity, lat, lon, reach + km * BESIDE_ANY_SIDE, km=km)
    table = lexicon.load("geography", language=language)
    direction = next(name for name, forms in table["direction"].items() if word.lower() in forms)
    lat, lon = geography.offset((lat, lon), float(table["degrees"][direction]), km)
    slack = max(LEAST_RADIUS_KM, km * OFFSET_SHARE) + min(reach, km)
    return RelativePlace(span, "offset", entity, lat, lon, slack, km=km, direction=direction)


def _border(span: Span, entity: Entity, earlier: Sequence[Mention], geography: Geography) -> RelativePlace | None:
    """The whole border with the nearest neighbour named before."""
    for mention in reversed(earlier):
        other = mention.entity
        if other is None or other.kind is not EntityKind.COUNTRY:
            continue
        border = geography.border(other.id, entity.id)
        if border is None:
            continue
        middle = (border.south + border.north) / 2, (border.west + border.east) / 2
        radius = geography.distance_km(middle, (border.north, border.east))
        return RelativePlace(span, "border", entity, *middle, max(LEAST_RADIUS_KM, radius), other=other)
    return None


def _point(entity: Entity, geography: Geography) -> tuple[float, float, float] | None:
    """Latitude, longitude and reach in kilometres."""
    if entity.kind is EntityKind.COUNTRY:
        country = geography.country(entity.id)
        if country is None or country.lat is None or country.lon is None:
            return None
        return country.lat, country.lon, ((country.area_km2 or 0) ** 0.5) / 2
    place = geography.gazetteer.get(entity.id)
    return None if place is None else (place.lat, place.lon, float(place.precision_km))


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = lexicon.load("places", language=language)["relative"]
    table = lexicon.load("geography", language=language)

    def any_of(forms: Sequence[str]) -> str:
        return "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) + ")"

    directions = any_of([word for forms in table["direction"].values() for word in forms])
    units = rf"(?:(?P<mile>{any_of(table['words']['mile'])})|{any_of(table['words']['kilometre'])})"
    end = rf"\s(?:{any_of([w for w in words['the'] if w])}\s)?$"
    number = r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3})?(?:\.\d{1,2})?|\d{4})"
    offset = rf"{number}\s?-?{units}\s(?:(?P<direction>{directions})\s)?{any_of(words['of'])}{end}"
    rows = [("offset", offset)]
    rows += [(name, rf"(?<!\w){any_of(words[name])}{end}") for name in ("border", "coast", "near")]
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in rows)
