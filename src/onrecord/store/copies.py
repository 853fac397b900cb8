"""Which reports of the ledger descend from one text, asked once for each report, when it is added.

A sample of each report's word pairs is kept; reports that share some of a new one's are compared with it in full
(`cluster.syndication`).  The sample is of the pairs with the lowest hashes, so a cut shares them with the whole.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import Connection, delete, insert, select

from onrecord.cluster.prints import Usage, load_settings, make_print, read_paragraphs
from onrecord.cluster.syndication import Document, Group, group_copies
from onrecord.store.schema import mark, report

_FEWEST, _SHARE, _MOST = 24, 12, 128  # of a report's pairs: a twelfth, within these bounds
_HOLDERS = 40  # reports kept for one pair, the latest; a pair of more is a turn of phrase
_COMPARED = 12  # reports compared in full
_HALF = 0.5
_SENTENCE = 30  # word pairs of a long sentence
_NO_USAGE = Usage()  # comparisons depend on the two reports alone, so groups do not change when others are added


@dataclass(frozen=True, slots=True)
class Descent:
    """The group a report belongs to (the digest of its first report), and why; `marks` are to be kept for it."""

    group: str
    why: str | None
    marks: tuple[int, ...]
    crowded: tuple[tuple[int, int], ...]  # (mark, report id) to give up


def sample_marks(document: Document) -> tuple[int, ...]:
    """The sample of a report's word pairs, as signed 64-bit numbers, sorted."""
    pairs = make_print(document, read_paragraphs(document.text), _NO_USAGE, load_settings()).every
    hashes = sorted(
        int.from_bytes(blake2b(pair.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1
        for pair in pairs
    )
    return tuple(hashes[: min(_MOST, max(_FEWEST, len(hashes) // _SHARE))])


def find_descent(connection: Connection, document: Document) -> Descent:
    """Where a new report belongs, by the reports already there."""
    marks = sample_marks(document)
    held: dict[int, list[int]] = {}
    if marks:
        rows = connection.execute(select(mark.c.value, mark.c.report_id).where(mark.c.value.in_(marks)))
        for value, holder in rows:
            held.setdefault(value, []).append(holder)
    crowded = tuple((value, min(holders)) for value, holders in sorted(held.items()) if len(holders) >= _HOLDERS)
    votes = Counter(holder for holders in held.values() for holder in holders)
    least = 2 if len(marks) > 4 else 1
    likely = [holder for holder, count in sorted(votes.items(), key=lambda v: (-v[1], v[0])) if count >= least]
    group, why = _compare(connection, document, likely[:_COMPARED])
    return Descent(group, why, marks, crowded)


def keep_marks(connection: Connection, descent: Descent, report_id: int) -> None:
    """Store the sample of an added report."""
    for value, oldest in descent.crowded:
        connection.execute(delete(mark).where(mark.c.value == value, mark.c.report_id == oldest))
    if descent.marks:
        connection.execute(insert(mark), [{"value": value, "report_id": report_id} for value in descent.marks])


def _compare(connection: Connection, document: Document, likely: Iterable[int]) -> tuple[str, str | None]:
    columns = (report.c.id, report.c.digest, report.c.text, report.c.published, report.c.outlet, report.c.copies)
    rows = connection.execute(select(*columns).where(report.c.id.in_(list(likely))).order_by(report.c.id)).all()
    if not rows:
        return document.id, None
    groups = {row.digest: (row.copies, row.id) for row in rows}
    others = [
        Document(row.digest, bytes(row.text).decode("utf-8", "surrogatepass"), row.published, row.outlet)
        for row in rows
        if row.digest != document.id
    ]
    found = next(g for g in group_copies([*others, document], usage=_NO_USAGE) if document.id in g.documents)
    tied = [groups[name] for name in found.documents if name != document.id]
    if not tied or not _is_more_than_a_sentence(found, document.id):
        return document.id, None
    counts = Counter(group for group, _ in tied)
    first = {group: min(number for name, number in tied if name == group) for group in counts}
    best = min(counts, key=lambda group: (-counts[group], first[group]))
    return best, _explain(found, document.id)


def _is_more_than_a_sentence(group: Group, name: str) -> bool:
    """Whether a document shares half of the shorter text with another, or more words than one sentence has.

    Two short texts of their own about one thing can share the sentence that says it.
    """
    links = [link for link in group.links if name in (link.document, link.nearest)]
    return any(link.containment >= _HALF or link.shared > _SENTENCE for link in links)


def _explain(group: Group, name: str) -> str | None:
    """The link of a report to its nearest print, or of that to the report, as JSON."""
    links = [link for link in group.links if link.document == name] or [
        link for link in group.links if link.nearest == name
    ]
    if not links:
        return None
    link = links[0]
    return json.dumps(
        {
            "nearest": link.nearest if link.document == name else link.document,
            "containment": link.containment,
            "shared": link.shared,
            "phrases": list(link.phrases),
            "days": link.days,
            "same_numbers": link.same_numbers,
            "other_numbers": link.other_numbers,
        },
        ensure_ascii=True,
    )
