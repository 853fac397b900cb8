"""Files that hold several reports, or a packed one, to an Input for each report in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from onrecord import lexicon
from onrecord.errors import DamagedInput, MissingInput, NotText, OnRecordError, ReadError
from onrecord.read.about import About
from onrecord.read.feed import BadItem, is_feed, read_feed
from onrecord.read.jsonl import list_lines, load_line, read_line
from onrecord.read.limits import check_size, load_limits
from onrecord.read.unpack import inflate, list_members, open_member, read_gzip, read_member
from onrecord.read.warc import BadRecord, Record, is_warc, list_records, load_record

Fields = Mapping[str, tuple[str, ...]]
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """A report inside a file, loaded when it is read.

    `kind`: "gzip", "warc", "jsonl", and with the `name` of a member "zip" and "wacz".
    """

    path: Path
    kind: str
    start: int = 0
    length: int = 0
    name: str = ""
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One report to be read: a file, a part of one, or bytes; and what is known of it beforehand."""

    label: str
    source: Path | Part | bytes
    media_type: str | None = None
    encoding: str | None = None
    about: About | None = None
    key: str = ""  # what a feed knows its item by
    lead: int = 0  # bytes at its start that a feed gives apart from the item's text: its headline


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that gave no report, and why."""

    label: str
    error: OnRecordError


def kind_of(name: str) -> str | None:
    """What a file's name says it holds several reports in ("feed", "warc", …), or None."""
    table = lexicon.load("reading")["containers"]
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    for suffix in ("".join(suffixes[-2:]), *suffixes[-1:]):
        if suffix in table and suffix.startswith("."):
            return str(table[suffix])
    return None


def expand(
    label: str,
    source: Path | bytes,
    *,
    fields: Fields | None = None,
    name: str | None = None,
    media_type: str | None = None,
    encoding: str | None = None,
    about: About | None = None,
) -> Iterator[Input | ReadFailure]:
    """The reports a file, or the bytes of an answer, hold.  `name` and `media_type` say what bytes are."""
    try:
        kind = _kind(source, name, media_type)
        if kind == "feed":
            yield from _expand_feed(label, source, encoding)
        elif kind == "jsonl":
            yield from _expand_lines(label, source, fields)
        elif kind == "warc":
            yield from _expand_warc(label, source)
        elif kind == "wacz":
            yield from _expand_wacz(label, source)
        elif kind == "zip":
            yield from _expand_zip(label, source)
        elif kind == "gzip":
            yield from _expand_gzip(label, source, fields, name or "", about)
        else:
            yield Input(label, source, _page_type(media_type), encoding, about)
    except OnRecordError as error:
        yield ReadFailure(label, error)


def load_part(part: Part, *, label: str) -> bytes:
    """The bytes of a part.  Raises ReadError."""
    limits = load_limits()
    if part.kind == "gzip":
        return read_gzip(part.path, limit=limits.bytes, label=label)
    if part.kind == "zip":
        return read_member(part.path, part.name, limit=limits.record_bytes, label=label)
    if part.kind == "wacz":
        with open_member(part.path, part.name, label=label) as file:
            return load_record(file, part.start, part.length, label=label)
    try:
        if part.kind == "jsonl":
            data = load_line(part.path, part.start, part.length)
            return read_line(data, label=label, fields=dict(part.fields)).content
        with part.path.open("rb") as file:
            return load_record(file, part.start, part.length, label=label)
    except OSError as error:
        raise MissingInput(f"{label} cannot be read: {error.strerror or error}.") from error


def _kind(source: Path | bytes, name: str | None, media_type: str | None) -> str | None:
    """By the media type a server names, by the name, then by the first bytes."""
    if media_type is not None:
        kind = lexicon.load("fetching")["media_types"].get(media_type)
        if kind in ("feed", "jsonl", "warc", "wacz"):
            return str(kind)
    kind = kind_of(source.name if isinstance(source, Path) else name or "")
    if kind is not None:
        return kind
    head = _read_head(source)
    if is_feed(head):
        return "feed"
    return "warc" if is_warc(head) else None


def _read_head(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:_HEAD]
    try:
        with source.open("rb") as file:
            return file.read(_HEAD)
    except (OSError, ValueError):
        return b""  # read_report says what is wrong with it


def _page_type(media_type: str | None) -> str | None:
    """The type a server names, when it says something; much is called "text/plain" or a stream of bytes."""
    return media_type if media_type in ("text/html", "application/xhtml+xml", "text/markdown") else None


def _read_all(source: Path | bytes, label: str, limit: int) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        with source.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise MissingInput(f"{label} cannot be read: {error.strerror or error}. Check its name.") from error


def _expand_feed(label: str, source: Path | bytes, encoding: str | None) -> Iterator[Input | ReadFailure]:
    data = _read_all(source, label, load_limits().feed_bytes)
    found = False
    for item in read_feed(data, label=label, encoding=encoding):
        found = True
        name = f"{label}#{item.number}"
        if isinstance(item, BadItem):
            yield ReadFailure(name, item.error)
        else:
            yield Input(name, item.content, item.media_type, "utf-8", item.about, item.key, item.lead)
    if not found:
        yield ReadFailure(label, DamagedInput(f"{label} is a feed without items."))


def _open(source: Path | bytes, label: str) -> BinaryIO:
    try:
        return BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    except OSError as error:
        raise MissingInput(f"{label} cannot be read: {error.strerror or error}. Check its name.") from error


