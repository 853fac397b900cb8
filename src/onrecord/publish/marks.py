"""Where claims stand in the text, as pieces a writer can emit one after the other.

Claims may nest and may cross.  A piece is a stretch of text under one stack of claims, outermost first; between two
pieces the writer closes what the stacks do not share and opens what is new, so that markup always nests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Span

DEEPEST_LEVEL = 4  # as many underlines as a line of text has room for


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim to be marked.  `level` 1 meets no later mark; one that holds or crosses later marks is above them."""

    id: str
    span: Span
    level: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under one stack of marks.  `starts` and `ends` are the marks that begin before and end after it.

    A piece may be empty: a mark that covers no text still starts and ends somewhere.
    """

    span: Span
    stack: tuple[Mark, ...] = ()
    starts: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()


def make_marks(spans: Sequence[tuple[str, Span]]) -> tuple[Mark, ...]:
    """Marks in nesting order (by start, the longer first), each with its level."""
    ordered = sorted(enumerate(spans), key=lambda item: (item[1][1].start, -item[1][1].end, item[0]))
    names = [entry for _, entry in ordered]
    levels = [1] * len(names)
    for index in range(len(names) - 1, -1, -1):
        span = names[index][1]
        for later in range(index + 1, len(names)):
            other = names[later][1]
            if other.start >= span.end:
                break
            if span.overlaps(other):
                levels[index] = min(DEEPEST_LEVEL, max(levels[index], levels[later] + 1))
    return tuple(Mark(name, span, level) for (name, span), level in zip(names, levels, strict=True))


def cut_pieces(within: Span, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The pieces of `within`, in order, parting it.  `marks` in nesting order, as `make_marks` gives them."""
    inside = [m for m in marks if m.span.overlaps(within) or within.start <= m.span.start < within.end]
    edges = {within.start, within.end}
    for mark in inside:
        edges.update(edge for edge in (mark.span.start, mark.span.end) if within.start < edge < within.end)
    cuts = sorted(edges)
    pieces: list[Piece] = []
    for start, end in pairwise(cuts):
        empty = [m for m in inside if m.span.start == m.span.end == start]
        pieces.extend(Piece(Span(start, start), starts=(m,), ends=(m,)) for m in empty)
        piece = Span(start, end)
        stack = tuple(m for m in inside if m.span.overlaps(piece))
        pieces.append(
            Piece(
                piece,
                stack,
                starts=tuple(m for m in stack if m.span.start == start),
                ends=tuple(m for m in stack if m.span.end == end),
            )
        )
    return tuple(pieces)


def shared_depth(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    """How many marks two stacks share from the outside."""
    depth = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        depth += 1
    return depth
