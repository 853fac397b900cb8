"""Inflation with an end: no more bytes come out than were allowed, whatever the input promises.

DEFLATE can make a thousand bytes out of one; a cap on what is downloaded or on a file's size is no cap at all.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.errors import DamagedInput, MissingInput, TooLarge
from onrecord.read.limits import load_limits

GZIP_MARK = b"\x1f\x8b"
_GZIP = 31  # zlib's number for "with a gzip header"
_LOCAL = 30  # bytes of a member's own header, before its name
_STEP = 65_536  # bytes read, and given out, at a time
_BROKEN = (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError)
_TAKEN = 16_384  # bytes inflated at a time


class Inflater:
    """Inflates pieces of one gzip or deflate stream, up to `limit` bytes in all.  Raises TooLarge or DamagedInput."""

    def __init__(self, coding: str, *, limit: int, label: str) -> None:
        self._raw = coding == "deflate"
        self._stream = zlib.decompressobj(zlib.MAX_WBITS if self._raw else _GZIP)
        self._limit = limit
        self._label = label
        self._size = 0
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What comes out for `data`, in pieces.  A gzip file may hold several streams one after the other."""
        for start in range(0, len(data), _TAKEN):  # what zlib leaves over is copied each time, so little is given
            yield from self._feed(data[start : start + _TAKEN])

    def _feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            piece, data = self._take(data)
            self._size += len(piece)
            if self._size > self._limit:
                raise TooLarge(
                    f"{self._label} unpacks to more than {self._limit:,} bytes; so much is not read. "
                    "Unpack it yourself and give the reports in it."
                )
            if piece:
                yield piece
            if self._stream.eof:
                data = self._stream.unused_data.lstrip(b"\0")
                if data and self._raw:
                    return
                if data:
                    self._stream = zlib.decompressobj(_GZIP)

    def finish(self) -> None:
        """Raise DamagedInput when the stream broke off."""
        if self._started and not self._stream.eof:
            raise DamagedInput(f"The packed data of {self._label} breaks off. Get it again.")

    def _take(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            piece = self._stream.decompress(data, _STEP)
        except zlib.error as error:
            if self._raw and not self._started:  # "deflate" without its zlib header, as some servers send it
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
                self._started = True
                return self._take(data)
            raise DamagedInput(f"The packed data of {self._label} is damaged ({error}). Get it again.") from error
        self._started = True
        return piece, self._stream.unconsumed_tail


def inflate(data: bytes, *, coding: str = "gzip", limit: int, label: str) -> bytes:
    """All of `data` inflated.  Raises TooLarge beyond `limit` bytes, DamagedInput when it is broken."""
    inflater = Inflater(coding, limit=limit, label=label)
    content = b"".join(inflater.feed(data))
    inflater.finish()
    return content


def read_gzip(path: Path, *, limit: int, label: str) -> bytes:
    """What a gzip file holds.  Raises MissingInput, TooLarge or DamagedInput."""
    inflater = Inflater("gzip", limit=limit, label=label)
    parts: list[bytes] = []
    try:
        with path.open("rb") as file:
            while data := file.read(_STEP):
                parts.extend(inflater.feed(data))
    except OSError as error:
        raise MissingInput(f"{label} cannot be read: {error.strerror or error}.") from error
    inflater.finish()
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a ZIP archive.  `refusal` says why it is not read."""

    name: str
    size: int
    refusal: str | None = None


def list_members(source: Path | bytes, *, label: str) -> list[Member]:
    """The files of a ZIP archive by name, folders left out.  Raises MissingInput, TooLarge or DamagedInput."""
    with _open(source, label) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
    limits = load_limits()
    if len(infos) > limits.archive_members:
        raise TooLarge(
            f"{label} holds {len(infos):,} files; archives of up to {limits.archive_members:,} are read. Unpack it."
        )
    total = sum(info.file_size for info in infos)
    if total > limits.archive_bytes:
        raise TooLarge(
            f"{label} says it unpacks to {total:,} bytes; up to {limits.archive_bytes:,} are read. Unpack it yourself."
        )
    return sorted((_describe(info) for info in infos), key=lambda member: member.name)


def read_member(source: Path | bytes, name: str, *, limit: int, label: str) -> bytes:
    """One file of a ZIP archive.  Raises TooLarge when it holds more than `limit` bytes, whatever its header says."""
    with _open(source, label) as archive:
        try:
            with archive.open(name) as file:
                content = file.read(limit + 1)
        except (*_BROKEN, zlib.error, RuntimeError, KeyError, OSError) as error:
            raise DamagedInput(f"{label} cannot be unpacked: {error}. Get the archive again.") from error
    if len(content) > limit:
        raise TooLarge(f"{label} unpacks to more than {limit:,} bytes; so much is not read. Split it.")
    return content


class _Slice(RawIOBase):
    """A part of a file, as a file of its own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._start + self._at)
        data = self._file.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def open_member(source: Path | bytes, name: str, *, label: str) -> BinaryIO:
    """A file of a ZIP archive as one that can be read from any place.

    What is stored as it is, as archives of the web are, is read where it stands.  What is packed is unpacked in memory,
    up to the limit for one file.  Raises MissingInput, TooLarge or DamagedInput.
    """
    with _open(source, label) as archive:
        try:
            info = archive.getinfo(name)
        except KeyError as error:
            raise DamagedInput(f"{label} is not in its archive any more. Get the archive again.") from error
    limit = load_limits().bytes
    if info.compress_type != zipfile.ZIP_STORED:
        if info.file_size > limit:
            raise TooLarge(f"{label} is packed within its archive and holds {info.file_size:,} bytes. Unpack it first.")
        return BytesIO(_unpack_once(source, name, label, limit))
    file = _raw(source, label)
    try:
        file.seek(info.header_offset)
        head = file.read(_LOCAL)
        end = file.seek(0, 2)
        named, more = (int.from_bytes(head[at : at + 2], "little") for at in (26, 28))
        start = info.header_offset + _LOCAL + named + more
        if not head.startswith(b"PK\x03\x04") or len(head) < _LOCAL or start + info.file_size > end:
            raise DamagedInput(f"{label} does not stand where its archive says. Get the archive again.")
    except DamagedInput:
        file.close()
        raise
    return BufferedReader(_Slice(file, start, info.file_size))


def _raw(source: Path | bytes, label: str) -> BinaryIO:
    try:
        return BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    except OSError as error:
        raise MissingInput(f"{label} cannot be read: {error.strerror or error}.") from error


@lru_cache(maxsize=1)
def _unpack_once(source: Path | bytes, name: str, label: str, limit: int) -> bytes:
    """Kept for the next record of the same file."""
    return read_member(source, name, limit=limit, label=label)


def _describe(info: zipfile.ZipInfo) -> Member:
    refusal = None
    if info.flag_bits & 0x1:
        refusal = "is encrypted. Unpack it with its password"
    elif stat.S_ISLNK(info.external_attr >> 16):
        refusal = "is a link to another file. Give that file"
    elif info.filename.startswith("/") or ".." in info.filename.split("/") or "\\" in info.filename:
        refusal = "has a name that leads out of the archive. Unpack it by hand"
    return Member(info.filename, info.file_size, refusal)


def _open(source: Path | bytes, label: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
    except OSError as error:
        raise MissingInput(f"{label} cannot be read: {error.strerror or error}.") from error
    except _BROKEN as error:
        raise DamagedInput(f"{label} is no ZIP archive that can be read: {error}. Get it again.") from error
