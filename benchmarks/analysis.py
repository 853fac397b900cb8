"""Speed, memory and start-up of the whole analysis beside spaCy's pipeline alone, on the same documents in one run.

    python benchmarks/analysis.py [--data ../shared/benchmarks] [--limit N] [--pairs 5]

Each block of three documents is read by spaCy's full small pipeline, as it comes, and by the analysis, which of the two
goes first taking turns; each sees a document once, so nothing is warm but the words of earlier documents.  The ratio is
that of the sums over the blocks, the fifth with the highest and the fifth with the lowest ratios left out; the ratio
over all stands beside it.  Times are processor seconds.  Memory and start-up are those of processes of their own.
Exit code 1 when a figure misses its bar.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BLOCK = 3  # documents
TRIM = 0.2  # share of blocks left out at either end: a machine in use disturbs one side of a pair or the other
WARM_UP = 5
FINDERS = (
    "find_quantities", "attach_counted", "find_equipment", "find_places", "find_actors", "find_times",
    "find_attributions", "build_claims", "resolve_roles", "attribute_claims", "check_claims", "note_sourcing",
)  # fmt: skip
GARBAGE = "garbage collection"
ATTRIBUTION = ("find_attributions", "attribute_claims")

# In processes of their own: what any program must do that parses, and the same with all that is looked up.
PARSE_ONLY = """
import spacy, sys
nlp = spacy.load(sys.argv[1])
nlp(sys.argv[2])
"""
FIRST_REPORT = """
import sys
from onrecord import read_report
from onrecord.pipeline import load_reference, run
run(read_report(sys.argv[2], label="start-up"), reference=load_reference())
"""
EVERYTHING = """
import json, resource, sys
from onrecord import read_report
from onrecord.pipeline import load_reference, run
reference = load_reference()
for text in json.load(sys.stdin):
    run(read_report(text, label="memory"), reference=reference)
for index in range(len(reference.gazetteer)):
    reference.gazetteer.place(index)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
SHORT = "The ministry said 12 tanks were moved to Basra on Friday."


def main() -> int:
    arguments = read_arguments()
    texts = read_texts(arguments.data, arguments.limit)
    print(f"{len(texts)} documents, {sum(map(len, texts)) / len(texts):.0f} characters each")
    missed = [
        name
        for name, value, bar, at_least in (*measure_speed(texts), *measure_processes(texts, arguments.pairs))
        if not show(name, value, bar, at_least)
    ]
    return int(bool(missed))


def show(name: str, value: float, bar: float, at_least: bool) -> bool:
    held = value >= bar if at_least else value <= bar
    print(f"{name:44} {value:8.2f}   bar {'>=' if at_least else '<='} {bar:g}{'' if held else '   MISSED'}")
    return held


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/benchmarks")
    parser.add_argument("--limit", type=int, default=None, help="documents to read")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of processes to start")
    return parser.parse_args()


