"""Facts told in one breath with one that is already a claim: "weighs 3.5 tonnes and is nine metres long".

A second fact has no subject of its own, so it becomes a claim only where nothing but words of `next` in
`data/lang/<code>/plain.toml` stands between it and the first: then it is said of the same system, and as firmly.  The
first may be a figure, a state that made or uses the thing ("is an Israeli tank with a crew of four"), or a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.extract.plain_forms import fill_macros
from onrecord.extract.plain_mask import Sign, SignedText, split_sentences
from onrecord.extract.scene import dimension_of
from onrecord.model import Claim, ClaimKind, Quantity, Role, RoleName, Span

_SIGN = re.compile(r"⟦[QTCD](\d+)⟧")
_ROLES = {"T": RoleName.TIME, "C": RoleName.ACTOR, "D": RoleName.ACTOR}  # of a fact of origin
_TOLD = (ClaimKind.CAPABILITY, ClaimKind.ORIGIN, ClaimKind.OPERATOR)
_USER = "U"  # in `after` of a form: behind a state that uses the thing, where a year may be that state's
_PAUSE = ","


@dataclass(frozen=True, slots=True)
class _Next:
    """What stands before a further fact, and behind it, where it is one of a property."""

    property: str
    kind: str  # the kind of its sign: Q number, T time, C state, D adjective of one
    dimension: str | None  # of a number; None: a plain one
    units: frozenset[str]
    after: frozenset[str]  # the kinds of sign it may follow
    lasting: bool  # the same for all versions, so that the one brought in first had it too
    before: re.Pattern[str]  # from the end of the fact before it
    behind: re.Pattern[str]


def add_next_facts(claims: tuple[Claim, ...], signed: SignedText, language: str = "en") -> tuple[Claim, ...]:
    """The claims with one for each further fact of a system that a sentence tells in one breath, numbered anew."""
    told = {end: claim for claim in claims if (end := _end_of_fact(claim)) is not None}
    if not told or not _load_forms(language):
        return claims
    taken = {(claim.property, span) for claim in claims if _is_firm(claim) for span in _spans_of(claim)}
    numbers = {claim.quantity.span for claim in claims if claim.quantity is not None and _is_firm(claim)}
    made: dict[Span, Claim] = {}
    for begin, end in split_sentences(signed.signed):
        first: Claim | None = None
        kind, at = "", begin
        for start, stop, sign in _facts(signed, begin, end, told.values()):
            claim = told.get(sign.span.end)
            if claim is None and first is not None and sign.span not in numbers:
                around = (at, start, stop, end)
                claim = _read(first, kind, sign, signed, around, language)
                claim = claim or _read_gapped(first, kind, sign, signed, around, language)
                if claim is not None and (claim.property, sign.span) in taken:
                    claim = None
                elif claim is not None:
                    made[sign.span] = claim
            if claim is None and (sign.kind != "Q" or _stands_in(sign, signed.signed[stop:end], signed, language)):
                continue  # what is said of other states and times leaves the breath to the words between
            first, at = claim, stop
            kind = _USER if claim is not None and claim.kind is ClaimKind.OPERATOR else sign.kind
    if not made:
        return claims
    kept = [claim for claim in claims if not _gives_way(claim, made)]
    together = sorted((*kept, *made.values()), key=lambda claim: (claim.span.start, -claim.span.end))
    width = max(2, len(str(len(together))))
    return tuple(replace(claim, id=f"c{number:0{width}d}") for number, claim in enumerate(together, 1))


def _facts(signed: SignedText, begin: int, end: int, claims: Iterable[Claim]) -> list[tuple[int, int, Sign]]:
    """The facts of a sentence and where they stand in the signed text: those with a sign, and a claim's "155 mm"."""
    found = [
        (match.start(), match.end(), signed.signs[int(match[1])])
        for match in _SIGN.finditer(signed.signed, begin, end)
    ]
    signs = {sign.span for _, _, sign in found}
    sentence = signed.span(begin, end)
    for claim in claims:
        if claim.quantity is None or claim.quantity.span in signs or not sentence.covers(claim.quantity.span):
            continue
        words = claim.quantity.span.of(signed.text)
        at = signed.signed.find(words, begin, end)
        if at >= 0 and signed.span(at, at + len(words)) == claim.quantity.span:
            found.append((at, at + len(words), Sign("Q", claim.quantity.span, quantity=claim.quantity)))
    return sorted(found, key=lambda each: each[0])


