"""Counts that two sentences give of one thing, seen by their words; and sentences that only look alike."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report


def verdicts(text: str) -> list[str]:
    findings = check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").findings
    return [f.verdict.value for f in findings if f.check == "consistency" and f.verdict.value != "cannot_tell"]


@pytest.mark.parametrize(
    "text",
    [
        "Six guards died in the raid on Kayes, police said. The raid on Kayes killed 11 guards, they added.",
        "The crash of the helicopter Orlik killed six sailors. Eight sailors died in the crash of the Orlik.",
        "Two drones hit the depot at Lida on Monday, Kyiv said. Kyiv said nine drones hit the depot at Lida on Monday.",
        "The garrison of Kidal lost 30 men in the siege. In the siege the garrison of Kidal lost 70 men.",
        "The brigade has 31 Abrams tanks. According to the table, the same brigade has 54 Abrams tanks.",
        "The army said 14 men were killed at the camp. Later in its statement it said 9 men were killed at the camp.",
    ],
)
def test_two_numbers_of_one_thing(text: str) -> None:
    assert verdicts(text) == ["disagrees"]


@pytest.mark.parametrize(
    "text",
    [
        "Nine soldiers were killed in an ambush near Gao. An ambush near Gao killed 14 soldiers.",
        "Nine soldiers died in the raid on Gao, the army said. The raid on Gao killed 14 soldiers, witnesses said.",
        "Nine soldiers died in the raid on Gao on Monday. The raid on Gao on Tuesday killed 14 soldiers.",
        "Nine soldiers died in the raid on Gao. The raid on Gao killed at least 14 soldiers.",
        "Nine soldiers died in the raid on Gao. The raid on Gao has now killed 14 soldiers.",
        "Nine soldiers died in the raid on Gao. The raid on Gao wounded 14 soldiers.",
        "Nine soldiers died in the raid on Gao. The raid on Ansongo killed 14 soldiers.",
        "Nine soldiers died in the raid on Gao. The raid on Gao killed 14 rebels.",
        "Nine soldiers died in the raid on Gao. The second raid on Gao killed 14 soldiers.",
        "Nine soldiers of the 3rd Brigade died in the raid. The raid killed 14 soldiers of the 5th Brigade.",
        "The raid on eastern Mali killed four men. The raid on western Mali killed nine men.",
        "Four drones hit the port of Odesa. Nine drones hit the port of Odesa.",
        "Mali sent 40 guards to Chad. Chad sent 90 guards to Mali.",
        "Two men were killed. Three men were killed.",
        "In the morning 4 drones hit the port of Odesa. In the evening 9 drones hit the port of Odesa.",
        "The attack on Ber killed 24 rebels. The attack on Ber killed 12 rebels. That is wrong.",
        "The attack on Ber killed 4 guards and 6 rebels. The attack on Ber killed 12 rebels.",
        "Norway bought 24 jets in 2020. In 2020 Norway bought 40 jets.",
        "The attack on Ber killed 200 rebels. The attack on Ber killed 203 rebels.",
    ],
)
def test_two_things_or_none_said(text: str) -> None:
    assert verdicts(text) == []


def test_the_same_number_twice() -> None:
    assert verdicts("Nine men died in the raid on Gao. The raid on Gao killed nine men.") == ["agrees"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The frigate Lova is 120 metres long. At 190 metres, the Lova is too long for the dock.", ["disagrees"]),
        ("The pier at Tartus is 200 metres long. The pier at Tartus is 200 feet long.", ["disagrees"]),
        ("The Kerch bridge is 19 km long. The length of the Kerch bridge is 12 km.", ["disagrees"]),
        ("The pier at Tartus is 2,000 metres long. The pier at Tartus is 2 km long.", []),
        ("The pier at Tartus is 200 metres long. The mole at Tartus is 300 metres long.", []),
        ("The pier at Tartus is 200 metres long. The pier at Tartus is 20 metres wide.", []),
        ("The pier at Tartus was 200 metres long. The pier at Tartus is 300 metres long.", []),
        ("The deck of the Lova is 60 metres long. The Lova is 120 metres long.", []),
        ("The bridge is 300 metres long. The bridge is 500 metres long.", []),
        ("The Lova weighs 4,000 tonnes. Fully loaded, the Lova weighs 6,000 tonnes.", []),
        ("The Lova weighs 4,000 tonnes. The Lova weighs 6,000 tonnes. The second figure is wrong.", []),
        ("The T-72 is 9.5 metres long. The T-72 is 6.9 metres long without the gun.", []),
    ],
)
def test_two_measures_of_one_thing(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected
