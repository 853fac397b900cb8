"""Numbers that say another once more in another unit: "12 km (7.5 miles)", "500 pounds, or 227 kilograms"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from onrecord import lexicon
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Quantity, Span


def find_twins(text: str, quantities: Sequence[Quantity], language: str = "en") -> Mapping[Span, tuple[Quantity, ...]]:
    """Quantities that say a number once more in another unit, by the span of either."""
    by_span = {quantity.span: quantity for quantity in quantities}
    ends = {quantity.span.end: quantity for quantity in quantities}
    table: dict[Span, list[Quantity]] = {}
    joints = _joints(language)
    for quantity in quantities:
        first = by_span.get(quantity.same_as) if quantity.same_as is not None else None
        if first is None and quantity.unit is not None and text[quantity.span.end : quantity.span.end + 1] == ")":
            # "12 km (75 miles)": too far apart for the reader of numbers to join, and said as one all the same.
            first = _just_before(quantity, text, ends)
        if first is None and quantity.unit is not None:
            first = _joined_before(quantity, text, ends, joints, language)
        if first is not None:
            table.setdefault(first.span, []).append(quantity)
            table.setdefault(quantity.span, []).append(first)
    return {span: tuple(found) for span, found in table.items()}


def _joined_before(
    quantity: Quantity,
    text: str,
    ends: Mapping[int, Quantity],
    joints: tuple[Sequence[str], Sequence[str]],
    language: str,
) -> Quantity | None:
    """The measure of the same dimension that ", or" follows: "500 pounds, or 227 kilograms"."""
    for number, words in enumerate(joints):
        for joint in words:
            start = quantity.span.start - len(joint)
            found = ends.get(start) if start > 0 and text.startswith(joint, start) else None
            if found is None or found.unit in (None, quantity.unit):
                continue
            if number == 0 or (_is_of_two_systems(found, quantity, language) and _ends_phrase(text, quantity)):
                return found
    return None


def _is_of_two_systems(one: Quantity, other: Quantity, language: str) -> bool:
    table = lexicon.load("arithmetic", language=language)["twin"]
    return any(
        here.unit in table["metric"] and there.unit in table["imperial"] for here, there in ((one, other), (other, one))
    )


def _ends_phrase(text: str, quantity: Quantity) -> bool:
    """Whether nothing of the phrase follows, as in "about 20 miles less than"."""
    behind = text[quantity.span.end : quantity.span.end + 2]
    return not behind.strip() or behind[0] in ".,;:)" or text[quantity.span.end - 1] == "."


def _just_before(quantity: Quantity, text: str, ends: Mapping[int, Quantity]) -> Quantity | None:
    """The quantity in another unit that the bracket right before this one follows."""
    start = quantity.span.start
    before = text[max(0, start - 3) : start]
    if not before.rstrip().endswith("("):
        return None
    gap = len(before) - len(before.rstrip().removesuffix("(").rstrip())
    found = ends.get(start - gap)
    return found if found is not None and found.unit not in (None, quantity.unit) else None


@cache
def _joints(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words between a number and itself in another unit: sure ones, and those that join other things as well."""
    try:
        table = lexicon.load("arithmetic", language=language)["twin"]
    except (LexiconError, UnknownLanguage):
        return (), ()
    return tuple(table["joints"]), tuple(table.get("loose", ()))
