"""A true and a false sentence in frames that leave open, or deny, what they hold: nothing firm may be said of it."""

from __future__ import annotations

import pytest
from text_cases import EDITION, FIRM, PUBLISHED

from onrecord import check_report, read_report
from onrecord.check.framing import is_framed, shares_denial

SENTENCES = (
    "the Tochka-U has a range of 120 kilometres",
    "the Tochka-U has a range of 900 kilometres",
    "the DF-26 is an Indian missile",
    "Uruguay borders Paraguay",
    "Zambia shares a border with Zimbabwe",
    "Thailand operates the Gripen",
    "Turkey received S-400 systems from Russia in 2019",
)
FRAMES = (
    "It is not true that {}.",
    "Critics doubt that {}.",
    "If {}, the plan would fail.",
    "{}. That is wrong, the ministry said.",
    "In the video game, {}.",
    "It was long thought that {}.",
    "Nobody claims that {}.",
    "A reader asked whether {}.",
    "Rumour has it that {}.",
    "Contrary to an earlier report that {}, nothing is known.",
    "Imagine that {}.",
    "{}, a claim the ministry called false.",
    "“{}” is what the old manual said, and it is wrong.",
    "He said he would be surprised if {}.",
    "The minister refused to confirm that {}.",
    "The report does not say that {}.",
    "Let us assume that {}.",
    "According to a satirical website, {}.",
    "It may be that {}.",
    "Unless {}, the talks will fail.",
    "{}, or so the rumour goes.",
    "It is hard to believe that {}.",
    "Nothing suggests that {}.",
    "{}, if the brochure is right.",
    "The spokesman stopped short of saying that {}.",
    "The novel's hero learns that {}.",
    "True or false: {}.",
    "False claim: {}.",
    "{}. Verdict: false.",
)
SAID = ("The ministry said on Monday that {}.", "In May, officials noted that {}.", "Reports show that {}.")


def firm(text: str) -> list[str]:
    report = read_report(text[:1].upper() + text[1:], published=PUBLISHED, language="en")
    return [each.rule for each in check_report(report, edition=EDITION).findings if each.verdict.value in FIRM]


@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_firm_is_said_within_a_frame(frame: str) -> None:
    found = {text: rules for sentence in SENTENCES if (rules := firm(text := frame.format(sentence)))}
    assert not found


@pytest.mark.parametrize("frame", ["{}.", *SAID])
def test_what_is_only_attributed_is_checked(frame: str) -> None:
    silent = [text for sentence in SENTENCES if not firm(text := frame.format(sentence))]
    assert not silent


def test_a_month_is_no_doubt() -> None:
    assert not is_framed("Officials noted in May that the range is 5 km.", [29])
    assert is_framed("Officials may note that the range is 5 km.", [24])


@pytest.mark.parametrize(
    ("before", "is_shared"),
    [
        ("The T-90 does not weigh 60 tonnes and have a crew of ", True),
        ("Laos does not lie on the sea or border ", True),
        ("The T-90 does not weigh 60 tonnes, and the T-72 has a crew of ", False),
        ("It does not rain and the T-90 has a crew of ", False),
        ("The T-90 weighs 46 tonnes and has a crew of ", False),
    ],
)
def test_a_second_verb_shares_a_denial(before: str, is_shared: bool) -> None:
    assert shares_denial(before) is is_shared
