"""Questions about the ground: who borders whom and on which side, what lies where, how far, in which direction.

Two countries border one another where their outlines share an arc.  The direction of a border as seen from a country
is given twice: by its length-weighted outward normal, and by the bearing of its middle from the centre of the country's
largest part.  Where the two tell different stories (a border that curls round, an exclave), do not insist on either.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from onrecord.model import Fact
from onrecord.record import geo_facts
from onrecord.record.countries import Countries, Country, key_of, load_countries, read_table
from onrecord.record.gazetteer import Gazetteer, load_gazetteer
from onrecord.record.geo_math import WINDS, Point, angle_between, bearing, distance_km, offset, rhumb_bearing, wind_of
from onrecord.record.geo_shapes import Outlines
from onrecord.record.ground import Border, DisputedBorder, Zone

FAR_APART_KM = 1_000.0  # two zones of 200 nautical miles meet within 741 km


class Geography:
    """Countries, their borders and outlines, and disputed ground.

    A country is given by its ISO alpha-3 code or its entity id.
    """

    def __init__(
        self,
        borders: Iterable[Border],
        zones: Iterable[Zone],
        disputed: dict[frozenset[str], DisputedBorder],
        caspian: Iterable[str] = (),
        waters: Mapping[str, Iterable[str]] = MappingProxyType({}),
        seats: Iterable[str] = (),
        moved: Mapping[str, int] = MappingProxyType({}),
        elsewhere: Iterable[str] = (),
    ) -> None:
        self._ground_elsewhere = frozenset(elsewhere)  # states with dependencies that have codes of their own
        self.moved_seats = dict(moved)  # countries whose seat has moved, and the year from which it is where it is
        self.several_seats = frozenset(seats)  # countries whose capital is more than one town, has moved or is disputed
        self._waters = {name: frozenset(countries) for name, countries in waters.items()}
        self.caspian = frozenset(caspian)  # countries with a shore on the Caspian Sea and on no other
        self._borders = {(border.a, border.b): border for border in borders}
        self.zones = tuple(zones)
        self._disputed = disputed

    @cached_property
    def outlines(self) -> Outlines:
        return Outlines()

    @staticmethod
    def countries(language: str = "en") -> Countries:
        """Countries with their names in a language."""
        return load_countries(language)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return load_gazetteer()

    def country(self, code: str) -> Country | None:
        return load_countries().get(key_of(code))

    def border(self, a: str, b: str) -> Border | None:
        """The border of a with b, seen from a; None when they share none."""
        return self._borders.get((key_of(a), key_of(b)))

    def borders(self) -> tuple[Border, ...]:
        return tuple(self._borders.values())

    def neighbours(self, country: str) -> tuple[str, ...]:
        return tuple(b for a, b in self._borders if a == key_of(country))

    def shares_border(self, a: str, b: str) -> bool:
        return (key_of(a), key_of(b)) in self._borders

    def border_direction(self, a: str, b: str) -> tuple[float, float] | None:
        """Outward normal and bearing of the border of a with b, degrees from north, as seen from a."""
        border = self.border(a, b)
        return (border.normal, border.bearing) if border else None

    def shares_waters(self, a: str, b: str) -> bool:
        """Whether both lie on one sea, so that a border at sea is possible; True where the list lacks either."""
        pair = {key_of(a), key_of(b)}
        listed = frozenset().union(*self._waters.values())
        return not pair <= listed or any(pair <= countries for countries in self._waters.values())

    def lies_on(self, country: str, waters: Iterable[str]) -> bool:
        """Whether a country has a coast on one of the waters of `data/geo/seas.toml`."""
        return any(country in self._waters.get(name, ()) for name in waters)

    def lie_far_apart(self, a: str, b: str) -> bool:
        """Whether no border of the two is possible, not even at sea: over 1,000 km lie between their nearest ground.

        False for a state with dependencies that have codes of their own.
        """
        codes = key_of(a), key_of(b)
        if any(code in self._ground_elsewhere for code in codes):
            return False
        km = self.outlines.apart_km(*codes)
        return km is not None and km > FAR_APART_KM

    def lies_only_on(self, country: str, waters: Iterable[str]) -> bool:
        """Whether every coast of a country is on one of the waters."""
        return all(name in waters for name, countries in self._waters.items() if country in countries)

    def distance_to_coast_km(self, country: str, point: Point) -> float | None:
        """From a point to the country's nearest coast, as far as outlines tell; None without one."""
        code = key_of(country)
        return self.outlines.coast_km(code, self.neighbours(code), point)

    def dispute_between(self, a: str, b: str) -> DisputedBorder | None:
        """The dispute on which the border of the two, or the having of one, hangs."""
        return self._disputed.get(frozenset((key_of(a), key_of(b))))

    def disputed_at(self, point: Point) -> Zone | None:
        """The first disputed ground that holds the point, rough outlines before whole countries."""
        for zone in self.zones:
            if zone.outline and zone.holds(point):
                return zone
        for zone in self.zones:
            if any(self.outlines.contains(code, point) for code in zone.countries):
                return zone
        return None

    def disputed_named(self, name: str) -> Zone | None:
        return next((zone for zone in self.zones if name in zone.names), None)

    def disputed_country(self, country: str) -> Zone | None:
        """The zone that a whole country is, as Kosovo or Western Sahara."""
        return next((zone for zone in self.zones if key_of(country) in zone.countries), None)

    def contains(self, country: str, lat: float, lon: float) -> bool:
        """Whether the point lies within the country as Natural Earth draws it (by who holds the ground)."""
        return self.outlines.contains(key_of(country), (lat, lon))

    def distance_to_country_km(self, country: str, point: Point) -> float | None:
        """From the point to the country's nearest ground; 0 within it, None without an outline."""
        return self.outlines.distance_km(key_of(country), point)

    def bounds(self, country: str) -> tuple[float, float, float, float] | None:
        """South, west, north, east of the whole outline."""
        return self.outlines.bounds(key_of(country))

    def area_km2(self, country: str) -> int | None:
        found = self.country(country)
        return found.area_km2 if found else None

    def is_coastal(self, country: str) -> bool | None:
        """Whether it has a coast (the Caspian counts); None for states that are no more."""
        found = self.country(country)
        return found.coastal if found else None

    def distance_km(self, p: Point, q: Point) -> float:
        return distance_km(p, q)

    def bearing(self, p: Point, q: Point) -> float:
        return bearing(p, q)

    def map_bearing(self, p: Point, q: Point) -> float:
        """Direction of q from p as a map with north up shows it."""
        return rhumb_bearing(p, q)

    @staticmethod
    def offset(p: Point, direction: float, km: float) -> Point:
        """The point `km` from p in `direction` (degrees clockwise from north)."""
        return offset(p, direction, km)

    @staticmethod
    def angle_between(a: float, b: float) -> float:
        """The smaller angle between two directions, [0, 180]."""
        return angle_between(a, b)

    @staticmethod
    def wind_of(direction: float) -> str:
        """The nearest of the eight winds."""
        return wind_of(direction)

    point_fact = staticmethod(geo_facts.point_fact)
    distance_fact = staticmethod(geo_facts.distance_fact)
    border_fact = staticmethod(geo_facts.border_fact)
    capital_fact = staticmethod(geo_facts.capital_fact)

    def neighbours_fact(self, country: str) -> Fact:
        """The neighbours of a country as a row of the record."""
        return geo_facts.neighbours_fact(country, self.neighbours(country))

    def coast_fact(self, country: str) -> Fact:
        """Whether a country has a coast, as a row of the record."""
        return geo_facts.coast_fact(country, self.is_coastal(country))


