"""Sentences made from lists of places, dates and systems: true ones, on which nothing may disagree, and false ones, on
which nothing may agree.  Each form stands for a class that was once read wrongly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from text_cases import EDITION, PUBLISHED

from onrecord import check_report, read_report

# A country, its neighbour, one far away; their adjectives and capitals.
PLACES = (
    {
        "a": "Serbia",
        "b": "Bulgaria",
        "x": "Mongolia",
        "aj": "Serbian",
        "xj": "Mongolian",
        "P": "Belgrade",
        "Q": "Sofia",
    },
    {"a": "Senegal", "b": "Mali", "x": "Nepal", "aj": "Senegalese", "xj": "Nepalese", "P": "Dakar", "Q": "Bamako"},
)
TRUE_PLACES = (
    "{P} is the capital of {a}, {Q} that of {b}.",
    "The {aj} capital, {Q} and {x} were all mentioned.",
    "From the {aj} capital, {Q} is reached by air.",
    "In the {aj} capital {Q}'s envoy was received.",
    "The economic capital of {a}, {Q}, was hit.",
    "Trade of {a} with {x} goes over its border with {b}.",
    "{x} warned {a} of closing its border with {b}.",
    "{a}'s neighbours, {x} warned, include {b}.",
    "The borders of {a} and {x} are mined.",
    "{aj}-{xj} border cooperation goes on.",
    "Planes flew from {a} to {x} over the border between the two countries {b} and {a}.",
    "{a} borders {b}, {x} does not.",
    "{x}, home to many from {a}, which borders {b}, objected.",
    "It is {b}, not {x}, that borders {a}.",
)
FALSE_PLACES = (
    "{b} and {x} both border {a}.",
    "The {aj} capital, {Q}, was hit.",
    "The capital of {a}, {Q}, was hit.",
    "{a} borders {b} and {x}.",
    "There were patrols on the border that {a} shares with {x}.",
)
OTHERS_TRUE = (
    "A village between Ostrava and Brno, 10 km southwest of Ostrava, was hit.",
    "The train from Ostrava, 10 km from Brno when it stopped, burned.",
    "The convoy that left Ostrava is 10 km from Brno.",
    "Suriname lies east of Guyana.",
    "Egypt has a long Mediterranean coast.",
)
OTHERS_FALSE = (
    "Poland's Atlantic coast was mined.",
    "The Black Sea coast of Poland is long.",
    "Gdansk lies on Poland's Pacific coast.",
    "Spain has a long Pacific coast.",
    "Jordan's border with Syria lies to the south.",
    "To the north-east, the Dominican Republic borders Haiti.",
    "Suriname lies west of Guyana.",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TRUE_DAYS = (
    "On {w}, {d}, the base was hit.",
    "The base was hit on {w}, not {wx}, {d}.",
    "On {wn} ({d} in Washington), it was hit.",
    "The Mail on {wx}, {d}, said the base was hit.",
    "Bloody {wx}, {d}, is recalled.",
    "Operation {wx}, {d}, failed.",
    "The log's “{wx}, {d}” is a slip.",
    "The leaflet misdates it to {wx}, {d}.",
    "In the Ethiopian calendar the day was {wx}, {d}.",
    "It was {wx}, {d}, in the Coptic reckoning.",
)
SYSTEMS = (("S-400", 1974), ("RBS 70", 1950), ("Gripen", 1970))
TRUE_YEARS = (
    "The regiment fought in {y} and fires the {s}.",
    "The ancestor of the {s} served in {y}.",
    "As in {y}, the town was hit, this time by the {s}.",
    "His father fought in {y}, he fired the {s}.",
    "The town, which fell in {y}, was hit by the {s}.",
    "Rebels, beaten in {y}, fired the {s}.",
    "Rebels fired the {s} near a memorial for {y}.",
    "Rebels used the {s} despite the ban agreed in {y}.",
    "The man killed by the {s} fought in {y}.",
    "The {s} fires a round used in {y}.",
)


def verdicts(text: str) -> set[str]:
    report = read_report(text, published=PUBLISHED, language="en")
    return {each.verdict.value for each in check_report(report, edition=EDITION).findings}


@pytest.mark.parametrize("form", TRUE_PLACES)
def test_true_places(form: str) -> None:
    for each in PLACES:
        assert "disagrees" not in verdicts(form.format(**each)), form.format(**each)


@pytest.mark.parametrize("form", FALSE_PLACES)
def test_false_places(form: str) -> None:
    for each in PLACES:
        assert "agrees" not in verdicts(form.format(**each)), form.format(**each)


@pytest.mark.parametrize("text", OTHERS_TRUE)
def test_other_true_places(text: str) -> None:
    assert "disagrees" not in verdicts(text)


@pytest.mark.parametrize("text", OTHERS_FALSE)
def test_other_false_places(text: str) -> None:
    assert "agrees" not in verdicts(text)


@pytest.mark.parametrize("form", TRUE_DAYS)
def test_weekdays(form: str) -> None:
    for number in range(3):
        day = date(1961, 3, 5) + timedelta(days=5003 * number)
        words = {"d": f"{day.day} {day:%B} {day.year}", "w": WEEKDAYS[day.weekday()]}
        words |= {"wn": WEEKDAYS[(day.weekday() + 1) % 7], "wx": WEEKDAYS[(day.weekday() + 3) % 7]}
        assert "disagrees" not in verdicts(form.format(**words)), form.format(**words)


@pytest.mark.parametrize("form", TRUE_YEARS)
def test_years_of_another_deed(form: str) -> None:
    for system, year in SYSTEMS:
        assert "disagrees" not in verdicts(form.format(s=system, y=year)), form.format(s=system, y=year)


def test_a_year_of_the_system_is_still_compared() -> None:
    for form in ("Rebels fired the {s} in {y}.", "In {y}, rebels fired the {s}.", "The {s} was used in {y}."):
        for system, year in SYSTEMS:
            assert "disagrees" in verdicts(form.format(s=system, y=year)), form.format(s=system, y=year)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The storming began on Wednesday, 25 October 1917, old style.", set()),
        ("The storming began on Wednesday, 25 October 1917.", set()),  # so it was by the calendar in use there
        ("The war ended on Monday, 11 November 1918.", {"agrees"}),
        ("The war ended on Friday, 11 November 1918.", {"disagrees"}),  # by neither calendar
        ("Of 31 November 1999 attacks, two were denied.", set()),
        ("The raid came on 14 or 15 July 2025, a Monday or a Tuesday.", set()),
        ("The raid came on 15 July 2025, a Monday or a Tuesday.", set()),
        ("The raid came on 15 July 2025, a Monday.", {"disagrees"}),
        ("The raid came on 15 July 2025, a Tuesday.", {"agrees"}),
        ("The base was hit on 31 November 1999.", {"disagrees"}),
    ],
)
def test_old_calendars_and_counts(text: str, expected: set[str]) -> None:
    assert verdicts(text) & {"agrees", "disagrees"} == expected
