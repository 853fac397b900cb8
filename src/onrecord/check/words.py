"""Looking for the words of the language packs in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord import lexicon
from onrecord.errors import LexiconError


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word) + r"\b" for word in words]
    return re.compile(r"\b(?:" + "|".join(parts) + ")")


def find_word(text: str, words: Sequence[str]) -> str | None:
    """The first of the words that stands in the lower-case text, as it stands there.  "track*" fits any ending."""
    found = _pattern(tuple(words)).search(text) if words else None
    return found.group() if found else None


def list_words(language: str, section: str, name: str) -> tuple[str, ...]:
    """Words of `data/lang/<language>/checks.toml`; none when there is no such pack."""
    if language not in _languages_with_cues():
        return ()
    return tuple(lexicon.load("checks", language=language).get(section, {}).get(name, ()))


def list_groups(language: str, section: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Groups of words that mean the same, from the same file; none when there is no such pack."""
    if language not in _languages_with_cues():
        return ()
    return tuple(tuple(group) for group in lexicon.load("checks", language=language).get(section, {}).get(name, ()))


@cache
def _languages_with_cues() -> frozenset[str]:
    found = set()
    for code in lexicon.languages():
        try:
            lexicon.load("checks", language=code)
        except LexiconError:
            continue
        found.add(code)
    return frozenset(found)
