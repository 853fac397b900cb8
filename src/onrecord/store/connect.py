"""Opening a ledger: a file, or a PostgreSQL database by URL, through the same code.

One writer at a time, on either: SQLite by a write lock taken when the transaction begins, PostgreSQL by an advisory
lock held to its end.  Writers wait for one another; readers wait for nobody.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from onrecord.errors import LedgerError
from onrecord.store.migrations import NEWEST, migrate, version_of

DEFAULT = "onrecord.db"
VARIABLE = "ONRECORD_LEDGER"
_WAIT = 120  # seconds a writer waits for the others; a transaction takes milliseconds
_LOCK = 0x6F6E7265636F7264  # number of the advisory lock; "onrecord" in ASCII
_POSTGRESQL = re.compile(r"postgres(?:ql)?(?:\+\w+)?://")


def ledger_address(given: str | Path | None = None) -> str:
    """The ledger to use: the one given, else the one of ONRECORD_LEDGER, else onrecord.db in the current folder."""
    return str(given or os.environ.get(VARIABLE) or DEFAULT)


def open_engine(address: str, *, create: bool = True) -> Engine:
    """An engine for the ledger at `address`, of the newest version.

    Without `create`, a ledger must be there already.  Raises LedgerError.
    """
    is_server = _POSTGRESQL.match(address) is not None
    if not is_server and re.match(r"[a-z+0-9]+://", address):
        raise LedgerError(f"{_without_password(address)} is no ledger. Name a file, or a postgresql:// address.")
    engine = _server_engine(address) if is_server else _file_engine(address, create=create)
    try:
        with engine.connect() as connection:
            before = version_of(connection)
        if before != NEWEST:
            if before == 0 and not create:
                shown = _without_password(address)
                raise LedgerError(f"{shown} holds no ledger yet. Start one with: onrecord add REPORT")
            with write(engine) as connection:
                migrate(connection)
    except DBAPIError as error:
        engine.dispose()
        raise _explain(error, address) from error
    return engine


def _server_engine(address: str) -> Engine:
    try:
        url: URL = make_url(address)
        engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise LedgerError(
            "A ledger in PostgreSQL needs the package psycopg. Install it with: pip install 'onrecord[postgres]'"
        ) from error
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LedgerError("The address of the ledger is malformed. Write postgresql://user@host/database.") from error

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("onrecord_write"):
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

    return engine


def _file_engine(address: str, *, create: bool) -> Engine:
    path = Path(address)
    if path.is_dir():
        raise LedgerError(f"{path} is a folder. Name a file in it, such as {path / DEFAULT}.")
    if not path.exists():
        if not create:
            raise LedgerError(f"There is no ledger {path}. Start one with: onrecord add REPORT --ledger {path}")
        if not path.parent.is_dir():
            raise LedgerError(f"There is no folder {path.parent}. Create it first.")
    elif not stat.S_ISREG(path.stat().st_mode):
        raise LedgerError(f"{path} is no file. Name a file for the ledger.")
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _WAIT})

    @event.listens_for(engine, "connect")
    def set_up(raw: Any, _: Any) -> None:
        raw.isolation_level = None  # transactions begin where `begin` below says, not at the first change
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_WAIT * 1000}")
        _use_log(cursor)
        cursor.execute("PRAGMA synchronous = FULL")  # an acknowledged report outlives a power cut
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -65536")
        cursor.execute("PRAGMA mmap_size = 268435456")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA trusted_schema = OFF")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later can fail for want of the lock; one that takes it first waits.
        wants = connection.get_execution_options().get("onrecord_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if wants else "BEGIN")

    return engine


def _use_log(cursor: Any) -> None:
    """Write-ahead log, so that readers and the writer do not wait for one another.

    The change needs the file for itself for a moment, and SQLite does not wait for that by itself.
    """
    until = time.monotonic() + _WAIT
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            cursor.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """A transaction that may change the ledger: whole or not at all."""
    with engine.connect() as connection:
        writing = connection.execution_options(onrecord_write=True)
        with writing.begin():
            yield writing


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """One unchanging view of the ledger."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def _without_password(address: str) -> str:
    try:
        return make_url(address).render_as_string(hide_password=True) if "://" in address else address
    except ArgumentError:
        return "The address"


def _explain(error: DBAPIError, address: str) -> LedgerError:
    what = str(error.orig).splitlines()[0] if error.orig else str(error)
    shown = _without_password(address)
    return LedgerError(f"The ledger {shown} cannot be opened: {what}. Check the address and its rights.")


def explain(error: DBAPIError) -> LedgerError:
    """A database's own error in the family of errors users meet."""
    what = str(error.orig).splitlines()[0] if error.orig else str(error)
    return LedgerError(f"The ledger refused: {what}. Nothing of this step was written; see onrecord verify.")
