"""The agency a report credits, in its dateline or in a line of its own.  Evidence of origin, not proof of it."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from onrecord import lexicon

_LINES = 3  # lines at either end of a report in which a credit can stand
_REACH = 160  # characters of such a line: a dateline opens it, a credit line is short


def find_credit(text: str) -> str | None:
    """The agency credited in the first or last lines of a report, None without one; the first named wins."""
    lines = [line for line in text.split("\n") if line.strip()]
    for line in chain(lines[:_LINES], lines[-_LINES:]):
        if match := _pattern().search(line[:_REACH]):
            return _forms()[match[1]]
    return None


@cache
def _forms() -> dict[str, str]:
    return {form: entry["agency"] for entry in lexicon.load("syndication")["credit"] for form in entry["forms"]}


@cache
def _pattern() -> re.Pattern[str]:
    # A credit is set off: in brackets, after a dash or bar, at the start of the line, or alone at its end.
    forms = "|".join(sorted(map(re.escape, _forms()), key=lambda form: (-len(form), form)))
    return re.compile(rf"(?:^|[(\[/|–—©-] ?)({forms})(?=$|[)\]/|,]| ?[|–—-])")
