"""Cost of adding a report as the ledger grows, and of answering `threads`.

    python benchmarks/ledger.py --reports 100000

Reports are invented and inserted at store level, without the language pipeline: what is measured is the ledger.  Each
has three claims in about 120 words; a fifth are prints of a report of the days before.  `--ledger` may be a
postgresql:// address of an empty database.

Last run, SQLite, 2 cores of x86_64 with about as much other work as one of them could do; 294,502 claims, 117,606
threads.  show is of the thread told last, whose size varies:

  reports    bulk     cpu    wall     p99  threads  by item    show
   10,000    5.21    9.03   19.68    47.5       30        7     160
   20,000    6.04    7.98    9.01    22.1        7        4     112
   30,000    5.87    8.60    9.75    38.6       10        6     254
   40,000    5.93    9.95   11.35    24.6        1        9     300
   50,000    7.47   10.45   11.72   225.8        3        9     364
   60,000    6.21    8.29    9.70    58.5        1       10     495
   70,000    6.14    7.70    9.10    22.0        1       11     534
   80,000    6.24    7.83    9.18    23.1        3       13     592
   90,000    6.43    7.95    9.25    23.9        1       16     706
  100,000    7.14   12.48   14.09   316.5        1       17     759
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from onrecord.model import (
    Attribution,
    Claim,
    ClaimKind,
    Directness,
    Dossier,
    Entity,
    EntityKind,
    Quantity,
    Report,
    Role,
    RoleName,
    SourceKind,
    Span,
)
from onrecord.store import Ledger
from onrecord.store.add import add_dossier
from onrecord.store.threads import Filter, list_threads, load_thread

START = date(2022, 1, 1)
AT = "2026-01-01T00:00:00+00:00"
IN_ONE = 500  # reports in a transaction of the bulk
SINGLE = 100  # reports added one by one at each mark
PER_DAY = 100  # reports a day: 100,000 are under three years
KINDS = (ClaimKind.HOLDING, ClaimKind.DEPLOYMENT, ClaimKind.TRANSFER, ClaimKind.LOSS, ClaimKind.USE)
WORDS = [hashlib.sha256(str(n).encode()).hexdigest()[: 3 + n % 6] for n in range(12_000)]


def invent_reports(count: int, seed: int = 1) -> Iterator[tuple[Dossier, bytes]]:
    """Reports over the days, some of them prints of others."""
    chance = random.Random(seed)
    recent: list[tuple[str, tuple[Claim, ...], str]] = []
    for index in range(count):
        published = (START + timedelta(days=index // PER_DAY)).isoformat()
        if recent and chance.random() < 0.2:
            text, claims, _ = chance.choice(recent)
            text = text if chance.random() < 0.5 else text[: max(400, len(text) * 3 // 4)]
            claims = tuple(claim for claim in claims if claim.span.end <= len(text))
        else:
            text = " ".join(chance.choices(WORDS, k=120)).capitalize() + "."
            claims = tuple(invent_claim(chance, number, len(text)) for number in range(3))
        recent = [*recent[-40:], (text, claims, published)]
        outlet = f"Outlet {chance.randrange(800)}"
        raw = f"{index} {outlet}\n{text}".encode()
        digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        yield Dossier(Report(text, digest, outlet=outlet, published=published), claims=claims), raw


def invent_claim(chance: random.Random, number: int, length: int) -> Claim:
    start = chance.randrange(0, length // 3) + number * length // 4
    span = Span(min(start, length - 20), min(start + 40, length))
    # A few things and sides are in most reports, many in few.
    item = Entity(f"equipment/item-{int(chance.paretovariate(0.6)) % 400}", EntityKind.EQUIPMENT, "Item")
    sides = [f"{int(chance.paretovariate(0.7)) % 180:03d}" for _ in range(2)]
    actor, other = (Entity(f"country/{side}", EntityKind.COUNTRY, f"Country {side}") for side in sides)
    place = Entity(f"place/{int(chance.paretovariate(0.5)) % 3000}", EntityKind.PLACE, "Place")
    kind = chance.choice(KINDS)
    roles = [Role(RoleName.ITEM, span, item), Role(RoleName.ACTOR, span, actor)]
    if kind in (ClaimKind.TRANSFER, ClaimKind.LOSS):
        roles.append(Role(RoleName.COUNTERPART, span, other))
    if kind in (ClaimKind.LOSS, ClaimKind.USE):
        roles.append(Role(RoleName.PLACE, span, place))
    low = Decimal(int(chance.paretovariate(0.5)) % 6000 + 1)
    quantity = Quantity(span, low, low, counted="systems", counted_class="system")
    speaker = f"Speaker {int(chance.paretovariate(0.6)) % 2000}" if chance.random() < 0.7 else None
    kind_of_source = SourceKind.NAMED_PERSON if speaker else SourceKind.OWN_VOICE
    attribution = Attribution(kind_of_source, Directness.INDIRECT, speaker=speaker)
    return Claim(f"c{number + 1:02d}", kind, span, tuple(roles), None, quantity, attribution, head=span.start)


def measure(address: str, count: int, every: int) -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}, {address.split(':')[0][:12]}…")
    print("Milliseconds. bulk: processor time for a report, many in a transaction. cpu, wall, p99: for one by")
    print("itself. threads, by item, show: wall time of warm answers.")
    print(f"{'reports':>9} {'bulk':>7} {'cpu':>7} {'wall':>7} {'p99':>7} {'threads':>8} {'by item':>8} {'show':>7}")
    invented = invent_reports(count)
    with Ledger(address) as ledger:
        for mark in range(every, count + 1, every):
            bulk = add_in_bulk(ledger, list(islice(invented, every - SINGLE)))
            cpu, times = add_singly(ledger, list(islice(invented, SINGLE)))
            listed, by_item, shown = (ask(ledger, what) for what in ("list", "item", "show"))
            p99 = statistics.quantiles(times, n=100)[98]
            row = f"{mark:>9,} {bulk:>7.2f} {cpu:>7.2f} {statistics.fmean(times):>7.2f} {p99:>7.1f}"
            print(f"{row} {listed:>8.0f} {by_item:>8.0f} {shown:>7.0f}", flush=True)
        print(ledger.counts())


def add_in_bulk(ledger: Ledger, reports: list[tuple[Dossier, bytes]]) -> float:
    """Processor milliseconds for a report, many in one transaction."""
    started = time.process_time()
    for first in range(0, len(reports), IN_ONE):
        with ledger.writing() as connection:
            for dossier, raw in reports[first : first + IN_ONE]:
                add_dossier(connection, dossier, raw, added=AT, program="benchmark")
    return 1000 * (time.process_time() - started) / max(1, len(reports))


def add_singly(ledger: Ledger, reports: list[tuple[Dossier, bytes]]) -> tuple[float, list[float]]:
    """Processor milliseconds for a report, and the wall times, each acknowledged by itself as `onrecord add` does."""
    times = []
    worked = time.process_time()
    for dossier, raw in reports:
        started = time.perf_counter()
        ledger.add(dossier, raw, added=AT)
        times.append(1000 * (time.perf_counter() - started))
    return 1000 * (time.process_time() - worked) / len(reports), times


def ask(ledger: Ledger, what: str) -> float:
    """Milliseconds of a warm answer: the middle of five."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        with ledger.reading() as connection:
            if what == "list":
                lines = list_threads(connection, Filter())
            elif what == "item":
                lines = list_threads(connection, Filter(item="item-3", actor="country/007"))
            else:
                lines = list_threads(connection, Filter(limit=1))
                load_thread(connection, lines[0].id)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--every", type=int)
    parser.add_argument("--ledger", help="an address; a file in a new folder when left out")
    given = parser.parse_args()
    every = given.every or max(1, given.reports // 10)
    if given.ledger:
        measure(given.ledger, given.reports, every)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        measure(str(path), given.reports, every)
        print(f"{path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
