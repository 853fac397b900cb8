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
        # all of a whole, part by part
        ("Of 30 rockets, 14 were shot down and nine jammed, which leaves seven that got through.", ["sum.fits"]),
        ("Of 30 rockets, 14 were shot down and nine jammed, which leaves 12 that got through.", ["sum.off"]),
        ("Of the 30 rockets, 18 were intercepted, leaving five dead.", []),
        ("Of the 64 drones, 51 were shot down and the remaining 20 fell in fields.", ["sum.off"]),
        ("Of the 64 drones, 51 were shot down while the remaining 12 soldiers fled.", []),
        ("37 of the 48 objects were identified and the other 11 were not.", ["sum.fits"]),
        ("Of the 50 tanks, 30 were destroyed and 40 returned.", ["sum.off"]),
        ("Of the 50 tanks, 30 were hit and 40 survived.", []),
        ("Of the 50 tanks, 30 were old and 40 came from Russia.", []),
        ("Of the 90 soldiers, 40 were wounded and another 20 were missing.", []),
        ("Of the 90 soldiers, 40 were wounded and a further 60 were missing.", ["sum.off"]),
        # parts behind a colon
        ("The ship carried 600 tonnes: 200 of flour, 300 of rice and 200 of oil.", ["sum.off"]),
        ("The fund paid $30 million: $10 million to Chad and 20 to Niger.", []),
        ("The fund paid $30 million: $10 million to Chad and $25 million to Niger.", ["sum.off"]),
        ("The unit bought 10 drones for $5,000: 4 for training and 6 for the front.", []),
        ("Norway bought 54 launchers: 12 arrived in 2021, 20 in 2022 and 22 in 2023.", ["sum.fits"]),
        ("The brigade has 70 vehicles: 40 are tanks and 50 are old.", []),
        ("The brigade lost 40 vehicles: 12 tanks, 8 of them T-72s, and 28 trucks.", []),
        ("Nine people died: five men, two women and a child.", ["sum.off"]),
        ("Nine people died: five men, three women and a number of children.", []),
        ("The brigade has 20 tanks and 15 guns, 45 in all.", ["sum.off"]),
        ("The navy sank 14 boats on Monday and nine on Tuesday, bringing the total this month to 60.", []),
        # changes
        ("The budget went from 80 to 100 billion, an increase of 25 per cent.", ["change.fits"]),
        ("Stocks fell from 400 shells to 300, a drop of 60 per cent.", ["change.off"]),
        ("Exports rose from 40 to 60 while imports saw an increase of 10 per cent.", []),
        ("Exports rose from 40 to 60, 20 per cent above plan.", []),
        ("Exports rose from 40 to 60, up 10 per cent on the record of 2019.", []),
        ("The fleet shrank from 40 ships to 30, a cut of half.", ["change.off"]),
        ("Output doubled in two years, from 1,500 to 4,500 shells.", ["factor.off"]),
        ("Output more than doubled, from 20 to 50 shells.", ["factor.fits"]),
        ("Output more than tripled, from 20 to 50 shells.", ["factor.off"]),
        ("Output went from 500 to 2,000 rounds, a fourfold increase.", ["factor.fits"]),
        # fractions
        ("Ten of the 40 tanks, or a quarter, were lost.", ["share.fits"]),
        ("So far 12 of the 40 guns have arrived, exactly half of the order.", ["share.off"]),
        ("Ten of the 40 tanks were lost, half of those in Kharkiv.", []),
        ("Ten of the 40 tanks were lost, half were repaired.", []),
        ("One in four of the 200 recruits, 90 in all, left.", ["share.off"]),
        ("Half of the 40 tanks, 12 of them new, were lost.", []),
        ("Ukraine shot down 31 of 48 drones and 12 of 15 missiles, or 68 per cent.", []),
        # one measure in two units
        ("Engineers rate the bridge at 60 tonnes, about 132,000 pounds.", ["conversion.fits"]),
        ("Engineers rate the bridge at 60 tonnes, about 32,000 pounds.", ["conversion.off"]),
        ("The town lies 30 km, about 20 miles less than thought, from the front.", []),
        ("The gun can hit targets at 500 metres or 1 kilometre.", []),
        ("The trench is 3 metres, 6 feet in places.", []),
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
