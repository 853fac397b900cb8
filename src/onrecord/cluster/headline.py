"""What only the headline of a report says.

The body of a report mostly says again, and better, what its headline says: such a claim stands once, in the body.  What
is left is what a reader sees first and finds nowhere else: a claim of its own, or a number that the body contradicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from onrecord import lexicon
from onrecord.cluster.profiles import identity
from onrecord.model import Claim, ClaimKind, Quantity, Span


def without_repeated_headline(claims: Sequence[Claim], headline: Span | None) -> tuple[Claim, ...]:
    """Claims without those of the headline that the rest of the report makes too, numbered anew in reading order.

    `claims` are resolved.  A statement, or a claim that neither names a thing nor gives a number, is left out of a
    headline.
    """
    if headline is None:
        return tuple(claims)
    body = [claim for claim in claims if not headline.covers(claim.span)]
    own = [
        claim
        for claim in claims
        if headline.covers(claim.span) and _says_something(claim) and not any(_says(one, claim) for one in body)
    ]
    kept = sorted((*own, *body), key=lambda claim: (claim.span.start, claim.span.end, claim.id))
    width = max(2, len(str(len(kept))))
    return tuple(replace(claim, id=f"c{number:0{width}d}") for number, claim in enumerate(kept, start=1))


def _says_something(claim: Claim) -> bool:
    return claim.kind is not ClaimKind.STATEMENT and (claim.quantity is not None or bool(_names(claim)))


def _says(one: Claim, headline: Claim) -> bool:
    """Whether a claim of the body says what one of the headline does: the same kind, the same number, nothing else."""
    if one.kind is not headline.kind or (headline.property or one.property) != one.property:
        return False
    if headline.quantity is not None and (one.quantity is None or not _fit(one.quantity, headline.quantity)):
        return False
    here, there = _names(headline), _names(one)
    shared = here.keys() & there.keys()
    if any(not here[role] & there[role] for role in shared):
        return False
    return headline.quantity is not None or not here or any(here[role] & there[role] for role in shared)


def _names(claim: Claim) -> dict[str, frozenset[str]]:
    """What each resolved role stands for; a force stands for its country."""
    return {
        role.name.value: frozenset(identity(entity) for entity in (role.entity, *role.others))
        for role in claim.roles
        if role.entity is not None
    }


def _fit(one: Quantity, other: Quantity) -> bool:
    """Whether one number could satisfy both; headlines round."""
    if one.unit != other.unit:
        return False
    share = Decimal(lexicon.load("threads")["numbers"]["tolerance"]) if one.approximate or other.approximate else 0
    lows = [end * (1 - share) for end in (one.low, other.low) if end is not None]
    highs = [end * (1 + share) for end in (one.high, other.high) if end is not None]
    return not lows or not highs or max(lows) <= min(highs)
