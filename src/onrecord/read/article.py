"""The article of a page: trafilatura says which blocks belong to it, the page itself gives their words."""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import NoArticle, TooLarge
from onrecord.model import Segment
from onrecord.read.align import align_blocks, squeeze
from onrecord.read.limits import load_limits
from onrecord.read.page import Page

# The blanks HTML collapses (a no-break space is not one of them), and the rest.
_PIECE = re.compile(r"[ \t\n\r\f]+|[^ \t\n\r\f]+")
_WORD = re.compile(r"\w+")

# Block elements of trafilatura's own tree.
_BLOCKS = frozenset({"p", "head", "item", "quote", "cell", "code", "ab", "fw", "summary", "details", "div"})


@dataclass(frozen=True, slots=True)
class Article:
    """Text with the map back to the page's source."""

    text: str
    segments: tuple[Segment, ...]
    notes: tuple[str, ...] = ()
    headline: str | None = None  # the heading that is the page's headline, as it shows it


def extract_article(page: Page, *, title: str | None, label: str) -> Article:
    """The headline and blocks of the article.  Raises NoArticle or TooLarge."""
    limit = load_limits().page_characters
    if len(page.stream) > limit:
        raise TooLarge(
            f"{label} shows {len(page.stream):,} characters in all; up to {limit:,} are read. Save the article's text."
        )
    stream = squeeze(page.stream)
    blocks = [] if not stream.text else _choose_blocks(page)
    notes: tuple[str, ...] = ()
    if not blocks and not page.whole:
        # A bare "<p>…</p>" has no page around it to tell apart.
        blocks = [(line, "\n\n") for line in page.stream.split("\n") if line.strip()]
        notes = ("A fragment of a page: all of its visible text was read.",) if blocks else ()
    writer = _Writer(page)
    heading = _find_heading(page, title)
    known = {squeeze(block).text for block, _ in blocks[:10]}
    if heading is not None and squeeze(page.stream[slice(*heading)]).text not in known:
        writer.write([heading], "\n\n")
    for (_, joint), pieces in zip(blocks, align_blocks([block for block, _ in blocks], stream), strict=True):
        writer.write(pieces, joint)
    text = "".join(writer.parts)
    minimum = load_limits().minimum_article_words if page.whole else 1
    if len(_WORD.findall(text)) < minimum:
        raise NoArticle(
            f"{label} holds no article text that a reader would see. If the page builds its text by script, "
            "save it from the browser after it has loaded, or save the text itself."
        )
    return Article(text, tuple(writer.segments), notes, page.stream[slice(*heading)] if heading else None)


