"""Claims in the scorer's form."""

from __future__ import annotations

from decimal import Decimal

from onrecord.evaluate.claims import describe_claim, predict, report_of
from onrecord.model import (
    OWN_VOICE,
    Attribution,
    Claim,
    ClaimKind,
    Directness,
    Quantity,
    Role,
    RoleName,
    SourceKind,
    Span,
    Stance,
)

TEXT = "Up to 30 launchers were lost, officials said."


def test_every_field_is_carried_over() -> None:
    claim = Claim(
        id="c01",
        kind=ClaimKind.LOSS,
        span=Span(0, 28),
        roles=(Role(RoleName.ITEM, Span(9, 18)),),
        property="destroyed",
        quantity=Quantity(Span(0, 8), None, Decimal(30), counted="launchers"),
        attribution=Attribution(
            SourceKind.ANONYMOUS_OFFICIAL, Directness.INDIRECT, source=Span(30, 39), cue=(Span(40, 44),)
        ),
        stance=Stance.HEDGED,
    )
    assert describe_claim(claim) == {
        "span": [0, 28],
        "kind": "loss",
        "roles": {"item": [9, 18], "property": "destroyed"},
        "quantity": {"span": [0, 8], "low": None, "high": 30.0, "approximate": False, "counted": "launchers"},
        "attribution": {"source": [30, 39], "cue": [40, 44], "kind": "anonymous_official", "directness": "indirect"},
        "stance": "hedged",
    }


def test_own_voice_names_nobody() -> None:
    said = describe_claim(Claim("c01", ClaimKind.USE, Span(0, 5), attribution=OWN_VOICE))["attribution"]
    assert said == {"source": None, "cue": None, "kind": "own_voice", "directness": "own_voice"}


def test_a_measure_counts_its_unit() -> None:
    claim = Claim(
        "c01", ClaimKind.CAPABILITY, Span(0, 5), quantity=Quantity(Span(0, 4), Decimal(6), Decimal(6), unit="kilometre")
    )
    assert describe_claim(claim)["quantity"]["counted"] == "kilometre"


def test_only_a_full_day_is_a_publication_date() -> None:
    for date, published in (
        ("2031-03-04", "2031-03-04"),
        ("2004/2005", None),
        ("2031", None),
        ("", None),
        (None, None),
    ):
        assert report_of({"id": "x", "text": TEXT, "date": date}, language="en").published == published


def test_a_language_without_a_pack_gives_no_claims_and_says_so() -> None:
    found = predict({"id": "x", "text": "Trzy czołgi.", "language": "pl"})
    assert found == {"id": "x", "claims": [], "note": "no language pack for 'pl'"}


def test_offsets_are_those_of_the_text() -> None:
    record = {"id": "x", "text": TEXT, "language": "en", "date": "2031-03-04"}
    found = predict(record)
    assert found["id"] == "x"
    for claim in found["claims"]:
        start, end = claim["span"]
        assert 0 <= start < end <= len(TEXT)