def read_texts(folder: Path, limit: int | None) -> list[str]:
    """The English documents of the claims benchmark."""
    rows: list[dict[str, Any]] = []
    for file in sorted((folder / "claims").glob("*.jsonl")):
        rows += [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = [str(row["text"]) for row in rows if row.get("language", "en") == "en"]
    if len(texts) < WARM_UP + 10 * BLOCK:
        raise SystemExit(f"{folder}/claims holds too few English documents. Name the benchmarks' folder with --data.")
    return texts[:limit]


def find_model() -> str:
    from importlib.util import find_spec

    from onrecord import lexicon

    models: list[str] = lexicon.load("pack", language="en")["models"]
    return next(name for name in models if find_spec(name) is not None)


def measure_speed(texts: Sequence[str]) -> list[tuple[str, float, float, bool]]:
    """Rows of name, value, bar, and whether the bar is a least."""
    import spacy

    from onrecord import Dossier, pipeline, read_report

    spent: defaultdict[str, float] = defaultdict(float)
    count_garbage(spent)
    for name in FINDERS:
        setattr(pipeline, name, timed(name, getattr(pipeline, name), spent))
    steps = [timed(step.__name__, step, spent) for step in pipeline.STEPS]
    alone = spacy.load(find_model())
    reference = pipeline.load_reference()
    reports = [read_report(text, label="benchmark", language="en") for text in texts]

    def analyse(report: Any) -> None:
        dossier = Dossier(report)
        for step in steps:
            dossier = step(dossier, reference)

    for report in reports[:WARM_UP]:
        alone(report.text)
        analyse(report)
    spent.clear()
    pairs: list[tuple[float, float]] = []
    rest = reports[WARM_UP:]
    for number, first in enumerate(range(0, len(rest), BLOCK)):
        pair: dict[str, float] = {}
        both: list[tuple[str, Callable[[Any], object]]] = [("spacy", lambda r: alone(r.text)), ("ours", analyse)]
        for name, read in both if number % 2 else reversed(both):
            started = time.process_time()
            for report in rest[first : first + BLOCK]:
                read(report)
            pair[name] = time.process_time() - started
        pairs.append((pair["spacy"], pair["ours"]))
    totals = sum(theirs for theirs, _ in pairs), sum(ours for _, ours in pairs)
    parse = spent["parse_report"]
    outside = totals[1] - parse
    pairs.sort(key=lambda times: times[0] / times[1])
    cut = int(TRIM * len(pairs))
    kept = pairs[cut : len(pairs) - cut]
    ratio = sum(theirs for theirs, _ in kept) / sum(ours for _, ours in kept)
    print(f"spaCy alone {totals[0]:.1f} s, analysis {totals[1]:.1f} s: {totals[0] / totals[1]:.2f} over all blocks")
    print(f"the analysis's own parse: {parse / totals[0]:.2f} of spaCy's pipeline as it comes, the same annotations")
    print("outside the parser, by stage:")
    for name, seconds in sorted(((n, spent[n]) for n in (*FINDERS, GARBAGE)), key=lambda row: -row[1]):
        print(f"  {name:20} {seconds / outside:6.1%}   {seconds / totals[0]:6.2%} of spaCy's pipeline")
    attribution = sum(spent[name] for name in ATTRIBUTION) / outside
    return [
        ("documents/s, analysis to spaCy alone", ratio, 0.8, True),
        ("attribution, share outside the parser", attribution, 0.25, False),
        ("places, documents/s without the parse", len(rest) / spent["find_places"], 300, True),
    ]


def timed(name: str, call: Callable[..., Any], spent: defaultdict[str, float]) -> Callable[..., Any]:
    @wraps(call)
    def run(*args: Any, **named: Any) -> Any:
        started, collected = time.process_time(), spent[GARBAGE]
        try:
            return call(*args, **named)
        finally:
            spent[name] += time.process_time() - started - (spent[GARBAGE] - collected)

    return run


def count_garbage(spent: defaultdict[str, float]) -> None:
    """A full collection falls on whichever stage is at work: it is counted apart."""
    begun = 0.0

    def note(phase: str, _: object) -> None:
        nonlocal begun
        if phase == "start":
            begun = time.process_time()
        else:
            spent[GARBAGE] += time.process_time() - begun

    gc.callbacks.append(note)


def measure_processes(texts: Sequence[str], pairs: int) -> list[tuple[str, float, float, bool]]:
    model = find_model()
    with tempfile.TemporaryDirectory() as cache:
        # Once beforehand: neither is to pay for a cold disk or for compiling its modules.  An installed package has
        # that behind it, a source tree in an environment that writes no bytecode has it before it each time.
        start(PARSE_ONLY, model, cache), start(FIRST_REPORT, model, cache)
        longer = sorted(start(FIRST_REPORT, model, cache) - start(PARSE_ONLY, model, cache) for _ in range(pairs))
    print(f"start-up, {pairs} pairs: {longer[0]:.2f} to {longer[-1]:.2f} s of processor time longer than spaCy's")
    done = subprocess.run(
        [sys.executable, "-c", EVERYTHING], input=json.dumps(list(texts)), capture_output=True, text=True, check=True
    )
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return [
        ("start-up longer than spaCy's, s", statistics.median(longer), 1.0, False),
        ("peak memory with everything loaded, MB", int(done.stdout) / scale, 900, False),
    ]


def start(program: str, model: str, cache: str) -> float:
    """Processor seconds of a process that reads one short text; compiled modules are kept in the folder `cache`."""
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    settings["PYTHONPYCACHEPREFIX"] = cache
    before = os.times()
    subprocess.run([sys.executable, "-c", program, model, SHORT], check=True, env=settings)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    raise SystemExit(main())
