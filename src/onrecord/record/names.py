"""One key for every way a name is written.

"Igla-S", "IGLA S" and "igla‑s" share the key "igla s"; "S-300" and "S300" share "s 300".  A key is the runs of letters
and the runs of digits of a name, accents taken off, case folded, joined by one space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")

_RUN = re.compile(r"[^\W\d_]+|\d+")
_PLURAL = "s"  # English, Spanish, French and Portuguese agree on it


def fold(text: str) -> str:
    """`text` without case and accents, character for character: "Dôme" is "dome"."""
    lower = text.lower()
    if lower.isascii():
        return lower
    return "".join(_base(c.lower() if len(c.lower()) == 1 else c) for c in text)


def _base(letter: str) -> str:
    parts = [c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)]
    return parts[0] if len(parts) == 1 else letter


def alias_key(name: str) -> str:
    """The key under which a name is looked up; "" when the name has no letter or digit."""
    return " ".join(_RUN.findall(fold(unicodedata.normalize("NFC", name))))


def singular_keys(key: str) -> Iterator[str]:
    """Keys that `key` may be the plural of: "patriots" → "patriot", "mig 29 s" → "mig 29"."""
    if key.endswith(" " + _PLURAL):
        yield key[:-2]
    elif key.endswith(_PLURAL) and len(key) > 3:
        yield key[:-1]
        if key.endswith("es"):
            yield key[:-2]


def squash(key: str) -> str:
    """The key without its joints: "black hawk" and "blackhawk" meet in it."""
    return key.replace(" ", "")


def look_up(table: Mapping[str, T], squashed: Mapping[str, T], name: str) -> T | None:
    """What `table` holds under the name, its singular, or the name without joints; None when nothing."""
    key = alias_key(name)
    if not key:
        return None
    if (hit := table.get(key)) is not None:
        return hit
    for singular in singular_keys(key):
        if (hit := table.get(singular)) is not None:
            return hit
    short = squash(key)
    if (hit := squashed.get(short)) is not None:
        return hit
    return next((squashed[k] for k in singular_keys(short) if k in squashed), None)
