"""What is settled before the parser of a Universal Dependencies model runs: spaced numbers, agency datelines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,6}(?![\d]|[.,]\d{4})")
_DATELINE = re.compile(r"[^\n()]{2,60}\([^\n()]{2,30}\)\s?\.?\s?[-–—]+\s")


def join_digit_groups(doc: Doc) -> Doc:
    """ "5 000" as one token, as the languages write it that separate thousands with a space."""
    spans = [doc.char_span(match.start(), match.end()) for match in _GROUPS.finditer(doc.text)]
    found = [span for span in spans if span is not None and len(span) > 1]
    if found:
        with doc.retokenize() as retokenizer:
            for span in found:
                retokenizer.merge(span)
    return doc


def mark_agency_lines(doc: Doc) -> Doc:
    """Start a sentence after "Bogotá, 23 may (EFE).- " at the head of a line."""
    text = doc.text
    begins = [0, *(match.end() for match in re.finditer(r"\n", text))]
    ends = {match.end() for start in begins if (match := _DATELINE.match(text, start)) is not None}
    for token in doc:
        if token.idx in ends:
            token.is_sent_start = True
    return doc
