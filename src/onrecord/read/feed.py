"""RSS and Atom to one report per item, its headline before its text.

Entities are refused, nothing outside the feed is read, broken XML is mended.

A feed is read item by item, so that its size does not multiply in memory.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from onrecord.errors import DamagedInput, ForbiddenEntity, ReadError, TooLarge
from onrecord.read.about import About
from onrecord.read.dates import parse_stamp
from onrecord.read.decode import decode_bytes
from onrecord.read.headline import set_before, without_outlet
from onrecord.read.limits import load_limits
from onrecord.read.metadata import read_address, read_line, read_person

_ROOT = re.compile(
    r"\s{0,99}(?:<\?[^>]{0,500}\?>\s{0,99}){0,5}(?:<!--[^>]{0,2000}-->\s{0,99}){0,5}"
    r"(?:<!DOCTYPE[^<>]{0,500}(?:\[.{0,3000}?\]\s{0,9}>|>)\s{0,99})?<(?:rss|feed|(?:\w{1,20}:)?RDF)[\s>]",
    re.DOTALL,
)
_DECLARATION = re.compile(r"\s{0,99}<\?xml[^>]{0,500}\?>")
_PROLOG = re.compile(r"<(?:!--|\?|!DOCTYPE|[a-zA-Z])")
_SUBSET = re.compile(r"<!DOCTYPE[^<>\[]{0,2000}\[")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,40});")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#|[a-zA-Z]{2,8};)")

_ITEMS = ("item", "entry")
_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_MEDIA = "http://search.yahoo.com/mrss/"
_XHTML = "http://www.w3.org/1999/xhtml"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"



def _names(*names: tuple[str, str]) -> tuple[str, ...]:
    """Tags as lxml gives them; what RSS 2.0 leaves without a namespace has one in RSS 1.0."""
    spaces = {"": ("", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")}
    pairs = ((space, name) for given, name in names for space in spaces.get(given, (given,)))
    return tuple(f"{{{space}}}{name}" if space else name for space, name in pairs)


# Where items say what they say, the most telling first; "" is RSS without a namespace.
_TITLE = _names(("", "title"), (_ATOM, "title"), (_DC, "title"), (_MEDIA, "title"))
_TEXT = _names((_CONTENT, "encoded"), (_ATOM, "content"), ("", "description"), (_ATOM, "summary"), (_DC, "description"))
_AUTHOR = _names((_DC, "creator"), (_ATOM, "author"), ("", "author"), (_MEDIA, "credit"))
_PUBLISHED = _names(("", "pubDate"), (_ATOM, "published"), (_DC, "date"), (_TERMS, "issued"), (_TERMS, "created"))
_UPDATED = _names((_ATOM, "updated"), (_TERMS, "modified"))
_KEY = _names(("", "guid"), (_ATOM, "id"))
_LINK = _names(("", "link"))
_SOURCE = _names(("", "source"), (_ATOM, "source"), (_DC, "source"))

Parts = dict[Any, Any]  # the children of an item by name


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item: its text as bytes, what kind of text it is, what the feed says of it, and what it is known by."""

    number: int
    key: str
    content: bytes
    media_type: str
    about: About
    lead: int = 0  # bytes of `content` that are the headline, set before the text


@dataclass(frozen=True, slots=True)
class BadItem:
    """An item that holds nothing to read, or where the feed broke off."""

    number: int
    error: ReadError


@dataclass(slots=True)
class _Channel:
    """What the feed says of itself, as far as it was read."""

    title: str | None = None
    language: str | None = None


def is_feed(data: bytes) -> bool:
    """Whether the bytes begin as a feed does."""
    head = data[:4096].replace(b"\0", b"").decode("utf-8", "replace").lstrip("\ufeff\ufffd")
    return bool(_ROOT.match(head))


