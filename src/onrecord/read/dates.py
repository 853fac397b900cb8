"""Dates as pages and header lines give them, to EDTF at the precision they are given."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime
from functools import cache

from onrecord import lexicon

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?=$|[T\s])")
_DAY_FIRST = re.compile(r"(\d{1,2})\.? (\w+)\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"(\w+)\.? (\d{1,2}),? (\d{4})")
_MONTH_ONLY = re.compile(r"(\w+)\.?,? (\d{4})")


_DATED = re.compile(r"(?:\d{1,2}\.? )?[^\W\d]{3,12}\.? (?:\d{1,2}, ?)?\d{4}\b")  # where a day in words may stand
_LONGEST_DATELINE = 200


def parse_iso(value: str) -> str | None:
    """EDTF day, month or year of an ISO 8601 date or time, or None.  The day is the one written, in its own zone."""
    match = _ISO.match(value.strip())
    if match is None:
        return None
    year, month, day = match[1], match[2], match[3]
    return _edtf(int(year), int(month) if month else None, int(day) if day else None)


def parse_stamp(value: str) -> str | None:
    """EDTF day of an ISO 8601 or e-mail style time stamp (RFC 5322), or None."""
    iso = parse_iso(value)
    if iso is not None:
        return iso
    try:
        return parsedate_to_datetime(value.strip()[:100]).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parse_written(value: str, *, language: str) -> str | None:
    """EDTF day or month of a date in words ("23 October 2025", "Oct. 23, 2025"), or an ISO date, else None.

    Dates in figures only ("10/11/2025") are not read: their order is anyone's guess.
    """
    iso = parse_iso(value)
    if iso is not None:
        return iso
    months = _months(language)
    # A weekday may stand in front: "Thursday, 23 October 2025".
    for start in (0, value.find(",") + 1):
        text = value[start : start + 60].strip()
        if (match := _DAY_FIRST.match(text)) and match[2].lower() in months:
            return _edtf(int(match[3]), months[match[2].lower()], int(match[1]))
        if (match := _MONTH_FIRST.match(text)) and match[1].lower() in months:
            return _edtf(int(match[3]), months[match[1].lower()], int(match[2]))
        if (match := _MONTH_ONLY.match(text)) and match[1].lower() in months:
            return _edtf(int(match[2]), months[match[1].lower()], None)
    return None


def find_written(words: str, *, language: str) -> str | None:
    """EDTF day of the first date in words within a dateline: "WASHINGTON, March 4, 2024 (Reuters) -"."""
    for match in _DATED.finditer(words[:_LONGEST_DATELINE]):
        found = parse_written(match[0], language=language)
        if found is not None and len(found) == len("2024-03-04"):
            return found
    return None


@cache
def _months(language: str) -> dict[str, int]:
    names = lexicon.load("reading", language=language)["months"]["names"]
    return {form: number for number, forms in enumerate(names, start=1) for form in forms}


def _edtf(year: int, month: int | None, day: int | None) -> str | None:
    try:
        checked = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if month is None:
        return f"{year:04d}"
    return checked.isoformat() if day is not None else f"{year:04d}-{month:02d}"
