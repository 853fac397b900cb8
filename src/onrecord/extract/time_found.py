"""A time found in a text, and two of them as one interval."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.extract.scan import Tokens
from onrecord.extract.timewords import TimeWords


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time on tokens [first, last), with its value in EDTF (ISO 8601-2), or ISO 8601 for a duration.

    `value` is None where the text and the date of publication leave it open; `granularity`, `anchor` and `relation` are
    those of `TimeExpression`.
    """

    first: int
    last: int
    value: str | None
    granularity: str
    anchor: str = "text"
    relation: str | None = None


def join_range(before: FoundTime, found: FoundTime, tokens: Tokens, words: TimeWords) -> FoundTime | None:
    """ "from May to July", "between last September and this May": two times as one interval; None when they are two."""
    linked = words.range_to.longest(tokens, before.last)
    opener = words.range_from.longest_back(tokens, before.first)
    if linked is None or linked[0] != found.first or before.granularity == "duration":
        return None
    if before.anchor == "publication" and found.anchor == "text" and before.value and found.value:
        before = replace(before, value=_same_year(before.value, found.value))
    dash = tokens.lowers[before.last] == "-"
    if opener is None and not dash:
        return None
    value = f"{before.value}/{found.value}" if before.value and found.value and "/" not in (
        before.value + found.value
    ) else None  # fmt: skip
    if value is not None and before.value is not None and found.value is not None and before.value > found.value:
        return None
    first = opener[0] if opener is not None else before.first
    anchor = "publication" if "publication" in (before.anchor, found.anchor) else found.anchor
    return FoundTime(first, found.last, value, found.granularity, anchor if value else "none")


def _same_year(value: str, later: str) -> str:
    """A month or day without a year, before one with: "from May to July 2023" is May 2023."""
    moved = later[:4] + value[4:]
    return moved if moved <= later else f"{int(later[:4]) - 1:04d}{value[4:]}"
