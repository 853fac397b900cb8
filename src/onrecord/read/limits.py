"""The numbers beyond which an input is refused: `[limits]` of `data/reading.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.errors import TooLarge

_LINE = re.compile(r"[^\n]+")
_RUN = re.compile(r"\S+")
_PIECE = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still read.  Bytes before decoding, characters (code points) after."""

    text_bytes: int
    text_characters: int
    text_pieces: int
    page_characters: int
    page_bytes: int
    line_characters: int
    word_characters: int
    nesting: int
    elements: int
    tag_characters: int
    json_characters: int
    metadata_characters: int
    minimum_article_words: int
    feed_bytes: int
    feed_items: int
    record_bytes: int
    broken_records: int
    archive_members: int
    archive_bytes: int
    pdf_bytes: int
    pdf_pages: int
    pdf_seconds: int
    pdf_memory: int

    @property
    def bytes(self) -> int:
        """The most that is ever taken from a file or a pipe."""
        return max(self.text_bytes, self.page_bytes, self.feed_bytes, self.pdf_bytes)


@cache
def load_limits() -> Limits:
    table = lexicon.load("reading")["limits"]
    return Limits(**{name: int(table[name]) for name in Limits.__dataclass_fields__})


def check_size(size: int, *, page: bool, label: str, pdf: bool = False) -> None:
    """Raise TooLarge when `size` bytes are more than a text, a page or a PDF may have."""
    limits = load_limits()
    limit = limits.pdf_bytes if pdf else limits.page_bytes if page else limits.text_bytes
    if size > limit:
        kind = "PDF" if pdf else "page" if page else "text"
        raise TooLarge(
            f"{label} holds {size:,} bytes; a {kind} of up to {limit:,} bytes is read. "
            "Split it into the reports it is made of."
        )


def check_text(text: str, *, label: str) -> None:
    """Raise TooLarge when the text, one of its lines or one of its words is longer than prose is."""
    limits = load_limits()
    if len(text) > limits.text_characters:
        raise TooLarge(
            f"{label} holds {len(text):,} characters; up to {limits.text_characters:,} are read. "
            "Split it into the reports it is made of."
        )
    line = next((m for m in _LINE.finditer(text) if len(m[0]) > limits.line_characters), None)
    if line is not None:
        raise TooLarge(
            f"Line {_line_number(text, line.start())} of {label} holds {len(line[0]):,} characters; up to "
            f"{limits.line_characters:,} are read. Break it into paragraphs."
        )
    run = next((m for m in _RUN.finditer(text) if len(m[0]) > limits.word_characters), None)
    if run is not None:
        raise TooLarge(
            f"Line {_line_number(text, run.start())} of {label} holds {len(run[0]):,} characters without a blank; "
            f"up to {limits.word_characters:,} are read. That is data, not prose: take it out."
        )
    # A piece is at least one character, so a text with fewer characters than the limit need not be counted.
    if len(text) > limits.text_pieces:
        pieces = sum(1 for _ in _PIECE.finditer(text))
        if pieces > limits.text_pieces:
            raise TooLarge(
                f"{label} holds {pieces:,} words and punctuation marks; up to {limits.text_pieces:,} are read. "
                "Split it into the reports it is made of."
            )


def _line_number(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
