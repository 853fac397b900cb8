"""An HTML page to what a reader sees of it, with the place of every character in the source.

One pass over the source, linear in its length.  Scripts, styles, comments, attribute texts and hidden elements give
nothing.  Elements nested beyond the limit raise TooLarge.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from onrecord import lexicon
from onrecord.errors import TooLarge
from onrecord.model import Segment
from onrecord.read.limits import load_limits
from onrecord.read.styles import hides, read_hidden_names

_TAG_START = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_TAG_STOP = re.compile("[\"'>]")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{0,40});?")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of the source: [start, end) with its angle brackets."""

    name: str
    start: int
    end: int
    closing: bool
    attributes_at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows and says of itself.

    `stream` is the visible text, blocks parted by line breaks that are ours; `runs` map it to the source.
    `clean` is the page again with only its visible text, for the extractor to judge.
    """

    stream: str
    runs: tuple[Segment, ...]
    clean: str
    headings: tuple[tuple[int, int], ...] = ()  # where an h1 stands in `stream`
    title: str | None = None
    metas: tuple[tuple[str, str], ...] = ()  # name or property in lower case, content
    canonical: str | None = None
    json_ld: tuple[str, ...] = ()
    language: str | None = None
    whole: bool = False  # has an html or body element, so is not a mere fragment


def read_page(source: str, *, label: str) -> Page:
    """Raises TooLarge when elements nest beyond the limit."""
    reader = _Reader(source, label, xml=source.lstrip().startswith("<?xml"))
    reader.run()
    return reader.finish()


@dataclass(frozen=True, slots=True)
class _Names:
    """Element names by what they do: `[page]` of `data/reading.toml`."""

    block: frozenset[str]
    unseen: frozenset[str]
    raw: frozenset[str]
    void: frozenset[str]
    closes: dict[str, frozenset[str]]


@cache
def _names() -> _Names:
    table = lexicon.load("reading")["page"]
    block = frozenset(table["block"])
    closes = {name: frozenset(closed) for name, closed in table["closes"].items()}
    # Any block ends an open paragraph, and a head without an end tag.
    for name in sorted(block - {"br"}):
        closes[name] = closes.get(name, frozenset()) | {"p", "head"}
    return _Names(block, frozenset(table["unseen"]), frozenset(table["raw"]), frozenset(table["void"]), closes)


@dataclass(slots=True)
class _Reader:
    source: str
    label: str
    stream: list[str] = field(default_factory=list)
    length: int = 0
    runs: list[Segment] = field(default_factory=list)
    clean: list[str] = field(default_factory=list)
    stack: list[tuple[str, bool]] = field(default_factory=list)  # element names, and whether each hides its content
    open_names: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    heading_at: int | None = None
    elements: int = 0
    xml: bool = False  # XHTML: "<div/>" is an empty element, not a start tag
    headings: list[tuple[int, int]] = field(default_factory=list)
    title: str | None = None
    metas: list[tuple[str, str]] = field(default_factory=list)
    canonical: str | None = None
    json_ld: list[str] = field(default_factory=list)
    language: str | None = None
    whole: bool = False
    hidden_names: frozenset[str] = frozenset()  # ".class" and "#id" that the page's own style sheets hide

    def run(self) -> None:
        at = 0
        for tag in _scan(self.source):
            if isinstance(tag, tuple):  # raw text of script, style, title …
                self._take_raw(*tag)
                at = tag[2]
                continue
            self._take_text(at, tag.start)
            at = tag.end
            if tag.name.startswith("!"):
                continue
            if tag.closing:
                self._close(tag.name)
            else:
                self._open(tag)
        self._take_text(at, len(self.source))

    def finish(self) -> Page:
        return Page(
            stream="".join(self.stream),
            runs=tuple(self.runs),
            clean="".join(self.clean),
            headings=tuple(self.headings),
            title=self.title,
            metas=tuple(self.metas),
            canonical=self.canonical,
            json_ld=tuple(self.json_ld),
            language=self.language,
            whole=self.whole,
        )

    # --- tags

    def _open(self, tag: Tag) -> None:
        names = _names()
        name = tag.name
        self.elements += 1
        if self.elements > load_limits().elements:
            raise TooLarge(
                f"{self.label} has more than {load_limits().elements:,} elements; no article has. Save its text."
            )
        if name in ("html", "body"):
            self.whole = True
        attributes = self._attributes(tag)
        if name == "meta":
            self._take_meta(attributes)
        elif name == "link" and attributes.get("rel", "").lower() == "canonical":
            self.canonical = self.canonical or attributes.get("href")
        elif name == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang")
        for closed in (names.closes[name],) if name in names.closes else ():
            while self.stack and self.stack[-1][0] in closed:
                self._pop()
        if name in names.block:
            self._break()
        if name in names.void or (self.xml and self.source.endswith("/>", tag.start, tag.end)):
            if name not in names.unseen and not self.hidden:
                self.clean.append(f"<{name}>")
            return
        hides_content = name in names.unseen or hides(attributes, self.hidden_names)
        self.stack.append((name, hides_content))
        self.open_names[name] += 1
        if len(self.stack) > load_limits().nesting:
            raise TooLarge(
                f"{self.label} nests elements more than {load_limits().nesting:,} deep; no article does. "
                "Save its text instead."
            )
        self.hidden += hides_content
        if not self.hidden:
            self.clean.append(self.source[tag.start : tag.end])
            if name == "h1":
                self.heading_at = self.length

    def _close(self, name: str) -> None:
        names = _names()
        if not self.open_names[name]:
            return
        if name not in names.block and not self._reaches(name):
            return
        while self.stack:
            popped = self._pop()
            if popped == name:
                break

    def _reaches(self, name: str) -> bool:
        """Whether an inline element can be closed here: its end tag does not close blocks opened inside it."""
        for open_name, _ in reversed(self.stack):
            if open_name == name:
                return True
            if open_name in _names().block:
                return False
        return False

    def _pop(self) -> str:
        name, hid_content = self.stack.pop()
        self.open_names[name] -= 1
        if not self.hidden:
            self.clean.append(f"</{name}>")
            if name == "h1" and self.heading_at is not None:
                self.headings.append((self.heading_at, self.length))
                self.heading_at = None
        self.hidden -= hid_content
        if name in _names().block:
            self._break()
        return name

    def _attributes(self, tag: Tag) -> dict[str, str]:
        start, end = tag.attributes_at
        if end <= start:
            return {}
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.source, start, end):
            value = next((group for group in match.groups()[1:] if group is not None), "")
            found.setdefault(match[1].lower(), html.unescape(value) if len(value) < 4000 and "&" in value else value)
        return found

    def _take_meta(self, attributes: dict[str, str]) -> None:
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content:
            self.metas.append((name.lower(), content))

    # --- text

    def _take_raw(self, name: str, start: int, end: int, attributes: str) -> None:
        """The text of an element that holds no markup: never shown, sometimes told."""
        text = self.source[start:end]
        if name == "title" and self.title is None and not self.open_names["svg"]:
            self.title = html.unescape(text[:4000])
        elif name == "style":
            self.hidden_names |= read_hidden_names(text)
        elif name == "script" and "ld+json" in attributes.lower() and len(text) <= load_limits().json_characters:
            self.json_ld.append(text)

    def _take_text(self, start: int, end: int) -> None:
        if self.hidden or end <= start:
            return
        at = start
        for match in _REFERENCE.finditer(self.source, start, end):
            decoded = html.unescape(match[0])
            if decoded == match[0]:
                continue
            self._add(self.source[at : match.start()], at, None)
            self._add(decoded, match.start(), len(match[0]))
            at = match.end()
        self._add(self.source[at:end], at, None)

    def _add(self, text: str, source_start: int, source_length: int | None) -> None:
        if not text:
            return
        self.runs.append(Segment(self.length, source_start, len(text), source_length))
        self.stream.append(text)
        self.length += len(text)
        self.clean.append(html.escape("".join(c for c in text if c.isprintable() or c.isspace()), quote=False))

    def _break(self) -> None:
        """A line break of ours between two blocks: it stands in no run."""
        if not self.hidden and self.stream and self.stream[-1] != "\n":
            self.stream.append("\n")
            self.length += 1


def _scan(source: str) -> Iterator[Tag | tuple[str, int, int, str]]:
    """The tags of a page in order; comments and declarations are named "!", raw text follows its start tag as a tuple.

    Every search that fails is made once only, so that the whole is linear.
    """
    limit = load_limits().tag_characters
    xml = source.lstrip().startswith("<?xml")
    raw = _names().raw
    at = 0
    while True:
        start = source.find("<", at)
        if start < 0:
            return
        if source.startswith("<!--", start):
            stop = source.find("-->", start + 2)
            end = len(source) if stop < 0 else stop + 3
            yield Tag("!", start, end, False, (0, 0))
            at = end
            continue
        match = _TAG_START.match(source, start)
        if match is None and source.startswith(("<!", "<?", "</"), start):
            stop = source.find(">", start)
            end = len(source) if stop < 0 else stop + 1
            yield Tag("!", start, end, False, (0, 0))
            at = end
            continue
        if match is None:  # a bare "<" is text
            at = start + 1
            continue
        name = match[2].lower()
        end = _find_tag_end(source, match.end())
        inside = (match.end(), end - 1) if end - start <= limit else (0, 0)
        yield Tag(name, start, end, bool(match[1]), inside)
        at = end
        if name in raw and not match[1] and not (xml and source.endswith("/>", start, end)):
            close = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(source, at)
            stop = close.start() if close else len(source)
            yield name, at, stop, source[inside[0] : inside[1]]
            at = stop


def _find_tag_end(source: str, at: int) -> int:
    """The offset after the ">" that ends a tag; a ">" inside a quoted value does not."""
    while True:
        match = _TAG_STOP.search(source, at)
        if match is None:
            return len(source)
        if match[0] == ">":
            return match.end()
        at = match.end()
        if source[max(0, match.start() - 9) : match.start()].rstrip().endswith("="):
            closing = source.find(match[0], at)
            if closing < 0:  # the quotation mark is stray: the tag ends at the next ">"
                stop = source.find(">", at)
                return len(source) if stop < 0 else stop + 1
            at = closing + 1
