"""Whether one report is a translation of another: by what a translation leaves as it is, and the order it stands in.

Numbers in figures, names that begin alike in both languages ("Moscow", "Moscú"), and ids of resolved things survive a
translation, in nearly the same order.  Two newsrooms that report one event on their own share some of them, and choose
and order them otherwise.  To hold two sources for one is worse than to miss a translation, so much is asked: a day or
two between them, most of the numbers, most of the sequence, and no two different agencies credited.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord import lexicon
from onrecord.model import Dossier

_LONGEST = 400  # features of one report
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[.,\u00a0\u202f ]\d{3}){1,4}(?!\d)|\d{1,12}(?:[.,]\d{1,4})?)|(?P<word>[^\W\d_][\w’'-]{0,60})"
)
_SENTENCE_END = re.compile(r"[.!?…:]['\"”»’)]{0,2}\s{1,9}['\"“«‘(¿¡—–-]{0,3}$|\n\s{0,9}['\"“«‘(¿¡—–-]{0,3}$")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+")


@dataclass(frozen=True, slots=True)
class Trace:
    """What of a report survives a translation, in its order: "n:5000", "w:madu", "e:equipment/igla-s"."""

    language: str
    day: int | None
    credit: str | None
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TranslationMatch:
    """How two traces fit: the share of the shorter one that stands in the other in the same order, and the numbers."""

    in_order: float
    shared: int
    same_numbers: int
    other_numbers: int
    features: tuple[str, ...]  # what they share, in order


def make_trace(dossier: Dossier, day: int | None, credit: str | None) -> Trace:
    """The trace of a report; numbers in words and names of things as far as its language pack resolves them."""
    given = dossier.report
    found = list(_read_features(given.text))
    taken = {start for start, _ in found}
    for mention in dossier.mentions:
        if mention.entity is not None and not mention.entity.alternatives:
            found.append((mention.span.start, f"e:{mention.entity.country or mention.entity.id}"))
    for quantity in dossier.quantities:
        value = quantity.low if quantity.low is not None else quantity.high
        if value is not None and quantity.span.start not in taken and not _has_digit(quantity.span.of(given.text)):
            found.append((quantity.span.start, f"n:{value.normalize():f}"))
    features = [feature for _, feature in sorted(found)][:_LONGEST]
    return Trace(given.language, day, credit, tuple(features))


def pair_features(trace: Trace) -> tuple[str, ...]:
    """Neighbouring features, by which traces that may match are found; a number is in each, or both are long names."""
    pairs = (f"{one} {other}" for one, other in pairwise(trace.features) if _tells(one) or _tells(other))
    return tuple(dict.fromkeys(pairs))


def match_traces(one: Trace, other: Trace) -> TranslationMatch | None:
    """How one report is a translation of the other; None when it is not held to be one."""
    table = lexicon.load("syndication")["translation"]
    if one.language.partition("-")[0] == other.language.partition("-")[0]:
        return None
    if one.day is None or other.day is None or abs(one.day - other.day) > table["days"]:
        return None
    if one.credit and other.credit and one.credit != other.credit:
        return None
    short, long = sorted((one, other), key=lambda each: len(each.features))
    if len(short.features) < table["features"]:
        return None
    here, there = _numbers(short), _numbers(long)
    same = len(here & there)
    if same < table["numbers"] or same < table["numbers_share"] * len(here):
        return None
    common = longest_in_order(short.features, long.features)
    share = len(common) / len(short.features)
    needed = table["credited_in_order"] if one.credit and one.credit == other.credit else table["in_order"]
    if len(common) < table["features"] or share < needed or len(common) < table["in_long"] * len(long.features):
        return None
    return TranslationMatch(round(share, 4), len(common), same, len(here) - same, common)


def longest_in_order(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The longest sequence that stands, in order but not side by side, in both."""
    rows = [[0] * (len(other) + 1)]
    for left in one:
        before = rows[-1]
        row = [0]
        for place, right in enumerate(other):
            row.append(before[place] + 1 if left == right else max(before[place + 1], row[place]))
        rows.append(row)
    found: list[str] = []
    here, there = len(one), len(other)
    while here and there:
        if one[here - 1] == other[there - 1]:
            found.append(one[here - 1])
            here, there = here - 1, there - 1
        elif rows[here - 1][there] >= rows[here][there - 1]:
            here -= 1
        else:
            there -= 1
    return tuple(reversed(found))


def _read_features(text: str) -> Iterable[tuple[int, str]]:
    """Numbers in figures, and words that begin with a capital inside a sentence, by the start of each."""
    words: list[tuple[int, str, bool]] = []
    for match in _TOKEN.finditer(text):
        if match["number"]:
            yield match.start(), f"n:{_read_number(match['number'])}"
        elif match[0][0].isupper() and len(match[0]) > 3:
            before = text[max(0, match.start() - 14) : match.start()]
            words.append((match.start(), _fold(match[0])[:4], not before or bool(_SENTENCE_END.search(before))))
    inside = {name for _, name, opens in words if not opens}
    for start, name, opens in words:
        if not opens or name in inside:
            yield start, f"w:{name}"


def _read_number(text: str) -> str:
    """Figures as one number whatever the language groups them with: three digits behind a mark are thousands."""
    if _GROUPED.fullmatch(text):
        return re.sub(r"\D", "", text)
    return text.replace(",", ".")


def _fold(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in parts if char.isalnum())


def _numbers(trace: Trace) -> frozenset[str]:
    """Numbers of two digits or more: smaller ones are as often written in words."""
    return frozenset(each for each in trace.features if each.startswith("n:") and len(each) > 3)


def _tells(feature: str) -> bool:
    return feature.startswith("n:") and len(feature) > 3


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)
