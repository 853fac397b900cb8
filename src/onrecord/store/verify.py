"""Re-deriving what the ledger holds from what it rests on, and naming what differs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, text

from onrecord.errors import OnRecordError
from onrecord.model import Claim, Report
from onrecord.read import read_report
from onrecord.store.add import digest_bytes
from onrecord.store.decide import chain_digest
from onrecord.store.encode import loads
from onrecord.store.load import load_bytes, load_dossier
from onrecord.store.names import short
from onrecord.store.schema import blob, claim, decision, finding, finding_fact, report, telling, thread

_MANY = 200
Facts = Callable[[str], Mapping[str, str] | None]  # digests of an edition's rows, None when it is not installed


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not what it should be: what it is about, and what is wrong."""

    what: str
    why: str


def verify(connection: Connection, *, facts: Facts | None = None, reread: bool = True) -> Iterator[Difference]:
    """Every difference between the ledger and what it rests on; none when all is well.

    Digests of bytes and texts, the text as read from the bytes again (with `reread`), the words of every span, counts
    of threads, the chain of decisions, and, with `facts`, the rows of the record findings rest on.
    """
    yield from _check_database(connection)
    last = 0
    query = select(report.c.id, report.c.digest, report.c.text_digest, report.c.text, report.c.copies)
    while rows := connection.execute(query.where(report.c.id > last).order_by(report.c.id).limit(_MANY)).all():
        for row in rows:
            yield from _check_report(connection, row, reread=reread)
        last = rows[-1].id
    lone = select(blob.c.digest).where(~select(report.c.id).where(report.c.digest == blob.c.digest).exists())
    for digest in connection.execute(lone).scalars():
        yield Difference(f"bytes {short(digest)}", "belong to no report")
    yield from _check_threads(connection)
    yield from _check_decisions(connection)
    if facts is not None:
        yield from _check_facts(connection, facts)


def _check_database(connection: Connection) -> Iterator[Difference]:
    if connection.dialect.name == "sqlite":
        for line in connection.execute(text("PRAGMA integrity_check")).scalars():
            if line != "ok":
                yield Difference("the file", line)
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield Difference(f"table {row[0]}, row {row[1]}", f"points to a missing row of {row[2]}")


def _check_report(connection: Connection, row: Any, *, reread: bool) -> Iterator[Difference]:
    name = f"report {short(row.digest)}"
    raw = load_bytes(connection, row.digest)
    if digest_bytes(raw) != row.digest:
        yield Difference(name, f"its bytes have the digest {digest_bytes(raw)}")
    given_bytes = bytes(row.text)
    if digest_bytes(given_bytes) != row.text_digest:
        yield Difference(name, "its text is not the one that was added")
    try:
        dossier = load_dossier(connection, row.id)
    except (ValueError, UnicodeDecodeError) as error:
        yield Difference(name, f"cannot be read back: {error}")
        return
    given = dossier.report
    if given.digest != row.digest:
        yield Difference(name, "its description is of another report")
    rows = connection.execute(select(claim).where(claim.c.report_id == row.id).order_by(claim.c.id)).all()
    for each in rows:
        yield from _check_claim(each, given)
    if reread:
        yield from _read_again(name, raw, given)


def _check_claim(row: Any, given: Report) -> Iterator[Difference]:
    name = f"claim {short(given.digest, row.number)}"
    one = loads(Claim, row.body)
    if (one.span.start, one.span.end) != (row.start, row.end):
        yield Difference(name, "its span differs from the one it was added with")
    if one.span.of(given.text) != json.loads(row.quote):
        yield Difference(name, "the words of its span are not its words")
    spans = [role.span for role in one.roles]
    if one.quantity is not None:
        spans.append(one.quantity.span)
    if any(span.end > len(given.text) for span in spans):
        yield Difference(name, "a role's span lies outside the text")


