"""Whether two claims are of the same thing: role by role, as resolved, never by their wording.

Roles that are not resolved tie nothing together and part nothing.  Families of kinds and what each needs:
`data/threads.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from onrecord import lexicon
from onrecord.cluster.profiles import COUNTED, UNIT, Named, Profile


@dataclass(frozen=True, slots=True)
class Match:
    """Two claims are of the same thing: the reasons in words, and how much speaks for it."""

    reasons: tuple[str, ...]
    score: tuple[int, int]  # roles that fit; share of the parties in common, in per mille


def compare(one: Profile, anchor: Profile, *, language: str = "en") -> Match | None:
    """Compare a claim with the one that opened a thread; None when they are not of the same thing."""
    table = lexicon.load("threads")
    words = lexicon.load("threads", language=language)["reason"]
    if (one.family, one.aspect) != (anchor.family, anchor.aspect):
        return None
    reasons: dict[str, str] = {}
    sides = _compare_sides(one, anchor)
    if sides is None:
        return None
    for name, here, there in (("item", one.items, anchor.items), ("place", one.places, anchor.places)):
        may, label = shared(here, there)
        # A stock is one wherever it stands; an event is where it is.
        if not may and not (one.is_state and name == "place" and not _is_counted(one)):
            return None
        if label is not None:
            reasons["counted" if name == "item" and _is_counted(one) else name] = label
        if name == "item":
            reasons |= sides
    time = _compare_times(one, anchor, table["events"])
    if time is None:
        return None
    number = numbers_overlap(one, anchor)
    if number:
        reasons["quantity"] = f"{say(anchor)}, {say(one)}"
    if one.aspect:
        reasons["property"] = one.aspect
    fits = sum((bool(time), "place" in reasons, "quantity" in reasons))
    if not _suffices(one, anchor, reasons, fits, table):
        return None
    sentences = [words[name].format(label=label) for name, label in reasons.items()]
    if time:
        kind, value = time
        sentences.append(words[kind].format(label=value, days=value))
    if one.taken:
        sentences.append(words["taken"])
    return Match(tuple(sentences), (len(reasons) + bool(time), _overlap(one, anchor)))


def _suffices(
    one: Profile, anchor: Profile, reasons: Mapping[str, str], fits: int, table: Mapping[str, Any]
) -> bool:
    """Whether what two claims share is enough for their family."""
    has_side = any(name in reasons for name in ("actor", "counterpart", "parties"))
    if one.is_relation:
        return "parties" in reasons or (("item" in reasons or has_side) and fits >= table["events"]["needed"])
    if one.family == "geography":
        return "place" in reasons and (has_side or "quantity" in reasons)
    if one.is_state:
        # "133 lorries" of nobody, nowhere, are no others' lorries, whatever their number.
        thing = "item" in reasons or ("counted" in reasons and ("place" in reasons or (has_side and fits > 0)))
        return thing and (has_side or fits > 0 or one.family in table["sideless"]["families"])
    return ("item" in reasons or has_side or "place" in reasons) and fits >= table["events"]["needed"]


def _is_counted(one: Profile) -> bool:
    return any(name.startswith(COUNTED) for name, _ in one.items)


def _compare_sides(one: Profile, anchor: Profile) -> dict[str, str] | None:
    """The sides two claims share; None when they are of others."""
    if one.is_relation and len(one.parties) > 1 and len(anchor.parties) > 1:
        if {name for name, _ in one.parties} != {name for name, _ in anchor.parties}:
            return None
        return {"parties": ", ".join(label for _, label in anchor.parties)}
    found: dict[str, str] = {}
    roles = (("actor", one.actors, anchor.actors), ("counterpart", one.counterparts, anchor.counterparts))
    for name, here, there in roles:
        may, label = shared(here, there)
        if not may:
            return None
        if label is not None:
            found[name] = label
    return found


def shared(here: tuple[Named, ...], there: tuple[Named, ...]) -> tuple[bool, str | None]:
    """Whether two roles may be the same, and the label of what they share when both are resolved."""
    if not here or not there:
        return True, None
    ids = {name for name, _ in here}
    label = next((label for name, label in there if name in ids), None)
    return label is not None, label


def _compare_times(one: Profile, anchor: Profile, table: Mapping[str, Any]) -> tuple[str, str | int] | tuple[()] | None:
    """The reason for which the times fit; () when they say nothing; None when they part the claims."""
    if one.is_state:
        return ("time", one.time) if one.time and one.time == anchor.time else ()
    if one.time is not None and anchor.time is not None:
        if one.time.startswith(anchor.time) or anchor.time.startswith(one.time):
            return "time", max(one.time, anchor.time, key=len)
        return None
    if one.is_relation:
        return ()
    if one.day is None or anchor.day is None:
        return ()
    days = abs(one.day - anchor.day)
    if days > table["window"]:
        # A month or year says nothing of the day; a day does.
        named = one.time or anchor.time
        return () if named is not None and len(named) < 10 else None
    if days > table["close"] and numbers_clash(one, anchor):
        return None
    return ("near" if one.time is None and anchor.time is None else "near_date"), days


def count_alike(one: Profile, other: Profile) -> bool:
    """Whether two numbers count, or measure, the same."""
    both = one.has_number and other.has_number
    return both and one.unit == other.unit and one.counted_class == other.counted_class


def may_count_alike(one: Profile, other: Profile) -> bool:
    """Whether two numbers may count the same: "units" of a weapon may be its systems, launchers or missiles."""
    if count_alike(one, other):
        return True
    both = one.has_number and other.has_number and one.unit is None and other.unit is None
    classes = {one.counted_class, other.counted_class}
    may_be = {None, *lexicon.load("threads")["numbers"]["unit_may_be"]}  # None: nothing but the weapon is named
    return both and UNIT in classes and bool(classes & may_be)


def numbers_overlap(one: Profile, other: Profile) -> bool:
    """Whether both give a number of what may be the same, and one value could satisfy both."""
    return may_count_alike(one, other) and not _apart(one, other)


def numbers_clash(one: Profile, other: Profile) -> bool:
    """Whether both give a number of the same, and no value satisfies both."""
    return count_alike(one, other) and _apart(one, other)


def _apart(one: Profile, other: Profile) -> bool:
    (low1, high1), (low2, high2) = stretched(one), stretched(other)
    return (high1 is not None and low2 is not None and high1 < low2) or (
        low1 is not None and high2 is not None and low1 > high2
    )


def stretched(one: Profile) -> tuple[Decimal | None, Decimal | None]:
    """The ends of a number's interval, an approximate one widened on both sides."""
    if not one.approximate:
        return one.low, one.high
    share = Decimal(lexicon.load("threads")["numbers"]["tolerance"])
    low = None if one.low is None else one.low - abs(one.low) * share
    return low, None if one.high is None else one.high + abs(one.high) * share


def say(one: Profile) -> str:
    """An interval in figures: "5,000", "5–6", "up to" left to the notation: "–5", "5,000–"."""

    def number(value: Decimal | None) -> str:
        return "" if value is None else f"{value.normalize():,f}"

    low, high = number(one.low), number(one.high)
    return low if low == high else f"{low}–{high}"


def _overlap(one: Profile, anchor: Profile) -> int:
    here = {name for name, _ in (*one.items, *one.parties)}
    there = {name for name, _ in (*anchor.items, *anchor.parties)}
    return 1000 * len(here & there) // max(1, len(here | there))
