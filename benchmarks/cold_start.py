"""One report, cold: the whole process of `onrecord check` against loading spaCy's model and parsing the same text.

    python benchmarks/cold_start.py [--runs N] [REPORT]

Runs the two one after the other in pairs, each in a process of its own, and prints the median of the pairs' ratios of
wall time, and the peak memory of each.  Exit code 1 when the ratio or the memory is over its bar.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord import lexicon, read_report

RATIO_BAR = 2.5
MEMORY_BAR_MB = 700
ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "border-air-defence.txt"

# What any program that parses the text must do: the same model, the same text, nothing else.
PARSE_ONLY = """
import sys
import spacy
nlp = spacy.load(sys.argv[1])
nlp(open(sys.argv[2], encoding="utf-8").read())
"""


def main() -> int:
    arguments = read_arguments()
    with TemporaryDirectory() as folder:
        text = Path(folder) / "text"
        text.write_text(read_report(arguments.report).text, encoding="utf-8")
        check = [sys.executable, "-m", "onrecord", "check", str(arguments.report)]
        parse = [sys.executable, "-c", PARSE_ONLY, find_model(), str(text)]
        run(check), run(parse)  # both once beforehand, so that neither pays for a cold disk
        pairs = [(run(check), run(parse)) for _ in range(arguments.runs)]
    ratios = sorted(ours[0] / theirs[0] for ours, theirs in pairs)
    for name, measured in (("onrecord check", [p[0] for p in pairs]), ("spaCy alone", [p[1] for p in pairs])):
        seconds = statistics.median(m[0] for m in measured)
        cpu = statistics.median(m[2] for m in measured)
        memory = max(m[1] for m in measured)
        print(f"{name:15} {seconds:6.2f} s wall  {cpu:6.2f} s processor  {memory:5.0f} MB peak")
    ratio = statistics.median(ratios)
    memory = max(ours[1] for ours, _ in pairs)
    print(f"ratio {ratio:.2f} (median of {len(ratios)} pairs, {ratios[0]:.2f} to {ratios[-1]:.2f}); bar {RATIO_BAR}")
    print(f"peak  {memory:.0f} MB; bar {MEMORY_BAR_MB} MB")
    return int(ratio > RATIO_BAR or memory > MEMORY_BAR_MB)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", nargs="?", type=Path, default=SAMPLE, help="a text file or page")
    parser.add_argument("--runs", type=int, default=7)
    return parser.parse_args()


def find_model() -> str:
    """The model `onrecord` uses for English."""
    models: list[str] = lexicon.load("pack", language="en")["models"]
    return next(name for name in models if find_spec(name) is not None)


def run(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, peak megabytes and processor seconds of one process.  Exit code 1 says that a finding disagrees."""
    started = time.perf_counter()
    process = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(command[:5])} … ended with exit code {code}")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024  # ru_maxrss is in kB on Linux, in bytes on macOS
    return seconds, usage.ru_maxrss / scale, usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
