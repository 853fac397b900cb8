"""What an import is asked for, and what it says when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of a file.  `country` is an ISO 3166-1 alpha-3 code; what it does depends on the kind."""

    name: str  # the edition name of the folder: a slug
    title: str | None = None
    as_of: str | None = None  # EDTF
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was left out: its line in the file (or its place in a JSON list), the reason, and the detail."""

    line: int
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of an import: every row of the file was either kept or refused.

    `reasons` are the refusals by reason, most frequent first; `refusals` are all of them in file order.  `facts` and
    `subjects` were written: several rows of the file may make one fact.
    """

    kind: str
    file: str
    digest: str  # sha256 of the file's bytes
    edition: str
    rows_in: int
    kept: int
    refused: int
    facts: int
    subjects: int
    republish: bool
    reasons: tuple[tuple[str, int], ...] = ()
    refusals: tuple[Refusal, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values; of the refusals their reasons and the first hundred."""
        return {
            "kind": self.kind,
            "file": self.file,
            "digest": self.digest,
            "edition": self.edition,
            "rows_in": self.rows_in,
            "kept": self.kept,
            "refused": self.refused,
            "facts": self.facts,
            "subjects": self.subjects,
            "republish": self.republish,
            "reasons": [{"reason": reason, "rows": count} for reason, count in self.reasons],
            "refusals": [{"line": r.line, "reason": r.reason, "detail": r.detail} for r in self.refusals[:100]],
        }
