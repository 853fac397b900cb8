"""Records that users keep beside ours: a folder of CSV and TOML they write by hand, or one an import made."""

from __future__ import annotations

import csv
import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from onrecord import lexicon
from onrecord.errors import RecordError
from onrecord.model import EntityKind
from onrecord.record.assemble import Parts, Row, build_record
from onrecord.record.edition import Licence, Record
from onrecord.record.load import inside, parse_source, read_parts, read_toml
from onrecord.record.rows import MAX_LINE, Place

_HEAD = "record.toml"
_MANIFEST = "manifest.toml"
_HEAD_KEYS = ("name", "title", "as_of", "licence", "licences", "sources", "subjects", "facts", "files")
_NUMBERS = ("number", "count", "year")
_EQUIPMENT = f"{EntityKind.EQUIPMENT.value}/"


def load_own(path: Path, base: Record | None = None) -> Record:
    """A user's record beside `base`.  All or nothing; raises RecordError naming file and line."""
    return build_record(read_own(path), base)


def combine(base: Record, folders: Sequence[Path]) -> Record:
    """The record with the user's folders beside it, in their order.

    Rows keep the edition they come from; the whole is named after all of them ("2026-11+desk-1"), and its digest
    covers all.  What the base says of its completeness stays.  Raises RecordError.
    """
    record, names, digests = base, [base.edition], [base.digest]
    for folder in folders:
        parts = read_own(folder)
        if parts.edition in names:
            raise RecordError(f"{folder}: there is a record named {parts.edition!r} already. Give each its own name.")
        record = build_record(parts, record)
        names.append(parts.edition)
        digests.append(parts.digest)
    if record is base:
        return base
    whole = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    title = f"{base.title}, with {', '.join(names[1:])}"
    return replace(record, edition="+".join(names), as_of=base.as_of, title=title, digest=f"sha256:{whole}")


def read_own(path: Path) -> Parts:
    """The rows of a folder with a manifest, of one with a record.toml, or of one .toml file.  Raises RecordError."""
    if path.is_dir():
        return read_parts(path) if (path / _MANIFEST).exists() else _read_forms(path, _HEAD)
    if path.suffix == ".toml":
        return _read_forms(path.parent, path.name)
    raise RecordError(f"{path} is no record folder. Name a folder with {_MANIFEST} or {_HEAD}, or a .toml file.")


# --- the forms people write by hand ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Defaults:
    name: str
    licence: str


def _read_forms(folder: Path, head_name: str) -> Parts:
    head = read_toml(folder, head_name)
    if unknown := sorted(set(head) - set(_HEAD_KEYS)):
        raise RecordError(f"{head_name}: unknown key {unknown[0]!r}. Known keys: {', '.join(_HEAD_KEYS)}.")
    name, title, as_of = (_needed(head, key, head_name) for key in ("name", "title", "as_of"))
    own = _Defaults(name, str(head.get("licence") or ""))
    counter: Counter[tuple[str, str]] = Counter()
    # A single file stands for itself; the tables of its folder belong to record.toml.
    tables = _tables(folder, head, head_name) if head_name == _HEAD else {"subjects": (), "facts": ()}
    subjects = [*_entries(folder, head, head_name, "subjects")]
    facts = [(place, _fact(row, place, own, counter)) for place, row in _entries(folder, head, head_name, "facts")]
    for file in tables["subjects"]:
        subjects += [(place, _subject_cells(row, place)) for place, row in _csv_rows(folder, file, "subjects")]
    for file in tables["facts"]:
        for place, row in _csv_rows(folder, file, "facts"):
            facts.append((place, _fact(_fact_cells(row, place), place, own, counter)))
    return Parts(
        edition=name,
        title=title,
        as_of=as_of,
        digest=_digest(folder, [head_name, *tables["subjects"], *tables["facts"]]),
        sources={key: parse_source(key, entry, head_name) for key, entry in _table(head, "sources", head_name).items()},
        licences=_licences(head, head_name),
        subjects=[(place, _plain(row)) for place, row in subjects],
        facts=[(place, _plain(row)) for place, row in facts],
        manifest=head_name,
    )


def _needed(head: Mapping[str, Any], key: str, file: str) -> str:
    value = head.get(key)
    value = value.isoformat() if isinstance(value, datetime.date) else value
    if not isinstance(value, str) or not value or not value.isprintable():
        raise RecordError(f"{file}: `{key}` is missing, or no plain text. Add it at the top of the file.")
    return value


def _table(head: Mapping[str, Any], key: str, file: str) -> dict[str, Any]:
    table = head.get(key, {})
    if not isinstance(table, dict):
        raise RecordError(f"{file}: [{key}] must be a table.")
    return table


def _licences(head: Mapping[str, Any], file: str) -> dict[str, Licence]:
    found: dict[str, Licence] = {}
    for name, entry in _table(head, "licences", file).items():
        if not isinstance(entry, dict) or not isinstance(entry.get("republish"), bool) or not entry.get("statement"):
            raise RecordError(f"{file}: [licences.{name}] needs republish (true or false) and statement. Add them.")
        found[name] = Licence(name, entry["republish"], str(entry["statement"]))
    return found


def _tables(folder: Path, head: Mapping[str, Any], file: str) -> dict[str, tuple[str, ...]]:
    """The CSV files of each sort: those named under [files], else the usual ones that are there."""
    given = _table(head, "files", file)
    found: dict[str, tuple[str, ...]] = {}
    for sort in ("subjects", "facts"):
        names = given.get(sort)
        if names is None:
            found[sort] = (f"{sort}.csv",) if (folder / f"{sort}.csv").exists() else ()
        elif isinstance(names, list) and all(isinstance(name, str) for name in names):
            found[sort] = tuple(names)
        else:
            raise RecordError(f'{file}: [files] {sort} must be a list of file names, such as ["{sort}.csv"].')
    return found


