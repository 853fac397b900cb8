"""A name that stands for another thing, or for none, is compared with nothing."""

from __future__ import annotations

import pytest
from text_cases import EDITION, FIRM, PUBLISHED

from onrecord import check_report, read_report

SUBJECTS = (
    "The successor of the {}",
    "A rival of the {}",
    "The engine of the {}",
    "The warhead of the {}",
    "A Chinese copy of the {}",
    "The {}'s radar",
    "The {}'s launcher",
    "The truck that carries the {}",
    "A drone modelled on the {}",
    "A missile like the {}",
    "Anything but the {}",
    "The {} of the 1960s",
    "The planned {}",
    "The next {}",
    "The company behind the {}",
    "A toy {}",
    "Half a {}",
    "The {} programme",
    "The {}-like drone",
)
LINES = (
    ("Kinzhal", "has a range of 2,000 km"),
    ("Kinzhal", "has a range of 9,000 km"),
    ("Strela-10", "is a Soviet missile system"),
    ("Leclerc", "has a crew of three"),
    ("Tochka-U", "was designed in Sweden"),
)
VERSIONS = ("An upgraded {}", "The export {}", "The first {}", "A two-seat {}")


def firm(text: str) -> list[str]:
    report = read_report(f"{text}.", published=PUBLISHED, language="en")
    return [each.rule for each in check_report(report, edition=EDITION).findings if each.verdict.value in FIRM]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_another_thing(subject: str) -> None:
    found = {text: rules for name, rest in LINES if (rules := firm(text := f"{subject.format(name)} {rest}"))}
    assert not found


@pytest.mark.parametrize("subject", VERSIONS)
def test_figures_of_versions(subject: str) -> None:
    assert not firm(f"{subject.format('Kinzhal')} has a range of 2,000 km")


@pytest.mark.parametrize("subject", ["The {}", "Each {}", "A new {}", "The so-called {}", "The old Russian {}"])
def test_the_thing_itself(subject: str) -> None:
    assert firm(f"{subject.format('Kinzhal')} has a range of 2,000 km") == ["capability.range.within"]
