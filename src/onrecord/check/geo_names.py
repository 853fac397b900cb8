"""Names of countries and places in a text, masked so that patterns can be read over the words between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Span
from onrecord.signs import Signed, put_signs

if TYPE_CHECKING:
    from onrecord.record.countries import Country
    from onrecord.record.gazetteer import Place
    from onrecord.record.geography import Geography

_WORD = re.compile(r"(?:[A-Z]\.){2,5}|\w+(?:['’]\w+)*")
_POSSESSIVES = ("'s", "’s", "'S", "’S")
_JOINTS = (" ", "-", ". ", "\n")
_LONGEST = 5
_LEAD = 40  # characters before a name in which the word before it stands
_BEFORE = re.compile(r"(?<![\w.'’-])([A-Z][\w'’-]{2,})[ \n]\Z")
_PLAIN = ("governs", "article", "and", "placed_in", "beside", "town", "town_of", "not_person")  # in capitals too


@dataclass(frozen=True, slots=True)
class GeoName:
    """A name in the text: the countries it may be, or the places; `people` for an adjective or a word for a people."""

    span: Span
    text: str
    countries: tuple[Country, ...] = ()
    places: tuple[Place, ...] = ()
    people: bool = False
    weak: bool = False  # names something else as often as that country


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with its names replaced by ⟦n⟧, and the way back to the offsets of the text."""

    text: str
    masked: str
    names: tuple[GeoName, ...]
    _signed: Signed

    def span(self, start: int, end: int) -> Span:
        """Offsets of the text for offsets of `masked` that do not cut a name."""
        return self._signed.span(start, end)


def mask_names(text: str, geography: Geography, *, language: str = "en") -> MaskedText:
    """Find names, longest first from left to right, and mask them.  Brackets that mark a name are masked by spaces."""
    names = find_names(text, geography, language=language)
    signed = put_signs(text, ((name.span, str(number)) for number, name in enumerate(names)))
    return MaskedText(text, signed.text, tuple(names), signed)


def find_names(text: str, geography: Geography, *, language: str = "en") -> list[GeoName]:
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    names: list[GeoName] = []
    n = 0
    while n < len(words):
        start = words[n][0]
        if not text[start].isupper() or len(text[start : words[n][1]]) < 2:
            n += 1
            continue
        last = n
        while last + 1 < min(n + _LONGEST, len(words)) and text[words[last][1] : words[last + 1][0]] in _JOINTS:
            last += 1
        found = None
        while found is None and last >= n:
            found = _read_name(text, start, words[last][1], geography, language)
            last -= 1
        if found is None:
            n += 1
            continue
        names.append(found)
        while n < len(words) and words[n][0] < found.span.end:
            n += 1
    return names


def is_of_person(start: int, text: str, names: Sequence[GeoName], language: str) -> bool:
    """Whether a name follows another that is no place, in one sentence: "Ambassador Castro Arenas is in Panama"."""
    before = _BEFORE.search(text[max(0, start - _LEAD) : start])
    if before is None or any(name.span.end == start - 1 and name.countries for name in names):
        return False
    at = start - len(before[0])
    if not text[:at].strip() or text[:at].rstrip(" \"“”‘’'")[-1:] in tuple(".!?:;\n"):
        return False  # the first word of a sentence is no name for its capital
    table = lexicon.load("geography", language=language)["words"]
    plain = {word for key in _PLAIN for word in table.get(key, ())}
    return before[1].lower() not in plain


def _read_name(text: str, start: int, end: int, geography: Geography, language: str) -> GeoName | None:
    bare = text[start:end]
    if bare.endswith(_POSSESSIVES):
        bare = bare[:-2]
    end = start + len(bare)
    table = geography.countries(language)
    if table.may_name(bare):
        found = table.named(bare)
        if found:
            return GeoName(Span(start, end), bare, countries=found, weak=any(bare in c.weak for c in found))
        found = table.of_demonym(bare)
        if found:
            weak = any(bare in c.weak for c in found)
            return GeoName(Span(start, end), bare, countries=found, people=True, weak=weak)
    if bare.lower() in _never_names(language):
        return None
    words = bare.replace("-", " ").split()
    if not words[-1][:1].isupper() or not all(len(word) <= 4 or word[:1].isupper() for word in words):
        return None
    places = tuple(entry.place for entry in geography.gazetteer.lookup(bare))
    if not places:
        return None
    return GeoName(Span(start, end), bare, places=places)


@cache
def _never_names(language: str) -> frozenset[str]:
    try:
        return frozenset(lexicon.load("geography", language=language)["words"].get("never_names", ()))
    except (LexiconError, UnknownLanguage):
        return frozenset()
