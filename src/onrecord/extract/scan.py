"""Text to tokens with exact offsets, and look-up of token sequences: the ground that quantities and times stand on.

No parse and no model: one linear pass.  A token is a run of letters, a run of digits (with separators between digits),
a vulgar fraction, a web address, a blank line, or a run of one symbol.  Zero-width characters belong to no token but
may stand inside a digit run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_TOKEN = re.compile(
    r"(?P<U>(?:https?://|www\.)[^\s<>\"]+)"
    rf"|(?P<N>\d[\d{ZERO_WIDTH}]*(?:[.,٫٬'’·][{ZERO_WIDTH}]*\d[\d{ZERO_WIDTH}]*)*)"
    r"|(?P<V>[¼-¾⅐-⅞])"
    r"|(?P<W>(?:[^\W\d_¼-¾⅐-⅞])+)"
    r"|(?P<B>\n[^\S\n]*\n)"
    rf"|(?P<S>([^\w\s{ZERO_WIDTH}]|_)\7*)"
)
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
                       "‒": "-", "―": "-", "“": '"', "”": '"', "⁄": "/", "∕": "/"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel columns.  `kinds`: N digits, W word, S symbol, V vulgar fraction, U address, B blank line.

    `lowers` is for look-up: lower-cased, with every dash as "-" and every apostrophe as "'".
    """

    text: str
    starts: list[int]
    ends: list[int]
    raws: list[str]
    lowers: list[str]
    kinds: list[str]

    def __len__(self) -> int:
        return len(self.starts)

    def joined(self, index: int) -> bool:
        """Whether nothing stands between token `index` and the one after it."""
        return index + 1 < len(self.starts) and self.ends[index] == self.starts[index + 1]

    def lower(self, index: int) -> str:
        """The look-up form of a token, "" outside the text."""
        return self.lowers[index] if 0 <= index < len(self.lowers) else ""

    def raw(self, index: int) -> str:
        return self.raws[index] if 0 <= index < len(self.raws) else ""

    def kind(self, index: int) -> str:
        """The kind of a token, "" outside the text."""
        return self.kinds[index] if 0 <= index < len(self.kinds) else ""


def scan(text: str) -> Tokens:
    """Split `text` into tokens, in linear time."""
    starts: list[int] = []
    ends: list[int] = []
    raws: list[str] = []
    lowers: list[str] = []
    kinds: list[str] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        kind = match.lastgroup or "S"
        raw = match.group()
        if kind == "N" and raw[-1] in ZERO_WIDTH:
            raw = raw.rstrip(ZERO_WIDTH)
            end = start + len(raw)
        starts.append(start)
        ends.append(end)
        raws.append(raw)
        lowers.append(raw.translate(_SAME) if kind == "S" else raw.lower())
        kinds.append(kind)
    return Tokens(text, starts, ends, raws, lowers, kinds)


class Phrases:
    """Token sequences to values.  Built once from a lexicon, then only read.

    With `exact`, forms are matched in their own case and with nothing between their tokens (unit symbols); otherwise in
    any case, with any spacing, and a hyphen in the text may stand for the space of a form.
    """

    __slots__ = ("_exact", "_reverse", "_root")

    def __init__(self, *, exact: bool = False, reverse: bool = False) -> None:
        self._root: dict[str, Any] = {}
        self._exact = exact
        self._reverse = reverse

    def add(self, form: str, value: object) -> None:
        """Enter a form; a later entry of the same form wins."""
        tokens = scan(form)
        words = tokens.raws if self._exact else tokens.lowers
        node = self._root
        for word in reversed(words) if self._reverse else words:
            node = node.setdefault(word, {})
        node[""] = value

    def starts_with(self, word: str) -> bool:
        return word in self._root

    def longest(self, tokens: Tokens, index: int) -> tuple[int, Any] | None:
        """The longest form that starts at token `index`: the index after it, and its value."""
        words = tokens.raws if self._exact else tokens.lowers
        size = len(words)
        node = self._root
        found: tuple[int, Any] | None = None
        at = index
        while at < size:
            if self._exact and at > index and not tokens.joined(at - 1):
                break
            following = node.get(words[at])
            if following is None:
                if not self._exact and words[at] == "-" and at > index and at + 1 < size and tokens.joined(at):
                    following = node.get(words[at + 1])
                    at += 1
                if following is None:
                    break
            node = following
            at += 1
            if "" in node:
                found = (at, node[""])
        return found

    def longest_back(self, tokens: Tokens, index: int) -> tuple[int, Any] | None:
        """The longest form whose last token stands before token `index`: the index of its first token, its value."""
        words = tokens.raws if self._exact else tokens.lowers
        node = self._root
        found: tuple[int, Any] | None = None
        at = index - 1
        while at >= 0:
            if self._exact and at < index - 1 and not tokens.joined(at):
                break
            following = node.get(words[at])
            if following is None:
                if not self._exact and words[at] == "-" and 0 < at < index - 1 and tokens.joined(at):
                    following = node.get(words[at - 1])
                    at -= 1
                if following is None:
                    break
            node = following
            if "" in node:
                found = (at, node[""])
            at -= 1
        return found
