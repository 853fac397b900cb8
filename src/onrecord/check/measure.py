"""Claimed and recorded numbers as intervals in one unit, and whether they fit, rounded as the report rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.model import Fact, Quantity

_HALF = Decimal("0.5")


class Fit(Enum):
    """Where a claimed figure stands to a recorded one."""

    FITS = "fits"
    BELOW = "below"
    ABOVE = "above"
    OPEN = "open"  # the words leave it open: "at ranges of 1 to 3 km" need not name the greatest


class Sense(Enum):
    """What the recorded value is: the largest there is, or the plain value."""

    MAXIMUM = "maximum"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Interval:
    """Closed interval; None is an open end."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        return not self.is_below(other) and not other.is_below(self)

    def close(self, times: Decimal) -> Interval:
        """The interval ended at so many times its low end, where it is open upwards."""
        return self if self.high is not None or self.low is None else Interval(self.low, self.low * times)

    def is_below(self, other: Interval) -> bool:
        return self.high is not None and other.low is not None and self.high < other.low


@dataclass(frozen=True, slots=True)
class Claimed:
    """A quantity as a claim about one value: the interval that value may lie in, and the number that was said."""

    window: Interval
    stated: Decimal  # the number as said, in the unit of the window
    is_span: bool = False  # "1 to 3 km"


def settings() -> dict[str, Any]:
    """The table of `data/checks.toml`."""
    return lexicon.load("checks")


@dataclass(frozen=True, slots=True)
class Factor:
    """How many target units make one unit: two ends when the name stands for several units ("ton")."""

    low: Decimal
    high: Decimal


SAME = Factor(Decimal(1), Decimal(1))


def unit_factor(unit: str, target: str) -> Factor | None:
    """The factor from one unit to another; None when they do not measure the same.  Factors: `data/units.toml`."""
    if unit == target:
        return SAME
    here, there = _unit_in_si(unit), _unit_in_si(target)
    if here is None or there is None or here[0] != there[0]:
        return None
    return Factor(_decimal(here[1] / there[2]), _decimal(here[2] / there[1]))


def unit_factors(unit: str, target: str) -> tuple[Factor, ...]:
    """The factors from one unit to another, one for each two things that the names stand for; none when they do not
    measure the same.  "Gallon" is the American one or the British, and nothing between the two."""
    here, there = _unit_in_si(unit), _unit_in_si(target)
    if here is None or there is None or here[0] != there[0]:
        return ()
    return tuple(
        Factor(_decimal(low / most), _decimal(high / least))
        for low, high in _meanings(unit, here)
        for least, most in _meanings(target, there)
    )


def _meanings(unit: str, in_si: tuple[str, Fraction, Fraction]) -> tuple[tuple[Fraction, Fraction], ...]:
    """The spans of factors of a unit's meanings; one span of all between where the table names none ("month")."""
    named = settings()["arithmetic"]["meanings"].get(unit)
    return tuple((_fraction(each), _fraction(each)) for each in named) if named else (in_si[1:],)


@cache
def _unit_in_si(unit: str) -> tuple[str, Fraction, Fraction] | None:
    """Dimension and factors to its SI unit; None for an unknown unit and for temperatures."""
    table = lexicon.load("units")
    rows = {row["id"]: row for row in table["unit"]}
    row, scale = rows.get(unit), Fraction(1)
    if row is None:
        for prefix, factor in table["prefixes"]["factors"].items():
            base = rows.get(unit.removeprefix(prefix))
            if unit.startswith(prefix) and base is not None and prefix in base.get("prefixes", ()):
                row, scale = base, Fraction(factor)
                break
    if row is None or "offset" in row:
        return None
    low = _fraction(row["factor"]) * scale
    return row["dimension"], low, _fraction(row.get("factor_high", row["factor"])) * scale


