"""The report's text cut into paragraphs for display.  Nothing is dropped: the paragraphs part the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Span

_BREAKS = re.compile(r"\n(?:[^\S\n]*\n)+")
_LINE = re.compile(r"\n")
_WRAP_WIDTH = 100  # a longer line was not wrapped by hand
_WRAP_SHARE = 0.6  # of inner lines that break in mid-sentence
_TERMINAL = tuple(".!?:;…\"'”’»)]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`span` includes the line feeds that end it.  `flows`: its inner line feeds are only wrapping."""

    span: Span
    flows: bool = False


def split_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Paragraphs of `text`, in order, parting it.

    With blank lines in the text, they separate paragraphs, and lines inside flow when they look hard-wrapped;
    without any, every line is a paragraph.
    """
    separator = _BREAKS if _BREAKS.search(text.strip("\n")) else _LINE
    flows = separator is _BREAKS and is_hard_wrapped(text)
    spans: list[Span] = []
    start = 0
    # White space before the first paragraph stays with it.
    for match in separator.finditer(text, len(text) - len(text.lstrip())):
        if text[start : match.start()].strip():
            spans.append(Span(start, match.end()))
        else:
            spans[-1] = Span(spans[-1].start, match.end())
        start = match.end()
    if start < len(text):
        if spans and not text[start:].strip():
            spans[-1] = Span(spans[-1].start, len(text))
        else:
            spans.append(Span(start, len(text)))
    return tuple(Paragraph(span, flows) for span in spans)


def is_hard_wrapped(text: str) -> bool:
    """Whether the lines of `text` break in mid-sentence, as in mail and wire copy."""
    lines = text.split("\n")
    inner = [line.rstrip() for line, after in pairwise(lines) if line.strip() and after.strip()]
    if not inner or max(map(len, inner)) > _WRAP_WIDTH:
        return False
    broken = sum(not line.endswith(_TERMINAL) for line in inner)
    return broken >= _WRAP_SHARE * len(inner)
