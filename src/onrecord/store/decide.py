"""What people decide: rows that are added and never changed, each chained to the one before by its digest.

A decision is about a claim, a finding or a thread.  A claim is named by its report's digest and its number, and the
decision keeps the words, so that it is clear what was decided on.  Merging and splitting move claims between threads
and pin them there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from onrecord import lexicon
from onrecord.errors import LedgerError, UnknownReference
from onrecord.store.encode import plain
from onrecord.store.names import ClaimName, ThreadName
from onrecord.store.schema import block, claim, decision, named, report, telling, thread
from onrecord.store.tally import keep_tally


class Act(StrEnum):
    """What can be decided."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    MERGE = "merge"
    SPLIT = "split"


CORRECTED = ("low", "high", "counted_class", "speaker", "stance", "verdict", "note")  # what can be corrected


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.  `subject` is a claim, a finding (claim and rule) or a thread."""

    number: int
    at: str
    who: str
    act: Act
    subject: str
    why: str
    detail: dict[str, Any]
    digest: str


def record_decision(
    connection: Connection, act: Act, subject: str, *, who: str, why: str, at: str, detail: dict[str, Any]
) -> Decision:
    """Write a decision.  Raises LedgerError when it does not say who or why."""
    who, why = plain(who.strip()), plain(why.strip())
    if not who or not why:
        raise LedgerError("A decision says who made it and why. Give --who and --why.")
    last = connection.execute(
        select(decision.c.number, decision.c.digest).order_by(decision.c.number.desc()).limit(1)
    ).first()
    number = last.number + 1 if last else 1
    text = json.dumps(detail, ensure_ascii=True, sort_keys=True)
    digest = chain_digest(last.digest if last else "", number, at, who, act.value, subject, why, text)
    row = {"number": number, "at": at, "who": who, "act": act.value, "subject": subject, "why": why}
    connection.execute(insert(decision).values(**row, detail=text, digest=digest))
    return Decision(number, at, who, act, subject, why, detail, digest)


def chain_digest(before: str, *parts: object) -> str:
    """The digest of a decision over the one before it: nothing can be taken out or changed unseen."""
    body = json.dumps([before, *map(str, parts)], ensure_ascii=True)
    return f"sha256:{hashlib.sha256(body.encode()).hexdigest()}"


def list_decisions(connection: Connection, subjects: Sequence[str] | None = None) -> tuple[Decision, ...]:
    """Decisions in the order they were made; only those on `subjects` when given."""
    query = select(decision).order_by(decision.c.number)
    if subjects is None:
        return tuple(map(_decision, connection.execute(query)))
    found = []
    for start in range(0, len(subjects), 500):
        part = query.where(decision.c.subject.in_(subjects[start : start + 500]))
        found += [_decision(row) for row in connection.execute(part)]
    return tuple(sorted(found, key=lambda one: one.number))


def _decision(row: Any) -> Decision:
    return Decision(row.number, row.at, row.who, Act(row.act), row.subject, row.why, json.loads(row.detail), row.digest)


def describe_claim(connection: Connection, name: ClaimName) -> dict[str, Any]:
    """What a decision keeps of its claim."""
    row = connection.execute(select(claim).where(claim.c.id == name.row)).one()
    return {"kind": row.kind, "start": row.start, "end": row.end, "quote": json.loads(row.quote)}


def merge_threads(
    connection: Connection, into: ThreadName, other: ThreadName, *, who: str, why: str, at: str
) -> Decision:
    """Make two threads one; claims of the second, now and later, stand in the first."""
    if into.id == other.id:
        raise LedgerError("A thread cannot be merged with itself. Name two threads.")
    made = record_decision(connection, Act.MERGE, into.id, who=who, why=why, at=at, detail={"thread": other.id})
    moved = select(claim.c.id).where(claim.c.thread_id == other.id)
    _move(connection, list(connection.execute(moved).scalars()), into.id, made)
    connection.execute(update(thread).where(thread.c.id == other.id).values(merged_into=into.id))
    _name_after(connection, other.id, into.id)
    recount(connection, into.id)
    recount(connection, other.id)
    return made


def split_thread(
    connection: Connection, source: ThreadName, claims: Sequence[ClaimName], *, who: str, why: str, at: str
) -> tuple[Decision, str]:
    """Take claims out of a thread into a new one; returns its id."""
    there = set(connection.execute(select(claim.c.id).where(claim.c.thread_id == source.id)).scalars())
    if strangers := [each.subject for each in claims if each.row not in there]:
        raise LedgerError(f"{strangers[0]} is not in thread {source.id}. See what is with: onrecord show {source.id}")
    rows = sorted({each.row for each in claims})
    if not rows or len(rows) == len(there):
        raise LedgerError("A split needs some of a thread's claims, and not all of them.")
    detail: dict[str, Any] = {"claims": [each.subject for each in claims]}
    made = record_decision(connection, Act.SPLIT, source.id, who=who, why=why, at=at, detail=detail)
    new = "t" + hashlib.sha256(f"split {made.digest}".encode()).hexdigest()[:12]
    old = connection.execute(select(thread).where(thread.c.id == source.id)).one()
    number = (connection.execute(select(func.max(thread.c.number))).scalar() or 0) + 1
    empty = {"reports": 0, "claims": 0, "merged_into": None, "tally": None}
    values = {**old._mapping, **empty, "id": new, "number": number}
    connection.execute(insert(thread).values(**values))
    _name_after(connection, source.id, new)
    for each in connection.execute(select(block).where(block.c.thread_id == source.id)).all():
        connection.execute(insert(block).values(**{**each._mapping, "thread_id": new, "thread_number": number}))
    _move(connection, rows, new, made)
    recount(connection, source.id)
    recount(connection, new)
    return made, new


def _move(connection: Connection, claims: Sequence[int], target: str, made: Decision) -> None:
    reason = lexicon.load("threads", language="en")["reason"]["merged"].format(number=made.number)
    for each in claims:
        why = json.loads(connection.execute(select(claim.c.why).where(claim.c.id == each)).scalar() or "[]")
        values = {"thread_id": target, "pinned": made.number, "why": json.dumps([*why, reason])}
        connection.execute(update(claim).where(claim.c.id == each).values(**values))
        connection.execute(update(telling).where(telling.c.claim_id == each).values(thread_id=target))


def _name_after(connection: Connection, source: str, target: str) -> None:
    """A thread is found by the names of the one it came from, or took in."""
    number = connection.execute(select(thread.c.number).where(thread.c.id == target)).scalar_one()
    have = {(r.name, r.role) for r in connection.execute(select(named).where(named.c.thread_id == target))}
    for row in connection.execute(select(named).where(named.c.thread_id == source)).all():
        if (row.name, row.role) not in have:
            values = {**row._mapping, "thread_id": target, "thread_number": number}
            connection.execute(insert(named).values(**values))


def recount(connection: Connection, name: str) -> None:
    """Count a thread's reports and claims anew."""
    row = connection.execute(
        select(
            func.count(func.distinct(claim.c.report_id)),
            func.count(),
            func.min(report.c.published),
            func.max(report.c.published),
        )
        .select_from(claim.join(report, report.c.id == claim.c.report_id))
        .where(claim.c.thread_id == name)
    ).one()
    values = {"reports": row[0], "claims": row[1], "first": row[2], "last": row[3]}
    connection.execute(update(thread).where(thread.c.id == name).values(**values))
    keep_tally(connection, name, anew=True)


def find_subject(claim_name: ClaimName, rule: str | None) -> str:
    """The subject of a decision on a claim, or on one of its findings."""
    return claim_name.subject if rule is None else f"{claim_name.subject}#{rule}"


def unknown_field(field: str) -> UnknownReference:
    return UnknownReference(f"{field!r} cannot be corrected. These can: {', '.join(CORRECTED)}.")
