"""Which reports of the ledger are translations of one another (`cluster.translation`), asked when a report is added."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from onrecord.cluster.kin import Tie, hash_passage
from onrecord.cluster.translation import Trace, TranslationMatch, match_traces, pair_features
from onrecord.store.schema import kin, mark, trace

_PAIRS = 60  # neighbouring features of a report by which it is found
_SHARED = 3  # of them that two reports share before they are compared in full
_COMPARED = 10  # reports compared in full
_SALT = "translation"  # keeps these hashes apart from those of word pairs


def tie_translations(connection: Connection, report_id: int, own: Trace) -> None:
    """Keep what a translation of a report would share with it, and tie it to the reports it is a translation of."""
    if not own.features:
        return
    pairs = sorted(hash_passage(_SALT, pair) for pair in pair_features(own))[:_PAIRS]
    if len(pairs) < _SHARED:
        return
    for other, match in _matches(connection, own, pairs):
        tie = Tie(match.in_order, match.shared, match.same_numbers, match.other_numbers, kind="translation")
        _keep(connection, report_id, other, tie)
    values = {"report_id": report_id, "language": own.language, "day": own.day, "credit": own.credit}
    connection.execute(insert(trace), {**values, "features": "\n".join(own.features)})
    connection.execute(insert(mark), [{"value": value, "report_id": report_id} for value in dict.fromkeys(pairs)])


def load_trace(connection: Connection, report_id: int) -> Trace | None:
    row = connection.execute(select(trace).where(trace.c.report_id == report_id)).first()
    return None if row is None else Trace(row.language, row.day, row.credit, tuple(row.features.split("\n")))


def _matches(connection: Connection, own: Trace, pairs: list[int]) -> Iterable[tuple[int, TranslationMatch]]:
    votes = func.count().label("votes")
    query = (
        select(mark.c.report_id, votes)
        .join(trace, trace.c.report_id == mark.c.report_id)
        .where(mark.c.value.in_(pairs), trace.c.language != own.language)
        .group_by(mark.c.report_id)
        .having(func.count() >= _SHARED)
        .order_by(votes.desc(), mark.c.report_id.desc())
        .limit(_COMPARED)
    )
    for row in connection.execute(query).all():
        other = load_trace(connection, row.report_id)
        match = other and match_traces(other, own)
        if match:
            yield row.report_id, match


def _keep(connection: Connection, report_id: int, other: int, tie: Tie) -> None:
    same = (kin.c.report_id == report_id, kin.c.other_id == other)
    if connection.execute(select(kin.c.kind).where(*same)).first() is not None:
        return  # tied by their words already
    values = {
        "containment": tie.containment, "shared": tie.shared, "same_numbers": tie.same_numbers,
        "other_numbers": tie.other_numbers, "is_twin": False, "kind": tie.kind,
    }  # fmt: skip
    rows = [
        {"report_id": report_id, "other_id": other, **values},
        {"report_id": other, "other_id": report_id, **values},
    ]
    connection.execute(insert(kin), rows)
