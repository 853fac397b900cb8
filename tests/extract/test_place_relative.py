"""Places said by their relation to a named one."""

from __future__ import annotations

import pytest

from onrecord.extract.parse import parse
from onrecord.extract.place_relative import RelativePlace, find_relative_places
from onrecord.extract.places import find_places
from onrecord.record.countries import load_countries
from onrecord.record.geo_math import distance_km
from onrecord.record.geography import load_geography

GEOGRAPHY = load_geography()
KHERSON = (46.64, 32.61)


def find(text: str) -> tuple[RelativePlace, ...]:
    mentions = find_places(parse(text), gazetteer=GEOGRAPHY.gazetteer, countries=load_countries())
    return find_relative_places(text, mentions, geography=GEOGRAPHY)


def test_distance_and_direction_move_the_point() -> None:
    (found,) = find("A depot burned 20 km north of Kherson, Ukrainian officials said.")
    assert found.relation == "offset"
    assert found.direction == "north"
    assert distance_km(KHERSON, (found.lat, found.lon)) == pytest.approx(20, abs=3)
    assert found.lat > KHERSON[0]
    assert found.radius_km >= 5


def test_miles_are_miles() -> None:
    (found,) = find("A depot burned 10 miles south-east of Kherson, Ukrainian officials said.")
    assert found.km == pytest.approx(16.09, abs=0.01)


def test_a_distance_alone_is_a_circle() -> None:
    (found,) = find("A depot burned 20 km from Kherson, Ukrainian officials said.")
    assert found.relation == "distance"
    assert distance_km(KHERSON, (found.lat, found.lon)) < 3
    assert found.radius_km > 20


@pytest.mark.parametrize(
    ("text", "relation", "words"),
    [
        ("Shells fell near Kharkiv, Ukraine said.", "near", "near Kharkiv"),
        ("A tanker drifted off the coast of Yemen.", "coast", "off the coast of Yemen"),
        ("Venezuela sent troops to the border with Colombia.", "border", "border with Colombia"),
    ],
)
def test_relation_and_words(text: str, relation: str, words: str) -> None:
    (found,) = find(text)
    assert found.relation == relation
    assert found.span.of(text) == words


def test_the_border_is_that_of_the_two() -> None:
    (found,) = find("Venezuela sent troops to the border with Colombia.")
    assert found.other is not None
    assert found.other.id == "country/VEN"
    assert 1 < found.lat < 12
    assert found.radius_km > 300


def test_a_plain_name_is_not_relative() -> None:
    assert find("The minister flew to Caracas, Venezuela.") == ()
