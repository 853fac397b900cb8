"""What the commands that read reports share: the map of JSON fields, and the clock of what is fetched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import click

from onrecord.errors import ReadError
from onrecord.read.fetch import Fetched, fetch
from onrecord.read.jsonl import parse_fields


def _take_fields(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> dict[str, tuple[str, ...]] | None:
    try:
        return None if value is None else parse_fields(value)
    except ReadError as error:
        raise click.BadParameter(str(error)) from error


fields_option: Callable[[Any], Any] = click.option(
    "--fields",
    metavar="MAP",
    callback=_take_fields,
    help="Where lines of JSON hold what: text=body,title=headline,published=meta.date.",
)


def fetch_now(
    url: str, *, headers: Mapping[str, str] | None = None, permit: Callable[[str], None] | None = None
) -> Fetched:
    """Fetch an address the user gave, and note the time."""
    return fetch(url, headers=headers, permit=permit, fetched_at=datetime.now(UTC).isoformat(timespec="seconds"))
