"""Borders said plainly are claims, however the sentence is parsed; borders only mentioned are not."""

from __future__ import annotations

import pytest

from onrecord import check_report
from onrecord.model import ClaimKind, Verdict


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Mali borders Algeria, Niger and Norway.", {Verdict.AGREES, Verdict.DISAGREES}),
        ("Ukraine borders Finland.", {Verdict.DISAGREES}),
        ("Mali does not border Libya.", {Verdict.AGREES}),
        ("Portugal shares a border with Spain.", {Verdict.AGREES}),
    ],
)
def test_a_border_is_claimed_and_answered(text: str, verdicts: set[Verdict]) -> None:
    dossier = check_report(text)
    (claim,) = (claim for claim in dossier.claims if claim.kind is ClaimKind.GEOGRAPHY)
    assert claim.id == "c01"
    assert claim.span.of(text) == text.rstrip(".")
    assert {finding.verdict for finding in dossier.findings if finding.check == "geography"} == verdicts


@pytest.mark.parametrize(
    "text",
    [
        "The Syrian-Turkish border is long.",
        "Does Ukraine border Finland?",
        "If Ukraine borders Finland, all is lost.",
        "It is false that Ukraine borders Finland.",
    ],
)
def test_nothing_is_answered_where_nothing_is_said(text: str) -> None:
    assert not any(finding.verdict is Verdict.DISAGREES for finding in check_report(text).findings)
