"""Text to a parsed spaCy Doc whose token offsets are offsets of `Report.text`."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.errors import MissingModel

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_CLOSING = "\"'’”»)]"
_TERMINAL = (".", "!", "?", "…", ":", ";")


@cache
def load_model(language: str) -> Language:
    """The spaCy pipeline of a language pack.  Raises MissingModel with the package to install."""
    pack = lexicon.load("pack", language=language)
    import spacy  # half a second: paid only by a process that parses
    from spacy.language import Language

    if not Language.has_factory("onrecord_line_breaks"):
        Language.component("onrecord_line_breaks", func=mark_line_breaks)
    for name in pack["models"]:
        if find_spec(name) is not None:
            nlp = spacy.load(name)
            nlp.add_pipe("onrecord_line_breaks", before="parser")
            return nlp
    raise MissingModel(
        f"No spaCy model for {pack['name']} is installed. Install one with: pip install {pack['model_package']}"
    )


def mark_line_breaks(doc: Doc) -> Doc:
    """Start a sentence after a blank line, and after a line that ended a sentence.

    A single line break inside a hard-wrapped paragraph is not a boundary; the parser decides there.
    """
    for token in doc[:-1]:
        if not token.is_space or "\n" not in token.text:
            continue
        before = doc[max(0, token.i - 8) : token.i].text.rstrip(_CLOSING)
        if before.endswith(_TERMINAL) or _BLANK_LINE.search(token.text):
            doc[token.i + 1].is_sent_start = True
    return doc


def parse(text: str, *, language: str = "en") -> Doc:
    """Parse `text`.  `doc[i].idx` is an offset of `text`.  Raises UnknownLanguage or MissingModel."""
    nlp = load_model(language)
    nlp.max_length = max(nlp.max_length, len(text) + 1)
    return nlp(text)
