"""Numbers as reports round them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import lexicon
from onrecord.check.measure import (
    Fit,
    Interval,
    Sense,
    compare,
    read_claimed,
    read_recorded,
    rounding_of,
    unit_factor,
)
from onrecord.model import Fact, Quantity, Span

HERE = Span(0, 0)


def quantity(low: str | None, high: str | None, **more: object) -> Quantity:
    return Quantity(HERE, Decimal(low) if low else None, Decimal(high) if high else None, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "slack"),
    [
        ("5", "0.5"),
        ("5.2", "0.05"),
        ("10", "0.5"),
        ("200", "10"),
        ("300", "15"),
        ("3500", "50"),
        ("11000", "500"),
        ("0", "0.5"),
    ],
)
def test_rounding(number: str, slack: str) -> None:
    assert rounding_of(Decimal(number)) == Decimal(slack)


@pytest.mark.parametrize(
    ("low", "high", "more", "value", "sense", "fit"),
    [
        ("5", "5", {}, "5.2", Sense.MAXIMUM, Fit.FITS),
        ("5", "5", {}, "6", Sense.MAXIMUM, Fit.BELOW),
        (None, "5", {"modifier": "up_to"}, "6", Sense.MAXIMUM, Fit.BELOW),
        (None, "5", {"modifier": "up_to"}, "3", Sense.MAXIMUM, Fit.ABOVE),
        (None, "5", {"modifier": "less_than"}, "3", Sense.MAXIMUM, Fit.FITS),
        (None, "5", {"modifier": "up_to"}, "3", Sense.EXACT, Fit.FITS),
        ("4", None, {}, "6", Sense.MAXIMUM, Fit.FITS),
        ("8", None, {}, "6", Sense.MAXIMUM, Fit.ABOVE),
        ("6", "6", {"approximate": True}, "6.5", Sense.MAXIMUM, Fit.FITS),
        ("1", "3", {}, "6", Sense.MAXIMUM, Fit.OPEN),
        ("1", "3", {}, "6", Sense.EXACT, Fit.BELOW),
        ("0.5", "6", {}, "6", Sense.MAXIMUM, Fit.FITS),
    ],
)
def test_fit(low: str | None, high: str | None, more: dict[str, object], value: str, sense: Sense, fit: Fit) -> None:
    recorded = Interval(Decimal(value), Decimal(value))
    assert compare(read_claimed(quantity(low, high, **more), sense), recorded, sense) is fit


def test_people_below_ten_are_not_rounded() -> None:
    claimed = read_claimed(quantity("2", "2"), Sense.EXACT, whole=True)
    assert claimed.window == Interval(Decimal(2), Decimal(2))


def test_open_quantity_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one end"):
        read_claimed(quantity(None, None), Sense.EXACT)


def test_units() -> None:
    mile = unit_factor("mile", "kilometre")
    assert mile is not None
    assert round(mile.low, 3) == Decimal("1.609")
    ton = unit_factor("ton", "kilogram")
    assert ton is not None
    assert ton.low < 1000 < ton.high
    assert unit_factor("centimetre", "metre") is not None
    assert unit_factor("kilogram", "metre") is None
    assert unit_factor("furlong_of_nowhere", "metre") is None


@pytest.mark.parametrize(
    ("qualifiers", "interval"),
    [
        ((), ("20", "20")),
        ((("modifier", "more_than"),), ("20", None)),
        ((("modifier", "about"),), ("19", "21")),
        ((("low", "16"), ("high", "18")), ("16", "18")),
    ],
)
def test_recorded(qualifiers: tuple[tuple[str, str], ...], interval: tuple[str, str | None]) -> None:
    fact = Fact("x#y.1", "x", "y", Decimal(20), qualifiers=qualifiers)
    low, high = interval
    assert read_recorded(fact) == Interval(Decimal(low), Decimal(high) if high else None)


@given(st.decimals(min_value="0.1", max_value="99999", places=1))
def test_a_figure_fits_itself(number: Decimal) -> None:
    for sense in Sense:
        claimed = read_claimed(Quantity(HERE, number, number), sense)
        assert compare(claimed, Interval(number, number), sense) is Fit.FITS


def test_every_unit_of_the_lexicon_has_a_factor_that_can_be_read() -> None:
    for row in lexicon.load("units")["unit"]:
        assert unit_factor(row["id"], row["id"]) is not None
        unit_factor(row["id"], "metre")  # reads the factor, whatever comes of it
