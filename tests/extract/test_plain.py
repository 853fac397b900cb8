"""Plain sentences read as forms of words: what becomes a claim, of what, and what does not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from onrecord import check_report, read_report
from onrecord.extract.equipment import find_equipment
from onrecord.extract.plain_forms import load_forms
from onrecord.extract.plain_mask import sign_text
from onrecord.extract.quantities import find_quantities
from onrecord.forms import holds_anchors
from onrecord.model import Claim, RoleName
from onrecord.record.countries import load_countries
from onrecord.record.load import load_record

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "plain.csv").open(encoding="utf-8", newline="")))


def claims_of(text: str) -> tuple[Claim, ...]:
    return check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").claims


def number(claim: Claim, text: str) -> str:
    return claim.quantity.span.of(text) if claim.quantity is not None else ""


def entities(claim: Claim, name: RoleName) -> str:
    role = claim.role(name)
    found = (role.entity, *role.others) if role is not None and role.entity is not None else ()
    return " ".join(entity.id.partition("/")[2] for entity in found if entity is not None)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_sentence_makes_its_claim(case: dict[str, str]) -> None:
    claims = claims_of(case["text"])
    made = [(c.kind.value, c.property or "", entities(c, RoleName.ITEM), number(c, case["text"])) for c in claims]
    expected = (case["kind"], case["property"], case["item"], case["quantity"])
    if case["kind"] == "none":
        assert not [claim for claim in made if claim[0] in ("capability", "origin") and claim[2] == case["item"]], made
    else:
        assert expected in made


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_spans_are_exact_and_numbers_in_order(case: dict[str, str]) -> None:
    text, claims = case["text"], claims_of(case["text"])
    assert [claim.id for claim in claims] == [f"c{n:02d}" for n in range(1, len(claims) + 1)]
    for claim in claims:
        assert claim.span.of(text).strip() == claim.span.of(text) != ""
        for role in claim.roles:
            assert role.span.of(text).strip()


CHECKED = Path(__file__).parents[1] / "cases" / "checks_text.csv"


def test_no_form_fits_without_one_of_its_anchors() -> None:
    record, countries, forms = load_record("2026-11"), load_countries(), load_forms("en")
    rows = list(csv.DictReader(CHECKED.open(encoding="utf-8", newline="")))
    fitted = 0
    for row in rows[::12]:
        text = row["text"]
        mentions = find_equipment(text, names=record.names(), language="en", categories=record.categories)
        found = find_quantities(text)
        signed = sign_text(text, mentions=mentions, quantities=found, times=(), countries=countries).signed
        for form in forms:
            if form.compile().search(signed):
                fitted += 1
                assert holds_anchors(signed.lower(), form.anchors), (text, form)
    assert fitted > 50


def test_signs_lead_back_to_the_text() -> None:
    record, countries = load_record("2026-11"), load_countries()
    text = "Iran's Sejjil, which Tehran showed, has a range of 2,000 km."
    mentions = find_equipment(text, names=record.names(), language="en", categories=record.categories)
    signed = sign_text(text, mentions=mentions, quantities=(), times=(), countries=countries)
    found = [(sign.kind, sign.span.of(text)) for sign in signed.signs]
    assert found == [("C", "Iran"), ("E", "Sejjil"), ("C", "Tehran")]
    at = signed.signed.index("has a range")
    assert signed.span(at, at + len("has a range")).of(text) == "has a range"


def test_every_form_can_be_read() -> None:
    for form in load_forms("en"):
        assert form.compile().groupindex


@pytest.mark.parametrize(
    ("text", "number_of_another"),
    [
        ("The Storm Shadow has a range of 250 km and its carrier a wingspan of 14 m.", "14 m"),
        ("The Patriot has a range of 160 km against a range of 400 km for the S-400.", "400 km"),
        ("The Orlan-10 has a wingspan of 3.1 m and a camera that weighs 6 kg.", "6 kg"),
        ("The Leclerc weighs 56 tonnes and crossed a bridge 30 metres long.", "30 metres"),
        ("The Leclerc weighs 56 tonnes, and the truck beside it weighs 20 tonnes.", "20 tonnes"),
        ("The Iskander-M has a range of 500 km and hit a depot with a height of 12 m.", "12 m"),
    ],
)
def test_a_further_figure_of_another_thing_is_not_of_the_first(text: str, number_of_another: str) -> None:
    figures = [c for c in claims_of(text) if c.kind.value == "capability"]
    of_another = [entities(c, RoleName.ITEM) for c in figures if number(c, text) == number_of_another]
    assert figures
    assert entities(figures[0], RoleName.ITEM) not in of_another


def test_a_further_figure_is_said_as_firmly_as_the_first() -> None:
    text = "The new version of the Verba may weigh 20 kg and have a ceiling of 5 km, with a range of 8 km."
    assert {c.stance.value for c in claims_of(text) if c.kind.value == "capability"} <= {"hedged"}


SHEET = """Verba
Type: shoulder-fired missile
Range: 6.5 km
Ceiling: 4.5 km (aircraft)
Crew: 1

T-90 main battle tank (Object 188)
- Weight: 46.5 tonnes
- Crew: 3

T-90 prototype
Weight: 50 tonnes

The fair opens on Monday. It is large.
Range: 12 km
"""


def test_a_fact_sheet_gives_a_claim_for_each_figure() -> None:
    figures = [claim for claim in claims_of(SHEET) if claim.kind.value == "capability"]
    assert [(entities(c, RoleName.ITEM), c.property, c.span.of(SHEET)) for c in figures] == [
        ("verba", "range", "Range: 6.5 km"),
        ("verba", "altitude", "Ceiling: 4.5 km"),
        ("verba", "crew", "Crew: 1"),
        ("t-90", "weight", "Weight: 46.5 tonnes"),
        ("t-90", "crew", "Crew: 3"),
    ]


def test_a_fact_sheet_on_one_line() -> None:
    text = "AGM-114 Hellfire. Length: 1.6 m. Range: 8 km."
    assert [c.property for c in claims_of(text)] == ["length", "range"]
