"""A claim as threads see it: what it is of, resolved, and nothing of its wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.cluster.prints import day_of
from onrecord.errors import LexiconError
from onrecord.model import Claim, ClaimKind, Dossier, Entity, Quantity, Role, RoleName, Stance

# Stances in which something is said to be so, or not to be: plans and questions are another matter.
_STANCES = (Stance.ASSERTED, Stance.HEDGED, Stance.DENIED)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
UNIT = "unit"  # what is counted when the noun leaves open which part of the thing it counts
COUNTED = "counted/"  # prefix of an item that is known by what is counted only: "counted/person"

Named = tuple[str, str]  # an id and its label


@dataclass(frozen=True, slots=True)
class Profile:
    """What one claim is compared by.  A force stands for its country; a name with several readings is left out.

    `day` is the ordinal of the day of the event when the report names one, of publication else; None without either.
    """

    family: str
    kind: ClaimKind
    aspect: str = ""  # the claim's property: range, killed, designed, …
    items: tuple[Named, ...] = ()
    actors: tuple[Named, ...] = ()
    counterparts: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    time: str | None = None  # EDTF, as the report names it
    day: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    has_number: bool = False
    approximate: bool = False
    unit: str | None = None
    counted_class: str | None = None
    taken: bool = False  # the side comes from the report's other claims

    @property
    def is_state(self) -> bool:
        return self.family in lexicon.load("threads")["states"]["families"]

    @property
    def is_relation(self) -> bool:
        """A dealing between two named parties."""
        return self.family in lexicon.load("threads")["relations"]["families"]

    @property
    def parties(self) -> tuple[Named, ...]:
        return tuple(dict((*self.actors, *self.counterparts)).items())


def profile_claims(dossier: Dossier) -> tuple[tuple[Claim, Profile], ...]:
    """The claims of a report that may stand in a thread, each with its profile.

    A stock whose side is not named takes the side that all other claims of the report give the same item.
    """
    found = [
        (claim, profile)
        for claim in dossier.claims
        if (profile := profile_claim(claim, dossier.report.published)) is not None
    ]
    sides: dict[str, set[tuple[Named, ...]]] = {}
    for _, profile in found:
        if profile.family == "stock" and profile.actors:
            for item, _ in profile.items:
                sides.setdefault(item, set()).add(profile.actors)
    return tuple((claim, _with_side(profile, sides)) for claim, profile in found)


def _with_side(profile: Profile, sides: dict[str, set[tuple[Named, ...]]]) -> Profile:
    if profile.family != "stock" or profile.actors or not profile.items:
        return profile
    known = {ids for ids, _ in ((tuple(a for a, _ in side), side) for side in sides.get(profile.items[0][0], ()))}
    if len(known) != 1:
        return profile
    return replace(profile, actors=min(sides[profile.items[0][0]]), taken=True)


def profile_claim(claim: Claim, published: str | None) -> Profile | None:
    """The profile of a claim; None for a kind or stance of which no thread is made."""
    family = lexicon.load("threads")["families"].get(claim.kind.value)
    if family is None or claim.stance not in _STANCES:
        return None
    time = _time_of(claim.role(RoleName.TIME))
    quantity = claim.quantity
    items = _named(claim.role(RoleName.ITEM))
    if not items and quantity is not None and quantity.unit is None and quantity.counted_class:
        items = ((COUNTED + quantity.counted_class, quantity.counted or quantity.counted_class),)
    return Profile(
        family=family,
        kind=claim.kind,
        aspect=claim.property or "",
        items=items,
        actors=_named(claim.role(RoleName.ACTOR), sides=True),
        counterparts=_named(claim.role(RoleName.COUNTERPART), sides=True),
        places=_named(claim.role(RoleName.PLACE)),
        time=time,
        day=day_of(time) or (day_of(published) if time is None else _first_day(time)),
        **_number(quantity, items),
    )


def count_class(quantity: Quantity, items: Sequence[Named]) -> str | None:
    """The class of what a number counts; of a weapon, "units" are not military units but the thing, or a part of it."""
    noun = (quantity.counted or "").lower().split()
    if noun and noun[-1] in _open_nouns() and any(name.startswith("equipment/") for name, _ in items):
        return UNIT
    return quantity.counted_class


def counted_class_of(claim: Claim) -> str | None:
    """The class of what a claim counts; None when it counts nothing."""
    return None if claim.quantity is None else count_class(claim.quantity, _named(claim.role(RoleName.ITEM)))


@cache
def _open_nouns() -> frozenset[str]:
    found: set[str] = set()
    for code in lexicon.languages():
        try:
            found.update(lexicon.load("threads", language=code).get("counted", {}).get("open", ()))
        except LexiconError:  # a pack that is still without words for threads
            continue
    return frozenset(found)


def _number(quantity: Quantity | None, items: Sequence[Named]) -> dict[str, Any]:
    if quantity is None:
        return {}
    return {
        "low": quantity.low,
        "high": quantity.high,
        "has_number": True,
        "approximate": quantity.approximate,
        "unit": quantity.unit,
        "counted_class": count_class(quantity, items),
    }


def _named(role: Role | None, *, sides: bool = False) -> tuple[Named, ...]:
    """The entities of a role; none when a name has several readings."""
    if role is None or role.entity is None:
        return ()
    entities = (role.entity, *role.others)
    if any(entity.alternatives for entity in entities):
        return ()
    if sides:
        return tuple({identity(entity): country_label(entity) for entity in entities}.items())
    return tuple({entity.id: entity.label for entity in entities}.items())


def identity(entity: Entity) -> str:
    """A force or ministry stands for its country: reports name either."""
    return entity.country or entity.id


def country_label(entity: Entity) -> str:
    """The name of the country for one of its bodies; else the entity's own."""
    if entity.country is None or entity.id == entity.country:
        return entity.label
    names = lexicon.load("countries", language="en")["country"]
    label: str = names.get(entity.country.removeprefix("country/"), {}).get("name", entity.label)
    return label


