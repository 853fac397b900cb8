"""Translations of one text are found, independent reports in two languages are not."""

from __future__ import annotations

import time
import tomllib
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from onrecord.cluster.translation import Trace, longest_in_order, make_trace, match_traces
from onrecord.model import Dossier, Report
from onrecord.origin import find_origin

CASES = Path(__file__).parents[1] / "cases" / "translations.toml"
REPORTS: list[dict[str, Any]] = tomllib.loads(CASES.read_text(encoding="utf-8"))["report"]


def trace_of(report: dict[str, Any], text: str | None = None) -> Trace:
    text = (text or report["text"]).strip()
    day = date.fromisoformat(report["date"]).toordinal()
    given = Report(text, "sha256:0", language=report["language"])
    return make_trace(Dossier(given), day, find_origin(text).credit)


PAIRS = [(one, other) for one, other in combinations(REPORTS, 2) if one["language"] != other["language"]]


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda report: report["id"])
def test_pairs(one: dict[str, Any], other: dict[str, Any]) -> None:
    match = match_traces(trace_of(one), trace_of(other))
    assert (match is not None) == (one["story"] == other["story"]), match


def test_a_cut_translation_is_one_still() -> None:
    english, spanish = REPORTS[0], REPORTS[1]
    cut = "\n\n".join(spanish["text"].strip().split("\n\n")[:4])
    match = match_traces(trace_of(english), trace_of(spanish, cut))
    assert match is not None
    assert match.in_order > 0.6
    assert "n:460" in match.features


def test_one_language_another_time_or_no_date_is_no_translation() -> None:
    english, spanish = REPORTS[0], REPORTS[1]
    assert match_traces(trace_of(english), trace_of(english | {"language": "en-GB"})) is None
    assert match_traces(trace_of(english), trace_of(spanish | {"date": "2031-03-10"})) is None
    undated = Trace("es", None, None, trace_of(spanish).features)
    assert match_traces(trace_of(english), undated) is None


def test_two_agencies_are_two_sources() -> None:
    english, spanish = REPORTS[0], REPORTS[1]
    other = trace_of(spanish, spanish["text"].replace("(Reuters)", "(EFE)"))
    assert other.credit == "EFE"
    assert match_traces(trace_of(english), other) is None


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("It has 5,000 tanks.", ["n:5000"]),
        ("Tiene 5.000 tanques y 2,5 kilos.", ["n:5000", "n:2.5"]),
        ("Il y a 12 500 chars.", ["n:12500"]),
        ("He met Maduro in Moscow.", ["w:madu", "w:mosc"]),
        ("Se reunió con Maduro en Moscú.", ["w:madu", "w:mosc"]),
        ("Then nothing.", []),
        ("Caracas said so. Then Caracas fell silent.", ["w:cara", "w:cara"]),
    ],
)
def test_what_survives(text: str, features: list[str]) -> None:
    given = Dossier(Report(text, "sha256:0"))
    assert list(make_trace(given, 1, None).features) == features


def test_the_longest_sequence_in_order() -> None:
    assert longest_in_order("abcde", "xaxcxe") == ("a", "c", "e")
    assert longest_in_order("", "abc") == ()


@pytest.mark.parametrize("unit", ["A", "1", "1,", "1 ", "A ", "Aa ", "“", "A-", "a’", "\n"])
def test_long_texts_end_soon(unit: str) -> None:
    started = time.process_time()
    make_trace(Dossier(Report(unit * (100_000 // len(unit)), "sha256:0")), 1, None)
    assert time.process_time() - started < 0.5
