"""Where a claim's place is on the map: the place itself, or beside it, always with how far off it may be."""

from __future__ import annotations

import pytest

from onrecord import Area, RoleName, check_report


def area_of(text: str) -> Area | None:
    (claim,) = check_report(text).claims
    role = claim.role(RoleName.PLACE)
    assert role is not None
    return role.area


def test_a_town_has_a_point_and_a_radius() -> None:
    area = area_of("Rebels fired 40 rockets at the airport in Aleppo.")
    assert area is not None
    assert (round(area.lat), round(area.lon), area.relation) == (36, 37, "in")
    assert area.radius_km >= 5


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("The army deployed two brigades 20 km north of Kherson.", "offset"),
        ("The navy deployed two frigates off the coast of Yemen.", "coast"),
    ],
)
def test_a_place_beside_another_is_no_point(text: str, relation: str) -> None:
    area = area_of(text)
    assert area is not None
    assert area.relation == relation
    assert area.radius_km >= 5


def test_north_is_north() -> None:
    beside, itself = (
        area_of("The army deployed two brigades 20 km north of Kherson."),
        area_of("The army deployed two brigades in Kherson."),
    )
    assert beside is not None
    assert itself is not None
    assert 0.1 < beside.lat - itself.lat < 0.3


def test_words_without_a_place_on_the_map_have_no_area() -> None:
    assert area_of("The army deployed two brigades to strategic locations.") is None
