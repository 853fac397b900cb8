"""Claims against the record and against one another.  Every finding names its rule; the rules are in docs/checks.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from onrecord.check.arithmetic import check_arithmetic
from onrecord.check.capability import check_capability
from onrecord.check.chronology import check_chronology
from onrecord.check.consistency import check_consistency
from onrecord.check.context import CheckContext
from onrecord.check.evidence import check_events, check_losses
from onrecord.check.geography import check_geography
from onrecord.check.halves import hold_halves
from onrecord.check.holding import check_holding
from onrecord.check.operator import check_operator
from onrecord.check.origin import check_origin
from onrecord.check.set_apart import drop_set_apart
from onrecord.check.sourcing import note_sourcing
from onrecord.check.transfer import check_transfer
from onrecord.check.unmeasured import hold_back
from onrecord.model import Claim, Finding

Check = Callable[[Claim, CheckContext], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    check_capability,
    check_origin,
    check_operator,
    check_holding,
    check_transfer,
    check_geography,
    check_chronology,
    check_arithmetic,
    check_consistency,
    check_losses,
    check_events,
)
# What these compare is not the rows of the things a claim names.
_WHOLE = (check_geography, check_arithmetic, check_consistency, check_losses, check_events)


def check_claims(claims: Sequence[Claim], context: CheckContext) -> tuple[Finding, ...]:
    """Findings of every check for every claim, in the order of the claims and then of `CHECKS`.

    A claim nothing can be said of has none.  Same claims, record and settings give the same findings.
    """
    found = (finding for claim in claims for finding in _check_one(claim, context))
    return tuple(hold_halves(hold_back(found, context.language), claims, context))


def _check_one(claim: Claim, context: CheckContext) -> Iterator[Finding]:
    left = drop_set_apart(claim, context)
    for check in CHECKS:
        yield from check(claim if check in _WHOLE else left, context)


__all__ = ["CHECKS", "Check", "CheckContext", "check_claims", "note_sourcing"]
