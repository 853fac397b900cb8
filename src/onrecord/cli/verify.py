"""`onrecord verify`: is what the ledger holds what it rests on?"""

from __future__ import annotations

from collections.abc import Mapping

import click

from onrecord.cli.ledger import ledger_option
from onrecord.publish.safety import show_on_one_line


@click.command("verify")
@ledger_option
@click.option("--quick", is_flag=True, help="Do not read the texts from the kept bytes again.")
def verify_command(ledger: str | None, quick: bool) -> int:
    """Derive digests, texts, spans, counts and the chain of decisions anew, and name what differs.

    Exit code 0; 1 when something differs.
    """
    from onrecord.store import Ledger

    with Ledger(ledger, create=False) as store:
        counts = store.counts()
        differences = store.verify(facts=fact_digests, reread=not quick)
    for each in differences:
        click.echo(show_on_one_line(f"{each.what}: {each.why}"))
    held = ", ".join(f"{count} {name}" for name, count in counts.items())
    click.echo(f"{held}: {f'{len(differences)} differences' if differences else 'nothing differs'}.")
    return int(bool(differences))


def fact_digests(edition: str) -> Mapping[str, str] | None:
    """The digest of every row of an edition; None when it is not installed."""
    from onrecord.errors import UnknownEdition
    from onrecord.record import load_record

    try:
        return {fact.id: fact.digest for fact in load_record(edition).all_facts()}
    except UnknownEdition:
        return None
