"""Dates and times in running text, with values where they have an anchor.

    find_times("The strike on Friday …", published="2024-05-05")  →  value "2024-05-03", anchor "publication"

Values are EDTF (ISO 8601-2), durations ISO 8601 ("P2Y").  A time that needs a publication date and has none keeps
value None and anchor "none": the publication date itself is never put in its place.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.anchors import Anchor, months_near, night_of, period_at, read_anchor, shift_days, weekday_near
from onrecord.extract.dates import Date, month_at, read_date, read_year
from onrecord.extract.numberwords import NumberWords, load_number_words
from onrecord.extract.scan import Tokens, scan
from onrecord.extract.time_counts import CountedTimes
from onrecord.extract.time_found import FoundTime, join_range
from onrecord.extract.timewords import TimeWords, load_time_words
from onrecord.model import Span, TimeExpression


def find_times(text: str, *, published: str | None, language: str = "en") -> tuple[TimeExpression, ...]:
    """Every time expression of `text`, in reading order, without overlaps.

    `published` is an ISO 8601 date, time, month or year, or None.  Raises UnknownLanguage.
    """
    tokens = scan(text)
    reader = _Reader(tokens, load_time_words(language), load_number_words(language), read_anchor(published))
    return tuple(
        TimeExpression(
            span=Span(tokens.starts[found.first], tokens.ends[found.last - 1]),
            value=found.value,
            granularity=found.granularity,
            anchor=found.anchor,
            relation=found.relation,
        )
        for found in reader.run()
    )


class _Reader:
    __slots__ = ("anchor", "counted", "free", "starters", "tokens", "words")

    def __init__(self, tokens: Tokens, words: TimeWords, numbers: NumberWords, anchor: Anchor | None) -> None:
        self.tokens = tokens
        self.words = words
        self.counted = CountedTimes(tokens, words, numbers, anchor)
        self.starters = numbers.starters
        self.anchor = anchor
        self.free = 0

    def run(self) -> list[FoundTime]:
        tokens, triggers, starters = self.tokens, self.words.triggers, self.starters
        results: list[FoundTime] = []
        for index, (kind, lower) in enumerate(zip(tokens.kinds, tokens.lowers, strict=True)):
            if index < self.free or not (kind == "N" or (kind == "W" and (lower in triggers or lower in starters))):
                continue
            found = self._read(index)
            if found is None:
                continue
            found = self._widen(found)
            joined = join_range(results[-1], found, tokens, self.words) if results else None
            if joined is not None:
                results.pop()
                found = joined
            self.free = found.last
            results.append(found)
        return results

    # --- one expression ---

    def _read(self, index: int) -> FoundTime | None:
        """The longest time that starts at token `index`."""
        readings = [
            self._read_date(index),
            self._read_weekday(index),
            self._read_offset(index),
            self.counted.read_window(index),
            self.counted.read_ago(index),
            self.counted.read_duration(index),
            self._read_fixed(index),
        ]
        best: FoundTime | None = None
        for reading in readings:
            if reading is not None and (best is None or reading.last > best.last):
                best = reading
        return best

    def _read_date(self, index: int) -> FoundTime | None:
        calendar = self.words.calendar
        date = read_date(self.tokens, index, calendar) or read_year(self.tokens, index, calendar)
        if date is None or (not date.sure and date.granularity == "year" and not self._is_year(date)):
            return None
        if date.granularity == "month" and date.value is None and not date.sure and not self._is_month(index):
            return None
        if date.granularity == "hour":
            return self._with_day(date)
        return self._dated(date)

    def _dated(self, date: Date, offset: int | None = None) -> FoundTime:
        """A date with its year, anchored when the text leaves the year out."""
        if date.value is not None or date.month is None:
            return FoundTime(date.first, date.last, date.value, date.granularity)
        future = self._is_future(date.first, date.last)
        year = months_near(self.anchor, date.month, date.day, future=future, offset=offset)
        if year is None:
            return FoundTime(date.first, date.last, None, date.granularity, "none")
        value = f"{year:04d}-{date.month:02d}"
        if date.day is not None:
            value = f"{value}-{date.day:02d}"
            if date.day_to is not None:
                value += f"/{year:04d}-{date.month:02d}-{date.day_to:02d}"
        return FoundTime(date.first, date.last, value, date.granularity, "publication")

    def _with_day(self, clock: Date) -> FoundTime:
        """A clock time, with the day that stands beside it ("at 5 p.m. on Friday")."""
        tokens = self.tokens
        for at in (clock.last, clock.last + 1, clock.last + 2):
            if at >= len(tokens) or (at > clock.last and tokens.kinds[at - 1] not in "WS"):
                break
            day = self._read_day(at)
            if day is not None:
                value = None
                if day.value is not None and len(day.value) == 10 and clock.value is not None:
                    value = f"{day.value}{clock.value}:00"
                return FoundTime(clock.first, day.last, value, "hour", day.anchor)
        return FoundTime(clock.first, clock.last, None, "hour", "none")

    def _read_day(self, at: int) -> FoundTime | None:
        date = read_date(self.tokens, at, self.words.calendar)
        if date is not None and date.granularity == "day":
            return self._dated(date)
        fixed = self.words.days.longest(self.tokens, at)
        if fixed is not None:
            return self._days(at, fixed)
        return self._read_weekday(at)

    def _is_year(self, date: Date) -> bool:
        """A bare number that looks like a year, not followed by what it might count."""
        tokens = self.tokens
        if tokens.kind(date.last) == "W" and tokens.raws[date.last].islower():
            return False
        before = tokens.lower(date.first - 1)
        return before in self.words.calendar.year_after and date.year is not None and date.year >= 1900

    def _is_month(self, index: int) -> bool:
        """ "May" and "March" alone: only behind a preposition or "last", "this"."""
        before = self.tokens.lower(index - 1)
        return before in self.words.calendar.year_after or self.words.offsets.starts_with(before)

    def _read_weekday(self, index: int, offset: int | None = None) -> FoundTime | None:
        tokens, calendar = self.tokens, self.words.calendar
        weekday = calendar.weekdays.get(tokens.lower(index)) if tokens.kind(index) == "W" else None
        if weekday is None or (calendar.capitalised and tokens.raws[index].islower()):
            return None
        last = index + 1
        if len(tokens.raws[index]) <= 5 and tokens.lower(last) == "." and tokens.joined(index):
            last += 1
        if len(tokens.raws[index]) <= 3 and last == index + 1 and tokens.kind(last) != "N" and tokens.raws[index] != (
            tokens.raws[index].title()
        ):  # fmt: skip
            return None
        at = last + 1 if tokens.lower(last) in (",", "(") else last
        for behind in (at, at + 1):
            if behind >= len(tokens) or (behind > at and tokens.lower(at) not in calendar.article_links):
                break
            date = read_date(tokens, behind, calendar)
            if date is not None and date.granularity == "day":
                return replace(self._dated(date), first=index)
        value = weekday_near(self.anchor, weekday, future=self._is_future(index, last), offset=offset)
        return FoundTime(index, last, value, "day", "publication" if value else "none")

    def _read_offset(self, index: int) -> FoundTime | None:
        """ "last month", "this May", "next Friday", "this summer"."""
        tokens, words = self.tokens, self.words
        found = words.offsets.longest(tokens, index)
        if found is None:
            return self._read_offset_after(index)
        at, offset = found
        if at >= len(tokens):
            return None
        weekday = self._read_weekday(at, offset)
        if weekday is not None:
            return replace(weekday, first=index)
        month = month_at(tokens, at, words.calendar)
        if month is not None:
            date = read_date(tokens, at, words.calendar)
            if date is not None and date.value is None and date.day is None:
                return replace(self._dated(date, offset), first=index)
        season = words.calendar.seasons.get(tokens.lower(at))
        if season is not None:
            value = f"{self.anchor.year + offset:04d}-{season}" if self.anchor else None
            return FoundTime(index, at + 1, value, "season", "publication" if value else "none")
        period = words.periods.get(tokens.lower(at))
        if period is None or tokens.lower(at + 1) == "-":
            return None
        value, granularity = period_at(self.anchor, period, offset)
        return FoundTime(index, at + 1, value, granularity, "publication" if value else "none")

    def _read_offset_after(self, index: int) -> FoundTime | None:
        """Languages that put "last" behind: "el mes pasado", "lundi dernier"."""
        tokens, words = self.tokens, self.words
        offset = words.offset_after.get(tokens.lower(index + 1))
        if offset is None:
            return None
        weekday = self._read_weekday(index, offset)
        if weekday is not None and weekday.last == index + 1:
            return replace(weekday, last=index + 2)
        period = words.periods.get(tokens.lower(index))
        if period is None:
            return None
        value, granularity = period_at(self.anchor, period, offset)
        return FoundTime(index, index + 2, value, granularity, "publication" if value else "none")

    def _read_fixed(self, index: int) -> FoundTime | None:
        """today, last night, overnight, recently."""
        tokens, words = self.tokens, self.words
        days = words.days.longest(tokens, index)
        if days is not None:
            return self._days(index, days)
        night = words.nights.longest(tokens, index)
        if night is not None:
            following = self._read_day(night[0]) or self._read_day(night[0] + 1)
            if following is not None:
                return replace(following, first=index)
            value = night_of(self.anchor)
            return FoundTime(index, night[0], value, "day", "publication" if value else "none")
        vague = words.vague.longest(tokens, index)
        return FoundTime(index, vague[0], None, "unknown", "none") if vague else None

    def _days(self, index: int, found: tuple[int, int]) -> FoundTime:
        value = shift_days(self.anchor, found[1])
        return FoundTime(index, found[0], value, "day", "publication" if value else "none")

    # --- around it ---

    def _is_future(self, first: int, last: int) -> bool:
        """Whether the sentence around a time speaks of what is to come."""
        tokens, words = self.tokens, self.words
        relation = words.relations.longest_back(tokens, first)
        if relation is not None and relation[1] in words.future_relations:
            return True
        for step in (-1, 1):
            at = first - 1 if step < 0 else last
            for _ in range(words.reach):
                if not 0 <= at < len(tokens) or tokens.kinds[at] == "B" or tokens.lowers[at] in (".", "!", "?", ";"):
                    break
                if tokens.lowers[at] in words.future:
                    return True
                at += step
        return False

    def _widen(self, found: FoundTime) -> FoundTime:
        """Openers and closers of a date ("early Friday", "Tuesday morning"), and the relation before it ("since")."""
        tokens, words = self.tokens, self.words
        first, last = found.first, found.last
        closer = words.closers.longest(tokens, last)
        if closer is not None and found.granularity in ("day", "hour"):
            last = closer[0]
        if found.granularity == "day" and found.value is not None:
            clock = self._clock_behind(last)
            if clock is not None:
                last, hours = clock
                value = f"{found.value}{hours}:00" if len(found.value) == 10 else found.value
                found = replace(found, value=value, granularity="hour")
        opener = words.openers.longest_back(tokens, first)
        if opener is not None and opener[0] >= self.free and found.granularity not in ("duration", "unknown"):
            first = opener[0]
        relation = words.relations.longest_back(tokens, first)
        name = relation[1] if relation is not None and relation[0] >= self.free else None
        return replace(found, first=first, last=last, relation=None if found.granularity == "duration" else name)

    def _clock_behind(self, at: int) -> tuple[int, str] | None:
        """ "Friday at 5 p.m.": the clock time behind a day."""
        for index in (at, at + 1):
            if index < len(self.tokens) and self.tokens.kinds[index] == "N":
                clock = read_date(self.tokens, index, self.words.calendar)
                if clock is not None and clock.granularity == "hour" and clock.value is not None:
                    return clock.last, clock.value
                return None
            if index < len(self.tokens) and self.tokens.kinds[index] != "W" and self.tokens.lowers[index] != ",":
                return None
        return None
