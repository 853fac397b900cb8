"""Sentences that say where things lie, as claims, where the parse gave none.

"Mali borders Algeria and Niger": a parser reads "borders" as a noun about as often as not; the words leave no doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.check.geo_names import GeoName
from onrecord.check.geo_read import DENIALS, WHOLE, Statement, Topic, read_statements
from onrecord.check.geography import owner_of
from onrecord.model import Claim, ClaimKind, Entity, Role, RoleName, Span, Stance

if TYPE_CHECKING:
    from onrecord.record.geography import Geography

_LISTS = (Topic.BORDER, Topic.NO_BORDER, Topic.BORDER_SIDE, *WHOLE)
_LEAD = 40  # characters before a statement in which the word that opens its clause stands


def add_place_claims(
    claims: tuple[Claim, ...], text: str, geography: Geography, *, language: str = "en", start: int = 0
) -> tuple[Claim, ...]:
    """The claims with those of where things lie between them, numbered anew.

    A statement whose words a claim already covers makes none, nor does one before offset `start`.
    """
    found: dict[tuple[int, bool], Claim] = {}
    for statement in sorted(read_statements(text, geography, language), key=lambda each: each.span.end):
        span = statement.span
        if not statement.says or span.start < start or owner_of(statement, claims) is not None:
            continue
        is_border = statement.topic in (Topic.BORDER, Topic.NO_BORDER)
        if is_border and not statement.is_phrase and not _says_border(statement, text, language):
            continue
        is_denied = statement.topic in DENIALS
        key = (span.start, is_denied)
        earlier = found.get(key)
        if earlier is not None and statement.topic not in _LISTS:
            continue
        found[key] = _claim(statement, earlier)
    if not found:
        return claims
    together = sorted((*claims, *found.values()), key=lambda claim: (claim.span.start, -claim.span.end))
    width = max(2, len(str(len(together))))
    return tuple(replace(claim, id=f"c{number:0{width}d}") for number, claim in enumerate(together, 1))


def _claim(statement: Statement, earlier: Claim | None) -> Claim:
    """The claim of a statement; the next of a list goes on with the claim of the one before."""
    span = statement.span
    end = max(span.end, earlier.span.end) if earlier else span.end
    roles: list[Role] = []
    named = statement.a if statement.a is not None else statement.b
    if statement.b is not None and statement.a is not None:
        old = earlier.role(RoleName.COUNTERPART) if earlier else None
        entity = _entity(statement.b)
        whole = statement.b.span if old is None else Span(old.span.start, max(old.span.end, statement.b.span.end))
        if old is not None and old.entity is not None and entity is not None:
            others = (*old.others, entity) if entity.id != old.entity.id else old.others
            roles.append(Role(RoleName.COUNTERPART, whole, old.entity, others))
        else:
            roles.append(Role(RoleName.COUNTERPART, whole, entity))
    if named is not None:
        roles.append(Role(RoleName.PLACE, named.span, _entity(named)))
    stance = Stance.DENIED if statement.topic in DENIALS else Stance.ASSERTED
    order = list(RoleName)
    return Claim(
        "",
        ClaimKind.GEOGRAPHY,
        Span(span.start, end),
        tuple(sorted(roles, key=lambda role: order.index(role.name))),
        stance=stance,
        head=named.span.start if named is not None else span.start,
    )


def _entity(name: GeoName) -> Entity | None:
    return name.countries[0].entity() if len(name.countries) == 1 else None


def _says_border(statement: Statement, text: str, language: str) -> bool:
    """Whether a clause that opens a sentence says it by its verb, of one country each."""
    if statement.a is None or statement.b is None:
        return False
    if any(name.people or len(name.countries) != 1 for name in (statement.a, statement.b)):
        return False
    words = lexicon.load("geography", language=language)["words"]
    opens = _opening(*(tuple(words.get(key, ())) for key in ("opening", "article", "nature")))
    if not opens.search(text[max(0, statement.span.start - _LEAD) : statement.span.start]):
        return False  # "if Ukraine borders Finland"
    behind = text[statement.span.end :][:20]
    goes_on = behind.startswith(tuple(f" {word} " for word in words.get("follows", words["and"])))
    return goes_on or not behind[:1].strip('.,;:!)"”’\n')


def _opening(words: tuple[str, ...], articles: tuple[str, ...], nature: tuple[str, ...]) -> re.Pattern[str]:
    opening, article, adjective = ("|".join(map(re.escape, each)) or r"(?!)" for each in (words, articles, nature))
    before = rf"(?:(?:{article})\s+)?(?:(?:{adjective})\s+)?"
    return re.compile(rf"(?:(?:^|[.!:;,–—(]|\n)[\s\"“”‘’']*|\b(?:{opening})\s+){before}$", re.IGNORECASE)
