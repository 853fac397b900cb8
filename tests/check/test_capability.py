"""Figures of systems in plain sentences, from the text to the verdict; the tricky ones must stay silent."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from onrecord import check_report, read_report

CASES = list(
    csv.DictReader((Path(__file__).parents[1] / "cases" / "capability.csv").open(encoding="utf-8", newline=""))
)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_verdict(case: dict[str, str]) -> None:
    report = read_report(case["text"], published="2025-10-23", language="en")
    given = {
        (f.verdict.value, f.rule.removeprefix("capability."))
        for f in check_report(report, edition="2026-11").findings
        if f.check == "capability"
    }
    issued = {verdict for verdict, _ in given} & {"agrees", "disagrees"}
    if case["expect"] in ("none", "cannot_tell"):
        assert not issued, given
    else:
        assert issued == {case["expect"]}, given
    if case["rule"]:
        assert case["rule"] in {rule for _, rule in given}, given
