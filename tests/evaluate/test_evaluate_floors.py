"""The figures of the quick benchmarks do not drop.  The rest: `onrecord evaluate --floors`."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.evaluate.data import DataFile, find_data
from onrecord.evaluate.run import evaluate_file, find_drops, load_table

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "benchmarks"
FAST = {entry["digest"]: entry["name"] for entry in load_table("floors").get("floor", ()) if entry["fast"]}


def present() -> dict[str, DataFile]:
    return {data.digest: data for data in find_data(FOLDER)[0]} if FOLDER.is_dir() else {}


@pytest.mark.parametrize("digest", FAST, ids=FAST.values())
def test_no_figure_drops(digest: str, tmp_path: Path) -> None:
    data = present().get(digest)
    if data is None:
        pytest.skip(f"the data of {FAST[digest]} is not in ../shared/benchmarks, or is another version")
    outcome = evaluate_file(data, tmp_path)
    assert not outcome.notes
    assert [str(drop) for drop in find_drops([outcome])] == []


def test_floors_name_figures_once() -> None:
    entries = load_table("floors").get("floor", ())
    assert len({entry["digest"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry["figures"], entry["name"]
        assert not entry["figures"].keys() & entry.get("at_most", {}).keys()
