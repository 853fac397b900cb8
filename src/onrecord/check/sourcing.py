"""What a report rests on: notes on its sources, never a verdict on truth.  Rules: docs/checks.md, "Sourcing"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.check.wording import say
from onrecord.model import Claim, ClaimKind, Report, SourceKind, SourcingNote

_ANONYMOUS = (SourceKind.ANONYMOUS_OFFICIAL, SourceKind.ANONYMOUS_EXPERT, SourceKind.ANONYMOUS_OTHER)
_ENOUGH = 2  # claims: one alone is no pattern


def note_sourcing(claims: Sequence[Claim], report: Report) -> tuple[SourcingNote, ...]:
    """Notes on anonymous-only, single-source and circular sourcing, in that order.

    Looks at claims of fact with an attribution; bare `statement` claims are left out.
    """
    checkable = [claim for claim in claims if claim.kind is not ClaimKind.STATEMENT]
    attributed = [claim for claim in checkable if claim.attribution.kind is not SourceKind.OWN_VOICE]
    notes = (
        _note_anonymous(attributed),
        _note_single(attributed),
        _note_circular(attributed, report),
        _note_unsourced(checkable, attributed),
    )
    return tuple(note for note in notes if note is not None)


def _note(rule: str, claims: Sequence[Claim], **values: object) -> SourcingNote:
    return SourcingNote(rule, say(rule, count=len(claims), **values), tuple(claim.id for claim in claims))


def _note_anonymous(attributed: Sequence[Claim]) -> SourcingNote | None:
    if len(attributed) < _ENOUGH or any(claim.attribution.kind not in _ANONYMOUS for claim in attributed):
        return None
    return _note("sourcing.anonymous_only", attributed)


def _note_single(attributed: Sequence[Claim]) -> SourcingNote | None:
    if len(attributed) < _ENOUGH:
        return None
    speaker = attributed[0].attribution.speaker
    if not speaker or any(claim.attribution.speaker != speaker for claim in attributed):
        return None
    return _note("sourcing.single_source", attributed, speaker=speaker)


def _note_circular(attributed: Sequence[Claim], report: Report) -> SourcingNote | None:
    """The outlet cites another that cites the outlet, or itself."""
    if not report.outlet:
        return None
    own = report.outlet.casefold()
    circular = [
        claim
        for claim in attributed
        if any((one.speaker or "").casefold() == own for one in (claim.attribution, *claim.attribution.chain))
    ]
    return _note("sourcing.circular", circular, outlet=report.outlet) if circular else None


def _note_unsourced(checkable: Sequence[Claim], attributed: Sequence[Claim]) -> SourcingNote | None:
    own = [claim for claim in checkable if claim not in attributed]
    if len(own) < _ENOUGH or attributed:
        return None
    return _note("sourcing.own_voice_only", own)
