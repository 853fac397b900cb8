"""Bodies and persons: what is found, what it stands for, and that spans are exact."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.actors import country_of, find_actors
from onrecord.extract.parse import parse
from onrecord.model import EntityKind, Mention
from onrecord.record.countries import load_countries

CASES = [
    ("The armed forces of Venezuela trained.", "armed forces of Venezuela", "body/VEN-armed-forces"),
    ("Venezuela's military trained.", "Venezuela's military", "body/VEN-armed-forces"),
    ("Venezuela’s military trained.", "Venezuela’s military", "body/VEN-armed-forces"),
    ("The Venezuelan army trained.", "Venezuelan army", "body/VEN-army"),
    ("The U.S. Navy sent a ship.", "U.S. Navy", "body/USA-navy"),
    ("The US military sent a ship.", "US military", "body/USA-armed-forces"),
    ("The Russian Defense Ministry denied it.", "Russian Defense Ministry", "body/RUS-defence-ministry"),
    ("Russia's Ministry of Defence denied it.", "Russia's Ministry of Defence", "body/RUS-defence-ministry"),
    ("The Ministry of Defence of Ukraine denied it.", "Ministry of Defence of Ukraine", "body/UKR-defence-ministry"),
    ("The government of Iran denied it.", "government of Iran", "body/IRN-government"),
    ("The South Korean air force took off.", "South Korean air force", "body/KOR-air-force"),
    ("The Pentagon denied it.", "Pentagon", "body/USA-defence-ministry"),
    ("The IDF struck a tunnel.", "IDF", "body/ISR-armed-forces"),
    ("The Royal Navy sent a frigate.", "Royal Navy", "body/GBR-navy"),
    ("Fighters of the Syrian Democratic Forces left.", "Syrian Democratic Forces", "body/sdf"),
    ("NATO met in Brussels.", "NATO", "body/nato"),
    ("Lockheed Martin won the order.", "Lockheed Martin", "body/lockheed-martin"),
    ("The Houthis fired a missile.", "Houthis", "body/houthis"),
]


def bodies(text: str) -> list[Mention]:
    found = find_actors(parse(text), countries=load_countries())
    return [mention for mention in found if mention.kind is EntityKind.BODY]


@pytest.mark.parametrize(("text", "words", "entity_id"), CASES)
def test_body(text: str, words: str, entity_id: str) -> None:
    found = bodies(text)
    assert [(m.span.of(text), m.entity.id if m.entity else None) for m in found] == [(words, entity_id)]


@pytest.mark.parametrize(
    "text",
    [
        "Russian military aircraft took off.",
        "The army left the town.",
        "Georgia and Jordan signed.",
        "She marines the fish in lemon.",
        "The Russians forced them back.",
    ],
)
def test_no_body(text: str) -> None:
    assert bodies(text) == []


def test_country_of() -> None:
    assert country_of("body/VEN-armed-forces") == "country/VEN"
    assert country_of("country/VEN") == "country/VEN"
    assert country_of("body/nato") is None
    assert country_of("person/nicolas-maduro") is None


def test_labels_name_body_and_country() -> None:
    labels = [m.entity.label for m in bodies("The U.S. Navy met the Venezuelan army.") if m.entity]
    assert labels == ["navy of the United States", "army of Venezuela"]


def test_last_name_stands_for_the_fuller_name() -> None:
    text = "Venezuelan President Nicolás Maduro spoke in Caracas. Later Maduro left."
    found = [m for m in find_actors(parse(text), countries=load_countries()) if m.kind is EntityKind.PERSON]
    assert [m.span.of(text) for m in found] == ["Nicolás Maduro", "Maduro"]
    assert {m.entity.id for m in found if m.entity} == {"person/nicolas-maduro"}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Russia's", "U.S.", "Navy", "army", "of", "the", "Iran", "’s", "“", "IDF", "İ", "\n"]),
        max_size=12,
    )
)
def test_spans_are_words_of_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found = find_actors(parse(text), countries=load_countries())
    for mention in found:
        assert mention.span.of(text) == text[mention.span.start : mention.span.end]
        assert mention.span.of(text).strip() == mention.span.of(text) != ""
    spans = [mention.span for mention in found]
    assert all(one.end <= other.start for one, other in pairwise(spans))
