"""`onrecord check`: reports in, claim sheets out."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING

import click

from onrecord.cli.output import check_writable, write_output
from onrecord.cli.progress import show_progress
from onrecord.cli.records import edition_option, open_record, record_option
from onrecord.cli.sources import fetch_now, fields_option
from onrecord.cli.work import Checked, Options, check_inputs
from onrecord.errors import OutputError
from onrecord.read import Input, Part, ReadFailure, list_inputs
from onrecord.read.dates import parse_iso

if TYPE_CHECKING:
    from onrecord.publish import Sheet

_PLAIN_WIDTH = 100  # columns where no terminal says how many there are


def _take_date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and parse_iso(value) != value:
        raise click.BadParameter("write it as YYYY-MM-DD, YYYY-MM or YYYY.")
    return value


@click.command("check")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT…")
@click.option(
    "--html", type=click.Path(path_type=Path), metavar="FILE", help="Write the sheet as a page; - is standard output."
)
@click.option("--json", type=click.Path(path_type=Path), metavar="FILE", help="Write the sheet as JSON.")
@click.option("--csv", type=click.Path(path_type=Path), metavar="FILE", help="Write a row per claim.")
@click.option("--language", metavar="CODE", help="Language of the reports.  [default: told from the text]")
@click.option(
    "--published", metavar="DATE", callback=_take_date, help="Date of publication: YYYY-MM-DD, YYYY-MM or YYYY."
)
@click.option("--url", metavar="URL", help="Where the report was published; for one report.")
@edition_option
@record_option
@fields_option
@click.option("--colour/--no-colour", "--color/--no-color", default=None, help="[default: colour on a terminal]")
@click.option("--width", type=click.IntRange(40, 500), help="Columns.  [default: the terminal's, else 100]")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes for several reports."
)
@click.option("--quiet", is_flag=True, help="Print no sheet and no progress; errors still.")
@click.option("--debug", is_flag=True, help="Show where an error happened.")
def check_command(
    reports: tuple[str, ...],
    html: Path | None,
    json: Path | None,
    csv: Path | None,
    language: str | None,
    published: str | None,
    url: str | None,
    edition: str | None,
    folders: tuple[Path, ...],
    fields: dict[str, tuple[str, ...]] | None,
    colour: bool | None,
    width: int | None,
    workers: int,
    quiet: bool,
    debug: bool,
) -> int:
    """Check reports against the public record and print a claim sheet of each.

    REPORT is a text, HTML or PDF file; a feed, JSON lines, WARC or ZIP file of reports; a folder of such files; an
    http or https address; or - for standard input. Nothing is fetched unless an address is given.

    Exit code 0; 1 when a finding disagrees; 2 when a report could not be read or a file not written.
    """
    outputs = {form: path for form, path in (("html", html), ("json", json), ("csv", csv)) if path is not None}
    inputs = list(list_inputs(reports, fields=fields, fetch=fetch_now))
    _refuse_clashes(inputs, outputs, url)
    options = Options(language=language, url=url, published=published, edition=edition, folders=folders)
    if edition or folders:
        open_record(edition, folders)  # a record that cannot be read is said once, before any report is
    checked: list[Checked] = []
    failures: list[ReadFailure] = []
    with closing(check_inputs(inputs, options, workers=workers)) as results:
        for result in show_progress(results, len(inputs), quiet=quiet):
            if isinstance(result, Checked):
                checked.append(result)
            else:
                failures.append(result)
    sheets = [result.sheet for result in checked]
    if sheets:
        on_standard_output = any(_is_standard_output(path) for path in outputs.values())
        if not quiet and not on_standard_output:
            _print_sheets(sheets, width=width, colour=colour)
        for form, path in outputs.items():
            _write_sheets(sheets, form, path)
            if not quiet and not _is_standard_output(path):
                click.echo(f"Wrote {path}", err=True)
    _list_failures(failures, len(inputs), debug=debug)
    if failures:
        return 2
    return int(any(result.disagrees for result in checked))


def _refuse_clashes(inputs: Sequence[Input | ReadFailure], outputs: dict[str, Path], url: str | None) -> None:
    """Say what cannot work before any work is done."""
    if url is not None and len(inputs) != 1:
        raise click.UsageError("--url is for one report; several cannot come from one address.")
    sources = [given.source for given in inputs if isinstance(given, Input)]
    files = [source.path if isinstance(source, Part) else source for source in sources]
    read = {file.resolve() for file in files if isinstance(file, Path)}
    written: set[Path] = set()
    for path in outputs.values():
        target = path.resolve()
        if target in written:
            raise click.UsageError(f"{path} is named for two forms of the sheet; name a file for each.")
        if target in read:
            raise OutputError(f"{path} is one of the reports; it would be overwritten. Choose another file.")
        written.add(target)
        if not _is_standard_output(path):
            check_writable(path)


def _is_standard_output(path: Path) -> bool:
    return str(path) == "-"


def _print_sheets(sheets: Sequence[Sheet], *, width: int | None, colour: bool | None) -> None:
    from onrecord.publish.terminal import render_terminal

    terminal = sys.stdout.isatty()
    if colour is None:
        colour = terminal and not os.environ.get("NO_COLOR")
    if width is None:
        width = shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns if terminal else _PLAIN_WIDTH
    click.echo(render_terminal(sheets, width=width, colour=colour), nl=False, color=colour)


def _write_sheets(sheets: Sequence[Sheet], form: str, path: Path) -> None:
    from onrecord.publish import SheetForm, render_sheets

    text = render_sheets(sheets, SheetForm(form))
    if _is_standard_output(path):
        # As in a file: UTF-8, whatever the terminal's encoding.
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        write_output(path, text)


def _list_failures(failures: Sequence[ReadFailure], total: int, *, debug: bool) -> None:
    """Every input that gave no sheet, with its reason, after everything else."""
    if failures and total > 1:
        click.echo(f"{len(failures)} of {total} inputs gave no sheet:", err=True)
    for failure in failures:
        text = str(failure.error)
        named = text if total == 1 or failure.label in text else f"{failure.label}: {text}"
        click.echo(f"onrecord: {_printable(named)}", err=True)
        if debug:
            click.echo("".join(format_exception(failure.error)), err=True)


def _printable(text: str) -> str:
    """A file's name may hold escape sequences."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
