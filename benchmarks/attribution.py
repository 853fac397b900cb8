"""Measure attribution: the benchmark's scores, kinds of sources, and time beside the parse and beside a public tool.

    python benchmarks/attribution.py BENCHMARK_FOLDER [--part dev]
    python benchmarks/attribution.py speed --tracker FOLDER [--data BENCHMARK_FOLDER] [--part dev]

BENCHMARK_FOLDER holds score.py and dev.jsonl.gz of the attribution benchmark.  Kinds are measured on the labelled
sources of tests/cases (own sentences, and offsets into the benchmark's articles and into the reports of the claims
benchmark, whose folder --claims names).

`speed` reads each article with onrecord and with the quotation extractor of the Gender Gap Tracker, taking turns at
going first, and counts processor time.  FOLDER is your own checkout of sfu-discourse-lab/GenderGapTracker, or its
nlp/english; none of it is part of this project.  Both sides parse with the same spaCy model.  The tracker's side is its
text preparation, spaCy's pipeline as it comes and `extract_quotes`; its database is left out, and it makes no use of
coreference there.  The exit code is 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from onrecord.attribute import find_attributions
from onrecord.attribute.tokens import tabulate
from onrecord.evaluate.attribution import classify_sources, predict_from_table
from onrecord.extract.parse import parse
from onrecord.model import SourceKind, Span

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"


def load_scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def read_gold(folder: Path, part: str) -> dict[str, Any]:
    with gzip.open(folder / f"{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {record["id"]: record for record in map(json.loads, lines)}


def measure_kinds(documents: dict[str, str], tables: dict[str, Any]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (CASES / "attribution_sources_polnear.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows[row["document"]].append(row)
    for key in sorted(rows.keys() & documents.keys()):
        spans = [Span(int(row["start"]), int(row["end"])) for row in rows[key]]
        counts.update(zip((row["kind"] for row in rows[key]), classify_sources(tables[key], spans), strict=True))
    with (CASES / "attribution_sources.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text, words = row["text"], row["source"]
            start = text.rindex(words + " ") if words + " " in text else text.index(words)
            (kind,) = classify_sources(tabulate(parse(text)), [Span(start, start + len(words))])
            counts[row["kind"], kind] += 1
    return counts


def measure_report_kinds(folder: Path) -> Counter[tuple[str, str]]:
    """Kinds of labelled sources in the unlabelled reports of the claims benchmark."""
    counts: Counter[tuple[str, str]] = Counter()
    texts = folder / "texts-dev.jsonl"
    if not texts.is_file():
        return counts
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (CASES / "attribution_sources_reports.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows[row["document"]].append(row)
    with texts.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["id"] in rows:
                labelled = rows[record["id"]]
                spans = [Span(int(row["start"]), int(row["end"])) for row in labelled]
                found = classify_sources(tabulate(parse(record["text"])), spans)
                counts.update(zip((row["kind"] for row in labelled), found, strict=True))
    return counts


def show_kinds(counts: Counter[tuple[str, str]]) -> str:
    kinds = [kind.value for kind in SourceKind]
    right = sum(count for (gold, found), count in counts.items() if gold == found)
    lines = [f"source kinds: {right} of {counts.total()} right ({right / max(1, counts.total()):.1%})"]
    lines.append("| labelled \\ found | " + " | ".join(kinds) + " |")
    lines.append("|" + " --- |" * (len(kinds) + 1))
    for gold in kinds:
        cells = [str(counts[gold, found] or "") for found in kinds]
        if any(cells):
            lines.append(f"| {gold} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> int:
    if sys.argv[1:2] == ["speed"]:
        from gender_gap_tracker import run

        return run(sys.argv[2:], load_scorer, read_gold)
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--claims", type=Path, default=ROOT / "../shared/benchmarks/claims")
    arguments = parser.parse_args()
    scorer = load_scorer(arguments.folder)
    gold = read_gold(arguments.folder, arguments.part)
    predicted: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    parsing = attributing = 0.0
    parse("Warm up.")
    for key, record in gold.items():
        began = time.process_time()
        doc = parse(record["text"])
        parsed = time.process_time()
        find_attributions(doc)
        attributing += time.process_time() - parsed
        parsing += parsed - began
        tables[key] = tabulate(doc)
        predicted[key] = {"id": key, "attributions": predict_from_table(tables[key])}
    print(scorer.show(scorer.score(gold, predicted)))
    share = attributing / (attributing + parsing)
    rate = len(gold) / (attributing + parsing)
    print(f"parse {parsing:.1f} s, attribution {attributing:.1f} s ({share:.1%}); {rate:.1f} documents per CPU second")
    print(show_kinds(measure_kinds({key: record["text"] for key, record in gold.items()}, tables)))
    print("in reports about weapons and armed forces:")
    print(show_kinds(measure_report_kinds(arguments.claims)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
