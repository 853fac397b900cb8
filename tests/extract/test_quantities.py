"""Quantities: every row of the case tables, exact spans on any text, and text meant to hurt."""

from __future__ import annotations

import csv
import json
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.counted import attach_counted
from onrecord.extract.parse import parse
from onrecord.extract.quantities import find_quantities
from onrecord.extract.units import find_unit, load_units, to_base
from onrecord.model import Quantity, Span

CASES = Path(__file__).parents[1] / "cases"
SHARED = Path(__file__).parents[2] / "../shared/benchmarks"


def read_table(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def close(found: Decimal | None, wanted: str) -> bool:
    if found is None or not wanted:
        return found is None and not wanted
    return abs(found - Decimal(wanted)) <= Decimal("0.001")


@pytest.mark.parametrize("row", read_table("quantities.csv"), ids=lambda row: str(row["text"]))
def test_the_first_quantity_is_read_as_the_table_says(row: dict[str, str]) -> None:
    found = find_quantities(row["text"])
    match = [quantity for quantity in found if quantity.span.of(row["text"]) == row["surface"]]
    assert match, [quantity.span.of(row["text"]) for quantity in found]
    quantity = match[0]
    assert close(quantity.low, row["low"]), quantity
    assert close(quantity.high, row["high"]), quantity
    assert quantity.approximate == (row["approximate"] == "yes")
    assert quantity.unit == (row["unit"] or None)
    assert (quantity.modifier or "") == row["modifier"]


@pytest.mark.parametrize(
    "sentence",
    [line for line in (CASES / "quantities_none.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"],
)
def test_names_dates_and_idioms_are_no_quantities(sentence: str) -> None:
    assert [quantity.span.of(sentence) for quantity in find_quantities(sentence)] == []


@pytest.mark.parametrize("row", read_table("counted.csv"), ids=lambda row: str(row["text"]))
def test_the_counted_noun_is_found(row: dict[str, str]) -> None:
    found = attach_counted(parse(row["text"]), find_quantities(row["text"]))
    assert (found[0].counted, found[0].counted_class) == (row["counted"], row["class"])
    assert found[0].counted_span is not None
    assert found[0].counted_span.of(row["text"]) == row["counted"]


def test_a_conversion_in_brackets_is_the_same_quantity_said_twice() -> None:
    text = "It flies up to 5 km (3.1 miles) and costs 333.6 million yen ($3.1 million)."
    five, miles, yen, dollars = find_quantities(text)
    assert miles.same_as == five.span
    assert (miles.low, miles.high) == (None, Decimal("3.1"))
    assert dollars.same_as == yen.span
    assert yen.same_as is None


def test_a_number_in_brackets_of_another_size_is_not_the_same() -> None:
    text = "It flies 5 km (40 miles)."
    assert [quantity.same_as for quantity in find_quantities(text)] == [None, None]


def test_an_inch_sign_is_not_the_end_of_a_quotation() -> None:
    text = 'He said "we destroyed 20" and showed a 9" barrel.'
    found = find_quantities(text)
    assert [(quantity.span.of(text), quantity.unit) for quantity in found] == [("20", None)] or (
        found[0].unit is None and found[0].span.of(text) == "20"
    )


def test_trend_is_kept_beside_the_value() -> None:
    text = "The index rose 0.65 percent to 27,349.19, and sales fell 3 percent."
    assert [(str(q.low), q.trend) for q in find_quantities(text)] == [
        ("0.65", "up"),
        ("27349.19", None),
        ("3", "down"),
    ]


# --- units -------------------------------------------------------------------------------------------------------


def test_base_units_are_exact() -> None:
    def base(amount: str, unit: str) -> tuple[Decimal | None, Decimal | None, str] | None:
        return to_base(Quantity(span=Span(0, 1), low=Decimal(amount), high=Decimal(amount), unit=unit))

    assert base("1", "mile") == (Decimal("1609.344"), Decimal("1609.344"), "length")
    assert base("5", "kilometre") == (Decimal(5000), Decimal(5000), "length")
    celsius = base("20", "degree_celsius")
    assert celsius is not None
    assert celsius[0] == Decimal("293.15")
    ton = base("1", "ton")
    assert ton is not None
    assert ton[0] == Decimal("907.18474")
    assert ton[1] == Decimal("1016.0469088")  # the name covers the short and the long ton
    assert base("1", "USD") is None
    assert base("1", "unheard_of") is None


def test_open_ends_stay_open_in_base_units() -> None:
    assert to_base(Quantity(span=Span(0, 1), low=None, high=Decimal(5), unit="kilometre")) == (
        None,
        Decimal(5000),
        "length",
    )


def test_compound_units_are_composed() -> None:
    unit = find_unit("metre_per_second")
    assert unit is not None
    assert unit.factor == 1
    assert find_unit("joule_per_gram") is not None
    assert all(unit.factor_high >= unit.factor for unit in load_units().values())


# --- any text ----------------------------------------------------------------------------------------------------

NUMBERISH = st.lists(
    st.sampled_from(
        [*"0123456789.,-–$€%/'\"() \n\u200b\u00a0٣٤½eEkmMx×^+~",
         "one ", "million ", "to ", "and ", "at least ", "a ", "dozen ",
         "third ", "km ", "per ", "of ", "no ", "Su", "half ", "between ", "from ", "several ", "trillion ",
         "1e999999", "9" * 40]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(NUMBERISH, st.text(max_size=80)))
def test_spans_are_inside_in_order_and_hold_the_words(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.span.start < quantity.span.end <= len(text)
        end = quantity.span.end
        assert quantity.span.of(text).strip() == quantity.span.of(text)
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        assert all(bound is None or bound.is_finite() for bound in (quantity.low, quantity.high))


@given(st.integers(0, 10**12), st.sampled_from(["", "more than ", "at least ", "up to ", "about "]))
def test_grouped_digits_are_read_back(number: int, modifier: str) -> None:
    text = f"They have {modifier}{number:,} shells."
    (quantity,) = find_quantities(text)
    assert number in (quantity.low, quantity.high)
    assert quantity.span.of(text) == f"{modifier}{number:,}"


HOSTILE = {
    "digits": "9" * 100_000,
    "a": "a" * 100_000,
    "spaces": " " * 100_000,
    "quotes": '"' * 100_000,
    "exponent": "1e999999 " * 3_000,
    "commas": "1," * 50_000,
    "dashes": "1-" * 50_000,
    "zero width": "1\u200b" * 50_000,
    "mixed scripts": "1٣५" * 30_000,
    "words": "one-" * 25_000,
    "scales": "million and " * 9_000,
    "brackets": "(" * 100_000,
    "modifiers": "at least " * 11_000,
    "inches": '5" ' * 33_000,
    "ranges": "1 to " * 20_000,
    "no space": "x1.5km/h" * 12_500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    text = HOSTILE[name]
    half = text[: len(text) // 2]
    find_quantities(half[:1000])
    started = time.process_time()
    find_quantities(half)
    middle = time.process_time()
    found = find_quantities(text)
    ended = time.process_time()
    assert ended - middle < 5
    assert ended - middle < 4 * (middle - started) + 0.2  # twice the text, about twice the time
    assert all(quantity.span.of(text) for quantity in found)


def test_a_number_too_long_to_mean_anything_is_left_out() -> None:
    assert find_quantities("It has " + "7" * 10_000 + " shells.") == ()
    assert find_quantities("It has 1e999999 shells.") == ()


def test_scales_piled_up_do_not_break_the_arithmetic() -> None:
    text = "They have 9 " + "trillion " * 9 + "and 12 tanks."
    assert [quantity.span.of(text) for quantity in find_quantities(text)][-1] == "12"


def test_zero_width_characters_inside_a_number_are_part_of_its_span() -> None:
    text = "It has 5\u200b000 shells."
    (quantity,) = find_quantities(text)
    assert quantity.low == 5000
    assert quantity.span.of(text) == "5\u200b000"


# --- the benchmark, when it is there -----------------------------------------------------------------------------


def test_every_counted_claim_of_the_english_reports_has_its_interval() -> None:
    path = SHARED / "claims" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("the claims benchmark is not beside the repository")
    wanted = right = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        if report["language"] != "en":
            continue
        found = find_quantities(report["text"])
        for claim in report["claims"]:
            gold = claim["quantity"]
            if gold is None:
                continue
            wanted += 1
            span = Span(*gold["span"])
            right += any(
                quantity.span.overlaps(span)
                and (quantity.low, quantity.high, quantity.approximate)
                == (gold["low"], gold["high"], gold["approximate"])
                for quantity in found
            )
    assert right / wanted >= 0.97
