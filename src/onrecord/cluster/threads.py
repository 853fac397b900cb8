"""The same claim over several reports: grouped by what it says, not by its words.

Claims are compared role by role, as resolved: kind, item, side (a force stands for its country), counterpart, place,
time, and numbers that count the same.  Roles that are not resolved tie nothing together and part nothing.  Families of
kinds and what an event needs: `data/threads.toml`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from onrecord import lexicon
from onrecord.model import (
    Claim,
    Dossier,
    Entity,
    Quantity,
    Report,
    Role,
    RoleName,
    SourceKind,
    Stance,
    Thread,
    ThreadFigure,
)

# Stances in which something is said to be so, or not to be: plans and questions are another matter.
_STANCES = (Stance.ASSERTED, Stance.HEDGED, Stance.DENIED)


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim in its report."""

    report: Report
    claim: Claim

    @property
    def order(self) -> tuple[str, str, str]:
        return (self.report.published or "9999", self.report.digest, self.claim.id)


def cluster_claims(dossiers: Sequence[Dossier], *, language: str = "en") -> tuple[Thread, ...]:
    """Threads of claims that several reports make, in the order of their first report.

    A claim stands in one thread at most.  Reports with the same digest count once.  The order of `dossiers` does not
    change the answer.  `language` is that of the reasons.
    """
    table = lexicon.load("threads")
    words = lexicon.load("threads", language=language)["reason"]
    blocks: dict[tuple[str, str, str], list[_Said]] = {}
    for said in _all_claims(dossiers):
        family = table["families"].get(said.claim.kind.value)
        if family is None or said.claim.stance not in _STANCES:
            continue
        for anchor in _anchors(said.claim):
            blocks.setdefault((family, said.claim.property or "", anchor), []).append(said)
    links: dict[tuple[str, str], list[tuple[str, str]]] = {}
    reasons: dict[tuple[str, str], list[str]] = {}
    members: dict[tuple[str, str], _Said] = {}
    for (family, _, _), block in blocks.items():
        is_state = family in table["states"]["families"]
        for i, one in enumerate(block):
            for other in block[i + 1 :]:
                why = _compare(one, other, words, is_state=is_state, needed=table["events"]["needed"])
                if why:
                    here, there = _key(one), _key(other)
                    members[here], members[there] = one, other
                    links.setdefault(here, []).append(there)
                    links.setdefault(there, []).append(here)
                    reasons.setdefault(here, []).extend(why)
    groups = _connected(members, links)
    threads = [_make_thread([members[key] for key in group], reasons) for group in groups]
    return tuple(thread for thread in threads if thread is not None)


def _all_claims(dossiers: Sequence[Dossier]) -> list[_Said]:
    reports = {dossier.report.digest: dossier for dossier in dossiers}
    said = [_Said(dossier.report, claim) for dossier in reports.values() for claim in dossier.claims]
    return sorted(said, key=lambda one: one.order)


def _key(said: _Said) -> tuple[str, str]:
    return (said.report.digest, said.claim.id)


def _anchors(claim: Claim) -> tuple[str, ...]:
    """What a claim is found by: its items; without one, its place, its side."""
    for name in (RoleName.ITEM, RoleName.PLACE, RoleName.ACTOR):
        ids = tuple(_identity(entity) for entity in _entities(claim.role(name)))
        if ids:
            return tuple(dict.fromkeys(ids))
    return ()


def _entities(role: Role | None) -> tuple[Entity, ...]:
    """The entities of a role; none when a name has several readings."""
    if role is None or role.entity is None:
        return ()
    entities = (role.entity, *role.others)
    return () if any(entity.alternatives for entity in entities) else entities


def _identity(entity: Entity) -> str:
    """A force or ministry stands for its country: reports name either."""
    return entity.country or entity.id


def _shared(one: Claim, other: Claim, name: RoleName) -> tuple[bool, str | None]:
    """Whether the roles may be the same, and the label of what they share when both are resolved."""
    here, there = _entities(one.role(name)), _entities(other.role(name))
    if not here or not there:
        return True, None
    ids = {_identity(entity) for entity in there}
    label = next((entity.label for entity in here if _identity(entity) in ids), None)
    return label is not None, label


