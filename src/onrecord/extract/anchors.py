"""Calendar arithmetic from a day of publication: weekdays, months, windows as EDTF values.

An anchor may be only a month or a year; then what needs a day has no value.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FAR = 3650 * 20  # days: beyond twenty decades a relative time is a slip


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day of publication, as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> date | None:
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


def read_anchor(published: str | None) -> Anchor | None:
    """The anchor of an ISO 8601 date, time, month or year; None for anything else."""
    match = _PUBLISHED.match(published or "")
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if year < 1:
        return None
    if not 1 <= month <= 12:
        return Anchor(year)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return Anchor(year, month)
    return Anchor(year, month, day)


def shift_days(anchor: Anchor | None, days: int) -> str | None:
    """The day so many days from the anchor."""
    base = anchor.date if anchor else None
    if base is None or abs(days) > _FAR:
        return None
    try:
        return (base + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def night_of(anchor: Anchor | None) -> str | None:
    """The night that ends on the anchor's day, as an interval of two days."""
    before, day = shift_days(anchor, -1), shift_days(anchor, 0)
    return f"{before}/{day}" if before and day else None


def weekday_near(anchor: Anchor | None, weekday: int, *, future: bool, offset: int | None = None) -> str | None:
    """The nearest such weekday before the anchor (its own day included), or after it.

    `offset` -1, 0, 1 is said outright: last, this, next.  "Last Friday" is the nearest one that is past.
    """
    base = anchor.date if anchor else None
    if base is None:
        return None
    back = (base.isoweekday() - weekday) % 7
    if offset == 1 or (future and offset is None):
        return shift_days(anchor, (7 - back) if back else (7 if offset == 1 else 0))
    if offset == -1:
        return shift_days(anchor, -(back or 7))
    if offset == 0:
        return shift_days(anchor, weekday - base.isoweekday())
    return shift_days(anchor, -back)


def period_at(anchor: Anchor | None, period: str, offset: int) -> tuple[str | None, str]:
    """This, last or next week, month, year…: its EDTF value and granularity."""
    granularity = {"weekend": "week", "night": "day", "quarter": "month", "minute": "hour"}.get(period, period)
    if anchor is None:
        return None, granularity
    if period == "year":
        return f"{anchor.year + offset:04d}", "year"
    if period == "decade":
        return f"{(anchor.year // 10 + offset):03d}X", "decade"
    if period == "month" and anchor.month is not None:
        year, month = divmod(anchor.year * 12 + anchor.month - 1 + offset, 12)
        return f"{year:04d}-{month + 1:02d}", "month"
    base = anchor.date
    if base is None:
        return None, granularity
    if period in ("week", "weekend"):
        monday = base - timedelta(days=base.isoweekday() - 1) + timedelta(days=7 * offset)
        first = monday + timedelta(days=5) if period == "weekend" else monday
        return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "week"
    if period in ("day", "night"):
        return shift_days(anchor, offset), "day"
    return None, granularity


def months_near(anchor: Anchor | None, month: int, day: int | None, *, future: bool, offset: int | None) -> int | None:
    """The year that a month, or a day of a month, without a year most plausibly has: the nearest to the anchor."""
    if anchor is None:
        return None
    base_month = anchor.month
    if base_month is None:
        return None
    if offset == 0:
        return anchor.year
    here = base_month * 31 + (anchor.day or 15)
    there = month * 31 + (day if day is not None else anchor.day or 15)
    distance = there - here
    if offset == -1:
        return anchor.year if distance < 0 else anchor.year - 1
    if offset == 1:
        return anchor.year if distance > 0 else anchor.year + 1
    if future:
        return anchor.year if distance >= 0 else anchor.year + 1
    half = 186
    if distance > half:
        return anchor.year - 1
    if distance < -half:
        return anchor.year + 1
    return anchor.year


def window(anchor: Anchor | None, count: int, period: str, direction: int) -> tuple[str | None, str]:
    """ "the past 24 hours", "the next two years": the stretch up to or from the anchor, as an interval."""
    days = {"minute": 0, "hour": count / 24, "day": count, "night": count, "week": 7 * count, "weekend": 7 * count}
    granularity = "day" if period in days else period
    if anchor is None:
        return None, granularity
    if period in days:
        span = int(-(-days[period] // 1)) or 1
        end = shift_days(anchor, 0)
        other = shift_days(anchor, direction * span)
        if end is None or other is None:
            return None, "day"
        return (f"{other}/{end}" if direction < 0 else f"{end}/{other}"), "day"
    value, granularity = step(anchor, count * direction, period)
    here, _ = step(anchor, 0, period)
    if value is None or here is None:
        return None, granularity
    return (f"{value}/{here}" if direction < 0 else f"{here}/{value}"), granularity


def step(anchor: Anchor | None, count: int, period: str) -> tuple[str | None, str]:
    """ "two years ago", "three days from now": no finer than the words."""
    if period in ("day", "night"):
        return shift_days(anchor, count), "day"
    if period in ("week", "weekend"):
        value = shift_days(anchor, 7 * count)
        return (value + "~" if value else None), "day"
    if anchor is None or abs(count) > 2000:
        return None, period
    if period == "month":
        return period_at(anchor, "month", count)
    if period == "year":
        year = anchor.year + count
        return (f"{year:04d}" if 0 < year < 10000 else None), "year"
    if period == "decade":
        year = anchor.year + 10 * count
        return (f"{year:04d}~" if 0 < year < 10000 else None), "decade"
    if period in ("hour", "minute"):
        days = count // 24 if period == "hour" else 0
        return (shift_days(anchor, days) if abs(count) >= 24 else None), "hour"
    return None, period


def duration(count: str, period: str) -> str:
    """An ISO 8601 duration: P2Y, PT36H."""
    signs = {"year": "Y", "month": "M", "week": "W", "day": "D", "night": "D"}
    if period in signs:
        return f"P{count}{signs[period]}"
    if period in ("decade", "century"):
        return f"P{count}{'0' if period == 'decade' else '00'}Y" if count.isdigit() else f"P{count}Y"
    return f"PT{count}{'H' if period == 'hour' else 'M'}"
