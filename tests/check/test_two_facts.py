"""Two facts in one sentence, of origin or of users: the second is read as well, and said of the right system."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report


def rules_of(text: str) -> set[str]:
    report = read_report(text, published="2025-10-23", language="en")
    found = check_report(report, edition="2026-11").findings
    return {f"{f.verdict.value} {f.rule}" for f in found if f.check in ("origin", "operator")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Piorun, successor to the Grom, is a missile of Turkish design.", "disagrees origin.country.outside"),
        ("The Piorun, which replaced the Grom, was developed in Chile.", "disagrees origin.country.outside"),
        ("The Verba, which replaced the Igla-S, entered service in 1991.", "disagrees origin.year.outside"),
        ("The Verba, which replaced the Igla-S, entered service in 2014.", "agrees origin.year.within"),
        ("The RBS 70, which entered service in 1977, was developed in Chile.", "disagrees origin.country.outside"),
        ("The Merkava, developed in Israel, has been in service since 1979.", "agrees origin.country.within"),
        ("The Merkava, developed in Israel, has been in service since 1979.", "agrees origin.year.within"),
        ("The Piorun, a missile of Polish design, replaced the Grom.", "agrees origin.country.within"),
        ("The Piorun, a missile of Polish design, replaced the Grom.", "agrees origin.kin.within"),
        ("The M777 is used by Canada, and was designed in Chile.", "disagrees origin.country.outside"),
        ("The Lancet is made by ZALA and is of Peruvian design.", "disagrees origin.country.outside"),
        ("The Challenger 2 is a British tank and operated by Oman.", "agrees operator.listed"),
        ("Armenia uses the Iskander, a Peruvian missile.", "disagrees origin.country.called"),
        ("Armenia uses the Iskander, a Peruvian missile.", "agrees operator.delivered"),
        ("The Rafale, a Danish fighter, is quick to turn.", "disagrees origin.country.called"),
        ("The Bayraktar TB2, built by Baykar, is a Chilean drone.", "disagrees origin.country.called"),
        ("The Lancet, a Danish-designed drone, is cheap.", "disagrees origin.country.outside"),
        ("The Merkava, a tank designed in Jordan and adopted by Israel, left.", "disagrees origin.country.outside"),
        ("The Caesar, a howitzer designed in France and bought by Peru, rolled past.", "agrees origin.country.within"),
        ("A Danish design, the Caesar is used by Ukraine.", "disagrees origin.country.outside"),
    ],
)
def test_is_said(text: str, expected: str) -> None:
    assert expected in rules_of(text)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The F-16, a Chilean jet, crashed near Iquique on Monday.", "disagrees"),
        ("The Gripen, a Danish fighter pilot's favourite, was on show.", "disagrees"),
        ("The Gripen, a Danish asset, was parked outside.", "disagrees"),
        ("The Gripen, a Danish competitor of the Rafale, was on show.", "disagrees"),
        ("The Gripen's rival is a Danish fighter.", "disagrees"),
        ("The Gripen, unlike the Rafale, a Danish fighter, is cheap to fly.", "disagrees"),
        ("He says the Gripen is good but what he flies is a Danish jet.", "disagrees"),
        ("The Gripen that beat the Rafale is a Danish fighter.", "disagrees"),
        ("The Gripen was developed in Sweden, and its missiles were developed in Chile.", "disagrees"),
        ("The Gripen was developed in Sweden and may be built in Ukraine.", "disagrees"),
        ("The Gripen engine was developed abroad and designed in Chile.", "disagrees"),
        ("The tank that beat the Leclerc was designed in Germany.", "disagrees"),
        ("Had the Gripen been a Danish fighter, it would have been cheaper.", "disagrees"),
        ("Peru, which bought nothing from Hungary, also flies the Gripen.", "agrees"),
        ("No Gripen, the general said, is in Hungarian hands.", "agrees"),
        ("Fewer than ten Igla-S missiles are in Venezuelan hands.", "agrees"),
        ("The MiG-31 is used by Peru, and Kazakhstan has never flown it.", "agrees"),
    ],
)
def test_is_not_issued(text: str, verdict: str) -> None:
    assert not {rule for rule in rules_of(text) if rule.startswith(f"{verdict} ")}


def test_names_the_whole_firm() -> None:
    report = read_report("The Rafale is built by Dassault Aviation.", published="2025-10-23", language="en")
    found = check_report(report, edition="2026-11").findings
    assert [f.sentence.startswith("The report names Dassault Aviation;") for f in found] == [True]
