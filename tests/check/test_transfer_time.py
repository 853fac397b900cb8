"""Deliveries at a time when there can have been none."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report


def rules_of(text: str) -> set[str]:
    report = read_report(text, published="2025-10-23", language="en")
    found = check_report(report, edition="2026-11").findings
    return {f"{f.verdict.value} {f.rule}" for f in found if f.check == "transfer"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Armenia received its Iskander launchers from Russia in 1998.", "disagrees transfer.before_service"),
        ("Russia handed the S-400 over to Turkey in 1999.", "disagrees transfer.before_service"),
        ("Britain sent 14 Challenger 2 tanks to Ukraine in 2003.", "disagrees transfer.before_order"),
        ("Russia sold 24 Su-35 fighters to China in 2003.", "disagrees transfer.before_order"),
    ],
)
def test_is_said(text: str, expected: str) -> None:
    assert expected in rules_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Turkey ordered the S-400 from Russia in 1999.",
        "Russia tested the S-400 in 1999 and delivered it to Turkey later.",
        "Russia supplied S-400 systems to Turkey, which joined the alliance in 1952.",
        "Russia handed the S-400 over to Turkey in 2009.",
        "Britain sent Ukraine 14 Challenger 2 tanks built in 1998.",
        "Britain sent 14 Challenger 2 tanks, which entered service in 1998, to Ukraine.",
        "Since 2003 Britain has sent 14 Challenger 2 tanks to Ukraine.",
        "Before 2003 Britain had sent 14 Challenger 2 tanks to Ukraine.",
        "In the film Britain sends 14 Challenger 2 tanks to Ukraine in 2003.",
        "Britain would have sent 14 Challenger 2 tanks to Ukraine in 2003.",
        "Russia offered 24 Su-35 fighters to China in 2003.",
        "The United States sent Ukraine three HIMARS launchers in 2015.",
        "Britain sent 14 Challenger 2 tanks to Ukraine in 2026.",
        "Germany sent 14 Challenger 2 tanks to Ukraine in 2003.",
    ],
)
def test_is_not_issued(text: str) -> None:
    assert not {rule for rule in rules_of(text) if rule.startswith("disagrees")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Netherlands sent 200 Stingers to Ukraine.", {"agrees transfer.within"}),
        (
            "Britain sent 14 Challenger 2 tanks to Ukraine in 2023, and the United States 31 Abrams tanks in 2019.",
            {"cannot_tell transfer.other_time", "disagrees transfer.before_order"},
        ),
        (
            "Britain gave Ukraine 14 Challenger 2 tanks, and Germany 900 Stingers.",
            {"agrees transfer.within", "cannot_tell transfer.exceeds"},
        ),
        ("Britain did not send 14 Challenger 2 tanks to Ukraine and Germany 500 Stingers.", set()),
        ("The coach sent 3 Patriots to the bench.", set()),
        ("The dealer sold 500 Taurus cars.", set()),
    ],
)
def test_second_giver(text: str, expected: set[str]) -> None:
    assert rules_of(text) == expected


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Russia delivered 24 Su-30MK2 fighters to Venezuela in the early 1990s.", "cannot_tell transfer.other_time"),
        ("Russia delivered 24 Su-30MK2 fighters to Venezuela in the late 2000s.", "agrees transfer.within"),
    ],
)
def test_a_decade(text: str, rule: str) -> None:
    assert rules_of(text) == {rule}
