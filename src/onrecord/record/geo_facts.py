"""What geography tells, as rows of the record, for findings to cite.

A country is given by its ISO alpha-3 code or its entity id.  Points are latitude and longitude in degrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from onrecord.model import Fact, Source
from onrecord.record.countries import key_of, load_countries
from onrecord.record.geo_math import WINDS, Point
from onrecord.record.ground import Border

NATURAL_EARTH = Source(
    key="natural-earth",
    title="Natural Earth 1:10m countries, 4.1.0 (world-atlas 2.0.2)",
    url="https://www.naturalearthdata.com/",
    tier="C",
    terms="public domain",
)
GEONAMES = Source(key="geonames", title="GeoNames", url="https://www.geonames.org/", tier="C", terms="CC BY 4.0")
NATURAL_EARTH_AS_OF = "2018-05"


def border_fact(border: Border) -> Fact:
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


def neighbours_fact(country: str, neighbours: Iterable[str]) -> Fact:
    """The neighbours of a country, given by their ISO alpha-3 codes, as a row of the record."""
    code = key_of(country)
    names = load_countries()
    return Fact(
        id=f"country/{code}#neighbours.1",
        subject=f"country/{code}",
        property="neighbours",
        value=", ".join(names[n].name if n in names else n for n in neighbours),
        sources=(NATURAL_EARTH,),
        confidence="high",
        as_of=NATURAL_EARTH_AS_OF,
        licence="public domain",
    )


def capital_fact(country: str) -> Fact:
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


def coast_fact(country: str, coastal: bool | None) -> Fact:
    """Whether a country has a coast, as a row of the record; `coastal` is None for states that are no more."""
    code = key_of(country)
    return Fact(
        id=f"country/{code}#coast.1",
        subject=f"country/{code}",
        property="coastal",
        value=str(coastal).lower(),
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
