"""Pages: the article's words, each with its place in the source; what a reader does not see gives nothing."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from onrecord.errors import NoArticle
from onrecord.model import Report
from onrecord.read import read_report

FILLER = (
    "<p>The ministry said that the two frigates had left the port on Monday, and that they would return within a week. "
    "It was the third time this year that ships of this class had taken part in an exercise in the northern sea.</p>"
)
SAMPLES = Path(__file__).parents[2] / "samples"


def make_page(body: str, head: str = "") -> str:
    body = f"<main><article>{body}{FILLER}</article></main>"
    return f"<!doctype html>\n<html lang=en><head>{head}</head><body>{body}</body></html>"


def assert_segments_lead_back(report: Report, source: str) -> int:
    """Every mapped piece stands in the source; the number of mapped code points is returned."""
    mapped = end = 0
    for segment in report.segments:
        piece = source[segment.source_start : segment.source_start + (segment.source_length or segment.length)]
        text = report.text[segment.start : segment.start + segment.length]
        assert text == (piece if segment.source_length is None else html.unescape(piece))
        assert segment.start >= end
        end = segment.start + segment.length
        mapped += segment.length
    return mapped


def blanks_only(report: Report) -> bool:
    """Whether all that no segment covers is blank: ours, between blocks or for several blanks."""
    covered = {i for segment in report.segments for i in range(segment.start, segment.start + segment.length)}
    return all(char.isspace() for i, char in enumerate(report.text) if i not in covered)


# body, what the text must hold
READ = [
    ("<p>The <b>5,000</b> systems, <i>all</i> new, are here.</p>", "The 5,000 systems, all new, are here."),
    (
        "<p>Tea &amp; coffee &mdash; &#8220;5 &lt; 6&#8221; &copy 2024 stood on it.</p>",
        "Tea & coffee — “5 < 6” © 2024 stood on it.",
    ),
    ("<p>The range is 5&nbsp;km and that is all there is.</p>", "The range is 5\u00a0km and that is all"),
    ("<p>A line\n   broken\tin the\r\nsource goes on here.</p>", "A line broken in the source goes on here."),
    ("<p>One sentence here.<br>Another sentence there.</p>", "One sentence here.\nAnother sentence there."),
    ("<p>First paragraph stands here.</p><p>Second paragraph stands here.</p>", "stands here.\n\nSecond paragraph"),
    (
        "<ul><li>Twelve tanks were seen</li><li>Nine guns were seen</li></ul>",
        "Twelve tanks were seen\nNine guns were seen",
    ),
    ("<table><tr><td>Tanks</td><td>12</td></tr><tr><td>Guns</td><td>9</td></tr></table>", "Tanks\t12\nGuns\t9"),
    ("<blockquote><p>We will not move a single ship.</p></blockquote>", "We will not move a single ship."),
    ("<p>AT&T and R&D were named in the paper too.</p>", "AT&T and R&D were named"),
    ("<p>Range &#x35;&#48; km, he told the paper again.</p>", "Range 50 km, he told"),
    ("<P CLASS=x>Upper case <STRONG>tags</STRONG> are tags as well.</P>", "Upper case tags are tags as well."),
    ("<p>A less-than sign: 5 < 6 and 7 > 4 in the text.</p>", "5 < 6 and 7 > 4"),
    (
        "<p>Right-to-left \u202emark and \u200bzero width stay.</p>",
        "Right-to-left \u202emark and \u200bzero width stay.",
    ),
    ("<p>Escapes \x1b[31mred\x1b[0m are kept as they are here.</p>", "Escapes \x1b[31mred\x1b[0m are kept"),
    ("<p>=HYPERLINK(&quot;x&quot;) is what the headline said there.</p>", '=HYPERLINK("x") is what'),
    ("<p>&lt;/script&gt;&lt;img onerror=alert(1)&gt; was the text of it.</p>", "</script><img onerror=alert(1)> was"),
    ("<p>e\u0301te\u0301 and caf\u00e9 are not the same letters.</p>", "e\u0301te\u0301 and caf\u00e9 are"),
]


@pytest.mark.parametrize(("body", "text"), READ)
def test_the_article_is_read_to_the_character(body: str, text: str) -> None:
    source = make_page(body)
    report = read_report(source)
    assert text in report.text
    assert_segments_lead_back(report, source)
    assert blanks_only(report)


# body that holds the words "secret" where no reader sees them
HIDDEN = [
    "<p style='display:none'>secret words here</p>",
    "<p style='color:red; DISPLAY : NONE !important'>secret words here</p>",
    "<div style=visibility:hidden><p>secret words <b>here</b></p></div>",
    "<p style='font-size:0'>secret words here</p>",
    "<p style='opacity:0'>secret words here</p>",
    "<p hidden>secret words here</p>",
    "<p>Seen words. <span hidden>secret words here</span> Seen as well.</p>",
    "<p hidden>secret words<p>Seen words after an unclosed paragraph.",
    "<ul><li hidden>secret<li>Seen item in the list</ul>",
    "<style>.off{display:none} @media print {.on{display:none}}</style><p class='a off'>secret</p>",
    "<style>/* c */ #off , .x { color:red; display : none }</style><p id=off>secret</p>",
    "<!-- secret words here -->",
    "<!-- secret words here > -->",
    "<script>var a = '<p>secret words</p>';</script>",
    "<noscript><p>secret words</p></noscript>",
    "<template><p>secret words</p></template>",
    "<img alt='secret words' src=a.png>",
    "<img alt='a > secret words' src=a.png>",
    "<svg><text>secret words</text></svg>",
    "<textarea>secret words</textarea>",
    "<select><option>secret words</option></select>",
    "<iframe>secret words</iframe>",
    "<p title='secret words' data-x='secret'>Seen words of the paragraph.</p>",
    "<b><div hidden>secret</b> secret</div>",
]


@pytest.mark.parametrize("body", HIDDEN)
def test_hidden_text_gives_nothing(body: str) -> None:
    source = make_page(body)
    report = read_report(source)
    assert "secret" not in report.text
    assert "frigates" in report.text
    assert ("Seen" in source) == ("Seen" in report.text)
    assert_segments_lead_back(report, source)


def test_a_rule_for_print_only_hides_nothing_on_screen() -> None:
    style = "<style>@media print {.on{display:none} .b{color:red}} .c{color:blue}</style>"
    body = f"{style}<p class=on>These words are seen by all readers.</p>"
    assert "These words are seen" in read_report(make_page(body)).text


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.html")), ids=lambda path: path.name)
def test_sample_pages_lead_back(sample: Path) -> None:
    report = read_report(sample)
    mapped = assert_segments_lead_back(report, sample.read_text(encoding="utf-8"))
    assert blanks_only(report)
    assert mapped > 0.97 * len(report.text)


def test_the_headline_comes_first_and_once() -> None:
    source = make_page("", head="<title>Frigates sail | Paper</title>").replace(
        "<main>", "<h1>Frigates <i>sail</i></h1><main>"
    )
    report = read_report(source)
    assert report.text.startswith("Frigates sail\n\nThe ministry")
    assert report.text.count("Frigates sail") == 1
    assert_segments_lead_back(report, source)


def test_an_h1_that_names_the_site_is_no_headline() -> None:
    source = make_page("", head="<title>Frigates sail</title>").replace("<main>", "<h1>The Daily Paper</h1><main>")
    assert "Daily Paper" not in read_report(source).text


def test_a_fragment_is_read_whole() -> None:
    report = read_report("<p>Two frigates <b>sailed</b>.</p>")
    assert report.text == "Two frigates sailed."
    assert "fragment" in report.notes[0]


def test_xhtml_is_read() -> None:
    source = (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="x"><head><script src="a.js"/></head><body><div/>'
        + FILLER
        + "</body></html>"
    )
    report = read_report(source.encode(), media_type="application/xhtml+xml")
    assert report.text.startswith("The ministry")
    assert report.media_type == "application/xhtml+xml"


WORDS = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&"), min_size=1, max_size=12
)
REFERENCES = st.sampled_from(
    ["&amp;", "&lt;", "&nbsp;", "&#8220;", "&#x2014;", "&hellip", "&notit;", "&NotEqualTilde;", "&bogus;", "&", "&#13;"]
)
MARKUP = st.sampled_from(
    ["<b>", "</b>", "<i>", "</i>", "<br>", "<p>", "</p>", "<!-- -->", "<span hidden>", "</span>", "<ul><li>", "</ul>",
     "<div>", "</div>", "<img alt='no'>", "<script>no()</script>", "<a href=x title=no>", "</a>",
     "<h1>", "</h1>", "<table><tr><td>", "</table>", "\n", " \t "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(WORDS, REFERENCES, MARKUP), max_size=40))
def test_any_page_leads_back(pieces: list[str]) -> None:
    source = make_page("".join(pieces))
    try:
        report = read_report(source, language="en")
    except NoArticle:  # "<span hidden>" without an end hides all that follows
        assume(False)
    assert_segments_lead_back(report, source)
