"""A gathered import to a record folder: whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
from pathlib import Path

from onrecord.errors import RecordError
from onrecord.model import Source
from onrecord.record.edition import Record
from onrecord.record.importers.collect import Collector, encode_row
from onrecord.record.importers.values import ImportReport
from onrecord.record.load import load_folder

_MANIFEST = "manifest.toml"


def write_folder(into: Path, collected: Collector, report: ImportReport, base: Record, *, replace: bool) -> None:
    """Write the folder beside its place, load it once to be sure, and only then move it there.  Raises RecordError.

    A program that is ended in between leaves the old folder or the new one, never a mixture: an old one that had been
    put aside is put back by the next import.
    """
    check_place(into, replace=replace)
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{into.name[:60]}.", suffix=".tmp", dir=into.parent))
    except OSError as error:
        raise RecordError(f"{into} cannot be written: {error.strerror}. Choose another folder.") from error
    try:
        for name, data in _files(collected, report).items():
            _write(draft / name, data)
        load_folder(draft, base)
        draft.chmod(0o755)
        if into.is_dir():
            os.replace(into, _aside(into))
        os.replace(draft, into)
        shutil.rmtree(_aside(into), ignore_errors=True)
    except OSError as error:
        raise RecordError(f"{into} cannot be written: {error.strerror}. Choose another folder.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def check_place(into: Path, *, replace: bool) -> None:
    """Raise RecordError unless the folder is new or empty, or holds an import and may be replaced."""
    _put_back(into)
    if into.exists() and not into.is_dir():
        raise RecordError(f"{into} is a file. Name a folder.")
    if into.is_dir() and any(into.iterdir()):
        if not replace:
            raise RecordError(f"{into} is not empty. Name a new folder, or give --replace to write it anew.")
        if not (into / "import.json").is_file():
            raise RecordError(f"{into} was not made by an import, so it is not replaced. Name another folder.")


def _aside(into: Path) -> Path:
    """Where the old folder waits while the new one takes its place."""
    return into.with_name(f".{into.name[:60]}.old")


def _put_back(into: Path) -> None:
    """What an import that was ended between two moves had put aside, or not yet removed."""
    aside = _aside(into)
    try:
        if aside.is_dir() and not into.exists():
            os.replace(aside, into)
        elif aside.is_dir() and (into / "import.json").is_file():
            shutil.rmtree(aside)
    except OSError as error:
        raise RecordError(f"{aside} cannot be moved: {error.strerror}. Move it to {into.name} yourself.") from error


def _write(path: Path, data: bytes) -> None:
    """The bytes on the disk, not only on their way to it."""
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _files(collected: Collector, report: ImportReport) -> dict[str, bytes]:
    sources = "\n".join(_source(source) for source in collected.sources.values()).encode()
    subjects = b"".join(encode_row(collected.subjects[key]) for key in sorted(collected.subjects))
    facts = b"".join(encode_row(row) for row in collected.dated_facts())
    data = {"sources.toml": sources, "subjects.jsonl": subjects, "facts.jsonl": facts}
    manifest = _manifest(collected, {name: hashlib.sha256(raw).hexdigest() for name, raw in data.items()})
    text = json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n"
    return data | {_MANIFEST: manifest.encode(), "import.json": text.encode(), "refused.csv": _refused(report)}


def _manifest(collected: Collector, digests: dict[str, str]) -> str:
    spec, licence = collected.options, collected.licence
    lines = [
        f"edition = {_text(spec.name)}",
        f"as_of = {_text(collected.as_of or '')}",
        f"title = {_text(spec.title or collected.sources[f'{spec.name}-{collected.main}'].title)}",
        "",
        f"[licences.{_text(licence.name)}]",
        f"republish = {'true' if licence.republish else 'false'}",
        f"statement = {_text(licence.statement)}",
        "",
        "[expect.min]",
        f"subjects = {len(collected.subjects)}",
        f"facts = {len(collected.facts)}",
    ]
    for group in ("sources", "subjects", "facts"):
        name = "sources.toml" if group == "sources" else f"{group}.jsonl"
        lines += ["", f"[files.{group}]", f'"{name}" = "sha256:{digests[name]}"']
    return "\n".join(lines) + "\n"


def _source(source: Source) -> str:
    lines = [f"[{_text(source.key)}]", f"title = {_text(source.title)}"]
    if source.url:
        lines.append(f"url = {_text(source.url)}")
    lines += [f"tier = {_text(source.tier)}", f"terms = {_text(source.terms)}"]
    if source.date:
        lines.append(f"date = {_text(source.date)}")
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _refused(report: ImportReport) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("line", "reason", "detail"))
    for refusal in report.refusals:
        detail = refusal.detail
        writer.writerow((refusal.line, refusal.reason, f"'{detail}" if detail[:1] in ("=", "+", "-", "@") else detail))
    if more := report.refused - len(report.refusals):
        writer.writerow(("", "not asked for", f"and {more} rows more"))
    return out.getvalue().encode("utf-8", errors="replace")
