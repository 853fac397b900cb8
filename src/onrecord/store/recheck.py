"""Findings under another edition of the record beside those a report was added with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.model import Dossier, Finding
from onrecord.store.add import add_findings
from onrecord.store.load import load_dossier
from onrecord.store.names import short
from onrecord.store.schema import claim, finding, report

Check = Callable[[Dossier], Sequence[Finding]]  # the findings of a dossier's claims under an edition


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that another edition changes; None where there is none."""

    claim: str  # "1a2b3c4d5e6f/c01"
    quote: str
    check: str
    before: Finding | None
    after: Finding | None


def report_ids(connection: Connection, *, other_than: str | None = None) -> tuple[int, ...]:
    """Rows of the reports, in the order they were added; only those another program than the one named read."""
    query = select(report.c.id).order_by(report.c.id)
    if other_than is not None:
        query = query.where(report.c.program != other_than)
    return tuple(connection.execute(query).scalars())


def recheck_report(connection: Connection, report_id: int, check: Check) -> tuple[Change, ...]:
    """What another edition changes in a report's findings.  Nothing is written."""
    dossier = load_dossier(connection, report_id)
    return tuple(compare_findings(dossier, check(dossier)))


def compare_findings(dossier: Dossier, after: Sequence[Finding]) -> Iterator[Change]:
    """Findings that differ in verdict, rule or sentence, in reading order."""
    for each in dossier.claims:
        old = {one.check: one for one in dossier.findings if one.claim_id == each.id}
        new = {one.check: one for one in after if one.claim_id == each.id}
        for name in dict.fromkeys((*old, *new)):
            was, now = old.get(name), new.get(name)
            if was is None or now is None or _said(was) != _said(now):
                yield Change(
                    claim=short(dossier.report.digest, each.id),
                    quote=each.span.of(dossier.report.text),
                    check=name,
                    before=was,
                    after=now,
                )


def _said(one: Finding) -> tuple[str, str, str]:
    return one.verdict.value, one.rule, one.sentence


def keep_findings(connection: Connection, report_id: int, findings: Sequence[Finding], *, edition: str) -> None:
    """Keep findings under an edition beside the others, in the transaction the caller holds; once for each edition."""
    rows = connection.execute(
        select(claim.c.id, claim.c.number).where(claim.c.report_id == report_id).order_by(claim.c.id)
    ).all()
    have = select(finding.c.id).where(finding.c.claim_id.in_([row.id for row in rows]), finding.c.edition == edition)
    if connection.execute(have.limit(1)).first() is not None:
        return
    for row in rows:
        add_findings(connection, row.id, [one for one in findings if one.claim_id == row.number], edition=edition)
