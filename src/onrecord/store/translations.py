"""Which reports of the ledger are translations of one another (`cluster.translation`), asked when a report is added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert, select

from onrecord import lexicon
from onrecord.cluster.kin import Tie, hash_passage
from onrecord.cluster.translation import Trace, TranslationMatch, match_traces, pair_features
from onrecord.store.schema import kin, mark, trace

_PAIRS = 32  # neighbouring features of a report by which it is found
_SHARED = 3  # of them that two reports share before they are compared in full
_COMPARED = 40  # reports compared in full
_SALT = "translation"  # keeps these hashes apart from those of word pairs


def tie_translations(connection: Connection, report_id: int, own: Trace) -> None:
    """Keep what a translation of a report would share with it, and tie it to the reports it is a translation of."""
    pairs = _sample(own)
    if own.day is None or len(pairs) < _SHARED:
        return
    for other, match in _matches(connection, own, pairs):
        tie = Tie(match.in_order, match.shared, match.same_numbers, match.other_numbers, kind="translation")
        _keep(connection, report_id, other, tie)
    values = {"report_id": report_id, "language": own.language, "day": own.day, "credit": own.credit}
    connection.execute(insert(trace), {**values, "features": "\n".join(own.features)})
    rows = [{"value": value, "report_id": report_id} for value in _dated(pairs, own.day)]
    connection.execute(insert(mark), rows)


def _sample(given: Trace) -> tuple[str, ...]:
    """Pairs of features with the lowest hashes, so that a cut shares them."""
    return tuple(sorted(pair_features(given), key=lambda pair: hash_passage(_SALT, pair))[:_PAIRS])


def _dated(pairs: Sequence[str], day: int) -> tuple[int, ...]:
    """Marks of a day: how many reports hold one does not grow with the ledger."""
    return tuple(dict.fromkeys(hash_passage(f"{_SALT} {day}", pair) for pair in pairs))


def load_trace(connection: Connection, report_id: int) -> Trace | None:
    row = connection.execute(select(trace).where(trace.c.report_id == report_id)).first()
    return None if row is None else Trace(row.language, row.day, row.credit, tuple(row.features.split("\n")))


def _matches(connection: Connection, own: Trace, pairs: Sequence[str]) -> Iterable[tuple[int, TranslationMatch]]:
    others = (trace.c.language < own.language, trace.c.language > own.language)
    if own.day is None or all(
        connection.execute(select(trace.c.report_id).where(each).limit(1)).first() is None for each in others
    ):
        return  # a ledger of one language
    window = lexicon.load("syndication")["translation"]["days"]
    values = [value for day in range(own.day - window, own.day + window + 1) for value in _dated(pairs, day)]
    votes = Counter(connection.execute(select(mark.c.report_id).where(mark.c.value.in_(values))).scalars())
    likely = sorted((-count, -holder) for holder, count in votes.items() if count >= _SHARED)
    for _, holder in likely[:_COMPARED]:
        other = load_trace(connection, -holder)
        match = other and match_traces(other, own)
        if match:
            yield -holder, match


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
