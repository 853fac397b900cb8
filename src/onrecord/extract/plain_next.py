"""Figures told in one breath with one that is already a claim: "weighs 3.5 tonnes and is nine metres long".

A second figure has no subject of its own, so it becomes a claim only where nothing but words of `next` in
`data/lang/<code>/plain.toml` stands between it and the first: then it is said of the same system, and as firmly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.extract.plain_forms import fill_macros
from onrecord.extract.plain_mask import SignedText, split_sentences
from onrecord.extract.scene import dimension_of
from onrecord.model import Claim, ClaimKind, Quantity, RoleName, Span

_SIGN = re.compile(r"⟦Q(\d+)⟧")


@dataclass(frozen=True, slots=True)
class _Next:
    """What stands before a further figure, and behind it, where it is one of a property."""

    property: str
    dimension: str | None  # None: a plain number
    units: frozenset[str]
    before: re.Pattern[str]  # from the end of the figure before it
    behind: re.Pattern[str]


def add_next_figures(claims: tuple[Claim, ...], signed: SignedText, language: str = "en") -> tuple[Claim, ...]:
    """The claims with one for each further figure of a system that a sentence tells in one breath, numbered anew."""
    told = {
        claim.quantity.span: claim
        for claim in claims
        if claim.kind is ClaimKind.CAPABILITY and claim.quantity is not None and _is_of_one(claim)
    }
    if not told or not _load_forms(language):
        return claims
    taken = {claim.quantity.span for claim in claims if claim.quantity is not None and _is_firm(claim)}
    made: dict[Span, Claim] = {}
    for begin, end in split_sentences(signed.signed):
        first: Claim | None = None
        at = begin
        for start, stop, figure in _figures(signed, begin, end, told.values()):
            claim = told.get(figure.span)
            if claim is None and first is not None and figure.span not in taken:
                claim = _read(first, figure, signed, (at, start, stop, end), language)
                if claim is not None:
                    made[figure.span] = claim
            first, at = claim, stop
    if not made:
        return claims
    kept = [claim for claim in claims if not _gives_way(claim, made)]
    together = sorted((*kept, *made.values()), key=lambda claim: (claim.span.start, -claim.span.end))
    width = max(2, len(str(len(together))))
    return tuple(replace(claim, id=f"c{number:0{width}d}") for number, claim in enumerate(together, 1))


def _figures(
    signed: SignedText, begin: int, end: int, claims: Iterable[Claim]
) -> list[tuple[int, int, Quantity]]:
    """The figures of a sentence and where they stand in the signed text: those with a sign, and a claim's "155 mm"."""
    found = [
        (match.start(), match.end(), quantity)
        for match in _SIGN.finditer(signed.signed, begin, end)
        if (quantity := signed.signs[int(match[1])].quantity) is not None
    ]
    signs = {quantity.span for _, _, quantity in found}
    sentence = signed.span(begin, end)
    for claim in claims:
        if claim.quantity is None or claim.quantity.span in signs or not sentence.covers(claim.quantity.span):
            continue
        words = claim.quantity.span.of(signed.text)
        at = signed.signed.find(words, begin, end)
        if at >= 0 and signed.span(at, at + len(words)) == claim.quantity.span:
            found.append((at, at + len(words), claim.quantity))
    return sorted(found, key=lambda each: each[0])


def _is_of_one(claim: Claim) -> bool:
    item = claim.role(RoleName.ITEM)
    return claim.property != "ability" and item is not None and item.entity is not None and not item.others


def _gives_way(claim: Claim, made: Mapping[Span, Claim]) -> bool:
    if claim.quantity is not None:
        return claim.quantity.span in made
    return claim.kind is ClaimKind.STATEMENT and any(each.span.covers(claim.span) for each in made.values())


def _is_firm(claim: Claim) -> bool:
    """Whether a claim knows what its number is of; one that does not gives way."""
    item = claim.role(RoleName.ITEM)
    if claim.kind is ClaimKind.CAPABILITY and claim.property != "ability":
        return item is not None and item.entity is not None
    return claim.quantity is not None and claim.quantity.unit is None


def _read(
    first: Claim, figure: Quantity, signed: SignedText, around: tuple[int, int, int, int], language: str
) -> Claim | None:
    """The claim of a figure, from the words between it and the one before it.

    `around`: where the sign before it ends, where its own begins and ends, where the sentence ends.
    """
    at, start, stop, end = around
    gap, rest = signed.signed[at:start], signed.signed[stop:end]
    if "\n" in gap:
        return None
    for form in _load_forms(language):
        if form.property == first.property or not _is_of(figure, form):
            continue
        behind = form.behind.match(rest)
        if behind is None or form.before.fullmatch(gap) is None:
            continue
        own = _own_words("<before_words>", language).match(gap)
        tail = _own_words("<own_tail>", language).match(rest)  # "100,000 tonnes at full load"
        last = stop + max(behind.end(), tail.end() if tail is not None else 0)
        words = signed.span(at + (own.end() if own is not None else 0), last)
        return replace(first, property=form.property, quantity=figure, span=words, head=words.start)
    return None


def _is_of(figure: Quantity, form: _Next) -> bool:
    if form.dimension is None:
        return figure.unit is None
    if figure.unit is None:
        return False
    return figure.unit in form.units if form.units else dimension_of(figure.unit) == form.dimension


@cache
def _load_forms(language: str) -> tuple[_Next, ...]:
    table = _table(language)
    macros = _macros(language)
    return tuple(
        _Next(
            row["property"],
            row.get("dimension"),
            frozenset(row.get("units", ())),
            re.compile(fill_macros(row["before"], macros)),
            re.compile(fill_macros(row.get("behind", ""), macros)),
        )
        for row in table.get("next", ())
    )


@cache
def _own_words(macro: str, language: str) -> re.Pattern[str]:
    """What stands behind a figure and is still its own, alone or with the word that joins the next one to it."""
    return re.compile(fill_macros(macro, _macros(language)))


def _macros(language: str) -> dict[str, str]:
    return {name: str(words) for name, words in _table(language).get("macro", {}).items()}


def _table(language: str) -> Mapping[str, Any]:
    try:
        return lexicon.load("plain", language=language)
    except (LexiconError, UnknownLanguage):
        return {}
