"""Plain text is kept to the character; what it says of itself is read and never guessed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Segment
from onrecord.read import read_report

BODY = "The ministry said that the two frigates had left the port on Monday, and that they would return."


@pytest.mark.parametrize(
    "text", [BODY, f"{BODY}\r\n\r\n{BODY}\r\n", f"\t{BODY}\f\n  ", f"{BODY}\r{BODY}", f"a\u0301 \u200b\u00ad {BODY}"]
)
def test_text_is_kept_to_the_character(text: str) -> None:
    for source in (text, text.encode()):
        report = read_report(source)
        assert report.text == text
        assert report.segments == ()
        assert report.digest == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
        lambda text: text.strip("\ufeff \n") != ""
    )
)
def test_any_text_is_kept_to_the_character(text: str) -> None:
    text = f"{BODY}\n{text}"
    assert read_report(text, language="en").text == text
    assert read_report(text.encode(), language="en").text == text


def test_a_byte_order_mark_is_not_text() -> None:
    report = read_report(f"\ufeff{BODY}")
    assert report.text == BODY
    assert report.segments == (Segment(0, 1, len(BODY)),)


def test_a_file_is_named_as_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(BODY)
    assert read_report(path).label == str(path)
    assert read_report(path, label="first").label == "first"
    assert read_report(BODY).label == "report"


def test_the_age_of_the_file_is_no_publication_date(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(BODY)
    assert read_report(path).published is None


# header lines, field, value
HEADERS = [
    ("Published: 23 October 2025", "published", "2025-10-23"),
    ("Published: Thursday, 23 October 2025", "published", "2025-10-23"),
    ("Date: October 23, 2025", "published", "2025-10-23"),
    ("date: 2025-10-23T10:00Z", "published", "2025-10-23"),
    ("Date: Oct. 2025", "published", "2025-10"),
    ("Date: 10/11/2025", "published", None),
    ("Date: 31 February 2025", "published", None),
    ("On 23 October 2025 they left.", "published", None),
    ("Outlet: Harbour Dispatch", "outlet", "Harbour Dispatch"),
    ("By: Ann Example", "author", "Ann Example"),
    ("URL: https://example.org/a", "url", "https://example.org/a"),
    ("URL: javascript:alert(1)", "url", None),
    ("Title: Two frigates sail", "title", "Two frigates sail"),
    ("Two frigates sail\n", "title", "Two frigates sail"),
    ("# Two *frigates* sail\n", "title", "Two frigates* sail"),
    ("Two frigates sailed.\n", "title", None),
    ("Two frigates sail", "title", None),
]


@pytest.mark.parametrize(("header", "field", "value"), HEADERS)
def test_header_lines(header: str, field: str, value: str | None) -> None:
    text = f"{header}\n{BODY}"
    report = read_report(text)
    assert getattr(report, field) == value
    assert report.text == text
    if field == "published" and value:
        assert value in report.notes[0]


def test_what_the_caller_says_stands_over_the_header() -> None:
    report = read_report(f"Published: 23 October 2025\n{BODY}", published="2024", url="https://example.org/b")
    assert (report.published, report.url, report.notes) == ("2024", "https://example.org/b", ())


@pytest.mark.parametrize(
    ("text", "media_type", "page"),
    [
        (f"<p>{BODY}</p>", None, True),
        (f"<p>{BODY}</p>", "text/plain", False),
        (f"<!DOCTYPE html><html><body><p>{BODY}</p>", "text/plain", True),
        (f"<5 men> {BODY}", None, False),
        (BODY, None, False),
        (BODY, "text/html", True),
    ],
)
def test_pages_are_told_from_text(text: str, media_type: str | None, page: bool) -> None:
    report = read_report(text, media_type=media_type)
    assert (report.media_type == "text/html") is page
    assert ("<p>" in report.text) is (not page and "<p>" in text)
