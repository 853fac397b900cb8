"""Where the blocks an extractor chose stand in a page's visible text.

An extractor hands back blocks whose blanks and control characters it has changed.  Both sides are compared without
blanks and unprintable characters; what cannot be found in the visible text was not visible and is dropped.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

_WINDOW = 20_000  # how far ahead the rest of a broken block is looked for, in characters of the squeezed text
_FULL_SEARCHES = 1_000  # how many blocks may be looked for in the whole page, so that a hostile page stays cheap
_PIECES = 200  # into how many pieces one block may fall; beyond, the rest of it is dropped


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without blanks and unprintable characters, and where each character stood."""

    text: str
    offsets: array[int]


def squeeze(text: str) -> Squeezed:
    kept = [(char, offset) for offset, char in enumerate(text) if char.isprintable() and not char.isspace()]
    return Squeezed("".join(char for char, _ in kept), array("L", (offset for _, offset in kept)))


def align_blocks(blocks: Sequence[str], stream: Squeezed) -> list[list[tuple[int, int]]]:
    """For each block the pieces [start, end) of the stream it stands on, in order; none when it is not there.

    Blocks mostly follow one another: each is looked for near its predecessor, then after it, then anywhere.
    """
    found: list[list[tuple[int, int]]] = []
    cursor = 0
    searches = _FULL_SEARCHES
    for block in blocks:
        key = squeeze(block).text
        pieces: list[tuple[int, int]] = []
        at = stream.text.find(key, cursor, cursor + len(key) + _WINDOW) if key else -1
        if key and at < 0 and searches:
            searches -= 1
            at = stream.text.find(key, cursor)
            if at < 0:
                at = stream.text.find(key)
        if at >= 0:
            pieces = [(at, at + len(key))]
        elif key:
            pieces = _find_pieces(block, stream.text, cursor)
        if pieces:
            cursor = pieces[-1][1]
        found.append([(stream.offsets[start], stream.offsets[end - 1] + 1) for start, end in pieces])
    return found


def _find_pieces(block: str, text: str, cursor: int) -> list[tuple[int, int]]:
    """The longest runs of whole words of a block that follow one another in the text."""
    words = [key for word in block.split() if (key := squeeze(word).text)]
    pieces: list[tuple[int, int]] = []
    at = 0
    while at < len(words) and len(pieces) < _PIECES:
        count, start = _longest_run(words, at, text, cursor)
        if count == 0:
            at += 1  # this word is not on the page
            continue
        end = start + sum(len(word) for word in words[at : at + count])
        if pieces and pieces[-1][1] == start:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
        at += count
        cursor = end
    return pieces


def _longest_run(words: Sequence[str], at: int, text: str, cursor: int) -> tuple[int, int]:
    """How many words from `at` stand in a row in the window after `cursor`, and where."""
    stop = cursor + _WINDOW
    low, high, where = 0, min(len(words) - at, 400), -1
    while low < high:
        middle = (low + high + 1) // 2
        start = text.find("".join(words[at : at + middle]), cursor, stop)
        if start >= 0:
            low, where = middle, start
        else:
            high = middle - 1
    return low, where
