"""One evaluation: find the data, predict, write the predictions, score, compare with the floors."""

from __future__ import annotations

import json
import tempfile
import time
import tomllib
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from onrecord.errors import OnRecordError, OutputError
from onrecord.evaluate.data import DataFile, Skipped, find_data, read_records, stem_of
from onrecord.evaluate.predict import NoAdapter, open_pool, predict_file
from onrecord.evaluate.scorers import Figures, find_scorer, score_file

# Figures come back rounded by the scorers to three or four places; a floor is missed beyond that, not by it.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one data file gave.  `figures` is empty when nothing was scored; `notes` say why and what else was odd.

    `seconds` is the wall time of prediction, with the loading of models that the first file pays.
    """

    data: DataFile
    records: int
    seconds: float
    figures: Figures
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """What a figure of one data file must keep: at least `value`, or at most where low is best."""

    figure: str
    value: float
    at_most: bool = False

    def holds(self, value: float | None) -> bool:
        """Whether a measured value keeps the floor; a figure that is missing does not."""
        if value is None:
            return False
        return value <= self.value + _ROUNDING if self.at_most else value >= self.value - _ROUNDING


@dataclass(frozen=True, slots=True)
class Drop:
    """A figure that does not keep its floor."""

    name: str
    floor: Floor
    value: float | None  # None: the figure is missing altogether

    def __str__(self) -> str:
        now = "is missing" if self.value is None else f"is {self.value:g}"
        return f"{self.name}: {self.floor.figure} {now}, its floor {self.floor.value:g}"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All outcomes of a run, what was skipped, and what fell below a floor."""

    outcomes: tuple[Outcome, ...]
    skipped: tuple[Skipped, ...] = ()
    drops: tuple[Drop, ...] = field(default=())


def evaluate(
    folder: Path,
    *,
    only: Collection[str] = (),
    predictions: Path | None = None,
    workers: int = 1,
    announce: Callable[[DataFile], None] = lambda data: None,
) -> Evaluation:
    """Measure everything below `folder`.

    With `predictions`, `NAME/FILE.pred.jsonl` is written there for each data file, labelled or not.  A benchmark that
    fails is an outcome with a note.  Raises MissingInput without the folder, OutputError when predictions cannot be
    written.
    """
    found, skipped = find_data(folder, only=only, unlabelled=predictions is not None)
    with tempfile.TemporaryDirectory() as scratch, open_pool(workers) as pool:
        target = predictions or Path(scratch)
        outcomes = []
        for data in found:
            announce(data)
            outcomes.append(evaluate_file(data, target, pool=pool))
    return Evaluation(tuple(outcomes), skipped, find_drops(outcomes))


def evaluate_file(data: DataFile, target: Path, *, pool: Executor | None = None) -> Outcome:
    """Predict one data file, write the predictions below `target`, and score them when it has labels and a scorer."""
    try:
        records = list(read_records(data.path))
        began = time.perf_counter()
        predicted = predict_file(data, records, pool=pool)
        seconds = time.perf_counter() - began
    except NoAdapter as error:
        return Outcome(data, 0, 0.0, {}, (str(error),))
    except OnRecordError as error:
        return Outcome(data, 0, 0.0, {}, (str(error),))
    path = write_predictions(target / data.benchmark / f"{stem_of(data.path)}.pred.jsonl", predicted.rows)
    notes, figures = list(predicted.notes), Figures()
    scorer = find_scorer(data)
    if not data.labelled:
        notes.append("no labels: predicted, not scored")
    elif scorer is None and data.benchmark == "numeric-nli":
        from onrecord.evaluate.numeric_nli import score_labels  # brings the extraction with it

        figures = score_labels(records, predicted.rows)
    elif scorer is None:
        notes.append(f"no score.py in {data.path.parent.name}/: predicted, not scored")
    else:
        try:
            figures = score_file(data, path, scorer)
        except OnRecordError as error:
            notes.append(str(error))
    return Outcome(data, len(records), seconds, figures, tuple(notes))


def write_predictions(path: Path, rows: Collection[Mapping[str, Any]]) -> Path:
    """Write rows as JSON Lines.  Raises OutputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}. Choose another folder.") from error
    return path


@cache
def load_table(name: str) -> dict[str, Any]:
    """`peers.toml` or `floors.toml` of this package.  Shared: read it, do not change it."""
    return tomllib.loads((files("onrecord.evaluate") / f"{name}.toml").read_text(encoding="utf-8"))


def floors_of(data: DataFile) -> tuple[Floor, ...]:
    """Floors recorded for exactly these bytes; none for other data."""
    entries: list[dict[str, Any]] = load_table("floors").get("floor", [])
    entry = next((entry for entry in entries if entry["digest"] == data.digest), {})
    return (
        *(Floor(figure, value) for figure, value in entry.get("figures", {}).items()),
        *(Floor(figure, value, at_most=True) for figure, value in entry.get("at_most", {}).items()),
    )


def find_drops(outcomes: Collection[Outcome]) -> tuple[Drop, ...]:
    """Figures that do not keep their floors, in the order of the outcomes."""
    return tuple(
        Drop(outcome.data.name, floor, outcome.figures.get(floor.figure))
        for outcome in outcomes
        for floor in floors_of(outcome.data)
        if not floor.holds(outcome.figures.get(floor.figure))
    )


def report_of(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as plain values, for `--json`."""
    return {
        "files": [
            {
                "name": outcome.data.name,
                "profile": outcome.data.profile,
                "language": outcome.data.language,
                "digest": outcome.data.digest,
                "records": outcome.records,
                "seconds": round(outcome.seconds, 2),
                "figures": outcome.figures,
                "floors": {floor.figure: floor.value for floor in floors_of(outcome.data)},
                "notes": list(outcome.notes),
            }
            for outcome in evaluation.outcomes
        ],
        "skipped": [{"name": skipped.name, "reason": skipped.reason} for skipped in evaluation.skipped],
        "below_floor": [str(drop) for drop in evaluation.drops],
    }
