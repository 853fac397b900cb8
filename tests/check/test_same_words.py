"""Sentences that are alike word for word but for an end, a day or a number; and sentences that only look so."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report


def rules(text: str) -> list[str]:
    findings = check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").findings
    return [f.rule.removeprefix("consistency.") for f in findings if f.check == "consistency" and f.missing is None]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "All six pilots survived the crash at Lida. Two of the six pilots died in the crash at Lida.",
            "outcome.differs",
        ),
        ("Two of the 9 pilots died in the crash at Lida. All 9 pilots survived the crash at Lida.", "outcome.differs"),
        (
            "All 14 hostages were freed unharmed in Zamfara. Two of the 14 hostages were shot dead during the rescue.",
            "outcome.differs",
        ),
        (
            "The dam at Belo was blown up on 3 August 2025. It was on 8 August 2025 that the dam at Belo was blown up.",
            "date.differs",
        ),
        ("The frigate Lova was sunk on 3 August 2025. On 5 August 2025 the frigate Lova was sunk.", "date.differs"),
        ("The depot at Lida held 40 rockets. The depot at Lida held 400 rockets.", "figure.differs"),
        ("The blast in Lomé killed four people. Nobody was killed in the blast in Lomé.", "number.differs"),
        ("Six guards died in the raid on Kayes. The raid on Kayes killed nobody.", "number.differs"),
    ],
)
def test_what_cannot_both_be_so(text: str, rule: str) -> None:
    assert rules(text) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "All six pilots survived the crash at Lida. Two of the six pilots died in the crash at Gao.",
        "All six pilots survived the crash at Lida. Two of the seven pilots died in the crash at Lida.",
        "All six men survived the crash at Lida, he said. Two of the six men died in the crash at Lida, Kyiv said.",
        "All six pilots survived the crash at Lida. Two of the six pilots died in hospital a week later.",
        "Nearly all six pilots survived the crash at Lida. Two of the six pilots died in the crash at Lida.",
        "All six pilots survived the crash at Lida. Two of the six pilots nearly died in the crash at Lida.",
        "All 14 hostages were freed unharmed in Zamfara. Two of the 14 hostages died in the crash of their bus.",
        "The dam at Belo was shelled on 3 August 2025. It was on 8 August 2025 that the dam at Belo was shelled.",
        "The dam at Belo was blown up on 3 August 2025. The dam at Belo was blown up on 8 August 2025.",
        "The dam at Belo was blown up on 3 May 2025. It was on 8 August 2025 that the dam at Belo was blown up again.",
        "The dam at Belo was blown up on 3 May 2025. It was not on 8 August 2025 that the dam at Belo was blown up.",
        "Fighters of the M23 died on 3 August 2025. Fighters of the M23 died on 8 August 2025.",
        "The depot at Lida held 40 rockets in May. The depot at Lida held 400 rockets in June.",
        "In May the depot at Lida was full. The depot at Lida held 40 rockets. The depot at Lida held 400 rockets.",
        "The depot at Lida held 40 rockets. A convoy came. The depot at Lida held 400 rockets.",
        "The depot at Lida held 40 rockets. The depot at Lida held 42 rockets.",
        "The depot at Lida held at least 40 rockets. The depot at Lida held 400 rockets.",
        "The depot at Lida held 40 rockets, the army said. The depot at Lida held 400 rockets, the rebels said.",
        "A depot at Lida held 40 rockets. A depot at Lida held 400 rockets.",
        "The mission to Mali included 40 doctors. The mission to Mali included 400 doctors. The first figure is wrong.",
        "The blast in Lomé killed four cows. Nobody was killed in the blast in Lomé.",
        "The blast in Lomé killed four people. Nobody was wounded in the blast in Lomé.",
        "The blast in Lomé killed four people. Nobody else was killed in the blast in Lomé.",
        "Four people were killed in the blast in Lomé. Nobody of the crew was killed in the blast in Lomé.",
        "Four people were killed in a blast in Lomé. Nobody was killed in a blast in Lomé.",
        "Nobody was killed in the blast in Lomé. That is wrong. The blast in Lomé killed four people.",
        "Four people were killed in the blast in Lomé. It is not true that nobody was killed in the blast in Lomé.",
        "Four rebels were killed in the raid on Gao. No civilians were killed in the raid on Gao.",
        "Nobody was supposed to be killed in the raid on Gao. The raid on Gao killed four people.",
    ],
)
def test_what_may_both_be_so(text: str) -> None:
    assert rules(text) == []
