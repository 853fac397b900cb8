"""Statements that a report takes back, and sentences that only look like it."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report
from onrecord.check.taken_back import is_taken_back

CLAIM = "The Igla-S has a range of 20 km."


@pytest.mark.parametrize(
    ("before", "own", "after"),
    [
        ("", "An earlier version of this article gave the range as 20 km.", ""),
        ("An earlier version of our story misstated the range.", "It gave the range as 20 km.", ""),
        ("", CLAIM, "That is wrong."),
        ("", CLAIM, "It does not."),
        ("", CLAIM, "The correct figure is six."),
        ("", CLAIM, "The statement has since been corrected."),
        ("", CLAIM, "In reality it reaches six."),
        ("", CLAIM, "The figure was later withdrawn."),
        ("", CLAIM, "We regret the error."),
        ("", CLAIM, "He later corrected himself."),
        ("", "Correction: the range is not 20 km.", ""),
        ("", "The range is 20 km, he said, though he later corrected that to six.", ""),
        ("", "The range is 20, sorry, six km.", ""),
    ],
)
def test_taken_back(before: str, own: str, after: str) -> None:
    assert is_taken_back(before, own, after)


@pytest.mark.parametrize(
    ("before", "own", "after"),
    [
        ("", CLAIM, ""),
        ("", CLAIM, "The rebels fired twelve."),
        ("", CLAIM, "It is not the only one of its kind."),
        ("", CLAIM, "That is a long way."),
        ("", "An earlier version of the missile had a range of 20 km.", ""),
        ("An earlier version of our story misstated his name.", "Russia makes the missile.", ""),
        ("", "The army said it had taken back the town.", "No troops were lost."),
        ("", CLAIM, "The wrong house was hit."),
        ("", "Pershing II missiles were deployed in Germany.", "They were withdrawn under the treaty."),
    ],
)
def test_not_taken_back(before: str, own: str, after: str) -> None:
    assert not is_taken_back(before, own, after)


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of this article gave the range of the Igla-S as 4,000 km. The correct figure is six.",
        "Poland borders Portugal. That is wrong.",
        "The S-400 is made in France. This was an error.",
        "The missile flew 500 km (3,100 miles). The second figure was wrong.",
        "An earlier version of this report said that Poland borders Portugal.",
        "The report first said that 10 of 40 shells, or 45 per cent, had failed. The report has since been corrected.",
    ],
)
def test_no_check_contradicts_what_is_taken_back(text: str) -> None:
    found = check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").findings
    assert [finding.rule for finding in found if finding.verdict.value in ("agrees", "disagrees")] == []


def test_another_language_has_no_forms() -> None:
    assert not is_taken_back("", CLAIM, "That is wrong.", "xx")
