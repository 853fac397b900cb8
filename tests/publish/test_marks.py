"""Paragraphs and marks: nothing lost, nothing added, whatever overlaps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.publish.marks import DEEPEST_LEVEL, cut_pieces, make_marks, shared_depth
from onrecord.publish.paragraphs import split_paragraphs

PLACES = st.tuples(st.integers(0, 40), st.integers(0, 15))
SPANS = st.lists(PLACES.map(lambda place: Span(place[0], min(40, sum(place)))), max_size=8)


def marks_of(spans: list[Span]) -> list[tuple[str, Span]]:
    return [(f"c{number:02}", span) for number, span in enumerate(spans)]


@given(SPANS)
def test_pieces_part_the_text_and_stacks_are_right(spans: list[Span]) -> None:
    marks = make_marks(marks_of(spans))
    pieces = cut_pieces(Span(0, 41), marks)
    assert pieces[0].span.start == 0
    assert pieces[-1].span.end == 41
    assert all(one.span.end == other.span.start for one, other in pairwise(pieces))
    for piece in pieces:
        if len(piece.span):
            covering = {mark.id for mark in marks if mark.span.covers(piece.span)}
            assert {mark.id for mark in piece.stack} == covering


@given(SPANS)
def test_every_mark_starts_and_ends_once(spans: list[Span]) -> None:
    marks = make_marks(marks_of(spans))
    pieces = cut_pieces(Span(0, 41), marks)
    names = sorted(mark.id for mark in marks)
    assert sorted(mark.id for piece in pieces for mark in piece.starts) == names
    assert sorted(mark.id for piece in pieces for mark in piece.ends) == names


@given(SPANS)
def test_overlapping_marks_are_on_different_levels(spans: list[Span]) -> None:
    marks = make_marks(marks_of(spans))
    for index, one in enumerate(marks):
        for other in marks[index + 1 :]:
            if one.span.overlaps(other.span):
                assert one.level > other.level or one.level == DEEPEST_LEVEL


@given(st.text(alphabet="ab. \n", max_size=60))
def test_paragraphs_part_the_text(text: str) -> None:
    assert "".join(paragraph.span.of(text) for paragraph in split_paragraphs(text)) == text


@pytest.mark.parametrize(
    ("text", "paragraphs", "flows"),
    [
        ("one", 1, False),
        ("one\ntwo", 2, False),
        ("one\n\ntwo\nthree.", 2, True),
        ("Title.\n\nA line that breaks\nin mid-sentence.\n\n  \nEnd.", 3, True),
        ("A list:\n\n1. one.\n2. two.\n3. three.", 2, False),
        ("\n\none\n\ntwo\n\n", 2, False),
        ("", 0, False),
        (" \n ", 1, False),
    ],
)
def test_paragraphs(text: str, paragraphs: int, flows: bool) -> None:
    split = split_paragraphs(text)
    assert len(split) == paragraphs
    assert any(paragraph.flows for paragraph in split) == flows


@given(SPANS)
@settings(max_examples=50)
def test_shared_depth_is_a_common_prefix(spans: list[Span]) -> None:
    marks = make_marks(marks_of(spans))
    depth = shared_depth(marks, marks[:3])
    assert depth == min(3, len(marks))
    assert shared_depth(marks, ()) == 0
