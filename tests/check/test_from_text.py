"""Every check case from its text alone, through the whole program: nothing wrong but a list, and not less covered."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from text_cases import FIRM, Outcome, read_rows, read_text_cases, run_cases

# Lines whose verdict from the text alone is known to differ from the expected one, and why.  At most 1 % of the issued.
KNOWN_WRONG = {
    "cap-73": "the table gives the name two readings, the record gives it one",
    # Sentences with a right fact that is read and a wrong one that is not.
    "u15-c003": "a ship's company in words of its own",
    "u15-c029": "a crew told by its parts: a pilot and a weapons officer",
    "u15-c060": "a relative clause behind the second name",
    "u23-j087": "a border to the north-west called northern, which the rule of 45 degrees bears out",
    "u25-w023": "a ship's length where the record has none",
    "u29-i022": "a gun's calibre where the record has none",
    # The rule calls it wrong, a reader may not: designed in Soviet times, in service from 2002.
    "u16-a049": "Soviet-designed, of a missile of Russia's",
}
ALLOWED_SHARE = 0.01
# Share of the lines that expect one firm verdict which get it.  What is lacking is mostly lost before the checks: names
# that are not resolved, sentences in which no claim is found.  Raise them when they rise.
# Lines of late rounds have been mended for less long, so the floors stand for each stretch of rounds.
COVERED = {range(11): 0.93, range(11, 21): 0.64, range(21, 100): 0.66}


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return run_cases(read_text_cases())


def test_nothing_wrong_is_issued(outcomes: Sequence[Outcome]) -> None:
    wrong = {
        outcome.case.id: (outcome.case.text, [f"{f.verdict.value} {f.rule}: {f.sentence}" for f in outcome.wrong])
        for outcome in outcomes
        if outcome.wrong
    }
    assert wrong.keys() == KNOWN_WRONG.keys(), wrong


def test_known_wrong_verdicts_are_few(outcomes: Sequence[Outcome]) -> None:
    issued = sum(len(outcome.right) + len(outcome.wrong) for outcome in outcomes)
    wrong = sum(len(outcome.wrong) for outcome in outcomes)
    assert issued >= 1200
    assert wrong <= ALLOWED_SHARE * issued


def test_coverage_does_not_fall(outcomes: Sequence[Outcome]) -> None:
    rounds = {row["id"]: round_of(row["batch"]) for row in read_rows("checks_text.csv")}
    firm = [outcome for outcome in outcomes if outcome.case.is_firm]
    for some, floor in COVERED.items():
        part = [outcome for outcome in firm if rounds.get(outcome.case.id, 0) in some]
        covered = sum(outcome.is_covered for outcome in part)
        assert part
        assert covered >= floor * len(part), f"{covered} of {len(part)} in rounds {some}"


def round_of(batch: str) -> int:
    """The number of an unseen round; 0 for lines written before the first."""
    _, found, number = batch.partition("unseen-")
    return int(number) if found else 0


def test_table_holds_enough_undecided_lines() -> None:
    cases = read_text_cases()
    undecided = [case for case in cases if not case.expect <= {*FIRM, "record_differs"}]
    assert len(cases) >= 1800
    assert len(undecided) * 3 >= len(cases)
    assert len({case.id for case in cases}) == len(cases)
