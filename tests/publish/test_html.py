"""The page as text: exact words, nothing live, ids that lead somewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Claim, ClaimKind, Dossier, Report, Span
from onrecord.publish import build_sheet
from onrecord.publish.html import content_policy, render_html
from onrecord.publish.marked_text import mark_report
from onrecord.publish.words import load_words

from .fixtures import CLAIMS, DOSSIER, INJECTIONS, TEXT, hostile_dossier

SHEET = build_sheet(DOSSIER, version="1.2.3")
PAGE = render_html([SHEET])
MAY_LINK = re.compile(r"(?:#|https?://).*")


class Reader(HTMLParser):
    """Text, ids, links and tag names of a page; the text of `inside` alone when that is a class."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if "href" in values:
            self.links.append(str(values["href"]))

    def handle_charref(self, name: str) -> None:
        # As browsers do it; Python's own unescape drops control characters.
        self.text.append(chr(int(name)) if name.isdigit() else unescape(f"&#{name};"))

    def handle_entityref(self, name: str) -> None:
        self.text.append(unescape(f"&{name};"))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def stripped(markup: str) -> str:
    return "".join(Reader(markup).text)


def test_text_with_tags_stripped_is_the_report() -> None:
    assert stripped(mark_report(SHEET, load_words(), "r1")) == TEXT


@settings(max_examples=150)
@given(
    st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 40)), max_size=6),
)
def test_any_text_under_any_marks_is_the_text(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(min(start, len(text)), min(start + length, len(text))) for start, length in places]
    claims = tuple(Claim(f"c{n:02}", ClaimKind.USE, span) for n, span in enumerate(spans, start=1))
    sheet = build_sheet(Dossier(Report(text, "sha256:0"), claims=claims), version="1")
    assert stripped(mark_report(sheet, load_words(), "r1")) == text


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    page = Reader(render_html([SHEET, SHEET]))
    assert len(page.ids) == len(set(page.ids))
    assert all(link[1:] in page.ids for link in page.links if link.startswith("#"))


def test_every_claim_has_a_pin_and_a_card_that_lead_to_each_other() -> None:
    page = Reader(PAGE)
    for claim in CLAIMS:
        assert {f"r1-{claim.id}", f"r1-t-{claim.id}"} <= set(page.ids)
        assert {f"#r1-{claim.id}", f"#r1-t-{claim.id}"} <= set(page.links)


def test_several_reports_have_an_index() -> None:
    page = render_html([SHEET, replace(SHEET, report=replace(SHEET.report, title="Another"))])
    assert 'class="index"' in page
    assert {"#r1", "#r2"} <= set(Reader(page).links)
    assert 'class="index"' not in PAGE


def test_links_go_to_the_web_or_to_the_page() -> None:
    assert all(MAY_LINK.fullmatch(link) for link in Reader(PAGE).links)
    assert "javascript:" not in PAGE
    for link in re.findall(r"<a [^>]*href=\"http[^>]*>", PAGE):
        assert 'rel="noopener noreferrer"' in link


def test_nothing_is_fetched() -> None:
    page = Reader(PAGE)
    assert not {"img", "iframe", "link", "object", "embed", "video", "audio", "form", "base"} & set(page.tags)
    assert not {"src", "srcset", "style", "action"} & {name for name, _ in page.attributes}
    assert not re.search(r"@import|url\((?!#)", PAGE)


def test_policy_allows_no_inline_code_but_the_page_s_own() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', PAGE)
    assert policy
    assert "unsafe" not in policy[1]
    assert policy[1].startswith("default-src &#39;none&#39;")
    style = PAGE[PAGE.index("<style>") + 7 : PAGE.index("</style>")]
    script = PAGE[PAGE.index("<script>") + 8 : PAGE.index("</script>")]
    assert policy[1].replace("&#39;", "'") == content_policy(style, script)


def test_same_sheet_same_page() -> None:
    assert render_html([build_sheet(DOSSIER, version="1.2.3")]) == PAGE


def test_no_sheet_is_still_a_page() -> None:
    assert "</html>" in render_html([])


@pytest.mark.parametrize("name", INJECTIONS)
def test_hostile_text_is_inert(name: str) -> None:
    payload = INJECTIONS[name]
    calm = Reader(render_html([build_sheet(hostile_dossier("calm"))]))
    page = render_html([build_sheet(hostile_dossier(payload))])
    read = Reader(page)
    assert [tag for tag in read.tags if tag != "bdi"] == calm.tags
    assert {name for name, _ in read.attributes} - {"data-code"} == {name for name, _ in calm.attributes}
    assert all(MAY_LINK.fullmatch(link) for link in read.links)
    assert not set(page) & {"\x1b", "\x00"}
    if name != "nul":  # which no page can hold
        assert payload in "".join(read.text)
    for control in "\u202e\u2066\u202c\u2028":
        for at in (match.start() for match in re.finditer(control, page)):
            assert page[:at].endswith('">')  # alone in its own bdi
            assert page[at + 1 :].startswith("</bdi>")