@cache
def load_geography() -> Geography:
    """Borders and disputed ground, some 5 ms; outlines are read when first asked for."""
    borders = []
    for row in read_table("borders.tsv"):
        numbers = {name: float(value) for name, value in row.items() if name not in ("a", "b")}
        winds = tuple(numbers.pop(wind) for wind in WINDS)
        borders.append(Border(a=row["a"], b=row["b"], winds=winds, **numbers))
    table, seas = _read_toml("disputed.toml"), _read_toml("seas.toml")
    zones = [
        Zone(
            key=zone["key"],
            name=zone["name"],
            parties=tuple(zone["parties"]),
            names=tuple(zone["names"]),
            countries=tuple(zone.get("countries", ())),
            outline=tuple((lat, lon) for lat, lon in zone.get("outline", ())),
            consensus=zone.get("consensus"),
        )
        for zone in table["zone"]
    ]
    disputed = {frozenset(b["pair"]): DisputedBorder(b["why"], b.get("adjacency", False)) for b in table["border"]}
    seats = _read_toml("seats.toml")
    return Geography(
        borders, zones, disputed, table["caspian"], seas["waters"], seats["several"], seats["moved"], seas["elsewhere"]
    )


def _read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files("onrecord") / "data" / "geo" / name).read_text(encoding="utf-8"))
