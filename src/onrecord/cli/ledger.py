"""What the commands over the ledger share: the option, the clock, and who decides."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from onrecord.store.connect import VARIABLE

_WHO = "ONRECORD_WHO"

ledger_option: Callable[[Any], Any] = click.option(
    "--ledger",
    metavar="PATH|URL",
    help=f"File or postgresql:// address.  [default: ${VARIABLE}, else ./onrecord.db]",
)


def now() -> str:
    """The time, for what is written into the ledger: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def who_decides(given: str | None) -> str:
    """The person a decision is by: as given, as ONRECORD_WHO says, else the user of the machine."""
    if given or os.environ.get(_WHO):
        return given or os.environ[_WHO]
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise click.UsageError(f"Say who decides, with --who or {_WHO}.") from None
