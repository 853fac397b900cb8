"""Two figures of one owner, names of other things, pronouns that may stand for another thing."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report


def rules_of(text: str) -> set[str]:
    report = read_report(text, published="2025-10-23", language="en")
    found = check_report(report, edition="2026-11").findings
    return {f"{f.verdict.value} {f.rule}" for f in found if f.check == "capability"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nine T-90s, which weigh 46.5 tonnes each and need a crew of seven, arrived.",
            "disagrees capability.crew.outside",
        ),
        (
            "Nine T-90s, which weigh 46.5 tonnes each and need a crew of three, arrived.",
            "agrees capability.crew.within",
        ),
        ("At 42 tonnes the M777 (calibre 155 mm) is the heaviest gun here.", "disagrees capability.weight.outside"),
        ("The wings of the Orlan-10 measure 3.1 metres.", "agrees capability.wingspan.within"),
        ("From nose to tail the Shahed-136 is 7.2 metres long.", "disagrees capability.length.outside"),
        ("The T-62 tank mounts a gun of 152 mm calibre.", "disagrees capability.calibre.outside"),
        ("The Mistral, at 21,000 tonnes, left port.", "cannot_tell capability.weight.another_thing"),
        ("With a booster the Stinger has a range of 90 km.", "cannot_tell capability.range.variants"),
        ("The T-90S has a crew of seven.", "cannot_tell capability.crew.variants"),
    ],
)
def test_is_said(text: str, expected: str) -> None:
    assert expected in rules_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Abrams stood on a trailer. It weighs 12 tonnes.",
        "The Moskva lay beside a tanker. It displaces 40,000 tonnes.",
        "At 60 tonnes the M777 battery with its lorries is too heavy for the ferry.",
        "At 42 tonnes the M777 load is too heavy.",
        "The wings of the Orlan-10 model measure 1 metre.",
        "From bow to stern the damaged part of the Moskva is 20 metres long.",
        "The PzH 2000 fires shells of 105 mm at the training range.",
        "The Abrams has a trailer that weighs 3 tonnes and needs a crew of seven.",
        "The T-90 company weighs 500 tonnes and has a crew of thirty.",
    ],
)
def test_is_not_issued(text: str) -> None:
    assert not {rule for rule in rules_of(text) if rule.startswith(("agrees", "disagrees"))}
