"""Folders of record files to a Record.  All or nothing: an error leaves nothing half-loaded.

An edition is a folder with `manifest.toml`, `sources.toml`, and files of JSON lines for subjects and facts, which the
manifest lists with their sha256.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path, PurePosixPath
from typing import Any

from onrecord.errors import RecordError, UnknownEdition
from onrecord.model import Source
from onrecord.record.assemble import Parts, build_record
from onrecord.record.edition import Coverage, Licence, Record
from onrecord.record.rows import MAX_LINE, Place, parse_line

_MANIFEST = "manifest.toml"
_MAX_TOML = 4_000_000  # bytes of a manifest or source list


@cache
def editions() -> tuple[str, ...]:
    """Names of the editions that are installed, oldest first."""
    folder = files("onrecord") / "data" / "record"
    return tuple(sorted(p.name for p in folder.iterdir() if (p / _MANIFEST).is_file()))


@cache
def load_record(edition: str | None = None) -> Record:
    """The named edition, or the newest.  Raises UnknownEdition, or RecordError with file and line."""
    known = editions()
    name = edition if edition is not None else known[-1] if known else ""
    if name not in known:
        raise UnknownEdition(f"There is no edition {name!r} of the record. Editions: {', '.join(known) or 'none'}.")
    with as_file(files("onrecord") / "data" / "record" / name) as folder:
        return load_folder(folder)


def load_folder(folder: Path, base: Record | None = None) -> Record:
    """The edition in a folder; with `base`, its rows stand beside those of another edition.

    Raises RecordError naming file and line for: an unknown unit, property, key, source, subject or licence; a missing
    source or licence; a contradictory interval; a duplicate id; a text that a spreadsheet would run; a path outside
    the folder; a line beyond 64 kB; a file that differs from its digest; fewer rows than the manifest expects.
    """
    return build_record(read_parts(folder), base)


def read_parts(folder: Path) -> Parts:
    """The folder's files as rows, not yet held against one another.  Raises RecordError."""
    manifest = read_toml(folder, _MANIFEST)
    tables = manifest.get("files", {})
    return Parts(
        edition=_required(manifest, "edition"),
        title=_required(manifest, "title"),
        as_of=_required(manifest, "as_of"),
        digest=_folder_digest(tables),
        sources=_read_sources(folder, tables.get("sources", {})),
        licences=_licences(manifest),
        coverage=_coverage(manifest),
        subjects=tuple(_read_rows(folder, tables.get("subjects", {}))),
        facts=tuple(_read_rows(folder, tables.get("facts", {}))),
        expect=manifest.get("expect", {}).get("min", {}),
        manifest=_MANIFEST,
    )


# --- files -------------------------------------------------------------------------------------------------------


