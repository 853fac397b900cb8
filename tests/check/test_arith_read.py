"""Shares, sums and changes read from plain wordings, and what arithmetic says to them."""

from __future__ import annotations

import time

import pytest

from onrecord import check_report, read_report
from onrecord.check.arith_read import read_relations
from onrecord.extract.quantities import find_quantities


def rules(text: str) -> list[str]:
    findings = check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").findings
    return [finding.rule.removeprefix("arithmetic.") for finding in findings if finding.check == "arithmetic"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of the 40 shells tested, 10, or 25 per cent, failed to explode.", ["share.fits"]),
        ("Of the 40 shells tested, 10, or 45 per cent, failed to explode.", ["share.off"]),
        ("Some 12 of 20 launchers (60%) were destroyed.", ["share.fits"]),
        ("Of the 20 missiles fired, 25 were intercepted.", ["part.off"]),
        ("Of the 20 missiles fired, 15 were intercepted.", []),
        ("The attack killed 30 people: 18 soldiers and 12 civilians.", ["sum.fits"]),
        ("The attack killed 30 people: 18 soldiers and 22 civilians.", ["sum.off"]),
        ("The army lost 40 vehicles: 12 tanks, 20 trucks and 8 howitzers.", ["sum.fits"]),
        ("The brigade lost 5 tanks, 7 trucks and 3 guns, a total of 16 vehicles.", ["sum.off"]),
        ("Exports rose 50 per cent, from 20 to 30 aircraft.", ["change.fits"]),
        ("Stocks fell by a quarter, from 80 to 60 missiles.", ["change.fits"]),
        ("Support rose from 20 to 30 per cent, a rise of 10 per cent.", []),
        ("Production doubled from 20 to 60 missiles a month.", ["factor.off"]),
        ("The bomb weighs 500 pounds, or 227 kilograms.", ["conversion.fits"]),
        ("The boats were stopped 12 miles (22 km) off the coast.", ["conversion.close"]),
        ("At least 30 people died, among them 18 soldiers.", []),
        ("It is false that 10 of 40 shells, or 45 per cent, failed.", []),
    ],
)
def test_numbers_of_one_sentence(text: str, expected: list[str]) -> None:
    assert rules(text) == expected


def test_spans_are_the_words_read() -> None:
    text = "On Monday 8 of the 10 rockets, or 80%, were shot down."
    (relation,) = read_relations(text, find_quantities(text, language="en"))
    assert relation.span.of(text) == "8 of the 10 rockets, or 80%"


@pytest.mark.parametrize("piece", ["12 of 20 ", "12 tanks, ", "12 and ", "12: ", "of 12 "])
def test_time_is_in_step_with_the_text(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    quantities = find_quantities(text, language="en")
    start = time.perf_counter()
    read_relations(text, quantities)
    assert time.perf_counter() - start < 1
