"""Data files of the package: lexicons by language, units, settings.  TOML, each entry with its source.

`data/` holds what belongs to no language; `data/lang/<code>/` holds one language pack.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.errors import LexiconError, UnknownLanguage

_DATA = files("onrecord") / "data"


@cache
def languages() -> tuple[str, ...]:
    """Codes of the language packs that are present, sorted."""
    packs = _DATA / "lang"
    return tuple(sorted(p.name for p in packs.iterdir() if (p / "pack.toml").is_file()))


@cache
def load(name: str, *, language: str | None = None) -> dict[str, Any]:
    """The table of `data/<name>.toml`, or of `data/lang/<language>/<name>.toml`.

    Raises UnknownLanguage when there is no such pack, LexiconError when the file is missing or malformed.
    The table is shared between callers: read it, do not change it.
    """
    folder = _DATA
    if language is not None:
        if language not in languages():
            raise UnknownLanguage(
                f"There is no language pack for {language!r}. Packs present: {', '.join(languages())}."
            )
        folder = _DATA / "lang" / language
    path = folder / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LexiconError(f"The data file {name}.toml is missing from the package. Reinstall onrecord.") from error
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"The data file {name}.toml is not valid TOML: {error}. Mend it, or reinstall.") from error
