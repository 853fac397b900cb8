"""Bytes to text: the byte order mark, what the page declares, UTF-8, and last what the bytes look like.

Nothing is normalised.  A byte order mark is not text and is dropped; everything else is kept as decoded.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.errors import NotText

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = (
    re.compile(rb"<\?xml[^>]{0,200}\bencoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})", re.IGNORECASE),
    re.compile(rb"<meta[^>]{0,400}\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE),
)
_CONTROL = re.compile("[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")  # without bell, backspace, blanks and the escape character


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, the encoding that gave it, and what a reader should know of the choice."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()
    mark: bool = False  # a byte order mark was dropped


def decode_bytes(data: bytes, *, page: bool, label: str, said: str | None = None) -> Decoded:
    """The text of `data`.  `page`: look for a declaration in the markup; `said`: the encoding a server or archive
    names, which stands over it.  Raises NotText.
    """
    _refuse_binary(data, label)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, label)
    if b"\0" in data:
        decoded = _decode_unmarked_utf16(data)
        if decoded is None:
            raise NotText(f"{label} holds NUL bytes: it is not text. Save the report as plain text or HTML.")
        return decoded
    decoded = _decode_plain(data, said or (find_declared(data) if page else None), label)
    controls = len(_CONTROL.findall(decoded.text))
    if controls > lexicon.load("reading")["encoding"]["control_share"] * len(decoded.text):
        raise NotText(f"{label} holds {controls:,} control characters: it is not text. Save it as text or HTML.")
    return decoded


def find_declared(data: bytes) -> str | None:
    """The encoding a page declares for itself in its first bytes, in lower case."""
    head = data[: lexicon.load("reading")["encoding"]["prescan_bytes"]]
    for pattern in _DECLARED:
        match = pattern.search(head)
        if match:
            return match[1].decode("ascii", "replace").lower()
    return None


def _decode_plain(data: bytes, declared: str | None, label: str) -> Decoded:
    utf8 = _try(data, "utf-8")
    if declared is None:
        return Decoded(utf8, "utf-8") if utf8 is not None else _detect(data, "The bytes are not UTF-8", label)
    codec = _codec(declared)
    if codec is None:
        note = f"The page declares the unknown encoding {declared!r}"
        if utf8 is not None:
            return Decoded(utf8, "utf-8", (f"{note}; its bytes are UTF-8.",))
        return _detect(data, note, label)
    if codec == "utf-8":
        if utf8 is not None:
            return Decoded(utf8, "utf-8")
        return _detect(data, f"The page declares {declared}, but its bytes are not UTF-8", label)
    if utf8 is not None:
        # Text in another encoding hardly ever happens to be valid UTF-8 as well.
        notes = () if utf8.isascii() else (f"The page declares {declared}, but its bytes are UTF-8; read as UTF-8.",)
        return Decoded(utf8, "utf-8" if notes else codec, notes)
    text = _try(data, codec)
    if text is None:
        return _detect(data, f"The page declares {declared}, but its bytes do not fit it", label)
    return Decoded(text, codec, (f"Decoded as {codec}, as the page declares.",))


def _decode_marked(data: bytes, encoding: str, label: str) -> Decoded:
    text = _try(data, encoding)
    if text is None:
        raise NotText(f"{label} begins with the mark of {encoding}, but its bytes do not fit it. Save it as UTF-8.")
    if "\0" in text:
        raise NotText(f"{label} holds NUL characters: it is not text. Save the report as plain text or HTML.")
    notes = () if encoding == "utf-8" else (f"Decoded as {encoding} (byte order mark).",)
    return Decoded(text, encoding, notes, mark=True)


def _decode_unmarked_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark shows in NULs at every second byte only."""
    even, odd = data[0::2], data[1::2]
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) * 2 > len(zeros) and others.count(0) == 0:
            text = _try(data, encoding)
            if text is not None:
                return Decoded(text, encoding, (f"Decoded as {encoding} (detected: every second byte is NUL).",))
    return None


def _detect(data: bytes, why: str, label: str) -> Decoded:
    """Damaged UTF-8 is read as UTF-8; otherwise charset-normalizer says what the bytes look like."""
    damaged = data.decode("utf-8", "replace")
    broken = damaged.count("\ufffd")
    if broken <= lexicon.load("reading")["encoding"]["damaged_share"] * len(damaged) and broken < sum(
        1 for char in damaged if char > "\x7f" and char != "\ufffd"
    ):
        places = "place" if broken == 1 else "places"
        return Decoded(damaged, "utf-8", (f"The bytes are UTF-8 damaged in {broken:,} {places}, shown as \ufffd.",))
    from charset_normalizer import from_bytes  # only odd input needs it

    best = from_bytes(data).best()
    if best is None:
        raise NotText(f"{why}, and they fit no other encoding of text: {label} cannot be read. Save it as UTF-8.")
    text = _try(data, best.encoding)
    if text is None:
        raise NotText(f"{why}, and they fit no other encoding of text: {label} cannot be read. Save it as UTF-8.")
    return Decoded(text, best.encoding, (f"{why}; decoded as {best.encoding} (detected).",))


def _refuse_binary(data: bytes, label: str) -> None:
    for entry in lexicon.load("reading")["binary"]:
        if data.startswith(bytes.fromhex(entry["starts"])):
            raise NotText(f"{label} is {entry['name']}, not text. {entry['advice']}.")


@cache
def _codec(name: str) -> str | None:
    """Python's name for a declared encoding, or None."""
    if name in lexicon.load("reading")["encoding"]["read_as_windows_1252"]:
        return "cp1252"
    try:
        info = codecs.lookup(name)
    except LookupError:
        return None
    # "rot13" and "base64" are codecs too, but not of text to bytes.
    return info.name if getattr(info, "_is_text_encoding", False) else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