def _spans_of(claim: Claim) -> tuple[Span, ...]:
    """Where its number, its time and its state stand."""
    if claim.quantity is not None:
        return (claim.quantity.span,)
    roles = (claim.role(RoleName.TIME), claim.role(RoleName.ACTOR))
    return tuple(role.span for role in roles if role is not None)


def _end_of_fact(claim: Claim) -> int | None:
    """Where the fact ends that a claim tells of one system; None where it tells none or several."""
    item = claim.role(RoleName.ITEM)
    if item is None or item.entity is None or item.others or not _is_firm(claim):
        return None
    if claim.kind is ClaimKind.CAPABILITY and claim.property != "ability" and claim.quantity is not None:
        return claim.quantity.span.end
    if claim.kind in _TOLD and claim.quantity is None and claim.role(RoleName.COUNTERPART) is None:
        return max((span.end for span in _spans_of(claim)), default=None)
    return None


def _gives_way(claim: Claim, made: Mapping[Span, Claim]) -> bool:
    if claim.quantity is not None:
        return claim.quantity.span in made
    if claim.kind is ClaimKind.ORIGIN:
        return any(span in made and made[span].property == claim.property for span in _spans_of(claim))
    return claim.kind is ClaimKind.STATEMENT and any(each.span.covers(claim.span) for each in made.values())


def _is_firm(claim: Claim) -> bool:
    """Whether a claim knows what its fact is of; one that does not gives way."""
    item = claim.role(RoleName.ITEM)
    if claim.property == "crew" and claim.quantity is not None and claim.quantity.unit is not None:
        return False
    if claim.property == "payload" and claim.quantity is not None and claim.quantity.unit is None:
        return False  # "carries a 115 mm gun and a crew of four"
    if claim.kind in _TOLD and claim.property != "ability":
        return item is not None and item.entity is not None
    is_counted = claim.quantity is not None and claim.quantity.unit is None
    return is_counted and claim.kind not in (ClaimKind.STATEMENT, ClaimKind.MOVEMENT)


def _read(
    first: Claim, kind: str, sign: Sign, signed: SignedText, around: tuple[int, int, int, int], language: str
) -> Claim | None:
    """The claim of a fact, from the words between it and the one before it, whose sign is of the given kind.

    `around`: where the sign before it ends, where its own begins and ends, where the sentence ends.
    """
    at, start, stop, end = around
    gap, rest = signed.signed[at:start], signed.signed[stop:end]
    if "\n" in gap:
        return None
    own = _own_words("<before_words>", language).match(gap)
    if kind == "D":  # "an Israeli tank with a crew of four"
        thing = _own_words("<thing_tail>", language).match(gap)
        if thing is None:
            return None
        gap = gap[thing.end() :]
        gap = gap if gap.startswith(_PAUSE) else f"{_PAUSE}{gap}"
        own = thing
    is_first = kind == "T" and gap.lstrip(" ,").startswith(tuple(_table(language)["opening"].get("brought_in", ())))
    for form in _load_forms(language):
        if is_first and not form.lasting:
            continue
        if form.kind != sign.kind or kind not in form.after or not _is_of(sign.quantity, form):
            continue
        if form.property == first.property and first.kind is ClaimKind.CAPABILITY:
            continue
        behind = form.behind.match(rest)
        if behind is None or form.before.fullmatch(gap) is None:
            continue
        tail = _own_words("<own_tail>", language).match(rest)  # "100,000 tonnes at full load"
        last = stop + max(behind.end(), tail.end() if tail is not None and sign.quantity is not None else 0)
        words = signed.span(at + (own.end() if own is not None else 0), last)
        return _claim(first, form, sign, words)
    return None


