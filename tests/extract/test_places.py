"""Places: a table of sentences, and promises about spans, order, points and odd input."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extract.parse import load_model, parse
from onrecord.extract.places import find_places, read_places
from onrecord.model import EntityKind, Mention
from onrecord.record.countries import load_countries
from onrecord.record.gazetteer import load_gazetteer

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "places.csv").open(encoding="utf-8")))
GAZETTEER = load_gazetteer()
COUNTRIES = load_countries()


def mentions_of(text: str) -> tuple[Mention, ...]:
    return find_places(parse(text), gazetteer=GAZETTEER, countries=COUNTRIES)


@pytest.mark.parametrize("case", CASES, ids=[f"{c['name']}: {c['text'][:50]}" for c in CASES])
def test_a_name_stands_for_its_place(case: dict[str, str]) -> None:
    found = {m.span.of(case["text"]): m for m in mentions_of(case["text"])}
    if case["kind"] == "none":
        assert case["name"] not in found
        return
    assert case["name"] in found, sorted(found)
    mention = found[case["name"]]
    assert mention.entity is not None
    assert mention.category == case["kind"]
    if mention.kind is EntityKind.COUNTRY:
        assert mention.entity.id == f"country/{case['country']}"
    else:
        place = GAZETTEER.get(mention.entity.id)
        assert place is not None
        assert place.country == case["country"]


def test_peoples_are_countries_and_not_points() -> None:
    (mention,) = [m for m in mentions_of("Ukrainian gunners fired.") if m.category == "demonym"]
    assert mention.kind is EntityKind.COUNTRY
    assert mention.entity is not None
    assert mention.entity.id == "country/UKR"


def test_other_readings_are_kept_best_first() -> None:
    (mention,) = [m for m in mentions_of("He lives in Springfield.") if m.entity]
    assert mention.entity is not None
    assert len(mention.entity.alternatives) >= 2
    assert mention.entity.id not in mention.entity.alternatives
    assert all(GAZETTEER.get(other) is not None for other in mention.entity.alternatives)


def test_one_name_has_one_sense_in_a_report() -> None:
    text = "Alexandria police arrested two. In Alexandria, La., the mayor spoke. Alexandria is calm."
    ids = {m.entity.id for m in mentions_of(text) if m.entity and m.span.of(text) == "Alexandria"}
    assert len(ids) == 1
    place = GAZETTEER.get(ids.pop())
    assert place is not None
    assert [d.name for d in GAZETTEER.divisions_of(place)][-1] == "Louisiana"


def test_names_of_bodies_do_not_put_points_on_the_map() -> None:
    doc = parse("The Kyiv Court of Appeal ruled on the matter.")
    everything = read_places(doc, gazetteer=GAZETTEER, countries=COUNTRIES)
    plain = find_places(doc, gazetteer=GAZETTEER, countries=COUNTRIES)
    assert len(plain) == sum(not r.embedded for r in everything)


def test_every_mention_with_a_place_has_a_point() -> None:
    text = "Convoys left Aleppo and Homs for the Syrian coast; ships from Tartus crossed the Mediterranean Sea."
    for mention in mentions_of(text):
        assert mention.entity is not None
        if mention.kind is EntityKind.PLACE:
            place = GAZETTEER.get(mention.entity.id)
            assert place is not None
            assert place.precision_km > 0


def test_same_text_same_answer() -> None:
    text = " ".join(case["text"] for case in CASES)
    assert mentions_of(text) == mentions_of(text)


PIECES = [
    "Kyiv",
    "KYIV",
    "in",
    "Paris, Texas",
    "’s",
    "St.",
    "W.Va.",
    "Deir ez-Zor",
    "\u200b",
    "東京",
    "Mr.",
    ",",
    ".",
    "of",
    "Ōsaka",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12))
def test_spans_are_exact_ordered_and_apart(parts: list[str]) -> None:
    text = " ".join(parts)
    blank = load_model("en").make_doc(text)
    found = read_places(blank, gazetteer=GAZETTEER, countries=COUNTRIES)
    for first, second in pairwise(found):
        assert first.span.end <= second.span.start
    for reading in found:
        words = reading.span.of(text)
        assert words == words.strip()
        assert words


@pytest.mark.parametrize("piece", ["a", "A", "1", " ", '"', "Kyiv ", "St. ", "de la ", "-", "'s"])
def test_long_odd_input_is_read(piece: str) -> None:
    import spacy

    text = (piece * 100_000)[:100_000]
    blank = spacy.blank("en")
    doc = blank.make_doc(text) if " " in piece else spacy.tokens.Doc(blank.vocab, [text], [False])
    for reading in read_places(doc, gazetteer=GAZETTEER, countries=COUNTRIES):
        assert reading.span.of(text).strip()
