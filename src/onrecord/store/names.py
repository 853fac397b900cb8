"""How people name what is in the ledger: `t1f0c…` a thread, `1a2b3c/c01` a claim, `1a2b3c/c01#rule` a finding.

The digits are the start of the report's digest, as many as tell it from the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.errors import UnknownReference
from onrecord.store.schema import claim, finding, report, thread

_CLAIM = re.compile(r"(?:sha256:)?([0-9a-f]{4,64})/(c\d{1,6})(?:#([\w.]{1,120}))?")
_REPORT = re.compile(r"(?:sha256:)?([0-9a-f]{4,64})")
_THREAD = re.compile(r"t[0-9a-f]{3,31}")
SHOWN = 12  # digits of a digest that are printed


@dataclass(frozen=True, slots=True)
class ClaimName:
    """A claim that is there; `rule` when one of its findings is meant."""

    row: int
    subject: str  # sha256:<hex>/c01
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadName:
    """A thread that is there, the one it was merged into when it was."""

    id: str


def short(digest: str, number: str | None = None) -> str:
    """A report, or a claim of it, as it is printed: "1a2b3c4d5e6f/c01"."""
    start = digest.removeprefix("sha256:")[:SHOWN]
    return start if number is None else f"{start}/{number}"


def find_report(connection: Connection, name: str) -> tuple[int, str]:
    """Row and digest of the report a name means.  Raises UnknownReference."""
    match = _REPORT.fullmatch(name)
    if match is None:
        raise UnknownReference(f"{name!r} names no report. A report is named by the start of its digest: 1a2b3c4d5e6f.")
    low = f"sha256:{match[1]}"
    query = select(report.c.id, report.c.digest).where(report.c.digest.between(low, low + "g")).limit(2)
    rows = connection.execute(query).all()
    if not rows:
        raise UnknownReference(f"The ledger holds no report {name}. See what it holds with: onrecord export csv")
    if len(rows) > 1:
        raise UnknownReference(f"Several reports begin with {name}. Give more digits of the digest.")
    return rows[0].id, rows[0].digest


def find_claim(connection: Connection, name: str) -> ClaimName:
    """The claim, or finding of a claim, a name means.  Raises UnknownReference."""
    match = _CLAIM.fullmatch(name)
    if match is None:
        raise UnknownReference(f"{name!r} names no claim. onrecord show prints their names: 1a2b3c4d5e6f/c01.")
    report_id, digest = find_report(connection, match[1])
    row = connection.execute(
        select(claim.c.id).where(claim.c.report_id == report_id, claim.c.number == match[2])
    ).first()
    if row is None:
        raise UnknownReference(f"Report {short(digest)} has no claim {match[2]}.")
    if match[3] is not None:
        rules = sorted(set(connection.execute(select(finding.c.rule).where(finding.c.claim_id == row.id)).scalars()))
        if match[3] not in rules:
            known = ", ".join(rules) or "none"
            raise UnknownReference(f"Claim {name.partition('#')[0]} has no finding {match[3]!r}. It has: {known}.")
    return ClaimName(row.id, f"{digest}/{match[2]}", match[3])


def find_thread(connection: Connection, name: str) -> ThreadName:
    """The thread a name means, or the one it was merged into.  Raises UnknownReference."""
    if not _THREAD.fullmatch(name):
        raise UnknownReference(f"{name!r} names no thread. List them with: onrecord threads")
    query = select(thread.c.id, thread.c.merged_into).where(thread.c.id.between(name, name + "g")).limit(2)
    rows = connection.execute(query).all()
    if not rows:
        raise UnknownReference(f"The ledger holds no thread {name}. List them with: onrecord threads --min-reports 1")
    if len(rows) > 1 and rows[0].id != name:
        raise UnknownReference(f"Several threads begin with {name}. Give more of its id.")
    found = rows[0]
    while found.merged_into is not None:
        target = select(thread.c.id, thread.c.merged_into).where(thread.c.id == found.merged_into)
        found = connection.execute(target).one()
    return ThreadName(found.id)
