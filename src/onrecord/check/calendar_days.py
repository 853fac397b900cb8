"""Days that no calendar has: "31 September 2024", "29 February 2023".

Read from the words, since the reader of dates takes none of them for a date.  A number before a month may count
something ("the 31 April casualties"), so a day without a year needs a word before it and an end behind it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord import lexicon
from onrecord.check.words import find_word, list_words
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Span

GREGORIAN_SINCE = 1924  # before, states with the old calendar had a 29 February in 1900
_LEAP = 2000


@dataclass(frozen=True, slots=True)
class FalseDay:
    """A day as written that does not exist; `year` only where its month depends on it."""

    span: Span
    month: int
    day: int
    year: int | None

    @property
    def last(self) -> int:
        """The last day that the month has."""
        return calendar.monthrange(self.year or _LEAP, self.month)[1]


@lru_cache(maxsize=8)
def find_false_days(text: str, language: str) -> tuple[FalseDay, ...]:
    """The days a text names that do not exist, in reading order; none in a language without the words."""
    return tuple(_find(text, language))


def _find(text: str, language: str) -> Iterator[FalseDay]:
    forms = _forms(language)
    if forms is None:
        return
    months, pattern = forms
    for match in pattern.finditer(text):
        word = match["m1"] or match["m2"]
        month, day = months[word.lower()], int(match["d1"] or match["d2"])
        year = match["y1"] or match["y2"]
        if not word[0].isupper() or not 29 <= day <= 31:
            continue
        number = int(year) if year is not None else None
        if number is not None and number < GREGORIAN_SINCE:
            continue
        if day <= calendar.monthrange(number or _LEAP, month)[1]:
            continue
        span = Span(match.start("date"), match.end("date"))
        if _may_count(match, text, language):
            continue
        if not _is_named_false(text, span, language):
            yield FalseDay(span, month, day, number if month == 2 else None)


def _may_count(match: re.Match[str], text: str, language: str) -> bool:
    """ "Of 31 November 1999 attacks": whether the number may be that of what follows."""
    if match["lead"].lower() in list_words(language, "dates", "sure"):
        return False
    behind = re.match(r"[ \n]([a-z]+)", text[match.end("date") :][:20])
    return behind is not None and behind[1] not in list_words(language, "used", "behind")


def weekday_of_old(year: int, month: int, day: int) -> int:
    """The weekday of a date of the Julian calendar, 0 for Monday."""
    shift = (14 - month) // 12
    since, months = year + 4800 - shift, month + 12 * shift - 3
    return (day + (153 * months + 2) // 5 + 365 * since + since // 4 - 32083) % 7


def _is_named_false(text: str, span: Span, language: str) -> bool:
    """Whether the words around say that there is no such day."""
    around = text[max(0, span.start - 150) : span.end + 150].lower()
    return find_word(around, list_words(language, "dates", "known_false")) is not None


@cache
def _forms(language: str) -> tuple[dict[str, int], re.Pattern[str]] | None:
    try:
        rows = lexicon.load("times", language=language)["calendar"]
    except (LexiconError, UnknownLanguage, KeyError):
        return None
    leads, suffixes = list_words(language, "dates", "leads"), rows.get("day_suffixes", [])
    if not leads:
        return None
    months = {name: int(number) for number, names in rows["months"].items() for name in names}
    weekdays = [name for names in rows["weekdays"].values() for name in names]
    lead = "|".join(re.escape(word) for word in sorted((*leads, *weekdays), key=len, reverse=True))
    month = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    suffix = rf"(?:{'|'.join(map(re.escape, suffixes))})?" if suffixes else ""
    of = "|".join(re.escape(word) for word in list_words(language, "dates", "of")) or r"(?!)"
    article = "|".join(re.escape(word) for word in list_words(language, "dates", "article")) or r"(?!)"
    end = r"(?=\s*[.,;:!?)\]\"”’]|\s*$)"
    year = r"(?:19|20)\d\d(?![\d-])"
    day_first = rf"(?P<d1>\d{{1,2}}){suffix}\s(?:(?:{of})\s)?(?P<m1>{month})\b(?:\.?,?\s(?P<y1>{year})|{end})"
    month_first = rf"(?P<m2>{month})\b\.?\s(?P<d2>\d{{1,2}}){suffix}(?!\d)(?:,?\s(?P<y2>{year})|{end})"
    return months, re.compile(
        rf"\b(?P<lead>{lead}),?\s(?:(?:{article})\s)?(?P<date>{day_first}|{month_first})", re.IGNORECASE
    )
