"""Plain sentences read as forms of words: what becomes a claim, of what, and what does not."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from onrecord import check_report, read_report
from onrecord.extract.equipment import find_equipment
from onrecord.extract.plain_forms import load_forms
from onrecord.extract.plain_mask import sign_text
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


@pytest.mark.parametrize("piece", ["The Igla-S ", "Igla-S, ", "Igla-S (", "The Igla-S has a range of ", "a", " ", "1"])
def test_forms_take_time_in_step_with_the_text(piece: str) -> None:
    record, countries = load_record("2026-11"), load_countries()
    text = piece * (10_000 // len(piece))
    mentions = find_equipment(text, names=record.names(), language="en", categories=record.categories)
    signed = sign_text(text, mentions=mentions, quantities=(), times=(), countries=countries)
    forms = load_forms("en")
    start = time.perf_counter()
    for form in forms:
        for _ in form.pattern.finditer(signed.signed[:1200]):
            pass
    assert time.perf_counter() - start < 0.5


def test_signs_lead_back_to_the_text() -> None:
    record, countries = load_record("2026-11"), load_countries()
    text = "Iran's Sejjil, which Tehran showed, has a range of 2,000 km."
    mentions = find_equipment(text, names=record.names(), language="en", categories=record.categories)
    signed = sign_text(text, mentions=mentions, quantities=(), times=(), countries=countries)
    found = [(sign.kind, sign.span.of(text)) for sign in signed.signs]
    assert found == [("C", "Iran"), ("E", "Sejjil"), ("C", "Tehran")]
    at = signed.signed.index("has a range")
    assert signed.span(at, at + len("has a range")).of(text) == "has a range"
