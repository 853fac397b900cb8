"""Syndication as the ledger groups it: the dev clusters added one by one, in several orders, and scored.

    python benchmarks/ledger_syndication.py [--data FOLDER] [--orders N]

Nothing but `add_dossier` is used, as `onrecord add` uses it; the claims are left out.  Orders: by date, as in the file
(which is none of time), latest first, and drawn with fixed seeds.  `moved` is the share of pairs that stand
together in one of two orders only.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parent))
from syndication import DATA, load_scorer

from onrecord.model import Dossier, Report
from onrecord.store import Ledger
from onrecord.store.add import add_dossier
from onrecord.store.schema import report

AT = "2026-01-01T00:00:00+00:00"
IN_ONE = 100  # reports in a transaction

Record = dict[str, Any]


def add_records(ledger: Ledger, records: Sequence[Record]) -> dict[str, str]:
    """The group the ledger puts each record in, after all were added in this order."""
    names: dict[str, str] = {}
    for start in range(0, len(records), IN_ONE):
        with ledger.writing() as connection:
            for record in records[start : start + IN_ONE]:
                raw = f"{record['id']}\n{record['text']}".encode()
                digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
                names[digest] = record["id"]
                given = Report(record["text"], digest, outlet=record["outlet"], published=record["date"])
                add_dossier(connection, Dossier(given), raw, added=AT, program="benchmark")
    with ledger.reading() as connection:
        rows = connection.execute(select(report.c.digest, report.c.copies)).all()
    return {names[row.digest]: row.copies for row in rows}


def list_orders(records: Sequence[Record], count: int) -> list[tuple[str, list[Record]]]:
    dated = sorted(records, key=lambda record: (record["date"], record["id"]))
    orders = [("by date", dated), ("as in the file", list(records)), ("latest first", dated[::-1])]
    orders += [(f"draw {seed}", random.Random(seed).sample(list(records), len(records))) for seed in range(1, count)]
    return orders[:count]


def pairs_moved(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """Of the pairs together in either grouping, the share that is together in one only."""

    def pairs(sizes: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in sizes.values())

    both = pairs(Counter((one[name], other[name]) for name in one))
    either = pairs(Counter(one.values())) + pairs(Counter(other.values())) - both
    return 1 - both / either if either else 0.0


def main() -> None:
    """Command line entry point."""
    parser = argparse.ArgumentParser(description="The ledger's groups of copies on the dev clusters.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--orders", type=int, default=4)
    arguments = parser.parse_args()
    scorer = load_scorer(arguments.data)
    with gzip.open(arguments.data / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records: list[Record] = [json.loads(text) for text in lines]
    gold = {record["id"]: record["cluster"] for record in records}
    first: dict[str, str] | None = None
    for name, ordered in list_orders(records, arguments.orders):
        with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.db") as ledger:
            began = time.process_time()
            groups = add_records(ledger, ordered)
            spent = time.process_time() - began
        figures = scorer.score(gold, groups)
        kinds = scorer.by_kind(gold, groups, arguments.data / "dev.edits.jsonl.gz")
        templates = [k for kind, k in kinds.items() if kind.startswith("template")]
        precision = sum(k["documents"] * k["b3_precision"] for k in templates) / sum(k["documents"] for k in templates)
        first = first or groups
        print(
            f"{name:16} adjusted Rand {figures['adjusted_rand']:.4f}  B-cubed P {figures['b3_precision']:.4f}  "
            f"R {figures['b3_recall']:.4f}  F1 {figures['b3_f1']:.4f}  templates P {precision:.4f}  "
            f"sources {figures['sources_predicted']}  moved {pairs_moved(first, groups):.4f}  "
            f"{len(records) / spent:.0f} documents/s",
            flush=True,
        )


if __name__ == "__main__":
    main()