def _read_again(name: str, raw: bytes, given: Report) -> Iterator[Difference]:
    """Read the bytes as they were read and compare the text.  Forms this program cannot read alone are left out."""
    try:
        again = read_report(
            raw,
            label=given.label,
            media_type=given.media_type,
            language=given.language,
            url=given.url,
            published=given.published,
            encoding=given.encoding,
        )
    except OnRecordError as error:
        yield Difference(name, f"its bytes cannot be read again: {error}")
        return
    if again.text != given.text and again.media_type == given.media_type:
        yield Difference(name, "this version reads another text from its bytes; its claims stand on the text as added")


def _check_threads(connection: Connection) -> Iterator[Difference]:
    reports = func.count(func.distinct(claim.c.report_id)).label("reports")
    counted = (
        select(claim.c.thread_id, reports, func.count().label("n"))
        .where(claim.c.thread_id.is_not(None))
        .group_by(claim.c.thread_id)
        .subquery()
    )
    query = select(thread.c.id, thread.c.reports, thread.c.claims, counted.c.reports.label("are"), counted.c.n).join(
        counted, counted.c.thread_id == thread.c.id, isouter=True
    )
    lone = select(func.count()).select_from(telling.join(claim, claim.c.id == telling.c.claim_id, isouter=True))
    lone = lone.where((claim.c.thread_id != telling.c.thread_id) | claim.c.thread_id.is_(None))
    in_threads = select(func.count()).select_from(claim).where(claim.c.thread_id.is_not(None))
    told = select(func.count()).select_from(telling)
    strays, wanted, found = (connection.execute(query).scalar() for query in (lone, in_threads, told))
    if strays or wanted != found:
        yield Difference("the list of tellings", "is not of the claims in threads")
    named = telling.join(report, report.c.id == telling.c.report_id)
    other = select(func.count()).select_from(named).where(telling.c.copies != report.c.copies)
    if connection.execute(other).scalar():
        yield Difference("the list of tellings", "names other groups of copies than its reports")
    first = report.alias("first")
    lost = select(report.c.digest).join(first, first.c.digest == report.c.copies, isouter=True)
    for digest in connection.execute(lost.where(first.c.id.is_(None)).order_by(report.c.id)).scalars():
        yield Difference(f"report {short(digest)}", "is in a group of copies whose first report is not there")
    for row in connection.execute(query.order_by(thread.c.number)):
        if (row.reports, row.claims) != (row.are or 0, row.n or 0):
            yield Difference(f"thread {row.id}", f"counts {row.reports} reports, {row.claims} claims; it has others")


def _check_decisions(connection: Connection) -> Iterator[Difference]:
    before, expected = "", 1
    for row in connection.execute(select(decision).order_by(decision.c.number)):
        digest = chain_digest(before, row.number, row.at, row.who, row.act, row.subject, row.why, row.detail)
        if row.number != expected or digest != row.digest:
            yield Difference(f"decision {row.number}", "it, or one before it, was changed or taken out")
            return
        before, expected = row.digest, row.number + 1


def _check_facts(connection: Connection, facts: Facts) -> Iterator[Difference]:
    editions = connection.execute(select(finding.c.edition).distinct().order_by(finding.c.edition)).scalars().all()
    for edition in editions:
        known = facts(edition)
        if known is None:
            why = "is not at hand, so its findings are not compared; records of your own are named with --record"
            yield Difference(f"edition {edition}", why)
            continue
        query = (
            select(finding_fact.c.fact, finding_fact.c.row_digest)
            .join(finding, finding.c.id == finding_fact.c.finding_id)
            .where(finding.c.edition == edition, finding_fact.c.row_digest != "")  # what is measured has none
            .distinct()
            .order_by(finding_fact.c.fact)
        )
        for row in connection.execute(query):
            if known.get(row.fact) != row.row_digest:
                yield Difference(f"fact {row.fact}", f"is not as findings of edition {edition} rested on it")
