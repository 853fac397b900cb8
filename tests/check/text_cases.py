"""Check cases of which only the text is given, run through the whole program, and what counts as wrong.

A line of `tests/cases/checks_text.csv`:

    text          one or two sentences as a report writes them
    check         the check the line is about; the verdicts of the others are left out, but for `disagrees`
    expect        verdicts the check may give; several when the record or the words allow several; "none": nothing firm
    rule_prefix   beginning of the rule's name where it is sure; not compared, for readers
    also          "capability:disagrees": what another check rightly says of the same words

The lines of `checks.csv` are run too, without the marks and the fields of the claim.

An issued verdict is an `agrees` or a `disagrees`.  It is wrong when the line does not expect it, and a `disagrees` of
another check is wrong unless `also` has it.  Where one fact of a sentence is wrong the line expects `disagrees`; if
that was issued, an `agrees` on another fact of the sentence is not wrong, and if it was not, it is.  A line is firm
when it expects one of the two and nothing else; it is covered when the check gives that verdict.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onrecord import Finding, check_report, read_report

CASES = Path(__file__).parents[1] / "cases"
EDITION = "2026-11"
PUBLISHED = "2025-10-23"
FIRM = ("agrees", "disagrees")
# The check that a claim of this kind is for, where a line of checks.csv expects nothing and so names no rule.
CHECK_OF_KIND = {
    "capability": "capability",
    "origin": "origin",
    "operator": "operator",
    "holding": "holding",
    "deployment": "holding",
    "transfer": "transfer",
    "use": "chronology",
    "loss": "chronology",
    "casualties": "chronology",
}


@dataclass(frozen=True)
class TextCase:
    id: str
    text: str
    check: str
    expect: frozenset[str]
    also: frozenset[str] = frozenset()

    @property
    def is_firm(self) -> bool:
        return len(self.expect) == 1 and self.expect <= set(FIRM)


@dataclass(frozen=True)
class Outcome:
    """What came out for one line: the findings of its check, and the issued verdicts that are right and wrong."""

    case: TextCase
    findings: tuple[Finding, ...]
    right: tuple[Finding, ...]
    wrong: tuple[Finding, ...]

    @property
    def is_covered(self) -> bool:
        return any(f.check == self.case.check and f.verdict.value in self.case.expect for f in self.right)


def read_text_cases() -> list[TextCase]:
    cases = [
        TextCase(row["id"], row["text"], row["check"], split(row["expect"]), split(row["also"]))
        for row in read_rows("checks_text.csv")
    ]
    for row in read_rows("checks.csv"):
        rules = sorted(split(row["rule"]) - {"none"})
        check = rules[0].partition(".")[0] if rules else CHECK_OF_KIND.get(row["kind"], row["kind"])
        cases.append(TextCase(row["id"], row["text"].replace("[", "").replace("]", ""), check, split(row["expect"])))
    return cases


def read_rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def split(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(";") if part.strip())


def run_cases(cases: Iterable[TextCase]) -> list[Outcome]:
    """Each text as a report of its own, read by the program as a user's would be."""
    outcomes = []
    for case in cases:
        report = read_report(case.text, published=PUBLISHED, language="en")
        outcomes.append(judge(case, check_report(report, edition=EDITION).findings))
    return outcomes


def judge(case: TextCase, findings: Iterable[Finding]) -> Outcome:
    findings = tuple(findings)
    right, wrong = [], []
    contradicted = "disagrees" in case.expect and any(
        f.check == case.check and f.verdict.value == "disagrees" for f in findings
    )
    for finding in findings:
        verdict = finding.verdict.value
        if verdict not in FIRM:
            continue
        if finding.check == case.check:
            (right if verdict in case.expect or contradicted else wrong).append(finding)
        elif verdict == "disagrees":
            (right if f"{finding.check}:{verdict}" in case.also else wrong).append(finding)
    return Outcome(case, findings, tuple(right), tuple(wrong))
