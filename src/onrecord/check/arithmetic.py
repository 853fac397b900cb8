"""Numbers of the report against one another.  Rules: docs/checks.md, "Arithmetic"."""

from __future__ import annotations

from decimal import Decimal

from onrecord.check.context import CheckContext
from onrecord.check.findings import make_finding
from onrecord.check.measure import SAME, Claimed, Sense, read_claimed, settings, unit_factor
from onrecord.check.wording import say_quantity
from onrecord.model import Claim, Finding, Quantity, Verdict


def check_arithmetic(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Findings for a claim whose number is said twice, in two units: "5 km (3.1 miles)"."""
    quantity = claim.quantity
    if quantity is None or quantity.unit is None:
        return ()
    findings = (_compare(claim, context, quantity, other) for other in context.twins.get(quantity.span, ()))
    return tuple(finding for finding in findings if finding is not None)


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
    said, plain, twin = settings()["arithmetic"]["nautical"], one, other
    if twin.unit in said:
        plain, twin = twin, plain
    factor = unit_factor(said[twin.unit], plain.unit) if twin.unit in said and plain.unit is not None else None
    if factor is None or twin.low is None or plain.low is None or twin.low != twin.high or plain.low != plain.high:
        return False
    here, there = read_claimed(plain, Sense.EXACT), read_claimed(twin, Sense.EXACT, factor=factor)
    return here.window.meets(there.window)
