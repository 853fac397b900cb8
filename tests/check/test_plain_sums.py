"""Shares of somebody's things, tolls, totals of some years and prices, in the plain words of reports."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report


def verdicts(text: str) -> set[str]:
    findings = check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").findings
    return {f.verdict.value for f in findings if f.check == "arithmetic"}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Nine of the firm's 36 lorries, or 25 per cent, were destroyed.", "agrees"),
        ("Nine of the firm's 36 lorries, or 45 per cent, were destroyed.", "disagrees"),
        ("Six of Burkina Faso's 12 jets (50 per cent) were destroyed.", "agrees"),
        ("Six of the Royal Navy's own 12 boats, one in four, were destroyed.", "disagrees"),
        ("Nine of the 12 boats, three quarters of the flotilla, were sunk.", "agrees"),
        ("The navy lost six boats in all, two in May and five in June.", "disagrees"),
        ("Six men and two girls died when the ferry sank off Kara, bringing the death toll to 8.", "agrees"),
        ("There are 18 tanks in the depot: 11 were destroyed and the remaining seven captured.", "agrees"),
        ("There are 18 tanks in the depot: 11 were destroyed and the remaining six captured.", "disagrees"),
        (
            "Russia launched 60 drones overnight. Of these, 41 were shot down, 12 were jammed and seven got through.",
            "agrees",
        ),
        ("The convoy had 20 lorries. Of them, 12 burned and the other eight were towed away.", "agrees"),
        ("The convoy had 20 lorries. Of them, 12 burned and the other six were towed away.", "disagrees"),
        ("Togo received 62 guns in 2010, 220 in 2011 and 18 in 2012, or 300 in three years.", "agrees"),
        (
            "A bag of rice that cost 4,000 francs in Gao in May now sells for 5,000, a rise of 25 per cent.",
            "agrees",
        ),
        ("The gun fires as far as 40 kilometres (15 miles).", "disagrees"),
        ("The gun fires as far as 40 kilometres (25 miles).", "agrees"),
        ("A range of 500 kilometres equals 311 miles.", "agrees"),
    ],
)
def test_numbers_that_fit_or_not(text: str, verdict: str) -> None:
    assert verdicts(text) == {verdict}


@pytest.mark.parametrize(
    "text",
    [
        "Ten of the navy's 40 boats, or 60 per cent of those at sea, were sunk.",
        "One of the country's 26 provinces, 3 per cent of its land, was attacked.",
        "Three of the city's 8 bridges, carrying 60 per cent of the traffic, were destroyed.",
        "Ten of last year's 40 strikes, or 60 per cent of the deadly ones, hit Gaza.",
        "Ten of the army's 40 tanks, half of them new, were destroyed.",
        "Ten of the army's 40 tanks, one in two of which was new, were destroyed.",
        "Ten of the army's 40 tanks, half the price of a jet, were destroyed.",
        "Ten of the army's 40 tanks, a third more than last year, were destroyed.",
        "Ten of the 40 boats of the king's 3 squadrons, or 25 per cent, were sunk.",
        "More than ten of the navy's 40 boats, or 40 per cent, were sunk.",
        "The army bought 40 tanks in all, two in May and five in June.",
        "The army lost four jets in all, two crews of three and one of five.",
        "The army bought six tanks in all, two with mine ploughs and five with new guns.",
        "Six men and two children died on Monday, bringing the toll to 38.",
        "The convoy had 20 lorries and four cars. Of these, 12 burned and the other six were towed away.",
        "The convoy had 20 lorries. Of the drivers, 12 fled and the other six were caught.",
        "Russia launched 60 drones overnight. Of these, 41 were shot down and nine fell in fields.",
        "Troops saw 18 villages in the north: 11 tanks were destroyed there and the remaining seven hid.",
        "There are 18 vessels on the list: 11 crewmen were killed on them and the remaining seven crewmen fled.",
        "In the port were 18 ships: 11 tankers were destroyed in May and the remaining three in June.",
        "A shell that cost $4,000 in May now costs 5,000 euros, a rise of 35 per cent.",
        "Togo received 62 crates in May and 18 in June, or 10 in two days.",
    ],
)
def test_numbers_that_need_not_fit(text: str) -> None:
    assert verdicts(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of the 90 shells the officers counted, 54 were of 122 mm and the other 36 of 152 mm.", {"agrees"}),
        ("Of the 90 shells the officers counted, 54 were of 122 mm and the other 46 of 152 mm.", {"disagrees"}),
        ("Of the 90 shells, 54 were of 122 mm, the other 12 of the crates of 152 mm.", set()),
        ("Of the 90 shells, 20 were of 122 mm, 30 of 130 mm and the other 50 of 152 mm.", set()),
        ("Of the 90 shells, about half were of 122 mm and the other 42 of 152 mm.", set()),
        ("Of the 90 shells, about half were burned and the other 42 sold.", set()),
    ],
)
def test_parts_told_apart_by_size(text: str, expected: set[str]) -> None:
    assert verdicts(text) == expected