def inside(folder: Path, name: str, *, said_in: str = _MANIFEST) -> Path:
    """The file `name` in the folder.  Raises RecordError when it leads outside, or is a pipe or device."""
    pure = PurePosixPath(name)
    path = folder / pure
    outside = pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name
    if outside or not path.resolve().is_relative_to(folder.resolve()):
        raise RecordError(f"{said_in}: the path {name!r} leads outside the folder. Keep every file inside it.")
    if path.exists() and not path.is_file():
        raise RecordError(f"{said_in}: {name!r} is no file. Name a file.")
    return path


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    """A TOML file of the folder; numbers with a fraction become Decimal.  Raises RecordError."""
    path = inside(folder, name)
    try:
        with path.open("rb") as handle:
            raw = handle.read(_MAX_TOML + 1)
        if len(raw) > _MAX_TOML:
            raise RecordError(f"{name} is larger than {_MAX_TOML:,} bytes. Split the record into several folders.")
        return tomllib.loads(raw.decode("utf-8"), parse_float=Decimal)
    except FileNotFoundError as error:
        raise RecordError(f"{name} is missing from {folder.name or folder}. A record folder needs it.") from error
    except OSError as error:
        raise RecordError(f"{name} cannot be read: {error.strerror}. Check the file and its permissions.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise RecordError(f"{name} is not valid TOML: {error}. Mend it there.") from error


def _read_rows(folder: Path, table: Mapping[str, str]) -> Iterator[tuple[Place, dict[str, Any]]]:
    for name, digest in table.items():
        path = inside(folder, name)
        whole = hashlib.sha256()
        try:
            with path.open("rb") as handle:
                number = 0
                while line := handle.readline(MAX_LINE + 2):
                    number += 1
                    whole.update(line)
                    if line.strip():
                        place = Place(name, number)
                        yield place, parse_line(line.rstrip(b"\r\n"), place)
        except OSError as error:
            raise RecordError(f"{name} cannot be read: {error.strerror}. Check the manifest's [files].") from error
        _hold_digest(name, digest, whole.hexdigest())


def _read_sources(folder: Path, table: Mapping[str, str]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for name, digest in table.items():
        _hold_digest(name, digest, hashlib.sha256(_bytes_of(folder, name)).hexdigest() if digest else "")
        sources |= {key: parse_source(key, entry, name) for key, entry in read_toml(folder, name).items()}
    return sources


def parse_source(key: str, entry: Any, file: str) -> Source:
    """A source from its table.  Raises RecordError."""
    try:
        source = Source(
            key=key,
            title=str(entry["title"]),
            url=entry.get("url") or None,
            tier=str(entry["tier"]),
            terms=str(entry["terms"]),
            date=str(entry["date"]) if entry.get("date") else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"{file}, source {key!r}: needs title, tier and terms. Add them.") from error
    if source.tier not in ("A", "B", "C"):
        raise RecordError(f"{file}, source {key!r}: the tier is {source.tier!r}. Use A, B or C.")
    if source.url is not None and not str(source.url).startswith(("https://", "http://")):
        raise RecordError(f"{file}, source {key!r}: the link must begin with https:// or http://.")
    for text in (source.key, source.title, source.url or "", source.terms, source.date or ""):
        if text.startswith(("=", "+", "@", "\t")) or not text.isprintable():
            raise RecordError(f"{file}, source {key!r}: a text holds what a spreadsheet or terminal would run.")
    return source


def _bytes_of(folder: Path, name: str) -> bytes:
    try:
        with inside(folder, name).open("rb") as handle:
            return handle.read(_MAX_TOML)
    except OSError as error:
        raise RecordError(f"{name} cannot be read: {error.strerror}. Check the manifest's [files].") from error


def _hold_digest(name: str, expected: str, found: str) -> None:
    # An empty digest is allowed in a user's own folder, which is still being written.
    if expected and expected != f"sha256:{found}":
        raise RecordError(
            f"{name} differs from the digest in {_MANIFEST}. An edition does not change: restore the file, "
            "or give the changed record an edition name and digest of its own."
        )


# --- manifest ----------------------------------------------------------------------------------------------------


def _required(manifest: Mapping[str, Any], key: str) -> str:
    value = manifest.get(key)
    if not isinstance(value, str) or not value:
        raise RecordError(f"{_MANIFEST}: `{key}` is missing. Add it.")
    return value


def _licences(manifest: Mapping[str, Any]) -> dict[str, Licence]:
    return {
        name: Licence(name, bool(entry["republish"]), str(entry["statement"]))
        for name, entry in _tables(manifest, "licences", ("republish", "statement"))
    }


def _coverage(manifest: Mapping[str, Any]) -> dict[str, Coverage]:
    return {
        name: Coverage(name, bool(entry["complete"]), str(entry["statement"]))
        for name, entry in _tables(manifest, "coverage", ("complete", "statement"))
    }


def _tables(manifest: Mapping[str, Any], key: str, needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, entry in manifest.get(key, {}).items():
        if not isinstance(entry, dict) or not all(part in entry for part in needed):
            raise RecordError(f"{_MANIFEST}: [{key}.{name}] needs {' and '.join(needed)}. Add what is missing.")
        yield name, entry


def _folder_digest(tables: Mapping[str, Mapping[str, str]]) -> str:
    lines = "\n".join(f"{name} {digest}" for group in sorted(tables) for name, digest in tables[group].items())
    return "sha256:" + hashlib.sha256(lines.encode()).hexdigest()
