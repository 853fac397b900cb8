"""`onrecord threads`: the same claim over reports, in a list."""

from __future__ import annotations

import json

import click

from onrecord.cli.check import _take_date
from onrecord.cli.ledger import ledger_option
from onrecord.model import ClaimKind


@click.command("threads")
@ledger_option
@click.option("--kind", type=click.Choice([kind.value for kind in ClaimKind]), help="Only this kind of claim.")
@click.option("--actor", metavar="NAME", help="Only of this side, by id, code or name: VEN, Venezuela.")
@click.option("--item", metavar="NAME", help="Only of this item: igla-s, Igla-S.")
@click.option("--place", metavar="NAME", help="Only of this place.")
@click.option("--since", metavar="DATE", callback=_take_date, help="Only told on this day or later.")
@click.option("--until", metavar="DATE", callback=_take_date, help="Only told on this day or earlier.")
@click.option("--min-reports", type=click.IntRange(1), default=2, show_default=True, help="Reports a thread needs.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, help="Most threads to list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def threads_command(
    ledger: str | None,
    kind: str | None,
    actor: str | None,
    item: str | None,
    place: str | None,
    since: str | None,
    until: str | None,
    min_reports: int,
    limit: int,
    as_json: bool,
) -> None:
    """List threads, the latest told first: reports, outlets, upstream sources, figures.

    How many upstream sources stand behind a thread is given as at least and at most: sources that are not named may be
    ones that are.
    """
    from onrecord.export.thread_text import write_list
    from onrecord.export.wording import thread_words
    from onrecord.store import Ledger
    from onrecord.store.threads import Filter, list_threads

    wanted = Filter(kind, actor, item, place, since, until, min_reports, limit)
    with Ledger(ledger, create=False) as store, store.reading() as connection:
        lines = list_threads(connection, wanted)
    if as_json:
        for one in lines:
            row = {
                "id": one.id, "kind": one.kind, "title": one.title, "reports": one.reports, "claims": one.claims,
                "outlets": one.outlets, "sources_at_least": one.sources[0], "sources_at_most": one.sources[1],
                "counted_claims": one.counted_claims,
                "low": one.low, "high": one.high, "counted": one.counted_class, "first": one.first, "last": one.last,
            }  # fmt: skip
            click.echo(json.dumps(row, ensure_ascii=True))
        return
    if not lines:
        click.echo("No thread fits. Threads found in one report only are listed with --min-reports 1.", err=True)
    click.echo(write_list(lines, thread_words()), nl=False)
