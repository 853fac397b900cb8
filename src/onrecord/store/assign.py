"""Each claim of an added report into its thread: one that is there, or a new one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, String, bindparam, case, func, insert, or_, select, update

from onrecord import lexicon
from onrecord.cluster.profiles import Named, Profile, blocks_of, day_ranges, days_of
from onrecord.cluster.threads import Opened, choose_thread, thread_id
from onrecord.cluster.upstream import name_key
from onrecord.store.encode import dumps, loads, plain
from onrecord.store.schema import block, named, thread


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: its thread, why, and whether it opened it."""

    thread: str
    why: str  # JSON list of sentences
    is_new: bool


# A date that is not known changes neither end.
_DAY = bindparam("day", type_=String)
_COUNT = (
    update(thread)
    .where(thread.c.id == bindparam("name"))
    .values(
        reports=thread.c.reports + 1,
        claims=thread.c.claims + bindparam("more"),
        first=case((or_(thread.c.first.is_(None), thread.c.first > _DAY), _DAY), else_=thread.c.first),
        last=case((or_(thread.c.last.is_(None), thread.c.last < _DAY), _DAY), else_=thread.c.last),
    )
)
_NEAR = (
    select(block.c.thread_number, thread.c.id, thread.c.anchor)
    .join(thread, thread.c.id == block.c.thread_id)
    .where(block.c.block == bindparam("block"), block.c.day.between(bindparam("first"), bindparam("final")))
    .order_by(block.c.day.desc(), block.c.thread_number.desc())
    .limit(bindparam("most"))
)


def assign_thread(
    connection: Connection, profile: Profile, *, report: str, claim: str, published: str | None, language: str
) -> Place | None:
    """Find or open the thread of a claim; None when nothing in the claim is resolved that it could be found by."""
    blocks = blocks_of(profile)
    if not blocks:
        return None
    found = choose_thread(profile, _candidates(connection, profile, blocks), language=language)
    if found is not None:
        return Place(_follow(connection, found[0].id), json.dumps(found[1].reasons), is_new=False)
    name = _free_id(connection, report, claim)
    number = (connection.execute(select(func.max(thread.c.number))).scalar() or 0) + 1
    words = lexicon.load("threads", language=language)
    row = {
        "id": name,
        "number": number,
        "family": profile.family,
        "kind": profile.kind.value,
        "property": profile.aspect,
        "title": plain(title_of(profile, language=language)),
        "anchor": dumps(profile),
        "reports": 0,
        "claims": 0,
        "first": published,
        "last": published,
    }
    connection.execute(insert(thread), row)
    _name_thread(connection, profile, number, name)
    day = days_of(profile)
    connection.execute(
        insert(block),
        [{"block": key[:200], "day": day, "thread_number": number, "thread_id": name} for key in blocks],
    )
    return Place(name, json.dumps([words["reason"]["first"]]), is_new=True)


def _free_id(connection: Connection, report: str, claim: str) -> str:
    """The id of a thread the claim opens now: a reading before this one may have opened another, which stays."""
    before = 0
    while connection.execute(select(thread.c.id).where(thread.c.id == thread_id(report, claim, before))).first():
        before += 1
    return thread_id(report, claim, before)


def count_report(connection: Connection, name: str, *, claims: int, published: str | None) -> None:
    """Note that a report added `claims` claims to a thread."""
    connection.execute(_COUNT, {"name": name, "more": claims, "day": published})


def _candidates(connection: Connection, profile: Profile, blocks: tuple[str, ...]) -> list[Opened]:
    most = lexicon.load("threads")["candidates"]["most"]
    found: dict[int, Opened] = {}
    for key in blocks:
        for first, last in day_ranges(profile):
            values = {"block": key[:200], "first": first, "final": last, "most": most}
            for number, name, anchor in connection.execute(_NEAR, values):
                if number not in found:
                    found[number] = Opened(name, number, _anchor(anchor))
    return [found[number] for number in sorted(found)]


@lru_cache(maxsize=20_000)
def _anchor(text: str) -> Profile:
    return loads(Profile, text)


def _follow(connection: Connection, name: str) -> str:
    """The thread a merged one went into."""
    while target := connection.execute(select(thread.c.merged_into).where(thread.c.id == name)).scalar():
        name = target
    return name


def _name_thread(connection: Connection, profile: Profile, number: int, name: str) -> None:
    roles = (
        ("actor", profile.actors),
        ("item", profile.items),
        ("counterpart", profile.counterparts),
        ("place", profile.places),
    )
    rows = [
        {
            "name": key[:200],
            "role": role,
            "thread_number": number,
            "thread_id": name,
            "label": plain(label),
            "label_key": plain(name_key(label))[:200],
        }
        for role, entities in roles
        for key, label in entities
    ]
    if rows:
        connection.execute(insert(named), rows)


def title_of(profile: Profile, *, language: str = "en") -> str:
    """A heading for a thread, from the claim that opened it."""
    words = lexicon.load("threads", language=language)["title"]

    def labels(named: tuple[Named, ...]) -> str:
        return ", ".join(label for _, label in named) or words["unknown"]

    item = labels(profile.items or profile.places)
    title: str = words[profile.family].format(
        actor=labels(profile.actors),
        counterpart=labels(profile.counterparts or profile.actors),
        place=labels(profile.places or profile.actors or profile.counterparts),
        item=item,
        property=profile.aspect.replace("_", " ") or profile.kind.value,
    )
    return title
