"""What a sentence says beside a claim's words: a year, a giver, "still".  The claim alone may fit the record where the
whole sentence does not: "The launchers Iran received in 2016 had been supplied by Brazil".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from onrecord.check.context import CheckContext
from onrecord.check.wording import cue_words, find_word
from onrecord.model import Claim, EntityKind, RoleName, Span

_YEAR_ALONE = re.compile(r"(?<![\w,.$€£-])(?:19|20)\d\d(?![\w-]|[.,]\d)")
_STATES = (EntityKind.COUNTRY, EntityKind.BODY)


def years_beside(claim: Claim, context: CheckContext) -> tuple[int, ...]:
    """The years that stand in the claim's sentence, those of systems' names left out."""
    begin, end = context.sentence_around(claim.span)
    names = [m.span for m in context.named_in(begin, end) if m.kind is EntityKind.EQUIPMENT]
    found = _YEAR_ALONE.finditer(context.report.text, begin, end)
    return tuple(
        int(year.group()) for year in found if not any(name.start <= year.start() < name.end for name in names)
    )


def givers_beside(claim: Claim, context: CheckContext) -> Iterator[str]:
    """Countries, by id, of which the claim's sentence says that something comes from or was done by them."""
    begin, end = context.sentence_around(claim.span)
    leads = cue_words(context, "beside", "givers")
    articles = cue_words(context, "another", "articles")
    for mention in context.named_in(begin, end):
        country = mention.entity.country if mention.entity is not None else None
        if mention.kind not in _STATES or country is None:
            continue
        words = context.report.text[begin : mention.span.start].lower().split()
        while words and words[-1] in articles:
            words.pop()
        if words and words[-1] in leads:
            yield country


def names_other_giver(claim: Claim, context: CheckContext, known: Collection[str]) -> bool:
    """Whether the sentence names a giver who is none of those the record has."""
    return any(country not in known for country in givers_beside(claim, context))


def says_only(claim: Claim, context: CheckContext) -> bool:
    """Whether the sentence may say it of nobody else, which no list that is not complete can show."""
    return find_word(context.sentence_of(claim).lower(), cue_words(context, "beside", "only")) is not None


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
    return any(
        _gap(mention.span, time.span) < near
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
