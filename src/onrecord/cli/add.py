"""`onrecord add`: reports into the ledger."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.check import _list_failures, _take_date
from onrecord.cli.ledger import ledger_option, now
from onrecord.cli.records import edition_option, open_record, record_option
from onrecord.cli.sources import fetch_now, fields_option
from onrecord.cli.version import name_version
from onrecord.cli.work import Options
from onrecord.errors import OnRecordError, RefusedReport
from onrecord.model import Dossier
from onrecord.publish.safety import show_on_one_line
from onrecord.read import Input, Part, ReadFailure, list_inputs, load_input, read_input

if TYPE_CHECKING:
    from onrecord.store import Added, Ledger

_AHEAD = 4  # reports read ahead for each worker; bounds memory


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report that went through the pipeline, with the bytes it was read from."""

    dossier: Dossier
    raw: bytes


@click.command("add")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT…")
@ledger_option
@click.option("--language", metavar="CODE", help="Language of the reports.  [default: told from the text]")
@click.option(
    "--published", metavar="DATE", callback=_take_date, help="Date of publication: YYYY-MM-DD, YYYY-MM or YYYY."
)
@click.option("--url", metavar="URL", help="Where the report was published; for one report.")
@click.option("--outlet", metavar="NAME", help="Who published the reports, where they do not say.")
@edition_option
@record_option
@fields_option
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read.")
@click.option("--quiet", is_flag=True, help="Print only the last line; errors still.")
@click.option("--debug", is_flag=True, help="Show where an error happened.")
def add_command(
    reports: tuple[str, ...],
    ledger: str | None,
    language: str | None,
    published: str | None,
    url: str | None,
    outlet: str | None,
    edition: str | None,
    folders: tuple[Path, ...],
    fields: dict[str, tuple[str, ...]] | None,
    workers: int,
    quiet: bool,
    debug: bool,
) -> int:
    """Read reports into the ledger, with their claims, findings and threads.

    REPORT is a text, HTML or PDF file; a feed, JSON lines, WARC or ZIP file of reports; a folder of such files; an
    http or https address; or - for standard input. A report is printed as added when it is there for good. Adding it
    again changes nothing.

    Exit code 0; 2 when a report could not be read; the others are added.
    """
    from onrecord.store import Ledger

    inputs = list(list_inputs(reports, fields=fields, fetch=fetch_now))
    if url is not None and len(inputs) != 1:
        raise click.UsageError("--url is for one report; several cannot come from one address.")
    options = Options(language=language, url=url, published=published, edition=edition, folders=folders)
    if edition or folders:
        open_record(edition, folders)  # a record that cannot be read is said once, before any report is
    program = f"onrecord {name_version('onrecord')}"
    failures: list[ReadFailure] = []
    new = there = 0
    with Ledger(ledger) as store:
        for result in prepare_inputs(inputs, options, store, workers=workers, outlet=outlet):
            if isinstance(result, ReadFailure):
                failures.append(result)
                continue
            try:
                added = store.add(result.dossier, result.raw, added=now(), program=program)
            except RefusedReport as error:
                failures.append(ReadFailure(result.dossier.report.label, error))
                continue
            new, there = new + (not added.was_there), there + added.was_there
            if not quiet:
                _acknowledge(added, result.dossier.report.label)
        total = store.counts()["reports"]
    click.echo(f"{new} added, {there} already there, {len(failures)} not read; the ledger holds {total} reports.")
    _list_failures(failures, len(inputs), debug=debug)
    return 2 if failures else 0


def _acknowledge(added: Added, label: str) -> None:
    """One line once a report is there for good, out at once."""
    name = show_on_one_line(label)
    if added.was_there:
        click.echo(f"there  {added.digest}  {name}")
        return
    copies = "" if added.copies == added.digest else f", a print of {added.copies[:19]}"
    threads = f"{added.claims} claims, {added.joined} joined a thread{copies}"
    click.echo(f"added  {added.digest}  {name}  ({threads})")


def prepare_inputs(
    inputs: Sequence[Input | ReadFailure], options: Options, store: Ledger, *, workers: int, outlet: str | None = None
) -> Iterator[Prepared | ReadFailure]:
    """Each input read, checked and ready to add, in order; a report that is there already is read but not parsed."""
    read = (read_bytes(given) if isinstance(given, Input) else given for given in inputs)
    jobs = (
        (item, isinstance(item, tuple) and _is_there(store, item, options)) for item in read
    )
    if workers <= 1 or len(inputs) <= 1:
        for item, known in jobs:
            yield item if isinstance(item, ReadFailure) else prepare(*item, options, outlet, not known)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts) as pool:
        waiting: deque[tuple[str, ReadFailure | Future[Prepared | ReadFailure]]] = deque()
        while True:
            for item, known in islice(jobs, workers * _AHEAD - len(waiting)):
                if isinstance(item, ReadFailure):
                    waiting.append((item.label, item))
                else:
                    waiting.append((item[0].label, pool.submit(prepare, *item, options, outlet, not known)))
            if not waiting:
                return
            label, first = waiting.popleft()
            yield first if isinstance(first, ReadFailure) else _result(label, first)


def _result(label: str, future: Future[Prepared | ReadFailure]) -> Prepared | ReadFailure:
    try:
        return future.result()
    except BrokenProcessPool:
        message = "A worker process ended, perhaps for lack of memory. Try again with --workers 1."
        return ReadFailure(label, OnRecordError(message))


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _is_there(store: Ledger, item: tuple[Input, bytes], options: Options) -> bool:
    from onrecord.store.add import digest_bytes

    return store.has(digest_bytes(item[1]))


def read_bytes(given: Input) -> tuple[Input, bytes] | ReadFailure:
    """The bytes of an input, read once: what is kept is what was read."""
    try:
        raw = load_input(given)
    except OnRecordError as error:
        return ReadFailure(given.label, error)
    return (replace(given, source=raw) if isinstance(given.source, Part) else given), raw


def prepare(
    given: Input, raw: bytes, options: Options, outlet: str | None, parse: bool
) -> Prepared | ReadFailure:
    """Read a report and run the pipeline; a known error, or a fault of ours, becomes a ReadFailure."""
    from onrecord.verbs import check_report

    report = read_input(given, language=options.language, url=options.url, published=options.published)
    if isinstance(report, ReadFailure):
        return report
    if outlet is not None and report.outlet is None:
        report = replace(report, outlet=outlet)
    if not parse:
        return Prepared(Dossier(report), raw)
    try:
        return Prepared(replace(check_report(report, edition=options.edition, folders=options.folders), doc=None), raw)
    except OnRecordError as error:
        return ReadFailure(given.label, error)
    except Exception as error:  # one report's fault in our rules must not take the others with it
        failure = OnRecordError(
            f"The checks stopped at {type(error).__name__}: {error}. This is a fault in onrecord, not in the report: "
            "please report it; --debug shows where it happened."
        )
        failure.__cause__ = error
        return ReadFailure(given.label, failure)