def _fraction(factor: str) -> Fraction:
    """ "0.3048", or a quotient of two such: the degree of an angle."""
    over, _, under = factor.partition("/")
    return Fraction(over) / Fraction(under or 1)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def rounding_of(number: Decimal) -> Decimal:
    """Half a step of the number as printed: 0.5 for 5, 0.05 for 5.2, 10 for 200 (trailing zeros up to a share)."""
    printed = int(number.as_tuple().exponent)
    # Digits printed after the point count even when they are noughts: "6.0" is not "6".
    exponent = printed if printed < 0 else int(number.normalize().as_tuple().exponent)
    step = Decimal(1).scaleb(exponent)
    if step <= 1:
        return step * _HALF
    share = Decimal(str(settings()["tolerance"]["rounding_share"]))
    return max(_HALF, min(step * _HALF, abs(number) * share))


def read_claimed(
    quantity: Quantity, sense: Sense, *, factor: Factor = SAME, whole: bool = False, is_converted: bool = False
) -> Claimed:
    """The quantity as an interval for the recorded value, in the unit the factor leads to.

    `whole`: numbers of people and other things below ten are not rounded.  `is_converted`: the record has
    another unit, so the number may have been rounded twice.  Raises ValueError when both ends are open.
    """
    table = settings()
    twice = Decimal(str(table["tolerance"]["converted_share"])) if is_converted and not whole else Decimal(0)
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        raise ValueError("a quantity needs at least one end")

    def slack(number: Decimal) -> Decimal:
        plain = Decimal(0) if whole and number < 10 else rounding_of(number)
        about = abs(number) * Decimal(str(table["tolerance"]["about_share"])) if quantity.approximate else Decimal(0)
        return max(plain, about, abs(number) * twice)

    is_span = False
    if low is not None and high is not None:
        window = Interval(low - slack(low), high + slack(high))
        stated, is_span = high, low != high
    elif low is not None:
        window, stated = Interval(low - slack(low), None), low
    else:
        assert high is not None
        is_bound = quantity.modifier in table["modifiers"]["strict_upper"] or sense is Sense.EXACT
        window = Interval(None if is_bound and not quantity.approximate else high - slack(high), high + slack(high))
        stated = high
    return Claimed(_scale(window, factor), stated * factor.low, is_span)


def read_recorded(fact: Fact) -> Interval:
    """The interval a recorded figure stands for, with its qualifiers `low`, `high` and `modifier`."""
    value = Decimal(fact.value)
    low = Decimal(fact.qualifier("low") or value)
    high = Decimal(fact.qualifier("high") or value)
    modifier = fact.qualifier("modifier")
    if modifier in settings()["modifiers"]["lower_bounds"]:
        return Interval(low, None)
    if modifier == "about":
        slack = value * Decimal(str(settings()["tolerance"]["recorded_about_share"]))
        return Interval(low - slack, high + slack)
    return Interval(low, high)


def read_all_recorded(facts: Sequence[Fact]) -> tuple[Interval, ...]:
    """The intervals of several figures of one thing: "more than 300" ends where another source names the most."""
    intervals = [read_recorded(fact) for fact in facts]
    ends = [interval.high for interval in intervals if interval.high is not None]
    top = max(ends, default=None)
    if top is None:
        return tuple(intervals)
    return tuple(
        Interval(one.low, top) if one.high is None and one.low is not None and one.low < top else one
        for one in intervals
    )


def compare(claimed: Claimed, recorded: Interval, sense: Sense) -> Fit:
    """Whether the recorded value may lie where the claim puts it."""
    if claimed.window.meets(recorded):
        return Fit.FITS
    if claimed.window.is_below(recorded):
        return Fit.OPEN if claimed.is_span and sense is Sense.MAXIMUM else Fit.BELOW
    return Fit.ABOVE


def _scale(interval: Interval, factor: Factor) -> Interval:
    return Interval(
        None if interval.low is None else interval.low * factor.low,
        None if interval.high is None else interval.high * factor.high,
    )
