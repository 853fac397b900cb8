"""`onrecord situation`: what is reported held, deployed, transferred and lost."""

from __future__ import annotations

import click

from onrecord.cli.check import _take_date
from onrecord.cli.ledger import ledger_option


@click.command("situation")
@click.argument("name")
@ledger_option
@click.option("--since", metavar="DATE", callback=_take_date, help="Only reports of this day or later.")
@click.option("--cite", type=click.IntRange(1, 1000), default=8, show_default=True, help="Most claims cited in a cell.")
def situation_command(name: str, ledger: str | None, since: str | None, cite: int) -> None:
    """Say what is reported of NAME, an actor, item or place (VEN, igla-s, Kyiv): the newest first.

    Each cell gives the lowest and highest figure, how many sources stand behind it, and its claims. It is what reports
    say, not what is so.
    """
    from onrecord.export.situation_text import write_situation
    from onrecord.export.wording import thread_words
    from onrecord.store import Ledger
    from onrecord.store.situation import describe_situation

    with Ledger(ledger, create=False) as store, store.reading() as connection:
        cells = describe_situation(connection, name, since=since)
    words = thread_words()
    if not cells:
        click.echo(words.situation("nothing"), err=True)
        return
    click.echo(write_situation(cells, words, cite=cite), nl=False)
