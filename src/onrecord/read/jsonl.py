"""Lines of JSON, one report each, with a map from their field names to a report's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from onrecord import lexicon
from onrecord.errors import DamagedInput, ReadError, TooLarge
from onrecord.read.about import About
from onrecord.read.dates import parse_stamp
from onrecord.read.headline import set_before
from onrecord.read.limits import load_limits
from onrecord.read.metadata import read_address

FIELDS = ("text", "title", "outlet", "author", "url", "published", "updated", "language", "credit")
_MARKUP = re.compile(r"\s{0,99}<[a-zA-Z!]")


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line stands in its file, and its number, from 1."""

    number: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class LineReport:
    """The text of a line as bytes, its headline before it, its media type, and what the line says of it."""

    content: bytes
    media_type: str
    about: About


def parse_fields(text: str) -> dict[str, tuple[str, ...]]:
    """"text=body,title=headline": under which name a line holds each field.  A dot leads into an object.

    Raises ReadError for a field no report has.
    """
    fields: dict[str, tuple[str, ...]] = {}
    for part in text.split(","):
        name, sign, key = (piece.strip() for piece in part.partition("="))
        if not sign or not key or name not in FIELDS:
            raise ReadError(f"{part.strip()!r} maps no field. Write FIELD=NAME, with FIELD one of {', '.join(FIELDS)}.")
        fields[name] = (*fields.get(name, ()), key)
    return fields


def list_lines(file: BinaryIO) -> Iterator[Line]:
    """The lines that are not blank, without keeping any; a line beyond the limit is skipped over, not read."""
    limit = load_limits().record_bytes
    number, start = 0, 0
    while True:
        piece = file.readline(limit)
        if not piece:
            return
        number += 1
        length, blank = len(piece), not piece.strip()
        while not piece.endswith(b"\n"):
            piece = file.readline(limit)
            if not piece:
                break
            length += len(piece)
        if not blank:
            yield Line(number, start, length)
        start += length


def read_line(data: bytes, *, label: str, fields: Mapping[str, tuple[str, ...]] | None = None) -> LineReport:
    """The report of one line.  Raises TooLarge, or DamagedInput for what is not an object with a text."""
    if len(data) > load_limits().record_bytes:
        limit = load_limits().record_bytes
        raise TooLarge(f"{label} holds {len(data):,} bytes; a line of up to {limit:,} is read. Split it.")
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = "it nests too deep" if isinstance(error, RecursionError) else str(error)
        raise DamagedInput(f"{label} is not a line of JSON: {reason}.") from error
    if not isinstance(value, dict):
        raise DamagedInput(f"{label} is no JSON object. Each line must be one report: {{\"text\": …}}.")
    names = {**_names(), **(fields or {})}
    text = _find(value, names["text"])
    if not isinstance(text, str) or not text.strip():
        raise DamagedInput(
            f"{label} has no text under {' or '.join(names['text'])}. Say where it is: --fields text=NAME."
        )
    about = About(
        title=_say(_find(value, names["title"])),
        outlet=_say(_find(value, names["outlet"])),
        author=_say(_find(value, names["author"])),
        url=read_address(_find(value, names["url"])),
        published=_date(_find(value, names["published"])),
        updated=_date(_find(value, names["updated"])),
        language=_say(_find(value, names["language"])),
        credit=_say(_find(value, names["credit"])),
    )
    is_html = bool(_MARKUP.match(text))
    try:
        content = (set_before(about.title, text, is_html=is_html) + text).encode("utf-8")
    except UnicodeEncodeError as error:
        raise DamagedInput(f"{label} holds half a surrogate pair in its text. Write the file anew.") from error
    return LineReport(content, "text/html" if is_html else "text/plain", about)


def load_line(path: Path, start: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(min(length, load_limits().record_bytes + 1))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    table = lexicon.load("reading")["fields"]
    return {name: tuple(table[name]) for name in FIELDS}


def _find(value: dict[str, Any], keys: tuple[str, ...]) -> Any:
    """What stands under the first key that is there; "meta.source" is `source` in `meta`."""
    for key in keys:
        found: Any = value.get(key)
        if found is None and "." in key:
            found = value
            for part in key.split("."):
                found = found.get(part) if isinstance(found, dict) else None
        if found is not None:
            return found
    return None


def _say(value: Any) -> str | None:
    """A short text; of a list its texts, of an object its name."""
    if isinstance(value, list):
        return _say(", ".join(said for item in value[:20] if (said := _say(item))))
    if isinstance(value, dict):
        return _say(value.get("name") or value.get("title"))
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    return text if 0 < len(text) <= load_limits().metadata_characters else None


def _date(value: Any) -> str | None:
    """EDTF of a date in words of a machine, or of seconds or milliseconds since 1970."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        if 1000 <= value <= 2999:
            return f"{int(value):04d}"
        seconds = value / 1000 if value > 1e11 else value
        try:
            return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds > 1e8 else None
        except (ValueError, OverflowError, OSError):
            return None
    return parse_stamp(value) if isinstance(value, str) else None
