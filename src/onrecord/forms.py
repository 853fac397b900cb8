"""What a form of words, written as a regular expression, cannot do without: a quick look before a costly pattern.

Forms are in the language packs.  All of them together take a second to compile, and most texts need few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

_LITERAL = re.compile(r"[A-Za-z]+")
_OPENING = re.compile(r"\?:|\?P<\w+>|\?-i:")
_LOOKAROUND = ("(?!", "(?=", "(?<")
_OPTIONAL = ("?", "*", "{0")
_SHORTEST = 3  # letters of a piece that says something
_SIGNS = frozenset(":(–—")  # of punctuation, what few sentences have
_APOSTROPHES = "['’]"

Anchors = tuple[tuple[str, ...], ...]
Reader = Callable[[str], tuple[str, ...]]  # what a macro, given by name, cannot do without


class AnchorFinder:
    """Finds the anchors of forms that use the same macros; each macro is read once, and only where a form needs it."""

    def __init__(self, macros: Mapping[str, str]) -> None:
        self._macros = macros
        self._known: dict[str, tuple[str, ...]] = {}

    def find(self, form: str) -> Anchors:
        """Groups of pieces of words, lower case; a text that fits the form holds one of each: ("range", "reach").

        Read from the form as it is written: every word, and every group of words to choose from, that must be there,
        and one such group of each macro.  Nothing is said of a form that is itself a choice.
        """
        found = list(_pieces(form, self._read_macro))
        return () if None in found else tuple(dict.fromkeys(piece for piece in found if piece))

    def _read_macro(self, name: str) -> tuple[str, ...]:
        if name not in self._known:
            macro = self._macros.get(name, "")
            # A choice without brackets becomes one of the form around it: nothing is said of it.
            is_choice = len(list(_alternatives(macro))) > 1
            self._known[name] = () if is_choice else _choices(macro, self._read_macro, is_group=False)
        return self._known[name]


def find_anchors(form: str) -> Anchors:
    """The anchors of a form of which the macros tell nothing."""
    return AnchorFinder({}).find(form)


def holds_anchors(text: str, anchors: Anchors) -> bool:
    """Whether a lower-case text may fit a form with these anchors."""
    return all(any(piece in text for piece in group) for group in anchors)


def _pieces(form: str, macro: Reader) -> Iterator[tuple[str, ...] | None]:
    at = 0
    while at < len(form):
        if form[at] == "|":
            yield None
        if form[at] in "([":
            end = _closing(form, at)
            if form[at] == "(" and not form.startswith(_LOOKAROUND, at) and not form.startswith(_OPTIONAL, end):
                yield _choices(form[at + 1 : end - 1], macro)
            elif form[at:end] == _APOSTROPHES and not form.startswith(_OPTIONAL, end):
                yield tuple(_APOSTROPHES[1:-1])
            at = end
        elif word := _LITERAL.match(form, at):
            at = word.end()
            sure = word[0][:-1] if form.startswith(_OPTIONAL, at) else word[0]
            yield (sure.lower(),) if len(sure) >= _SHORTEST else ()
        elif form[at] == "<":
            end = form.index(">", at) + 1
            yield () if form.startswith(_OPTIONAL, end) else macro(form[at + 1 : end - 1])
            at = end
        else:
            at += form[at] == "\\"
            if form[at : at + 1] in _SIGNS and not form.startswith(_OPTIONAL, at + 1):
                yield (form[at],)
            at += 1


def _closing(form: str, start: int) -> int:
    """The offset behind the bracket that closes the one at `start`."""
    depth, at = 0, start
    while at < len(form):
        if form[at] == "\\":
            at += 1
        elif form[at] == "[" and (depth or at == start):
            at = form.index("]", at + 2)
            if depth == 0:
                return at + 1
        elif form[at] == "(":
            depth += 1
        elif form[at] == ")":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return at


def _choices(group: str, macro: Reader, *, is_group: bool = True) -> tuple[str, ...]:
    """One piece of each alternative of a group, the longest it cannot do without; empty where one has none."""
    found: list[str] = []
    for alternative in _alternatives(_OPENING.sub("", group, count=1) if is_group else group):
        pieces = list(_pieces(alternative, macro))
        sure = [piece for piece in pieces if piece]
        if None in pieces or not sure:
            return ()
        found += max(sure, key=lambda piece: min(map(len, piece)))
    return tuple(dict.fromkeys(found))


def _alternatives(group: str) -> Iterator[str]:
    at = start = 0
    while at < len(group):
        if group[at] == "|":
            yield group[start:at]
            start = at + 1
        elif group[at] == "\\":
            at += 1
        elif group[at] in "([":
            at = _closing(group, at) - 1
        at += 1
    yield group[start:]
