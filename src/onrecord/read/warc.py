"""WARC files, plain or with each record packed: the pages, texts and PDFs they hold, one report each.

Records are found here, with an end to every read, so that a broken one costs no more than itself; warcio reads each.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from onrecord.errors import DamagedInput, ReadError, TooLarge
from onrecord.read.about import About
from onrecord.read.limits import load_limits
from onrecord.read.unpack import GZIP_MARK, inflate

_HEAD = 131_072  # bytes of a record in which its own and the HTTP headers must end
_STEP = 65_536
_SKIPPED = 1_000_000  # a record without a report that is larger than this is passed over without unpacking it
_MARKS = 100_000  # marks of packed data that are tried after a broken record; chance puts one into each 16 MB
_VERSION = re.compile(rb"WARC/1\.[01]\r?\n")
_LENGTH = re.compile(rb"\r?\n[Cc]ontent-[Ll]ength:[ \t]{0,9}(\d{1,15})[ \t]{0,9}\r?\n")
_START = re.compile(rb"WARC/1\.[01]\r?\n[A-Za-z][A-Za-z-]{0,40}:")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_READ_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_RECORDS = ("response", "resource", "conversion")


@dataclass(frozen=True, slots=True)
class Record:
    """A record that holds a report: where it stands in the file, and what it says of itself."""

    number: int
    start: int
    length: int
    media_type: str
    charset: str | None
    about: About


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that cannot be read, and why."""

    number: int
    error: ReadError


def is_warc(data: bytes) -> bool:
    return bool(_VERSION.match(data))


def list_records(file: BinaryIO, *, label: str) -> Iterator[Record | BadRecord]:
    """The records with a report, in the file's order, and those that are broken; others are passed over.

    Raises DamagedInput when nothing in the file is a record.
    """
    packed = file.read(2) == GZIP_MARK
    file.seek(0)
    records = _list_packed(file, label) if packed else _list_plain(file, label)
    number = broken = 0
    for found in records:
        number += 1
        if isinstance(found, ReadError):
            broken += 1
            if broken > load_limits().broken_records:
                most = load_limits().broken_records
                why = f"More than {most:,} records of {label} are broken; what follows is not read. Get it again."
                yield BadRecord(number, DamagedInput(why))
                return
            yield BadRecord(number, found)
            continue
        start, length, head = found
        try:
            record = _describe(number, start, length, head, label)
        except ReadError as error:
            yield BadRecord(number, error)
            continue
        if record is not None:
            yield record
    if number == 0:
        raise DamagedInput(f"{label} holds no WARC record. Give a .warc or .warc.gz file.")


def load_record(file: BinaryIO, start: int, length: int, *, label: str) -> bytes:
    """The content of a record, without headers, chunks and packing.  Raises TooLarge or DamagedInput."""
    limit = load_limits().record_bytes
    file.seek(start)
    data = file.read(min(length, limit + _HEAD))
    if data.startswith(GZIP_MARK):
        data = inflate(data, limit=limit + _HEAD, label=label)
    try:
        record = _parse(data)
        stream = record.content_stream()
        parts: list[bytes] = []
        size = 0
        while piece := stream.read(_STEP):
            parts.append(piece)
            size += len(piece)
            if size > limit:
                raise TooLarge(f"{label} holds more than {limit:,} bytes; so much of one record is not read.")
    except ReadError:
        raise
    except Exception as error:  # warcio says what is wrong in many ways
        raise DamagedInput(f"{label} cannot be read ({type(error).__name__}: {str(error)[:200]}).") from error
    return b"".join(parts)


_Found = tuple[int, int, bytes] | ReadError  # where a record stands, and the start of it; or what is wrong


def _list_plain(file: BinaryIO, label: str) -> Iterator[_Found]:
    at = 0
    while True:
        file.seek(at)
        head = file.read(_HEAD)
        if not head.strip(b"\r\n"):
            return
        blank = len(head) - len(head.lstrip(b"\r\n"))
        at, head = at + blank, head[blank:]
        end = _HEAD_END.search(head)
        length = _LENGTH.search(head, 0, end.end()) if end and _VERSION.match(head) else None
        if end and _START.search(head, 8, end.end()):  # cut off, with another record's headers right behind
            length = None
        if not end or not length:
            what = "is no WARC record" if not _VERSION.match(head) else "has no length, or headers without an end"
            yield DamagedInput(f"What stands at byte {at:,} of {label} {what}. The records after it are read.")
            at = _find_plain(file, at + 1)
            if at < 0:
                return
            continue
        stop = at + end.end() + int(length[1])
        file.seek(stop - 1)
        after = file.read(16)
        ends_well = after[1:5] == b"\r\n\r\n" or not after[1:].strip(b"\r\n") or _starts_record(file, stop)
        if not after or not ends_well:
            what = "breaks off" if not after else "has another length than it says"
            yield DamagedInput(f"The record at byte {at:,} of {label} {what}. The records after it are read.")
            at = _find_plain(file, at + end.end())
            if at < 0:
                return
            continue
        yield at, stop - at, head
        at = stop


def _starts_record(file: BinaryIO, at: int) -> bool:
    file.seek(at)
    return bool(_VERSION.match(file.read(64).lstrip(b"\r\n")))


def _find_plain(file: BinaryIO, at: int) -> int:
    """Where the next record starts; -1 when there is none."""
    file.seek(at)
    kept, base = b"", at
    while piece := file.read(_STEP):
        window = kept + piece
        found = _START.search(window)
        if found:
            return base + found.start()
        base += len(window) - min(64, len(window))
        kept = window[-64:]
    return -1


