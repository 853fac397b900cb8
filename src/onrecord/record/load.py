"""Folders of record files to a Record.  All or nothing: an error leaves nothing half-loaded.

An edition is a folder with `manifest.toml`, `sources.toml`, and files of JSON lines for subjects and facts, which the
manifest lists with their sha256.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from onrecord import lexicon
from onrecord.errors import RecordError, UnknownEdition
from onrecord.model import Entity, Fact, Source
from onrecord.record.edition import RELATIONS, Coverage, Licence, Record, Subject, with_inverse
from onrecord.record.names import alias_key
from onrecord.record.rows import MAX_LINE, Context, Place, fact_from_row, parse_line, row_digest, subject_from_row

_MANIFEST = "manifest.toml"
_MAX_TOML = 4_000_000  # bytes of a manifest or source list
_NAMES_SOURCE = "own_names"  # the source every alias without a better one cites
_OWN_LICENCE = "own compilation"


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
    manifest = _read_toml(folder, _MANIFEST)
    name = _required(manifest, "edition")
    as_of = _required(manifest, "as_of")
    tables = manifest.get("files", {})
    sources = _read_sources(folder, tables.get("sources", {})) | ({} if base is None else dict(base._sources))
    licences = _licences(manifest) | ({} if base is None else dict(base._licences))
    subject_rows = list(_read_rows(folder, tables.get("subjects", {})))
    fact_rows = list(_read_rows(folder, tables.get("facts", {})))

    related = with_inverse(_stated_relations(fact_rows))
    subjects = {} if base is None else dict(base._subjects)
    digests: dict[str, str] = {}
    for place, row in subject_rows:
        subject = subject_from_row(row, place, related.get(str(row.get("id")), {}))
        if subject.entity.id in subjects:
            place.refuse(f"duplicate id {subject.entity.id!r}. An id names one subject; merge the rows.")
        subjects[subject.entity.id] = subject
        digests[subject.entity.id] = row_digest(row)
    subjects = dict(sorted(subjects.items()))
    context = Context(name, sources, licences, lexicon.load("record/properties"), subjects)
    facts = {} if base is None else {key: list(rows) for key, rows in base._facts.items()}
    seen: set[str] = {fact.id for rows in facts.values() for fact in rows}
    for place, row in fact_rows:
        fact = fact_from_row(row, place, context)
        if fact.id in seen:
            place.refuse(f"duplicate id {fact.id!r}. An id names one row; number them on.")
        seen.add(fact.id)
        facts.setdefault(fact.subject, []).append(fact)
    if _NAMES_SOURCE in sources:
        for key, digest in digests.items():
            facts.setdefault(key, []).extend(_aliases(subjects[key], facts.get(key, []), digest, context, as_of))
    record = Record(
        edition=name,
        as_of=as_of,
        title=_required(manifest, "title"),
        digest=_folder_digest(tables),
        _subjects=MappingProxyType(subjects),
        _facts=MappingProxyType({key: tuple(facts[key]) for key in sorted(facts)}),
        _sources=MappingProxyType(sources),
        _coverage=MappingProxyType(_coverage(manifest)),
        _licences=MappingProxyType(licences),
        _names=MappingProxyType(_names(subjects)),
    )
    _hold_expectations(manifest, record, subject_rows, fact_rows)
    return record


# --- rows derived from others ------------------------------------------------------------------------------------


def _stated_relations(rows: list[tuple[Place, dict[str, Any]]]) -> dict[str, list[tuple[str, str]]]:
    stated: dict[str, list[tuple[str, str]]] = {}
    for _, row in rows:
        if row.get("property") in RELATIONS:
            stated.setdefault(str(row.get("subject")), []).append((row["property"], str(row.get("value"))))
    return stated


def _aliases(subject: Subject, given: list[Fact], digest: str, context: Context, as_of: str) -> Iterator[Fact]:
    """One alias row a name that no sourced alias row states; its digest is that of the subject's row."""
    stated = {str(fact.value): fact for fact in given if fact.property == "alias"}
    number = len(stated)
    groups: dict[str, list[str]] = {}
    for group, names in subject.names.items():
        for name in names:
            if name not in stated:
                groups.setdefault(name, []).append(group)
    for name, used_in in groups.items():
        number += 1
        yield Fact(
            id=f"{subject.entity.id}#alias.{number}",
            subject=subject.entity.id,
            property="alias",
            value=name,
            qualifiers=(("names", ", ".join(used_in)),),
            sources=(context.sources[_NAMES_SOURCE],),
            confidence="low",
            as_of=as_of,
            licence=_OWN_LICENCE,
            edition=context.edition,
            digest=digest,
        )


