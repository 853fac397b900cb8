"""What is reported of one actor, item or place: held, deployed, transferred, lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.cluster.upstream import tally_upstream
from onrecord.model import Claim, ClaimKind, Quantity, Stance
from onrecord.store.decide import list_decisions
from onrecord.store.load import Said, load_claims
from onrecord.store.names import short
from onrecord.store.schema import named, thread
from onrecord.store.threads import rejected_subjects, resolve_name, tell

COLUMNS = {
    ClaimKind.HOLDING: "held",
    ClaimKind.OPERATOR: "held",
    ClaimKind.DEPLOYMENT: "deployed",
    ClaimKind.TRANSFER: "transferred",
    ClaimKind.LOSS: "lost",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a cell, and the claim it is of."""

    claim: str  # "1a2b3c4d5e6f/c01"
    quote: str
    published: str | None
    quantity: Quantity | None
    denied: bool = False  # the claim says that it is not so


@dataclass(frozen=True, slots=True)
class Cell:
    """What is reported of one item in one way, by one counted noun: lowest, highest, newest, and every claim.

    `sources` are at least and at most so many, as for a thread.
    """

    item: str
    column: str  # held, deployed, transferred, lost
    sides: tuple[str, ...]
    counted_class: str | None
    lowest: Figure | None
    highest: Figure | None
    newest: str | None
    sources: tuple[int, int]
    figures: tuple[Figure, ...]  # newest first


def describe_situation(connection: Connection, name: str, *, since: str | None = None) -> tuple[Cell, ...]:
    """Cells for what a name means (an actor, item or place), the newest first; empty when nothing is reported."""
    ids = resolve_name(connection, name)
    rows = connection.execute(
        select(thread.c.id)
        .where(
            thread.c.id.in_(select(named.c.thread_id).where(named.c.name.in_(ids))),
            thread.c.kind.in_([kind.value for kind in COLUMNS]) | thread.c.family.in_(["stock"]),
            thread.c.merged_into.is_(None),
        )
        .order_by(thread.c.number)
    ).scalars()
    said = [one for row in rows for one in load_claims(connection, thread=row)]
    decisions = list_decisions(connection, list(dict.fromkeys(one.subject for one in said)))
    rejected = rejected_subjects(decisions)
    actors = _thread_sides(connection, [one.thread for one in said if one.thread])
    groups: dict[tuple[str, str, tuple[str, ...], str | None], list[tuple[Said, Claim]]] = {}
    for one in said:
        column = COLUMNS.get(one.claim.kind)
        if column is None or one.subject in rejected or (since and (one.report.published or "") < since):
            continue
        told = tell(one, decisions)
        given = told.claim
        counted = told.profile.counted_class if given.quantity else None
        sides = tuple(label for _, label in told.profile.parties) or actors.get(one.thread or "", ())
        item = ", ".join(label for _, label in told.profile.items)
        groups.setdefault((item, column, sides, counted), []).append((one, given))
    cells = [_cell(key, each) for key, each in groups.items()]
    order = {column: number for number, column in enumerate(("held", "deployed", "transferred", "lost"))}
    cells.sort(key=lambda cell: (cell.item, order[cell.column], cell.sides))
    return tuple(sorted(cells, key=lambda cell: cell.newest or "", reverse=True))


def _thread_sides(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Sides of threads, for claims that leave theirs to the rest of the report."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, list[str]] = {}
    for start in range(0, len(wanted), 500):
        query = select(named).where(named.c.thread_id.in_(wanted[start : start + 500]), named.c.role == "actor")
        for row in connection.execute(query.order_by(named.c.thread_number, named.c.name)):
            found.setdefault(row.thread_id, []).append(row.label)
    return {name: tuple(labels) for name, labels in found.items()}


def _cell(
    key: tuple[str, str, tuple[str, ...], str | None], members: Sequence[tuple[Said, Claim]]
) -> Cell:
    item, column, sides, counted = key
    figures = [
        Figure(
            short(one.report.digest, one.claim.id),
            one.quote,
            one.report.published,
            given.quantity,
            given.stance is Stance.DENIED,
        )
        for one, given in members
    ]
    figures.sort(key=lambda figure: figure.claim)
    figures.sort(key=lambda figure: figure.published or "", reverse=True)
    numbers = [each for each in figures if not each.denied and each.quantity is not None and _ends(each.quantity)]
    told = [tell(one).told for one, _ in members]
    low, high, _ = tally_upstream(told)
    return Cell(
        item=item,
        column=column,
        sides=sides,
        counted_class=counted,
        lowest=min(numbers, key=lambda each: min(_ends(each.quantity)), default=None),
        highest=max(numbers, key=lambda each: max(_ends(each.quantity)), default=None),
        newest=next((each.published for each in figures if each.published), None),
        sources=(low, high),
        figures=tuple(figures),
    )


def _ends(quantity: Quantity | None) -> list[float]:
    if quantity is None:
        return []
    return [float(end) for end in (quantity.low, quantity.high) if end is not None]
