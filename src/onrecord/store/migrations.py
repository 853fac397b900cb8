"""Versions of the ledger's schema, applied in order, each with its number written in the same transaction.

A ledger of a newer version than the program knows is refused, not touched.  A new ledger gets the tables of
`schema.py`; an older one is brought up to them version by version, each a function that changes what the one before
it left.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, insert, inspect, select, text, update

from onrecord.errors import LedgerError
from onrecord.store import schema

Migration = Callable[[Connection], None]

_KEEP_SQLITE = (
    "CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision "
    "BEGIN SELECT RAISE(ABORT, 'decisions are kept as they are'); END",
    "CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision "
    "BEGIN SELECT RAISE(ABORT, 'decisions are kept as they are'); END",
)
_KEEP_POSTGRESQL = (
    "CREATE FUNCTION decision_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'decisions are kept as they are'; END $$",
    "CREATE TRIGGER decision_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON decision "
    "FOR EACH STATEMENT EXECUTE FUNCTION decision_kept()",
)


def _make_tables(connection: Connection) -> None:
    schema.metadata.create_all(connection, checkfirst=False)
    for line in _KEEP_SQLITE if connection.dialect.name == "sqlite" else _KEEP_POSTGRESQL:
        connection.execute(text(line))


def _tie_reports(connection: Connection) -> None:
    """Groups of copies that follow from ties between reports: find them for the reports that are there."""
    from onrecord.store.copies import regroup_all

    for table in (schema.kin, schema.passage, schema.furniture, schema.layout, schema.trace):
        table.create(connection)
    connection.execute(text("ALTER TABLE telling ADD COLUMN denied BOOLEAN DEFAULT FALSE NOT NULL"))
    denied = select(schema.claim.c.id).where(schema.claim.c.stance == "denied")
    connection.execute(update(schema.telling).where(schema.telling.c.claim_id.in_(denied)).values(denied=True))
    regroup_all(connection)


MIGRATIONS: tuple[tuple[int, str, Migration], ...] = (
    (1, "tables of the ledger", _make_tables),
    (2, "ties between reports, denials beside sources", _tie_reports),
)
NEWEST = MIGRATIONS[-1][0]


def version_of(connection: Connection) -> int:
    """The version of the ledger's schema; 0 for an empty database."""
    if not inspect(connection).has_table(schema.version.name):
        return 0
    return max(connection.execute(select(schema.version.c.number)).scalars(), default=0)


def migrate(connection: Connection) -> int:
    """Bring the ledger to the newest version, in the transaction the caller holds; returns the version it had.

    Raises LedgerError for a database that is no ledger, or one of a newer program.
    """
    before = version_of(connection)
    if before > NEWEST:
        raise LedgerError(
            f"The ledger is of version {before}; this program knows {NEWEST}. Use a newer onrecord, or another ledger."
        )
    if before == 0:
        known = set(schema.metadata.tables)
        if strangers := sorted(known & set(inspect(connection).get_table_names())):
            raise LedgerError(
                f"The database has a table {strangers[0]!r} that is not of a ledger. Name an empty database."
            )
        _make_tables(connection)
    for number, what, change in MIGRATIONS:
        if number > before:
            if before:
                change(connection)
            connection.execute(insert(schema.version).values(number=number, what=what))
    return before
