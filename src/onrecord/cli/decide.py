"""`onrecord decide`: what people decide, kept for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from onrecord.cli.ledger import ledger_option, now, who_decides
from onrecord.publish.safety import show_on_one_line
from onrecord.store.decide import CORRECTED, Act, Decision


@click.group("decide")
def decide_group() -> None:
    """Accept, correct or reject a claim or finding; merge or split threads.

    Decisions are added, never changed: a later one on the same thing stands above an earlier one. No re-run touches
    them.
    """


def _signed(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options every decision has."""
    why = click.option("--why", required=True, metavar="TEXT", help="The reason, for those who read it later.")
    who = click.option("--who", metavar="NAME", help="Who decides.  [default: $ONRECORD_WHO, else the user]")
    signed: Callable[..., Any] = ledger_option(who(why(command)))
    return signed


@decide_group.command("accept")
@click.argument("name", metavar="CLAIM|FINDING")
@_signed
def accept_command(name: str, ledger: str | None, who: str | None, why: str) -> None:
    """Accept a claim (1a2b3c4d5e6f/c01) or a finding (1a2b3c4d5e6f/c01#rule)."""
    _decide(Act.ACCEPT, name, ledger, who, why)


@decide_group.command("reject")
@click.argument("name", metavar="CLAIM|FINDING")
@_signed
def reject_command(name: str, ledger: str | None, who: str | None, why: str) -> None:
    """Reject a claim or finding: it is left out of figures and sources, and shown apart."""
    _decide(Act.REJECT, name, ledger, who, why)


@decide_group.command("correct")
@click.argument("name", metavar="CLAIM|FINDING")
@click.argument("field", type=click.Choice(CORRECTED))
@click.argument("value")
@_signed
def correct_command(name: str, field: str, value: str, ledger: str | None, who: str | None, why: str) -> None:
    """Say what a FIELD of a claim or finding should be."""
    _decide(Act.CORRECT, name, ledger, who, why, field=field, value=value)


@decide_group.command("merge")
@click.argument("thread")
@click.argument("other")
@_signed
def merge_command(thread: str, other: str, ledger: str | None, who: str | None, why: str) -> None:
    """Make OTHER part of THREAD, with what is added to it later."""
    from onrecord.store import Ledger

    with Ledger(ledger, create=False) as store:
        _say(store.merge(thread, other, who=who_decides(who), why=why, at=now()))


@decide_group.command("split")
@click.argument("thread")
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM…")
@_signed
def split_command(thread: str, claims: tuple[str, ...], ledger: str | None, who: str | None, why: str) -> None:
    """Take CLAIMs out of THREAD into a thread of their own."""
    from onrecord.store import Ledger

    with Ledger(ledger, create=False) as store:
        made, new = store.split(thread, claims, who=who_decides(who), why=why, at=now())
    _say(made)
    click.echo(f"new thread {new}")


@decide_group.command("list")
@ledger_option
def list_command(ledger: str | None) -> None:
    """List every decision, in the order they were made."""
    from onrecord.store import Ledger

    with Ledger(ledger, create=False) as store:
        for made in store.decisions():
            _say(made)


def _decide(act: Act, name: str, ledger: str | None, who: str | None, why: str, **correction: str) -> None:
    from onrecord.store import Ledger

    with Ledger(ledger, create=False) as store:
        _say(store.decide(act, name, who=who_decides(who), why=why, at=now(), **correction))


def _say(made: Decision) -> None:
    change = f" {made.detail['field']} = {made.detail['value']}" if "field" in made.detail else ""
    subject = made.subject.removeprefix("sha256:")
    line = f"{made.number}  {made.at}  {made.who}  {made.act.value} {subject}{change}: {made.why}"
    click.echo(show_on_one_line(line))
