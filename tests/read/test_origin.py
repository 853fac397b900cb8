"""Datelines and credit lines: whom a report says it came from, and the words that say so."""

from __future__ import annotations

import json
import time

import pytest

from onrecord.origin import find_origin
from onrecord.read import read_report

SAID = "The ministry said that the two frigates had left the port on Monday, and that they would return soon."
# first line, agency, words
DATELINES = [
    (f"KYIV, Oct 23 (Reuters) - {SAID}", "Reuters", "KYIV, Oct 23 (Reuters) -"),
    (f"KYIV, Ukraine (AP) — {SAID}", "Associated Press", "KYIV, Ukraine (AP) —"),
    (f"Kyiv (AFP) – {SAID}", "Agence France-Presse", "Kyiv (AFP) –"),
    (f"MOSCOW, October 23. /TASS/. {SAID}", "TASS", "MOSCOW, October 23. /TASS/."),
    (f"BEIJING, Oct. 23 (Xinhua) -- {SAID}", "Xinhua", "BEIJING, Oct. 23 (Xinhua) --"),
    (f"Berlin (dpa) - {SAID}", "Deutsche Presse-Agentur", "Berlin (dpa) -"),
    (f"SAN SALVADOR, El Salvador — {SAID}", None, "SAN SALVADOR, El Salvador —"),
    (f"KABUL — {SAID}", None, "KABUL —"),
    (f"(Reuters)\n\n{SAID}", "Reuters", "(Reuters)"),
    (f"{SAID}\n\nSource: AFP", "Agence France-Presse", "Source: AFP"),
    (f"{SAID}\n\nWith reporting by Reuters.", "Reuters", "With reporting by Reuters."),
    (SAID, None, None),
    (f"The ministry (MoD) - as it is called - {SAID}", None, None),
    (f"He works for Reuters - {SAID}", None, None),
    (f"NATO said on Monday - {SAID}", None, None),
    ("The agency TASS said so. " + SAID, None, None),
]


@pytest.mark.parametrize(("text", "agency", "words"), DATELINES)
def test_datelines_and_credit_lines(text: str, agency: str | None, words: str | None) -> None:
    origin = find_origin(text, language="en")
    assert (origin.credit, origin.words) == (agency, words)


def test_they_are_kept_as_evidence_and_stay_in_the_text() -> None:
    text = f"KYIV, Oct 23 (Reuters) - {SAID}"
    report = read_report(text)
    assert report.credit == "Reuters"
    assert report.text == text
    assert report.notes == ("Its dateline or credit line: 'KYIV, Oct 23 (Reuters) -'.",)


def test_a_report_without_either_says_nothing() -> None:
    report = read_report(SAID)
    assert (report.credit, report.updated, report.notes) == (None, None, ())


def page(head: str) -> str:
    return f"<html><head>{head}</head><body><article>{f'<p>{SAID}</p>' * 3}</article></body></html>"


def json_ld(**fields: object) -> str:
    article = {"@type": "NewsArticle", "headline": "H", "publisher": {"name": "Paper"}, **fields}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


# head of the page, field, value
PAGES = [
    (json_ld(dateModified="2025-10-24T01:00:00Z"), "updated", "2025-10-24"),
    ("<meta property=article:modified_time content=2025-10-24T01:00:00Z>", "updated", "2025-10-24"),
    ("<meta property=og:updated_time content=2025-10-24>", "updated", "2025-10-24"),
    ("<meta name=last-modified content='Fri, 24 Oct 2025 01:00:00 GMT'>", "updated", "2025-10-24"),
    ("<meta name=last-modified content=lately>", "updated", None),
    (json_ld(creditText="AFP"), "credit", "Agence France-Presse"),
    (json_ld(sourceOrganization={"@type": "Organization", "name": "Agency Wire"}), "credit", "Agency Wire"),
    (json_ld(sourceOrganization={"name": "Paper"}), "credit", None),
    ("<meta name=syndication-source content='Agency Wire'>", "credit", "Agency Wire"),
    ("<meta name=syndication-source content='https://example.org/a'>", "credit", None),
    ("", "credit", None),
]


@pytest.mark.parametrize(("head", "field", "value"), PAGES)
def test_update_and_credit_of_a_page(head: str, field: str, value: str | None) -> None:
    assert getattr(read_report(page(head)), field) == value


def test_a_header_line_gives_the_update() -> None:
    assert read_report(f"Published: 2025-10-23\nUpdated: 24 October 2025\n\n{SAID}").updated == "2025-10-24"


@pytest.mark.parametrize("unit", ["A", "A ", "A.", "(", ")", "/", "-", "A-", "A, ", "(AP", "A (", "KYIV ", "’", "— "])
def test_long_lines_end_soon(unit: str) -> None:
    started = time.process_time()
    find_origin(unit * (100_000 // len(unit)), language="en")
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"WASHINGTON, March 4, 2024 (Reuters) - {SAID}", "2024-03-04"),
        (f"KYIV, 23 October 2025 (Reuters) - {SAID}", "2025-10-23"),
        (f"KYIV, Oct 23 (Reuters) - {SAID}", None),
        (f"{SAID} The treaty of 4 March 2024 stands.", None),
    ],
)
def test_a_dateline_dates_a_report_that_says_nothing_else(text: str, published: str | None) -> None:
    report = read_report(text, language="en")
    assert report.published == published
    assert any("from its dateline" in note for note in report.notes) is (published is not None)


def test_a_date_that_is_given_stands_over_the_dateline() -> None:
    report = read_report(f"KYIV, 23 October 2025 (Reuters) - {SAID}", language="en", published="2025-10-24")
    assert report.published == "2025-10-24"
