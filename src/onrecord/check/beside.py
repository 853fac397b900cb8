"""What a sentence says beside a claim's words: a year, a giver, "still".  The claim alone may fit the record where the
whole sentence does not: "The launchers Iran received in 2016 had been supplied by Brazil".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from onrecord.check.context import CheckContext
from onrecord.check.wording import cue_words
from onrecord.check.words import find_word
from onrecord.model import Claim, EntityKind, Mention, RoleName, Span

if TYPE_CHECKING:
    from onrecord.record.geography import Geography

_YEAR_ALONE = re.compile(r"(?<![\w,.$€£-])(?:19|20)\d\d(?![\w-]|[.,]\d)")
_ASIDE = re.compile(r",[^,;:.]{2,90},")
_NEAR = 15  # characters before an item in which "no" would stand
_STATES = (EntityKind.COUNTRY, EntityKind.BODY)


def years_beside(claim: Claim, context: CheckContext) -> tuple[int, ...]:
    """The years that stand in the claim's sentence, those of systems' names left out."""
    begin, end = context.sentence_around(claim.span)
    names = [m.span for m in context.named_in(begin, end) if m.kind is EntityKind.EQUIPMENT]
    found = _YEAR_ALONE.finditer(context.report.text, begin, end)
    return tuple(
        int(year.group()) for year in found if not any(name.start <= year.start() < name.end for name in names)
    )


def names_other_state(claim: Claim, context: CheckContext, known: Collection[str]) -> bool:
    """Whether the sentence names a state, by its name, people, capital or body, that is none of those known.

    A claim without a giver may have lost it: "Paris sold Serbia the six vehicles it took over in 2020".
    """
    begin, end = context.sentence_around(claim.span)
    named = (mention for mention in context.named_in(begin, end) if mention.kind in (*_STATES, EntityKind.PLACE))
    found = {state for mention in named for state in _states_of(mention, context)}
    return bool(found - set(known))


def _states_of(mention: Mention, context: CheckContext) -> set[str]:
    """The state a name stands for or belongs to, and the one it is the capital of."""
    own = mention.entity.country if mention.entity is not None else None
    if context.geography is None or mention.kind is not EntityKind.PLACE:
        return {own} if own is not None else set()
    table = cast("Geography", context.geography).countries(context.language)
    return {f"country/{country.code}" for country in table.of_capital(mention.span.of(context.report.text))}


def says_none(claim: Claim, context: CheckContext) -> bool:
    """Whether a word right before the item's name, or the first of its words, says that there is none."""
    item = claim.role(RoleName.ITEM)
    if item is None:
        return False
    text = context.report.text
    words = f"{text[max(0, item.span.start - _NEAR) : item.span.start]}{' '.join(item.span.of(text).split()[:3])}"
    return find_word(words.lower(), cue_words(context, "beside", "none")) is not None


def says_only(claim: Claim, context: CheckContext) -> bool:
    """Whether the sentence may say it of nobody else, which no list that is not complete can show."""
    return find_word(context.sentence_of(claim).lower(), cue_words(context, "beside", "only")) is not None


def leaves_out(claim: Claim, context: CheckContext, states: Collection[str]) -> bool:
    """Whether the sentence says "and not B" of one of these states: what it says of another is not all it says."""
    begin, end = context.sentence_around(claim.span)
    text, words = context.report.text, cue_words(context, "beside", "not")
    articles = cue_words(context, "another", "articles")
    for mention in context.named_in(begin, end):
        if not states or mention.kind not in _STATES or not (_states_of(mention, context) & set(states)):
            continue
        lead = text[begin : mention.span.start].lower().split()
        while lead and lead[-1] in articles:
            lead.pop()
        if lead and lead[-1].strip(",") in words:
            return True
    return False


def says_still(claim: Claim, context: CheckContext) -> bool:
    """Whether the sentence says that something goes on, which a row without a date does not show."""
    return find_word(context.sentence_of(claim).lower(), cue_words(context, "beside", "still")) is not None


def is_nearer_to_another(claim: Claim, context: CheckContext) -> bool:
    """Whether another system stands nearer to the claim's time than its item: the time may be the other's."""
    item, time = claim.role(RoleName.ITEM), claim.role(RoleName.TIME)
    if item is None or time is None or item.entity is None:
        return False
    own = {item.entity.id, *item.entity.alternatives}
    begin, end = context.sentence_around(claim.span)
    near = _gap(item.span, time.span)
    between = context.report.text[min(item.span.end, time.span.end) : max(item.span.start, time.span.start)]
    if len(set(years_beside(claim, context))) > 1 and any(word[:1].isupper() for word in between.split()):
        return True  # a name that was not resolved may have the second year
    aside = _ASIDE.match(context.report.text, item.span.end)
    aside_end = aside.end() if aside is not None and aside.end() <= time.span.start else item.span.end
    return any(
        _gap(mention.span, time.span) < near and not item.span.end <= mention.span.start < aside_end
        for mention in context.named_in(begin, end)
        if mention.kind is EntityKind.EQUIPMENT and mention.entity is not None and mention.entity.id not in own
    )


def has_state_within(claim: Claim, context: CheckContext) -> bool:
    """Whether a state stands behind a comma before a claim's item: the item may be that state's."""
    item, actor = claim.role(RoleName.ITEM), claim.role(RoleName.ACTOR)
    if item is None:
        return False
    start = actor.span.end if actor is not None and actor.span.end <= item.span.start else item.span.start
    text = context.report.text
    return any(
        mention.kind in (*_STATES, EntityKind.PLACE)  # "Georgia" may be either
        for mention in context.named_in(start + 1, item.span.end)
        if text[start : mention.span.start].rstrip().endswith(",")
    )


def _gap(one: Span, other: Span) -> int:
    return max(one.start, other.start) - min(one.end, other.end)
