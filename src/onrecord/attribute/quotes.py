"""Quotations: where words stand in quotation marks, whatever the marks and however badly they balance."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from onrecord import lexicon
from onrecord.model import Span

_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_TERMINAL = ".!?…,;"
_BEFORE_DASH = ",?!…"
_BEFORE_OPEN = "([{-–—/:"
_SOFT_LIMIT = 4_000  # code points a quotation may run on past a blank line when the next paragraph does not reopen it


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words with their marks.  `continued` says that the next quotation goes on where this one stops."""

    span: Span
    inner: Span
    family: str
    closed: bool = True
    continued: bool = False


class _Mark(NamedTuple):  # not a dataclass: a page of quotation marks makes a hundred thousand of these
    start: int
    end: int
    family: str
    role: str  # "open", "close", "either"
    certain: bool = True


@cache
def _marks_of(language: str) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    table = lexicon.load("quotes", language=language)
    roles = {
        mark: (family, f"fixed {role}" if table[family].get("fixed") else role)
        for family in ("double", "guillemet", "single")
        for role in ("open", "close", "either")
        for mark in table[family][role]
    }
    ordered = sorted(roles, key=lambda mark: (-len(mark), mark))
    return re.compile("|".join(map(re.escape, ordered))), roles


def _read_mark(text: str, start: int, end: int, family: str, role: str) -> _Mark | None:
    """Decide what one mark does from the characters around it; None for an apostrophe."""
    if role.startswith("fixed "):  # « mots »: a language that sets its marks off with spaces
        return _Mark(start, end, family, role.removeprefix("fixed "))
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    opens = (before.isspace() or before in _BEFORE_OPEN or before in "\"“‘'«") and not after.isspace()
    closes = not before.isspace() and not after.isalnum()
    if family == "single":
        if before.isalnum() and after.isalnum():
            return None
        if role == "open" and not (before.isalnum() or after.isspace()):
            return _Mark(start, end, family, "open")
        if opens and role != "close" and not closes:
            return _Mark(start, end, family, "open")
        if closes:
            # "the officers' mess": a plural possessive looks like a closing mark
            possessive = before in "sS" and after == " " and text[end + 1 : end + 2].isalnum()
            return _Mark(start, end, family, "close", certain=not possessive)
        return None
    if role == "either" or (role == "close" and opens and not closes):
        if opens and not closes:
            return _Mark(start, end, family, "open")
        if closes and not opens:
            return _Mark(start, end, family, "close")
        return _Mark(start, end, family, "either")
    if role == "open" and closes and not opens:
        return _Mark(start, end, family, "either")  # „…“ and the like
    return _Mark(start, end, family, role)


def _find_marks(text: str, language: str) -> list[_Mark]:
    pattern, roles = _marks_of(language)
    found = []
    for match in pattern.finditer(text):
        family, role = roles[match.group()]
        mark = _read_mark(text, match.start(), match.end(), family, role)
        if mark is not None:
            found.append(mark)
    return found


def find_quotations(text: str, *, language: str = "en") -> tuple[Quotation, ...]:
    """The outermost quotations of `text`, in reading order, none overlapping another.

    A quotation without a closing mark ends with its paragraph.  One that each new paragraph reopens is given piece by
    piece, all but the last `continued`.  Time is linear in the length of the text.
    """
    marks = _find_marks(text, language)
    breaks = [(match.start(), match.end()) for match in _BREAK.finditer(text)]
    breaks.append((len(text.rstrip()), len(text)))
    found: list[Quotation] = []
    index = 0
    nearest = 0
    while index < len(marks):
        mark = marks[index]
        if mark.role == "close":
            index += 1
            continue
        while breaks[nearest][0] < mark.end and nearest < len(breaks) - 1:
            nearest += 1
        found_one, index = _follow(text, marks, index, breaks, nearest)
        if found_one is not None:
            found.append(found_one)
    for each in _find_dialogue(text, language):
        place = bisect_left(found, each.span.end, key=lambda quotation: quotation.span.start)
        if not place or found[place - 1].span.end <= each.span.start:
            found.insert(place, each)
    return tuple(found)


def _find_dialogue(text: str, language: str) -> list[Quotation]:
    """Speech set off by dashes: "— The base is empty, — said the mayor. — We left."

    A paragraph that only begins with a dash is an item of a list: the speech must stop before a second dash.
    """
    dashes = lexicon.load("quotes", language=language)["dash"]["open"]
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if not line.startswith(tuple(dashes)):
            continue
        inner = [i for i in range(2, len(line) - 1) if line[i] in dashes and line[i - 1] == " " and line[i + 1] == " "]
        if not inner or line[inner[0] - 2] not in _BEFORE_DASH:
            continue
        bounds = [(0, inner[0]), *zip(inner[1::2], [*inner[2::2], len(line)], strict=False)]
        for low, high in bounds:
            words = line[low:high].rstrip()
            if len(words) > 1:
                span = Span(start + low, start + low + len(words))
                found.append(Quotation(span, Span(span.start + 1, span.end), "dash"))
    return found


def _follow(
    text: str, marks: list[_Mark], index: int, breaks: list[tuple[int, int]], nearest: int
) -> tuple[Quotation | None, int]:
    """The quotation that `marks[index]` opens, and the index of the mark to go on with."""
    opening = marks[index]
    stop = breaks[nearest][0]
    fallback: int | None = None
    for at in range(index + 1, len(marks)):
        mark = marks[at]
        if mark.start >= stop:
            break
        if mark.family != opening.family:
            continue
        if mark.role == "open":
            if opening.family == "single":
                break
            if fallback is None and mark.start > opening.end:
                # opened again without having been closed: the first one ended before this
                end = max(opening.end, len(text[: mark.start].rstrip()) if mark.start - opening.start < 400 else stop)
                return _make(opening, min(end, mark.start), closed=False), at
            break
        if opening.family == "single" and not mark.certain:
            fallback = at if fallback is None else fallback
            continue
        return _make(opening, mark.end, closed=True, mark=mark), at + 1
    if fallback is not None:
        return _make(opening, marks[fallback].end, closed=True, mark=marks[fallback]), fallback + 1
    if opening.family == "single":
        return None, index + 1
    return _run_on(text, marks, index, breaks, nearest)


def _run_on(
    text: str, marks: list[_Mark], index: int, breaks: list[tuple[int, int]], nearest: int
) -> tuple[Quotation, int]:
    """A quotation that is still open at the end of its paragraph."""
    opening = marks[index]
    stop, resume = breaks[nearest]
    at = index + 1
    while at < len(marks) and (marks[at].start < stop or marks[at].family != opening.family):
        at += 1
    if at < len(marks):
        following = marks[at]
        if following.start == resume and following.role != "close":
            return _make(opening, stop, closed=False, continued=True), at
        limit = breaks[nearest + 1][0] if nearest + 1 < len(breaks) else len(text)
        if following.role == "close" and following.start < limit and following.start - opening.start < _SOFT_LIMIT:
            return _make(opening, following.end, closed=True, mark=following), at + 1
    while at > index + 1 and marks[at - 1].start >= stop:
        at -= 1
    return _make(opening, max(stop, opening.end), closed=False), at


def _make(opening: _Mark, end: int, *, closed: bool, continued: bool = False, mark: _Mark | None = None) -> Quotation:
    inner_end = mark.start if mark is not None else end
    return Quotation(
        Span(opening.start, max(end, opening.end)),
        Span(opening.end, max(inner_end, opening.end)),
        opening.family,
        closed,
        continued,
    )
