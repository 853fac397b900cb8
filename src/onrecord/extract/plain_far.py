"""The system that a predicate is said of, where other words stand between them.

"The Orlan-10, assembled in St Petersburg from parts that two firms say they never sold, can stay aloft for 16 hours":
forms of words do not reach that far, so the parse says what the subject of the verb is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.extract.plain_mask import Sign
from onrecord.extract.resolve import has_own_clause
from onrecord.extract.scene import tokens_of
from onrecord.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass"})
_HELPERS = frozenset({"aux", "auxpass", "aux:pass", "cop"})
_RELATIVE = frozenset({"WDT", "WP"})
_FEW = 4  # words between two names of a list
_CLIMB = 4  # verbs joined to one another that are followed up to the one with the subject


def find_far_subject(doc: Doc, at: int, systems: Sequence[Sign], nouns: re.Pattern[str]) -> Sign | None:
    """The system among `systems` that is the subject of the verb which the token `at` is or helps; None when it is not
    one system alone.  `nouns` may stand behind its name: "Slava-class cruisers", but no "Kinzhal programme"."""
    subject = _subject_of(doc[at])
    if subject is None or any(child.dep_ == "conj" for child in subject.children):
        return None
    held = [sign for sign in systems if sign.span.start <= subject.idx < sign.span.end]
    if not held and nouns.fullmatch(subject.lower_):
        held = [
            sign
            for sign in systems
            if 0 <= subject.idx - sign.span.end <= 1 and not doc.text[sign.span.end : subject.idx].strip(" -")
        ]
    if len(held) != 1 or _is_listed(doc, held[0], systems):
        return None
    if held[0].span.of(doc.text).islower() and has_own_clause(subject):
        return None  # "the aircraft it met was built in"
    return held[0]


def _is_listed(doc: Doc, system: Sign, systems: Sequence[Sign]) -> bool:
    """Whether another system is joined to it ("the Leopard 2 and the Kh-22 entered"): a parse may hide that."""
    for other in systems:
        first, second = sorted((other.span, system.span), key=lambda span: span.start)
        if len(doc.text[first.end : second.start].split()) >= _FEW or first.end >= second.start:
            continue
        between = [doc[i] for i in tokens_of(doc, Span(first.end, second.start))]
        tags = {token.pos_ for token in between if not token.is_space and first.end <= token.idx < second.start}
        if "CCONJ" in tags and tags <= {"CCONJ", "DET", "PUNCT"}:
            return True
    return False


def shares_doubt(verb: Token) -> bool:
    """Whether a verb without an auxiliary is joined to one denied or only possible: "may be designed and built"."""
    for _ in range(_CLIMB):
        if any(child.dep_ == "neg" or child.tag_ in ("MD", "TO") for child in verb.children):
            return True
        if verb.dep_ != "conj":
            return False
        verb = verb.head
    return True


def _subject_of(token: Token) -> Token | None:
    verb = token.head if token.dep_ in _HELPERS else token
    for _ in range(_CLIMB):
        found = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
        if found is not None:
            if found.tag_ in _RELATIVE or found.pos_ == "PRON":
                return verb.head if verb.dep_ == "relcl" and found.tag_ in _RELATIVE else None
            return found
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ != "conj":
            return None
        verb = verb.head
    return None
