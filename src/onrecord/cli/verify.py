"""`onrecord verify`: is what the ledger holds what it rests on?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from onrecord.cli.ledger import ledger_option
from onrecord.cli.records import open_record, record_option
from onrecord.publish.safety import show_on_one_line


@click.command("verify")
@ledger_option
@record_option
@click.option("--quick", is_flag=True, help="Do not read the texts from the kept bytes again.")
def verify_command(ledger: str | None, folders: tuple[Path, ...], quick: bool) -> int:
    """Derive digests, texts, spans, counts and the chain of decisions anew, and name what differs.

    Exit code 0; 1 when something differs.
    """
    from onrecord.store import Ledger

    with Ledger(ledger, create=False) as store:
        counts = store.counts()
        differences = store.verify(facts=partial(fact_digests, folders=folders), reread=not quick)
    for each in differences:
        click.echo(show_on_one_line(f"{each.what}: {each.why}"))
    held = ", ".join(f"{count} {name}" for name, count in counts.items())
    click.echo(f"{held}: {f'{len(differences)} differences' if differences else 'nothing differs'}.")
    return int(bool(differences))


def fact_digests(edition: str, *, folders: Sequence[Path] = ()) -> Mapping[str, str] | None:
    """The digest of every row of an edition; None when it is not at hand.

    An edition with records of the user's own ("2026-11+desk-1") is at hand when `folders` name all of them, in any
    number beside others.
    """
    from onrecord.errors import UnknownEdition

    base, *own = edition.split("+")
    try:
        if not own:
            return {fact.id: fact.digest for fact in open_record(base).all_facts()}
        named = [folder for folder in folders if own_name(folder) in own]
        record = open_record(base, sorted(named, key=lambda folder: own.index(own_name(folder))))
    except UnknownEdition:
        return None
    return {fact.id: fact.digest for fact in record.all_facts()} if record.edition == edition else None


def own_name(folder: Path) -> str:
    """What a record of the user's own calls itself.  Raises RecordError."""
    from onrecord.record.own import read_own

    return read_own(folder).edition
