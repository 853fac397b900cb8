"""Whether a name is what a verb behind it is said of: "between Russia and China, has no coast" is not said of China."""

from __future__ import annotations

import re
from functools import cache

from onrecord import lexicon
from onrecord.signs import CLOSE, OPEN

_SIGN = rf"{OPEN}\d{{1,6}}{CLOSE}"
_LEAD = 60  # characters before a name in which the words that govern it stand


def is_not_subject(match: re.Match[str], masked: str, language: str) -> bool:
    """Whether a form that begins with a name reads a verb of it that belongs to another noun.

    A comma before the verb ends what was put in behind the subject; a preposition before the name makes it part of
    another noun's phrase: "the mayor of Kharkiv is in Poland".
    """
    groups = match.groupdict()
    if groups.get("from") is None:
        return False
    key = next((key for key in ("a", "b") if groups.get(key) and match.start(key) == match.start("from")), None)
    if key is None:
        return False
    finite, of, joined, town, _, relative, which = _shapes(language)
    inserted = groups.get("insert")
    end = match.end("insert") if inserted else match.end(key)
    if inserted and OPEN in inserted and which.match(masked, end):
        return True  # "Bulgaria, home to many from Luxembourg, which borders Belgium"
    verb = finite.match(masked, end)
    before = masked[max(0, match.start(key) - _LEAD) : match.start(key)]
    if verb is None:
        return False
    if verb["comma"] and not inserted:
        return True
    if town.search(before):
        return False
    if relative.search(before):  # "the convoy that left Kharkiv is"
        return True
    return of.search(before) is not None or joined.search(before) is not None


def is_beside(match: re.Match[str], masked: str, language: str) -> bool:
    """Whether what is behind a name may be said of what lies near it: "a village near Semey, 10 km from Taraz"."""
    groups = match.groupdict()
    if not groups.get("a") or groups.get("from") is None or match.start("a") != match.start("from"):
        return False
    finite, _, _, town, beside, _, which = _shapes(language)
    has_way = groups.get("number") is not None or groups.get("dir") is not None
    has_way = has_way or which.match(masked, match.end("a") + 1) is not None
    if not has_way or masked[match.end("a") : match.end("a") + 1] != "," or finite.match(masked, match.end("a")):
        return False
    before = masked[max(0, match.start("a") - _LEAD) : match.start("a")]
    return not town.search(before) and beside.search(before) is not None


@cache
def _shapes(language: str) -> tuple[re.Pattern[str], ...]:
    words = lexicon.load("geography", language=language)["words"]

    def any_of(*keys: str) -> str:
        listed = sorted((word for key in keys for word in words.get(key, ())), key=len, reverse=True)
        return "(?:" + "|".join(re.escape(word) for word in listed) + ")" if listed else r"(?!)"

    article = rf"(?:{any_of('article')}\s)?"
    finite = rf"(?P<comma>,)?\s(?:{any_of('adverb')}\s)?{any_of('finite')}\b"
    of = rf"\b{any_of('governs')}\s{article}\Z"
    joined = rf"\b{any_of('governs')}\s{article}{_SIGN}(?:,\s{article}{_SIGN}){{0,3}},?\s{any_of('and')}\s{article}\Z"
    town = rf"\b{any_of('town_of', 'town')}\sof\s{article}\Z"
    beside = rf"\b{any_of('beside')}\s{article}(?:{_SIGN},?\s{any_of('and')}\s{article})?\Z"
    relative = rf"\b{any_of('relative')}\s(?!{any_of('landlocked')})(?:[a-z]{{2,20}}ed|{any_of('left')})\s{article}\Z"
    which = rf"\s{any_of('relative')}\b"
    return tuple(re.compile(form, re.IGNORECASE) for form in (finite, of, joined, town, beside, relative, which))
