"""Shares, sums and changes against plain arithmetic.  Rules: docs/checks.md, "Arithmetic"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from onrecord.check.arith_read import Relation
from onrecord.check.context import CheckContext
from onrecord.check.findings import make_finding
from onrecord.check.measure import rounding_of, settings
from onrecord.check.wording import say_number, say_quantity
from onrecord.model import Claim, Finding, Quantity, Verdict

_HUNDRED = Decimal(100)


def judge_relation(relation: Relation, claim: Claim, context: CheckContext) -> Finding | None:
    """What plain arithmetic says to the numbers; None where one of them is a bound."""
    if relation.kind == "share":
        return _judge_share(relation, claim, context)
    if relation.kind == "part":
        return _judge_part(relation, claim, context)
    if relation.kind == "sum":
        return _judge_sum(relation, claim, context)
    return _judge_change(relation, claim, context)


def _points(*quantities: Quantity | None) -> list[Decimal] | None:
    """The numbers of quantities that are points, not bounds or spans; None when one is not."""
    out = []
    for quantity in quantities:
        if quantity is None or quantity.low is None or quantity.low != quantity.high:
            return None
        out.append(quantity.low)
    return out


def _answer(
    claim: Claim,
    context: CheckContext,
    name: str,
    apart: Decimal,
    slack: Decimal,
    clear: Decimal,
    values: Mapping[str, str],
) -> Finding:
    """Agrees within the rounding, disagrees when clearly off, else cannot tell."""
    if apart <= slack:
        return make_finding(claim, context, f"arithmetic.{name}.fits", Verdict.AGREES, values=values)
    if apart <= max(clear, 2 * slack):
        rule = f"arithmetic.{name}.close"
        return make_finding(claim, context, rule, Verdict.CANNOT_TELL, missing="rounding", values=values)
    return make_finding(claim, context, f"arithmetic.{name}.off", Verdict.DISAGREES, values=values)


def _judge_share(relation: Relation, claim: Claim, context: CheckContext) -> Finding | None:
    numbers = _points(relation.part, relation.whole, relation.percent)
    if numbers is None or numbers[1] <= 0 or relation.part is None or relation.whole is None:
        return None
    part, whole, percent = numbers
    if part > whole:
        return None
    assert relation.percent is not None
    right = part / whole * _HUNDRED
    slack = _slack(percent, [relation.part, relation.whole, relation.percent])
    clear = Decimal(str(settings()["arithmetic"]["share_clear"]))
    values = {
        "part": say_quantity(relation.part),
        "whole": say_quantity(relation.whole),
        "claimed": f"{say_number(percent)} %",
        "right": f"{say_number(round(right, 1).normalize() + 0)} %",
    }
    return _answer(claim, context, "share", abs(right - percent), slack, clear, values)


def _slack(percent: Decimal, quantities: Sequence[Quantity]) -> Decimal:
    """Half a step of the stated per cent, wider where a number is an "about"."""
    plain = Decimal("0.05") if percent != percent.to_integral_value() else Decimal("0.51")
    # "30 per cent" of 29 is as often a round number as an exact one
    is_round = percent % 10 == 0
    about = Decimal(str(settings()["tolerance"]["about_share"]))
    if any(quantity.approximate for quantity in quantities):
        return max(plain, percent * about)
    return max(plain, Decimal(1)) if is_round else plain


def _judge_part(relation: Relation, claim: Claim, context: CheckContext) -> Finding | None:
    numbers = _points(relation.part, relation.whole)
    if numbers is None or relation.part is None or relation.whole is None or numbers[0] <= numbers[1]:
        return None  # that a part is no more than the whole goes without saying
    if relation.part.approximate or relation.whole.approximate:
        return None
    if numbers[0] > numbers[1] * settings()["arithmetic"]["part_slip"]:
        return None  # it counts something else: men of battalions
    values = {"part": say_quantity(relation.part), "whole": say_quantity(relation.whole)}
    return make_finding(claim, context, "arithmetic.part.off", Verdict.DISAGREES, values=values)


def _judge_sum(relation: Relation, claim: Claim, context: CheckContext) -> Finding | None:
    numbers = _points(relation.total, *relation.addends)
    if numbers is None or relation.total is None:
        return None
    total, *addends = numbers
    right = sum(addends, Decimal(0))
    is_about = any(quantity.approximate for quantity in (relation.total, *relation.addends))
    if relation.gap != "closed" and right != total and (is_about or relation.gap == "open" or right < total):
        return None  # some are of neither part, or of both
    if is_about:
        slack = total * Decimal(str(settings()["tolerance"]["about_share"]))
    else:
        # "1,200: 700 and 500" is exact; large round totals are rounded
        slack = rounding_of(total) if total >= 1000 else Decimal(0)
    values = {
        "addends": " + ".join(say_number(number) for number in addends),
        "right": say_number(right),
        "total": say_quantity(relation.total),
    }
    return _answer(claim, context, "sum", abs(right - total), slack, Decimal(0), values)


def _judge_change(relation: Relation, claim: Claim, context: CheckContext) -> Finding | None:
    assert relation.ends is not None
    first, last = relation.ends
    if relation.over:
        return _judge_over(relation, first, last, claim, context)
    values = {"first": say_number(first), "last": say_number(last)}
    if relation.factor is not None:
        right = last / first
        values["claimed"], values["right"] = say_number(relation.factor), say_number(round(right, 2).normalize() + 0)
        slack = relation.factor * Decimal(str(settings()["tolerance"]["about_share"]))
        return _answer(claim, context, "factor", abs(right - relation.factor), slack, slack * 2, values)
    numbers = _points(relation.percent)
    if numbers is None or relation.percent is None:
        return None
    right = (last - first) / first * _HUNDRED * relation.sign
    slack = _slack(numbers[0], [relation.percent])
    clear = max(
        Decimal(str(settings()["arithmetic"]["share_clear"])),
        numbers[0] * Decimal(str(settings()["tolerance"]["about_share"])),
    )
    values["claimed"] = f"{say_number(numbers[0])} %"
    values["right"] = f"{say_number(round(right * relation.sign, 1).normalize() + 0)} %"
    return _answer(claim, context, "change", abs(right - numbers[0]), slack, clear, values)


def _judge_over(
    relation: Relation, first: Decimal, last: Decimal, claim: Claim, context: CheckContext
) -> Finding | None:
    """ "More than doubled": beyond the factor, or plainly not up to it."""
    assert relation.factor is not None
    right = last / first
    values = {"first": say_number(first), "last": say_number(last), "claimed": say_number(relation.factor)}
    values["right"] = say_number(round(right, 2).normalize() + 0)
    if right > relation.factor:
        return make_finding(claim, context, "arithmetic.factor.fits", Verdict.AGREES, values=values)
    share = Decimal(str(settings()["tolerance"]["about_share"]))
    if right >= relation.factor * (1 - share):
        return None
    return make_finding(claim, context, "arithmetic.factor.off", Verdict.DISAGREES, values=values)
