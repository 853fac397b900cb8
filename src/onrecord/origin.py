"""What a report says of where it came from: a dateline, a credit line, the credit in a page's metadata.

Evidence of origin, not proof of it: the words are kept, and the report is neither joined nor left out for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.errors import LexiconError

_LINES = 4  # lines at either end of a report in which a dateline or credit can stand; the first is the headline's
_REACH = 160  # characters of such a line that are looked at
# "KYIV, Oct 23 (Reuters) -", "Kyiv (AFP) –", "MOSCOW, October 23. /TASS/."
_DATELINE = re.compile(r"([^\W\d_a-z][^()/\n]{1,70}?)[ ,]{0,2}[(/]([^()/\n]{2,40})[)/](?: {0,2}[-–—:.]{1,2}|$)")
# "KABUL, Afghanistan —": a place in capitals set off by a dash
_PLACE = re.compile(
    r"([A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’'.]+(?:[ -][A-ZÀ-ÖØ-Þ’'.]+){0,4}(?:, [^()\n–—-]{2,40})?) {0,2}(?:--|[–—-]) "
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The agency credited, and the words of the dateline or line that say so."""

    credit: str | None = None
    words: str | None = None


def find_origin(text: str, *, language: str | None = None) -> Origin:
    """The dateline or credit line among the first and last lines of a report.

    A dateline that names an agency goes before a line that says nothing but whom it credits, that before a line an
    agency's name opens or ends, set off from the rest.  `language` is that of the words before a name ("Source:"); None
    stands for all of them.
    """
    lines = [line.strip()[:_REACH] for line in text.split("\n") if line.strip()]
    near = lines[:_LINES] + lines[max(_LINES, len(lines) - _LINES) :]
    place: str | None = None
    for line in near:
        match = _DATELINE.match(line)
        agency = _agencies().get(match[2].strip()) if match else None
        if match and agency:
            return Origin(agency, match[0].strip())
        if place is None and (found := _PLACE.match(line)) is not None:
            place = found[0].strip()
    for line in near:
        agency = _read_credit_line(line, language)
        if agency:
            return Origin(agency, line)
    for line in near:
        if match := _set_off().search(line):
            return Origin(_agencies()[match[1]], line)
    return Origin(None, place)


def name_agency(words: str) -> str:
    """An agency by the name it is kept under: "AFP" is Agence France-Presse; any other name as it is."""
    return _agencies().get(words.strip(" ()/[]"), words)


def _read_credit_line(line: str, language: str | None) -> str | None:
    """The agency of a line that says nothing else: "(AP)", "Source: Reuters", "With reporting by AFP"."""
    bare = line.strip(" ()[]/.-–—*")
    if bare in _agencies():
        return _agencies()[bare]
    lowered = bare.lower()
    for prefix in _prefixes(language):
        agency = _agencies().get(bare[len(prefix) :].strip(" :()[]/.-–—*")) if lowered.startswith(prefix) else None
        if agency:
            return agency
    return None


@cache
def _prefixes(language: str | None) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for code in (language,) if language is not None else lexicon.languages():
        try:
            found |= dict.fromkeys(lexicon.load("reading", language=code).get("credit", {}).get("prefixes", ()))
        except LexiconError:  # a pack that is still without words for reading
            continue
    return tuple(found)


@cache
def _agencies() -> dict[str, str]:
    return {form: entry["agency"] for entry in lexicon.load("syndication")["credit"] for form in entry["forms"]}


@cache
def _set_off() -> re.Pattern[str]:
    # In brackets, after a dash or bar, at the start of the line before a mark, or alone at its end.
    forms = "|".join(sorted(map(re.escape, _agencies()), key=lambda form: (-len(form), form)))
    return re.compile(rf"(?:^|[(\[/|–—©-] ?)({forms})(?=$|[)\]/|,]| ?[|–—-])")
