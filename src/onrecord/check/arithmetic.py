"""Numbers of the report against one another.  Rules: docs/checks.md, "Arithmetic"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from onrecord import lexicon
from onrecord.check.arith_doubt import Doubt, find_doubt
from onrecord.check.arith_judge import judge_relation
from onrecord.check.arith_read import Relation, read_relations
from onrecord.check.context import CheckContext, bearer_of, is_unsaid, is_withdrawn
from onrecord.check.findings import make_finding
from onrecord.check.measure import SAME, Claimed, Factor, Sense, read_claimed, settings, unit_factor, unit_factors
from onrecord.check.wording import say_quantity
from onrecord.model import Claim, Finding, Quantity, Span, Verdict

_CLAUSE = re.compile(r"[,;:–—]")


def check_arithmetic(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Findings for numbers that must fit one another: one said twice, in two units, a share, a sum, a change.

    Numbers that are of no claim are answered with the claim that shares most of their words, or the first of their
    sentence.
    """
    quantity = claim.quantity
    findings: list[Finding | None] = []
    if quantity is not None and quantity.unit is not None and not is_withdrawn(claim, context):
        findings += [_compare(claim, context, quantity, other) for other in context.twins.get(quantity.span, ())]
    if is_unsaid(claim, context):
        return tuple(finding for finding in findings if finding is not None)
    findings += [_compare(claim, context, one, other) for one, other in context.once(_loose_pairs).get(claim.id, ())]
    for relation in context.once(_relations).get(claim.id, ()):
        doubt = find_doubt(relation, context)
        found = None if doubt is Doubt.WHOLE else judge_relation(relation, claim, context)
        if found is not None and (doubt is Doubt.NONE or found.verdict is Verdict.AGREES):
            findings.append(found)
    return tuple(finding for finding in findings if finding is not None)


def _relations(context: CheckContext) -> Mapping[str | None, Sequence[Relation]]:
    """The relations of the report by the claim they are answered with."""
    found: dict[str | None, list[Relation]] = {}
    for relation in read_relations(context.report.text, context.quantities, context.language):
        found.setdefault(bearer_of(relation.span, context), []).append(relation)
    return found


def _loose_pairs(context: CheckContext) -> Mapping[str | None, Sequence[tuple[Quantity, Quantity]]]:
    """Each number said twice with its twin, once, where neither is a claim's, by the claim they are answered with."""
    by_span = {quantity.span: quantity for quantity in context.quantities}
    own = {claim.quantity.span for claim in context.claims if claim.quantity is not None}
    found: dict[str | None, list[tuple[Quantity, Quantity]]] = {}
    for span, twins in context.twins.items():
        for twin in twins:
            if span.start < twin.span.start and span in by_span and not {span, twin.span} & own:
                around = _around(by_span[span], twin)
                found.setdefault(bearer_of(around, context), []).append((by_span[span], twin))
    return found


def _around(one: Quantity, other: Quantity) -> Span:
    return Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end))


def _compare(claim: Claim, context: CheckContext, one: Quantity, other: Quantity) -> Finding | None:
    if other.unit is None or one.unit is None or other.unit == one.unit:
        return None
    factors = unit_factors(other.unit, one.unit)
    one, other = _open_alike(one, other), _open_alike(other, one)
    ends = ((one.low, other.low), (one.high, other.high))
    if not factors or any((here is None) != (there is None) for here, there in ends):
        return None
    readings = [_read_pairs(one, other, factor) for factor in factors]
    if any(_is_unlike(first, second) for pairs in readings for first, second in pairs):
        return None  # so far apart that one is no conversion of the other
    values = {"one": say_quantity(one), "other": say_quantity(other)}
    if any(all(first.window.meets(second.window) for first, second in pairs) for pairs in readings):
        return make_finding(claim, context, "arithmetic.conversion.fits", Verdict.AGREES, values=values)
    is_near = any(all(_is_near(first, second) for first, second in pairs) for pairs in readings)
    if is_near or _fits_at_sea(one, other):
        rule = "arithmetic.conversion.close"
        return make_finding(claim, context, rule, Verdict.CANNOT_TELL, missing="rounding", values=values)
    if _is_qualified(max(one.span.end, other.span.end), context):
        return None
    return make_finding(claim, context, "arithmetic.conversion.off", Verdict.DISAGREES, values=values)


def _open_alike(one: Quantity, other: Quantity) -> Quantity:
    """A plain number beside a bound as the same bound: "as far as 40 kilometres (25 miles)"."""
    if one.approximate or one.low is None or one.low != one.high or (other.low is None) is (other.high is None):
        return one
    return replace(one, low=None) if other.low is None else replace(one, high=None)


def _is_qualified(end: int, context: CheckContext) -> bool:
    """Whether words behind the second of two numbers make it one of its own: "5,000 t (6,200 tons full load)"."""
    text = context.report.text
    behind = text[end : context.sentence_around(Span(end - 1, end))[1]]
    closes = behind.find(")")
    if (
        closes > 0
        and "(" not in behind[:closes]
        and any(letter.isalpha() for letter in _CLAUSE.split(behind[:closes])[0])
    ):
        return True
    words = lexicon.load("arithmetic", language=context.language).get("twin", {}).get("compared", ())
    return behind.lower().startswith(tuple(words))


def _read_pairs(one: Quantity, other: Quantity, factor: Factor) -> list[tuple[Claimed, Claimed]]:
    """Each end of one number with that of the other, in the unit of the first."""
    pairs = []
    for here, there in ((one.low, other.low), (one.high, other.high)):
        if here is not None and there is not None:
            first = Quantity(one.span, here, here, approximate=one.approximate)
            second = Quantity(other.span, there, there, approximate=other.approximate)
            pairs.append(
                (read_claimed(first, Sense.EXACT, factor=SAME), read_claimed(second, Sense.EXACT, factor=factor))
            )
    return pairs


def _is_near(one: Claimed, other: Claimed) -> bool:
    share = Decimal(str(settings()["tolerance"]["about_share"]))
    return abs(one.stated - other.stated) <= share * max(one.stated, other.stated)


def _is_unlike(one: Claimed, other: Claimed) -> bool:
    most = Decimal(str(settings()["arithmetic"]["conversion_slip"]))
    small, large = sorted((abs(one.stated), abs(other.stated)))
    return large > most * small


def _fits_at_sea(one: Quantity, other: Quantity) -> bool:
    """Whether miles may be nautical ones, as reports from sea leave that out: "12 miles (22 km)"."""
    said = settings()["arithmetic"]["nautical"]
    twin, plain = (one, other) if one.unit in said else (other, one)
    factor = unit_factor(said[twin.unit], plain.unit) if twin.unit in said and plain.unit is not None else None
    if factor is None or twin.low is None or plain.low is None or twin.low != twin.high or plain.low != plain.high:
        return False
    here, there = read_claimed(plain, Sense.EXACT), read_claimed(twin, Sense.EXACT, factor=factor)
    return here.window.meets(there.window)
