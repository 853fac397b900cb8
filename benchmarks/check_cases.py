"""Check cases from their text alone: verdicts issued, wrong ones and coverage, by check.

    python benchmarks/check_cases.py            the table
    python benchmarks/check_cases.py --wrong    and each wrong verdict
    python benchmarks/check_cases.py --missed   and each line whose firm verdict was not issued

What counts: tests/check/text_cases.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "check"))

from text_cases import Outcome, read_text_cases, run_cases

HEAD = ("check", "cases", "issued", "wrong", "wrong %", "firm", "covered %")


def count(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    right = sum(len(outcome.right) for outcome in outcomes)
    wrong = sum(len(outcome.wrong) for outcome in outcomes)
    firm = [outcome for outcome in outcomes if outcome.case.is_firm]
    covered = sum(outcome.is_covered for outcome in firm)
    shares = (share(wrong, right + wrong), share(covered, len(firm)))
    return (name, str(len(outcomes)), str(right + wrong), str(wrong), shares[0], str(len(firm)), shares[1])


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description="Check cases from their text alone.")
    parser.add_argument("--wrong", action="store_true", help="print each wrong verdict")
    parser.add_argument("--missed", action="store_true", help="print each line whose firm verdict was not issued")
    options = parser.parse_args()
    outcomes = run_cases(read_text_cases())
    names = sorted({outcome.case.check for outcome in outcomes})
    by_check = (count(name, [o for o in outcomes if o.case.check == name]) for name in names)
    rows = [HEAD, *by_check, count("all", outcomes)]
    for row in rows:
        print("| " + " | ".join(row) + " |")
        if row is HEAD:
            print("|" + " --- |" * len(HEAD))
    for outcome in outcomes:
        case = outcome.case
        if options.wrong and outcome.wrong:
            print(f"\nwrong {case.id}: {case.text}")
            for finding in outcome.wrong:
                print(f"    {finding.verdict.value} {finding.rule}: {finding.sentence}")
        if options.missed and case.is_firm and not outcome.is_covered:
            said = ", ".join(sorted({f.rule for f in outcome.findings if f.check == case.check})) or "nothing"
            print(f"\nmissed {case.id}: {case.text}\n    {said}")


if __name__ == "__main__":
    main()
