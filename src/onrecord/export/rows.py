"""Every claim of the ledger with what stands around it, one report at a time: what all formats are written from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.export.drawing import MapPoint
from onrecord.model import Dossier, Entity, Finding, RoleName
from onrecord.store.decide import Act, Decision, list_decisions
from onrecord.store.load import ReportCard, Said, load_cards, load_claims, load_dossier, load_findings
from onrecord.store.names import short
from onrecord.store.schema import thread
from onrecord.store.threads import corrections_of, rejected_subjects

Locate = Callable[[str], MapPoint | None]  # the point of an entity id


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A claim with its findings and what people decided of it."""

    said: Said
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]

    @property
    def name(self) -> str:
        return short(self.said.report.digest, self.said.claim.id)

    @property
    def standing(self) -> str:
        """The latest word of a person on the claim: "accept", "reject", or ""."""
        latest = [one.act for one in self.decisions if one.subject == self.said.subject]
        return next((act.value for act in reversed(latest) if act in (Act.ACCEPT, Act.REJECT)), "")

    @property
    def corrections(self) -> dict[str, str]:
        return corrections_of(self.said.subject, self.decisions)

    def entities(self, role: RoleName) -> tuple[Entity, ...]:
        given = self.said.claim.role(role)
        return () if given is None or given.entity is None else (given.entity, *given.others)

    def accepted(self) -> Iterator[tuple[Finding, Decision]]:
        """Findings a person accepted, and did not reject later, with the acceptance."""
        for finding in self.findings:
            subject = f"{self.said.subject}#{finding.rule}"
            own = [one for one in self.decisions if one.subject == subject and one.act in (Act.ACCEPT, Act.REJECT)]
            if own and own[-1].act is Act.ACCEPT:
                yield finding, own[-1]


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report, its text and its claims."""

    card: ReportCard
    dossier: Dossier
    claims: tuple[ClaimEntry, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is exported: everything, or the claims of some threads and their reports."""

    threads: tuple[str, ...] = ()


def read_entries(connection: Connection, scope: Scope) -> Iterator[ReportEntry]:
    """Reports in the order they were added, with the claims in scope."""
    decisions = list_decisions(connection)
    by_claim: dict[str, list[Decision]] = {}
    for one in decisions:
        by_claim.setdefault(one.subject.partition("#")[0], []).append(one)
    ids = None
    if scope.threads:
        ids = [one.report.id for name in scope.threads for one in load_claims(connection, thread=name)]
    for card in load_cards(connection, ids):
        said = load_claims(connection, report_id=card.id)
        said = tuple(one for one in said if not scope.threads or one.thread in scope.threads)
        findings = load_findings(connection, [one.row for one in said])
        yield ReportEntry(
            card,
            load_dossier(connection, card.id),
            tuple(
                ClaimEntry(one, findings.get(one.row, ()), tuple(by_claim.get(one.subject, ()))) for one in said
            ),
        )


def read_threads(connection: Connection, scope: Scope) -> Iterator[tuple[str, str, str, Sequence[Said]]]:
    """Threads in scope: id, kind, title, and the claims nobody rejected."""
    query = select(thread.c.id, thread.c.kind, thread.c.title).where(thread.c.merged_into.is_(None))
    if scope.threads:
        query = query.where(thread.c.id.in_(scope.threads))
    rejected = rejected_subjects(list_decisions(connection))
    for row in connection.execute(query.order_by(thread.c.number)).all():
        said = [one for one in load_claims(connection, thread=row.id) if one.subject not in rejected]
        if said:
            yield row.id, row.kind, row.title, said
