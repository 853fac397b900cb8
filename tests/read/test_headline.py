"""The headline opens the text, and is marked, whatever a report was read from."""

from __future__ import annotations

import gzip
import html
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.model import Report
from onrecord.read import read_inputs, read_report
from onrecord.read.headline import find_headline, set_before, without_outlet

TITLE = "Two frigates leave & sail for Split"
BODY = "The ministry said that the two ships had left the port on Monday, and that they would return within a month."


def feed(path: Path) -> Path:
    body = html.escape(f"<p>{BODY}</p>")
    item = f"<item><title>{html.escape(TITLE)}</title><description>{body}</description></item>"
    path = path / "feed.rss"
    path.write_text(f'<rss version="2.0"><channel><title>Paper</title>{item}</channel></rss>', encoding="utf-8")
    return path


def plain_feed(path: Path) -> Path:
    item = f"<item><title>{html.escape(TITLE)}</title><description>{BODY}</description></item>"
    path = path / "feed.rss"
    path.write_text(f'<rss version="2.0"><channel><title>Paper</title>{item}</channel></rss>', encoding="utf-8")
    return path


def lines(path: Path) -> Path:
    path = path / "reports.jsonl"
    path.write_text(json.dumps({"title": TITLE, "text": BODY}) + "\n", encoding="utf-8")
    return path


def lines_of_html(path: Path) -> Path:
    path = path / "reports.jsonl"
    path.write_text(json.dumps({"title": TITLE, "text": f"<p>{BODY}</p>"}) + "\n", encoding="utf-8")
    return path


def page(title: str, inside: str) -> str:
    head = f"<head><title>{html.escape(title)} | Paper</title></head>"
    return f"<!doctype html><html>{head}<body><nav>Home</nav>{inside}<footer>Imprint</footer></body></html>"


SHOWN = f"<article><h1>{html.escape(TITLE)}</h1><p>{BODY}</p></article>"


def saved_page(path: Path) -> Path:
    path = path / "page.html"
    path.write_text(page(TITLE, SHOWN), encoding="utf-8")
    return path


def page_with_another_title(path: Path) -> Path:
    """What a page is called for search engines is seldom to the word what it shows."""
    path = path / "page.html"
    path.write_text(page("Frigates leave, sail for Split: what we know", SHOWN), encoding="utf-8")
    return path


def page_without_h1(path: Path) -> Path:
    shown = f"<div class=top>{html.escape(TITLE)}</div><article><p>{BODY}</p><p>{BODY}</p></article>"
    path = path / "page.html"
    path.write_text(page(TITLE, shown).replace(" | Paper", ""), encoding="utf-8")
    return path


def page_with_the_outlet_above(path: Path) -> Path:
    """The outlet's name is a heading too, and stands in the title."""
    path = path / "page.html"
    path.write_text(
        page(TITLE, f"<header><h1>The Paper</h1></header>{SHOWN}").replace("| Paper", "| The Paper"), "utf-8"
    )
    return path


def archive(path: Path) -> Path:
    content = page(TITLE, SHOWN).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + content
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/a\r\n"
        "WARC-Date: 2025-10-23T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:0c2e2c7e-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    path = path / "crawl.warc.gz"
    path.write_bytes(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    return path


def text(path: Path) -> Path:
    path = path / "report.txt"
    path.write_text(f"{TITLE}\n\n{BODY}\n", encoding="utf-8")
    return path


def markdown(path: Path) -> Path:
    path = path / "report.md"
    path.write_text(f"# {TITLE}\n\n{BODY}\n", encoding="utf-8")
    return path


def labelled_text(path: Path) -> Path:
    path = path / "report.txt"
    path.write_text(f"Title: {TITLE}\nPublished: 23 October 2025\n\n{BODY}\n", encoding="utf-8")
    return path


FORMS = (
    feed, plain_feed, lines, lines_of_html, saved_page, page_with_another_title, page_without_h1,
    page_with_the_outlet_above, archive, text, markdown, labelled_text,
)  # fmt: skip


@pytest.mark.parametrize("make", FORMS, ids=lambda make: make.__name__)
def test_the_headline_is_in_the_text_and_marked(make: Callable[[Path], Path], tmp_path: Path) -> None:
    (report,) = read_inputs([make(tmp_path)])
    assert isinstance(report, Report), report
    assert report.headline is not None
    assert report.headline.of(report.text).lstrip("# ") == TITLE
    assert report.text.count(TITLE) == 1
    assert BODY in report.text[report.headline.end :]


@pytest.mark.parametrize("make", [feed, plain_feed, lines, lines_of_html], ids=lambda make: make.__name__)
def test_the_text_follows_from_the_bytes_that_are_kept(make: Callable[[Path], Path], tmp_path: Path) -> None:
    from onrecord.read import Input, list_inputs, load_input

    (given,) = list_inputs([make(tmp_path)])
    assert isinstance(given, Input)
    raw = load_input(given)
    (report,) = read_inputs([make(tmp_path)])
    assert isinstance(report, Report)
    assert read_report(raw, media_type=report.media_type).text == report.text
    for segment in report.segments:
        if segment.source_length is None:
            found = raw.decode()[segment.source_start : segment.source_start + segment.length]
            assert found == report.text[segment.start : segment.start + segment.length]


@pytest.mark.parametrize(
    ("title", "content", "is_html", "before"),
    [
        (TITLE, BODY, False, f"{TITLE}\n\n"),
        (TITLE, f"{TITLE}\n{BODY}", False, ""),
        ("TWO FRIGATES LEAVE, SAIL FOR SPLIT", f"Two frigates leave – sail for Split\n{BODY}", False, ""),
        ("The ministry said that the two…", BODY, False, ""),  # the start of the text, cut
        ("The", BODY, False, "The\n\n"),
        (TITLE, f"<h2>{html.escape(TITLE)}</h2><p>{BODY}</p>", True, ""),
        ("A <b> & c", f"<p>{BODY}</p>", True, "<h1>A &lt;b&gt; &amp; c</h1>\n"),
        (TITLE, f"<!DOCTYPE html><html><body>{BODY}</body></html>", True, ""),
        (None, BODY, False, ""),
        ("…", BODY, False, ""),
    ],
)
def test_what_is_set_before_a_text(title: str | None, content: str, is_html: bool, before: str) -> None:
    assert set_before(title, content, is_html=is_html) == before


def test_a_text_that_is_its_title_has_no_headline_apart() -> None:
    assert find_headline(TITLE, TITLE) is None
    assert find_headline(f"{BODY}\n{TITLE[:-5]}", TITLE) is None


def test_the_outlets_name_is_no_part_of_the_headline() -> None:
    assert without_outlet("Frigates sail - Harbour Times", "Harbour Times") == "Frigates sail"
    assert without_outlet("Frigates sail | Harbour Times", None, "Harbour Times") == "Frigates sail"
    assert without_outlet("What we know of the Harbour Times", "Harbour Times") == "What we know of the Harbour Times"
    assert without_outlet("- Harbour Times", "Harbour Times") == "- Harbour Times"