def _expand_lines(label: str, source: Path | bytes, fields: Fields | None) -> Iterator[Input | ReadFailure]:
    given = tuple(sorted((fields or {}).items()))
    found = False
    with _open(source, label) as file, _open(source, label) as again:
        for line in list_lines(file):
            found = True
            name = f"{label}:{line.number}"
            again.seek(line.start)
            try:
                data = again.read(min(line.length, load_limits().record_bytes + 1))
                read = read_line(data, label=name, fields=fields)
            except ReadError as error:
                yield ReadFailure(name, error)
                continue
            content: Part | bytes = read.content
            if isinstance(source, Path):
                content = Part(source, "jsonl", line.start, line.length, fields=given)
            yield Input(name, content, read.media_type, "utf-8", read.about)
    if not found:
        yield ReadFailure(label, DamagedInput(f"{label} holds no line. Each line of it must be one report."))


def _expand_warc(label: str, source: Path | bytes) -> Iterator[Input | ReadFailure]:
    found = False
    with _open(source, label) as file, _open(source, label) as again:
        for record in list_records(file, label=label):
            found = True
            name = f"{label}#{record.number}"
            if isinstance(record, BadRecord):
                yield ReadFailure(name, record.error)
            elif isinstance(source, Path):
                part = Part(source, "warc", record.start, record.length)
                yield Input(name, part, record.media_type, record.charset, record.about)
            else:
                try:
                    content = load_record(again, record.start, record.length, label=name)
                except ReadError as error:
                    yield ReadFailure(name, error)
                    continue
                yield Input(name, content, record.media_type, record.charset, record.about)
    if not found:
        yield ReadFailure(label, DamagedInput(f"{label} holds no page, text or PDF."))


def _expand_zip(label: str, source: Path | bytes) -> Iterator[Input | ReadFailure]:
    types = lexicon.load("reading")["media_types"]
    found = False
    for member in list_members(source, label=label):
        suffix = PurePosixPath(member.name).suffix.lower()
        if (suffix not in types and kind_of(member.name) is None) or PurePosixPath(member.name).name.startswith("."):
            continue
        found = True
        name = f"{label}/{member.name}"
        try:
            if member.refusal:
                raise DamagedInput(f"{name} {member.refusal}.")
            if suffix not in types:
                raise NotText(f"{name} is a file of reports within an archive. Unpack the archive first.")
            check_size(member.size, page=True, label=name)
            if isinstance(source, Path):
                yield Input(name, Part(source, "zip", name=member.name), types[suffix])
            else:
                content = read_member(source, member.name, limit=load_limits().record_bytes, label=name)
                yield Input(name, content, types[suffix])
        except ReadError as error:
            yield ReadFailure(name, error)
    if not found:
        yield ReadFailure(label, DamagedInput(f"{label} holds no report."))


def _expand_wacz(label: str, source: Path | bytes) -> Iterator[Input | ReadFailure]:
    """The WARC files of a web archive collection (WACZ 1.1.1: a ZIP archive with WARC files under "archive/")."""
    found = False
    for member in list_members(source, label=label):
        folder, _, file_name = member.name.rpartition("/")
        if folder != "archive":
            continue
        name = f"{label}/{member.name}"
        found = True
        try:
            if member.refusal:
                raise DamagedInput(f"{name} {member.refusal}.")
            if kind_of(file_name) != "warc":
                raise NotText(f"{name} is no WARC file. Unpack the archive first.")
            with open_member(source, member.name, label=name) as file:
                for each in _records(name, file):
                    if isinstance(each, ReadFailure):
                        yield each
                        continue
                    at, given = each
                    content: Part | bytes
                    if isinstance(source, Path):
                        content = Part(source, "wacz", at.start, at.length, member.name)
                    else:
                        with open_member(source, member.name, label=name) as again:
                            content = load_record(again, at.start, at.length, label=given)
                    yield Input(given, content, at.media_type, at.charset, at.about)
        except ReadError as error:
            yield ReadFailure(name, error)
    if not found:
        yield ReadFailure(label, DamagedInput(f"{label} holds no WARC file under archive/, as a WACZ file does."))


def _records(label: str, file: BinaryIO) -> Iterator[tuple[Record, str] | ReadFailure]:
    found = False
    for record in list_records(file, label=label):
        found = True
        name = f"{label}#{record.number}"
        yield ReadFailure(name, record.error) if isinstance(record, BadRecord) else (record, name)
    if not found:
        yield ReadFailure(label, DamagedInput(f"{label} holds no page, text or PDF."))


def _expand_gzip(
    label: str, source: Path | bytes, fields: Fields | None, name: str, about: About | None
) -> Iterator[Input | ReadFailure]:
    inner = (source.name if isinstance(source, Path) else name)[: -len(".gz")]
    suffix = PurePosixPath(inner).suffix.lower()
    media_type = lexicon.load("reading")["media_types"].get(suffix)
    if isinstance(source, Path) and media_type:
        yield Input(label, Part(source, "gzip"), media_type, None, about)
        return
    limit = load_limits().bytes
    if isinstance(source, bytes):
        content = inflate(source, limit=limit, label=label)
    else:
        content = read_gzip(source, limit=limit, label=label)
    if content.startswith((b"\x1f\x8b", b"PK\x03\x04")) or kind_of(inner) in ("gzip", "zip", "wacz"):
        raise NotText(f"{label} is packed more than once. Unpack it first.")
    for given in expand(label, content, fields=fields, name=inner, about=about):
        yield replace(given, media_type=given.media_type or media_type) if isinstance(given, Input) else given
