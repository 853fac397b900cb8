"""Syndication: scores on halves and small samples of the clusters, what each setting does, speed as collections grow.

    python benchmarks/syndication.py [--data FOLDER] [--settings] [--growth]

Halves and samples are of clusters, drawn with fixed seeds. The speed is documents for each CPU second of one process,
reading of texts included.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

from onrecord.cluster.syndication import Document, Group, Settings, group_copies, load_settings

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "benchmarks" / "syndication"
TRIED: dict[str, tuple[Any, ...]] = {
    "join": (0.10, 0.14, 0.17, 0.23, 0.26, 0.30),
    "date_window": (2, 4, 7),
    "shared": (2, 8),
    "common_documents": (30, 120),
    "quoted_weight": (0.0, 0.5, 1.0),
    "furniture_documents": (2, 6, 1000),
    "same": (0.7, 0.9, 2.0),
}

Record = dict[str, Any]


def load_scorer(folder: Path) -> ModuleType:
    """The scorer beside the benchmark."""
    spec = importlib.util.spec_from_file_location("syndication_score", folder / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"No score.py in {folder}.")
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module


def group_records(records: Sequence[Record], settings: Settings) -> tuple[Group, ...]:
    return group_copies([Document(r["id"], r["text"], r["date"], r["outlet"]) for r in records], settings=settings)


def measure(scorer: ModuleType, records: Sequence[Record], settings: Settings) -> dict[str, float]:
    """The scorer's figures, with the error of the number of sources."""
    gold = {record["id"]: record["cluster"] for record in records}
    groups = group_records(records, settings)
    figures: dict[str, float] = scorer.score(gold, {name: group.id for group in groups for name in group.documents})
    return figures | {"sources_error": figures["sources_predicted"] / figures["sources_gold"] - 1}


def sample_clusters(records: Sequence[Record], count: int, seed: int) -> list[Record]:
    """All documents of `count` clusters."""
    chosen = set(random.Random(seed).sample(sorted({record["cluster"] for record in records}), count))
    return [record for record in records if record["cluster"] in chosen]


def line(name: str, runs: Sequence[dict[str, float]]) -> str:
    """Means over runs, and the worst adjusted Rand."""
    parts = [
        f"{short} {mean(run[key] for run in runs):.4f}"
        for short, key in (
            ("adjusted Rand", "adjusted_rand"),
            ("B-cubed P", "b3_precision"),
            ("R", "b3_recall"),
            ("F1", "b3_f1"),
        )
    ]
    worst = f"worst Rand {min(run['adjusted_rand'] for run in runs):.4f}" if len(runs) > 1 else ""
    return f"{name:28} {'  '.join(parts)}  sources {mean(run['sources_error'] for run in runs):+.3f}  {worst}"


def show_growth(records: Sequence[Record], settings: Settings) -> None:
    """CPU time for collections of copies of the data, each copy with words and dates of its own."""
    for times in (1, 2, 4, 8):
        grown = []
        for turn in range(times):
            for record in records:
                # Every fourth word gets a mark of the turn, so that no word pair recurs oftener than in news at large.
                words = record["text"].split(" ")
                text = " ".join(
                    word + "qx" + "z" * turn if place % 4 == 0 and turn else word for place, word in enumerate(words)
                )
                date = f"20{16 + turn}{record['date'][4:]}"
                grown.append(record | {"id": f"{record['id']}-{turn}", "text": text, "date": date})
        began = time.process_time()
        groups = group_records(grown, settings)
        spent = time.process_time() - began
        print(
            f"{len(grown):6} documents  {len(groups):6} groups  {spent:6.1f} s  {len(grown) / spent:5.0f} documents/s"
        )


def main() -> None:
    """Command line entry point."""
    parser = argparse.ArgumentParser(description="Syndication on the dev clusters.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--settings", action="store_true", help="also vary each setting")
    parser.add_argument("--growth", action="store_true", help="also time growing collections")
    arguments = parser.parse_args()
    scorer, settings = load_scorer(arguments.data), load_settings()
    with gzip.open(arguments.data / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records: list[Record] = [json.loads(text) for text in lines]
    began = time.process_time()
    everything = measure(scorer, records, settings)
    spent = time.process_time() - began
    print(line("all clusters", [everything]), f"{len(records) / spent:.0f} documents/s")
    names = sorted({record["cluster"] for record in records})
    halves: dict[int, list[dict[str, float]]] = defaultdict(list)
    for seed in range(4):
        order = random.Random(seed).sample(names, len(names))
        for half, part in enumerate((set(order[: len(order) // 2]), set(order[len(order) // 2 :]))):
            figures = measure(scorer, [record for record in records if record["cluster"] in part], settings)
            halves[half].append(figures)
    print(line("first halves, 4 draws", halves[0]))
    print(line("second halves, 4 draws", halves[1]))
    for count in (100, 20):
        runs = [measure(scorer, sample_clusters(records, count, seed), settings) for seed in range(6)]
        print(line(f"{count} clusters, 6 draws", runs))
    if arguments.settings:
        for name, values in TRIED.items():
            print(f"\n{name} is {getattr(settings, name)}")
            for value in values:
                print(line(f"  {value}", [measure(scorer, records, replace(settings, **{name: value}))]))
    if arguments.growth:
        print()
        show_growth(records, settings)


if __name__ == "__main__":
    main()
