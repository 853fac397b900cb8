"""Two statements of one report that are both so: another day, place, part, version or source must never disagree."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report
from onrecord.model import Verdict

_RANGE = "The M777 has a range of 24 km. "
_CAPABILITIES = [
    "With Excalibur shells the M777 has a range of 40 km.",
    "Firing Excalibur, the M777 has a range of 40 km.",
    "The M777 has a range of 40 km with Excalibur shells.",
    "The M777 has a range of 40 km, its shells being assisted.",
    "The M777ER has a range of 70 km.",
    "The lengthened M777 has a range of 70 km.",
    "In tests the M777 has a range of 70 km.",
    "Its successor has a range of 70 km.",
    "The M777 will have a range of 70 km.",
    "Aboard ship the M777 has a range of 11 km.",
]
_COUNTS = [
    ("India received five Rafale jets in 2020.", "India received eight Rafale jets in 2020."),
    ("India received five Rafale jets in July 2020.", "Later in July 2020 India received three Rafale jets."),
    ("Poland ordered 180 K2 in 2022.", "In 2022 Poland also ordered 820 K2."),
    ("France sold India 36 Rafale jets.", "France sold India 26 Rafale jets for its navy."),
    ("France sold India 36 Rafale jets.", "France sold India 62 Rafale jets in two deals."),
    ("Israel has 75 F-35 on order or in service.", "Israel has 39 F-35."),
    ("Egypt has 54 Rafale jets.", "Egypt had 24 Rafale jets."),
    ("Egypt has 54 Rafale jets.", "Egypt has 24 single-seat Rafale jets."),
    ("Egypt has 54 Rafale jets.", "Egypt has 24 Rafale jets at Gebel el-Basur."),
    ("India sent four Rafale jets to the exercise.", "India sent six Rafale jets to the next exercise."),
    (
        "Five soldiers were killed in Monday's attack near Gao.",
        "A total of seven were killed in Monday's attack near Gao.",
    ),
    ("The flood killed nine people in Sofala town.", "The flood killed 90 people in Sofala province."),
    ("Police said nine people died in the crash.", "Police said on Tuesday 12 people died in the crash."),
    ("The Igla weighs 10.8 kg.", "The Igla weighs 18 kg, ready to fire."),
    ("The Igla weighs 10.8 kg.", "The Igla weighs 18 kg in all."),
]
_CONTRARY = [
    ("Greece has 18 Rafale jets.", "Greece has 30 Rafale jets."),
    ("The Leclerc has a crew of three.", "The Leclerc carries a crew of five."),
    (
        "The Starstreak has a range of seven kilometres.",
        "But the Starstreak, with its range of 17 kilometres, is too big.",
    ),
    (
        "India signed for 24 Tejas fighters in March.",
        "In March India signed for 40 Tejas fighters, the statement goes on.",
    ),
    ("Nine soldiers were killed in Tuesday's ambush near Gao.", "The ambush near Gao on Tuesday killed 14 soldiers."),
]


def answers(text: str) -> set[Verdict]:
    found = check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").findings
    return {finding.verdict for finding in found if finding.check == "consistency"}


@pytest.mark.parametrize("second", _CAPABILITIES)
def test_a_figure_under_a_condition_contradicts_none_without(second: str) -> None:
    assert Verdict.DISAGREES not in answers(_RANGE + second)


@pytest.mark.parametrize("pair", _COUNTS)
def test_counts_of_two_things_are_compatible(pair: tuple[str, str]) -> None:
    for one, other in (pair, pair[::-1]):
        assert Verdict.DISAGREES not in answers(f"{one} {other}")


@pytest.mark.parametrize("pair", _CONTRARY)
def test_two_figures_of_one_thing_disagree(pair: tuple[str, str]) -> None:
    assert Verdict.DISAGREES in answers(" ".join(pair))
