"""Speed of the quantity scanner against public tools, its figures on texts meant to hurt, and the entailment report.

    python benchmarks/quantities.py speed --data ../shared/benchmarks [--peers]
    python benchmarks/quantities.py fuzz [--texts 20000] [--seed 1]
    python benchmarks/quantities.py nli --data ../shared/benchmarks

`--peers` makes a throwaway environment, installs quantulum3 in it (from the index that pip is set to) and reads the
same sentences with both, one after the other in pairs; ratios are of CPU seconds, load time excluded.  CQE cannot be
installed so (see `CQE_NOTE`); it is compared by the figures recorded for it and quantulum3 side by side.
`fuzz` joins random pieces of numbers, signs and words, checks every span and prints how many texts it read.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord.evaluate.quantity import compare_nli
from onrecord.extract.quantities import find_quantities
from onrecord.extract.times import find_times

QUANTULUM = "quantulum3==0.10.0"
PAIRS = 3
BARS = {"quantulum3": 10, "CQE": 100}
# Sentences a CPU second of the two on one machine, load excluded: README of the quantity benchmark.
RECORDED = {"quantulum3": 200.0, "CQE": 16.0}
CQE_NOTE = (
    "CQE 2.0.3 was not run: it asks for torch, for a typing_extensions release too old for today's spaCy, and for an "
    "en_US locale. Recorded beside quantulum3 on one machine: 16 and 200 sentences/s."
)
# Reads a JSON list of sentences; prints sentences a CPU second after a round to warm up.
PEER = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from quantulum3 import parser
texts = json.load(sys.stdin)
for text in texts[:20]:
    parser.parse(text)
started = time.process_time()
for text in texts:
    parser.parse(text)
print(len(texts) / (time.process_time() - started))
"""

PIECES = [
    *"0123456789.,:;-–—−$€£¥%‰°/\\'\"()[]{}<>=~^×xXeEkKmMbB#@&*_|\n\t ",
    *"\u200b\u200d\ufeff\u00a0\u202f\u0660\u0669\u0966\u09e6½⅓²³µΩ中ж",
    "one ", "two-", "hundred ", "million", "and ", "to ", "between ", "at least ", "no fewer than ", "half ", "third ",
    "dozens ", "tens of thousands ", "km", " km/h", "per ", "a ", "USD", "US $", "bn", "No. ", "Su-", "mm ", "May ",
    "Friday ", "1999", "2024-05-", "p.m.", "http://x.y/", "1e999999", "9" * 400, "several ", "both ", "none ", "once ",
]  # fmt: skip


def read_texts(folder: Path) -> list[str]:
    """The sentences of the newspaper set."""
    lines = (folder / "quantity" / "newsquant.jsonl").read_text(encoding="utf-8").splitlines()
    return [str(json.loads(line)["text"]) for line in lines if line.strip()]


def rate(read: Callable[[str], object], texts: Sequence[str], rounds: int) -> float:
    """Texts a CPU second, after one round to warm up."""
    for text in texts[:20]:
        read(text)
    started = time.process_time()
    for _ in range(rounds):
        for text in texts:
            read(text)
    return rounds * len(texts) / (time.process_time() - started)


def run_speed(folder: Path, *, peers: bool) -> None:
    texts = read_texts(folder)
    own = rate(find_quantities, texts, 5)
    print(f"onrecord quantities  {own:10.0f} sentences/s")
    print(f"onrecord times       {rate(lambda text: find_times(text, published='2024-05-05'), texts, 5):10.0f}")
    if not peers:
        return
    with TemporaryDirectory() as folder_name:
        try:
            python = install_peer(Path(folder_name))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"quantulum3 could not be installed ({error}); recorded: {RECORDED['quantulum3']:.0f} sentences/s")
            return
        pairs = [(rate(find_quantities, texts, 3), run_peer(python, texts)) for _ in range(PAIRS)]
    ratios = sorted(mine / theirs for mine, theirs in pairs)
    ratio = statistics.median(ratios)
    print(
        f"quantulum3           {statistics.median(theirs for _, theirs in pairs):10.0f} sentences/s, without classifier"
    )
    print(f"ratio to quantulum3  {ratio:10.0f} ({ratios[0]:.0f} to {ratios[-1]:.0f}); bar {BARS['quantulum3']}")
    indirect = ratio * RECORDED["quantulum3"] / RECORDED["CQE"]
    print(f"ratio to CQE         {indirect:10.0f} by the recorded figures; bar {BARS['CQE']}")
    print(CQE_NOTE)


def install_peer(folder: Path) -> Path:
    """The Python of a fresh environment that holds quantulum3 and nothing of ours."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", QUANTULUM], check=True, stderr=subprocess.DEVNULL)
    return python


def run_peer(python: Path, texts: Sequence[str]) -> float:
    done = subprocess.run(
        [str(python), "-c", PEER], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def run_fuzz(texts: int, seed: int) -> None:
    source = random.Random(seed)
    longest = 0.0
    found = 0
    for _ in range(texts):
        text = "".join(source.choices(PIECES, k=source.randint(1, 60)))
        started = time.process_time()
        end = 0
        for quantity in find_quantities(text):
            assert end <= quantity.span.start < quantity.span.end <= len(text), repr(text)
            assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high, repr(text)
            end = quantity.span.end
            found += 1
        for moment in find_times(text, published="2024-05-05"):
            assert 0 <= moment.span.start < moment.span.end <= len(text), repr(text)
        longest = max(longest, time.process_time() - started)
    print(f"{texts} texts (seed {seed}): {found} quantities, no failure; slowest text {1000 * longest:.1f} ms")


def run_nli(folder: Path) -> None:
    for name in ("newsnli", "rte-quant"):
        path = folder / "numeric-nli" / f"{name}.jsonl"
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        report = compare_nli(records)
        majority = report.majority / report.pairs
        print(f"{name}: {report.accuracy:.3f} of {report.pairs} pairs (majority class {majority:.3f})")
        for reason, count in report.errors:
            print(f"  {count:4d}  {reason}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("speed", "fuzz", "nli"))
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.what == "speed":
        run_speed(options.data, peers=options.peers)
    elif options.what == "fuzz":
        run_fuzz(options.texts, options.seed)
    else:
        run_nli(options.data)


if __name__ == "__main__":
    main()
