"""Every row of the tables of check cases, against the edition of the record they were written for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from cases import Case, read_cases

from onrecord.check import CheckContext, check_claims
from onrecord.record.countries import load_countries
from onrecord.record.load import load_record

TABLES = ["checks.csv"]  # checks_text.csv has no claim fields: test_from_text.py
EDITION = "2026-11"


@pytest.fixture(scope="session")
def names() -> dict[str, str]:
    return {country.id: country.name for country in load_countries().values()}


@pytest.mark.parametrize("case", [case for name in TABLES for case in read_cases(name)], ids=lambda case: case.id)
def test_case(case: Case, names: dict[str, str]) -> None:
    record = load_record(EDITION)
    context = CheckContext(case.report, (case.claim,), record, edition=EDITION, names=names)
    findings = [f for f in check_claims((case.claim,), context) if f.check != "geography"]  # test_geography.py
    said = [f"{finding.verdict.value} {finding.rule}: {finding.sentence}" for finding in findings]
    assert tuple(finding.verdict.value for finding in findings) == case.expect, said
    assert tuple(finding.rule for finding in findings) == case.rules, said
    for finding in findings:
        assert finding.edition == EDITION
        assert (finding.missing is None) == (finding.verdict.value != "cannot_tell"), finding
        assert "{" not in finding.sentence


def test_tables_hold_enough_undecided_cases() -> None:
    cases = [case for name in TABLES for case in read_cases(name)]
    undecided = [case for case in cases if {"cannot_tell", "depends", "record_differs"} & set(case.expect)]
    assert len(cases) >= 150
    assert len(undecided) * 3 >= len(cases)


def test_ids_are_unique() -> None:
    folder = Path(__file__).parents[1] / "cases"
    ids = [row["id"] for name in TABLES for row in csv.DictReader((folder / name).open(encoding="utf-8", newline=""))]
    assert len(ids) == len(set(ids))
