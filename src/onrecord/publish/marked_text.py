"""The report's text as HTML: claims and quotations marked in place, not a character added or lost.

Numbers and symbols of the marks are drawn by the style sheet, so that the page's text, tags stripped, is the report's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from onrecord.model import Span
from onrecord.publish.marks import Mark, Piece, cut_pieces, make_marks, shared_depth
from onrecord.publish.nouns import ClaimCard, Sheet
from onrecord.publish.paragraphs import Paragraph, split_paragraphs
from onrecord.publish.safety import UNSEEN, show_on_one_line
from onrecord.publish.words import Words

_CLAIM, _QUOTE = "c", "q"


def exact_html(text: str) -> Markup:
    """`text` as HTML that parses back to it, each unseen character isolated and labelled.

    Alone in a `bdi`, a bidi control has nothing to reorder.  NUL and lone surrogates, which no page can hold, become
    the replacement character.
    """
    parts: list[str] = []
    at = 0
    for match in UNSEEN.finditer(text):
        parts += (str(escape(text[at : match.start()])), hold_unseen(match))
        at = match.end()
    parts.append(str(escape(text[at:])))
    return Markup("".join(parts))  # noqa: S704  # every part is escaped above


def hold_unseen(match: re.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    if code == 0 or 0xD800 <= code <= 0xDFFF:
        held = "\ufffd"
    elif code < 0x20:
        held = f"&#{code};"  # a raw CR would be read as a line feed
    else:
        held = char
    return f'<bdi class="unseen" dir="ltr" data-code="U+{code:04X}">{held}</bdi>'


def mark_report(sheet: Sheet, words: Words, prefix: str) -> Markup:
    """The report's paragraphs, each claim a `mark` with a pin before it that links to the claim's card.

    Each quotation has its speaker's name before it, as a link to the speaker among the sources.  Pins and names are no
    part of the text: whoever copies from it copies the report.

    `prefix` starts every id, so that several reports share a page.
    """
    cards = {card.id: card for card in sheet.claims}
    spans = [(_CLAIM + card.id, card.claim.span) for card in sheet.claims]
    spans += [(_QUOTE + entry.id, entry.excerpt.span) for entry in sheet.quotations]
    quotes = {entry.id: (entry.source_id, entry.name) for entry in sheet.quotations}
    claims = make_marks([entry for entry in spans if entry[0].startswith(_CLAIM)])
    levels = {mark.id: mark for mark in claims}
    marks = tuple(levels.get(mark.id, mark) for mark in make_marks(spans))
    writer = _Writer(sheet.report.text, sheet.report.headline, cards, quotes, words, prefix)
    return Markup("").join(writer.paragraph(paragraph, marks) for paragraph in split_paragraphs(sheet.report.text))


class _Writer:
    """Writes pieces one after the other, closing and opening marks between them."""

    def __init__(
        self,
        text: str,
        headline: Span | None,
        cards: dict[str, ClaimCard],
        quotes: dict[str, tuple[str, str]],
        words: Words,
        prefix: str,
    ) -> None:
        self.text = text
        self.headline = headline
        self.cards = cards
        self.quotes = quotes
        self.words = words
        self.prefix = prefix

    def paragraph(self, paragraph: Paragraph, marks: Sequence[Mark]) -> Markup:
        names = [
            *(["headline"] if self.headline is not None and self.headline.overlaps(paragraph.span) else []),
            *(["flows"] if paragraph.flows else []),
        ]
        parts = [Markup('<p class="{}">').format(" ".join(names)) if names else Markup("<p>")]
        open_marks: tuple[Mark, ...] = ()
        inner = self.without_end(paragraph.span, marks)
        for piece in cut_pieces(inner, marks):
            depth = shared_depth(open_marks, piece.stack)
            parts += [self.end_tag(mark) for mark in reversed(open_marks[depth:])]
            parts += self.opening(piece, depth)
            open_marks = piece.stack
            parts.append(exact_html(piece.span.of(self.text)))
        parts += [self.end_tag(mark) for mark in reversed(open_marks)]
        # Line feeds between paragraphs would stand as empty lines inside them.
        parts += [Markup("</p>"), exact_html(self.text[inner.end : paragraph.span.end])]
        return Markup("").join(parts)

    def without_end(self, span: Span, marks: Sequence[Mark]) -> Span:
        """`span` without the line feeds that end it, unless a mark begins among them."""
        words = span.of(self.text).rstrip("\n ")
        inner = Span(span.start, span.start + len(words))
        return span if any(inner.end <= mark.span.start < span.end for mark in marks) or not words else inner

    def opening(self, piece: Piece, depth: int) -> list[Markup]:
        """Pins of the marks that start here, each just before its mark."""
        parts: list[Markup] = []
        for mark in piece.stack[depth:]:
            if mark in piece.starts:
                parts.append(self.pin(mark))
            parts.append(self.start_tag(mark, first=mark in piece.starts))
        parts += [self.pin(mark) for mark in piece.starts if mark not in piece.stack]
        return parts

    def start_tag(self, mark: Mark, *, first: bool) -> Markup:
        name = mark.id[1:]
        if mark.id[0] == _QUOTE:
            identity = Markup(' id="{}-{}"').format(self.prefix, name) if first else ""
            return Markup('<span class="quoted"{}>').format(identity)
        standing = self.cards[name].standing.value
        return Markup('<mark class="claim v-{} l{}" data-claim="{}-{}">').format(
            standing, mark.level, self.prefix, name
        )

    def end_tag(self, mark: Mark) -> Markup:
        return Markup("</span>") if mark.id[0] == _QUOTE else Markup("</mark>")

    def pin(self, mark: Mark) -> Markup:
        name = mark.id[1:]
        if mark.id[0] == _QUOTE:
            source, speaker = self.quotes[name]
            label = self.words.frame("quotation_of", name=speaker)
            return Markup(
                '<a class="speaker" href="#{prefix}-{source}" data-tag="{tag}" aria-label="{label}"></a>'
            ).format(prefix=self.prefix, source=source, tag=show_on_one_line(speaker), label=show_on_one_line(label))
        card = self.cards[name]
        label = self.words.frame(
            "claim_name",
            id=name,
            kind=self.words.of("kind", card.claim.kind),
            standing=self.words.standing(card.standing),
        )
        return Markup(
            '<a class="pin v-{standing}" id="{prefix}-t-{name}" href="#{prefix}-{name}" data-tag="{name}{symbol}" '
            'aria-label="{label}"></a>'
        ).format(
            standing=card.standing.value,
            prefix=self.prefix,
            name=name,
            symbol=self.words.standing(card.standing, "symbol"),
            label=show_on_one_line(label),
        )
