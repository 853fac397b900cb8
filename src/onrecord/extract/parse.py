"""Text to a parsed spaCy Doc whose token offsets are offsets of `Report.text`."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from onrecord import lexicon
from onrecord.errors import MissingModel
from onrecord.extract.lean import lean_steps
from onrecord.extract.network import on_one_thread
from onrecord.extract.pretokens import join_words, mark_agency_lines
from onrecord.extract.universal import reshape
from onrecord.extract.universal_tree import load_scheme

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_DASHES = frozenset({"-", "--", "–", "—"})
_DATELINE_LENGTH = 24  # tokens; "REDSTONE ARSENAL, Alabama (May 31, 2022) –" has 11
_HEADER_LENGTH = 80  # tokens of a text in which a dateline with a date is looked for inside a line
_DATELINE_SMALL = frozenset({"and", "of", "de", "la", "el"})
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
        Language.component("onrecord_agency_lines", func=mark_agency_lines)
    for name in pack["models"]:
        if find_spec(name) is not None:
            with warnings.catch_warnings():
                # a model made for an earlier release of spaCy still loads; its figures are in docs/languages.md
                warnings.filterwarnings("ignore", message=r"\[W095\]")
                # the models carry a splitter of sentences that is switched off: the parser does its work
                nlp = spacy.load(name, exclude=["senter"])
            keep_designators_whole(nlp)
            nlp.add_pipe("onrecord_line_breaks", before="parser")
            if load_scheme(language) is not None:
                nlp.add_pipe("onrecord_agency_lines", before="parser")
            return nlp
    install = pack.get("install", pack["model_package"])
    raise MissingModel(
        f"No spaCy model for {pack['name']} is installed. Install one with: pip install {install}"
    )


def keep_designators_whole(nlp: Language) -> None:
    """ "Igla-S" and "Su-35S." stay one word: the model's tokenizer would split at the hyphen and keep the full stop."""
    from spacy.lang.char_classes import HYPHENS
    from spacy.util import compile_infix_regex, compile_suffix_regex

    one_capital = r"(?![A-ZА-ЯΑ-Ω](?!\w))"
    hyphen = f"(?:{HYPHENS})"
    infixes = [str(infix).replace(hyphen, hyphen + one_capital, 1) for infix in nlp.Defaults.infixes or ()]
    suffixes = [*(nlp.Defaults.suffixes or ()), r"(?<=[-‐‑–][A-ZА-ЯΑ-Ω])\."]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search


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
    for start in (0, *(t.i + 1 for t in doc[:-1] if t.is_space and "\n" in t.text)):
        end = dateline_end(doc, start)
        if end is not None:
            doc[end].is_sent_start = True
    for start in range(1, min(len(doc), _HEADER_LENGTH)):
        end = dated_dateline_end(doc, start)
        if end is not None:
            doc[start].is_sent_start = True
            doc[end].is_sent_start = True
    return doc


def dated_dateline_end(doc: Doc, start: int) -> int | None:
    """The first token after "KABUL, Afghanistan (Sept. 30, 2011)" and its dash, wherever a header runs into it."""
    first = doc[start]
    if not (first.text.isupper() and first.is_alpha and len(first.text) > 2) or start + 3 >= len(doc):
        return None
    if doc[start + 1].text != ",":
        return None
    i = start + 2
    while i < len(doc) and i < start + 6 and doc[i].text[:1].isupper():
        i += 1
    if i == start + 2 or i >= len(doc) or doc[i].text != "(":
        return None
    close = next((j for j in range(i + 1, min(len(doc) - 1, i + 8)) if doc[j].text == ")"), None)
    if close is None or not any(t.is_digit for t in doc[i:close]) or not doc[i + 1].text[:1].isupper():
        return None
    return close + 2 if doc[close + 1].text in _DASHES and close + 2 < len(doc) else close + 1


def dateline_end(doc: Doc, start: int) -> int | None:
    """Index of the first token after a dateline ("KABUL, Afghanistan (Sept. 30) –") at token `start`, if any."""
    first = doc[start] if start < len(doc) else None
    if first is None or not (first.text.isupper() and first.is_alpha and len(first.text) > 2):
        return None
    for token in doc[start + 1 : min(len(doc) - 1, start + _DATELINE_LENGTH)]:
        if token.text in _DASHES and token.i > start:
            spaced = doc[token.i - 1].whitespace_ or token.text != "-"
            return token.i + 1 if spaced else None
        if token.is_alpha and token.text.islower() and token.lower_ not in _DATELINE_SMALL:
            return None
    return None


def parse(text: str, *, language: str = "en") -> Doc:
    """Parse `text`.  `doc[i].idx` is an offset of `text`.  Raises UnknownLanguage or MissingModel."""
    nlp = load_model(language)
    nlp.max_length = max(nlp.max_length, len(text) + 1)
    doc = nlp.make_doc(text)
    with on_one_thread():
        for step in load_steps(language):
            doc = step(doc)
    return doc


@cache
def load_steps(language: str) -> tuple[Callable[[Doc], Doc], ...]:
    """What a language's pipeline does to a Doc after its tokenizer, in order."""
    steps = lean_steps(load_model(language))
    if load_scheme(language) is None:
        return steps
    return (join_words, *steps, partial(reshape, language=language))
