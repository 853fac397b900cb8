"""How the time of a report grows with its length: made-up lists of losses, 250 lines and four and sixteen times that.

    python benchmarks/long_lists.py

A page that counts a war's losses names thousands of systems, each with a number.  Prints the time of each list and its
ratio to the one before; the bar is that four times the lines take less than six times as long.
"""

from __future__ import annotations

import random
import time

from onrecord import check_report, read_report
from onrecord.record import load_record

LINES = (250, 1_000, 4_000)
MOST_GROWTH = 6.0
SEED = 20261123


def main() -> None:
    names = sorted(name for name in load_record().names() if name.isascii())
    check_report(read_report("The Igla-S has a range of 6 km.", language="en"))  # what is loaded once
    before = None
    for lines in LINES:
        text = write_list(lines, names)
        start = time.process_time()
        dossier = check_report(read_report(text, language="en"))
        seconds = time.process_time() - start
        growth = f", {seconds / before:.1f} times the last (bar {MOST_GROWTH:.0f})" if before else ""
        print(f"{lines:,} lines, {len(text):,} characters, {len(dossier.claims):,} claims: {seconds:.1f} s{growth}")
        before = seconds


def write_list(lines: int, names: list[str]) -> str:
    draw = random.Random(SEED)
    return "\n".join(
        f"{draw.randint(1, 90)} {draw.choice(names)}: ({', '.join(map(str, range(1, draw.randint(3, 9))))}, destroyed)"
        for _ in range(lines)
    )


if __name__ == "__main__":
    main()
