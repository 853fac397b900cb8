"""Running a benchmark's adapter over its records, in one process or several."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from types import ModuleType
from typing import Any

from onrecord import lexicon
from onrecord.evaluate.data import LABELS, DataFile, language_of

_CHUNK = 16  # records handed to a process at once: enough to hide the hand-over, few enough to share the load


@dataclass(frozen=True, slots=True)
class Predictions:
    """Predictions in the order of the records, and what went wrong on the way."""

    rows: tuple[dict[str, Any], ...]
    notes: tuple[str, ...] = ()


class NoAdapter(LookupError):
    """The benchmark has no adapter module, or one that cannot be imported."""


def load_adapter(benchmark: str) -> ModuleType:
    """`onrecord.evaluate.<benchmark>`.  Raises NoAdapter with the reason."""
    name = f"onrecord.evaluate.{benchmark.replace('-', '_')}"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name == name:
            raise NoAdapter(f"no adapter {name}") from error
        raise NoAdapter(f"{name} needs the module {error.name}") from error
    except ImportError as error:
        raise NoAdapter(f"{name} cannot be imported: {error}") from error


@contextmanager
def open_pool(workers: int) -> Iterator[Executor | None]:
    """Processes that predict, kept over all files so that each loads its models once; None for one worker."""
    if workers == 1:
        yield None
        return
    # Started afresh rather than forked: a forked copy of a process with threads can hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield pool


def predict_file(data: DataFile, records: Sequence[dict[str, Any]], *, pool: Executor | None = None) -> Predictions:
    """Predictions for all records of a file.  Labels are taken out before the adapter sees a record.

    A record the adapter fails on gets an empty prediction and a note.  Raises NoAdapter.
    """
    adapter = load_adapter(data.benchmark)
    bare = [{key: value for key, value in record.items() if key not in HIDDEN} for record in records]
    if hasattr(adapter, "predict_all"):
        return Predictions(tuple(adapter.predict_all(bare)))
    chunks = [bare[start : start + _CHUNK] for start in range(0, len(bare), _CHUNK)]
    if pool is not None and len(chunks) > 1:
        parts = list(pool.map(predict_chunk, [data] * len(chunks), chunks))
    else:
        parts = [predict_chunk(data, chunk) for chunk in chunks]
    rows = [row for part in parts for row in part.rows]
    return Predictions(tuple(rows), gather_notes([note for part in parts for note in part.notes]))


# What a record says of its own answer.
HIDDEN = frozenset(
    {
        "attributions",
        "claims",
        "cluster",
        "entities",
        "relations",
        "events",
        "event",
        "mode",
        "context",
        "label",
        "places",
        "other",
        "quantities",
        "target",
    }
)


def predict_chunk(data: DataFile, records: Sequence[dict[str, Any]]) -> Predictions:
    """Predictions for some records of a file, in this process."""
    adapter = load_adapter(data.benchmark)
    predict: Callable[..., Any] = adapter.predict
    profiled = "profile" in inspect.signature(predict).parameters
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    for record in records:
        language = language_of(record, data.path)
        extra = {"profile": data.profile.partition(".")[2] or None} if profiled else {}
        try:
            found = predict(record, language=language, **extra)
        except Exception as error:
            # One record must not cost the figures of a whole file; it counts as found empty and is reported.
            if language in lexicon.languages():
                notes.append(f"{type(error).__name__} on {record['id']}: {error}")
            else:
                notes.append(f"no language pack for {language!r}")
            found = []
        row = shape_prediction(data.benchmark, record, found)
        if "note" in row:
            notes.append(str(row["note"]))
        rows.append(row)
    return Predictions(tuple(rows), tuple(notes))


def shape_prediction(benchmark: str, record: dict[str, Any], found: Any) -> dict[str, Any]:
    """What an adapter returned, a whole row or its list alone, as a row with the id first."""
    row = found if isinstance(found, dict) else {LABELS[benchmark]: found}
    return {"id": record["id"]} | row


def gather_notes(notes: Sequence[str]) -> tuple[str, ...]:
    """Notes without repetition: the first of each kind of failure, with how many records had it."""
    kinds: dict[str, list[str]] = {}
    for note in notes:
        kinds.setdefault(note.partition(" on ")[0], []).append(note)
    return tuple(
        first if " on " not in first else f"{len(alike)} record{'s' * (len(alike) > 1)} failed, first {first}"
        for first, *_ in kinds.values()
        for alike in (kinds[first.partition(" on ")[0]],)
    )
