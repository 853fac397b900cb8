"""Whom a source stands for over several sentences; open when that is uncertain."""

import pytest

from onrecord.attribute import find_attributions
from onrecord.extract.parse import parse

CASES = [
    # text, cue, speaker (None: left open)
    (
        "President Anna Keller met the troops. “We stay,” Keller said. She said the port was open.",
        "said",
        "Anna Keller",
    ),
    ("Anna Keller and Maria Brandt met on Monday. She said the port was open.", "said", None),
    ("Defence Minister Mark Stahl arrived at noon. The minister said the port was open.", "said", "Mark Stahl"),
    (
        "French President Paul Morel met Mark Stahl. The Danish president warned that the port was closed.",
        "warned",
        None,
    ),
    (
        "One analyst at the harbour institute said the fleet was old. He added that two ships had no crew.",
        "added",
        "One analyst at the harbour institute",
    ),
    (
        "Sources within the navy said the fleet was old. The crews, they argue, left in May.",
        "argue",
        "Sources within the navy",
    ),
    ("The ministry said the fleet was old. It added that two ships had no crew.", "added", "ministry"),
    (
        "The Ministry of Trade said 40 left. The Danish Ministry of Health warned that 12 had died.",
        "warned",
        "Danish Ministry of Health",
    ),
    ("The army kept firing at what it called targets. The radio said 12 died.", "called", "army"),
    (
        "A naval source said the missile was fired at a hulk off Cape Hope. “It is fast,” he told the paper.",
        "told",
        "A naval source",
    ),
    (
        "The Energy Agency (EA) said it was over. The two sides agreed to a halt. It added that work began.",
        "added",
        "Energy Agency",
    ),
    ("US Secretary of Defense Mark Stahl said war was far. He added that talks went on.", "added", "Mark Stahl"),
]


@pytest.mark.parametrize(("text", "cue", "speaker"), CASES)
def test_speaker_is_resolved_or_left_open(text: str, cue: str, speaker: str | None) -> None:
    found = [each for each in find_attributions(parse(text)) if each.cue and each.cue[0].of(text) == cue]
    assert found[-1].speaker == speaker


def test_title_stays_with_the_name() -> None:
    text = "Venezuelan Defence Minister Mark Stahl arrived at noon. “We stay,” Stahl said."
    (found,) = find_attributions(parse(text))
    assert found.speaker == "Mark Stahl"
    assert found.speaker_span is not None
    assert found.speaker_span.of(text) == "Venezuelan Defence Minister Mark Stahl"
