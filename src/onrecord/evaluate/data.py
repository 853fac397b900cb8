"""The data files of a benchmark folder: which there are, what each holds, told by content and not by file name."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import MissingInput, ReadError

Record = Mapping[str, Any]

# Folder name → the field that holds the labels, and what the scorer reads from a prediction.
LABELS: Mapping[str, str] = {
    "attribution": "attributions",
    "claims": "claims",
    "entities": "entities",
    "numeric-nli": "label",
    "places": "places",
    "quantity": "quantities",
    "syndication": "cluster",
}
_LANGUAGE = re.compile(r"rec(?:ognizers)?-([a-z]{2})-")
_QUANTITY_ID = re.compile(r"(?:rec-[a-z]{2}-(number|range|unit)|(newsquant|quantulum))-")


@dataclass(frozen=True, slots=True)
class DataFile:
    """One data file.  `profile` names what it measures ("quantity.number"); `digest` is of the file's bytes."""

    benchmark: str
    path: Path
    profile: str
    language: str
    labelled: bool
    digest: str
    edits: Path | None = None

    @property
    def name(self) -> str:
        """`attribution/dev`: the folder and the file without its endings."""
        return f"{self.benchmark}/{stem_of(self.path)}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not measured, and why."""

    name: str
    reason: str


def stem_of(path: Path) -> str:
    """File name without `.jsonl` or `.jsonl.gz`."""
    return path.name.removesuffix(".gz").removesuffix(".jsonl")


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, gzipped or not.  Raises ReadError with the line that cannot be read."""
    number = 1
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    record = json.loads(line)
                    if not isinstance(record, dict):
                        raise ValueError("not a JSON object")
                    yield record
                number += 1
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ReadError(f"{path.name}, line {number}: {error}. Mend the file, or leave it out.") from error


def find_data(
    folder: Path, *, only: Collection[str] = (), unlabelled: bool = False
) -> tuple[tuple[DataFile, ...], tuple[Skipped, ...]]:
    """The data files below `folder`, in order of name, and those left out with the reason.

    `only` takes benchmark names ("claims") and file names ("attribution/train").  Training files are left out unless
    named, files without labels unless `unlabelled`.  Raises MissingInput when there is no such folder.
    """
    if not folder.is_dir():
        raise MissingInput(f"There is no folder {folder}. Name the one that holds the benchmarks with --data FOLDER.")
    found: list[DataFile] = []
    skipped: list[Skipped] = []
    for benchmark in sorted(LABELS):
        paths = [*(folder / benchmark).glob("*.jsonl"), *(folder / benchmark).glob("*.jsonl.gz")]
        for path in sorted(paths):
            name = f"{benchmark}/{stem_of(path)}"
            if only and benchmark not in only and name not in only:
                continue
            if stem_of(path).endswith((".edits", ".pred")):
                continue
            if path.name.startswith("train") and name not in only:
                skipped.append(Skipped(name, f"training data; measured when named: --only {name}"))
                continue
            data = describe_file(path, benchmark)
            if isinstance(data, Skipped):
                skipped.append(data)
            elif data.labelled or unlabelled:
                found.append(data)
            else:
                skipped.append(Skipped(name, "no labels, nothing to score; predicted with --predictions"))
    return tuple(found), tuple(skipped)


def describe_file(path: Path, benchmark: str) -> DataFile | Skipped:
    """What a file holds, by its first record."""
    name = f"{benchmark}/{stem_of(path)}"
    try:
        first = next(read_records(path), None)
    except ReadError as error:
        return Skipped(name, str(error))
    if first is None:
        return Skipped(name, "empty")
    if "id" not in first or not ({"text", "premise"} & first.keys()):
        return Skipped(name, "records without id and text")
    edits = next(
        (p for p in (path.with_name(stem_of(path) + ".edits.jsonl" + gz) for gz in (".gz", "")) if p.is_file()), None
    )
    return DataFile(
        benchmark=benchmark,
        path=path,
        profile=profile_of(first, benchmark),
        language=language_of(first, path),
        labelled=LABELS[benchmark] in first,
        digest="sha256:" + hashlib.sha256(path.read_bytes()).hexdigest(),
        edits=edits,
    )


def profile_of(record: Record, benchmark: str) -> str:
    """What a record of this shape measures: the benchmark, and the set within it where several annotate differently."""
    if benchmark == "quantity":
        match = _QUANTITY_ID.match(str(record["id"]))
        return f"quantity.{match[1] or match[2]}" if match else "quantity"
    if benchmark == "numeric-nli":
        return f"numeric-nli.{str(record['id']).partition('-')[0]}"
    if benchmark == "entities":
        known = next(
            (
                name
                for name, field in (("re3d", "relations"), ("plover", "mode"), ("muc4", "events"))
                if field in record
            ),
            "",
        )
        return f"entities.{known}".rstrip(".")
    if benchmark == "places":
        if "other" in record or any("type" in place for place in record.get("places", ())):
            return "places.gwn"
        return "places.lgl" if str(record["id"]).isdigit() else "places"
    return benchmark


def language_of(record: Record, path: Path) -> str:
    """Language of a record: its field, else the code in a specification's id or file name, else English."""
    if record.get("language"):
        return str(record["language"])
    match = _LANGUAGE.match(str(record["id"])) or _LANGUAGE.match(stem_of(path))
    return match[1] if match else "en"