def read_feed(data: bytes, *, label: str, encoding: str | None = None) -> Iterator[FeedItem | BadItem]:
    """The items in the feed's order.

    Raises ForbiddenEntity, DamagedInput when it is no feed, NotText, and TooLarge beyond the limits of bytes and items.
    """
    from lxml import etree

    limits = load_limits()
    if len(data) > limits.feed_bytes:
        raise TooLarge(f"{label} holds {len(data):,} bytes; a feed of up to {limits.feed_bytes:,} bytes is read.")
    text = decode_bytes(data, page=True, label=label, said=encoding).text
    if _declares_entities(text):
        raise ForbiddenEntity(f"{label} declares entities of its own. Feeds have no need of them; it is not read.")
    text = _UNFIT.sub("", _NAMED.sub(_write_out, _DECLARATION.sub("", text, count=1)))
    # Without a DTD or network; one text of at most 10 MB, 256 elements deep; what is not well-formed is mended.
    events = etree.iterparse(
        BytesIO(text.encode("utf-8")), events=("start", "end"), recover=True, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    del text
    number = 0
    channel = _Channel()
    known = False
    try:
        for event, element in events:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if not known:
                known = True
                if name not in ("rss", "feed", "RDF"):
                    raise DamagedInput(f"{label} is no RSS or Atom feed: it begins with <{name[:40]}>.")
                channel.language = element.get(_LANGUAGE)
            if event == "start":
                continue
            if name not in _ITEMS:
                _note_channel(element, name, channel)
                continue
            number += 1
            if number > limits.feed_items:
                raise TooLarge(f"{label} holds more than {limits.feed_items:,} items; so many are not read. Split it.")
            yield _read_item(element, number, channel, label)
            _forget(element)
    except etree.XMLSyntaxError as error:
        broken = DamagedInput(f"{label} breaks off or is no XML after {number:,} items ({error.msg}). Get it again.")
        if not number:
            raise broken from error
        yield BadItem(number + 1, broken)
    if not known:
        raise DamagedInput(f"{label} is no XML. Give the address of the feed itself.")
    mended = [entry for entry in events.error_log if "xcessive depth" in entry.message or "uge" in entry.message]
    if mended:
        yield BadItem(number + 1, DamagedInput(f"{label} was read up to a place no feed has: {mended[0].message}."))


def _declares_entities(text: str) -> bool:
    """Whether the document type before the first element has declarations of its own; no feed needs any."""
    at = 0
    while (match := _PROLOG.search(text, at)) is not None:
        if match[0] == "<!DOCTYPE":
            stop = text.find(">", match.end())
            return bool(_SUBSET.match(text, match.start())) or "<!ENTITY" in text[match.start() : max(stop, 0) + 3000]
        ends = {"<!--": "-->", "<?": "?>"}.get(match[0])
        if ends is None:
            return False
        at = text.find(ends, match.end())
        if at < 0:
            return False
    return False


def _write_out(match: re.Match[str]) -> str:
    """HTML's names for characters, which XML does not know, as these characters."""
    return match[0] if match[1] in _XML_NAMES else html.unescape(match[0]).replace("&", "&amp;").replace("<", "&lt;")


def _note_channel(element: Any, name: str, channel: _Channel) -> None:
    parent = element.getparent()
    if parent is None or parent.tag.rpartition("}")[2] not in ("channel", "feed"):
        return
    if name == "title" and channel.title is None:
        channel.title = read_line(_text_of(element))
    elif name == "language" and channel.language is None:
        channel.language = read_line(element.text)


def _forget(element: Any) -> None:
    """Give an item's memory back, and that of what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        before = element.getprevious()
        if before.tag is not None and str(before.tag).rpartition("}")[2] not in _ITEMS:
            break
        parent.remove(before)


def _read_item(element: Any, number: int, channel: _Channel, label: str) -> FeedItem | BadItem:
    parts: Parts = {child.tag: child for child in reversed(element)}  # the first of each name
    title = read_line(html.unescape(_first(parts, _TITLE) or ""))
    body, is_html = _read_body(parts)
    notes: list[str] = []
    if not body.strip() and title:
        body, is_html = title, False
        notes.append("The feed gives only the title of this item.")
    if not body.strip():
        return BadItem(number, DamagedInput(f"Item {number:,} of {label} holds no text."))
    source = _find_source(parts, channel)
    title = without_outlet(title, source, channel.title)
    lead = set_before(title, body, is_html=is_html).encode("utf-8")
    url = _find_link(element, parts)
    published = _stamp(parts, _PUBLISHED)
    if published:
        notes.append(f"Publication date {published} from the feed.")
    about = About(
        title=title,
        outlet=channel.title,
        author=read_person(_find_author(element, parts)),
        url=url,
        published=published,
        updated=_stamp(parts, _UPDATED),
        credit=source,
        notes=tuple(notes),
    )
    key = _first(parts, _KEY) or url or f"{title}\n{published}"
    media_type = "text/html" if is_html else "text/plain"
    return FeedItem(number, " ".join(key.split())[:500], lead + body.encode("utf-8"), media_type, about, len(lead))


def _children(parts: Parts, names: tuple[str, ...]) -> Iterator[Any]:
    return (parts[name] for name in names if name in parts)


def _first(parts: Parts, names: tuple[str, ...]) -> str | None:
    return next((text for child in _children(parts, names) if (text := _text_of(child).strip())), None)


def _stamp(parts: Parts, names: tuple[str, ...]) -> str | None:
    return next((day for child in _children(parts, names) if (day := parse_stamp(_text_of(child)))), None)


def _read_body(parts: Parts) -> tuple[str, bool]:
    """The fullest text of an item, and whether it is HTML."""
    for child in _children(parts, _TEXT):
        kind = child.get("type", "")
        if kind == "xhtml" or child.find(f"{{{_XHTML}}}div") is not None:
            return _serialize(child), True
        if child.get("src") or (child.tag == f"{{{_ATOM}}}content" and kind.startswith(("image/", "application/"))):
            continue
        text = _text_of(child)
        if text.strip():
            is_html = kind == "html" or (kind in ("", "text/html") and bool(_MARKUP.search(text)))
            return text.strip(), is_html
    return "", False


def _serialize(element: Any) -> str:
    from lxml import etree

    inner = "".join(etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
    return inner.replace(f' xmlns="{_XHTML}"', "")


def _find_link(element: Any, parts: Parts) -> str | None:
    for child in element.findall(f"{{{_ATOM}}}link"):
        if child.get("rel", "alternate") == "alternate" and (found := read_address(child.get("href"))):
            return found
    link = read_address(_first(parts, _LINK))
    guid = parts.get("guid")
    if link is None and guid is not None and guid.get("isPermaLink", "true").lower() == "true":
        return read_address(guid.text)
    return link


def _find_author(element: Any, parts: Parts) -> str | None:
    people = [child for child in element if child.tag in (f"{{{_ATOM}}}author", f"{{{_DC}}}creator")]
    names = [name.text if (name := child.find(f"{{{_ATOM}}}name")) is not None else child.text for child in people[:20]]
    joined = ", ".join(" ".join(name.split()) for name in names if name and name.strip())
    if joined:
        return joined
    text = _first(parts, _AUTHOR)
    # RSS 2.0 asks for "address@example.org (Name)".
    match = re.fullmatch(r"\S+@\S+ \(([^()]+)\)", text) if text else None
    return match[1] if match else (text if text and "@" not in text else None)


def _find_source(parts: Parts, channel: _Channel) -> str | None:
    """Where the feed has an item from, when that is not the feed itself."""
    for child in _children(parts, _SOURCE):
        title = child.find(f"{{{_ATOM}}}title")
        text = read_line(_text_of(title if title is not None else child))
        if text and text != channel.title and "://" not in text:
            return text
    return None


def _text_of(element: Any) -> str:
    return "".join(element.itertext())
