"""Paragraphs an outlet repeats in otherwise different reports: they say nothing of where a text comes from.

A paragraph is furniture when three reports of its outlet hold it, each with a fair part of its text in no other report
of that outlet (`cluster.prints.find_furniture` says the same of a whole collection).  Once found it stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from onrecord.cluster.kin import hash_passage
from onrecord.cluster.prints import load_settings
from onrecord.cluster.shingles import Words
from onrecord.store.schema import furniture, layout, passage

_OWN_PART = 3  # a report shows what is furniture when at least a third of its text is its own
_KEPT = 12  # reports of an outlet that are kept for one paragraph
_LESS = update(layout).where(layout.c.report_id == bindparam("name")).values(own=layout.c.own - bindparam("less"))


def note_passages(connection: Connection, report_id: int, outlet: str | None, words: Mapping[str, Words]) -> list[int]:
    """Note the paragraphs of a report; returns the reports that hold what was found to be furniture by it."""
    if not outlet or not words:
        return []
    lengths = {hash_passage(outlet, text): len(text) for text in words}
    holders: dict[int, list[int]] = {}
    for value, holder in connection.execute(
        select(passage.c.value, passage.c.report_id).where(passage.c.value.in_(list(lengths)))
    ):
        holders.setdefault(value, []).append(holder)
    own = sum(length for value, length in lengths.items() if value not in holders)
    connection.execute(insert(layout), {"report_id": report_id, "own": own, "total": sum(lengths.values())})
    for value, each in sorted(holders.items()):
        if len(each) == 1:  # until now it was that report's own
            connection.execute(_LESS, {"name": each[0], "less": lengths[value]})
    known = _known(connection, list(lengths))
    new = [value for value in sorted(lengths) if value not in known and len(holders.get(value, ())) < _KEPT]
    if new:
        connection.execute(insert(passage), [{"value": value, "report_id": report_id} for value in new])
    needed = load_settings().furniture_documents
    asked = {value: [*each, report_id] for value, each in holders.items() if len(each) + 1 >= needed}
    asked = {value: each for value, each in asked.items() if value not in known}
    return _declare(connection, asked, needed)


def _declare(connection: Connection, asked: Mapping[int, Sequence[int]], needed: int) -> list[int]:
    if not asked:
        return []
    ids = sorted({holder for each in asked.values() for holder in each})
    rows = connection.execute(select(layout).where(layout.c.report_id.in_(ids))).all()
    shows = {row.report_id for row in rows if row.own * _OWN_PART >= row.total}
    found = {value: each for value, each in asked.items() if sum(holder in shows for holder in each) >= needed}
    if found:
        connection.execute(insert(furniture), [{"value": value} for value in sorted(found)])
    return sorted({holder for each in found.values() for holder in each})


def find_furniture(
    connection: Connection, reports: Iterable[tuple[str | None, Mapping[str, Words]]]
) -> frozenset[tuple[str, str]]:
    """(outlet, paragraph) of some reports that are furniture."""
    asked = {hash_passage(outlet, text): (outlet, text) for outlet, words in reports if outlet for text in words}
    return frozenset(asked[value] for value in _known(connection, list(asked)))


def _known(connection: Connection, values: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(values), 500):
        query = select(furniture.c.value).where(furniture.c.value.in_(values[start : start + 500]))
        found |= set(connection.execute(query).scalars())
    return found