def _choose_blocks(page: Page) -> list[tuple[str, str]]:
    """The blocks of the article, each with what parts it from the one before."""
    from trafilatura import bare_extraction  # a quarter of a second: paid only by pages

    # Without a handler of some kind, its remarks on pages without an article would go to standard error.
    log = logging.getLogger("trafilatura")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    document = bare_extraction(page.clean, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(document, "body", None)
    return [] if body is None else list(_walk(body))


def _walk(body: Any) -> Iterator[tuple[str, str]]:
    """Texts of the innermost blocks in order."""
    buffer: list[str] = []
    joint = "\n\n"

    def flush() -> Iterator[tuple[str, str]]:
        text = "".join(buffer)
        buffer.clear()
        if text.strip():
            yield text, joint

    stack: list[tuple[Any, bool]] = [(body, False)]
    while stack:
        element, leaving = stack.pop()
        block = element.tag in _BLOCKS
        if leaving:
            if block:
                yield from flush()
            buffer.append(element.tail or "" if element is not body else "")
            continue
        if block or element.tag in ("lb", "list", "table", "row"):
            yield from flush()
            joint = _joint(element)
        if isinstance(element.tag, str):
            buffer.append(element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    yield from flush()


def _joint(element: Any) -> str:
    """What parts a block from its predecessor: a list item and a table row start a line, a cell follows a tab."""
    if element.tag == "cell" and element.getprevious() is not None:
        return "\t"
    first = element.getprevious() is None
    if element.tag == "lb" or (element.tag == "item" and not first):
        return "\n"
    if element.tag == "cell":
        row = element.getparent()
        return "\n" if row is not None and row.getprevious() is not None else "\n\n"
    return "\n\n"


def _find_heading(page: Page, title: str | None) -> tuple[int, int] | None:
    """Where the page shows its headline: a heading that says what its title does, else a line that is the title.

    A heading that holds less of every title is of the outlet or of a section.
    """
    if not page.whole and page.headings and not page.stream[: page.headings[0][0]].strip():
        return page.headings[0]  # a fragment that opens with a heading, as an item of a feed is kept
    titles = [text for text in (title, page.title) if text]
    for start, end in page.headings:
        if any(_is_headline(page.stream[start:end], name) for name in titles):
            return start, end
    at = 0
    for line in page.stream.split("\n"):
        if title and line.strip() and squeeze(line).text == squeeze(title).text:
            return at, at + len(line)
        at += len(line) + 1
    return None


def _is_headline(heading: str, title: str) -> bool:
    """Whether a heading is what a page is called, though seldom to the word: "Frigates sail | Harbour Times"."""
    key, name = squeeze(heading).text, squeeze(title).text
    if not key or not name:
        return False
    if name.startswith(key) or (key in name and len(key) * 2 > len(name)) or (name in key and len(name) * 2 > len(key)):
        return True
    words, named = (frozenset(_WORD.findall(text.casefold())) for text in (heading, title))
    return len(words) > 2 and len(words & named) * 2 > len(named)


class _Writer:
    """Collects the text of pieces of the stream and maps it to the source."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.starts = [run.start for run in page.runs]
        self.parts: list[str] = []
        self.length = 0
        self.segments: list[Segment] = []

    def write(self, pieces: Sequence[tuple[int, int]], joint: str) -> None:
        for number, (start, end) in enumerate(pieces):
            if self.length:
                self._append(joint if number == 0 else " ")
            for match in _PIECE.finditer(self.page.stream, start, end):
                if match[0].isspace() and match[0] != "\xa0" and match[0][0] in " \t\n\r\f":
                    self._write_blank(match.start(), match.end())
                else:
                    self._write_run(match.start(), match.end())

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _write_blank(self, start: int, end: int) -> None:
        """One blank for all of them: the page's own space when it is one, a line break where a block ends."""
        if end - start == 1 and self.page.stream[start] == " ":
            self._write_run(start, end)
        else:
            self._append("\n" if self._holds_break(start, end) else " ")

    def _holds_break(self, start: int, end: int) -> bool:
        """Whether one of these characters is ours, so in no run."""
        return any(self._run_at(offset) is None for offset in range(start, end))

    def _run_at(self, offset: int) -> Segment | None:
        index = bisect_right(self.starts, offset) - 1
        run = self.page.runs[index] if index >= 0 else None
        return run if run is not None and offset < run.start + run.length else None

    def _write_run(self, start: int, end: int) -> None:
        at = start
        while at < end:
            run = self._run_at(at)
            if run is None:  # cannot happen for visible characters; a line break of ours is written as such
                self._append(self.page.stream[at])
                at += 1
                continue
            stop = min(end, run.start + run.length)
            self._map(run, at, stop)
            self._append(self.page.stream[at:stop])
            at = stop

    def _map(self, run: Segment, start: int, stop: int) -> None:
        if run.source_length is not None:
            if stop - start == run.length:  # part of a reference that stands for several characters has no place
                self.segments.append(Segment(self.length, run.source_start, run.length, run.source_length))
            return
        source_start = run.source_start + start - run.start
        last = self.segments[-1] if self.segments else None
        if (
            last is not None
            and last.source_length is None
            and last.start + last.length == self.length
            and last.source_start + last.length == source_start
        ):
            self.segments[-1] = Segment(last.start, last.source_start, last.length + stop - start)
        else:
            self.segments.append(Segment(self.length, source_start, stop - start))
