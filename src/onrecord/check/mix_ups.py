"""Whether a figure may be another's: of another number or another system in the same sentence.

A sentence with several numbers or systems is easily read wrongly; a wrong reading must not become a wrong verdict.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.check.context import CheckContext
from onrecord.check.measure import (
    Claimed,
    Fit,
    Sense,
    compare,
    read_all_recorded,
    read_claimed,
    unit_factor,
)
from onrecord.check.wording import cue_words
from onrecord.check.words import find_word
from onrecord.model import Claim, EntityKind, Fact, Quantity, Span


def other_measures(claim: Claim, context: CheckContext, quantity: Quantity, span: Span) -> list[Quantity]:
    """Numbers of the same dimension in some words, but for those that say the claim's own once more."""
    own = {quantity.span, *(twin.span for twin in context.twins.get(quantity.span, ()))}
    first = bisect_left(context.measures, span.start, key=lambda each: each.span.start)
    found = []
    for each in context.measures[first:]:
        if each.span.start >= span.end:
            break
        if each.span in own or quantity.unit is None or each.unit is None or each.same_as in own:
            continue
        lead = context.report.text[max(0, each.span.start - 12) : each.span.start].lower().split()[-1:]
        if lead and lead[0] in cue_words(context, "span", "opening"):
            continue  # "between 500 metres and 6.5 kilometres": the nearer end
        if unit_factor(each.unit, quantity.unit) is not None:
            found.append(each)
    return found


def another_fits(claim: Claim, context: CheckContext, quantity: Quantity, facts: Sequence[Fact], sense: Sense) -> bool:
    """Whether another number of the sentence is the recorded one: the two may have been mixed up in the reading."""
    begin, end = context.sentence_around(claim.span)
    for other in other_measures(claim, context, quantity, Span(begin, end)):
        factor = unit_factor(other.unit or "", facts[0].unit or "")
        if factor is None or (other.low is None and other.high is None):
            continue
        claimed = read_claimed(other, sense, factor=factor, is_converted=other.unit != facts[0].unit)
        if any(compare(claimed, recorded, sense) is Fit.FITS for recorded in read_all_recorded(facts)):
            return True
    return False


def is_another_systems(
    claim: Claim, context: CheckContext, subject: str, claimed: Claimed, property: str, sense: Sense
) -> bool:
    """Whether the number may be another system's: it is recorded for one of the sentence, or the two are compared."""
    begin, end = context.sentence_around(claim.span)
    others = [
        mention.entity.id
        for mention in context.named_in(begin, end)
        if mention.kind is EntityKind.EQUIPMENT and mention.entity is not None and mention.entity.id != subject
    ]
    if not others:
        return False
    if find_word(context.words_of(claim), cue_words(context, "comparison", "words")):
        return True
    facts = [fact for other in others for fact in context.record.facts(other, property)]
    return any(compare(claimed, recorded, sense) is Fit.FITS for recorded in read_all_recorded(facts))
