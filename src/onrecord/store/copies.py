"""Which reports of the ledger descend from one text.

Asked when a report is added, of the reports it may share a text with: a sample of each report's word pairs leads to
them.  What was found is kept (`kin`), and the groups the new report is tied to are formed anew from it
(`cluster.kin`); so groups do not depend on the order reports are added in, and no others change.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, tuple_, update

from onrecord.cluster.kin import Tie, form_groups, sample_marks, tie_prints
from onrecord.cluster.prints import Document, Print, Usage, day_of, load_settings, make_print, read_paragraphs
from onrecord.cluster.shingles import Words, find_runs
from onrecord.cluster.translation import Trace, longest_in_order, make_trace
from onrecord.store.furniture import find_furniture, note_passages
from onrecord.store.load import load_dossier
from onrecord.store.schema import claim, furniture, kin, layout, mark, passage, report, telling, trace
from onrecord.store.translations import load_trace, tie_translations

_HOLDERS = 60  # reports kept for one pair, the latest; a pair of more is a turn of phrase
_COMPARED = 40  # reports compared in full
_LARGEST = 80  # reports in a group that is formed anew; a larger one only grows: not each is compared with each
_SURVIVED = 12  # numbers and names shown for a translation
_PHRASES = 3  # shared wordings shown for a tie


@dataclass(frozen=True, slots=True)
class Settled:
    """The group of a report that was added, and the reports that came into another group by it."""

    group: str
    changed: tuple[int, ...]


@dataclass(slots=True)
class _Row:
    """A report as it is compared."""

    id: int
    document: Document
    words: Mapping[str, Words]


def settle_report(connection: Connection, report_id: int, document: Document, trace_of: Trace | None = None) -> Settled:
    """Tie a report that was just stored to those it shares a text with, and form the groups it touches anew."""
    row = _Row(report_id, document, _words(document.text))
    affected = note_passages(connection, report_id, document.outlet, row.words)
    if not _connect(connection, row) and trace_of is not None:
        tie_translations(connection, report_id, trace_of)
    for other in affected:
        if other != report_id:
            (again,) = _load(connection, [other])
            _disconnect(connection, again)
            _connect(connection, again)
    changed = regroup(connection, [report_id, *affected])
    group = connection.execute(select(report.c.copies).where(report.c.id == report_id)).scalar_one()
    return Settled(group, changed)


def regroup(connection: Connection, starts: Sequence[int]) -> tuple[int, ...]:
    """Form the groups of some reports anew from the ties that are kept; returns the reports whose group changed."""
    settings = load_settings()
    changed: list[int] = []
    done: set[int] = set()
    for start in starts:
        if start in done:
            continue
        around, ties = _surroundings(connection, start, settings.join)
        done |= around
        if len(around) > _LARGEST:
            changed += _attach(connection, start, ties, settings.join)
            continue
        for group in form_groups(around, ties, settings):
            changed += _name(connection, group, ties)
    return tuple(changed)


def regroup_all(connection: Connection) -> tuple[int, ...]:
    """Find ties and groups of all reports anew, as if each were added again; returns those whose group changed."""
    for table in (kin, mark, passage, furniture, layout, trace):
        connection.execute(delete(table))
    before = _groups(connection)
    connection.execute(update(report).values(copies=report.c.digest, copies_why=None))
    for report_id in sorted(before):
        (row,) = _load(connection, [report_id])
        settle_report(connection, report_id, row.document, _trace_again(connection, report_id))
    after = _groups(connection)
    for report_id, group in after.items():
        claims = select(claim.c.id).where(claim.c.report_id == report_id)
        connection.execute(update(telling).where(telling.c.claim_id.in_(claims)).values(copies=group))
    return tuple(report_id for report_id, group in after.items() if before[report_id] != group)


def _trace_again(connection: Connection, report_id: int) -> Trace:
    credit = connection.execute(select(report.c.credit).where(report.c.id == report_id)).scalar()
    dossier = load_dossier(connection, report_id)
    return make_trace(dossier, day_of(dossier.report.published), credit)


def _groups(connection: Connection) -> dict[int, str]:
    return {row.id: row.copies for row in connection.execute(select(report.c.id, report.c.copies))}


# --- ties ---


def _connect(connection: Connection, row: _Row) -> bool:
    """Find the reports a report shares a text with, and keep what ties it to each; its sample, unless it is a twin.

    Whether it is one.
    """
    settings = load_settings()
    marks = sample_marks(_print(row, frozenset()))
    others = _load(connection, _likely(connection, marks, row))
    repeated = find_furniture(connection, [(one.document.outlet, one.words) for one in (row, *others)])
    own = _print(row, repeated)
    found: list[tuple[int, Tie]] = []
    for other in others:
        tie = tie_prints(_print(other, repeated), own, settings)
        if tie is not None:
            found.append((other.id, tie))
    found = [(other, tie if other < row.id else replace(tie, is_twin=False)) for other, tie in found]
    twins = [(other, tie) for other, tie in found if tie.is_twin]
    if twins:  # one more print of what was there before: it stands with that, and is not looked for
        found = twins[:1]
    rows = [
        {"report_id": one, "other_id": two, **_columns(tie)}
        for other, tie in found
        for one, two in ((row.id, other), (other, row.id))
    ]
    if rows:
        connection.execute(insert(kin), rows)
    if marks and not twins:
        connection.execute(insert(mark), [{"value": value, "report_id": row.id} for value in marks])
    return bool(twins)


def _disconnect(connection: Connection, row: _Row) -> None:
    """Give up what ties a report to others by its words, but for its twins, which stand behind it."""
    report_id = row.id
    behind = or_(and_(kin.c.is_twin, kin.c.other_id > report_id), kin.c.kind != "text")
    kept = select(kin.c.other_id).where(kin.c.report_id == report_id, behind)
    twins = set(connection.execute(kept).scalars())
    others = set(connection.execute(select(kin.c.other_id).where(kin.c.report_id == report_id)).scalars()) - twins
    pairs = [pair for other in sorted(others) for pair in ((report_id, other), (other, report_id))]
    if pairs:
        connection.execute(delete(kin).where(tuple_(kin.c.report_id, kin.c.other_id).in_(pairs)))
    marks = sample_marks(_print(row, frozenset()))
    connection.execute(delete(mark).where(mark.c.value.in_(marks), mark.c.report_id == report_id))


def _columns(tie: Tie) -> dict[str, Any]:
    return {
        "containment": tie.containment,
        "shared": tie.shared,
        "same_numbers": tie.same_numbers,
        "other_numbers": tie.other_numbers,
        "is_twin": tie.is_twin,
        "kind": tie.kind,
    }


def _tie(row: Any) -> Tie:
    return Tie(row.containment, row.shared, row.same_numbers, row.other_numbers, bool(row.is_twin), row.kind)


def _likely(connection: Connection, marks: Sequence[int], row: _Row) -> list[int]:
    """The reports that share most of a sample, and give up the oldest of the holders of a mark that has too many."""
    if not marks:
        return []
    votes: Counter[int] = Counter()
    holders: dict[int, list[int]] = {}
    for value, holder in connection.execute(
        select(mark.c.value, mark.c.report_id).where(mark.c.value.in_(marks), mark.c.report_id != row.id)
    ):
        votes[holder] += 1
        holders.setdefault(value, []).append(holder)
    for value, each in sorted(holders.items()):
        if len(each) >= _HOLDERS:
            connection.execute(delete(mark).where(mark.c.value == value, mark.c.report_id == min(each)))
    least = 2 if len(marks) > 8 else 1
    ranked = sorted((-count, holder) for holder, count in votes.items() if count >= least)
    ids = [holder for _, holder in ranked[: 8 * _COMPARED]]
    query = select(report.c.id, report.c.day).where(report.c.id.in_(ids))
    days = {each.id: each.day for each in connection.execute(query)}
    own, window = day_of(row.document.date), load_settings().date_window
    near = [
        holder
        for holder in ids
        if own is None or days[holder] is None or abs(days[holder] - own) <= window or votes[holder] * 2 > len(marks)
    ]
    return near[:_COMPARED]


# --- groups ---


def _surroundings(connection: Connection, start: int, join: float) -> tuple[set[int], dict[tuple[int, int], Tie]]:
    """The reports tied to one, directly or over others, strongly enough to stand in a group; and all ties among them.

    Looked no further than a little beyond the largest group that is formed anew.
    """
    found, waiting = {start}, [start]
    ties: dict[tuple[int, int], Tie] = {}
    while waiting and len(found) <= _LARGEST:
        rows = connection.execute(select(kin).where(kin.c.report_id.in_(waiting[:200]))).all()
        waiting = waiting[200:]
        for row in rows:
            tie = _tie(row)
            ties[min(row.report_id, row.other_id), max(row.report_id, row.other_id)] = tie
            if row.other_id not in found and (tie.is_twin or tie.kind != "text" or tie.strength >= join):
                found.add(row.other_id)
                waiting.append(row.other_id)
    return found, {pair: tie for pair, tie in ties.items() if pair[0] in found and pair[1] in found}


def _attach(connection: Connection, start: int, ties: Mapping[tuple[int, int], Tie], join: float) -> list[int]:
    """Put one report into the large group it shares most with on the mean of those it was compared with."""
    own = {pair[0] if pair[1] == start else pair[1]: tie for pair, tie in ties.items() if start in pair}
    rows = connection.execute(select(report.c.id, report.c.copies).where(report.c.id.in_(list(own)))).all()
    strengths: dict[str, list[float]] = {}
    for row in rows:
        tie = own[row.id]
        strong = tie.is_twin or tie.kind != "text"
        strengths.setdefault(row.copies, []).append(1.0 if strong else tie.strength)
    means = {group: max(sum(each) / len(each), float(1.0 in each)) for group, each in strengths.items()}
    best = min(means, key=lambda group: (-means[group], group), default=None)
    if best is None or means[best] < join:
        return []
    nearest = max(own, key=lambda other: (own[other].strength, -other))
    return _write(connection, {start: (best, _explain(connection, start, nearest, own[nearest]))})


def _name(connection: Connection, group: Sequence[int], ties: Mapping[tuple[int, int], Tie]) -> list[int]:
    """Write a group down, named by the report that was added first; why each other stands in it, where that changed."""
    rows = connection.execute(
        select(report.c.id, report.c.digest, report.c.copies).where(report.c.id.in_(list(group)))
    ).all()
    was = {row.id: row.copies for row in rows}
    name = next(row.digest for row in rows if row.id == min(group))
    if all(copies == name for copies in was.values()) and len(group) == 1:
        return []
    moved = {}
    for member in group:
        if was[member] == name:
            continue
        near = _nearest(member, group, ties)
        why = None if near is None else _explain(connection, member, *near)
        moved[member] = (name, why)
    return _write(connection, moved)


def _nearest(member: int, group: Sequence[int], ties: Mapping[tuple[int, int], Tie]) -> tuple[int, Tie] | None:
    """The report of its group that a report shares most with."""
    own = [
        (tie.is_twin, tie.strength, -other, other, tie)
        for other in group
        if other != member and (tie := ties.get((min(member, other), max(member, other)))) is not None
    ]
    return max(own)[3:] if own else None


def _explain(connection: Connection, member: int, nearest: int, tie: Tie) -> str:
    """A tie in JSON, as `onrecord show` prints it."""
    one, other = (each for each in _load(connection, [member, nearest]))
    one, other = (one, other) if one.id == member else (other, one)
    repeated = find_furniture(connection, [(each.document.outlet, each.words) for each in (one, other)])
    here, there = _print(one, repeated), _print(other, repeated)
    near = here.day is not None and there.day is not None
    found = {
        "kind": tie.kind,
        "nearest": other.document.id,
        "containment": round(tie.containment, 3),
        "shared": tie.shared,
        "phrases": _survived(connection, member, nearest)
        if tie.kind == "translation"
        else list(find_runs(here.words, here.every & there.every, _PHRASES)),
        "days": abs(here.day - there.day) if near and here.day is not None and there.day is not None else None,
        "same_numbers": tie.same_numbers,
        "other_numbers": tie.other_numbers,
    }
    return json.dumps(found, ensure_ascii=True)


def _survived(connection: Connection, one: int, other: int) -> list[str]:
    """What two reports of different languages share, in order, as one line: "24, 5000, falc…"."""
    traces = load_trace(connection, one), load_trace(connection, other)
    if traces[0] is None or traces[1] is None:
        return []
    common = longest_in_order(traces[0].features, traces[1].features)
    named = (each.partition(":") for each in dict.fromkeys(common))
    shown = [f"{text}…" if kind == "w" else text.rpartition("/")[2] for kind, _, text in named]
    return [", ".join(shown[:_SURVIVED])] if shown else []


def _write(connection: Connection, groups: Mapping[int, tuple[str, str | None]]) -> list[int]:
    """Keep the groups of reports, beside their claims too."""
    for member, (group, why) in groups.items():
        connection.execute(update(report).where(report.c.id == member).values(copies=group, copies_why=why))
        claims = select(claim.c.id).where(claim.c.report_id == member)
        connection.execute(update(telling).where(telling.c.claim_id.in_(claims)).values(copies=group))
    return list(groups)


# --- texts ---


def _load(connection: Connection, ids: Iterable[int]) -> list[_Row]:
    columns = (report.c.id, report.c.digest, report.c.text, report.c.published, report.c.outlet)
    rows = connection.execute(select(*columns).where(report.c.id.in_(list(ids))).order_by(report.c.id)).all()
    found = []
    for row in rows:
        text = bytes(row.text).decode("utf-8", "surrogatepass")
        found.append(_Row(row.id, Document(row.digest, text, row.published, row.outlet), _words(text)))
    return found


@lru_cache(maxsize=1024)
def _words(text: str) -> Mapping[str, Words]:
    return read_paragraphs(text)


def _print(row: _Row, furniture: frozenset[tuple[str, str]]) -> Print:
    outlet = row.document.outlet or ""
    own = frozenset((outlet, text) for text in row.words if (outlet, text) in furniture)
    return _made(row.document, own)


@lru_cache(maxsize=1024)
def _made(document: Document, furniture: frozenset[tuple[str, str]]) -> Print:
    return make_print(document, _words(document.text), Usage(furniture=furniture), load_settings())
