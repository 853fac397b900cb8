"""What a command is given: files, folders, addresses, standard input, and the files that hold several reports.

All in a fixed order, each read or named as failed.  What is inside a file is found first and loaded when it is read, so
that an archive of any size takes no more memory than one of its reports.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from onrecord import lexicon
from onrecord.errors import MissingInput, OnRecordError
from onrecord.model import Report
from onrecord.read.about import About
from onrecord.read.containers import Fields, Input, Part, ReadFailure, expand, kind_of, load_part
from onrecord.read.fetch import Fetched, fetch
from onrecord.read.fetch.url import is_url
from onrecord.read.limits import load_limits
from onrecord.read.report import media_type_of, read_bytes, read_report

STANDARD_INPUT = "standard input"
Fetch = Callable[[str], Fetched]

__all__ = [
    "STANDARD_INPUT",
    "About",
    "Input",
    "Part",
    "ReadFailure",
    "list_inputs",
    "load_input",
    "read_input",
    "read_inputs",
]


def list_inputs(
    arguments: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    fields: Fields | None = None,
    fetch: Fetch = fetch,
) -> Iterator[Input | ReadFailure]:
    """The reports behind the arguments: a file is itself, a folder its reports (recursive, sorted), `-` standard input,
    an address what it holds.  Feeds, JSON lines, WARC files and archives are taken apart.

    A file that is met twice is given once.  `fields` says where lines of JSON hold what.  `fetch` is called for
    addresses and for nothing else.
    """
    seen: set[Path] = set()
    for argument in arguments:
        if str(argument) == "-":
            yield from _list_stdin(stdin, fields)
            continue
        if isinstance(argument, str) and is_url(argument):
            yield from fetch_inputs(argument, fields=fields, fetch=fetch)
            continue
        path = Path(argument)
        if not path.is_dir():
            if (key := path.absolute()) not in seen:
                seen.add(key)
                yield from expand(str(argument), path, fields=fields)
            continue
        files = [file for file in _walk(path) if file.absolute() not in seen]
        seen.update(file.absolute() for file in files)
        if not files:
            suffixes = " ".join(sorted(_suffixes()))
            error = MissingInput(f"The folder {argument} holds no reports. Their files end in one of: {suffixes}.")
            yield ReadFailure(str(argument), error)
        for file in files:
            yield from expand(file.as_posix(), file, fields=fields)


def fetch_inputs(url: str, *, fields: Fields | None = None, fetch: Fetch = fetch) -> Iterator[Input | ReadFailure]:
    """What an address holds: a page or text is one report, a feed or archive its reports."""
    try:
        fetched = fetch(url)
    except OnRecordError as error:
        yield ReadFailure(url, error)
        return
    yield from expand_fetched(url, fetched, fields=fields)


def expand_fetched(label: str, fetched: Fetched, *, fields: Fields | None = None) -> Iterator[Input | ReadFailure]:
    notes = [f"Fetched {fetched.fetched_at}."] if fetched.fetched_at else []
    if fetched.final_url != fetched.url:
        notes.append(f"Fetched from {fetched.final_url}, where {fetched.url} leads.")
    return expand(
        label,
        fetched.content,
        fields=fields,
        name=fetched.final_url.partition("?")[0],
        media_type=fetched.media_type,
        encoding=fetched.charset,
        about=About(url=fetched.final_url, notes=tuple(notes)),
    )


def read_inputs(
    arguments: Iterable[str | Path],
    *,
    language: str | None = None,
    url: str | None = None,
    published: str | None = None,
    stdin: BinaryIO | None = None,
    fields: Fields | None = None,
    fetch: Fetch = fetch,
) -> Iterator[Report | ReadFailure]:
    """Read what the arguments name, one after the other; an input that cannot be read does not stop the others."""
    for given in list_inputs(arguments, stdin=stdin, fields=fields, fetch=fetch):
        if isinstance(given, ReadFailure):
            yield given
            continue
        yield read_input(given, language=language, url=url, published=published)


def read_input(
    given: Input, *, language: str | None = None, url: str | None = None, published: str | None = None
) -> Report | ReadFailure:
    try:
        content = load_input(given) if isinstance(given.source, Part) else given.source
        return read_report(
            content,
            label=given.label,
            media_type=given.media_type,
            language=language,
            url=url,
            published=published,
            encoding=given.encoding,
            about=given.about,
        )
    except OnRecordError as error:
        return ReadFailure(given.label, error)


def load_input(given: Input) -> bytes:
    """The bytes a report is read from, whose digest it has.  Raises ReadError."""
    if isinstance(given.source, bytes):
        return given.source
    if isinstance(given.source, Part):
        return load_part(given.source, label=given.label)
    return read_bytes(given.source, media_type=given.media_type or media_type_of(given.source))


def _walk(folder: Path) -> list[Path]:
    """The reports in a folder and the folders in it, by name; hidden ones and descriptions of the folder left out."""
    skipped = lexicon.load("reading")["folder"]["skipped"]
    found = [
        path
        for path in folder.rglob("*")
        if (media_type_of(path) is not None or kind_of(path.name) is not None)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.stem.lower() not in skipped
        and path.is_file()
    ]
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def _suffixes() -> frozenset[str]:
    table = lexicon.load("reading")
    return frozenset(key for name in ("media_types", "containers") for key in table[name] if key.startswith("."))


def _list_stdin(stdin: BinaryIO | None, fields: Fields | None) -> Iterator[Input | ReadFailure]:
    # One byte over the limit is enough to see that there is too much.
    data = (stdin or sys.stdin.buffer).read(load_limits().bytes + 1)
    name = "lines.jsonl" if fields else ""
    return expand(STANDARD_INPUT, data, fields=fields, name=name)