def _entries(folder: Path, head: Mapping[str, Any], file: str, sort: str) -> Iterator[Row]:
    """The [[subjects]] or [[facts]] of a TOML file, with the lines they begin on."""
    entries = head.get(sort, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RecordError(f"{file}: write every entry of {sort} under a heading [[{sort}]].")
    text = inside(folder, file).read_text(encoding="utf-8") if entries else ""
    lines = [n for n, line in enumerate(text.split("\n"), 1) if line.strip().replace(" ", "") == f"[[{sort}]]"]
    # Entries may also stand in one inline list, or a heading in a text: then the file's first line must do.
    starts = lines if len(lines) == len(entries) else [1] * len(entries)
    for line, entry in zip(starts, entries, strict=True):
        yield Place(file, line), dict(entry)


def _csv_rows(folder: Path, file: str, sort: str) -> Iterator[tuple[Place, dict[str, str]]]:
    """Rows of a table with their lines; cells by column.  No line is read beyond the limit."""
    path, form = inside(folder, file, said_in=_HEAD), lexicon.load("record/forms")["columns"]
    known = [*form[sort], *(form["qualifiers"] if sort == "facts" else ())]
    names: list[str] = []
    reader = csv.reader(_lines(path, file), strict=True)
    while True:
        place = Place(file, reader.line_num + 1)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place.refuse(f"no valid CSV ({error}). Is a quotation mark left open, or text after one?")
        if not any(cell.strip() for cell in cells):
            continue
        if not names:
            names = [cell.strip() for cell in cells]
            for name in names:
                if name not in known:
                    place.refuse(f"unknown column {name!r}. Known: {', '.join(known)}.")
            if len(set(names)) != len(names):
                place.refuse("a column stands twice. Keep one of them.")
            continue
        if len(cells) != len(names):
            place.refuse(f"{len(cells)} cells, but the first line names {len(names)} columns. Quote cells with commas.")
        yield place, {name: cell.strip() for name, cell in zip(names, cells, strict=True) if cell.strip()}


def _lines(path: Path, file: str) -> Iterator[str]:
    try:
        with path.open("rb") as handle:
            number = 0
            while raw := handle.readline(MAX_LINE + 2):
                number += 1
                if len(raw) > MAX_LINE:
                    Place(file, number).refuse(f"the line is longer than {MAX_LINE:,} bytes. One row, one line.")
                try:
                    yield (raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw).decode("utf-8")
                except UnicodeDecodeError as error:
                    Place(file, number).refuse(f"not UTF-8 at byte {error.start}. Save the file as UTF-8.")
    except OSError as error:
        raise RecordError(f"{file} cannot be read: {error.strerror}. Check the name in {_HEAD}.") from error


def _subject_cells(cells: Mapping[str, str], place: Place) -> dict[str, Any]:
    names = [one.strip() for one in cells.get("names", "").split(_separator())]
    row: dict[str, Any] = {key: value for key, value in cells.items() if key not in ("names", "language")}
    row["names"] = {cells.get("language", "en"): [name for name in names if name]}
    return row


def _fact_cells(cells: Mapping[str, str], place: Place) -> dict[str, Any]:
    form = lexicon.load("record/forms")["columns"]
    row: dict[str, Any] = {key: value for key, value in cells.items() if key in form["facts"]}
    row["sources"] = [one.strip() for one in cells.get("sources", "").split(_separator()) if one.strip()]
    if given := {key: value for key, value in cells.items() if key in form["qualifiers"]}:
        row["qualifiers"] = given
    kind = lexicon.load("record/properties").get(row.get("property", ""), {}).get("kind")
    if kind in _NUMBERS and "value" in row:
        row["value"] = _number(row["value"], place)
    return row


def _number(text: str, place: Place) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not text.isascii():
        place.refuse(f"the value {text[:40]!r} is not a number. Write digits with a point and no commas: 1200.5")
    return number


def _fact(row: dict[str, Any], place: Place, own: _Defaults, counter: Counter[tuple[str, str]]) -> dict[str, Any]:
    """The row with its id, its subject in full and the folder's licence, where it leaves them out."""
    subject, name = row.get("subject"), row.get("property")
    if isinstance(subject, str) and subject and "/" not in subject:
        row["subject"] = subject = f"{_EQUIPMENT}{subject}"
    counter[str(subject), str(name)] += 1
    row.setdefault("id", f"{subject}#{name}.{own.name}-{counter[str(subject), str(name)]}")
    if own.licence:
        row.setdefault("licence", own.licence)
    return row


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Dates as text, and numbers of qualifiers as text: TOML has types for them."""
    plain = {key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in row.items()}
    if isinstance(given := plain.get("qualifiers"), dict):
        plain["qualifiers"] = {
            key: str(value)
            if isinstance(value, int | Decimal | datetime.date) and not isinstance(value, bool)
            else value
            for key, value in given.items()
        }
    return plain


def _separator() -> str:
    return str(lexicon.load("record/forms")["columns"]["separator"])


def _digest(folder: Path, names: Sequence[str]) -> str:
    """Over the files as they stand, in order."""
    whole = hashlib.sha256()
    for name in names:
        whole.update(f"{name} {hashlib.sha256(inside(folder, name).read_bytes()).hexdigest()}\n".encode())
    return f"sha256:{whole.hexdigest()}"