def _read_gapped(
    first: Claim, kind: str, sign: Sign, signed: SignedText, around: tuple[int, int, int, int], language: str
) -> Claim | None:
    """The same fact told of another system without its verb: "has a crew of four, the T-90 of three"."""
    at, start, stop, end = around
    gap, rest = signed.signed[at:start], signed.signed[stop:end]
    if sign.kind != kind or not _is_alike(first.quantity, sign.quantity):
        return None
    named = _own_words("<gapped>", language).fullmatch(gap)
    behind = _own_words("<gapped_end>", language).match(rest) if named is not None else None
    if named is None:
        named = _own_words("<gapped_behind>", language).match(rest)
        behind = _own_words("<gapped_joint>", language).fullmatch(gap) if named is not None else None
    if named is None or behind is None:
        return None
    system = signed.signs[int(named["gapped"])]
    item = first.role(RoleName.ITEM)
    if system.entity is None or item is None or item.entity is None or system.entity.id == item.entity.id:
        return None
    begin, last = min(system.span.start, sign.span.start), max(system.span.end, sign.span.end)
    if sign.kind in ("C", "D"):
        begin = min(begin, first.span.start)  # "was designed in Peru, the Igla-S in Oman": with the verb it goes by
    roles = [Role(RoleName.ITEM, system.span, system.entity)]
    if sign.quantity is None:
        roles.append(Role(_ROLES[sign.kind], sign.span, sign.entity, time=sign.time))
    roles.sort(key=lambda each: list(RoleName).index(each.name))
    return replace(first, roles=tuple(roles), quantity=sign.quantity, span=Span(begin, last), head=begin)


def _stands_in(sign: Sign, rest: str, signed: SignedText, language: str) -> bool:
    """ "The Igla-S one of 6 km": no number."""
    return _own_words("<stand_in>", language).match(f"{sign.span.of(signed.text).lower()}{rest}") is not None


def _is_alike(one: Quantity | None, other: Quantity | None) -> bool:
    """Whether two numbers may be of one property: both plain, or of one dimension; or neither is a number."""
    if one is None or other is None:
        return one is other
    if one.unit is None or other.unit is None:
        return one.unit is other.unit
    return dimension_of(one.unit) == dimension_of(other.unit)


def _claim(first: Claim, form: _Next, sign: Sign, words: Span) -> Claim:
    item = first.role(RoleName.ITEM)
    alone = (item,) if item is not None else ()
    if sign.quantity is not None:
        roles: Sequence[Role] = first.roles if first.kind is ClaimKind.CAPABILITY else alone
        return replace(
            first,
            kind=ClaimKind.CAPABILITY,
            roles=tuple(roles),
            property=form.property,
            quantity=sign.quantity,
            span=words,
            head=words.start,
        )
    role = Role(_ROLES[sign.kind], sign.span, sign.entity, time=sign.time)
    roles = sorted((*alone, role), key=lambda each: list(RoleName).index(each.name))
    return replace(
        first,
        kind=ClaimKind.ORIGIN,
        roles=tuple(roles),
        property=form.property,
        quantity=None,
        span=words,
        head=words.start,
    )


def _is_of(figure: Quantity | None, form: _Next) -> bool:
    if figure is None or form.dimension is None:
        return figure is None or figure.unit is None
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
            row.get("sign", "Q"),
            row.get("dimension"),
            frozenset(row.get("units", ())),
            frozenset(row.get("after", "QTCDU")),
            bool(row.get("lasting")),
            re.compile(fill_macros(row["before"], macros)),
            re.compile(fill_macros(row.get("behind", ""), macros)),
        )
        for row in table.get("next", ())
    )


@cache
def _own_words(macro: str, language: str) -> re.Pattern[str]:
    """What stands behind a fact and is still its own, alone or with the word that joins the next one to it."""
    return re.compile(fill_macros(macro, _macros(language)))


def _macros(language: str) -> dict[str, str]:
    return {name: str(words) for name, words in _table(language).get("macro", {}).items()}


def _table(language: str) -> Mapping[str, Any]:
    try:
        return lexicon.load("plain", language=language)
    except (LexiconError, UnknownLanguage):
        return {}
