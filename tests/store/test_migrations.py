"""Ledgers of older versions open, keep what is in them, and go on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from invented import AT, invent
from sqlalchemy import delete, select
from sqlalchemy import text as text_of

from onrecord.store import Ledger
from onrecord.store import schema as newest
from onrecord.store.migrations import NEWEST, version_of

CASES = Path(__file__).parents[1] / "cases"
# A ledger of version 1, as the program wrote it: three reports, two of one text, a decision.
VERSION_1 = CASES / "ledger-1.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    connection.close()
    return path


def test_a_ledger_of_version_1_opens_and_is_sound(old: Path) -> None:
    with Ledger(old) as ledger:
        with ledger.reading() as connection:
            assert version_of(connection) == NEWEST
        assert ledger.verify() == ()
        assert ledger.counts() == {"reports": 3, "claims": 6, "threads": 2, "decisions": 1}
        assert [one.why for one in ledger.decisions()] == ["not seen"]


def test_its_groups_of_copies_are_found_again_and_grow(old: Path) -> None:
    with Ledger(old) as ledger:
        with ledger.reading() as connection:
            rows = connection.execute(select(newest.report.c.label, newest.report.c.copies)).all()
            (text,) = connection.execute(select(newest.report.c.text).where(newest.report.c.label == "b.txt")).scalars()
        groups = {row.label: row.copies for row in rows}
        assert groups["a.txt"] == groups["b.txt"] != groups["c.txt"]
        dossier, raw = invent(bytes(text).decode() + "\nMore of the same.", published="2031-03-05")
        assert ledger.add(dossier, raw, added=AT).copies == groups["a.txt"]


def test_a_server_of_version_1_is_brought_up_to_date(address: str) -> None:
    """The same on both databases: the tables of later versions are taken away again, as if they had never been."""
    with Ledger(address) as ledger:
        text = "The ministry said that twelve frigates had left the port of Haldur for Brisk Hollow under escort. " * 4
        text = text.strip()
        first, raw = invent(text, published="2031-03-04")
        ledger.add(first, raw, added=AT)
        with ledger.writing() as connection:
            for table in (newest.kin, newest.passage, newest.furniture, newest.layout, newest.trace):
                table.drop(connection)
            connection.execute(text_of("ALTER TABLE telling DROP COLUMN denied"))
            connection.execute(delete(newest.version).where(newest.version.c.number > 1))
    with Ledger(address) as ledger:
        assert ledger.verify(reread=False) == ()
        second, raw = invent(text + "\nBy our staff.", published="2031-03-05")
        assert ledger.add(second, raw, added=AT).copies == first.report.digest