def _names(subjects: Mapping[str, Subject]) -> dict[str, tuple[Entity, ...]]:
    """Key to entities: subjects with figures first, then those that list the name early, then by id."""
    found: dict[str, dict[str, tuple[int, int, Entity]]] = {}
    for subject in subjects.values():
        spellings = [(rank, name) for names in subject.names.values() for rank, name in enumerate(names)]
        for rank, name in [(0, subject.entity.label), *spellings]:
            if key := alias_key(name):
                entry = (0 if subject.figures else 1, rank, subject.entity)
                found.setdefault(key, {}).setdefault(subject.entity.id, entry)
    table: dict[str, tuple[Entity, ...]] = {}
    for key, entries in found.items():
        ranked = [e for _, _, e in sorted(entries.values(), key=lambda t: (t[0], t[1], t[2].id))]
        ids = tuple(e.id for e in ranked)
        table[key] = tuple(
            e if len(ids) == 1 else replace(e, alternatives=tuple(i for i in ids if i != e.id)) for e in ranked
        )
    return table


# --- files -------------------------------------------------------------------------------------------------------


def _inside(folder: Path, name: str) -> Path:
    """The file `name` in the folder.  Raises RecordError when it leads outside."""
    pure = PurePosixPath(name)
    path = folder / pure
    outside = pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name
    if outside or not path.resolve().is_relative_to(folder.resolve()):
        raise RecordError(f"{_MANIFEST}: the path {name!r} leads outside the folder. Keep every file inside it.")
    return path


def _read_toml(folder: Path, name: str) -> dict[str, Any]:
    path = _inside(folder, name)
    try:
        with path.open("rb") as handle:
            raw = handle.read(_MAX_TOML + 1)
        if len(raw) > _MAX_TOML:
            raise RecordError(f"{name} is larger than {_MAX_TOML:,} bytes. Split the record into several folders.")
        return tomllib.loads(raw.decode("utf-8"))
    except FileNotFoundError as error:
        raise RecordError(f"{name} is missing from {folder.name or folder}. A record folder needs it.") from error
    except OSError as error:
        raise RecordError(f"{name} cannot be read: {error.strerror}. Check the file and its permissions.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise RecordError(f"{name} is not valid TOML: {error}. Mend it there.") from error


def _read_rows(folder: Path, table: Mapping[str, str]) -> Iterator[tuple[Place, dict[str, Any]]]:
    for name, digest in table.items():
        path = _inside(folder, name)
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
        for key, entry in _read_toml(folder, name).items():
            try:
                source = Source(
                    key=key,
                    title=str(entry["title"]),
                    url=entry.get("url") or None,
                    tier=str(entry["tier"]),
                    terms=str(entry["terms"]),
                    date=entry.get("date"),
                )
            except (KeyError, TypeError, AttributeError) as error:
                raise RecordError(f"{name}, source {key!r}: needs title, tier and terms. Add them.") from error
            if source.tier not in ("A", "B", "C"):
                raise RecordError(f"{name}, source {key!r}: the tier is {source.tier!r}. Use A, B or C.")
            if source.url is not None and not source.url.startswith(("https://", "http://")):
                raise RecordError(f"{name}, source {key!r}: the link must begin with https:// or http://.")
            if source.title.startswith(("=", "+", "@", "\t")) or not source.title.isprintable():
                raise RecordError(f"{name}, source {key!r}: the title holds what a spreadsheet or terminal would run.")
            sources[key] = source
    return sources


def _bytes_of(folder: Path, name: str) -> bytes:
    try:
        with _inside(folder, name).open("rb") as handle:
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


@dataclass(frozen=True, slots=True)
class _Counts:
    subjects: int
    facts: int
    transfers: int
    sources: int


def _hold_expectations(
    manifest: Mapping[str, Any],
    record: Record,
    subject_rows: list[tuple[Place, dict[str, Any]]],
    fact_rows: list[tuple[Place, dict[str, Any]]],
) -> None:
    transfers = sum(row["property"] in ("transfer", "stock_claim") for _, row in fact_rows)
    counts = _Counts(len(subject_rows), len(fact_rows), transfers, len(record._sources))
    for name, least in manifest.get("expect", {}).get("min", {}).items():
        found = getattr(counts, name, None)
        if found is None:
            raise RecordError(f"{_MANIFEST}: expect.min.{name} is unknown. Known: subjects, facts, transfers, sources.")
        if found < least:
            raise RecordError(f"{_MANIFEST}: expects at least {least} {name}, found {found}. Is a file cut off?")
