"""Numbers of the report against one another.  Rules: docs/checks.md, "Arithmetic"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from onrecord import lexicon
from onrecord.check.arith_judge import judge_relation
from onrecord.check.arith_read import Relation, read_relations
from onrecord.check.context import CheckContext, bearer_of, is_unsaid, is_withdrawn
from onrecord.check.findings import make_finding
from onrecord.check.measure import SAME, Claimed, Sense, read_claimed, settings, unit_factor
from onrecord.check.wording import find_word, say_quantity
from onrecord.model import Claim, Finding, Quantity, Span, Verdict

_NEXT = 12  # characters behind a share in which another would follow: "65 per cent and 80 per cent"


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
    own = {each.quantity.span for each in context.claims if each.quantity is not None}
    for one, other in _pairs(context):
        if not {one.span, other.span} & own and bearer_of(_around(one, other), context) == claim.id:
            findings.append(_compare(claim, context, one, other))
    for relation in read_relations(context.report.text, context.quantities, context.language):
        if bearer_of(relation.span, context) != claim.id:
            continue
        if not _is_unsure(relation, context):
            findings.append(judge_relation(relation, claim, context))
        elif relation.kind == "sum":
            findings.append(judge_relation(replace(relation, gap="open"), claim, context))
    return tuple(finding for finding in findings if finding is not None)


def _is_unsure(relation: Relation, context: CheckContext) -> bool:
    """Whether words leave open what a number is of: "60 per cent of them decoys", "in real terms", "12 each"."""
    table, text = lexicon.load("arithmetic", language=context.language).get("unsure", {}), context.report.text
    begin, end = context.sentence_around(relation.span)
    if relation.kind == "sum":
        last = max(addend.span.end for addend in relation.addends)
        words = text[relation.span.start : max(last, relation.span.end)] + text[relation.span.end : end]
        return bool(find_word(words.lower(), tuple(table.get("sum", ()))))
    if relation.percent is None:
        return False
    behind = text[relation.percent.span.end :][:12].lower()
    if relation.kind != "change":
        return behind.startswith(tuple(table.get("behind", ()))) or _is_one_of_several(relation, context, begin, table)
    is_changed = find_word(text[begin:end].lower(), tuple(table.get("change", ())))
    return bool(is_changed) or behind.startswith((*table.get("behind", ()), *table.get("growth", ())))


def _is_one_of_several(
    relation: Relation, context: CheckContext, begin: int, table: Mapping[str, Sequence[str]]
) -> bool:
    """Whether the share may be that of several pairs of numbers, or one of several shares that follow."""
    assert relation.percent is not None
    text, start, end = context.report.text, relation.span.start, relation.percent.span.end
    numbers = [q for q in context.quantities if begin <= q.span.start < start or end < q.span.start < end + _NEXT]
    if any(q.unit == "percent" and q.span.start > end for q in numbers):
        return True
    is_joined = text[begin:start].rstrip().lower().endswith(tuple(table.get("joined", ())))
    return is_joined and sum(q.unit is None and q.span.start < start for q in numbers) > 1


def _pairs(context: CheckContext) -> Iterator[tuple[Quantity, Quantity]]:
    """Each number said twice with its twin, once."""
    by_span = {quantity.span: quantity for quantity in context.quantities}
    for span, twins in context.twins.items():
        for twin in twins:
            if span.start < twin.span.start and span in by_span:
                yield by_span[span], twin


def _around(one: Quantity, other: Quantity) -> Span:
    return Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end))


def _compare(claim: Claim, context: CheckContext, one: Quantity, other: Quantity) -> Finding | None:
    if other.unit is None or one.unit is None or other.unit == one.unit:
        return None
    factor = unit_factor(other.unit, one.unit)
    ends = ((one.low, other.low), (one.high, other.high))
    if factor is None or any((here is None) != (there is None) for here, there in ends):
        return None
    pairs = []
    for here, there in ends:
        if here is not None and there is not None:
            first = Quantity(one.span, here, here, approximate=one.approximate)
            second = Quantity(other.span, there, there, approximate=other.approximate)
            pairs.append(
                (read_claimed(first, Sense.EXACT, factor=SAME), read_claimed(second, Sense.EXACT, factor=factor))
            )
    if any(_is_unlike(first, second) for first, second in pairs):
        return None  # so far apart that one is no conversion of the other
    values = {"one": say_quantity(one), "other": say_quantity(other)}
    if all(first.window.meets(second.window) for first, second in pairs):
        return make_finding(claim, context, "arithmetic.conversion.fits", Verdict.AGREES, values=values)
    if all(_is_near(first, second) for first, second in pairs) or _fits_at_sea(one, other):
        rule = "arithmetic.conversion.close"
        return make_finding(claim, context, rule, Verdict.CANNOT_TELL, missing="rounding", values=values)
    return make_finding(claim, context, "arithmetic.conversion.off", Verdict.DISAGREES, values=values)


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
