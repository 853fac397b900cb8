"""What is settled before the parser of a Universal Dependencies model runs: spaced numbers, agency datelines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,6}(?![\d]|[.,]\d{4})")
_HYPHENED = re.compile(r"(?<![\w-])[A-ZÀ-Þ][a-zß-ÿœ]+(?:-[A-ZÀ-Þ][a-zß-ÿœ]+){1,3}(?![\w-])")
_DATELINE = re.compile(r"[^\n()]{2,60}\([^\n()]{2,30}\)\s?\.?\s?[-–—]+\s")


def join_words(doc: Doc) -> Doc:
    """ "5 000" and "Pays-Bas" as one token each: a space sets thousands off, a hyphen joins the words of a name."""
    matches = sorted(match.span() for form in (_GROUPS, _HYPHENED) for match in form.finditer(doc.text))
    spans = [doc.char_span(start, end) for start, end in matches]
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
