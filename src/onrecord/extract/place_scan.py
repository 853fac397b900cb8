"""Names in a text that the gazetteer, the countries or the language pack know: longest first, left to right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extract.place_words import WORD, PlaceWords

if TYPE_CHECKING:
    from onrecord.record.countries import Countries
    from onrecord.record.gazetteer import Gazetteer

_LONGEST = 6
_JOINTS = frozenset((" ", "-", "\n", "–", "‑"))
_STOPS = frozenset(("St", "Ft", "Mt", "Ste"))
_PLAIN = str.maketrans("", "", "'’")


@dataclass(slots=True)
class Found:
    """A name and what it may be: countries by code, or entries of the gazetteer.

    An entry is the index of a place * 2, + 1 for an alternate name.
    """

    start: int
    end: int
    text: str
    first: int  # number of the first word
    last: int  # number of the word after
    kind: str  # "country", "demonym", "short", "place"
    codes: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()
    weak: bool = False


@dataclass(slots=True)
class Words:
    """Words of a text with their offsets."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def gap(self, n: int) -> str:
        """What stands between word n and the next."""
        return self.text[self.ends[n] : self.starts[n + 1]] if n + 1 < len(self.words) else self.text[self.ends[n] :]


def split_words(text: str, elided: frozenset[str] = frozenset()) -> Words:
    """The words of a text; what is cut before a vowel stands apart: French "l'Iran" is two."""
    words = Words(text, [], [], [])
    for match in WORD.finditer(text):
        word, start = match[0], match.start()
        cut = next((n for n, char in enumerate(word) if char in "'’"), -1) if elided else -1
        if cut > 0 and word[:cut].lower() in elided:
            words.words.append(word[:cut])
            words.starts.append(start)
            words.ends.append(start + cut)
            word, start = word[cut + 1 :], start + cut + 1
        words.words.append(word)
        words.starts.append(start)
        words.ends.append(match.end())
    return words


def scan_names(words: Words, lexicon: PlaceWords, gazetteer: Gazetteer, countries: Countries) -> list[Found]:
    """Every known name, without overlaps.  What is a common word too is kept: the context decides later."""
    forms = words.words
    out: list[Found] = []
    n, count = 0, len(forms)
    while n < count:
        form = forms[n]
        if not form[0].isupper():
            n += 1
            continue
        found = _read_short(words, n, lexicon) or _read_name(words, n, lexicon, gazetteer, countries)
        if found is None:
            n += 1
            continue
        out.append(found)
        n = found.last
    return out


def _read_short(words: Words, n: int, lexicon: PlaceWords) -> Found | None:
    """ "Ky.", "W.Va.", "D.C.", and "KY" after a comma."""
    text, start = words.text, words.starts[n]
    if len(words.words[n]) > 5:
        return None
    for last in (n + 3, n + 2, n + 1):
        if last > len(words.words):
            continue
        end = words.ends[last - 1]
        if end - start > 7:
            continue
        with_stop = text[start : end + 1]
        for form in (with_stop, text[start:end]):
            code = lexicon.short.get(form)
            if code is not None:
                return Found(start, start + len(form), form, n, last, "short", codes=code)
    code = lexicon.postal.get(words.words[n])
    if code is not None and n and words.gap(n - 1).strip() == "," and words.words[n - 1][0].isupper():
        return Found(start, words.ends[n], words.words[n], n, n + 1, "short", codes=code)
    return None


def _read_name(words: Words, n: int, lexicon: PlaceWords, gazetteer: Gazetteer, countries: Countries) -> Found | None:
    forms, text = words.words, words.text
    ends = [n + 1]
    keys = [_fold(forms[n], gazetteer)]
    for last in range(n + 1, min(n + _LONGEST, len(forms))):
        gap = words.gap(last - 1)
        stop = gap.startswith(".") and (forms[last - 1] in _STOPS or len(forms[last - 1]) == 1)
        comma = gap == ", " and last == n + 1  # "Washington, D.C."
        if not (stop or comma or gap in _JOINTS):
            break
        word = forms[last]
        if not word[0].isupper() and word not in lexicon.linking and not (gap == "-" and word.islower()):
            break
        ends.append(last + 1)
        keys.append(f"{keys[-1]} {_fold(word, gazetteer)}")
    for size in range(len(ends) - 1, -1, -1):
        last = ends[size]
        if size and not forms[last - 1][0].isupper():
            continue
        start, end = words.starts[n], words.ends[last - 1]
        surface = text[start:end]
        if surface[-2:] in ("'s", "’s", "'S", "’S") and len(surface) > 3:
            bare, key = surface[:-2], keys[size][:-1]
            found = _known(bare, key, n, last, start, end - 2, lexicon, gazetteer, countries)
            if found is not None:
                return found
        found = _known(surface, keys[size], n, last, start, end, lexicon, gazetteer, countries)
        if found is not None:
            return found
        if size + 1 < len(surface) and text[end : end + 1] == "." and surface.replace(".", "").isupper():
            found = _known(surface + ".", "", n, last, start, end + 1, lexicon, gazetteer, countries)
            if found is not None:
                return found
    return None


def _known(
    surface: str, key: str, first: int, last: int, start: int, end: int,
    lexicon: PlaceWords, gazetteer: Gazetteer, countries: Countries,
) -> Found | None:  # fmt: skip
    number = lexicon.known.get(surface)
    if number is not None:
        place = gazetteer.by_geonameid(number)
        if place is not None:
            return Found(start, end, surface, first, last, "place", entries=(place.index * 2,))
    shouted = len(surface) > 4 and surface.isupper()
    named = countries.named(surface.title() if shouted and " " not in surface else surface)
    if named and not (len(surface) <= 2 and surface not in ("UK", "US")):
        codes = tuple(c.code for c in named)
        weak = any(surface in c.weak for c in named)
        return Found(start, end, surface, first, last, "country", codes, weak=weak)
    people = countries.of_demonym(surface)
    if people:
        return Found(start, end, surface, first, last, "demonym", tuple(c.code for c in people))
    ground = lexicon.adjective_names.get(surface)
    if ground is not None:
        entries = gazetteer.lookup_folded(gazetteer.fold(ground))
        if entries:
            return Found(start, end, surface, first, last, "demonym", entries=entries[:1])
    number = lexicon.bodies_on_ground.get(surface)
    if number is not None:
        place = gazetteer.by_geonameid(number)
        if place is not None:
            return Found(start, end, surface, first, last, "body", entries=(place.index * 2,))
    number = lexicon.adjectives.get(surface)
    if number is not None:
        place = gazetteer.by_geonameid(number)
        if place is not None:
            return Found(start, end, surface, first, last, "demonym", entries=(place.index * 2,))
    if not key or (last - first == 1 and (key in lexicon.never or len(key) < 3)):
        return None
    entries = gazetteer.lookup_folded(key)
    if not entries and surface in lexicon.spelling:
        entries = gazetteer.lookup_folded(gazetteer.fold(lexicon.spelling[surface]))
    if entries:
        return Found(start, end, surface, first, last, "place", entries=entries)
    return None


def _fold(word: str, gazetteer: Gazetteer) -> str:
    return word.lower().translate(_PLAIN) if word.isascii() else gazetteer.fold(word)


def overlaps(spans: Sequence[tuple[int, int, str]], start: int, end: int) -> tuple[int, int, str] | None:
    """The first of the spans, in order, that shares a character with [start, end)."""
    n = bisect_right(spans, (start, 1 << 60, ""))
    for span in spans[max(0, n - 1) : n + 1]:
        if span[0] < end and start < span[1]:
            return span
    return None
