"""Two sentences of one report that say the same of one thing but for its end, its day or its number.

"All eight survived the crash of the Mi-8. Two of the eight died in the crash of the Mi-8."  Only sentences that are
alike word for word are held against each other.  Wordings: `data/lang/<code>/consistency.toml`, table `contrary`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from onrecord import lexicon
from onrecord.check.counting import is_count
from onrecord.check.sentences import UNQUOTED_END
from onrecord.check.wording import say_quantity
from onrecord.check.words import find_word
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Quantity, Span, TimeExpression
from onrecord.signs import put_signs

_LONGEST = 300  # characters of a sentence
_MOST_EARLIER = 20
_DAY = "2025-10-23"
_NAME = re.compile(r"(?<=\s)[A-Z][\w-]+")
_FACTOR = 2  # numbers closer than that may be two counts of one thing


@dataclass(frozen=True, slots=True)
class Contrary:
    """Two sentences that cannot both be so."""

    rule: str
    earlier: Span
    later: Span
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence: `kind` is "all", "some", "dated", "cleft" or "figure"; `what` is all that must be alike."""

    kind: str
    span: Span
    what: str
    where: str = ""
    part: Quantity | None = None
    whole: Quantity | None = None
    day: TimeExpression | None = None


@lru_cache(maxsize=8)
def find_contrary(
    text: str, quantities: tuple[Quantity, ...], times: tuple[TimeExpression, ...], language: str = "en"
) -> tuple[Contrary, ...]:
    """Pairs of sentences that contradict each other, in reading order; none in a language without the wordings."""
    try:
        table = lexicon.load("consistency", language=language)["contrary"]
    except (LexiconError, UnknownLanguage):
        return ()
    found: list[_Said] = []
    pairs = []
    for said in _read(text, quantities, times, table):
        for earlier in reversed(found[-_MOST_EARLIER:]):
            pair = _hold_against(earlier, said, text, times, table)
            if pair is not None:
                pairs.append(pair)
                break
        found.append(said)
    return tuple(pairs)


def _read(
    text: str, quantities: Sequence[Quantity], times: Sequence[TimeExpression], table: Mapping[str, Any]
) -> Iterator[_Said]:
    numbers = sorted(quantities, key=lambda q: q.span.start)
    days = sorted(times, key=lambda t: t.span.start)
    number_starts, day_starts = [q.span.start for q in numbers], [t.span.start for t in days]
    tail = re.compile(table["tail"], re.IGNORECASE)
    begin = 0
    for stop in (*(match.end() for match in UNQUOTED_END.finditer(text)), len(text)):
        span, begin = Span(begin, stop), stop
        words = span.of(text)
        if len(words) > _LONGEST or "?" in words:
            continue
        own = numbers[bisect_left(number_starts, span.start) : bisect_left(number_starts, span.end)]
        dates = days[bisect_left(day_starts, span.start) : bisect_left(day_starts, span.end)]
        yield from _read_ends(span, text, own, table, tail)
        if len(dates) == 1 and dates[0].relation is None:
            yield from _read_dated(span, text, dates[0], table, tail)
        if len(own) == 1 and is_count(own[0]) and not dates:
            yield from _read_figure(span, text, own[0], table)


def _plain(sentence: str, tail: re.Pattern[str]) -> str:
    return tail.sub("", sentence.strip().rstrip(".!")).strip()


def _read_ends(
    span: Span, text: str, own: Sequence[Quantity], table: Mapping[str, Any], tail: re.Pattern[str]
) -> Iterator[_Said]:
    if not 1 <= len(own) <= 2 or any(q.low is None or q.low != q.high or q.approximate for q in own):
        return
    if any(one.span.end > other.span.start for one, other in pairwise(own)):
        return
    signs = [(Span(q.span.start - span.start, q.span.end - span.start), str(n)) for n, q in enumerate(own)]
    sentence = _plain(put_signs(span.of(text), signs).text, tail)
    is_all = span.of(text).lower().startswith(f"{table['every']} ")
    for kind, needed in (("all", 1), ("some", 2)):
        if len(own) != needed or (kind == "all" and not is_all):
            continue
        for form in table[kind]:
            match = re.search(form, sentence, re.IGNORECASE)
            if match is not None:
                where = match.groupdict().get("where") or ""
                yield _Said(kind, span, match["who"].lower(), where.lower(), own[0], own[-1])
                break


