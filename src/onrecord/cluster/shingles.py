"""A report as the set of its word pairs, and the numbers it gives with the words around them.

Nothing here knows a language: words are runs of letters and digits, paragraphs are what blank lines part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

Shingle = str  # two neighbouring words with a space between; a string keeps its hash, a tuple works it out each time
Around = tuple[str, str]  # the words on both sides of a number

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d[\d.,]*")
_QUOTE = re.compile(r"''|[“”„‟«»\"]")
_BLANK = re.compile(r"\n[^\S\n]*\n")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
# What may close a quotation begun by each mark. German „ closes with “, which elsewhere opens.
_CLOSERS = {"“": '”‟"', "„": "“”", "«": "»", "»": "«", '"': '"”', "''": ("''",), "‟": "”"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one paragraph in order, and its pairs of neighbours: those outside quotations, and those inside."""

    words: tuple[str, ...]
    plain: frozenset[Shingle]
    quoted: frozenset[Shingle] = frozenset()
    has_figures: bool = False


def split_paragraphs(text: str) -> list[str]:
    """Paragraphs of a text, with white space evened out; lines where it has no blank line."""
    parts = _BLANK.split(text) if _BLANK.search(text) else text.split("\n")
    return [even for part in parts if (even := " ".join(part.split()))]


def read_words(paragraph: str) -> Words:
    """Words of a paragraph, lower-case, in compatibility form, without apostrophes ("won’t" is "wont")."""
    if not unicodedata.is_normalized("NFKC", paragraph):
        paragraph = unicodedata.normalize("NFKC", paragraph)
    words: list[str] = []
    plain: set[Shingle] = set()
    quoted: set[Shingle] = set()
    inside_before = False
    for piece, inside in split_quotations(paragraph.lower()):
        found = _WORD.findall(piece.translate(_APOSTROPHES))
        if not found:
            continue
        if words:  # the pair over a quotation mark belongs to what comes before it
            (quoted if inside_before else plain).add(f"{words[-1]} {found[0]}")
        (quoted if inside else plain).update(map(" ".join, pairwise(found)))
        words += found
        inside_before = inside
    return Words(tuple(words), frozenset(plain), frozenset(quoted), _DIGIT.search(paragraph) is not None)


def split_quotations(paragraph: str) -> Iterator[tuple[str, bool]]:
    """Pieces of a paragraph, and whether each stands between quotation marks.

    A quotation that is not closed in its paragraph runs to the end of it.  Linear: every mark is looked at once.
    """
    start, opener = 0, ""
    for mark in _QUOTE.finditer(paragraph):
        if opener and mark[0] not in _CLOSERS.get(opener, ()):
            continue
        yield paragraph[start : mark.start()], bool(opener)
        start, opener = mark.end(), "" if opener else mark[0] if mark[0] in _CLOSERS else ""
    yield paragraph[start:], bool(opener)


def list_numbers(paragraphs: Iterable[Words]) -> dict[Around, frozenset[str]]:
    """Numbers in figures by the words on both sides of them.

    "destroyed 20 tanks" gives ("destroyed", "tanks"): {"20"}.  Separators are dropped: "1,019" is "1019".  A number
    at the edge of a paragraph or beside another number is left out: such are version counts and clock times.
    """
    found: dict[Around, set[str]] = {}
    for part in paragraphs:
        if not part.has_figures:
            continue
        is_number = [word[0].isdigit() and _NUMBER.fullmatch(word) is not None for word in part.words]
        for place in range(1, len(is_number) - 1):
            if is_number[place] and not is_number[place - 1] and not is_number[place + 1]:
                around = part.words[place - 1], part.words[place + 1]
                found.setdefault(around, set()).add(part.words[place].replace(",", "").replace(".", ""))
    return {around: frozenset(numbers) for around, numbers in found.items()}


def compare_numbers(first: Mapping[Around, frozenset[str]], second: Mapping[Around, frozenset[str]]) -> tuple[int, int]:
    """In how many of the surroundings that both texts have they give the same number, and in how many others."""
    if len(second) < len(first):
        first, second = second, first
    same = other = 0
    for around, numbers in first.items():
        if around in second:
            if numbers & second[around]:
                same += 1
            else:
                other += 1
    return same, other


def find_runs(text: Iterable[Words], shared: frozenset[Shingle], count: int) -> list[str]:
    """The longest runs of words in `text` whose neighbouring pairs are all `shared`: at most `count`, longest first."""
    runs: list[tuple[str, ...]] = []
    for part in text:
        start = 0
        for place in range(1, len(part.words) + 1):
            if place == len(part.words) or f"{part.words[place - 1]} {part.words[place]}" not in shared:
                if place - start > 1:
                    runs.append(part.words[start:place])
                start = place
    return [" ".join(run) for run in sorted(dict.fromkeys(runs), key=lambda run: (-len(run), run))[:count]]
