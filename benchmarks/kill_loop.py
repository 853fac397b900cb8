"""Kill `onrecord add` at random points, again and again, and look at what is left.

    python benchmarks/kill_loop.py --kills 200

Each round starts the real command on sixty invented reports, most of them new, and kills its process group (SIGKILL) a
random while later, before the first report or after some; now and then during an export.  After every round:
`PRAGMA integrity_check` is ok, every report that was printed as added is there, none is there twice, no claim stands
without its report, and the export is whole or absent.  With `--store`, the rounds use a process that adds ready-made
reports and nothing else, so that most kills fall into a transaction.

Last runs, 2 busy cores of x86_64:

the command   200 kills (21 before anything was acknowledged), 748 reports acknowledged, 749 there, none lost, none
              doubled, integrity ok each time; 10 exports killed, 1 whole, 9 absent; 699 s
--store       200 kills (18 before anything was acknowledged), 5616 reports acknowledged, 5672 there, none lost, none
              doubled, integrity ok each time; 10 exports killed, 2 whole, 8 absent; 251 s
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDER = ROOT / "tests" / "store" / "adder.py"
PLACES = ("Altamar", "Brezno", "Caldera", "Dunmore", "Eskil", "Farhaven")


def write_reports(folder: Path, count: int) -> None:
    """Short invented reports."""
    chance = random.Random(7)
    for index in range(count):
        number = chance.randrange(10, 900)
        place = chance.choice(PLACES)
        text = (
            f"The invented army of {place} has {number} tanks, General Invented Number {index} said on Monday. "
            f"Venezuela has {number + index} Igla-S missiles, he said. Report {index} of a test ends here."
        )
        (folder / f"report-{index:04d}.txt").write_text(text, encoding="utf-8")


def start(ledger: Path, folder: Path, *, store: bool, first: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(ADDER), str(ledger), str(first), str(first + 5000)]
    if not store:
        files = sorted(map(str, folder.iterdir()))[first : first + 60]
        command = [sys.executable, "-m", "onrecord", "add", "--ledger", str(ledger), *files]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )


def run_round(chance: random.Random, ledger: Path, folder: Path, *, store: bool, first: int) -> set[str]:
    """One killed run; the digests it printed as added."""
    process = start(ledger, folder, store=store, first=first)
    assert process.stdout is not None
    said = []
    for _ in range(chance.randrange(0, 12)):  # sometimes before the first report, sometimes after some
        line = process.stdout.readline()
        said.append(line)
        if not line:
            break
    time.sleep(chance.uniform(0.0, 0.4))
    os.killpg(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    lines = ("".join(said) + rest).split("\n")[:-1]  # the last line may be half
    return {word for line in lines for word in line.split()[:2] if word.startswith("sha256:")}


def check(ledger: Path, acknowledged: set[str]) -> int:
    """Raises AssertionError when something was lost, doubled or broken; returns the number of reports."""
    if not ledger.exists():
        assert not acknowledged
        return 0
    connection = sqlite3.connect(ledger)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'report'").fetchone():
            assert not acknowledged
            return 0
        there = Counter(row[0] for row in connection.execute("SELECT digest FROM report"))
        assert acknowledged <= set(there), "an acknowledged report is lost"
        assert set(there.values()) <= {1}, "a report is doubled"
        assert not connection.execute("PRAGMA foreign_key_check").fetchone()
        half = "SELECT 1 FROM thread LEFT JOIN claim ON claim.thread_id = thread.id WHERE claim.id IS NULL"
        assert not connection.execute(half).fetchone(), "a thread without claims"
        return sum(there.values())
    finally:
        connection.close()


def kill_export(chance: random.Random, ledger: Path, target: Path) -> bool:
    """Kill an export; True when it left a whole file, and never half of one."""
    target.unlink(missing_ok=True)
    command = [sys.executable, "-m", "onrecord", "export", "json", "--ledger", str(ledger), "-o", str(target)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(chance.uniform(0.3, 4.0))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if target.exists():
        json.loads(target.read_text(encoding="utf-8"))
    return target.exists()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--store", action="store_true", help="a process that only adds ready-made reports")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    started = time.monotonic()
    acknowledged: set[str] = set()
    reports = whole = exports = silent = 0
    with tempfile.TemporaryDirectory() as name:
        folder, ledger = Path(name) / "reports", Path(name) / "ledger.db"
        folder.mkdir()
        write_reports(folder, 2000)
        for number in range(1, given.kills + 1):
            said = run_round(chance, ledger, folder, store=given.store, first=number * (40 if given.store else 4))
            silent += not said
            acknowledged |= said
            reports = check(ledger, acknowledged)
            if number % 20 == 0:
                if reports:
                    exports += 1
                    whole += kill_export(chance, ledger, Path(name) / "ledger.json")
                print(f"{number} kills, {len(acknowledged)} acknowledged, {reports} there", flush=True)
    took = time.monotonic() - started
    print(
        f"{given.kills} kills ({silent} before anything was acknowledged), {len(acknowledged)} reports acknowledged, "
        f"{reports} there, none lost, none doubled, integrity ok each time; {exports} exports killed, {whole} whole, "
        f"{exports - whole} absent; {took:.0f} s"
    )


if __name__ == "__main__":
    main()
