"""Progress on standard error: a bar on a terminal, a plain line per report elsewhere, nothing for a single report."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress


class Labelled(Protocol):
    @property
    def label(self) -> str: ...


T = TypeVar("T", bound=Labelled)


def show_progress(results: Iterable[T], total: int, *, quiet: bool) -> Iterator[T]:
    """Pass the results on, saying how far they are."""
    if quiet or total < 2:
        yield from results
    elif sys.stderr.isatty():
        yield from _draw_bar(results, total)
    else:
        for number, result in enumerate(results, start=1):
            print(f"{number} of {total}: {_plain(result.label)}", file=sys.stderr, flush=True)
            yield result


def _draw_bar(results: Iterable[T], total: int) -> Iterator[T]:
    with _make_bar() as bar:
        task = bar.add_task("Checking", total=total)
        for result in results:
            bar.update(task, advance=1)
            yield result


def _make_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _plain(label: str) -> str:
    """A file's name may hold escape sequences."""
    return "".join(char if char.isprintable() else "\ufffd" for char in label)
