"""What `onrecord check` is given: files, folders and standard input, in a fixed order, each read or named as failed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord import lexicon
from onrecord.errors import MissingInput, OnRecordError
from onrecord.model import Report
from onrecord.read.limits import load_limits
from onrecord.read.report import media_type_of, read_report

STANDARD_INPUT = "standard input"


@dataclass(frozen=True, slots=True)
class Input:
    """One report to be read: a file, or the bytes standard input held."""

    label: str
    source: Path | bytes


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that gave no report, and why."""

    label: str
    error: OnRecordError


def list_inputs(arguments: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Input | ReadFailure]:
    """The files behind the arguments: a file is itself, a folder its reports (recursive, sorted), `-` standard input.

    A file that is met twice is given once.
    """
    seen: set[Path] = set()
    for argument in arguments:
        if str(argument) == "-":
            yield _read_stdin(stdin)
            continue
        path = Path(argument)
        if not path.is_dir():
            if (key := path.absolute()) not in seen:
                seen.add(key)
                yield Input(str(argument), path)
            continue
        files = [file for file in _walk(path) if file.absolute() not in seen]
        seen.update(file.absolute() for file in files)
        if not files:
            suffixes = " ".join(sorted(_suffixes()))
            error = MissingInput(f"The folder {argument} holds no reports. Their files end in one of: {suffixes}.")
            yield ReadFailure(str(argument), error)
        yield from (Input(file.as_posix(), file) for file in files)


def read_inputs(
    arguments: Iterable[str | Path],
    *,
    language: str | None = None,
    url: str | None = None,
    published: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | ReadFailure]:
    """Read what the arguments name, one after the other; an input that cannot be read does not stop the others."""
    for given in list_inputs(arguments, stdin=stdin):
        if isinstance(given, ReadFailure):
            yield given
            continue
        yield read_input(given, language=language, url=url, published=published)


def read_input(
    given: Input, *, language: str | None = None, url: str | None = None, published: str | None = None
) -> Report | ReadFailure:
    try:
        return read_report(given.source, label=given.label, language=language, url=url, published=published)
    except OnRecordError as error:
        return ReadFailure(given.label, error)


def _walk(folder: Path) -> list[Path]:
    """The reports in a folder and the folders in it, by name; hidden ones and descriptions of the folder left out."""
    skipped = lexicon.load("reading")["folder"]["skipped"]
    found = [
        path
        for path in folder.rglob("*")
        if media_type_of(path) is not None
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.stem.lower() not in skipped
        and path.is_file()
    ]
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def _suffixes() -> frozenset[str]:
    return frozenset(key for key in lexicon.load("reading")["media_types"] if key.startswith("."))


def _read_stdin(stdin: BinaryIO | None) -> Input:
    # One byte over the limit is enough to see that there is too much.
    return Input(STANDARD_INPUT, (stdin or sys.stdin.buffer).read(load_limits().bytes + 1))
