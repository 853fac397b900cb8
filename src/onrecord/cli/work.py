"""Checking several inputs, in one process or several, with the same results in the same order."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import OnRecordError
from onrecord.model import Report, Verdict
from onrecord.read import Input, ReadFailure, read_input

if TYPE_CHECKING:
    from onrecord.publish import Sheet


@dataclass(frozen=True, slots=True)
class Options:
    """What is said of every input."""

    language: str | None = None
    url: str | None = None
    published: str | None = None
    edition: str | None = None
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One input's sheet, and whether a finding on it disagrees."""

    label: str
    sheet: Sheet
    disagrees: bool


def check_inputs(
    inputs: Sequence[Input | ReadFailure],
    options: Options,
    *,
    workers: int = 1,
    check: Callable[[Input, Options], Checked | ReadFailure] | None = None,
) -> Generator[Checked | ReadFailure, None, None]:
    """One result for each input, in their order, whatever the number of workers."""
    check = check or check_input
    readable = [given for given in inputs if isinstance(given, Input)]
    if workers <= 1 or len(readable) <= 1:
        for given in inputs:
            yield check(given, options) if isinstance(given, Input) else given
        return
    # "spawn" gives each worker a fresh start on every platform; a fork of a process with threads may hang.
    pool = ProcessPoolExecutor(
        min(workers, len(readable)), mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent
    )
    try:
        futures = [pool.submit(check, given, options) if isinstance(given, Input) else given for given in inputs]
        for given, future in zip(inputs, futures, strict=True):
            if isinstance(future, ReadFailure):
                yield future
                continue
            try:
                yield future.result()
            except BrokenProcessPool:
                message = "A worker process ended, perhaps for lack of memory. Try again with --workers 1."
                yield ReadFailure(given.label, OnRecordError(message))
    except BaseException:
        # Interrupted, or nobody wants the rest: a worker in the middle of a report would keep the program waiting.
        for child in active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def check_input(given: Input, options: Options) -> Checked | ReadFailure:
    """Read, run the pipeline, build the sheet.  A known error, or a fault of ours, becomes a ReadFailure."""
    report = read_input(given, language=options.language, url=options.url, published=options.published)
    if isinstance(report, ReadFailure):
        return report
    try:
        return make_sheet(report, edition=options.edition, folders=options.folders)
    except OnRecordError as error:
        return ReadFailure(given.label, error)
    except Exception as error:  # one report's fault in our rules must not take the others with it
        message = (
            f"The checks stopped at {type(error).__name__}: {error}. This is a fault in onrecord, not in the report: "
            "please report it; --debug shows where it happened."
        )
        failure = OnRecordError(message)
        failure.__cause__ = error
        return ReadFailure(given.label, failure)


def make_sheet(report: Report, *, edition: str | None = None, folders: tuple[Path, ...] = ()) -> Checked:
    """The path `onrecord.check_report` takes, and the sheet of what it gives."""
    from onrecord.publish import build_sheet
    from onrecord.verbs import check_report

    dossier = check_report(report, edition=edition, folders=folders)
    disagrees = any(finding.verdict is Verdict.DISAGREES for finding in dossier.findings)
    return Checked(report.label, build_sheet(dossier), disagrees)