def _time_of(role: Role | None) -> str | None:
    return role.time.value if role is not None and role.time is not None else None


def _first_day(time: str) -> int | None:
    """The first day of a month or year, under which an event without a day is filed."""
    if match := _MONTH.match(time):
        return day_of(f"{match[1]}-{match[2]}-01")
    if match := _YEAR.match(time):
        return day_of(f"{match[0]}-01-01")
    return None


def blocks_of(profile: Profile) -> tuple[str, ...]:
    """Where a claim looks for its thread, and where a thread it opens is found.

    Two claims that can stand in one thread have a block in common.
    """
    things = [name for name, _ in profile.items]
    head = f"{profile.family}|{profile.aspect}"
    if profile.is_relation:
        parties = [name for name, _ in profile.parties]
        return _unique(f"{head}|{thing}|{party}" for thing in things or [""] for party in parties or [""])
    if profile.family in lexicon.load("threads")["sideless"]["families"]:
        return _unique(f"{head}|{thing}" for thing in things)
    if profile.is_state:
        sides = [name for name, _ in profile.actors] or [f"@{name}" for name, _ in profile.places] or ["?"]
        return _unique(f"{head}|{thing}|{side}" for thing in things for side in sides)
    for names in (profile.items, profile.places, profile.actors, profile.counterparts):
        specific = [name for name, _ in names if not name.startswith(COUNTED)]
        if specific:
            return _unique(f"{head}|{name}" for name in specific)
    return ()


def _unique(blocks: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(blocks))


def days_of(profile: Profile) -> int:
    """The day a thread opened by this claim is filed under; 0 for what is looked for whatever the day."""
    return 0 if profile.is_state or profile.is_relation or profile.day is None else profile.day


def day_ranges(profile: Profile) -> tuple[tuple[int, int], ...]:
    """The days under which a thread for this claim may be filed."""
    day = days_of(profile)
    if day == 0:
        return ((0, 0),)
    window = lexicon.load("threads")["events"]["window"]
    ranges = [(day - window, day + window)]
    if profile.time is not None:
        if len(profile.time) <= 7:  # a month or a year: any day in it
            ranges.append((day, day + (31 if len(profile.time) == 7 else 366)))
        for part in (profile.time[:7], profile.time[:4]):
            first = _first_day(part)
            if first is not None:
                ranges.append((first, first))
    return tuple(ranges)
