"""Two systems in a sentence, each with its figure, state or year: what is one's is never compared with the other's.

Right sentences give each its own, so nothing may disagree; swapped ones give each the other's, so nothing may agree.
A long run over all pairs of the record is `benchmarks/check_pairs.py`.
"""

from __future__ import annotations

import pytest
from text_cases import EDITION, PUBLISHED

from onrecord import check_report, read_report

PAIRS = (
    ("The GMLRS, with a range of {} km, replaced the Su-34, whose range was {} km.", "80", "4,000"),
    ("The DF-26 and the IRIS-T SLM have ranges of {} and {} km.", "4,000", "40"),
    ("Both were fired: the DF-26, with a range of {} km, and the IRIS-T SLM, with one of {} km.", "4,000", "40"),
    ("The BMP-1 and the Taurus weigh {} and {} kg.", "13,200", "1,400"),
    ("The BMP-1 and the Taurus weigh {} kg and {} kg.", "13,200", "1,400"),
    ("The F-22 and the Shahed-136 were designed in {} and {}.", "the United States", "Iran"),
    ("The F-22 was designed in {}, the Shahed-136 in {}.", "the United States", "Iran"),
    ("The Fateh-110 and the Mistral entered service in {} and {}.", "2002", "1988"),
    ("The Verba and the 2S19 Msta-S entered service in {} and {}.", "2014", "1989"),
    ("Adopted in {}, the HIMARS differs from the Tomahawk, adopted in {}.", "2005", "1983"),
    ("By {}, when the Iskander entered service, the T-80 (in service since {}) was known.", "2006", "1976"),
    ("Turkey and Lithuania received the S-400 and the RBS 70 from {} and {}.", "Russia", "Norway"),
)


def verdicts(text: str) -> set[str]:
    report = read_report(text, published=PUBLISHED, language="en")
    return {each.verdict.value for each in check_report(report, edition=EDITION).findings}


@pytest.mark.parametrize(("form", "first", "second"), PAIRS)
def test_each_keeps_its_own(form: str, first: str, second: str) -> None:
    assert "disagrees" not in verdicts(form.format(first, second))
    assert "agrees" not in verdicts(form.format(second, first))


def test_a_state_between_two_systems_has_the_second() -> None:
    assert "agrees" not in verdicts("Venezuela has the Grom, Georgia the Mi-35M.")


def test_a_lower_bound_bears_out_no_much_greater_figure() -> None:
    assert "agrees" not in verdicts("A Piorun weighs 18,700 kg.")
