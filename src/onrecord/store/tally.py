"""How many sources and outlets stand behind a thread, and its figures, for lists.

A small thread is counted when it is listed.  A large one is counted when it has grown by a twentieth, as reports are
added, so that neither adding nor listing grows with it; a list says over how many of its claims it was counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, bindparam, select, update

from onrecord.cluster.upstream import Told, Voice, tally_upstream
from onrecord.store.encode import dumps, loads
from onrecord.store.schema import telling, thread

_LARGE = 256  # claims from which a thread's count is kept
_GROWN = 1.05

_TELLINGS = (
    select(
        telling.c.report_id, telling.c.outlet, telling.c.copies, telling.c.credit, telling.c.voice, telling.c.low,
        telling.c.high, telling.c.counted_class, telling.c.denied,
    )
    .where(telling.c.thread_id == bindparam("name"))
    .order_by(telling.c.claim_id)
)  # fmt: skip
_KEPT = select(thread.c.claims, thread.c.tally).where(thread.c.id == bindparam("name"))
_KEEP = update(thread).where(thread.c.id == bindparam("name")).values(tally=bindparam("counted"))


@dataclass(frozen=True, slots=True)
class Tally:
    """A count over the first `claims` claims of a thread.

    `low` and `high` are of what its figures count most often, `counted_class`; `other_counts` kinds more are counted.
    """

    claims: int
    least: int
    most: int
    outlets: int
    low: str | None = None
    high: str | None = None
    counted_class: str | None = None
    other_counts: int = 0


def count_thread(connection: Connection, name: str) -> Tally:
    """Count a thread now."""
    told: list[Told] = []
    figures: dict[str | None, list[float]] = {}
    rows = connection.execute(_TELLINGS, {"name": name})
    for report, outlet, copies, credit, voice, low, high, counted, denied in rows:
        told.append(Told(str(report), outlet, copies, credit, _voice(voice), denies=bool(denied)))
        if denied:
            continue
        if low is not None or high is not None:
            figures.setdefault(counted, []).extend(end for end in (low, high) if end is not None)
    counted, ends = max(figures.items(), key=lambda item: len(item[1]), default=(None, []))
    least, most, outlets = tally_upstream(told)
    return Tally(
        claims=len(told),
        least=least,
        most=most,
        outlets=outlets,
        low=repr(min(ends)) if ends else None,
        high=repr(max(ends)) if ends else None,
        counted_class=counted,
        other_counts=max(0, len(figures) - 1),
    )


def read_tally(connection: Connection, name: str, claims: int, kept: str | None) -> Tally:
    """The tally of a thread of `claims` claims: counted now, or, of a large thread, the one that is kept."""
    return loads(Tally, kept) if kept and claims >= _LARGE else count_thread(connection, name)


def keep_tally(connection: Connection, name: str, *, anew: bool = False) -> None:
    """Count a large thread that has grown enough, or any large one `anew`, and keep the count."""
    row = connection.execute(_KEPT, {"name": name}).one()
    if row.claims < _LARGE:
        if row.tally is not None:
            connection.execute(_KEEP, {"name": name, "counted": None})
        return
    if anew or row.tally is None or row.claims >= _GROWN * loads(Tally, row.tally).claims:
        connection.execute(_KEEP, {"name": name, "counted": dumps(count_thread(connection, name))})


@lru_cache(maxsize=16_384)
def _voice(text: str) -> Voice:
    return loads(Voice, text)
