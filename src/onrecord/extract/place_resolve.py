"""Which of the places of a name a report means: by what is named beside it, near it and as a whole.

Every name has readings with a prior (how large, how usual the name).  Names then vote for the country, the division
and the square degree of each of their readings in proportion to how likely it is, and every reading is weighed again
with the votes of the other names.  A container named right after ("Paris, Texas") decides alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.record.countries import Countries, Country
    from onrecord.record.gazetteer import Gazetteer, Place

MOST_READINGS = 24
ALTERNATE = 1.6  # cost of a name a place is not listed by
FEATURE_PRIOR = {
    "ocean": 7.0, "continent": 7.0, "sea": 6.5, "gulf": 5.5, "strait": 6.0, "region": 5.5, "range": 5.5, "desert": 5.5,
    "island": 5.5, "river": 5.0, "lake": 5.0, "canal": 5.5, "line": 5.0, "base": 4.5, "airport": 3.5, "building": 5.5,
    "district": 5.0, "borough": 6.2, "plant": 5.0, "site": 4.5, "park": 4.5, "street": 5.0, "square": 5.0, "port": 4.5,
    "mountain": 5.0, "pass": 4.5, "route": 5.0, "cape": 4.5,
}  # fmt: skip
CITY_OVER_DIVISION = 1.2  # "Kharkiv" is the town rather than the region, "New York" the city
LARGE_CITY = 600_000
STATES_FIRST = frozenset(("US", "CA", "AU", "IN", "GB", "DE"))  # where a state is better known than a town of its name
WEIGHT_COUNTRY, WEIGHT_DIVISION, WEIGHT_NEAR = 2.8, 2.2, 2.4
ENOUGH_VOTES = 2.0
LEAST_VOTE = 0.02
LOCAL_KINDS = frozenset(("city", "admin2", "base", "district", "borough", "airport", "island"))
SHARPNESS = 1.6
ROUNDS = 3


@dataclass(slots=True)
class Reading:
    """A place or a country that a name may stand for."""

    prior: float
    lat: float
    lon: float
    country: str  # ISO alpha-2
    division: int  # index of the first-level division, -1 for none
    kind: str
    place: Place | None = None
    state: Country | None = None
    beside: tuple[str, ...] = ()  # ISO alpha-2 of the neighbours of a country
    share: float = 0.0

    @property
    def cell(self) -> tuple[int, int]:
        return math.floor(self.lat), math.floor(self.lon)


@dataclass(slots=True)
class Name:
    """A name of the report with its readings, best first after `resolve_names`."""

    readings: list[Reading]
    mentions: int = 1
    weight: float = 1.0
    as_division: bool = False
    inside: tuple[str, int] | None = None  # (country, division) named right after
    members: list[int] = field(default_factory=list)


def read_entries(
    entries: Sequence[int], gazetteer: Gazetteer, *, as_division: bool, as_town: bool = False
) -> list[Reading]:
    """Readings of the entries of the gazetteer under one name."""
    places = [(gazetteer.place(entry >> 1), entry & 1) for entry in entries[:MOST_READINGS]]
    # A long list of namesakes is cut by the gazetteer's order, which puts large divisions and cities first.
    towns = [p.population for p, _ in places if p.kind == "city"]
    largest = max(towns, default=0)
    out = []
    for place, alternate in places:
        prior = _prior(place, largest, as_division=as_division) - (ALTERNATE if alternate else 0.0)
        out.append(
            Reading(prior, place.lat, place.lon, place.country, division_of(place, gazetteer), place.kind, place)
        )
    return out


def read_countries(codes: Iterable[str], countries: Countries, *, weak: bool) -> list[Reading]:
    out = []
    for code in codes:
        country = countries[code]
        prior = 8.0 - (1.2 if weak else 0.0) + min(0.4, country.population / 1e9)
        lat, lon = country.lat or 0.0, country.lon or 0.0
        beside = tuple(countries[code].iso2 or "" for code in country.neighbours if code in countries) if weak else ()
        out.append(Reading(prior, lat, lon, country.iso2 or "", -1, "country", state=country, beside=beside))
    return out


def _prior(place: Place, largest: int, *, as_division: bool) -> float:
    size = math.log10(place.population + 100)
    if place.kind == "city":
        return size - (1.0 if as_division else 0.0)
    if place.kind == "admin1":
        if as_division:
            return size + 1.0
        if largest >= LARGE_CITY:
            return size - CITY_OVER_DIVISION - 1.0
        federal = place.country in STATES_FIRST
        return size + 0.3 if federal else size - (CITY_OVER_DIVISION if largest * 50 >= place.population else 0.2)
    if place.kind == "admin2":
        return size - (0.3 if as_division else 1.6)
    return FEATURE_PRIOR.get(place.kind, 4.0)


def division_of(place: Place, gazetteer: Gazetteer) -> int:
    """Index of the first-level division that holds a place, itself if it is one."""
    if place.kind == "admin1":
        return place.index
    found = -1
    for holder in gazetteer.divisions_of(place):
        found = holder.index
    return found


def resolve_names(names: Sequence[Name]) -> None:
    """Order the readings of every name, best first, with their shares.  Fills `share`; changes the names in place."""
    for name in names:
        if name.inside is not None:
            country, division = name.inside
            held = [r for r in name.readings if r.country == country and (division < 0 or r.division == division)]
            held = [r for r in held if r.kind != "country" and (division < 0 or r.kind != "admin1")]
            name.readings = held or name.readings
        _share(name, [r.prior for r in name.readings])
    for _ in range(ROUNDS):
        votes = _count_votes(names)
        for name in names:
            if len(name.readings) > 1:
                own = _count_votes((name,))  # a name does not speak for its own readings
                _share(name, [r.prior + votes.support(r, own) for r in name.readings])
    for name in names:
        name.readings.sort(key=lambda r: -r.share)
        if not name.as_division:
            _prefer_town(name)


def _prefer_town(name: Name) -> None:
    """Put a town before the division that bears its name and holds it: "Kharkiv" is a city unless "Oblast" follows."""
    best = name.readings[0] if name.readings else None
    if best is None or best.kind not in ("admin1", "admin2") or best.place is None:
        return
    for n, r in enumerate(name.readings):
        if r.kind != "city" or r.place is None or r.country != best.country:
            continue
        held = (
            r.division == best.place.index
            if best.kind == "admin1"
            else abs(r.lat - best.lat) + abs(r.lon - best.lon) < 1
        )
        if held and (best.country not in STATES_FIRST or best.kind == "admin2"):
            name.readings.insert(0, name.readings.pop(n))
            return


@dataclass(slots=True)
class _Votes:
    """How much the names of a report speak for each country, division and square degree."""

    states: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    cells: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    total: float = 0.0

    def support(self, r: Reading, own: _Votes) -> float:
        """What the other names add to a reading; `own` are the votes of its own name."""
        country = max(0.0, self.states.get(r.country, 0.0) - own.states.get(r.country, 0.0)) if r.country else 0.0
        country /= self.total
        if r.state is not None:
            country += 0.5 * sum(self.states.get(code, 0.0) for code in r.beside) / self.total
            return WEIGHT_COUNTRY * country
        division = max(0.0, self.divisions.get(r.division, 0.0) - own.divisions.get(r.division, 0.0))
        row, column = r.cell
        around = [(row + dy, column + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
        near = max(0.0, sum(self.cells.get(cell, 0.0) - own.cells.get(cell, 0.0) for cell in around))
        return (
            WEIGHT_COUNTRY * country
            + WEIGHT_DIVISION * min(1.0, division / ENOUGH_VOTES)
            + WEIGHT_NEAR * min(1.0, near / ENOUGH_VOTES)
        )


def _count_votes(names: Sequence[Name]) -> _Votes:
    votes = _Votes()
    for name in names:
        strength = _strength(name)
        for r in name.readings:
            vote = strength * r.share
            if vote < LEAST_VOTE:
                continue
            votes.states[r.country] += vote
            if r.division >= 0:
                votes.divisions[r.division] += vote
            if r.kind in LOCAL_KINDS:
                votes.cells[r.cell] += vote
    votes.total = sum(votes.states.values()) or 1.0
    return votes


def _strength(name: Name) -> float:
    return name.weight * min(2.0, 0.6 + 0.4 * name.mentions)


def _share(name: Name, scores: Sequence[float]) -> None:
    if not scores:
        return
    top = max(scores)
    weights = [math.exp(SHARPNESS * (score - top)) for score in scores]
    total = sum(weights)
    for reading, weight in zip(name.readings, weights, strict=True):
        reading.share = weight / total
