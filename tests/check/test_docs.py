"""docs/checks.md: every worked example gives what the page says, and every rule is on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cases import Case, read_cases

from onrecord import lexicon
from onrecord.check import CheckContext, check_claims
from onrecord.record.countries import load_countries
from onrecord.record.load import load_record

PAGE = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^- `([\w-]+)` “(.*)”\n((?:  - .*\n?)+)", re.MULTILINE)
CASES: dict[str, Case] = {case.id: case for case in read_cases("checks.csv")}
EXAMPLES = EXAMPLE.findall(PAGE)


def test_page_has_examples() -> None:
    assert len(EXAMPLES) > 50


@pytest.mark.parametrize(("case_id", "text", "answers"), EXAMPLES, ids=[row[0] for row in EXAMPLES])
def test_example(case_id: str, text: str, answers: str) -> None:
    case = CASES[case_id]
    assert text == case.report.text
    names = {country.id: country.name for country in load_countries().values()}
    context = CheckContext(case.report, (case.claim,), load_record("2026-11"), names=names)
    findings = [f for f in check_claims((case.claim,), context) if f.check != "geography"]  # docs/geography.md
    said = [f"  - **{f.verdict.value}** `{f.rule}` — {f.sentence}" for f in findings]
    assert answers.strip("\n").split("\n") == said


def test_every_rule_is_documented() -> None:
    rules = [key for key in lexicon.load("findings", language="en")["sentence"] if not key.startswith("name.")]
    for rule in rules:
        check, _, rest = rule.partition(".")
        assert f"## {check.capitalize()}" in PAGE or rule in ("unresolved", "unmeasured", "rest.unfitting"), rule
        assert f"`{rest}`" in PAGE or f"`{rule}`" in PAGE, rule
