"""Systems, numbers, times and states of a text replaced by signs, so that plain sentences can be read as forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from onrecord.model import Entity, EntityKind, Mention, Quantity, Span, TimeExpression
from onrecord.signs import Signed, put_signs

_WORD = re.compile(r"(?:[A-Z]\.){2,5}|\w+(?:['’]\w+)*")
_POSSESSIVES = ("'s", "’s")
_JOINTS = (" ", "-")
_LONGEST = 5
SENTENCE_END = re.compile(r"(?<!\bSt)[.!?]['\"”’)]?\s+(?=[A-Z“\"'‘⟦])|\n\s*\n")


class CountryNames(Protocol):
    """What is asked of the table of countries: whose name, adjective or capital a form is."""

    def may_name(self, form: str) -> bool: ...
    def named(self, name: str) -> tuple[Any, ...]: ...
    def of_demonym(self, word: str) -> tuple[Any, ...]: ...
    def of_capital(self, name: str) -> tuple[Any, ...]: ...


@dataclass(frozen=True, slots=True)
class Sign:
    """What one sign stands for.  `kind`: E system, Q number, T time, C state or its body, D people or adjective."""

    kind: str
    span: Span
    entity: Entity | None = None
    quantity: Quantity | None = None
    time: TimeExpression | None = None


@dataclass(frozen=True, slots=True)
class SignedText:
    """The text with signs ("⟦E0⟧ has a range of ⟦Q1⟧"), and the way back to its offsets."""

    text: str
    signed: str
    signs: tuple[Sign, ...]
    _signed: Signed

    def span(self, start: int, end: int) -> Span:
        """Offsets of the text for offsets of `signed` that do not cut a sign."""
        return self._signed.span(start, end)


def sign_text(
    text: str,
    *,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
    countries: CountryNames,
    pronouns: Sequence[str] = (),
    articles: Sequence[str] = (),
    classes: Mapping[str, Sequence[str]] | None = None,
) -> SignedText:
    """The text with its systems, numbers, times and states as signs; of two that overlap the first kind stays.

    Where `pronouns` or one of `articles` with a noun of a class opens a sentence, they may stand for the system named
    before; `classes`: of what classes that one may be, by the noun's own, where it is not the same.
    """
    found = [
        Sign("E", _without_possessive(m.span, text), m.entity)
        for m in mentions
        if m.kind is EntityKind.EQUIPMENT and m.entity is not None
    ]
    found += [*_pronouns(text, found, pronouns), *_stand_ins(text, found, mentions, articles, classes or {})]
    found += [Sign("Q", q.span, quantity=q) for q in quantities]
    found += [Sign("T", t.span, time=t) for t in times]
    found += [
        Sign("C", m.span, m.entity)
        for m in mentions
        if m.kind is EntityKind.BODY and m.entity is not None and m.entity.country is not None
    ]
    kept: list[Sign] = []
    taken = bytearray(len(text))
    for sign in found:
        if not any(taken[sign.span.start : sign.span.end]):
            taken[sign.span.start : sign.span.end] = b"\x01" * len(sign.span)
            kept.append(sign)
    kept += _find_states(text, taken, countries)
    kept.sort(key=lambda sign: sign.span.start)
    return _put_signs(text, kept)


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each sentence of a signed text."""
    begin = 0
    for stop in SENTENCE_END.finditer(text):
        yield begin, stop.end()
        begin = stop.end()
    yield begin, len(text)


def _without_possessive(span: Span, text: str) -> Span:
    return Span(span.start, span.end - 2) if span.of(text).endswith(_POSSESSIVES) else span