def _compare(one: _Said, other: _Said, words: dict[str, Any], *, is_state: bool, needed: int) -> list[str]:
    """Reasons for which two claims are the same; none when they are not."""
    if one.report.digest == other.report.digest:
        return []
    reasons: dict[str, str] = {}
    for name in (RoleName.ITEM, RoleName.ACTOR, RoleName.COUNTERPART, RoleName.PLACE):
        may, label = _shared(one.claim, other.claim, name)
        # A stock is one wherever it stands; an event is where it is.
        if not may and not (is_state and name is RoleName.PLACE):
            return []
        if label is not None:
            reasons[name.value] = label
    time = _shared_time(one.claim, other.claim)
    if time:
        reasons["time"] = time
    elif time is None and not is_state:
        return []
    number = _shared_number(one.claim.quantity, other.claim.quantity)
    if number:
        reasons["quantity"] = number
    if one.claim.property:
        reasons["property"] = one.claim.property
    fitting = sum(name in reasons for name in ("place", "time", "quantity"))
    has_side = "actor" in reasons or "counterpart" in reasons
    if is_state:
        is_same = "item" in reasons and (has_side or one.claim.property is not None or fitting > 0)
    else:
        is_same = ("item" in reasons or has_side or "place" in reasons) and fitting >= needed
    return [words[name].format(label=label) for name, label in reasons.items()] if is_same else []


def _shared_time(one: Claim, other: Claim) -> str | None:
    """The time both name; "" when one of them names none; None when they differ."""
    values = []
    for claim in (one, other):
        role = claim.role(RoleName.TIME)
        values.append(role.time.value if role is not None and role.time is not None else None)
    here, there = values
    if here is None or there is None:
        return ""
    if here.startswith(there) or there.startswith(here):
        return max(here, there, key=len)
    return None


def _shared_number(one: Quantity | None, other: Quantity | None) -> str:
    """Both numbers in words when they overlap and count the same; "" otherwise."""
    if one is None or other is None or one.unit != other.unit or one.counted_class != other.counted_class:
        return ""
    below = one.high is not None and other.low is not None and one.high < other.low
    above = one.low is not None and other.high is not None and one.low > other.high
    return "" if below or above else f"{_say(one)}, {_say(other)}"


def _say(quantity: Quantity) -> str:
    def number(value: Decimal | None) -> str:
        return "" if value is None else f"{value.normalize():,f}"

    low, high = number(quantity.low), number(quantity.high)
    return low if low == high else f"{low}–{high}"


def _connected(
    members: dict[tuple[str, str], _Said], links: dict[tuple[str, str], list[tuple[str, str]]]
) -> list[list[tuple[str, str]]]:
    """Groups of linked claims, each in reading order, in the order of their first claim."""
    seen: set[tuple[str, str]] = set()
    groups = []
    for start in sorted(members, key=lambda key: members[key].order):
        if start in seen:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            key = waiting.pop()
            group.append(key)
            for neighbour in links[key]:
                if neighbour not in seen:
                    seen.add(neighbour)
                    waiting.append(neighbour)
        groups.append(sorted(group, key=lambda key: members[key].order))
    return groups


def _make_thread(group: Sequence[_Said], reasons: dict[tuple[str, str], list[str]]) -> Thread | None:
    if len({said.report.digest for said in group}) < 2:
        return None
    first = group[0]
    keys = [_key(said) for said in group]
    figures = [
        ThreadFigure(
            said.report.digest,
            said.claim.id,
            said.claim.quantity,
            said.report.published,
            said.claim.attribution.speaker,
        )
        for said in group
        if said.claim.quantity is not None
    ]
    return Thread(
        id="t" + hashlib.sha256(f"{first.report.digest} {first.claim.id}".encode()).hexdigest()[:10],
        kind=first.claim.kind,
        claims=tuple(keys),
        figures=tuple(figures),
        speakers=tuple(dict.fromkeys(_speakers(group))),
        reasons=tuple(dict.fromkeys(reason for key in keys for reason in reasons.get(key, []))),
    )


def _speakers(group: Iterable[_Said]) -> list[str]:
    """Named upstream speakers, in reading order; an outlet's own voice and unnamed sources have no name."""
    attributions = (said.claim.attribution for said in group)
    return [one.speaker for one in attributions if one.kind is not SourceKind.OWN_VOICE and one.speaker]
