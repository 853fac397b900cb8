"""Whether a report takes a statement back: "An earlier version of this article gave …", "… . That is wrong."

What a report itself no longer says is compared with nothing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from onrecord import lexicon
from onrecord.errors import LexiconError, UnknownLanguage

_SLOT = re.compile(r"<(\w+)>")
_NESTED = 4  # macros within macros


@lru_cache(maxsize=256)
def is_taken_back(before: str, own: str, after: str, language: str = "en") -> bool:
    """Whether a sentence, of which the one before and the one after are given, is taken back by one of the three.

    False in a language without the forms.
    """
    try:
        forms = _forms(language)
    except (LexiconError, UnknownLanguage):
        return False
    before, own, after = (_plain(words) for words in (before, own, after))
    if any(form.search(own) for form in forms["own"]) or any(form.search(after) for form in forms["next"]):
        return True
    tells = any(form.search(before) for form in forms["own"])
    return tells and any(form.search(own) for form in forms["before"])


def _plain(sentence: str) -> str:
    return " ".join(sentence.lower().replace("’", "'").replace('"', "").replace("“", "").replace("”", "").split())


@cache
def _forms(language: str) -> dict[str, tuple[re.Pattern[str], ...]]:
    table = lexicon.load("taken_back", language=language)
    macros = {**table["macro"], "turn": table["next"]["turn"]}
    return {name: tuple(_compile(form, macros) for form in table[name]["forms"]) for name in ("own", "next", "before")}


def _compile(form: str, macros: dict[str, str]) -> re.Pattern[str]:
    for _ in range(_NESTED):
        form = _SLOT.sub(lambda slot: macros[slot[1]], form)
    return re.compile(form)
