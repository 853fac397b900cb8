"""`onrecord record update`: Wikidata's rows, asked for over the network, as a record folder of one's own."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from onrecord.cli.records import edition_option, open_record, record_option
from onrecord.errors import BadAnswer, ReadError, RefusedAddress, Unreachable
from onrecord.read.fetch import Fetched, fetch, load_fetch_limits, parse_url
from onrecord.read.robots import Robots
from onrecord.record.importers import Options
from onrecord.record.importers.update import (
    Answer,
    Query,
    Update,
    ask_service,
    list_queries,
    name_agent,
    read_answers,
    settings,
    update_record,
)
from onrecord.record.importers.write import check_place

_FORBIDDEN = "robots.txt asks programs not to."  # how the reader of robots.txt ends its refusal
_SHOWN = 10  # refused rows printed; all of them are in refused.csv


@click.command("update")
@click.option("--into", type=click.Path(path_type=Path), metavar="FOLDER", help="Folder to write.")
@click.option("--endpoint", metavar="URL", help="A mirror with the same data.  [default: Wikidata's query service]")
@click.option("--name", metavar="NAME", help="Name of the folder's edition.  [default: wikidata-<today>]")
@click.option("--only", multiple=True, metavar="QUERY", help="Ask only this query; may be given again.")
@click.option("--contact", metavar="TEXT", help="Who asks, for the service: an address of mail or the web.")
@click.option(
    "--answers", type=click.Path(path_type=Path), metavar="FOLDER", help="Answers you downloaded: no network is used."
)
@click.option("--queries", "show", is_flag=True, help="Print the queries with their addresses; ask nothing.")
@click.option("--dry-run", is_flag=True, help="Ask and count, but write nothing.")
@click.option("--replace", "again", is_flag=True, help="Write an earlier update anew.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@edition_option
@record_option
def update_command(
    into: Path | None,
    endpoint: str | None,
    name: str | None,
    only: tuple[str, ...],
    contact: str | None,
    answers: Path | None,
    show: bool,
    dry_run: bool,
    again: bool,
    as_json: bool,
    edition: str | None,
    folders: tuple[Path, ...],
) -> None:
    """Ask Wikidata for systems, states and alliances, and write the answers as a record FOLDER (CC0).

    One request at a time; robots.txt is respected. The folder is written whole or not at all, and read with --record
    FOLDER. Nothing of the edition changes: compare them with onrecord record diff.
    """
    queries = list_queries(only)
    service = endpoint or str(settings()["service"]["endpoint"])
    parse_url(service)
    if show:
        for query in queries:
            click.echo(f"# {query.name}\n{query.text}\n{query.address(service)}\n")
        return
    if into is None and not dry_run:
        raise click.UsageError("Missing option '--into'. Name the folder to write, or give --dry-run.")
    place = into or Path("wikidata")
    if not dry_run:
        check_place(place, replace=again)
    today = datetime.now(UTC).date().isoformat()
    title = f"Wikidata, as answered on {today} by {parse_url(service).host}" if answers is None else None
    if answers is not None:
        ask = read_answers(answers)
    else:
        ask = reach_service(service, contact, sleep=time.sleep, clock=time.time)
    done = update_record(
        queries,
        place,
        ask=ask,
        base=open_record(edition, folders),
        options=Options(name=name or f"wikidata-{today}", title=title, as_of=today),
        replace=again,
        write=not dry_run,
    )
    if as_json:
        click.echo(json.dumps(done.as_json(), indent=2, ensure_ascii=False))
        return
    for line in say_update(done, place, written=not dry_run):
        click.echo(line)


def reach_service(
    endpoint: str,
    contact: str | None,
    *,
    sleep: Callable[[float], None],
    clock: Callable[[], float],
) -> Callable[[Query], Answer]:
    """Ask the service through the guarded fetcher, as its robots.txt allows."""
    limits = settings()["limits"]
    bounds = replace(
        load_fetch_limits(), bytes=limits["bytes"], read_seconds=limits["read_seconds"], seconds=limits["seconds"]
    )
    headers = {"User-Agent": name_agent(contact), "Accept": "application/sparql-results+json"}
    robots = Robots(lambda url: fetch(url), clock, lambda target: None)
    by_hand = "Download the answers yourself (--queries shows them, --answers reads them), or name a mirror: --endpoint"

    def ask(address: str) -> Fetched:
        try:
            robots.check(address)
        except RefusedAddress as error:
            if not str(error).endswith(_FORBIDDEN):
                raise _shorten(error, address, endpoint) from error
            raise RefusedAddress(f"{endpoint} is not asked: its robots.txt asks programs not to. {by_hand}") from error
        except Unreachable as error:
            raise Unreachable(f"{endpoint} cannot be reached, or does not say what it allows. {by_hand}") from error
        if pause := robots.delay(address):
            sleep(pause)
        try:
            return fetch(address, headers=headers, limits=bounds, permit=robots.check)
        except BadAnswer as error:
            raise (error if error.status else _shorten(error, address, endpoint)) from error
        except ReadError as error:
            raise _shorten(error, address, endpoint) from error

    return ask_service(endpoint, ask, sleep=sleep, clock=clock)


def _shorten(error: ReadError, address: str, endpoint: str) -> ReadError:
    """The same error without the query, which the address holds whole: a message of ten lines helps nobody."""
    target = parse_url(address)
    robots = f"{target.scheme}://{target.authority}/robots.txt"
    text = str(error)
    for long in (address, target.url, robots):
        text = text.replace(long, endpoint)
    return type(error)(text)


def say_update(done: Update, into: Path, *, written: bool) -> list[str]:
    """The counts in lines."""
    report = done.report
    lines = [f"{name}: {count:,} results" for name, count in done.asked]
    lines.append(f"{report.rows_in:,} rows in, {report.kept:,} kept, {report.refused:,} refused.")
    lines += [f"  {count:,}: {reason}" for reason, count in report.reasons]
    for refusal in report.refusals[:_SHOWN]:
        detail = f" ({refusal.detail})" if refusal.detail else ""
        lines.append(f"  row {refusal.line}: {refusal.reason}{detail}"[:200])
    if report.refused > _SHOWN and written:
        lines.append(f"  … all of them in {into / 'refused.csv'}")
    facts = f"{report.facts:,} facts, {report.subjects:,} new subjects"
    if not written:
        return [*lines, f"Nothing was written. It would be {facts}."]
    return [
        *lines,
        f"Wrote {into}: {facts}, edition {report.edition}, CC0.",
        f"See what it adds: onrecord record diff EDITION {into}",
    ]
