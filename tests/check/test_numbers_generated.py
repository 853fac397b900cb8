"""Numbers in wordings made from true arithmetic: no true one may disagree, no changed one may agree."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report
from onrecord.model import Verdict

_TWICE = [
    # unit, in another unit, how many of that make one: each meaning of the name
    ("miles", "kilometres", (1.609344,)),
    ("gallons", "litres", (3.785411784, 4.54609)),
    ("pints", "litres", (0.473176473, 0.56826125)),
    ("tons", "kilograms", (907.18474, 1000, 1016.0469)),
    ("horsepower", "kilowatts", (0.73549875, 0.7457)),
    ("ounces", "grams", (28.349523, 31.1034768)),
    ("barrels", "litres", (158.987295, 163.65924)),
    ("acres", "hectares", (0.40468564,)),
    ("knots", "km/h", (1.852,)),
]
_SAID = ["Each town was given {a} ({b}).", "The convoy lost {a}, or {b}.", "At {a} ({b}), it set a record in 1962."]
_SHARES = [
    "{P} of the {T} boats, or {p} per cent, burned.",
    "Of the {T} boats, {P} ({p} per cent) burned.",
    "{p} per cent of the {T} boats, or {P}, burned.",
    "Of {T} boats, {P} burned, or {p} per cent, while {Q}, or {q} per cent, were sold.",
]
_SUMS = [
    "{T} boats burned: {P} on Monday and {Q} on Tuesday.",
    "Of the {T} boats, {P} burned and the other {Q} were sold.",
    "{P} boats from Chad and {Q} from Mali, a total of {T}, burned.",
    "{P} boats burned in May and {Q} in June, {T} in all.",
]
# What is true, or cannot be said: the numbers are not those of one whole.
_APART = """
In the last of the three attacks, 12 were killed.
The bodies of two of the eight were recovered.
Of the 2 battalions, 500 were taken prisoner.
After the first of the four rounds, 10 were left.
With a crew of five, 20 have been built.
Under the terms of the two deals, 36 were built.
The ship displaced 5,000 t (6,200 tons full load).
It is 100 km, or 20 miles more than before.
The party won 12 of 20 seats (55 per cent).
The party won 120 of 300 seats, or 45 per cent of votes.
Ten of 30 tanks were hit, 50 per cent by drones.
Four of the 20 samples were bad – 100 per cent more than last year.
Five of the 12 loans (8 per cent interest) are bad.
Two of the 30 tanks, a third of the fleet, were new.
Eight of 20 missed, a hit rate of 60 per cent.
Two of the 20 jets were lost, a loss rate of 2 per cent per sortie.
Of 20 ships, 12 were sunk by 1943 and 15 survived until 1942.
Of the 20 dead, 12 were shot and another 10 people drowned.
Forty people came: 30 by bus, 10 on foot, 25 from Chad.
Forty people and 12 goats came: 30 adults and 10 children.
Forty people came: four buses and two cars were needed.
The army has 40 tanks: 12 T-72, 10 T-55 and T-62.
The army has 40 tanks (12 in store, 10 in repair).
Fourteen died: six miners, a guard, the owner and six rescuers.
In all, 16 people were hit: five by day, two by night and some at dusk.
Sold were 20 tanks, 30 guns, 45 rifles in all.
Two men and three women died, a total of nine this year.
While the first stock fell by 12 per cent, the second rose from 120 to 210.
Exports fell by 12 per cent, imports from 40 to 30 tonnes.
Prices tripled for the 10 to 15 goods on the list.
"""


def verdicts(text: str) -> set[Verdict]:
    found = check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").findings
    return {finding.verdict for finding in found if finding.check in ("arithmetic", "consistency")}


@pytest.mark.parametrize(("one", "other", "factors"), _TWICE)
def test_each_meaning_of_a_unit_fits_and_no_other_number(one: str, other: str, factors: tuple[float, ...]) -> None:
    for template, number in zip(_SAID, (12, 36, 500), strict=True):
        for factor in factors:
            text = template.format(a=f"{number} {one}", b=f"{float(f'{number * factor:.3g}'):,.5g} {other}")
            assert verdicts(text) == {Verdict.AGREES}, text
        text = template.format(a=f"{number} {one}", b=f"{float(f'{number * factors[0] * 1.6:.3g}'):,.5g} {other}")
        assert verdicts(text) <= {Verdict.DISAGREES}, text


@pytest.mark.parametrize(("part", "whole"), [(12, 20), (18, 48), (33, 75), (210, 300)])
def test_a_share_fits_and_another_does_not(part: int, whole: int) -> None:
    share = 100 * part / whole
    for template in _SHARES:
        for off, expected in ((0, Verdict.AGREES), (-15, Verdict.DISAGREES)):
            values = {"P": part, "T": whole, "Q": whole - part, "p": round(share + off), "q": round(100 - share - off)}
            assert verdicts(template.format(**values)) <= {expected}, template


@pytest.mark.parametrize(("part", "whole"), [(12, 20), (18, 48), (33, 75), (210, 300)])
def test_parts_make_their_total_and_no_other(part: int, whole: int) -> None:
    for template in _SUMS:
        text = template.format(P=part, T=whole, Q=whole - part)
        assert verdicts(text) == {Verdict.AGREES}, text
        assert verdicts(template.format(P=part, T=whole + 3, Q=whole - part)) == {Verdict.DISAGREES}, template


@pytest.mark.parametrize("text", _APART.strip().splitlines())
def test_numbers_of_different_things_do_not_disagree(text: str) -> None:
    assert Verdict.DISAGREES not in verdicts(text)
