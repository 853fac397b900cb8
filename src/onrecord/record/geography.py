"""Questions about the ground: who borders whom and on which side, what lies where, how far, in which direction.

Two countries border one another where their outlines share an arc.  The direction of a border as seen from a country
is given twice: by its length-weighted outward normal, and by the bearing of its middle from the centre of the country's
largest part.  Where the two tell different stories (a border that curls round, an exclave), do not insist on either.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from onrecord.model import Fact, Source
from onrecord.record.countries import Countries, Country, load_countries, read_table
from onrecord.record.gazetteer import Gazetteer, load_gazetteer
from onrecord.record.geo_math import WINDS, Point, angle_between, bearing, distance_km, offset, rhumb_bearing, wind_of
from onrecord.record.geo_shapes import Outlines

NATURAL_EARTH = Source(
    key="natural-earth",
    title="Natural Earth 1:10m countries, 4.1.0 (world-atlas 2.0.2)",
    url="https://www.naturalearthdata.com/",
    tier="C",
    terms="public domain",
)
GEONAMES = Source(key="geonames", title="GeoNames", url="https://www.geonames.org/", tier="C", terms="CC BY 4.0")
NATURAL_EARTH_AS_OF = "2018-05"


@dataclass(frozen=True, slots=True)
class Border:
    """The land border of `a` with `b`, seen from `a`.

    `normal` and `bearing` are degrees clockwise from north.  `straightness` is 1 for a straight line and 0 for a ring.
    `winds` gives, for N, NE, ... NW, the share of its length that faces that way.
    """

    a: str
    b: str
    length_km: float
    normal: float
    bearing: float
    straightness: float
    on_largest_part: float
    south: float
    west: float
    north: float
    east: float
    winds: tuple[float, ...]

    @property
    def wind(self) -> str:
        """The nearest of the eight winds to the middle of the two directions."""
        return wind_of(self.middle)

    @property
    def middle(self) -> float:
        return (self.normal + ((self.bearing - self.normal + 180) % 360 - 180) / 2) % 360

    def share_facing(self, direction: float) -> float:
        """Share of the border that faces within 45° of a direction; a piece on the edge of a sector counts half."""
        return sum(
            share * (1.0 if turn < 30 else 0.5 if turn <= 60 else 0.0)
            for wind, share in enumerate(self.winds)
            for turn in (angle_between(wind * 45.0, direction),)
        )


@dataclass(frozen=True, slots=True)
class Zone:
    """Disputed ground.

    `outline` is rough and drawn generously; `consensus` is the state to which nearly all others hold it to belong.
    """

    key: str
    name: str
    parties: tuple[str, ...]
    names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    outline: tuple[Point, ...] = ()
    consensus: str | None = None

    def holds(self, point: Point) -> bool:
        """Whether the point is within the outline."""
        inside = False
        lat, lon = point
        previous = self.outline[-1] if self.outline else point
        for current in self.outline:
            (lat1, lon1), (lat2, lon2) = previous, current
            if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
                inside = not inside
            previous = current
        return inside


@dataclass(frozen=True, slots=True)
class DisputedBorder:
    """Two countries whose border hangs on a dispute; `adjacency` when the very having of one does."""

    why: str
    adjacency: bool = False


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

    @staticmethod
    def point_fact(subject: str, point: Point, country: str | None = None) -> Fact:
        """A place's point as a row of the record."""
        return point_fact(subject, point, country)

    @staticmethod
    def distance_fact(subject: str, other: str, km: float, direction: float) -> Fact:
        """How far and which way `other` lies from `subject`, as a row of the record."""
        return distance_fact(subject, other, km, direction)

    def border_fact(self, border: Border) -> Fact:
        """The border as a row of the record, for a finding to cite."""
        return Fact(
            id=f"country/{border.a}#border.{border.b}",
            subject=f"country/{border.a}",
            property="border",
            value=f"country/{border.b}",
            qualifiers=(
                ("direction", border.wind),
                ("normal", f"{border.normal:.0f}"),
                ("bearing", f"{border.bearing:.0f}"),
            ),
            sources=(NATURAL_EARTH,),
            confidence="high",
            as_of=NATURAL_EARTH_AS_OF,
            licence="public domain",
        )

    def neighbours_fact(self, country: str) -> Fact:
        """The neighbours of a country as a row of the record."""
        code = key_of(country)
        names = load_countries()
        return Fact(
            id=f"country/{code}#neighbours.1",
            subject=f"country/{code}",
            property="neighbours",
            value=", ".join(names[n].name if n in names else n for n in self.neighbours(code)),
            sources=(NATURAL_EARTH,),
            confidence="high",
            as_of=NATURAL_EARTH_AS_OF,
            licence="public domain",
        )

    def capital_fact(self, country: str) -> Fact:
        """The capital of a country, as a row of the record."""
        code = key_of(country)
        found = load_countries().get(code)
        return Fact(
            id=f"country/{code}#capital.1",
            subject=f"country/{code}",
            property="capital",
            value=", ".join(found.capitals) if found is not None else "",
            sources=(GEONAMES,),
            confidence="high",
            licence="CC BY 4.0",
        )

    def coast_fact(self, country: str) -> Fact:
        """Whether a country has a coast, as a row of the record."""
        code = key_of(country)
        return Fact(
            id=f"country/{code}#coast.1",
            subject=f"country/{code}",
            property="coastal",
            value=str(self.is_coastal(code)).lower(),
            sources=(NATURAL_EARTH,),
            confidence="high",
            as_of=NATURAL_EARTH_AS_OF,
            licence="public domain",
        )


def point_fact(subject: str, point: Point, country: str | None = None) -> Fact:
    """A place's point as a row of the record."""
    return Fact(
        id=f"{subject}#point.1",
        subject=subject,
        property="point",
        value=f"{point[0]:.3f}, {point[1]:.3f}",
        qualifiers=(("country", country),) if country else (),
        sources=(GEONAMES,),
        confidence="high",
        licence="CC BY 4.0",
    )


def distance_fact(subject: str, other: str, km: float, direction: float) -> Fact:
    """How far `other` is from `subject`, and in which direction, as a row of the record."""
    return Fact(
        id=f"{subject}#distance.{other}",
        subject=subject,
        property="distance",
        value=Decimal(round(km)),
        unit="kilometre",
        qualifiers=(("to", other), ("direction", WINDS[round(direction / 45) % 8])),
        sources=(GEONAMES,),
        confidence="high",
        licence="CC BY 4.0",
    )


def key_of(country: str) -> str:
    """ "country/VEN" and "VEN" → "VEN"."""
    return country.rpartition("/")[2]


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
