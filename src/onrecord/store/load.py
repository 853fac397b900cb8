"""Reading the ledger back: reports as dossiers, claims with what stands around them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from onrecord.cluster.upstream import Voice
from onrecord.model import Claim, Dossier, Finding
from onrecord.store.encode import loads
from onrecord.store.schema import blob, claim, finding, report, sighting

_MANY = 500  # ids in one query


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report without its text.  `seen` are the other places its bytes were met at."""

    id: int
    digest: str
    label: str
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    credit: str | None
    copies: str
    copies_why: dict[str, Any] | None
    edition: str | None
    added: str
    seen: tuple[tuple[str, str, str | None], ...] = ()  # label, url, outlet


@dataclass(frozen=True, slots=True)
class Said:
    """A claim in its report, as the ledger keeps it."""

    row: int
    report: ReportCard
    claim: Claim
    quote: str
    voice: Voice
    thread: str | None
    why: tuple[str, ...]
    pinned: int | None

    @property
    def subject(self) -> str:
        """How decisions name it."""
        return f"{self.report.digest}/{self.claim.id}"


_CARD = (
    report.c.id, report.c.digest, report.c.label, report.c.outlet, report.c.title, report.c.url, report.c.published,
    report.c.credit, report.c.copies, report.c.copies_why, report.c.edition, report.c.added,
)  # fmt: skip


def load_cards(connection: Connection, ids: Sequence[int] | None = None) -> Iterator[ReportCard]:
    """Reports in the order they were added; those of `ids` when given."""
    query = select(*_CARD).order_by(report.c.id)
    if ids is None:
        last = 0
        while rows := connection.execute(query.where(report.c.id > last).limit(_MANY)).all():
            yield from _cards(connection, rows)
            last = rows[-1].id
        return
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _MANY):
        part = wanted[start : start + _MANY]
        yield from _cards(connection, connection.execute(query.where(report.c.id.in_(part))).all())


def _cards(connection: Connection, rows: Sequence[Any]) -> Iterator[ReportCard]:
    seen: dict[int, list[tuple[str, str, str | None]]] = {}
    query = select(sighting).where(sighting.c.report_id.in_([row.id for row in rows])).order_by(sighting.c.id)
    for each in connection.execute(query):
        seen.setdefault(each.report_id, []).append((each.label, each.url, each.outlet))
    for row in rows:
        why = json.loads(row.copies_why) if row.copies_why else None
        values = {**row._mapping, "copies_why": why}
        yield ReportCard(**values, seen=tuple(seen.get(row.id, ())))


def load_claims(
    connection: Connection,
    *,
    thread: str | None = None,
    report_id: int | None = None,
    rows_of: Sequence[int] | None = None,
) -> tuple[Said, ...]:
    """Claims of a thread, or of a report, or those of some rows, by publication and then reading order."""
    if rows_of is not None:
        parts = [rows_of[start : start + _MANY] for start in range(0, len(rows_of), _MANY)]
        rows = [row for part in parts for row in connection.execute(select(claim).where(claim.c.id.in_(part)))]
        return _order(connection, rows)
    query = select(claim)
    query = query.where(claim.c.thread_id == thread) if thread is not None else query
    query = query.where(claim.c.report_id == report_id) if report_id is not None else query
    return _order(connection, connection.execute(query.order_by(claim.c.report_id, claim.c.id)).all())


def _order(connection: Connection, rows: Sequence[Any]) -> tuple[Said, ...]:
    cards = {card.id: card for card in load_cards(connection, [row.report_id for row in rows])}
    said = [_said(row, cards[row.report_id]) for row in rows]
    return tuple(sorted(said, key=lambda one: (one.report.published or "9999", one.report.digest, one.claim.id)))


def _said(row: Any, card: ReportCard) -> Said:
    return Said(
        row=row.id,
        report=card,
        claim=loads(Claim, row.body),
        quote=json.loads(row.quote),
        voice=loads(Voice, row.voice),
        thread=row.thread_id,
        why=tuple(json.loads(row.why)) if row.why else (),
        pinned=row.pinned,
    )


def load_findings(
    connection: Connection, claims: Sequence[int], *, edition: str | None = None
) -> dict[int, tuple[Finding, ...]]:
    """Findings of claims by row, under one edition, or under the edition the report was added with."""
    found: dict[int, list[Finding]] = {}
    wanted = sorted(set(claims))
    for start in range(0, len(wanted), _MANY):
        query = (
            select(finding, report.c.edition.label("at_first"))
            .join(claim, claim.c.id == finding.c.claim_id)
            .join(report, report.c.id == claim.c.report_id)
            .where(finding.c.claim_id.in_(wanted[start : start + _MANY]))
            .order_by(finding.c.claim_id, finding.c.number)
        )
        for row in connection.execute(query):
            if row.edition == (edition or row.at_first or row.edition):
                found.setdefault(row.claim_id, []).append(loads(Finding, row.body))
    return {row: tuple(each) for row, each in found.items()}


def load_dossier(connection: Connection, report_id: int, *, edition: str | None = None) -> Dossier:
    """A report with everything that was found in it, as it was added; `doc`, the parse, is None."""
    row = connection.execute(
        select(report.c.body, report.c.text, report.c.edition).where(report.c.id == report_id)
    ).one()
    dossier = loads(Dossier, row.body)
    rows = connection.execute(
        select(claim.c.id, claim.c.body).where(claim.c.report_id == report_id).order_by(claim.c.id)
    ).all()
    findings = load_findings(connection, [each.id for each in rows], edition=edition)
    text = bytes(row.text).decode("utf-8", "surrogatepass")
    return replace(
        dossier,
        report=replace(dossier.report, text=text),
        claims=tuple(loads(Claim, each.body) for each in rows),
        findings=tuple(one for each in rows for one in findings.get(each.id, ())),
    )


def load_bytes(connection: Connection, digest: str) -> bytes:
    """The bytes a report was read from."""
    return bytes(connection.execute(select(blob.c.bytes).where(blob.c.digest == digest)).scalar_one())
