"""The options that say which record a command reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from onrecord.record import Record, load_record

edition_option = click.option("--edition", metavar="NAME", help="Edition to read; the newest when left out.")
record_option = click.option(
    "--record",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A record of your own to read beside the edition; may be given again.",
)


def open_record(edition: str | None, folders: Sequence[Path] = ()) -> Record:
    """The edition with the user's folders beside it.  Raises UnknownEdition or RecordError."""
    record = load_record(edition)
    if not folders:
        return record
    from onrecord.record.own import combine

    return combine(record, folders)
