"""What was found in a text, to be asked for by offsets: a report may hold thousands of numbers, and each claim asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from onrecord.model import Span


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


_Found = TypeVar("_Found", bound=_Placed)


class InOrder(Generic[_Found]):
    """What was found, in reading order."""

    def __init__(self, found: Iterable[_Found]) -> None:
        self._found = tuple(sorted(found, key=lambda each: (each.span.start, each.span.end)))
        self._starts = tuple(each.span.start for each in self._found)
        self._longest = max((len(each.span) for each in self._found), default=0)

    def between(self, begin: int, end: int) -> tuple[_Found, ...]:
        """Those that begin between two offsets."""
        return self._found[bisect_left(self._starts, begin) : bisect_left(self._starts, end)]

    def over(self, begin: int, end: int) -> tuple[_Found, ...]:
        """Those of which a part lies between two offsets."""
        return tuple(each for each in self.between(begin - self._longest, end) if each.span.end > begin)
