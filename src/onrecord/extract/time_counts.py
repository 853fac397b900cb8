"""Times given by a number of days, weeks or years: "the past 24 hours", "two years ago", "for two years"."""

from __future__ import annotations

from onrecord.extract.anchors import Anchor, duration, step, window
from onrecord.extract.numbers import read_number
from onrecord.extract.numberwords import NumberWords
from onrecord.extract.scan import Tokens
from onrecord.extract.time_found import FoundTime
from onrecord.extract.timewords import TimeWords


class CountedTimes:
    """Reads them at the tokens of one text, from the day of publication where they are counted from it."""

    __slots__ = ("anchor", "numbers", "tokens", "words")

    def __init__(self, tokens: Tokens, words: TimeWords, numbers: NumberWords, anchor: Anchor | None) -> None:
        self.tokens = tokens
        self.words = words
        self.numbers = numbers
        self.anchor = anchor

    def read_window(self, index: int) -> FoundTime | None:
        """ "the past 24 hours", "the next two years"."""
        found = self.words.windows.longest(self.tokens, index)
        if found is None:
            return None
        counted = self._count_period(found[0])
        if counted is None:
            return None
        last, count, period = counted
        if count is None:
            return FoundTime(index, last, None, period, "none")
        value, granularity = window(self.anchor, count, period, found[1])
        return FoundTime(index, last, value, granularity, "publication" if value else "none")

    def read_ago(self, index: int) -> FoundTime | None:
        """ "two years ago", "three days earlier"; "hace tres años"."""
        words = self.words
        before = words.ago_before.longest(self.tokens, index)
        counted = self._count_period(before[0] if before else index)
        if counted is None:
            return None
        last, count, period = counted
        if before is not None:
            behind, direction = (last, True), -1
        elif (back := words.ago_back.longest(self.tokens, last)) is not None:
            behind, direction = back, -1
        elif (forth := words.ago_forth.longest(self.tokens, last)) is not None:
            behind, direction = forth, 1
        elif (text := words.ago_text.longest(self.tokens, last)) is not None:
            return FoundTime(index, text[0], None, period, "none")
        else:
            return None
        if count is None:
            return FoundTime(index, behind[0], None, period, "none")
        value, granularity = step(self.anchor, direction * count, period)
        return FoundTime(index, behind[0], value, granularity, "publication" if value else "none")

    def read_duration(self, index: int) -> FoundTime | None:
        """ "for two years": how long, without a place in time."""
        found = self.words.durations.longest(self.tokens, index)
        if found is None:
            return None
        counted = self._count_period(found[0])
        if counted is None or counted[1] is None:
            return FoundTime(index, counted[0], None, "duration", "none") if counted else None
        last, count, period = counted
        if self.tokens.lower(last) == "-":
            return None
        return FoundTime(index, last, duration(str(count), period), "duration")

    def _count_period(self, at: int) -> tuple[int, int | None, str] | None:
        """A number and a period from token `at`: the index after them, the number (None when vague), the period."""
        tokens, words = self.tokens, self.words
        if at >= len(tokens):
            return None
        last, count = at, None
        if tokens.lowers[at] in words.articles and tokens.lower(at + 1) in words.periods:
            last, count = at + 1, 1
        else:
            number = read_number(tokens, at, self.numbers)
            if number is None or number.low is None:
                return None
            last = number.last
            exact = number.low == number.high and number.low % 1 == 0 and number.low < 10000
            count = int(number.low) if exact else None
        if tokens.lower(last) == "-" and tokens.joined(last):
            last += 1
        period = words.periods.get(tokens.lower(last))
        return (last + 1, count, period) if period is not None else None