def _list_packed(file: BinaryIO, label: str) -> Iterator[_Found]:
    at = 0
    while True:
        length, head, problem = _measure_member(file, at, label)
        if problem is None:
            if head.strip(b"\r\n"):
                yield at, length, head
            at += length
        else:
            yield problem
            at = _find_packed(file, at + 1)
        file.seek(at if at >= 0 else 0)
        if at < 0 or not file.read(1):
            return


def _measure_member(file: BinaryIO, at: int, label: str) -> tuple[int, bytes, ReadError | None]:
    """The packed length of the record at `at`, the start of what it holds, and what is wrong with it.

    No more of a record is unpacked than it says it holds.  A large one without a report is not unpacked at all.
    """
    where = f"The record at byte {at:,} of {label}"
    limit = load_limits().record_bytes
    stream = zlib.decompressobj(31)
    file.seek(at)
    head = b""
    size = taken = 0
    stated: int | None = None  # what the record holds in all, by its own word
    while not stream.eof:
        data = file.read(_STEP)
        if not data:
            return 0, head, DamagedInput(f"{where} breaks off.")
        taken += len(data)
        while data and not stream.eof:
            try:
                piece = stream.decompress(data, _STEP)
            except zlib.error as error:
                return 0, head, DamagedInput(f"{where} is damaged ({error}).")
            size += len(piece)
            head += piece[: _HEAD - len(head)]
            data = stream.unconsumed_tail
            if size > 64 and not _VERSION.match(head.lstrip(b"\r\n")):
                return 0, head, DamagedInput(f"What stands at byte {at:,} of {label} is no WARC record.")
            stated = _read_size(head) if stated is None else stated
            if stated is None and len(head) == _HEAD:
                return 0, head, DamagedInput(f"{where} has no length, or headers without an end.")
            if stated is not None and stated > (limit if _wanted(head) else _SKIPPED):
                if _wanted(head):
                    return 0, head, TooLarge(f"{where} says it unpacks to {stated:,} bytes; up to {limit:,} are read.")
                following = _find_packed(file, at + 1)
                return (following if following >= 0 else file.seek(0, 2)) - at, head, None
            if stated is not None and size > stated + 64:
                why = f"The records of {label} are packed together, or one is longer than it says, at byte {at:,}."
                return 0, head, DamagedInput(f"{why} Unpack the file, or pack it anew with: warcio recompress.")
    if head.strip(b"\r\n") and stated is None:
        return 0, head, DamagedInput(f"{where} has no length, or headers without an end.")
    if stated is not None and size < stated:
        return 0, head, DamagedInput(f"{where} is shorter than it says.")
    return taken - len(stream.unused_data), head, None


def _read_size(head: bytes) -> int | None:
    """How many bytes a record holds, headers included, as far as its headers are there and say so."""
    end = _HEAD_END.search(head)
    length = _LENGTH.search(head, 0, end.end()) if end else None
    return end.end() + int(length[1]) if end and length else None


def _wanted(head: bytes) -> bool:
    """Whether a record may hold a report, by its type; a large picture or film is not one's trouble."""
    found = re.search(rb"\r?\n[Ww][Aa][Rr][Cc]-[Tt]ype:[ \t]{0,9}(\w{1,20})", head)
    return found is not None and found[1].decode("ascii", "replace").lower() in _RECORDS


def _find_packed(file: BinaryIO, at: int) -> int:
    """Where the next packed record starts; -1 when there is none.  Packed data holds the mark by chance at times."""
    file.seek(at)
    kept, base = b"", at
    tried = 0
    while piece := file.read(_STEP):
        window = kept + piece
        for found in _GZIP.finditer(window):
            tried += 1
            if tried > _MARKS:
                return -1
            place = file.tell()
            if _opens_record(file, base + found.start()):
                return base + found.start()
            file.seek(place)
        base += len(window) - min(2, len(window))
        kept = window[-2:]
    return -1


def _opens_record(file: BinaryIO, at: int) -> bool:
    file.seek(at)
    try:
        return bool(_VERSION.match(zlib.decompressobj(31).decompress(file.read(4096), 64)))
    except zlib.error:
        return False


def _parse(data: bytes) -> Any:
    from warcio.bufferedreaders import DecompressingBufferedReader
    from warcio.recordloader import ArcWarcRecordLoader

    return ArcWarcRecordLoader().parse_record_stream(DecompressingBufferedReader(BytesIO(data)), known_format="warc")


def _describe(number: int, start: int, length: int, head: bytes, label: str) -> Record | None:
    """What the record says of itself; None when it holds no report."""
    if not _wanted(head):
        return None
    try:
        record = _parse(head)
        headers = record.rec_headers
        if record.rec_type == "response":
            status = str(record.http_headers.get_statuscode()) if record.http_headers else ""
            if not record.http_headers or not record.http_headers.protocol.startswith("HTTP/"):
                raise ValueError("it holds no HTTP answer")
            if status != "200":
                return None
            content_type = record.http_headers.get_header("Content-Type") or ""
        else:
            content_type = headers.get_header("Content-Type") or ""
    except Exception as error:  # warcio says what is wrong in many ways
        raise DamagedInput(f"The record at byte {start:,} of {label} has broken headers ({error}).") from error
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in _READ_TYPES:
        return None
    match = re.search(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    captured = (headers.get_header("WARC-Date") or "")[:25]
    notes = (f"Captured {captured}; that is not taken for the date of publication.",) if captured else ()
    about = About(url=url if url.startswith(("http://", "https://")) and len(url) < 2000 else None, notes=notes)
    return Record(number, start, length, media_type, match[1] if match else None, about)
