"""Two numbers for one event or group are a contradiction; two events, two groups, two speakers and bounds are none."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report


def rules(text: str) -> list[str]:
    findings = check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").findings
    return [f.rule for f in findings if f.check == "consistency" and f.verdict.value == "disagrees"]


@pytest.mark.parametrize(
    "text",
    [
        "Nine people died in the strike on the depot. All six people who died in the strike on the depot were men.",
        "Three lorries were lost in the ambush at Labbe. All five lorries lost in that ambush had carried flour.",
        "In total, 12 people were killed in the blast at Kayes. The 41 people killed in the blast at Kayes were men.",
        "The aid convoy to Gao was made up of 16 trucks. There were 61 trucks in the aid convoy to Gao.",
        "The relief convoy to Kayes had 12 lorries. All 20 lorries in the relief convoy to Kayes arrived on Saturday.",
        "Four ships took part in the drill off Accra. All six ships that took part in the drill off Accra are back.",
        "Eleven lorries made up the convoy that left Gao at noon. The convoy that left Gao at noon had 16 lorries.",
        "The contract signed in Lomé covers 36 guns. In the annex, the contract signed in Lomé is for 63 guns.",
    ],
)
def test_two_numbers_of_one_thing(text: str) -> None:
    assert rules(text) == ["consistency.whole.differs"]


@pytest.mark.parametrize(
    "text",
    [
        "Nine people died in the strike on the depot. All six soldiers who died in the strike on the depot were men.",
        "Nine people died in the strike on the depot. All six people who died in the strike on the port were men.",
        "Nine people were hurt in the strike on the depot. All six people killed in the strike on the depot were men.",
        "Nine people died in the strike on the depot. Rain fell. All six people killed in the strike on the depot hid.",
        "At least nine people died in the raid on Gao. The 14 people killed in the raid on Gao were farmers.",
        "Nine people died in the raid on Gao. By evening the raid on Gao had now killed 14 people.",
        "Nine people died in the raid on Gao. The raid on Gao killed 14 people, according to the rebels.",
        "Nine people died in the raid on Gao, the army said. The raid on Gao killed 14 people, the rebels said.",
        "Nine people died in the first raid on Gao. The 14 people killed in the second raid on Gao were farmers.",
        "The convoy from Gao to Mopti had 12 lorries. All 20 lorries in the convoy from Mopti to Gao arrived.",
        "The raid on Gao killed 200 people. The 203 people killed in the raid on Gao were farmers.",
        "The convoy to Gao had 12 lorries. All 20 buses in the convoy to Gao arrived.",
        "The convoy had 12 lorries. Another one came. All 20 lorries in the convoy arrived.",
        "Nine people died in the raid on Gao. All nine people killed in the raid on Gao were farmers.",
        "If the raid on Gao killed nine people, it was a crime. The raid on Gao killed 14 people.",
    ],
)
def test_two_things_or_two_words(text: str) -> None:
    assert rules(text) == []
