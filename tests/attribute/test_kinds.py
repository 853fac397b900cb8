"""Kinds of sources, from a labelled table (tests/cases/attribution_sources.csv)."""

import csv
from pathlib import Path

import pytest

from onrecord.attribute import find_attributions
from onrecord.attribute.tokens import tabulate
from onrecord.evaluate.attribution import classify_sources
from onrecord.extract.parse import parse
from onrecord.model import Span

CASES = Path(__file__).parents[1] / "cases" / "attribution_sources.csv"


def read_cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["text"][:50])
def test_kind_of_source(case: dict[str, str]) -> None:
    start = (
        case["text"].rindex(case["source"] + " ")
        if case["source"] + " " in case["text"]
        else case["text"].index(case["source"])
    )
    span = Span(start, start + len(case["source"]))
    assert classify_sources(tabulate(parse(case["text"])), [span])[0].value == case["kind"]


def test_evidence_is_in_the_source() -> None:
    text = "A U.S. defense official said the ship was being shadowed."
    (found,) = find_attributions(parse(text))
    assert found.evidence is not None
    assert found.evidence.of(text) == "defense official"
