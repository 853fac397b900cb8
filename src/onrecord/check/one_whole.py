"""Two numbers that a report gives for one event or group: "The strike on the Sumy market killed 12 people. All nine
people killed in the strike on the Sumy market lived nearby."

A sentence is read where its words are those of a form; what is counted, in what, and what befell it must then be the
same in both.  Wordings: `data/lang/<code>/consistency.toml`, table `whole`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from onrecord import lexicon
from onrecord.check.counting import claimed_window, is_count
from onrecord.check.same_words import Contrary
from onrecord.check.sentences import UNQUOTED_END
from onrecord.check.wording import say_quantity
from onrecord.check.words import find_word
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Quantity, Span
from onrecord.signs import put_signs

_LONGEST = 300  # characters of a sentence
_MOST_EARLIER = 20
_SLOT = re.compile(r"(?<!\?P)<(\w+)>")
_WORD = re.compile(r"[\w-]+")
_NAME = re.compile(r"\s[A-Z]")
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST = 3  # letters that an ending leaves


@dataclass(frozen=True, slots=True)
class _Count:
    """What one sentence counts.  `whole`: the words of the event or group; `again`: it is pointed back at."""

    span: Span
    deed: str
    who: tuple[str, ...]
    whole: frozenset[str]
    number: Quantity
    is_named: bool
    again: bool


@lru_cache(maxsize=8)
def find_two_counts(text: str, quantities: tuple[Quantity, ...], language: str = "en") -> tuple[Contrary, ...]:
    """Pairs of sentences that count the same differently, in reading order; none in a language without the wordings."""
    try:
        table = lexicon.load("consistency", language=language)
    except (LexiconError, UnknownLanguage):
        return ()
    if "whole" not in table:
        return ()
    found: list[_Count] = []
    pairs = []
    for count in _read(text, quantities, table, language):
        earlier = next((each for each in reversed(found[-_MOST_EARLIER:]) if _is_same(each, count)), None)
        # Round numbers may be one count: 200 and 203.
        if earlier is not None and not claimed_window(earlier.number).meets(claimed_window(count.number)):
            values = (("one", say_quantity(earlier.number)), ("other", say_quantity(count.number)))
            pairs.append(Contrary("consistency.whole.differs", earlier.span, count.span, values))
        found.append(count)
    return tuple(pairs)


def _is_same(one: _Count, other: _Count) -> bool:
    if (one.deed, one.who) != (other.deed, other.who):
        return False
    if other.again and one.span.end == other.span.start:
        return other.whole <= one.whole
    if one.whole != other.whole or len(one.whole) < 2:
        return False
    # "The strike on the depot" of another item of a digest is another strike.
    return one.is_named or one.span.end == other.span.start


def _read(text: str, quantities: Sequence[Quantity], table: Mapping[str, Any], language: str) -> Iterator[_Count]:
    numbers = sorted(quantities, key=lambda q: q.span.start)
    starts = [q.span.start for q in numbers]
    tail = re.compile(table["contrary"]["tail"], re.IGNORECASE)
    idle = {*table["other"]["frame"], *table["other"]["counts"]}
    others = tuple(word for word in table["other"]["words"] if word not in idle)
    every = f"{table['contrary']['every']} "
    begin = 0
    for stop in (*(match.end() for match in UNQUOTED_END.finditer(text)), len(text)):
        span, begin = Span(begin, stop), stop
        own = numbers[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        if not own or len(span) > _LONGEST or not _is_plain(own[0]):
            continue
        first = own[0].span
        begins = first.start + (len(every) if first.of(text).lower().startswith(every) else 0)
        signs = [(Span(begins - span.start, first.end - span.start), "0")]
        signs += [(Span(q.span.start - span.start, q.span.end - span.start), "1") for q in own[1:]]
        if any(one.end > other.start for (one, _), (other, _) in pairwise(signs)):
            continue
        sentence = tail.sub("", put_signs(span.of(text), signs).text.strip().rstrip(".!")).strip()
        for deed, form in _forms(language):
            match = form.search(sentence)
            said = sentence[: match.end()].lower() if match is not None else "?"
            if match is None or "?" in sentence or find_word(said, others) is not None:
                continue
            count = _count(deed, match, span, own[0], table)
            if count is not None:
                yield count
                break


def _is_plain(number: Quantity) -> bool:
    return is_count(number) and not number.approximate and number.low is not None and number.low == number.high


def _count(
    deed: str, match: re.Match[str], span: Span, number: Quantity, table: Mapping[str, Any]
) -> _Count | None:
    whole, words = match["whole"], table["whole"]
    lowered = [word.lower() for word in _WORD.findall(whole)]
    heads = table["same"]["events"] if deed in words["of_events"] else words["groups"]
    if not set(lowered) & set(heads):
        return None
    again = lowered[0] in words["again"] or lowered[1:2] == [words["same"]]
    light = {*table["same"]["light"], words["same"]}
    content = []
    before = ""
    for word in lowered:
        if word in words["ways"]:  # "from Mali to Chad" is not "from Chad to Mali"
            before = word
        elif word not in light:
            content.append(f"{before} {_stem(word)}".strip())
            before = ""
    who = tuple(_stem(word.lower()) for word in _WORD.findall(match["who"]))
    return _Count(span, deed, who, frozenset(content), number, _NAME.search(whole) is not None, again)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


@cache
def _forms(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = lexicon.load("consistency", language=language)["whole"]
    macros = table["macro"]

    def fill(form: str) -> str:
        while _SLOT.search(form):
            form = _SLOT.sub(lambda slot: str(macros[slot[1]]), form)
        return form

    return tuple((deed, re.compile(fill(form), re.IGNORECASE)) for deed, form in table["forms"])