def _read_dated(
    span: Span, text: str, day: TimeExpression, table: Mapping[str, Any], tail: re.Pattern[str]
) -> Iterator[_Said]:
    if day.value is None or len(day.value) != len(_DAY) or not day.value.replace("-", "").isdigit():
        return
    sign = (Span(day.span.start - span.start, day.span.end - span.start), "t")
    sentence = _plain(put_signs(span.of(text), [sign]).text, tail)
    for kind in ("cleft", "dated"):
        for form in table[kind]:
            match = re.search(form, sentence, re.IGNORECASE)
            if match is None:
                continue
            what = match["what"]
            verbs = tuple(table["once"]) + tuple(table["mostly"])
            lowered = what.lower()
            is_named = _NAME.search(what) is not None and lowered.startswith(tuple(table["definite"]))
            if is_named and find_word(lowered, verbs) and not find_word(lowered, tuple(table["not"])):
                yield _Said(kind, span, lowered, day=day)
            return


def _read_figure(span: Span, text: str, number: Quantity, table: Mapping[str, Any]) -> Iterator[_Said]:
    if number.approximate or number.low is None or number.low != number.high or number.modifier is not None:
        return
    sign = (Span(number.span.start - span.start, number.span.end - span.start), "0")
    sentence = put_signs(span.of(text), [sign]).text.strip()
    lowered = sentence.lower().rstrip(".!")
    before = lowered.partition("⟦")[0].split()
    if not before or before[-1] not in table["state"] or find_word(lowered, tuple(table["not"])):
        return
    if _NAME.search(sentence) is not None:
        yield _Said("figure", span, lowered, whole=number)


def _hold_against(
    one: _Said, other: _Said, text: str, times: Sequence[TimeExpression], table: Mapping[str, Any]
) -> Contrary | None:
    if {one.kind, other.kind} == {"all", "some"}:
        return _hold_ends(one, other, table)
    if one.what != other.what:
        return None
    if one.day is not None and other.day is not None and one.day.value != other.day.value:
        is_cleft = "cleft" in (one.kind, other.kind)
        if not is_cleft and not find_word(one.what, tuple(table["once"])):
            return None
        values = (("one", one.day.span.of(text)), ("other", other.day.span.of(text)))
        return Contrary("consistency.date.differs", one.span, other.span, values)
    if one.kind == other.kind == "figure":
        return _hold_figures(one, other, text, times)
    return None


def _hold_ends(one: _Said, other: _Said, table: Mapping[str, Any]) -> Contrary | None:
    every, some = (one, other) if one.kind == "all" else (other, one)
    if every.what != some.what or every.whole is None or some.whole is None or some.part is None:
        return None
    if every.whole.low != some.whole.low or not some.part.low:
        return None
    if every.where != some.where and (every.where or some.where not in table["freeing"]):
        return None
    values = (("whole", say_quantity(some.whole)), ("part", say_quantity(some.part)))
    return Contrary("consistency.outcome.differs", one.span, other.span, values)


def _hold_figures(one: _Said, other: _Said, text: str, times: Sequence[TimeExpression]) -> Contrary | None:
    assert one.whole is not None
    assert other.whole is not None
    small, large = sorted((one.whole.low or 0, other.whole.low or 0))
    if not small or large < small * _FACTOR:
        return None
    first = max(0, one.span.start - _LONGEST)
    if one.span.end != other.span.start:
        return None  # what stands between may have changed it
    if any(first <= time.span.start < other.span.start for time in times):
        return None  # two times may have two numbers
    values = (("one", say_quantity(one.whole)), ("other", say_quantity(other.whole)))
    return Contrary("consistency.figure.differs", one.span, other.span, values)
