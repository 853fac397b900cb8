"""Reading downloaded files within limits: no line and no document is taken in whole beyond them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from onrecord.errors import RecordError

MAX_LINE = 1_000_000  # bytes
MAX_JSON = 256_000_000  # bytes of a JSON document that must be read whole


def iter_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines with their ends; what is not UTF-8 is read as Windows-1252.  Raises RecordError."""
    hold_file(path)
    try:
        with path.open("rb") as handle:
            number = 0
            while raw := handle.readline(MAX_LINE + 1):
                number += 1
                if len(raw) > MAX_LINE:
                    raise RecordError(
                        f"{path.name}, line {number}: longer than {MAX_LINE:,} bytes, so this is no table of rows. "
                        "Export the file again."
                    )
                yield number, _decode(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)
    except OSError as error:
        raise RecordError(f"{path.name} cannot be read: {error.strerror}. Check the path.") from error


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def iter_csv(
    path: Path, delimiter: str = ",", *, skip: int = 0, quoting: int = csv.QUOTE_MINIMAL
) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV file after `skip` lines, each with the number of the line it begins on.  Raises RecordError."""
    lines = (line for number, line in iter_lines(path) if number > skip)
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    while True:
        begins = skip + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RecordError(f"{path.name}, line {begins}: {error}. Is a quotation mark left open there?") from error
        yield begins, row


def read_json(path: Path) -> Any:
    """A JSON document; numbers with a fraction become Decimal.  Raises RecordError."""
    return parse_json(read_bytes(path, MAX_JSON).removeprefix(b"\xef\xbb\xbf"), path.name)


def read_bytes(path: Path, most: int) -> bytes:
    """A whole file, of which no byte is read when it is too large.  Raises RecordError."""
    hold_file(path)
    try:
        with path.open("rb") as handle:
            size = os.fstat(handle.fileno()).st_size
            raw = handle.read(most + 1) if size <= most else b""
    except OSError as error:
        raise RecordError(f"{path.name} cannot be read: {error.strerror}. Check the path.") from error
    if size > most or len(raw) > most:
        raise RecordError(f"{path.name} is larger than {most:,} bytes. Split it, or ask for less at once.")
    return raw


def hold_file(path: Path) -> None:
    """Raise RecordError for a pipe or device, which may have no end, and for a folder."""
    if path.exists() and not path.is_file():
        raise RecordError(f"{path.name} is no file. Save what it gives to a file first.")


def parse_json(raw: bytes | str, name: str) -> Any:
    """JSON with finite numbers only.  Raises RecordError that begins with `name`."""

    def no_constants(word: str) -> NoReturn:
        raise RecordError(f"{name}: {word} is not a number. Export the file again.")

    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
        return json.loads(text, parse_float=Decimal, parse_constant=no_constants)
    except UnicodeDecodeError as error:
        raise RecordError(f"{name}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        raise RecordError(f"{name}: not valid JSON at line {error.lineno} ({error.msg}). Export it again.") from error
    except RecursionError as error:
        raise RecordError(f"{name}: brackets nested too deeply for a table. Is this the right file?") from error
    except (ValueError, InvalidOperation) as error:
        raise RecordError(f"{name}: a number with too many digits. Is this the right file?") from error


def digest_of(path: Path) -> str:
    """`sha256:<hex>` of the file.  Raises RecordError."""
    whole = hashlib.sha256()
    try:
        with path.open("rb") as handle:
            while block := handle.read(1_048_576):
                whole.update(block)
    except OSError as error:
        raise RecordError(f"{path.name} cannot be read: {error.strerror}. Check the path.") from error
    return f"sha256:{whole.hexdigest()}"
