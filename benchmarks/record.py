"""How long the public record takes: loading, look-up by alias, and importing a register of 20,000 made-up rows.

    python benchmarks/record.py

Prints the best of several runs, beside the bars: load under 150 ms, a look-up under 50 µs, the import under 10 s.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from onrecord.model import EntityKind
from onrecord.record import Record, load_folder, load_record
from onrecord.record.countries import load_countries
from onrecord.record.importers import Options, import_file
from onrecord.record.own import combine

ROWS = 20_000
COLUMNS = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,"
    "Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production\n"
)
LOAD = """
import time
from onrecord.record import load_record
start = time.perf_counter()
load_record()
print(time.perf_counter() - start)
"""


def main() -> None:
    print(f"load of the edition, fresh process: {min(load_once() for _ in range(5)) * 1000:.0f} ms (bar 150)")
    record = load_record()
    aliases = sorted(record.names())
    record.find("nothing of that name")  # builds the table of names without joints once
    for label, words in (
        ("as normalised", aliases),
        ("in capitals with hyphens", [a.upper().replace(" ", "-") for a in aliases]),
    ):
        seconds = timed(lambda words=words: [record.find(word) for word in words])
        print(f"look-up of an alias, {label}: {seconds / len(words) * 1e6:.1f} µs (bar 50)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_register(folder / "register.csv", record)
        start = time.perf_counter()
        report = import_file(
            "sipri", folder / "register.csv", folder / "out", base=record, options=Options(name="made")
        )
        seconds = time.perf_counter() - start
        print(f"import of {report.rows_in:,} rows ({report.facts:,} deals): {seconds:.1f} s (bar 10)")
        print(f"loading them beside the edition: {timed(lambda: load_folder(folder / 'out', record)):.1f} s")
        both = combine(record, [folder / "out"])
        seconds = timed(lambda: [both.find(word) for word in aliases])
        print(f"look-up of an alias beside them: {seconds / len(aliases) * 1e6:.1f} µs")


def load_once() -> float:
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    return float(done.stdout)


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the quickest of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def write_register(path: Path, record: Record) -> None:
    """A register of invented deals: a third of them in systems the record knows."""
    chance = random.Random(2026)
    known = [entity.label for entity in record.subjects() if entity.kind is EntityKind.EQUIPMENT]
    states = [country.name for country in load_countries().values() if country.until is None]
    with path.open("w", newline="", encoding="utf-8") as handle:
        handle.write("Deals made up for a measurement\n" * 10 + COLUMNS)
        writer = csv.writer(handle)
        deal = rows = 0
        while rows < ROWS:
            deal += 1
            item = chance.choice(known) if chance.random() < 1 / 3 else f"XQ-{chance.randrange(6000)}"
            parties = chance.sample(states, 2)
            kind = chance.choice(("tank", "APC", "portable SAM", "FGA aircraft", "SAM system"))
            for year in range(2001, 2001 + chance.choice((1, 1, 2, 3))):
                number, flag = chance.randrange(1, 400), chance.choice(("Yes", "No"))
                cells = [
                    deal,
                    *parties,
                    item,
                    kind,
                    "made up",
                    2000,
                    flag,
                    number,
                    flag,
                    year,
                    "No",
                    "New",
                    "",
                    1,
                    number,
                ]
                writer.writerow([*cells, "No"])
                rows += 1


if __name__ == "__main__":
    main()
