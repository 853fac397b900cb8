"""Which reports descend from one text: prints, cuts, rewrites and briefs of one story, which count as one source.

Two reports belong together when the smaller one's word pairs lie largely in the other (weighted containment), they
appeared within a few days, and the numbers they give in the same surroundings agree: a tally with other numbers is
another report.  Groups grow by the mean over all their pairs, so that one borrowed paragraph does not tie two stories
together.  Nothing is left out: a report without copies is a group of one.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from onrecord.cluster.linkage import link_by_mean
from onrecord.cluster.prints import (
    Document,
    Likeness,
    Print,
    Settings,
    Usage,
    are_near,
    compare_prints,
    day_of,
    learn_paragraphs,
    learn_usage,
    load_settings,
    make_print,
    read_paragraphs,
)
from onrecord.cluster.shingles import Shingle, Words, find_runs
from onrecord.origin import find_origin

__all__ = ["Document", "Group", "Link", "Settings", "Usage", "group_copies", "learn_usage", "load_settings"]

_PHRASES = 3  # shared wordings shown for a link


@dataclass(frozen=True, slots=True)
class Link:
    """Why a document stands in its group: the one it shares most with, among those linked to the group's first.

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
    ordered = sorted(documents, key=lambda document: (day_of(document.date) is None, document.date or "", document.id))
    known: dict[str, Words] = {}
    words = [read_paragraphs(document.text, known) for document in ordered]
    if usage is None:
        usage = learn_paragraphs(zip((document.outlet for document in ordered), words, strict=True), settings)
    prints = [make_print(document, parts, usage, settings) for document, parts in zip(ordered, words, strict=True)]
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
    neighbours: dict[int, dict[int, Likeness]] = {}
    for (first, second), like in likeness.items():
        neighbours.setdefault(first, {})[second] = like
        neighbours.setdefault(second, {})[first] = like
    return tuple(_explain(group, prints, neighbours, settings) for group in sorted(groups))


def _compare(
    prints: Sequence[Print], settings: Settings
) -> tuple[dict[tuple[int, int], Likeness], list[tuple[int, int]]]:
    """Likeness of the pairs that may matter, and (first, copy) for further prints of a document already there.

    Each word pair leads to the latest documents that hold it, a bounded number of them, so the work for one document
    does not grow with the collection.
    """
    likeness: dict[tuple[int, int], Likeness] = {}
    same: list[tuple[int, int]] = []
    seen: set[Shingle] = set()
    again: set[Shingle] = set()  # word pairs of two documents or more; most are of one and lead nowhere
    for each in prints:
        again |= each.every & seen
        seen |= each.every
    holders: dict[Shingle, list[int]] = {pair: [] for pair in again}
    # A quarter of the joining value still counts for a group's mean; below that a pair counts as nothing.
    least = settings.join / 4
    sizes = [len(each.every) for each in prints]
    for place, current in enumerate(prints):
        leads = [holders[pair] for pair in current.every & again]
        votes = Counter(chain.from_iterable(leads))
        twin = None
        for earlier, count in sorted(item for item in votes.items() if item[1] >= settings.shared):
            if count < least * min(sizes[place], sizes[earlier]):
                continue
            other = prints[earlier]
            # The date gate is for likeness: the very same text later is a reprint, whatever its date.
            if not are_near(current, other, settings.date_window) and count < settings.same * max(
                sizes[place], sizes[earlier], settings.common_documents
            ):
                continue
            like = compare_prints(other, current, settings)
            again_printed = like.both_ways >= settings.same and not like.other_numbers
            if again_printed or are_near(current, other, settings.date_window):
                likeness[earlier, place] = like
            if twin is None and again_printed:
                twin = earlier
        if twin is not None:
            same.append((twin, place))
            continue
        for holding in leads:
            if len(holding) == settings.common_documents:
                del holding[0]
            holding.append(place)
    return likeness, same


def _explain(
    group: Sequence[int], prints: Sequence[Print], near: Mapping[int, Mapping[int, Likeness]], settings: Settings
) -> Group:
    """A group with a link for each document but the first: to the linked one it shares most word pairs with."""
    first, *rest = group
    links: list[Link] = []
    waiting = set(rest)
    heap: list[tuple[int, int, int]] = []
    newest = first
    while waiting:
        for other, like in near.get(newest, {}).items():
            if other in waiting and not like.numbers_differ:
                heapq.heappush(heap, (-like.count, other, newest))
        while heap and heap[0][1] not in waiting:
            heapq.heappop(heap)
        if not heap:  # tied over the mean of the group, not to one document: set beside the first
            newest = min(waiting)
            links.append(_link(prints[newest], prints[first], compare_prints(prints[first], prints[newest], settings)))
        else:
            _, newest, nearest = heapq.heappop(heap)
            links.append(_link(prints[newest], prints[nearest], near[newest][nearest]))
        waiting.remove(newest)
    place = {prints[member].document.id: order for order, member in enumerate(group)}
    credits = ((prints[member].document.id, find_origin(prints[member].document.text).credit) for member in group)
    return Group(
        id=prints[first].document.id,
        documents=tuple(place),
        links=tuple(sorted(links, key=lambda link: place[link.document])),
        credits=tuple((name, agency) for name, agency in credits if agency),
    )


def _link(current: Print, nearest: Print, like: Likeness) -> Link:
    return Link(
        document=current.document.id,
        nearest=nearest.document.id,
        containment=round(like.containment, 3),
        shared=like.count,
        phrases=tuple(find_runs(current.words, current.every & nearest.every, _PHRASES)),
        days=None if current.day is None or nearest.day is None else abs(current.day - nearest.day),
        same_numbers=like.same_numbers,
        other_numbers=like.other_numbers,
    )
