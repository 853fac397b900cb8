"""`onrecord export`: the ledger in the formats other programs read."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from onrecord.cli.ledger import ledger_option
from onrecord.cli.output import check_writable
from onrecord.errors import OutputError

if TYPE_CHECKING:
    from onrecord.export.rows import ReportEntry

FORMATS = ("json", "csv", "parquet", "geojson", "annotations", "prov", "ftm", "claim", "claimreview")


@click.command("export")
@click.argument("form", type=click.Choice(FORMATS), metavar="FORMAT")
@ledger_option
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File to write.  [default: standard output]")
@click.option("--thread", "threads", multiple=True, metavar="ID", help="Only claims of this thread. Repeatable.")
def export_command(form: str, ledger: str | None, output: Path | None, threads: tuple[str, ...]) -> None:
    """Write the ledger as FORMAT: json, csv, parquet, geojson, annotations, prov, ftm, claim or claimreview.

    annotations are W3C Web Annotations, prov is PROV-JSON, ftm FollowTheMoney statements, claim schema.org Claims.
    claimreview holds findings that a person accepted, and no other. A file is written whole or not at all.
    """
    from onrecord.store import Ledger
    from onrecord.store.names import find_thread

    to_file = output is not None and str(output) != "-"
    if form == "parquet" and not to_file:
        raise click.UsageError("Parquet is not text: name a file with --output.")
    if to_file:
        assert output is not None
        check_writable(output)
    with Ledger(ledger, create=False) as store, store.reading() as connection:
        names = tuple(find_thread(connection, name).id for name in threads)
        with _target(output if to_file else None) as sink:
            write_form(form, connection, names, sink)
    if to_file:
        click.echo(f"Wrote {output}", err=True)


def write_form(form: str, connection: object, threads: tuple[str, ...], sink: IO[bytes]) -> None:
    """Write one form of the ledger to a binary file."""
    from sqlalchemy import Connection

    from onrecord.export import linked, statements, table, whole
    from onrecord.export.rows import Scope, read_entries, read_threads
    from onrecord.store.decide import list_decisions
    from onrecord.store.threads import Filter, list_threads

    assert isinstance(connection, Connection)
    scope = Scope(threads)
    entries = read_entries(connection, scope)
    if form == "parquet":
        table.write_parquet(entries, sink)
        return
    if form == "geojson":
        from onrecord.cli.show import find_point

        parts = linked.write_geojson(entries, find_point)
    elif form == "claim":
        parts = linked.write_claims(read_threads(connection, scope))
    elif form == "json":
        lines = list_threads(connection, Filter(min_reports=1, limit=None))
        wanted = (line for line in lines if not threads or line.id in threads)
        parts = whole.write_json(entries, wanted, list_decisions(connection))
    else:
        writers: dict[str, Callable[[Iterable[ReportEntry]], Iterator[str]]] = {
            "csv": table.write_csv,
            "annotations": linked.write_annotations,
            "prov": linked.write_prov,
            "claimreview": linked.write_reviews,
            "ftm": statements.write_statements,
        }
        parts = writers[form](entries)
    for part in parts:
        sink.write(part.encode("utf-8"))


@contextmanager
def _target(path: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a new file that takes the place of `path` when all is written."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = path.resolve() if path.is_symlink() else path
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}. Choose another place.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask)
        os.replace(name, target)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}. Choose another place.") from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)
