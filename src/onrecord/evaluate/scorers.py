"""The scorers that lie beside the benchmarks, run unchanged, and their answers as figures by name.

Every scorer is a program `score.py GOLD PREDICTED`; it is started with the running interpreter.  Figures keep the scale
of the scorer's own table: shares from 0 to 1, in `quantity` percent.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.evaluate.data import DataFile

Figures = dict[str, float]

_TIME_LIMIT = 900  # seconds; the slowest scorer takes under one minute on a loaded machine


class ScorerFailed(OnRecordError):
    """A benchmark's scorer ended in an error."""


def find_scorer(data: DataFile) -> Path | None:
    """`score.py` beside the data file, None when there is none."""
    path = data.path.parent / "score.py"
    return path if path.is_file() else None


def score_file(data: DataFile, predictions: Path, scorer: Path) -> Figures:
    """Figures of a predictions file.  Raises ScorerFailed with the scorer's last words."""
    options, read_answer = _ANSWERS.get(data.benchmark, ((), read_json_answer))
    if data.benchmark == "syndication" and data.edits:
        options = ("--edits", str(data.edits))
    if data.profile == "quantity.unit":
        options = ("--partial",)  # these files annotate four types of unit only
    with tempfile.TemporaryDirectory() as folder:
        gold = data.path
        if gold.suffix == ".gz" and "gzip" not in scorer.read_text(encoding="utf-8"):
            gold = Path(folder) / gold.stem
            gold.write_bytes(gzip.decompress(data.path.read_bytes()))
        command = [sys.executable, "-B", str(scorer), str(gold), str(predictions), *options]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_TIME_LIMIT, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise ScorerFailed(f"The scorer of {data.name} took over {_TIME_LIMIT} s. Run it by hand.") from error
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise ScorerFailed(f"The scorer of {data.name} failed: {last}. Run it by hand on {predictions.name}.")
    return read_answer(done.stdout)


def flatten(value: Mapping[str, Any], prefix: str = "") -> Figures:
    """Numbers of a nested answer by dotted name."""
    figures: Figures = {}
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            figures |= flatten(inner, f"{prefix}{key}.")
        elif isinstance(inner, int | float):
            figures[prefix + key] = float(inner)
    return figures


def read_json_answer(output: str) -> Figures:
    """Figures of a scorer that prints one JSON object."""
    return flatten(json.loads(output))


def read_claims_answer(output: str) -> Figures:
    """Figures by language; `<language>.roles.f1` is over all roles together, from the counts behind each role."""
    figures: Figures = {}
    for language, part in json.loads(output).items():
        figures |= flatten(part, f"{language}.")
        roles = [part[name] for name in ("actor", "item", "place", "counterpart", "time")]
        hits = sum(role["r"] * role["of"] for role in roles)
        gold = sum(role["of"] for role in roles)
        # A role without a single hit does not give away how often it was predicted; such predictions are left out.
        predicted = sum(role["r"] * role["of"] / role["p"] for role in roles if role["p"])
        figures[f"{language}.roles.f1"] = 2 * hits / (gold + predicted) if gold + predicted else 0.0
    return figures


def read_syndication_answer(output: str) -> Figures:
    """As printed, with B-cubed precision over all template reports and the error of the count of sources."""
    answer = json.loads(output)
    figures = flatten(answer)
    templates = [part for kind, part in answer.get("kinds", {}).items() if kind.startswith("template_")]
    if count := sum(part["documents"] for part in templates):
        figures["templates.b3_precision"] = sum(part["documents"] * part["b3_precision"] for part in templates) / count
    figures["sources_error"] = abs(answer["sources_predicted"] / answer["sources_gold"] - 1)
    return figures


def read_table_answer(columns: int) -> Callable[[str], Figures]:
    """Reader of a printed table: a name and then numbers under a heading line; `columns` of them are kept."""

    def read(output: str) -> Figures:
        heading, *lines = output.splitlines()
        names = heading.split()[1 : columns + 1]
        figures: Figures = {}
        for line in lines:
            name, *cells = line.split()
            for column, cell in zip(names, cells, strict=False):
                if cell != "-":
                    figures[f"{name}.{column}"] = float(cell)
        return figures

    return read


_ANSWERS: Mapping[str, tuple[tuple[str, ...], Callable[[str], Figures]]] = {
    "attribution": (("--json",), read_json_answer),
    "claims": (("--by", "language", "--json"), read_claims_answer),
    "entities": (("--merge", "Equipment=Weapon,MilitaryPlatform,Vehicle"), read_table_answer(6)),
    "places": (("--json",), read_json_answer),
    "quantity": ((), read_table_answer(3)),
    "syndication": ((), read_syndication_answer),
}
