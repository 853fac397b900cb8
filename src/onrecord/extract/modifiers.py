"""Bounds and trends around a number: "no fewer than", "up to", "nearly", "or more"; "rose", "down"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.extract.numberwords import NumberWords
from onrecord.extract.scan import Phrases, Tokens

_STACK = 3  # "up to about some 30": more than three modifiers on one number are noise


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the words around a number say of it; tokens [first, last) with those words."""

    first: int
    last: int
    modifier: str | None
    bound: str | None  # "low", "high", "exact", None
    approximate: bool


@dataclass(frozen=True, slots=True)
class ModifierWords:
    """The modifier lexicon of one language, compiled."""

    before: Phrases  # reversed; → (id, in span)
    after: Phrases
    after_joined: dict[str, str]
    after_not_before: frozenset[str]
    bounds: dict[str, str]
    approximate: frozenset[str]
    fillers: Phrases
    over_time: frozenset[str]
    over_time_after: frozenset[str]
    over_verbs: frozenset[str]
    window: Phrases
    placed: Phrases
    trends: Phrases
    trend_fillers: frozenset[str]
    carry: frozenset[str]


@cache
def load_modifier_words(language: str) -> ModifierWords:
    """Raises UnknownLanguage or LexiconError."""
    table = lexicon.load("quantities", language=language)
    rows: dict[str, Any] = table["modifiers"]
    before, after, fillers = Phrases(reverse=True), Phrases(), Phrases(reverse=True)
    after_joined: dict[str, str] = {}
    bounds: dict[str, str] = {}
    approximate: set[str] = set()
    for name, row in rows.items():
        if not isinstance(row, dict) or "bound" not in row:
            continue
        bounds[name] = row["bound"]
        if row.get("approximate"):
            approximate.add(name)
        inside = row.get("span_before")
        for form in row.get("before", []):
            before.add(form, (name, inside is None or form in inside))
        for form in row.get("after", []):
            if not row.get("after_weak"):
                after.add(form, name)
        for sign in row.get("after_joined", []):
            after_joined[sign] = name
    for form in rows.get("fillers", []):
        fillers.add(form, True)
    window = Phrases(reverse=True)
    for form in rows.get("window", {}).get("forms", []):
        window.add(form, True)
    placed = Phrases()
    for form in rows.get("placed", {}).get("forms", []):
        placed.add(form, True)
    trend_rows: dict[str, Any] = table.get("trend", {})
    trends = Phrases(reverse=True)
    for name in ("up", "down"):
        for form in trend_rows.get(name, []):
            trends.add(form, (name, form in trend_rows.get("weak", [])))
    over = rows.get("over_time", {})
    return ModifierWords(
        before=before,
        after=after,
        after_joined=after_joined,
        after_not_before=frozenset(rows.get("after_not_before", [])),
        bounds=bounds,
        approximate=frozenset(approximate),
        fillers=fillers,
        over_time=frozenset(over.get("forms", [])),
        over_time_after=frozenset(over.get("bound_after", [])),
        over_verbs=frozenset(rows.get("over_verbs", {}).get("forms", [])),
        window=window,
        placed=placed,
        trends=trends,
        trend_fillers=frozenset(trend_rows.get("fillers", [])),
        carry=frozenset(trend_rows.get("carry", [])),
    )


def read_bounds(
    tokens: Tokens, first: int, last: int, free: int, is_time: bool, words: ModifierWords, numbers: NumberWords
) -> Bounds:
    """The bounds of the number on tokens [first, last); words before token `free` belong to another quantity."""
    bound: str | None = None
    modifier: str | None = None
    approximate = False
    start = first
    for _ in range(_STACK):
        found = _before(tokens, start, free, is_time, words)
        if found is None:
            break
        start, name, inside = found
        if inside:
            first = start
        if bound is None and words.bounds[name] not in ("point", "exact"):
            bound, modifier = words.bounds[name], name
        approximate = approximate or name in words.approximate
        modifier = modifier or name
    sign = words.after_joined.get(tokens.lower(last))
    behind = words.after.longest(tokens, last)
    if sign is not None and tokens.joined(last - 1) and not (tokens.joined(last) and tokens.kind(last + 1) == "N"):
        last, behind = last + 1, None
        bound, modifier = bound or words.bounds[sign], sign
    if behind is None and tokens.lower(last) == "-" and tokens.joined(last - 1) and tokens.joined(last):
        behind = words.after.longest(tokens, last + 1)
    if behind is not None and not _starts_number(tokens, behind[0], numbers) and (
        tokens.lower(behind[0]) not in words.after_not_before
    ):  # fmt: skip
        at, name = behind
        last = at
        approximate = approximate or name in words.approximate
        if bound is None and words.bounds[name] not in ("point", "exact"):
            bound, modifier = words.bounds[name], name
        modifier = modifier or name
    if modifier is None and is_time and words.window.longest_back(tokens, first) is not None:
        modifier = "window"
    if modifier is None and is_time and words.placed.longest(tokens, last) is not None:
        modifier = "placed"
    return Bounds(first, last, modifier, bound, approximate)


def _starts_number(tokens: Tokens, at: int, numbers: NumberWords) -> bool:
    return tokens.kind(at) in ("N", "V") or (tokens.kind(at) == "W" and tokens.lowers[at] in numbers.starters and (
        tokens.lowers[at] not in numbers.articles
    ))  # fmt: skip


def _before(
    tokens: Tokens, first: int, free: int, is_time: bool, words: ModifierWords
) -> tuple[int, str, bool] | None:
    """The modifier that ends before token `first`, fillers between them skipped: its first token, id, in the span."""
    at = first
    for _ in range(3):
        found = words.before.longest_back(tokens, at)
        if found is not None and found[0] >= free:
            begin, (name, inside) = found
            single = begin == at - 1 and tokens.lowers[begin] in words.over_time
            if single and is_time and tokens.lower(begin - 1) not in words.over_time_after:
                return None
            if single and not is_time and tokens.lower(begin - 1) in words.over_verbs:
                return None
            return begin, name, inside
        if at == first and tokens.lower(at - 1) == "-" and tokens.kind(at - 2) == "W" and tokens.joined(at - 2):
            at -= 1  # "not-to-exceed"
            continue
        skipped = words.fillers.longest_back(tokens, at)
        if skipped is None or skipped[0] < free:
            return None
        at = skipped[0]
    return None


def find_trend(tokens: Tokens, first: int, words: ModifierWords, *, measured: bool = True) -> str | None:
    """ "up" or "down" when a word of rising or falling leads to the number at token `first`.

    `measured`: the number has a unit; without one "lost 12" and "added 12" count things.
    """
    at = first
    for _ in range(4):
        found = words.trends.longest_back(tokens, at)
        if found is not None:
            name: str = found[1][0]
            return name if measured or not found[1][1] else None
        if at == 0 or tokens.lowers[at - 1] not in words.trend_fillers:
            return None
        at -= 1
    return None
