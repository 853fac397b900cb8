"""An evaluation as one readable table: each figure with its bar, the best public tool's figure and the floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from onrecord.evaluate.run import Evaluation, Outcome, floors_of, load_table

_HUMANS = ("two annotators", "annotator again")  # recorded beside the tools, but no tool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.  `floor` and `bar` are None where none is set."""

    label: str
    value: float
    percent: bool
    high_is_best: bool
    bar: float | None
    floor: float | None
    peers: Mapping[str, float]

    @property
    def reached(self) -> bool | None:
        """Whether the bar is reached; None without a bar."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.high_is_best else self.value <= self.bar

    def best_peer(self) -> tuple[str, float] | None:
        """The tool or baseline with the best figure."""
        tools = [(name, value) for name, value in self.peers.items() if name not in _HUMANS]
        return max(tools, key=lambda tool: tool[1] if self.high_is_best else -tool[1], default=None)


def rows_of(outcome: Outcome) -> Iterator[Row]:
    """The lines that `peers.toml` asks for of this file, in its order."""
    floors = {floor.figure: floor.value for floor in floors_of(outcome.data)}
    for entry in load_table("peers")["row"]:
        figure = entry["figure"]
        if entry["profile"] != outcome.data.profile or figure not in outcome.figures:
            continue
        if entry.get("language", outcome.data.language) != outcome.data.language:
            continue
        yield Row(
            label=entry["label"],
            value=outcome.figures[figure],
            percent=entry["scale"] == "percent",
            high_is_best=entry.get("best", "high") == "high",
            bar=entry.get("bar"),
            floor=floors.get(figure),
            peers=entry["peers"],
        )


def draw_table(evaluation: Evaluation) -> RenderableType:
    """The whole evaluation for a terminal."""
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for heading, justify in (
        ("data", "left"),
        ("figure", "left"),
        ("ours", "right"),
        ("bar", "right"),
        ("", "left"),
        ("best other recorded", "left"),
        ("people", "right"),
        ("floor", "right"),
    ):
        table.add_column(heading, justify=justify, no_wrap=heading != "best other recorded")  # type: ignore[arg-type]
    remarks: dict[str, list[str]] = {}
    times: list[str] = []
    for outcome in evaluation.outcomes:
        rows = list(rows_of(outcome))
        for number, row in enumerate(rows):
            table.add_row(*_cells(outcome.data.name if not number else "", row))
        if rows:
            table.add_section()
            times.append(f"{outcome.data.name} {outcome.records:,} in {outcome.seconds:,.1f} s")
        for note in outcome.notes:
            remarks.setdefault(note, []).append(outcome.data.name)
    for skipped in evaluation.skipped:
        remarks.setdefault(f"skipped: {skipped.reason}", []).append(skipped.name)
    below = [Text(f"BELOW FLOOR  {drop}", style="bold red") for drop in evaluation.drops]
    lines = [Text(f"{', '.join(names)}: {remark}", style="dim") for remark, names in remarks.items()]
    spent = Text(f"records and wall time, loading included: {'; '.join(times)}", style="dim")
    return Group(table, spent, *lines, *below)


def _cells(name: str, row: Row) -> tuple[Any, ...]:
    best = row.best_peer()
    people = next((row.peers[name] for name in _HUMANS if name in row.peers), None)
    mark = {True: Text("reached", style="green"), False: Text("short", style="yellow"), None: Text("")}[row.reached]
    ahead = best is None or (row.value >= best[1] if row.high_is_best else row.value <= best[1])
    return (
        name,
        row.label,
        Text(_number(row.value, row), style="bold" if ahead else "bold yellow"),
        "" if row.bar is None else _number(row.bar, row),
        mark,
        "" if best is None else f"{_number(best[1], row)} {best[0]}",
        "" if people is None else _number(people, row),
        "" if row.floor is None else _number(row.floor, row),
    )


def _number(value: float, row: Row) -> str:
    return f"{value:.1f}" if row.percent else f"{value:.3f}"
