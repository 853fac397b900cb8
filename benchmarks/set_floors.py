"""Write `src/onrecord/evaluate/floors.toml` from the figures of a run.

    onrecord evaluate --json figures.json && python benchmarks/set_floors.py figures.json [--lower]

Floors are the figures that the table shows and that are above zero, rounded down (a figure that is best low: up). A
floor only rises; with --lower it also falls, which needs a reason in the commit.
"""

from __future__ import annotations

import argparse
import json
import math
import tomllib
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "evaluate"
FAST = ("syndication", "quantity", "entities")  # measured by the tests of every run: together under half a minute
HEAD = """\
# Floors: on exactly these data files (by digest) a figure of `onrecord evaluate` must not fall below its floor.
# Written by benchmarks/set_floors.py from a run's figures. `fast` files are measured by every run of the tests, the
# rest by `onrecord evaluate --floors`. `at_most` figures are best low and must not rise.
"""


def shown_figures(entry: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, tuple[float, bool]]:
    """Figures of one file that the table shows: value rounded in its own favour, and whether low is best."""
    found: dict[str, tuple[float, bool]] = {}
    for row in rows:
        value = entry["figures"].get(row["figure"])
        if (
            row["profile"] != entry["profile"]
            or row.get("language", entry["language"]) != entry["language"]
            or not value
        ):
            continue
        scale = 10 if row["scale"] == "percent" else 1000
        low = row.get("best") == "low"
        found[row["figure"]] = ((math.ceil if low else math.floor)(round(value * scale, 6)) / scale, low)
    return found


def main() -> None:
    """Command line entry point."""
    parser = argparse.ArgumentParser(description="Write the floors from a run's figures.")
    parser.add_argument("figures", type=Path)
    parser.add_argument("--lower", action="store_true", help="let floors fall")
    arguments = parser.parse_args()
    rows = tomllib.loads((PACKAGE / "peers.toml").read_text(encoding="utf-8"))["row"]
    path = PACKAGE / "floors.toml"
    old = {entry["digest"]: entry for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("floor", ())}
    for entry in json.loads(arguments.figures.read_text(encoding="utf-8"))["files"]:
        found = shown_figures(entry, rows)
        if not found:
            continue
        known = old.get(entry["digest"], {})
        floors: dict[str, dict[str, float]] = {"figures": {}, "at_most": {}}
        for figure, (value, low) in found.items():
            kind, better = ("at_most", min) if low else ("figures", max)
            before = known.get(kind, {}).get(figure)
            floors[kind][figure] = value if before is None or arguments.lower else better(value, before)
        fast = entry["name"].partition("/")[0] in FAST
        old[entry["digest"]] = {"name": entry["name"], "digest": entry["digest"], "fast": fast} | floors
    parts = [HEAD]
    for entry in sorted(old.values(), key=lambda entry: entry["name"]):
        parts.append(
            f'[[floor]]\nname = "{entry["name"]}"\ndigest = "{entry["digest"]}"\nfast = {str(entry["fast"]).lower()}'
        )
        for kind in ("figures", "at_most"):
            if entry.get(kind):
                parts.append(
                    f"{kind} = {{ " + ", ".join(f'"{name}" = {value}' for name, value in entry[kind].items()) + " }"
                )
        parts.append("")
    path.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
