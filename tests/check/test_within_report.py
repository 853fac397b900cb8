"""Checks that look at the report itself: conversions, statements of the same thing, sources."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from onrecord.check import CheckContext, check_claims, note_sourcing
from onrecord.model import (
    Attribution,
    Claim,
    ClaimKind,
    Directness,
    Entity,
    EntityKind,
    Quantity,
    Report,
    Role,
    RoleName,
    SourceKind,
    Span,
    Stance,
)
from onrecord.record.load import load_record

GROM = Entity("equipment/grom", EntityKind.EQUIPMENT, "Grom")
CUBA = Entity("country/CUB", EntityKind.COUNTRY, "Cuba")
OWN = Attribution(SourceKind.OWN_VOICE, Directness.OWN_VOICE)
MADURO = Attribution(SourceKind.NAMED_PERSON, Directness.INDIRECT, speaker="Nicolás Maduro")
PADRINO = Attribution(SourceKind.NAMED_PERSON, Directness.INDIRECT, speaker="Vladimir Padrino")


def span_of(words: str, text: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def check(text: str, *claims: Claim, quantities: tuple[Quantity, ...] = ()) -> list[tuple[str, str, str]]:
    context = CheckContext(Report(text, "sha256:0"), claims, load_record("2026-11"), quantities=quantities)
    findings = check_claims(claims, context)
    within = [f for f in findings if f.check in ("arithmetic", "consistency")]
    return [(f.claim_id, f.verdict.value, f.rule) for f in within]


# --- conversions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (("5", "kilometre"), ("3.1", "mile"), "agrees"),
        (("300", "kilometre"), ("190", "mile"), "agrees"),
        (("300", "kilometre"), ("186", "mile"), "agrees"),
        (("3500", "metre"), ("11500", "foot"), "agrees"),
        (("5", "kilometre"), ("31", "mile"), "disagrees"),
        (("100", "kilometre"), ("160", "mile"), "disagrees"),
        (("100.0", "kilometre"), ("65.0", "mile"), "cannot_tell"),
        (("18", "kilogram"), ("40", "pound"), "agrees"),
    ],
)
def test_conversion(one: tuple[str, str], other: tuple[str, str], verdict: str) -> None:
    text = f"It flies {one[0]} {one[1]} ({other[0]} {other[1]})."
    first, second = (
        Quantity(span_of(f"{number} {unit}", text), Decimal(number), Decimal(number), unit=unit)
        for number, unit in (one, other)
    )
    second = replace(second, same_as=first.span)
    claim = Claim("c01", ClaimKind.MOVEMENT, Span(0, len(text)), quantity=first)
    found = check(text, claim, quantities=(first, second))
    assert [(row[1], row[2].rpartition(".")[0]) for row in found] == [(verdict, "arithmetic.conversion")]


def test_no_conversion_across_dimensions_or_without_a_twin() -> None:
    text = "It flies 5 kilometre with 3 kilogram."
    first = Quantity(span_of("5 kilometre", text), Decimal(5), Decimal(5), unit="kilometre")
    second = Quantity(span_of("3 kilogram", text), Decimal(3), Decimal(3), unit="kilogram")
    claim = Claim("c01", ClaimKind.MOVEMENT, Span(0, len(text)), quantity=first)
    assert check(text, claim, quantities=(first, second)) == []
    assert check(text, claim, quantities=(first, replace(second, same_as=first.span))) == []


# --- the same thing said twice ---------------------------------------------------------------------------------


def holding(number: str, noun: str, text: str, claim_id: str, words: str, **more: object) -> Claim:
    quantity = Quantity(
        span_of(number, text), Decimal(number), Decimal(number), counted=noun, counted_class=noun.rstrip("s")
    )
    roles = (Role(RoleName.ITEM, Span(0, 1), GROM), Role(RoleName.ACTOR, Span(0, 1), CUBA))
    claim = Claim(claim_id, ClaimKind.HOLDING, span_of(words, text), roles, quantity=quantity, attribution=MADURO)
    return replace(claim, **more)  # type: ignore[arg-type]


TWICE = (
    "Cuba has 200 missiles. Later: Cuba has 300 missiles. "
    "Then: Cuba has 40 launchers. And Cuba has another 70 missiles."
)


def test_same_speaker_with_two_numbers() -> None:
    one = holding("200", "missiles", TWICE, "c01", "Cuba has 200 missiles")
    two = holding("300", "missiles", TWICE, "c02", "Cuba has 300 missiles")
    assert check(TWICE, one, two) == [("c02", "disagrees", "consistency.number.differs")]


def test_two_speakers_with_two_numbers() -> None:
    one = holding("200", "missiles", TWICE, "c01", "Cuba has 200 missiles")
    two = holding("300", "missiles", TWICE, "c02", "Cuba has 300 missiles", attribution=PADRINO)
    assert check(TWICE, one, two) == [("c02", "cannot_tell", "consistency.number.speakers")]


def test_same_number_twice() -> None:
    one = holding("200", "missiles", TWICE, "c01", "Cuba has 200 missiles")
    assert check(TWICE, one, replace(one, id="c02")) == [("c02", "agrees", "consistency.number.same")]


def test_other_nouns_additions_and_hedges_are_no_contradiction() -> None:
    one = holding("200", "missiles", TWICE, "c01", "Cuba has 200 missiles")
    launchers = holding("40", "launchers", TWICE, "c02", "Cuba has 40 launchers")
    another = holding("70", "missiles", TWICE, "c02", "Cuba has another 70 missiles")
    hedged = holding("300", "missiles", TWICE, "c02", "Cuba has 300 missiles", stance=Stance.HEDGED)
    for other in (launchers, another, hedged):
        assert check(TWICE, one, other) == []


def test_two_places_are_two_things() -> None:
    one = holding("200", "missiles", TWICE, "c01", "Cuba has 200 missiles")
    two = holding("300", "missiles", TWICE, "c02", "Cuba has 300 missiles")
    there = replace(two, roles=(*two.roles, Role(RoleName.PLACE, Span(0, 4))))
    assert check(TWICE, one, there) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("5", "kilometre"), ("5000", "metre"), "agrees"),
        (("5", "kilometre"), ("8", "kilometre"), "disagrees"),
        (("5", "kilometre"), ("5", "kilogram"), None),
    ],
)
def test_capability_twice(first: tuple[str, str], second: tuple[str, str], expected: str | None) -> None:
    text = "The Grom reaches 5000. The Grom can fly 8000."
    claims = [
        Claim(
            f"c0{number}",
            ClaimKind.CAPABILITY,
            span_of(words, text),
            (Role(RoleName.ITEM, Span(start + 4, start + 8), GROM),),
            "range",
            Quantity(span_of(said, text), Decimal(figure), Decimal(figure), unit=unit),
            OWN,
        )
        for number, (words, said, start, (figure, unit)) in enumerate(
            zip(
                ("The Grom reaches 5000", "The Grom can fly 8000"),
                ("5000", "8000"),
                (0, 23),
                (first, second),
                strict=True,
            ),
            1,
        )
    ]
    assert [row[1] for row in check(text, *claims)] == ([expected] if expected else [])


# --- sources ---------------------------------------------------------------------------------------------------


def said_by(number: int, kind: SourceKind, speaker: str | None = None) -> Claim:
    attribution = Attribution(kind, Directness.INDIRECT, speaker=speaker)
    return Claim(f"c{number:02d}", ClaimKind.LOSS, Span(0, 1), attribution=attribution)


def rules(*claims: Claim, outlet: str | None = None) -> list[str]:
    return [note.rule for note in note_sourcing(claims, Report("x", "sha256:0", outlet=outlet))]


def test_anonymous_only() -> None:
    official, witness = SourceKind.ANONYMOUS_OFFICIAL, SourceKind.ANONYMOUS_OTHER
    assert rules(said_by(1, official), said_by(2, witness)) == ["sourcing.anonymous_only"]
    assert rules(said_by(1, official), said_by(2, SourceKind.NAMED_BODY, "NATO")) == []
    assert rules(said_by(1, official)) == []


def test_single_source() -> None:
    named = SourceKind.NAMED_PERSON
    assert rules(said_by(1, named, "Ann Lee"), said_by(2, named, "Ann Lee")) == ["sourcing.single_source"]
    assert rules(said_by(1, named, "Ann Lee"), said_by(2, named, "Bo Ek")) == []


def test_circular() -> None:
    other = SourceKind.OTHER_OUTLET
    assert rules(said_by(1, other, "Daily Note"), outlet="Daily Note") == ["sourcing.circular"]
    assert rules(said_by(1, other, "Daily Note"), outlet="Evening Note") == []


def test_own_voice_only() -> None:
    own = [replace(said_by(number, SourceKind.OWN_VOICE), attribution=OWN) for number in (1, 2)]
    assert rules(*own) == ["sourcing.own_voice_only"]
    assert rules(*own, said_by(3, SourceKind.NAMED_BODY, "NATO")) == []


def test_notes_name_their_claims_and_count() -> None:
    official = SourceKind.ANONYMOUS_OFFICIAL
    (note,) = note_sourcing([said_by(1, official), said_by(2, official)], Report("x", "sha256:0"))
    assert note.claims == ("c01", "c02")
    assert note.sentence == "All 2 attributed claims rest on sources without a name."


def test_thousands_of_claims_on_one_thing_stay_quick_and_few() -> None:
    one = holding("200", "missiles", TWICE, "c0", "Cuba has 200 missiles")
    claims = [replace(one, id=f"c{number}") for number in range(3000)]
    assert len(check(TWICE, *claims)) == 2999
