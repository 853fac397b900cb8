"""Dates, years and clock times as written: where they stand and their EDTF value.

Used twice: `times` turns them into time expressions, `quantities` leaves them out of the count.
"""

from __future__ import annotations

import calendar as _calendar
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.extract.scan import Phrases, Tokens


@dataclass(frozen=True, slots=True)
class Calendar:
    """Month and weekday names and date habits of one language, compiled."""

    months: dict[str, int]
    full_months: frozenset[str]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    capitalised: bool
    month_words: frozenset[int]
    links: frozenset[str]
    order: str
    year_after: frozenset[str]
    year_old_after: frozenset[str]
    day_suffixes: frozenset[str]
    decade_suffixes: frozenset[str]
    eras: frozenset[str]
    am: Phrases
    zones: Phrases
    hour_words: Phrases
    hour_signs: frozenset[str]
    range_words: frozenset[str]
    eras_before: Phrases
    article_links: frozenset[str]


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date or clock time on tokens [first, last).  `value` lacks what the text leaves out.

    `year` None is for the caller to anchor; `value` then is None.
    """

    first: int
    last: int
    granularity: str  # "day", "month", "year", "decade", "hour", "season"
    value: str | None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_to: int | None = None
    sure: bool = True  # False: a bare number that is probably a year


@cache
def load_calendar(language: str) -> Calendar:
    """Raises UnknownLanguage or LexiconError."""
    table = lexicon.load("times", language=language)
    rows: dict[str, Any] = table["calendar"]
    clock: dict[str, Any] = table.get("clock", {})
    am, zones, hour_words, eras_before = Phrases(), Phrases(), Phrases(), Phrases(reverse=True)
    for form in rows.get("eras_before", []):
        eras_before.add(form, True)
    for half, forms in clock.get("halves", {}).items():
        for form in forms:
            am.add(form, half)
    for form in clock.get("zones", []):
        zones.add(form, form)
    for form in clock.get("hour_words", []):
        hour_words.add(form, form)
    return Calendar(
        months={name: int(number) for number, names in rows["months"].items() for name in names},
        full_months=frozenset(names[0] for names in rows["months"].values()),
        weekdays={name: int(number) for number, names in rows["weekdays"].items() for name in names},
        seasons=dict(rows.get("seasons", {})),
        capitalised=bool(rows.get("capitalised", False)),
        month_words=frozenset(rows.get("month_alone_only_with", [])),
        links=frozenset(rows.get("links", [])),
        order=rows.get("order", "dmy"),
        year_after=frozenset(rows.get("year_after", [])),
        year_old_after=frozenset(rows.get("year_old_after", [])),
        day_suffixes=frozenset(rows.get("day_suffixes", [])),
        decade_suffixes=frozenset(rows.get("decade_suffixes", [])),
        eras=frozenset(rows.get("eras", [])),
        am=am,
        zones=zones,
        hour_words=hour_words,
        hour_signs=frozenset(clock.get("hour_signs", [])),
        range_words=frozenset(rows.get("range_words", [])),
        eras_before=eras_before,
        article_links=frozenset(rows.get("article_links", [])),
    )


def month_at(tokens: Tokens, index: int, calendar: Calendar) -> tuple[int, int] | None:
    """A month name: its number and the index after it (and after the full stop of an abbreviation)."""
    if tokens.kind(index) != "W":
        return None
    month = calendar.months.get(tokens.lowers[index])
    if month is None or (calendar.capitalised and tokens.raws[index].islower()):
        return None
    last = index + 1
    clipped = len(tokens.raws[index]) <= 4 and tokens.lowers[index] not in calendar.full_months
    short = clipped and tokens.lower(last) == "." and tokens.joined(index)
    if short and (tokens.kind(last + 1) == "N" or not tokens.raw(last + 1)[:1].isupper()):
        last += 1
    return month, last


def _small(tokens: Tokens, index: int, top: int) -> int | None:
    raw = tokens.raw(index)
    if tokens.kind(index) != "N" or len(raw) > 2 or not raw.isdecimal():
        return None
    value = int(raw)
    return value if 1 <= value <= top else None


def year_at(tokens: Tokens, index: int) -> int | None:
    """A bare four-digit number from 1000 to 2199."""
    raw = tokens.raw(index)
    if tokens.kind(index) != "N" or len(raw) != 4 or not raw.isdecimal():
        return None
    value = int(raw)
    if not 1000 <= value <= 2199 or (tokens.joined(index) and tokens.kind(index + 1) == "W"):
        return None
    return value


def _day_at(tokens: Tokens, index: int, calendar: Calendar) -> tuple[int, int] | None:
    day = _small(tokens, index, 31)
    if day is None:
        return None
    if tokens.joined(index) and tokens.lower(index + 1) in calendar.day_suffixes:
        return day, index + 2
    if tokens.joined(index) and tokens.kind(index + 1) == "W":
        return None
    return day, index + 1


def _skip_links(tokens: Tokens, index: int, calendar: Calendar) -> int:
    return index + 1 if tokens.lower(index) in calendar.links else index


def _valid(year: int | None, month: int, day: int) -> bool:
    return day <= (_calendar.monthrange(year, month)[1] if year else 31 if month in (1, 3, 5, 7, 8, 10, 12) else
                   29 if month == 2 else 30)  # fmt: skip


def _full(first: int, last: int, year: int | None, month: int, day: int, day_to: int | None = None) -> Date | None:
    if not _valid(year, month, max(day, day_to or 0)):
        return None
    value = None
    if year is not None:
        value = f"{year:04d}-{month:02d}-{day:02d}"
        if day_to is not None:
            value += f"/{year:04d}-{month:02d}-{day_to:02d}"
    return Date(first, last, "day", value, year, month, day, day_to)


def read_date(tokens: Tokens, index: int, calendar: Calendar) -> Date | None:
    """The calendar date or clock time that starts at token `index`, or None.  Never reaches over a blank line."""
    kind = tokens.kind(index)
    if kind == "W":
        return _read_month_first(tokens, index, calendar) or _read_season(tokens, index, calendar)
    if kind == "N":
        if index and tokens.joined(index - 1) and tokens.kinds[index - 1] in "WN":
            return None
        return (
            _read_clock(tokens, index, calendar)
            or _read_numeric(tokens, index, calendar)
            or _read_day_first(tokens, index, calendar)
        )
    return None


def _read_month_first(tokens: Tokens, index: int, calendar: Calendar) -> Date | None:
    found = month_at(tokens, index, calendar)
    if found is None:
        return None
    month, at = found
    at = _skip_links(tokens, at, calendar) if tokens.lower(at) != "," else at
    day = _day_at(tokens, at, calendar)
    if day is not None and not (tokens.lower(day[1]) in (":", "%") or _is_clock(tokens, at, calendar)):
        day_to: int | None = None
        last = day[1]
        second = _day_at(tokens, last + 1, calendar) if tokens.lower(last) in calendar.range_words else None
        if second is not None and second[0] > day[0]:
            day_to, last = second
        after = last + 1 if tokens.lower(last) == "," else last
        year = year_at(tokens, after)
        if year is not None and not (year < 1900 and after == last):
            return _full(index, after + 1, year, month, day[0], day_to)
        return _full(index, last, None, month, day[0], day_to)
    after = at + 1 if tokens.lower(at) == "," else at
    year = year_at(tokens, after)
    if year is not None:
        return Date(index, after + 1, "month", f"{year:04d}-{month:02d}", year, month)
    return Date(index, found[1], "month", None, None, month, sure=month not in calendar.month_words)


def _read_day_first(tokens: Tokens, index: int, calendar: Calendar) -> Date | None:
    day = _day_at(tokens, index, calendar)
    if day is None:
        return None
    at = day[1]
    day_to: int | None = None
    second = _day_at(tokens, at + 1, calendar) if tokens.lower(at) in calendar.range_words else None
    if second is not None and second[0] > day[0]:
        day_to, at = second
    at = _skip_links(tokens, at, calendar) if tokens.lower(at) != "," else at
    found = month_at(tokens, at, calendar)
    if found is None:
        return None
    month, last = found
    after = _skip_links(tokens, last, calendar)
    year = year_at(tokens, after)
    if year is not None and not (after == last + 1 and tokens.lower(last) in calendar.article_links):
        return _full(index, after + 1, year, month, day[0], day_to)
    return _full(index, last, None, month, day[0], day_to)


def _read_numeric(tokens: Tokens, index: int, calendar: Calendar) -> Date | None:
    """2024-03-05, 5/3/2024, 05.03.2024."""
    raw = tokens.raws[index]
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", raw):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        return _full(index, index + 1, year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    sign = tokens.lower(index + 1)
    if sign not in ("-", "/") or tokens.lower(index + 3) != sign or not (
        tokens.joined(index) and tokens.joined(index + 1) and tokens.joined(index + 2) and tokens.joined(index + 3)
    ):
        return None
    if (year_first := year_at(tokens, index)) is not None:
        month_or_none, day_or_none = _small(tokens, index + 2, 12), _small(tokens, index + 4, 31)
        if month_or_none is None or day_or_none is None:
            return None
        return _full(index, index + 5, year_first, month_or_none, day_or_none)
    one, two, year_last = _small(tokens, index, 31), _small(tokens, index + 2, 31), year_at(tokens, index + 4)
    if one is None or two is None or year_last is None:
        return None
    month, day = (one, two) if calendar.order == "mdy" else (two, one)
    if month > 12:
        month, day = day, month
    return _full(index, index + 5, year_last, month, day) if month <= 12 else None


def _is_clock(tokens: Tokens, index: int, calendar: Calendar) -> bool:
    return calendar.am.longest(tokens, index + 1) is not None


def _read_clock(tokens: Tokens, index: int, calendar: Calendar) -> Date | None:
    """5 p.m., 17:22, 2.17pm, 0300 GMT, 20 heures (languages with `hour_signs`)."""
    raw = tokens.raws[index]
    if match := re.fullmatch(r"(\d{1,2})[.](\d{2})", raw):
        half = calendar.am.longest(tokens, index + 1)
        if half is None or int(match[1]) > 12 or int(match[2]) > 59:
            return None
        return Date(index, _zone(tokens, half[0], calendar), "hour", _hours(int(match[1]), int(match[2]), half[1]))
    if not raw.isdecimal() or len(raw) > 4:
        return None
    hour = int(raw)
    if len(raw) <= 2 and tokens.lower(index + 1) == ":" and tokens.joined(index) and tokens.joined(index + 1):
        minute = tokens.raw(index + 2)
        if tokens.kind(index + 2) == "N" and len(minute) == 2 and minute.isdecimal() and int(minute) < 60 and hour < 25:
            last = index + 3
            if tokens.lower(last) == ":" and tokens.kind(last + 1) == "N" and tokens.joined(last - 1):
                last += 2
            half = calendar.am.longest(tokens, last)
            name = half[1] if half else None
            return Date(index, _zone(tokens, half[0] if half else last, calendar), "hour",
                        _hours(hour, int(minute), name))  # fmt: skip
        return None
    half = calendar.am.longest(tokens, index + 1)
    if half is not None and len(raw) <= 2 and 1 <= hour <= 24:
        # "5 am" by a man is rare, "2.123 am" is an attometre: whole hours only
        return Date(index, _zone(tokens, half[0], calendar), "hour", _hours(hour, 0, half[1]))
    if len(raw) == 4 and hour < 2400 and hour % 100 < 60 and (zone := calendar.zones.longest(tokens, index + 1)):
        return Date(index, zone[0], "hour", _hours(hour // 100, hour % 100, None))
    if len(raw) <= 2 and hour <= 24 and (word := calendar.hour_words.longest(tokens, index + 1)):
        return Date(index, word[0], "hour", _hours(hour, 0, None))
    if len(raw) <= 2 and hour <= 24 and tokens.joined(index) and tokens.lower(index + 1) in calendar.hour_signs:
        last = index + 2
        minute = tokens.raw(last)
        if tokens.kind(last) == "N" and tokens.joined(last - 1) and len(minute) == 2 and minute.isdecimal():
            return Date(index, last + 1, "hour", _hours(hour, min(int(minute), 59), None))
    return None


def _zone(tokens: Tokens, index: int, calendar: Calendar) -> int:
    found = calendar.zones.longest(tokens, index)
    return found[0] if found else index


def _hours(hour: int, minute: int, half: str | None) -> str:
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return f"T{hour % 24:02d}:{minute:02d}"


def _read_season(tokens: Tokens, index: int, calendar: Calendar) -> Date | None:
    season = calendar.seasons.get(tokens.lowers[index])
    if season is None:
        return None
    at = _skip_links(tokens, index + 1, calendar)
    year = year_at(tokens, at)
    if year is None or (at == index + 2 and tokens.lower(index + 1) in calendar.article_links):
        return None
    return Date(index, at + 1, "season", f"{year:04d}-{season}", year)


def read_year(tokens: Tokens, index: int, calendar: Calendar, *, after_year: bool = False) -> Date | None:
    """A year or decade on its own: 1985, 2019-20, the 1990s.  `sure` is False when only its look speaks for it."""
    raw = tokens.raw(index)
    if tokens.kind(index) != "N" or not raw.isdecimal() or (index and tokens.joined(index - 1) and (
        tokens.kinds[index - 1] in "WN"
    )):  # fmt: skip
        return None
    if len(raw) == 4 and raw.endswith("0") and tokens.joined(index):
        if tokens.lower(index + 1) in calendar.decade_suffixes:
            return Date(index, index + 2, "decade", f"{raw[:3]}X", int(raw))
        if tokens.lower(index + 1) == "'" and tokens.lower(index + 2) in calendar.decade_suffixes:
            return Date(index, index + 3, "decade", f"{raw[:3]}X", int(raw))
    if tokens.lower(index + 1) in calendar.eras and 2 <= len(raw) <= 4:
        return Date(index, index + 2, "year", None, int(raw))
    year = year_at(tokens, index)
    if year is None:
        return None
    before = tokens.lower(index - 1)
    era = calendar.eras_before.longest_back(tokens, index) is not None
    recent = 1900 <= year <= 2099
    last = index + 1
    if tokens.lower(last) == "-" and tokens.joined(index) and tokens.joined(last) and recent:
        end = tokens.raw(last + 1)
        if tokens.kind(last + 1) == "N" and end.isdecimal():
            if len(end) == 2 and int(end) == (year + 1) % 100:
                return Date(index, last + 2, "year", f"{year:04d}/{year + 1:04d}", year)
            if len(end) == 4 and year < int(end) <= 2199:
                return Date(index, last + 2, "year", f"{year:04d}/{end}", year)
    if recent:
        return Date(index, last, "year", f"{year:04d}", year, sure=before in calendar.year_after)
    if before in calendar.year_old_after or era or (after_year and before in calendar.range_words):
        return Date(index, last, "year", f"{year:04d}", year, sure=False)
    return None
