"""The ledger: reports, claims, findings, threads and what people decided, in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from onrecord.errors import LedgerError
from onrecord.model import Dossier
from onrecord.store import connect
from onrecord.store.add import Added, add_dossier
from onrecord.store.decide import (
    CORRECTED,
    Act,
    Decision,
    describe_claim,
    find_subject,
    list_decisions,
    merge_threads,
    record_decision,
    split_thread,
    unknown_field,
)
from onrecord.store.load import load_dossier
from onrecord.store.names import find_claim, find_report, find_thread
from onrecord.store.schema import claim, decision, report, thread
from onrecord.store.verify import Difference, Facts, verify


class Ledger:
    """A store of reports at an address: a file, or `postgresql://…`.

    Every method is one transaction.  Raises LedgerError, and UnknownReference for a name that means nothing in it.
    """

    def __init__(self, address: str | Path | None = None, *, create: bool = True) -> None:
        self.address = connect.ledger_address(address)
        self._engine = connect.open_engine(self.address, create=create)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the ledger, for the functions of this package that read."""
        try:
            with connect.read(self._engine) as connection:
                yield connection
        except DBAPIError as error:
            raise connect.explain(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is written whole or not at all."""
        try:
            with connect.write(self._engine) as connection:
                yield connection
        except DBAPIError as error:
            raise connect.explain(error) from error

    # --- adding ---

    def has(self, digest: str) -> bool:
        """Whether a report of these bytes is there."""
        with self.reading() as connection:
            return connection.execute(select(report.c.id).where(report.c.digest == digest)).first() is not None

    def add(self, dossier: Dossier, raw: bytes, *, added: str, program: str = "onrecord") -> Added:
        """Add a report; when this returns, it is there for good.  A report that was there changes nothing."""
        with self.writing() as connection:
            return add_dossier(connection, dossier, raw, added=added, program=program)

    # --- reading ---

    def counts(self) -> dict[str, int]:
        """How many reports, claims, threads (of any size) and decisions there are."""
        tables = {"reports": report, "claims": claim, "threads": thread, "decisions": decision}
        with self.reading() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in tables.items()
            }

    def dossier(self, name: str, *, edition: str | None = None) -> Dossier:
        """The report a name means (the start of its digest), with its claims and findings."""
        with self.reading() as connection:
            return load_dossier(connection, find_report(connection, name)[0], edition=edition)

    def decisions(self, subjects: Sequence[str] | None = None) -> tuple[Decision, ...]:
        with self.reading() as connection:
            return list_decisions(connection, subjects)

    def verify(self, *, facts: Facts | None = None, reread: bool = True) -> tuple[Difference, ...]:
        """What differs from what it rests on; empty when all is well."""
        with self.reading() as connection:
            return tuple(verify(connection, facts=facts, reread=reread))

    # --- deciding ---

    def decide(
        self, act: Act, name: str, *, who: str, why: str, at: str, field: str | None = None, value: str | None = None
    ) -> Decision:
        """Accept, correct or reject a claim ("1a2b/c01") or a finding ("1a2b/c01#rule").

        A correction names the `field` and its right `value`.
        """
        if act in (Act.MERGE, Act.SPLIT):
            raise LedgerError("Threads are merged and split by Ledger.merge and Ledger.split.")
        if act is Act.CORRECT and field not in CORRECTED:
            raise unknown_field(field or "")
        with self.writing() as connection:
            found = find_claim(connection, name)
            detail: dict[str, Any] = describe_claim(connection, found)
            if act is Act.CORRECT:
                detail |= {"field": field, "value": value}
            subject = find_subject(found, found.rule)
            return record_decision(connection, act, subject, who=who, why=why, at=at, detail=detail)

    def merge(self, into: str, other: str, *, who: str, why: str, at: str) -> Decision:
        """Make two threads one."""
        with self.writing() as connection:
            first, second = find_thread(connection, into), find_thread(connection, other)
            return merge_threads(connection, first, second, who=who, why=why, at=at)

    def split(self, source: str, claims: Sequence[str], *, who: str, why: str, at: str) -> tuple[Decision, str]:
        """Take claims out of a thread into a new one; returns the decision and the new thread's id."""
        with self.writing() as connection:
            names = [find_claim(connection, name) for name in claims]
            return split_thread(connection, find_thread(connection, source), names, who=who, why=why, at=at)
