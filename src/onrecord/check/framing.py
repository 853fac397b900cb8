"""What a sentence frames as not said: "Rumour has it that …", "could not confirm that …", "He would be surprised if …".

The stance of a claim is read from the parse, and a parser errs.  These are words, looked at again: a wrong stance must
not become a wrong verdict.  Words: `data/lang/<code>/checks.toml`, table `frame`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from onrecord.check.words import find_word, list_words

_BREAK = re.compile(r"[,;:()–—]")


def is_framed(sentence: str, starts: Iterable[int], language: str = "en") -> bool:
    """Whether words of the sentence doubt it as a whole, or a frame around one of the offsets leaves it open.

    `sentence` as written, `starts` offsets in it at which the claim and its parts begin.  False without words.
    """
    lowered = sentence.lower()
    if find_word(lowered, list_words(language, "frame", "doubtful")) is not None:
        return True
    return any(_is_open(sentence, lowered, start, language) for start in starts)


def shares_denial(before: str, language: str = "en") -> bool:
    """Whether a verb shares the denial of another: "does not weigh 60 tonnes and have | a crew of five".

    `before`: the words of the sentence before the last part of a claim, its verb among them.
    """
    denials = list_words(language, "frame", "denials")
    piece = _BREAK.split(before.lower())[-1]
    denied = find_word(piece, denials)
    if denied is None:
        return False
    behind = piece.partition(denied)[2].split()
    joints, verbs = list_words(language, "frame", "joints"), list_words(language, "frame", "bare_verbs")
    return any(word in joints and verb in verbs for word, verb in pairwise(behind))


def _is_open(sentence: str, lowered: str, start: int, language: str) -> bool:
    lead = lowered[:start]
    piece = lead[max((found.end() for found in _BREAK.finditer(lead)), default=0) :]
    if find_word(piece, list_words(language, "frame", "conditions")) is not None:
        return True
    that = _that(language)
    if that is None:
        return False
    for found in that.finditer(lowered, 0, min(len(lowered), start + 6)):
        matrix = sentence[: found.start()]
        matrix = matrix[max((each.end() for each in _BREAK.finditer(matrix)), default=0) :]
        if _is_doubted(matrix, language):
            return True
    return False


def _is_doubted(matrix: str, language: str) -> bool:
    """Whether what stands before a "that" keeps what follows from being said: "The report does not say (that)"."""
    # "May" as written: the month is no doubt.
    words = " ".join(word for number, word in enumerate(matrix.split()) if number == 0 or not word.istitle())
    return find_word(words.lower(), list_words(language, "frame", "doubts")) is not None


@cache
def _that(language: str) -> re.Pattern[str] | None:
    words = list_words(language, "frame", "that")
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b") if words else None
