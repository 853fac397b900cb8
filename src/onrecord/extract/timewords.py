"""The time words of a language, compiled from `data/lang/<code>/times.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.extract.dates import Calendar, load_calendar
from onrecord.extract.scan import Phrases, scan


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Everything `times` looks up."""

    calendar: Calendar
    days: Phrases  # → offset in days
    nights: Phrases
    offsets: Phrases  # "last" → -1
    offset_after: dict[str, int]  # behind the period: Spanish "el mes pasado"
    windows: Phrases
    ago_back: Phrases
    ago_before: Phrases  # before the number: Spanish "hace", French "il y a"
    ago_text: Phrases
    ago_forth: Phrases
    durations: Phrases
    articles: frozenset[str]
    periods: dict[str, str]
    openers: Phrases  # reversed
    closers: Phrases
    relations: Phrases  # reversed
    range_from: Phrases  # reversed
    range_to: Phrases
    vague: Phrases
    future: frozenset[str]
    future_relations: frozenset[str]
    reach: int
    triggers: frozenset[str]


def _phrases(forms: dict[str, Any] | list[str], *, reverse: bool = False) -> Phrases:
    phrases = Phrases(reverse=reverse)
    for form in forms:
        phrases.add(form, forms[form] if isinstance(forms, dict) else form)
    return phrases


@cache
def load_time_words(language: str) -> TimeWords:
    """Raises UnknownLanguage or LexiconError."""
    table = lexicon.load("times", language=language)
    relative: dict[str, Any] = table.get("relative", {})
    ago: dict[str, Any] = relative.get("ago", {})
    parts: dict[str, Any] = table.get("parts", {})
    ranges: dict[str, Any] = table.get("ranges", {})
    duration: dict[str, Any] = relative.get("duration", {})
    calendar = load_calendar(language)
    relations = Phrases(reverse=True)
    for name, forms in table.get("relations", {}).items():
        for form in forms:
            relations.add(form, name)
    periods = {form: name for name, forms in relative.get("periods", {}).items() for form in forms}
    vague = table.get("vague", {}).get("forms", [])
    nights = relative.get("nights", {}).get("forms", [])
    sections: list[Any] = [relative.get("days", {}), nights, relative.get("offsets", {}), relative.get("windows", {}),
                           duration.get("forms", []), vague, ago.get("before", [])]  # fmt: skip
    triggers = {scan(form).lowers[0] for section in sections for form in section}
    triggers.update(calendar.weekdays, calendar.months, calendar.seasons)
    triggers.update(duration.get("articles", []))
    if relative.get("offsets_after"):  # "el mes pasado"
        triggers.update(periods)
    return TimeWords(
        calendar=calendar,
        days=_phrases(relative.get("days", {})),
        nights=_phrases(nights),
        offsets=_phrases(relative.get("offsets", {})),
        offset_after=dict(relative.get("offsets_after", {})),
        windows=_phrases(relative.get("windows", {})),
        ago_back=_phrases(ago.get("back", [])),
        ago_before=_phrases(ago.get("before", [])),
        ago_text=_phrases(ago.get("text", [])),
        ago_forth=_phrases(ago.get("forth", [])),
        durations=_phrases(duration.get("forms", [])),
        articles=frozenset(duration.get("articles", [])),
        periods=periods,
        openers=_phrases(parts.get("openers", []), reverse=True),
        closers=_phrases(parts.get("closers", [])),
        relations=relations,
        range_from=_phrases(ranges.get("from", []), reverse=True),
        range_to=_phrases(ranges.get("to", [])),
        vague=_phrases(vague),
        future=frozenset(relative.get("future", [])),
        future_relations=frozenset(relative.get("future_relations", [])),
        reach=int(relative.get("reach", 25)),
        triggers=frozenset(triggers),
    )
