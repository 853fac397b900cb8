"""Which reports descend from one text: prints, cuts, rewrites and briefs of one story, which count as one source.

Two reports belong together when the smaller one's word pairs lie largely in the other (weighted containment), they
appeared within a few days, and the numbers they give in the same surroundings agree: a tally with other numbers is
another report.  Groups grow by the mean over all their pairs, so that one borrowed paragraph does not tie two stories
together.  Nothing is left out: a report without copies is a group of one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import chain

from onrecord import lexicon
from onrecord.cluster.linkage import link_by_mean
from onrecord.cluster.shingles import (
    Shingle,
    Words,
    compare_numbers,
    find_runs,
    list_numbers,
    pair_words,
    read_words,
    split_paragraphs,
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PHRASES = 3  # shared wordings shown for a link
_CREDIT_LINES = 3  # lines at either end of a report in which a credit can stand
_CREDIT_REACH = 160  # characters of such a line: a dateline opens it, a credit line is short
_COUNTED_AT_ONCE = 3_000_000  # shingles kept while counting; rarer ones are dropped beyond that


@dataclass(frozen=True, slots=True)
class Document:
    """A report as syndication reads it.  `date` is EDTF; only a full day is used.  `outlet` may be unknown."""

    id: str
    text: str
    date: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Why a document stands in its group: the earlier document of the group it is nearest to.

    `containment` is the share of the smaller one's weighted word pairs that the other holds; `shared` counts them;
    `phrases` are the longest wordings in common; `days` lie between the two, None where a date is missing;
    `same_numbers` and `other_numbers` count surroundings with equal and with different numbers.
    """

    document: str
    nearest: str
    containment: float
    shared: int
    phrases: tuple[str, ...]
    days: int | None
    same_numbers: int
    other_numbers: int


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that descend from one text, earliest first; `id` is the first one's.

    `links` explain every document but the first; `credits` name the agency where a report credits one.
    """

    id: str
    documents: tuple[str, ...]
    links: tuple[Link, ...] = ()
    credits: tuple[tuple[str, str], ...] = ()


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
class _Print:
    """A document ready to compare.  `every` holds `plain` and the word pairs that occur in quotations only."""

    document: Document
    day: int | None
    plain: frozenset[Shingle]
    every: frozenset[Shingle]
    weight: float
    numbers: Mapping[Shingle, frozenset[str]]
    words: tuple[Words, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Likeness:
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


def group_copies(
    documents: Sequence[Document], *, usage: Usage | None = None, settings: Settings | None = None
) -> tuple[Group, ...]:
    """Put documents that descend from one text into groups; groups are in the order of their first documents.

    Without `usage` it is learned from the documents.  With the same `usage`, adding a document changes only groups it
    is tied to by comparison, directly or over others.  The order of `documents` does not matter.  Raises ValueError
    when two documents have one id.
    """
    settings = settings or load_settings()
    if len({document.id for document in documents}) < len(documents):
        twice = next(name for name, count in Counter(d.id for d in documents).items() if count > 1)
        raise ValueError(f"two documents have the id {twice!r}")
    ordered = sorted(documents, key=lambda document: (_day_of(document.date) is None, document.date or "", document.id))
    words = [read_paragraphs(document.text) for document in ordered]
    if usage is None:
        usage = _learn(zip((document.outlet for document in ordered), words, strict=True), settings)
    prints = [_make_print(document, parts, usage, settings) for document, parts in zip(ordered, words, strict=True)]
    likeness, prints_again = _compare(prints, settings)
    members = {place: [place] for place in range(len(prints))}
    for first, copy in prints_again:
        members[first] += members.pop(copy)
    near = {
        pair: 0.0 if like.numbers_differ else like.containment
        for pair, like in likeness.items()
        if pair[0] in members and pair[1] in members
    }
    groups = [
        sorted(chain.from_iterable(members[first] for first in firsts))
        for firsts in link_by_mean(sorted(members), near, settings.join)
    ]
    return tuple(_explain([prints[place] for place in group], settings) for group in sorted(groups))


def learn_usage(documents: Iterable[Document], *, settings: Settings | None = None) -> Usage:
    """Turns of phrase and furniture of a collection, in one pass over it."""
    read = ((document.outlet, read_paragraphs(document.text)) for document in documents)
    return _learn(read, settings or load_settings())


def read_paragraphs(text: str) -> dict[str, Words]:
    """The words of each paragraph of a text; a paragraph that occurs twice is read once."""
    return {part: read_words(part) for part in split_paragraphs(text)}


def _learn(documents: Iterable[tuple[str | None, Mapping[str, Words]]], settings: Settings) -> Usage:
    """Usage from (outlet, paragraphs).  Memory is bounded: when too many pairs are counted, the rare ones are dropped."""
    counts: Counter[Shingle] = Counter()
    repeated: dict[tuple[str, str], set[str]] = {}
    total = 0
    for outlet, paragraphs in documents:
        total += 1
        counts.update(set(chain.from_iterable(zip(w.words, w.words[1:], strict=False) for w in paragraphs.values())))
        if len(counts) > _COUNTED_AT_ONCE:
            counts = Counter({pair: count for pair, count in counts.items() if count > 2})
        if outlet:
            # Prints of one story share their longest paragraph; furniture stands beside different ones.
            longest = max(paragraphs, key=lambda part: (len(part), part), default="")
            for part in paragraphs:
                seen = repeated.setdefault((outlet, part), set())
                if len(seen) < settings.furniture_documents:
                    seen.add(longest)
    limit = max(settings.common_documents, settings.common_share * total)
    return Usage(
        common=frozenset(pair for pair, count in counts.items() if count > limit),
        furniture=frozenset(key for key, seen in repeated.items() if len(seen) >= settings.furniture_documents),
    )


def find_credit(text: str) -> str | None:
    """The agency credited in the first or last lines of a report, None without one; the first named wins."""
    lines = [line for line in text.split("\n") if line.strip()]
    for line in chain(lines[:_CREDIT_LINES], lines[-_CREDIT_LINES:]):
        if match := _credit_pattern().search(line[:_CREDIT_REACH]):
            return _credit_forms()[match[1]]
    return None


@cache
def _credit_forms() -> dict[str, str]:
    return {form: entry["agency"] for entry in lexicon.load("syndication")["credit"] for form in entry["forms"]}


@cache
def _credit_pattern() -> re.Pattern[str]:
    # A credit is set off: in brackets, after a dash or bar, at the start of the line, or alone at its end.
    forms = "|".join(sorted(map(re.escape, _credit_forms()), key=lambda form: (-len(form), form)))
    return re.compile(rf"(?:^|[(\[/|–—-] ?)({forms})(?=$|[)\]/|,]| ?[–—-])")


def _day_of(when: str | None) -> int | None:
    """Ordinal of a full day, None for anything else."""
    if when is None or not _DAY.fullmatch(when[:10]) or when[10:11] not in ("", "T"):
        return None
    try:
        return date.fromisoformat(when[:10]).toordinal()
    except ValueError:
        return None


def _make_print(document: Document, words: Mapping[str, Words], usage: Usage, settings: Settings) -> _Print:
    outlet = document.outlet or ""
    kept = tuple(part for text, part in words.items() if (outlet, text) not in usage.furniture)
    plain, quoted = pair_words(kept)
    plain -= usage.common
    every = plain | (quoted - usage.common)
    return _Print(
        document=document,
        day=_day_of(document.date),
        plain=frozenset(plain),
        every=frozenset(every),
        weight=len(plain) + settings.quoted_weight * (len(every) - len(plain)),
        numbers=list_numbers(kept),
        words=kept,
    )


def _compare(
    prints: Sequence[_Print], settings: Settings
) -> tuple[dict[tuple[int, int], _Likeness], list[tuple[int, int]]]:
    """Likeness of the pairs that may matter, and (first, copy) for further prints of a document already there.

    Each word pair leads to the latest documents that hold it, a bounded number of them, so the work for one document
    does not grow with the collection.
    """
    likeness: dict[tuple[int, int], _Likeness] = {}
    same: list[tuple[int, int]] = []
    holders: dict[Shingle, list[int]] = {}
    for place, current in enumerate(prints):
        lists = [found for pair in current.every if (found := holders.get(pair))]
        votes: Counter[int] = Counter(chain.from_iterable(lists))
        twin = None
        for earlier, count in sorted(votes.items()):
            other = prints[earlier]
            if count < settings.shared or not _within(current, other, settings.date_window):
                continue
            # A quarter of the joining value still counts for a group's mean; below that a pair counts as nothing.
            if count < settings.join / 4 * min(len(current.every), len(other.every)):
                continue
            like = compare_prints(other, current, settings)
            likeness[earlier, place] = like
            if twin is None and like.both_ways >= settings.same and not like.other_numbers:
                twin = earlier
        if twin is not None:
            same.append((twin, place))
            continue
        for pair in current.every:
            holding = holders.setdefault(pair, [])
            holding.append(place)
            if len(holding) > settings.common_documents:
                del holding[0]
    return likeness, same


def compare_prints(first: _Print, second: _Print, settings: Settings) -> _Likeness:
    """How two documents compare, numbers included."""
    count = len(first.every & second.every)
    plain = len(first.plain & second.plain)
    shared = plain + settings.quoted_weight * (count - plain)
    low, high = sorted((first.weight, second.weight))
    same, other = compare_numbers(first.numbers, second.numbers)
    return _Likeness(
        containment=min(1.0, shared / low) if low else 0.0,
        both_ways=shared / high if high else 0.0,
        count=count,
        same_numbers=same,
        other_numbers=other,
    )


def _within(first: _Print, second: _Print, window: int) -> bool:
    """Whether two documents are near enough in time; one without a day is near to all."""
    return first.day is None or second.day is None or abs(first.day - second.day) <= window


def _explain(group: Sequence[_Print], settings: Settings) -> Group:
    """A group with a link from each document to the earlier one it is nearest to."""
    links = []
    for place, current in enumerate(group[1:], 1):
        scored = ((compare_prints(other, current, settings), -earlier) for earlier, other in enumerate(group[:place]))
        like, back = max(scored, key=lambda item: (item[0].containment, item[0].count, item[1]))
        nearest = group[-back]
        links.append(
            Link(
                document=current.document.id,
                nearest=nearest.document.id,
                containment=round(like.containment, 3),
                shared=like.count,
                phrases=tuple(find_runs(current.words, current.every & nearest.every, _PHRASES)),
                days=None if current.day is None or nearest.day is None else abs(current.day - nearest.day),
                same_numbers=like.same_numbers,
                other_numbers=like.other_numbers,
            )
        )
    credits = ((each.document.id, find_credit(each.document.text)) for each in group)
    return Group(
        id=group[0].document.id,
        documents=tuple(each.document.id for each in group),
        links=tuple(links),
        credits=tuple((name, agency) for name, agency in credits if agency),
    )
