"""Sentences whose numbers or dates can be checked against one another, as claims, where no other claim stands in them.

"The aircraft climbed to 30,000 feet (9,144 metres)" claims nothing that has a frame, and its numbers can be checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.check.arith_read import read_relations
from onrecord.check.calendar_days import find_false_days
from onrecord.check.chronology import names_weekday
from onrecord.check.context import bearer_in, sentence_around
from onrecord.check.one_whole import find_two_counts
from onrecord.check.same_measure import find_differing
from onrecord.check.twins import find_twins
from onrecord.model import Claim, ClaimKind, Quantity, Span, Stance, TimeExpression

_EDGES = " \t\n.!;:,\"“”‘’'()"


def add_figure_claims(
    claims: tuple[Claim, ...],
    text: str,
    *,
    quantities: tuple[Quantity, ...],
    times: tuple[TimeExpression, ...],
    language: str = "en",
    start: int = 0,
) -> tuple[Claim, ...]:
    """The claims with a statement for each sentence that holds such numbers or dates and no claim, numbered anew."""
    found: dict[int, Claim] = {}
    for span in _checkable(text, quantities, times, language):
        sentence = sentence_around(text, span)
        if span.start < start or text[: sentence[1]].rstrip().endswith("?"):
            continue
        if sentence[0] in found or bearer_in(span, sentence, claims) is not None:
            continue
        words = _trim(text, *sentence)
        found[sentence[0]] = Claim("", ClaimKind.STATEMENT, words, (), stance=Stance.ASSERTED, head=words.start)
    if not found:
        return claims
    together = sorted((*claims, *found.values()), key=lambda claim: (claim.span.start, -claim.span.end))
    width = max(2, len(str(len(together))))
    return tuple(replace(claim, id=f"c{number:0{width}d}") for number, claim in enumerate(together, 1))


def _checkable(
    text: str, quantities: tuple[Quantity, ...], times: Sequence[TimeExpression], language: str
) -> Iterator[Span]:
    for span, twins in find_twins(text, quantities, language).items():
        if span.start < twins[0].span.start:
            yield span
    for relation in read_relations(text, quantities, language):
        yield relation.span
    for _, later in find_differing(text, quantities, language):
        yield later.quantity.span
    for contrary in find_two_counts(text, quantities, language):
        yield contrary.earlier
        yield contrary.later
    for day in find_false_days(text, language):
        yield day.span
    for time in times:
        if names_weekday(time, text, language):
            yield time.span


def _trim(text: str, begin: int, end: int) -> Span:
    while begin < end and text[begin] in _EDGES:
        begin += 1
    while end > begin and text[end - 1] in _EDGES:
        end -= 1
    return Span(begin, end)
