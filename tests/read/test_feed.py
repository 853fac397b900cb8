"""Feeds: each field asserted on each shape feeds come in, and everything hostile refused in time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from onrecord.errors import DamagedInput, ForbiddenEntity, NotText, ReadError, TooLarge
from onrecord.model import Report, Span
from onrecord.read import ReadFailure, read_inputs
from onrecord.read.feed import BadItem, FeedItem, is_feed, read_feed

TEXT = "The ministry said that the two frigates had left the port on Monday, and that they would return."

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="feed.xsl"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/">
<channel>
  <title>Harbour Dispatch &#8211; World</title><link>https://dispatch.example/</link><language>en-GB</language>
  <atom:link rel="self" href="https://dispatch.example/feed"/>
  <item>
    <title>Frigates &amp;amp; more</title><link>https://dispatch.example/a</link>
    <guid isPermaLink="false">tag:dispatch,1</guid>
    <pubDate>Thu, 23 Oct 2025 23:30:00 -0400</pubDate><dcterms:modified>2025-10-24T08:00:00Z</dcterms:modified>
    <dc:creator><![CDATA[Ann Example]]></dc:creator><source url="https://agency.example/feed">Agency Wire</source>
    <description>A short word.</description>
    <content:encoded><![CDATA[<p>{TEXT}</p><script>x()</script><p>A caf&eacute; &amp; more.</p>]]></content:encoded>
  </item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="text">Harbour Dispatch – World</title>
  <entry><title type="html">Frigates &amp;amp; more</title><id>tag:dispatch,1</id>
    <link rel="self" href="https://dispatch.example/entry/1"/><link rel="alternate" href="https://dispatch.example/a"/>
    <published>2025-10-23T23:30:00-04:00</published><updated>2025-10-24T08:00:00Z</updated>
    <author><name>Ann Example</name><uri>https://dispatch.example/ann</uri></author>
    <source><title>Agency Wire</title></source>
    <summary>A short word.</summary>
    <content type="xhtml">
      <div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p><p>A café &amp; more.</p></div>
    </content>
  </entry></feed>"""
RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
  <channel rdf:about="x"><title>Harbour Dispatch – World</title></channel>
  <item rdf:about="https://dispatch.example/a"><title>Frigates &amp;amp; more</title><link>https://dispatch.example/a</link>
    <description>&lt;p&gt;{TEXT}&lt;/p&gt;&lt;p&gt;A caf&amp;eacute; &amp;amp; more.&lt;/p&gt;</description>
    <dc:creator>Ann Example</dc:creator><dc:date>2025-10-23T23:30:00-04:00</dc:date>
    <dcterms:modified>2025-10-24T08:00:00Z</dcterms:modified><dc:source>Agency Wire</dc:source></item></rdf:RDF>"""


@pytest.mark.parametrize("page", [RSS, ATOM, RDF], ids=["RSS 2.0", "Atom", "RSS 1.0"])
def test_every_field_of_an_item(page: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(page, encoding="utf-8")
    (report,) = read_inputs([path])
    assert isinstance(report, Report), report
    assert report.title == "Frigates & more"
    assert report.outlet == "Harbour Dispatch – World"
    assert report.author == "Ann Example"
    assert report.url == "https://dispatch.example/a"
    assert report.published == "2025-10-23"
    assert report.updated == "2025-10-24"
    assert report.credit == "Agency Wire"
    assert report.text == f"Frigates & more\n\n{TEXT}\n\nA café & more."
    assert report.headline == Span(0, 15)
    assert report.label == f"{path}#1"
    assert "Publication date 2025-10-23 from the feed." in report.notes


def items(*bodies: str, head: str = "") -> list[FeedItem | BadItem]:
    inside = "".join(f"<item>{body}</item>" for body in bodies)
    page = f'{head}<rss version="2.0"><channel><title>Paper</title>{inside}</channel></rss>'
    return list(read_feed(page.encode(), label="feed"))


def one(body: str) -> FeedItem:
    (item,) = items(body)
    assert isinstance(item, FeedItem), item
    return item


# what stands in an item, field of About, value
FIELDS = [
    ("<title>T</title><link>https://example.org/a</link>", "title", "T"),
    ("<title>T</title><link> \n https://example.org/a \n </link>", "url", "https://example.org/a"),
    ("<title>T</title><guid>https://example.org/g</guid>", "url", "https://example.org/g"),
    ("<title>T</title><guid isPermaLink='false'>https://example.org/g</guid>", "url", None),
    ("<title>T</title><link>javascript:alert(1)</link>", "url", None),
    ("<title>T</title><author>ann@example.org (Ann Example)</author>", "author", "Ann Example"),
    ("<title>T</title><author>ann@example.org</author>", "author", None),
    ("<title>T</title><pubDate>23 Oct 2025 10:00 GMT</pubDate>", "published", "2025-10-23"),
    ("<title>T</title><pubDate>last Monday</pubDate>", "published", None),
    ("<title>T</title><source url='x'>Paper</source>", "credit", None),
    ("<title>T</title>", "updated", None),
]


@pytest.mark.parametrize(("body", "field", "value"), FIELDS)
def test_fields(body: str, field: str, value: str | None) -> None:
    assert getattr(one(body).about, field) == value


@pytest.mark.parametrize(
    ("description", "text", "media_type"),
    [
        ("Two ships &amp; more", "Two ships & more", "text/plain"),
        ("&lt;p&gt;Two&lt;/p&gt;", "<p>Two</p>", "text/html"),
        ("<![CDATA[<b>Two</b> ships]]>", "<b>Two</b> ships", "text/html"),
        ("5 &lt; 6 ships", "5 < 6 ships", "text/plain"),
        ("caf&eacute; &nbsp;ships &amp;", "café \xa0ships &", "text/plain"),
    ],
)
def test_the_text_of_an_item(description: str, text: str, media_type: str) -> None:
    item = one(f"<description>{description}</description>")
    assert item.media_type == media_type
    assert item.content.decode() == text


def test_an_item_without_text_is_named_and_the_rest_goes_on() -> None:
    first, second, third = items("<title>T</title>", "", "<title>U</title>")
    assert isinstance(first, FeedItem)
    assert isinstance(second, BadItem)
    assert isinstance(third, FeedItem)
    assert "Item 2" in str(second.error)


def test_what_an_item_is_known_by() -> None:
    assert one("<title>T</title><guid> k1 </guid><link>https://example.org/a</link>").key == "k1"
    assert one("<title>T</title><link>https://example.org/a</link>").key == "https://example.org/a"
    assert one("<title>T</title><pubDate>2025-10-23</pubDate>").key == "T 2025-10-23"


def test_a_feed_in_another_encoding() -> None:
    head = "<?xml version='1.0' encoding='windows-1252'?>"
    page = f"{head}<rss><channel><item><title>Café – two</title></item></channel></rss>"
    (item,) = read_feed(page.encode("cp1252"), label="feed")
    assert isinstance(item, FeedItem)
    assert item.about.title == "Café – two"


@pytest.mark.parametrize(
    ("text", "expected"),
    [(RSS, True), (ATOM, True), (RDF, True), ("\ufeff" + RSS, True), ("<!DOCTYPE rss SYSTEM 'x'><rss>", True),
     ("<html><body><rss></rss>", False), ("<?xml version='1.0'?><html>", False), ("A feed <rss>", False), ("", False)],
)  # fmt: skip
def test_what_looks_like_a_feed(text: str, expected: bool) -> None:
    assert is_feed(text.encode()) is expected


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

def declare(entities: str, body: str) -> bytes:
    return f"<!DOCTYPE rss [{entities}]><rss><channel><item><title>{body}</title></item></channel></rss>".encode()


BAD: list[tuple[str, bytes, type[ReadError], str]] = [
    ("billion laughs", declare(f'<!ENTITY l0 "lol">{LAUGHS}', "&l9;"), ForbiddenEntity, "entities"),
    ("much in one step", declare(f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 50_000), ForbiddenEntity, "entities"),
    ("an outside entity", declare('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), ForbiddenEntity, "entities"),
    ("an outside part", declare('<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd">%x;', ""), ForbiddenEntity, "entities"),
    ("entities after a long comment", b"<!--" + b"x" * 90_000 + b"-->" + declare('<!ENTITY a "b">', "&a;"),
     ForbiddenEntity, "entities"),
    ("entities after a longer one", b"<!--" + b"x" * 900_000 + b"-->" + declare('<!ENTITY a "b">', "&a;"),
     ForbiddenEntity, "entities"),
    ("entities in UTF-16", declare('<!ENTITY a "b">', "&a;").decode().encode("utf-16"), ForbiddenEntity, "entities"),
    ("entities in UTF-16, declared", b"<?xml version='1.0' encoding='utf-16'?>" + declare('<!ENTITY a "b">', "&a;"),
     ForbiddenEntity, "entities"),
    ("a page", b"<html><body><p>Hello</p></body></html>", DamagedInput, "no RSS or Atom"),
    ("no XML", b"Two ships sailed.", DamagedInput, "no XML"),
    ("too many bytes", b"<rss>" + b" " * 50_000_001, TooLarge, "50,000,000"),
    ("too many items", b"<rss><channel>" + b"<item><title>T</title></item>" * 50_001, TooLarge, "50,000 items"),
    ("binary", b"<rss>" + bytes(range(256)) * 20, NotText, "NUL"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "error", "words"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_every_bad_feed_ends_in_its_own_error(page: bytes, error: type[ReadError], words: str) -> None:
    started = time.process_time()
    with pytest.raises(error) as caught:
        list(read_feed(page, label="the feed"))
    assert type(caught.value) is error
    assert words in str(caught.value)
    assert time.process_time() - started < 15


def test_an_outside_document_type_is_not_fetched() -> None:
    head = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">'
    (item,) = items("<title>caf&eacute;</title>", head=head)
    assert isinstance(item, FeedItem)
    assert item.about.title == "café"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_feed_that_breaks_off_gives_what_was_there(cut: float) -> None:
    page = f"<rss><channel>{'<item><title>T</title></item>' * 100}</channel></rss>"
    found = list(read_feed(page[: int(len(page) * cut)].encode(), label="feed"))
    assert len([item for item in found if isinstance(item, FeedItem)]) >= int(100 * cut) - 2


@pytest.mark.parametrize(
    "unit", ["<a>", "<item>", "<item><title>", "<", "&", "&amp", "<![CDATA[", "<!--", "<a b='", "]]>", "<?"]
)
def test_repeated_markup_ends_soon(unit: str) -> None:
    page = "<rss><channel>" + unit * (300_000 // len(unit))
    started = time.process_time()
    try:
        found = list(read_feed(page.encode(), label="feed"))
    except ReadError:
        found = []
    assert len(found) <= 50_001
    assert time.process_time() - started < 10


def test_a_large_feed_is_read_item_by_item() -> None:
    """benchmarks/hostile_inputs.py measures the largest; here a tenth of it."""
    item = f"<item><title>T</title><guid>%d</guid><description>{TEXT * 8}</description></item>"
    page = ("<rss><channel>" + "".join(item % n for n in range(5_000)) + "</channel></rss>").encode()
    started = time.process_time()
    found = read_feed(page, label="feed")
    first = next(found)
    assert isinstance(first, FeedItem)
    assert sum(1 for _ in found) == 4_999
    assert time.process_time() - started < 5


def test_a_broken_feed_among_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text("<rss><chan")
    (tmp_path / "b.txt").write_text(TEXT)
    results = list(read_inputs([tmp_path]))
    assert isinstance(results[0], ReadFailure)
    assert isinstance(results[-1], Report)