def _pronouns(text: str, systems: Sequence[Sign], pronouns: Sequence[str]) -> list[Sign]:
    """ "It" that opens a sentence, where the one before names one system and its own none; or behind a semicolon."""
    if not pronouns:
        return []
    opening = tuple(f"{word.capitalize()} " for word in pronouns)
    after_pause = re.compile(rf"; ({'|'.join(map(re.escape, pronouns))}) ")
    out: list[Sign] = []
    ends = [0, *(stop.end() for stop in SENTENCE_END.finditer(text)), len(text)]
    for before, begin, end in zip(ends, ends[1:], ends[2:], strict=False):
        word = next((each for each in opening if text.startswith(each, begin)), None)
        if word is None:
            continue
        named = {s.entity.id: s.entity for s in systems if before <= s.span.start < begin and s.entity is not None}
        if len(named) == 1 and not any(begin <= s.span.start < end for s in systems):
            out.append(Sign("E", Span(begin, begin + len(word) - 1), next(iter(named.values()))))
    for found in after_pause.finditer(text):
        begin = max((end for end in ends if end <= found.start()), default=0)
        stop = min((end for end in ends if end > found.start()), default=len(text))
        here = {s.entity.id: s.entity for s in systems if begin <= s.span.start < stop and s.entity is not None}
        if len(here) == 1 and any(begin <= s.span.start < found.start() for s in systems):
            out.append(Sign("E", Span(found.start(1), found.end(1)), next(iter(here.values()))))
    return out


def _stand_ins(
    text: str,
    systems: Sequence[Sign],
    mentions: Sequence[Mention],
    articles: Sequence[str],
    classes: Mapping[str, Sequence[str]],
) -> list[Sign]:
    """ "The missile" that opens a sentence without a name, where only one system named so far is of its class."""
    if not systems or not articles:
        return []
    opening = tuple(f"{word.capitalize()} " for word in articles)
    nouns = [m for m in mentions if m.kind is EntityKind.EQUIPMENT and m.entity is None and m.category is not None]
    known = {s.span.start: s.category or "" for s in mentions if s.kind is EntityKind.EQUIPMENT}
    ends = [*(stop.end() for stop in SENTENCE_END.finditer(text)), len(text)]
    out: list[Sign] = []
    for begin, end in pairwise(ends):
        word = next((each for each in opening if text.startswith(each, begin)), None)
        if word is None or any(begin <= s.span.start < end for s in systems):
            continue
        noun = next((m for m in nouns if m.span.start in (begin, begin + len(word)) and m.span.end < end), None)
        if noun is None or noun.category is None or not text[noun.span.end :].startswith(" "):
            continue
        wanted = tuple(classes.get(noun.category, (noun.category,)))
        named = {
            s.entity.id: s.entity
            for s in systems
            if s.span.start < begin and s.entity is not None and known.get(s.span.start, "").startswith(wanted)
        }
        last = max((s.span.end for s in systems if s.span.start < begin), default=begin)
        # "The F-16 met an aircraft. The aircraft": another was spoken of last; "the Iskander missile" is none.
        others = [m for m in nouns if last + 1 < m.span.start < begin and (m.category or "").startswith(wanted)]
        if len(named) == 1 and not others:
            start = max(noun.span.start, begin + len(word))
            out.append(Sign("E", Span(start, noun.span.end), next(iter(named.values()))))
    return out


def _find_states(text: str, taken: bytearray, countries: CountryNames) -> list[Sign]:
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    out: list[Sign] = []
    n = 0
    while n < len(words):
        start, end = words[n]
        if not text[start].isupper() or taken[start] or end - start < 2:
            n += 1
            continue
        last = n
        while last + 1 < min(n + _LONGEST, len(words)) and text[words[last][1] : words[last + 1][0]] in _JOINTS:
            last += 1
        sign = None
        while sign is None and last >= n:
            if not any(taken[start : words[last][1]]):
                sign = _read_state(text, start, words[last][1], countries)
            last -= 1
        if sign is None:
            n += 1
            continue
        out.append(sign)
        while n < len(words) and words[n][0] < sign.span.end:
            n += 1
    return out


def _read_state(text: str, start: int, end: int, countries: CountryNames) -> Sign | None:
    bare = text[start:end]
    if bare.endswith(_POSSESSIVES):
        bare = bare[:-2]
    if not countries.may_name(bare):
        return None
    span = Span(start, start + len(bare))
    for kind, found in (
        ("C", countries.named(bare)),
        ("D", countries.of_demonym(bare)),
        ("C", countries.of_capital(bare)),
    ):
        if len(found) == 1:
            entity = found[0].entity()
            return Sign(kind, span, entity)
        if found:
            return None
    return None


def _put_signs(text: str, signs: Sequence[Sign]) -> SignedText:
    signed = put_signs(text, ((sign.span, f"{sign.kind}{number}") for number, sign in enumerate(signs)))
    return SignedText(text, signed.text, tuple(signs), signed)
