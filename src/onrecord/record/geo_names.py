"""One spelling for look-up: letter case, accents, hyphens and apostrophes do not tell place names apart."""

from __future__ import annotations

import unicodedata

_SPACES = dict.fromkeys(map(ord, "-‐‑‒–—_/"), " ")
_NOTHING = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹ′.\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LETTERS = {ord("ø"): "o", ord("đ"): "d", ord("ł"): "l", ord("ı"): "i", ord("ß"): "ss", ord("æ"): "ae", ord("œ"): "oe",
            ord("ð"): "d", ord("þ"): "th", ord("ə"): "a"}  # fmt: skip
_TABLE = {**_SPACES, **_NOTHING, **_LETTERS}


def fold_name(name: str) -> str:
    """ "Deir ez-Zor" → "deir ez zor"; "Sana’a" → "sanaa"; "Malmö" → "malmo"."""
    if name.isascii():
        folded = name.lower().translate(_TABLE)
    else:
        decomposed = unicodedata.normalize("NFKD", name).casefold()
        folded = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_TABLE)
    return " ".join(folded.split())
