"""Killed anywhere, nothing acknowledged is lost and nothing is doubled; many at once, nobody is refused."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from onrecord.store import Ledger
from onrecord.store.load import load_cards

ADDER = Path(__file__).with_name("adder.py")
KILLS = 8


def start(address: str, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(ADDER), address, str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def digests(address: str) -> list[str]:
    with Ledger(address) as ledger, ledger.reading() as connection:
        return [card.digest for card in load_cards(connection)]


def test_killed_while_adding(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    chance = random.Random(20251023)
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        process = start(str(path), 0, 4000)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.4))
        process.kill()
        rest, errors = process.communicate()
        assert not errors
        acknowledged |= {line for line in rest.split("\n")[:-1] if line}
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        there = Counter(digests(str(path)))
        assert acknowledged <= set(there)
        assert set(there.values()) <= {1}
    assert len(acknowledged) > KILLS
    with Ledger(path) as ledger:
        assert ledger.verify(reread=False) == ()


def test_two_add_while_one_reads(address: str) -> None:
    Ledger(address).close()
    adders = [start(address, 0, 60), start(address, 30, 90)]
    seen = [0]
    with Ledger(address) as ledger:
        while any(process.poll() is None for process in adders):
            with ledger.reading() as connection:
                cards = [card.digest for card in load_cards(connection)]
            assert len(set(cards)) == len(cards) >= seen[-1]
            seen.append(len(cards))
    for process in adders:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
    assert len(digests(address)) == 90
    with Ledger(address) as ledger:
        assert ledger.counts()["claims"] == 90
        assert ledger.counts()["threads"] == 1
        assert ledger.verify(reread=False) == ()
    assert len(set(seen)) > 2, "the reader saw the ledger grow"


def test_two_start_the_ledger_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.db")
    adders = [start(path, 0, 10) for _ in range(4)]
    for process in adders:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
    assert len(digests(path)) == 10
