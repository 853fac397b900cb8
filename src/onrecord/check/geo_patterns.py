"""The forms of `data/lang/<code>/geography.toml` as regular expressions over masked text."""

from __future__ import annotations

import re
from functools import cache

from onrecord import lexicon
from onrecord.check.geo_behind import directions_of
from onrecord.forms import Anchors, find_anchors
from onrecord.signs import CLOSE, OPEN

_SLOT = re.compile(r"(?<!\?P)<(\w+)>")


@cache
def load_patterns(language: str) -> tuple[tuple[str, str, Anchors, str], ...]:
    """Topic, whether it makes a claim, words that a text must hold, and regular expression over masked text.

    Alternatives are literal words and every repeat is bounded: linear time.
    """
    table = lexicon.load("geography", language=language)
    if not table["pattern"]:
        return ()
    words = table["words"]

    def any_of(key: str) -> str:
        return (
            "(?:"
            + "|".join(re.escape(w).replace("\\ ", " ") for w in sorted(words.get(key, ()), key=len, reverse=True))
            + ")"
            if words.get(key)
            else r"(?!)"
        )

    direction = "|".join(re.escape(w) for w in sorted(directions_of(language), key=len, reverse=True))
    name = rf"{OPEN}\d{{1,6}}{CLOSE}"
    parts = {
        "a": rf"(?P<a>{name})",
        "b": rf"(?P<b>{name})",
        "name": name,
        "own": r"['’]s",
        "dir": rf"(?P<dir>{direction})",
        "any_dir": rf"(?:{direction})",
        "border": rf"{any_of('border')}(?: {any_of('border_part')})?",
        "land": rf"(?:{any_of('land_border')} )?",
        "land_or_sea": rf"(?:(?P<sea>{any_of('sea_border')}) |{any_of('land_border')} )?",
        "number": r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3}){1,2}|\d{1,5}(?:\.\d{1,2})?)",
        "unit": rf"(?: |-)?(?P<unit>{any_of('kilometre')}|{any_of('mile')})",
        "some": rf"(?:{any_of('about')} ){{0,2}}",
        "stop": rf"(?=[.;:!?)]|$|, {any_of('goes_on')}\b)",
        "insert": rf"(?P<insert>, (?:{any_of('insert_opening')})\b[^;:.!?]{{2,90}}?,)?",
        "rest": rf"(?P<more>(?:, (?:the )?{name}){{0,8}},? and (?:the )?{name})?",
        "list_end": rf"(?=[.;:!?)]|,(?! (?:the )?{name}|,? {any_of('side')}\b)|\s*$)",
        # Behind a name between commas that explains another: no verb of its own, and no list it may be of.
        "apposed": rf"(?= ?[,.;:!?)]|$)(?!,? {any_of('and')} (?:the )?{name}|, (?:the )?{name}|, \w\.)",
        "from": "",
        "to": "",
    }

    def fill(form: str) -> str:
        return _SLOT.sub(lambda slot: parts[slot[1]] if slot[1] in parts else any_of(slot[1]), form)

    patterns = []
    for row in table["pattern"]:
        form = fill(row["form"])
        needed = tuple(word.casefold() for key in row.get("needs", ()) for word in words[key])
        anchors = (*find_anchors(row["form"]), *((needed,) if needed else ()))
        patterns.append((row["topic"], str(row.get("says", "")), anchors, form.replace(" ", r"[ \n]")))
    return tuple(patterns)


@cache
def compile_pattern(form: str) -> re.Pattern[str]:
    """At its first use: all of them together take a fifth of a second."""
    return re.compile(form, re.IGNORECASE)
