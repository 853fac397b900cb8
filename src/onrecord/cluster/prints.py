"""A report made ready to be compared with others, and the comparison of two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import blake2b

from onrecord import lexicon
from onrecord.cluster.shingles import (
    Around,
    Shingle,
    Words,
    compare_numbers,
    list_numbers,
    read_words,
    split_paragraphs,
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OWN_PART = 3  # a report shows what is furniture when at least a third of its text is its own
_COUNTED_AT_ONCE = 3_000_000  # shingles kept while counting; rarer ones are dropped beyond that


@dataclass(frozen=True, slots=True)
class Document:
    """A report as syndication reads it.  `date` is EDTF; only a full day is used.  `outlet` may be unknown."""

    id: str
    text: str
    date: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of `data/syndication.toml`, each with its reason there."""

    date_window: int
    join: float
    shared: int
    common_documents: int
    common_share: float
    quoted_weight: float
    furniture_documents: int
    same: float


@dataclass(frozen=True, slots=True)
class Usage:
    """What a collection repeats: word pairs that are turns of phrase, and outlets' own paragraphs.

    Learned once and passed to `group_copies`, it makes every comparison depend on the two reports alone.
    """

    common: frozenset[Shingle] = frozenset()
    furniture: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Print:
    """A document ready to compare.  `every` holds `plain` and the word pairs that occur in quotations only."""

    document: Document
    day: int | None
    plain: frozenset[Shingle]
    every: frozenset[Shingle]
    weight: float
    numbers: Mapping[Around, frozenset[str]]
    words: tuple[Words, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two prints compare.  `shared` is weighted, `count` is not."""

    containment: float
    both_ways: float
    count: int
    same_numbers: int
    other_numbers: int

    @property
    def numbers_differ(self) -> bool:
        return self.other_numbers > self.same_numbers


@cache
def load_settings() -> Settings:
    """The shipped settings."""
    table = lexicon.load("syndication")["setting"]
    return Settings(**{name: entry["value"] for name, entry in table.items()})


def learn_usage(documents: Iterable[Document], *, settings: Settings | None = None) -> Usage:
    """Turns of phrase and furniture of a collection, in one pass over it."""
    read = ((document.outlet, read_paragraphs(document.text)) for document in documents)
    return learn_paragraphs(read, settings or load_settings())


def read_paragraphs(text: str, known: dict[str, Words] | None = None) -> dict[str, Words]:
    """The words of each paragraph of a text.  Paragraphs in `known` are not read again; new ones are added to it."""
    known = {} if known is None else known
    paragraphs = {}
    for part in split_paragraphs(text):
        words = known.get(part)
        if words is None:
            words = known[part] = read_words(part)
        paragraphs[part] = words
    return paragraphs


def learn_paragraphs(documents: Iterable[tuple[str | None, Mapping[str, Words]]], settings: Settings) -> Usage:
    """Usage from (outlet, paragraphs).  Memory is bounded: when too many pairs are counted, rare ones are dropped."""
    counts: Counter[Shingle] = Counter()
    read: set[bytes] = set()
    printed: Counter[tuple[str, str]] = Counter()
    layouts: list[tuple[str, tuple[str, ...]]] = []
    total = 0
    for outlet, paragraphs in documents:
        total += 1
        for text, words in paragraphs.items():
            # A paragraph counts once, however often it is printed: a story in a hundred papers is no turn of phrase.
            mark = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            if mark not in read:
                read.add(mark)
                counts.update(words.plain | words.quoted)
        if len(counts) > _COUNTED_AT_ONCE:
            counts = Counter({pair: count for pair, count in counts.items() if count > 2})
        if outlet:
            printed.update((outlet, text) for text in paragraphs)
            layouts.append((outlet, tuple(paragraphs)))
    limit = max(settings.common_documents, settings.common_share * total)
    return Usage(
        common=frozenset(pair for pair, count in counts.items() if count > limit),
        furniture=find_furniture(layouts, printed, settings),
    )


def find_furniture(
    layouts: Iterable[tuple[str, tuple[str, ...]]], printed: Mapping[tuple[str, str], int], settings: Settings
) -> frozenset[tuple[str, str]]:
    """(outlet, paragraph) that an outlet repeats in otherwise different reports.

    `layouts` are the paragraphs of each report, `printed` in how many of the outlet's reports each stands.  Versions of
    one story repeat nearly all of their text; a report counts only when a fair part of it stands nowhere else.
    """
    support: Counter[tuple[str, str]] = Counter()
    for outlet, parts in layouts:
        own = sum(len(part) for part in parts if printed[outlet, part] == 1)
        if own * _OWN_PART >= sum(map(len, parts)):
            support.update((outlet, part) for part in parts if printed[outlet, part] > 1)
    return frozenset(key for key, count in support.items() if count >= settings.furniture_documents)


def day_of(when: str | None) -> int | None:
    """Ordinal of a full day, None for anything else."""
    if when is None or not _DAY.fullmatch(when[:10]) or when[10:11] not in ("", "T"):
        return None
    try:
        return date.fromisoformat(when[:10]).toordinal()
    except ValueError:
        return None


def make_print(document: Document, words: Mapping[str, Words], usage: Usage, settings: Settings) -> Print:
    outlet = document.outlet or ""
    kept = tuple(part for text, part in words.items() if (outlet, text) not in usage.furniture)
    plain = frozenset().union(*(part.plain for part in kept)) - usage.common
    every = plain.union(*(part.quoted for part in kept)) - usage.common
    return Print(
        document=document,
        day=day_of(document.date),
        plain=plain,
        every=every,
        weight=len(plain) + settings.quoted_weight * (len(every) - len(plain)),
        numbers=list_numbers(kept),
        words=kept,
    )


def compare_prints(first: Print, second: Print, settings: Settings) -> Likeness:
    """How two documents compare, numbers included."""
    count = len(first.every & second.every)
    plain = len(first.plain & second.plain)
    shared = plain + settings.quoted_weight * (count - plain)
    low, high = sorted((first.weight, second.weight))
    same, other = compare_numbers(first.numbers, second.numbers)
    return Likeness(
        containment=min(1.0, shared / low) if low else 0.0,
        both_ways=shared / high if high else 0.0,
        count=count,
        same_numbers=same,
        other_numbers=other,
    )


def are_near(first: Print, second: Print, window: int) -> bool:
    """Whether two documents are near enough in time; one without a day is near to all."""
    return first.day is None or second.day is None or abs(first.day - second.day) <= window
