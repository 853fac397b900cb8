"""A large thread, shown without reading all of it.

Who is upstream is counted over every claim, from the few bytes a list needs of each.  Read in full are a page of
claims, and of each different figure of each source the first telling: figures contradict one another or move by these
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, select

from onrecord.cluster.upstream import Told, Upstream, Voice, count_upstream
from onrecord.store.decide import Decision, list_decisions
from onrecord.store.encode import loads
from onrecord.store.schema import claim, decision, report, telling

_FIGURES = 200  # different figures that are read in full
_SOURCES = 100  # sources, and
_GROUPS = 20  # groups of copies, whose reports are named
_REPORTS = 12  # of each


@dataclass(frozen=True, slots=True)
class Outline:
    """A large thread in outline.

    `rows` are the claims to read in full: those of the page, the newest first in `page`, those people decided on, and
    those with different figures.  In `upstream` and `copies` the first reports of the first sources and groups have
    their digests; the others only count.
    """

    upstream: Upstream
    traced: dict[int, tuple[str, ...]]  # by claim row
    rows: tuple[int, ...]
    page: tuple[int, ...]
    copies: tuple[tuple[str, tuple[str, ...]], ...]
    named: tuple[int, ...]  # reports to name beside those of the claims
    decisions: tuple[Decision, ...]


def outline_thread(
    connection: Connection,
    name: str,
    *,
    page: int,
    size: int,
    rejected: Callable[[Sequence[Decision]], frozenset[str]],
) -> Outline:
    """Outline a thread; `rejected` tells the claims and findings that decisions reject."""
    rows = connection.execute(
        select(
            telling.c.claim_id, telling.c.report_id, telling.c.published, telling.c.outlet, telling.c.credit,
            telling.c.copies, telling.c.voice, telling.c.low, telling.c.high, telling.c.counted_class, telling.c.denied,
        )
        .where(telling.c.thread_id == name)
        .order_by(func.coalesce(telling.c.published, "9999"), telling.c.claim_id)
    ).all()  # fmt: skip
    decisions, decided = _decisions(connection, name)
    out = {decided[subject] for subject in rejected(decisions) if subject in decided}
    kept = [row for row in rows if row.claim_id not in out]
    voices: dict[str, Voice] = {}
    told = [
        Told(str(row.report_id), row.outlet, row.copies, row.credit, _voice(row.voice, voices), denies=bool(row.denied))
        for row in kept
    ]
    upstream = count_upstream(told)
    traced = {row.claim_id: keys for row, keys in zip(kept, upstream.traced, strict=True)}
    newest = [row for row in reversed(rows) if row.published] + [row for row in rows if not row.published]
    shown = tuple(row.claim_id for row in newest[(page - 1) * size : page * size])
    read = {*shown, *decided.values(), *_different_figures(kept, traced)}
    groups: dict[str, dict[str, None]] = {}
    for one in told:
        groups.setdefault(one.copies, {})[one.report] = None
    copies = sorted(groups.items(), key=lambda item: -len(item[1]))
    named = {int(one) for _, each in copies[:_GROUPS] if len(each) > 1 for one in islice(each, _REPORTS)}
    cited = {int(one) for source in upstream.sources[:_SOURCES] for one in source.reports[:_REPORTS]}
    digests = _digests(connection, named | cited)
    return Outline(
        upstream=replace(
            upstream,
            sources=tuple(
                replace(source, reports=tuple(digests.get(one, one) for one in source.reports))
                if place < _SOURCES
                else source
                for place, source in enumerate(upstream.sources)
            ),
        ),
        traced=traced,
        rows=tuple(sorted(read)),
        page=shown,
        copies=tuple((group, tuple(digests.get(one, one) for one in each)) for group, each in copies),
        named=tuple(sorted(named)),
        decisions=decisions,
    )


def with_traces(outline: Outline, rows: Sequence[int]) -> Upstream:
    """The upstream of the whole thread, with the traces of some of its claims, in their order."""
    return replace(outline.upstream, traced=tuple(outline.traced[row] for row in rows))


def _voice(text: str, known: dict[str, Voice]) -> Voice:
    found = known.get(text)
    if found is None:
        found = known[text] = loads(Voice, text)
    return found


def _different_figures(rows: Sequence[Any], traced: dict[int, tuple[str, ...]]) -> list[int]:
    """The first telling of each figure by each source, and the lowest and highest of what is counted."""
    first: dict[tuple[object, ...], int] = {}
    ends: dict[tuple[str | None, bool], tuple[float, int]] = {}
    for claim_id, *_, low, high, counted, denied in rows:
        if low is None and high is None:
            continue
        key = (counted, low, high, denied, traced[claim_id])
        if key in first:
            continue
        first[key] = claim_id
        if denied:
            continue
        for is_high, value in ((False, low), (True, high)):
            best = ends.get((counted, is_high))
            if value is not None and (best is None or (value > best[0] if is_high else value < best[0])):
                ends[counted, is_high] = (value, claim_id)
    return [*islice(first.values(), _FIGURES), *(claim_id for _, claim_id in ends.values())]


def _decisions(connection: Connection, name: str) -> tuple[tuple[Decision, ...], dict[str, int]]:
    """Decisions on a thread and its claims, and the claims of it that are decided on: subject to row.

    Asked from the side of the decisions, which are few, not of the claims.
    """
    subjects = connection.execute(select(decision.c.subject).distinct()).scalars().all()
    claims = sorted({each.partition("#")[0] for each in subjects if "/" in each})
    rows: dict[str, int] = {}
    for start in range(0, len(claims), 500):
        part = claims[start : start + 500]
        query = (
            select(report.c.digest, claim.c.number, claim.c.id)
            .join(claim, claim.c.report_id == report.c.id)
            .where(report.c.digest.in_({each.partition("/")[0] for each in part}), claim.c.thread_id == name)
        )
        rows |= {f"{row.digest}/{row.number}": row.id for row in connection.execute(query)}
    decided = {subject: row for subject, row in rows.items() if subject in set(claims)}
    wanted = sorted(each for each in subjects if each == name or each.partition("#")[0] in decided)
    return list_decisions(connection, wanted), decided


def _digests(connection: Connection, ids: Iterable[int]) -> dict[str, str]:
    wanted = sorted(ids)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        query = select(report.c.id, report.c.digest).where(report.c.id.in_(wanted[start : start + 500]))
        found |= {str(row.id): row.digest for row in connection.execute(query)}
    return found
