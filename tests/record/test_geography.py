"""Borders, outlines, distances and disputed ground."""

from __future__ import annotations

import pytest

from onrecord.record.countries import load_countries
from onrecord.record.geo_math import angle_between, bearing, distance_km, offset, rhumb_bearing, wind_of
from onrecord.record.geography import load_geography

GEO = load_geography()
KYIV, KHARKIV, CARACAS = (50.45, 30.52), (49.99, 36.23), (10.49, -66.88)


def test_distance_and_direction_of_known_cities() -> None:
    assert distance_km(KYIV, KHARKIV) == pytest.approx(409, abs=5)
    assert wind_of(bearing(KYIV, KHARKIV)) == "E"
    assert wind_of(rhumb_bearing(KHARKIV, KYIV)) == "W"


def test_offset_undoes_distance_and_bearing() -> None:
    there = offset(CARACAS, 300.0, 250.0)
    assert distance_km(CARACAS, there) == pytest.approx(250, abs=0.1)
    assert angle_between(bearing(CARACAS, there), 300.0) < 0.1


def test_direction_across_the_date_line_is_the_short_way() -> None:
    assert wind_of(rhumb_bearing((65.0, 179.0), (65.0, -179.0))) == "E"


def test_a_border_is_mutual_and_of_one_length() -> None:
    for border in GEO.borders():
        back = GEO.border(border.b, border.a)
        assert back is not None
        assert back.length_km == pytest.approx(border.length_km, abs=1)
        if border.straightness > 0.2:
            assert angle_between(border.normal, back.normal + 180) <= 1.5


def test_shares_of_a_border_add_up() -> None:
    for border in GEO.borders():
        assert sum(border.winds) == pytest.approx(1, abs=0.06)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("VEN", "COL", True),
        ("country/VEN", "country/BRA", True),
        ("VEN", "PER", False),
        ("FRA", "BRA", True),
        ("UKR", "GEO", False),
    ],
)
def test_who_borders_whom(a: str, b: str, expected: bool) -> None:
    assert GEO.shares_border(a, b) is expected


def test_venezuela_meets_colombia_in_the_west() -> None:
    directions = GEO.border_direction("VEN", "COL")
    assert directions is not None
    assert all(225 <= d <= 290 for d in directions)


@pytest.mark.parametrize(
    ("code", "point", "inside"),
    [
        ("UKR", KHARKIV, True),
        ("RUS", KHARKIV, False),
        ("VEN", CARACAS, True),
        ("LSO", (-29.31, 27.48), True),
        ("ZAF", (-29.31, 27.48), False),
        ("UKR", (44.6, 33.5), False),
        ("RUS", (44.6, 33.5), False),
        ("XXX", KYIV, False),
    ],
)
def test_what_lies_where(code: str, point: tuple[float, float], inside: bool) -> None:
    assert GEO.contains(code, *point) is inside


def test_distance_to_a_country() -> None:
    assert GEO.distance_to_country_km("UKR", KHARKIV) == 0
    assert GEO.distance_to_country_km("RUS", KHARKIV) == pytest.approx(35, abs=8)


@pytest.mark.parametrize(
    ("point", "zone"),
    [
        ((44.6, 33.5), "crimea"),
        ((34.08, 74.8), "kashmir"),
        ((42.66, 21.16), "kosovo"),
        ((25.04, 121.56), "taiwan"),
        ((27.15, -13.2), "western_sahara"),
        ((33.0, 35.8), "golan"),
        ((31.5, 34.45), "palestine"),
        ((43.0, 41.0), "abkhazia"),
        ((6.8, -59.5), "essequibo"),
        (KYIV, None),
        (CARACAS, None),
        ((41.7, 44.8), None),
        ((6.8, -58.16), None),
    ],
)
def test_disputed_ground(point: tuple[float, float], zone: str | None) -> None:
    found = GEO.disputed_at(point)
    assert (found.key if found else None) == zone


@pytest.mark.parametrize(
    ("code", "coastal"), [("VEN", True), ("MLI", False), ("JOR", True), ("COD", True), ("BOL", False), ("SUN", None)]
)
def test_coasts(code: str, coastal: bool | None) -> None:
    assert GEO.is_coastal(code) is coastal


def test_disputed_pairs_are_countries() -> None:
    countries = load_countries()
    for zone in GEO.zones:
        assert all(code in countries for code in (*zone.parties, *zone.countries))
        assert len(zone.outline) != 1


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ("Venezuela", ["VEN"]),
        ("UK", ["GBR"]),
        ("U.S.", ["USA"]),
        ("Congo", ["COD", "COG"]),
        ("venezuela", ["VEN"]),
        ("us", []),
        ("Soviet Union", ["SUN"]),
    ],
)
def test_countries_by_name(form: str, codes: list[str]) -> None:
    assert [c.code for c in load_countries().named(form)] == codes


@pytest.mark.parametrize(
    ("word", "codes"),
    [("Venezuelan", ["VEN"]), ("Danes", ["DNK"]), ("Korean", ["KOR", "PRK"]), ("Soviet", ["SUN"]), ("the", [])],
)
def test_countries_by_people(word: str, codes: list[str]) -> None:
    assert [c.code for c in load_countries().of_demonym(word)] == codes


def test_capitals_stand_for_countries() -> None:
    assert [c.code for c in load_countries().of_capital("Kyiv")] == ["UKR"]


def test_every_country_has_its_essentials() -> None:
    countries = load_countries()
    assert sum(c.until is None for c in countries.values()) >= 200
    for country in countries.values():
        assert country.name
        assert country.until or country.geonameid
        assert all(code in countries for code in country.successors)
