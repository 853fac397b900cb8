"""Title, outlet, author, date and address: from where pages give them, and each of them filled when it is given."""

from __future__ import annotations

import json

import pytest

from onrecord.read import read_report

BODY = "<p>The ministry said that the two frigates had left the port on Monday, and that they would return soon.</p>"


def read(head: str) -> dict[str, str | None]:
    report = read_report(f"<html><head>{head}</head><body><article>{BODY * 3}</article></body></html>")
    return {field: getattr(report, field) for field in ("title", "outlet", "author", "published", "url")}


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Frigates sail",
    "datePublished": "2025-10-23T22:00:00-04:00",
    "author": [{"@type": "Person", "name": "Ann Example"}, {"name": "Bo Sample"}],
    "publisher": {"name": "Harbour Dispatch"},
    "url": "https://example.org/a",
}
# head of the page, field, value
CASES = [
    (json_ld(ARTICLE), "title", "Frigates sail"),
    (json_ld(ARTICLE), "published", "2025-10-23"),
    (json_ld(ARTICLE), "author", "Ann Example, Bo Sample"),
    (json_ld(ARTICLE), "outlet", "Harbour Dispatch"),
    (json_ld(ARTICLE), "url", "https://example.org/a"),
    (json_ld({"@graph": [{"@type": "WebPage", "datePublished": "2001"}, ARTICLE]}), "published", "2025-10-23"),
    (json_ld([{"@type": ["NewsArticle", "Thing"], "headline": "H"}]), "title", "H"),
    ("<script type=application/ld+json>{broken</script><title>T</title>", "title", "T"),
    (f"<script type=application/ld+json>{'[' * 100_000}</script><title>T</title>", "title", "T"),
    ("<meta property=og:title content='Tea &amp; frigates'><title>T | P</title>", "title", "Tea & frigates"),
    ("<meta property=og:site_name content=Paper>", "outlet", "Paper"),
    ("<meta name=Author content='Ann Example'>", "author", "Ann Example"),
    ("<meta name=author content='https://example.org/ann'>", "author", None),
    ("<meta property=article:published_time content=2025-10-23T10:00:00Z>", "published", "2025-10-23"),
    ("<meta name=date content='Thu, 23 Oct 2025 10:00:00 GMT'>", "published", "2025-10-23"),
    ("<meta itemprop=datePublished content=2025-10>", "published", "2025-10"),
    ("<meta name=date content=yesterday>", "published", None),
    ("<meta name=date content=2025-13-45>", "published", None),
    ("<meta property=article:modified_time content=2025-10-23>", "published", None),
    ("<link rel=canonical href=https://example.org/c><meta property=og:url content=https://example.org/o>", "url", "https://example.org/c"),
    ("<link rel=canonical href='javascript:alert(1)'>", "url", None),
    ("", "title", None),
    ("", "published", None),
    (f"<title>{'x' * 600}</title>", "title", None),
]  # fmt: skip


@pytest.mark.parametrize(("head", "field", "value"), CASES)
def test_fields_of_a_page(head: str, field: str, value: str | None) -> None:
    assert read(head)[field] == value


def test_the_place_of_the_date_is_noted_and_another_date_too() -> None:
    head = f"{json_ld(ARTICLE)}<meta name=date content=2025-10-20>"
    page = f"<html><head>{head}</head><body><article>{BODY * 3}</article></body></html>"
    notes = " ".join(read_report(page).notes)
    assert "Publication date 2025-10-23 from the page's datePublished (JSON-LD)." in notes
    assert "The page's date gives another date: 2025-10-20." in notes


def test_a_date_in_the_text_or_the_address_is_no_publication_date() -> None:
    head = "<meta property=og:url content=https://example.org/2025/10/23/a>"
    page = f"<html><head>{head}</head><body><article><p>23 October 2025</p>{BODY * 3}</article>"
    assert read_report(page).published is None
