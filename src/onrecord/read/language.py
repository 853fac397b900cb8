"""Which language a text is in: by its function words when a pack's are plain to see, else by py3langid."""

from __future__ import annotations

import re
from functools import cache

from onrecord import lexicon
from onrecord.errors import UnknownLanguage

_WORD = re.compile(r"[^\W\d_]+")


def choose_language(text: str, *, given: str | None, declared: str | None, label: str) -> tuple[str, str | None]:
    """The language pack for a text, and a note when it had to be assumed.

    `given` is the user's word and decides.  `declared` is the page's word and counts only when the text is too short
    to tell.  Raises UnknownLanguage, naming the language and the packs that are present.
    """
    if given is not None:
        return _pack_of(given, said=f"You asked for {name_language(given)}"), None
    settings = lexicon.load("reading")["language"]
    words = [word.lower() for word in _WORD.findall(text[: settings["sample_characters"]])]
    share, best = max(((_share(words, code), code) for code in lexicon.languages()), default=(0.0, settings["default"]))
    if share >= settings["function_word_share"] and len(words) >= settings["minimum_words"]:
        return best, None
    if len(words) < settings["minimum_words"] and not _other_script(words):
        if declared is not None and _base(declared) not in lexicon.languages():
            raise _no_pack(f"{label} declares {name_language(declared)}")
        assumed = _base(declared) if declared is not None else str(settings["default"])
        return assumed, f"The text is too short to tell its language; taken as {name_language(assumed)}."
    code = _identify(text[: settings["sample_characters"]])
    if code in lexicon.languages():
        return code, None
    raise _no_pack(f"{label} looks like {name_language(code)}")


def name_language(code: str) -> str:
    """ "French (fr)", or the bare code when no name is known."""
    name = lexicon.load("reading")["language_names"].get(_base(code))
    return f"{name} ({code})" if name else code


def _share(words: list[str], language: str) -> float:
    """The part of `words` that are function words of a language."""
    known = _function_words(language)
    return sum(word in known for word in words) / len(words) if words else 0.0


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(lexicon.load("reading", language=language)["function_words"]["words"])


def _other_script(words: list[str]) -> bool:
    """Whether the words use none of the letters of the packs' function words: even a few such words tell."""
    letters = {char for code in lexicon.languages() for word in _function_words(code) for char in word}
    return bool(words) and not any(char in letters for word in words for char in word)


def _identify(text: str) -> str:
    import py3langid  # half a second with its model: paid only when function words do not tell

    return str(py3langid.classify(text)[0])


def _pack_of(code: str, *, said: str) -> str:
    if _base(code) not in lexicon.languages():
        raise _no_pack(said)
    return _base(code)


def _no_pack(what: str) -> UnknownLanguage:
    packs = ", ".join(name_language(code) for code in lexicon.languages())
    return UnknownLanguage(
        f"{what}, and there is no language pack for it. Packs present: {packs}. "
        "If the text is in one of these, say so with --language."
    )


def _base(code: str) -> str:
    """The first subtag of a BCP 47 tag: "en" of "en-GB"."""
    return code.replace("_", "-").split("-", 1)[0].lower()
