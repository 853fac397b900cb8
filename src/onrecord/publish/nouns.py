"""The nouns of a claim sheet: frozen values that every form (terminal, page, JSON, CSV) is written from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.model import (
    Area,
    Attribution,
    Claim,
    ClaimKind,
    Directness,
    Entity,
    Fact,
    Finding,
    Firmness,
    Quantity,
    Report,
    RoleName,
    SourceKind,
    SourcingNote,
    Span,
    TimeExpression,
)


class Standing(StrEnum):
    """Where a claim stands after all checks: the finding that asks most of a reader, in this order.

    `agrees` only when every finding agrees, so that one favourable check never hides an open question.
    """

    DISAGREES = "disagrees"
    RECORD_DIFFERS = "record_differs"
    DEPENDS = "depends"
    CANNOT_TELL = "cannot_tell"
    AGREES = "agrees"
    NO_CHECK = "no_check"  # asserted, but no check applies
    NOT_CHECKED = "not_checked"  # hedged, planned, conditional, denied, asked, or a statement


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of the report and where they stand: `report.text[span] == words`."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A filled role: the report's words, and what they stand for when that is certain."""

    name: RoleName
    excerpt: Excerpt
    entities: tuple[Entity, ...] = ()
    time: TimeExpression | None = None
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as the report words it and as an interval."""

    quantity: Quantity
    excerpt: Excerpt
    phrase: str  # "up to 5 kilometre"
    notation: str  # "(–, 5] kilometre"
    counted: str | None = None  # "systems (counted as system)"


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One voice on the way from the claim to the reader."""

    kind: SourceKind
    name: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a claim, as the report words it and as resolved.  `chain` runs from the outermost voice to this one."""

    attribution: Attribution
    source_id: str
    kind: SourceKind
    name: str
    directness: Directness
    firmness: Firmness
    source: Excerpt | None = None
    cue: tuple[Excerpt, ...] = ()
    evidence: Excerpt | None = None
    chain: tuple[ChainLink, ...] = ()


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of the record as a sheet cites it."""

    fact: Fact
    statement: str  # "range: 6 kilometre"
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding with the rows it cites and the words for what is missing."""

    finding: Finding
    rows: tuple[FactRow, ...] = ()
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """One claim with everything the sheet says about it."""

    claim: Claim
    excerpt: Excerpt
    standing: Standing
    voice: Voice
    roles: tuple[RoleLine, ...] = ()
    amount: Amount | None = None
    property_label: str | None = None
    findings: tuple[FindingLine, ...] = ()
    why_not_checked: str | None = None

    @property
    def id(self) -> str:
        return self.claim.id


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source of the report, first class: its kind, its claims and its quotations."""

    id: str
    kind: SourceKind
    name: str
    claims: tuple[str, ...] = ()
    quotations: tuple[str, ...] = ()
    standings: tuple[tuple[Standing, int], ...] = ()
    via: tuple[tuple[str, ...], ...] = ()  # each chain of names this source was reached by, outermost first


@dataclass(frozen=True, slots=True)
class QuotationEntry:
    """Words in quotation marks and whose they are."""

    id: str
    excerpt: Excerpt
    source_id: str
    name: str
    kind: SourceKind
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the summary: what a finding says of a claim."""

    claim_id: str
    sentence: str
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class PointGroup:
    """The findings of one verdict, in reading order."""

    standing: Standing
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims stand so, and which."""

    standing: Standing
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The top of a sheet.  `tallies` part the claims, each in exactly one; `points` list every finding."""

    lead: str
    kinds: tuple[tuple[ClaimKind, tuple[str, ...]], ...]
    tallies: tuple[Tally, ...]
    points: tuple[PointGroup, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A claim sheet.  `language` is that of the words the sheet adds, not of the report."""

    report: Report
    version: str
    edition: str | None
    language: str
    summary: Summary
    claims: tuple[ClaimCard, ...]
    sources: tuple[SourceEntry, ...]
    quotations: tuple[QuotationEntry, ...]
    sourcing: tuple[SourcingNote, ...]

    def card(self, claim_id: str) -> ClaimCard:
        """The card of one claim.  Raises KeyError when there is none."""
        for card in self.claims:
            if card.id == claim_id:
                return card
        raise KeyError(claim_id)
