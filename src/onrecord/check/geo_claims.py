"""Sentences that say which countries border which, as claims, where the parse gave none.

"Mali borders Algeria and Niger": a parser reads "borders" as a noun about as often as not; the words leave no doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.check.geo_read import Statement, Topic, read_statements
from onrecord.model import Claim, ClaimKind, Role, RoleName, Span, Stance

if TYPE_CHECKING:
    from onrecord.record.geography import Geography

_OPENS = re.compile(r"(?:^|[.!]|\n)[\s\"“”‘’']*(?:[Tt]he\s+)?$")
_TOPICS = (Topic.BORDER, Topic.BORDER_SIDE, Topic.NO_BORDER)


def add_border_claims(
    claims: tuple[Claim, ...], text: str, geography: Geography, *, language: str = "en", start: int = 0
) -> tuple[Claim, ...]:
    """The claims with those of borders between them, numbered anew.  Nothing before offset `start` becomes one."""
    found: dict[int, Claim] = {}
    for statement in sorted(read_statements(text, geography, language), key=lambda each: each.span.end):
        span = statement.span
        if span.start < start or not _says_border(statement, text, language):
            continue
        if any(claim.span.overlaps(span) for claim in claims):
            continue
        assert statement.a is not None
        assert statement.b is not None
        stance = Stance.DENIED if statement.topic is Topic.NO_BORDER else Stance.ASSERTED
        earlier = found.get(span.start)
        end = max(span.end, earlier.span.end) if earlier else span.end
        place = Role(RoleName.PLACE, statement.a.span, statement.a.countries[0].entity())
        others = Role(
            RoleName.COUNTERPART,
            Span(min(statement.b.span.start, earlier.roles[1].span.start if earlier else end), end),
            earlier.roles[1].entity if earlier else statement.b.countries[0].entity(),
            (*earlier.roles[1].others, statement.b.countries[0].entity()) if earlier else (),
        )
        found[span.start] = Claim(
            "", ClaimKind.GEOGRAPHY, Span(span.start, end), (place, others), stance=stance, head=statement.a.span.start
        )
    if not found:
        return claims
    ordered = (replace(claim, roles=tuple(reversed(claim.roles))) for claim in found.values())  # as in RoleName
    together = sorted((*claims, *ordered), key=lambda claim: (claim.span.start, -claim.span.end))
    width = max(2, len(str(len(together))))
    return tuple(replace(claim, id=f"c{number:0{width}d}") for number, claim in enumerate(together, 1))


def _says_border(statement: Statement, text: str, language: str) -> bool:
    """Whether a clause that opens a sentence says it by its verb, of one country each."""
    if statement.topic not in _TOPICS or statement.a is None or statement.b is None or statement.direction:
        return False
    if any(name.people or name.weak or len(name.countries) != 1 for name in (statement.a, statement.b)):
        return False
    if not _OPENS.search(text[max(0, statement.span.start - 40) : statement.span.start]):
        return False  # "if Ukraine borders Finland"
    words = lexicon.load("geography", language=language)["words"]
    behind = text[statement.b.span.end :][:20]
    if behind[:1].strip(".,;:!)\"”’\n") and not behind.startswith(tuple(f" {word} " for word in words["and"])):
        return False
    between = text[statement.a.span.end : statement.b.span.start].lower()
    return any(f" {word} " in between for word in (*words["borders"], *words["no_border"]))
