"""Dates and times: the case table, anchors, and spans on any text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.times import find_times

CASES = Path(__file__).parents[1] / "cases" / "times.csv"


def read_cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", read_cases(), ids=lambda row: f"{row['text']} {row['published']}")
def test_the_time_is_read_as_the_table_says(row: dict[str, str]) -> None:
    found = find_times(row["text"], published=row["published"] or None)
    match = [time for time in found if time.span.of(row["text"]) == row["surface"]]
    assert match, [time.span.of(row["text"]) for time in found]
    time = match[0]
    assert (time.value or "") == row["value"]
    assert time.granularity == row["granularity"]
    assert time.anchor == row["anchor"]
    assert (time.relation or "") == row["relation"]


@pytest.mark.parametrize("published", [None, "", "no date", "0000", "2024-13-40", "99"])
def test_without_a_usable_publication_date_nothing_is_made_up(published: str | None) -> None:
    for text in ("It fell on Tuesday.", "It fell last night.", "It fell in May.", "It fell two days ago."):
        for time in find_times(text, published=published):
            if published != "2024-13-40":
                assert time.value is None
                assert time.anchor == "none"
            assert time.value is None or time.value.startswith("2024")


def test_words_that_only_look_like_times_are_left_alone() -> None:
    assert find_times("They may march on, and a march may end.", published="2024-05-05") == ()


def test_the_day_is_never_the_publication_day_by_default() -> None:
    assert find_times("The brigade lost two tanks.", published="2024-05-05") == ()


TIMEISH = st.lists(
    st.sampled_from(
        [*"0123456789/-.:, \n", "May ", "Friday ", "last ", "year ", "in the past ", "two ", "days ago ", "since ",
         "from ", "to ", "p.m. ", "overnight ", "9999", "the "]
    ),
    max_size=40,
).map("".join)
PUBLISHED = st.sampled_from([None, "2024-05-05", "2024-02-29", "0001-01-01", "9999-12-31"])


@settings(max_examples=300, deadline=None)
@given(st.one_of(TIMEISH, st.text(max_size=80)), PUBLISHED)
def test_spans_are_inside_and_in_order(text: str, published: str | None) -> None:
    end = 0
    for time in find_times(text, published=published):
        assert end <= time.span.start < time.span.end <= len(text)
        end = time.span.end
        assert (time.anchor != "none") or time.value is None


@pytest.mark.parametrize("text", ["1/" * 50_000, "May " * 25_000, "12:" * 30_000, "last " * 20_000, "for a " * 15_000])
def test_hostile_text_ends(text: str) -> None:
    assert isinstance(find_times(text, published="2024-05-05"), tuple)
