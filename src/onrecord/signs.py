"""Stretches of a text replaced by signs ("⟦0⟧"), and the way back to its offsets: for reading forms of words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.model import Span

OPEN, CLOSE = "⟦", "⟧"


@dataclass(frozen=True, slots=True)
class Signed:
    """A text with signs in it."""

    text: str
    starts: tuple[int, ...]  # offsets of `text` behind each sign, and 0
    shifts: tuple[int, ...]  # what to add behind each of them for an offset of the text without signs

    def span(self, start: int, end: int) -> Span:
        """Offsets of the text without signs for offsets of `text` that do not cut a sign."""
        return Span(self._back(start), self._back(end))

    def _back(self, at: int) -> int:
        return at + self.shifts[bisect_right(self.starts, at) - 1]


def put_signs(text: str, signs: Iterable[tuple[Span, str]]) -> Signed:
    """The text with each stretch replaced by its name in the brackets of signs; they must be in order and not overlap.

    Brackets of the text that look like a sign's become spaces.
    """
    parts: list[str] = []
    starts, shifts = [0], [0]
    at = length = 0
    for span, name in signs:
        before = _without_brackets(text[at : span.start])
        sign = f"{OPEN}{name}{CLOSE}"
        parts += [before, sign]
        length += len(before) + len(sign)
        at = span.end
        starts.append(length)
        shifts.append(at - length)
    parts.append(_without_brackets(text[at:]))
    return Signed("".join(parts), tuple(starts), tuple(shifts))


def _without_brackets(text: str) -> str:
    return text.replace(OPEN, " ").replace(CLOSE, " ")
