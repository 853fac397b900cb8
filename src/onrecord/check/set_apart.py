"""Things a sentence names to set them apart: "Unlike Hungary, Poland operates it", "the Gripen, not the Rafale".

What the sentence says is not said of them, so no check compares it with their rows.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.check.context import CheckContext
from onrecord.check.wording import cue_words
from onrecord.check.words import find_word
from onrecord.model import Claim, Entity, EntityKind, Mention, Role, Span

_REACH = 40  # characters before a name in which "in contrast to the" would stand
_KINDS = (EntityKind.COUNTRY, EntityKind.BODY, EntityKind.EQUIPMENT)
_NAMED = (*_KINDS, EntityKind.PLACE)  # "Georgia" may be read as either


def drop_set_apart(claim: Claim, context: CheckContext) -> Claim:
    """The claim without the countries, bodies and systems that its sentence sets apart.

    A role of which nothing is left keeps its words and stands for nothing known.  "All but Hungary" leaves open who
    the others are: then every such role that holds the name does.
    """
    sentence = context.sentence_of(claim).lower()
    if not find_word(sentence, cue_words(context, "set_apart", "any")):
        return claim
    begin, end = context.sentence_around(claim.span)
    named = [mention for mention in context.named_in(begin, end) if mention.kind in _NAMED]
    roles = tuple(_drop(role, named, begin, context) for role in claim.roles)
    return claim if roles == claim.roles else replace(claim, roles=roles)


def _drop(role: Role, named: list[Mention], begin: int, context: CheckContext) -> Role:
    if role.entity is None or role.entity.kind not in _KINDS:
        return role
    held = (role.entity, *role.others)
    if any(_is_of_all(mention.span, begin, context) for mention in named if _names(mention, held)):
        return replace(role, entity=None, others=())
    left = [entity for entity in held if not _is_apart(entity, named, begin, context)]
    if len(left) == len(held):
        return role
    return replace(role, entity=left[0] if left else None, others=tuple(left[1:]))


def _names(mention: Mention, held: tuple[Entity, ...]) -> bool:
    readings = (mention.entity.id, *mention.entity.alternatives) if mention.entity is not None else ()
    return any(entity.id in readings for entity in held)


def _is_apart(entity: Entity, named: list[Mention], begin: int, context: CheckContext) -> bool:
    """Whether every mention of the thing in the sentence is one that sets it apart."""
    spans = [mention.span for mention in named if _names(mention, (entity,))]
    return bool(spans) and all(_is_mention_apart(span, begin, context) for span in spans)


def _is_mention_apart(span: Span, begin: int, context: CheckContext) -> bool:
    behind = context.report.text[span.end :][:_REACH].lower()
    if behind.startswith(cue_words(context, "set_apart", "taken_up")):
        return False  # "Unlike the Patriot, whose range is 160 km": said of it after all
    if behind.startswith(("'s ", "’s ", "' ", "’ ")):
        noun = behind.split()[1:2]
        if noun and find_word(noun[0], cue_words(context, "set_apart", "others")):
            return True  # "Norway's neighbour"
    return f" {_lead(span, begin, context)}".endswith(cue_words(context, "set_apart", "before"))


def _is_of_all(span: Span, begin: int, context: CheckContext) -> bool:
    """ "all but Hungary", "every neighbour of Hungary but Austria"."""
    lead = f" {_lead(span, begin, context)}"
    return lead.endswith(" but") and find_word(lead, cue_words(context, "set_apart", "all")) is not None


def _lead(span: Span, begin: int, context: CheckContext) -> str:
    """The words of the sentence before a name, without articles, adjectives and small numbers right before it."""
    words = context.report.text[max(begin, span.start - _REACH * 3) : span.start].lower().split()
    articles = (*cue_words(context, "another", "articles"), *cue_words(context, "loose", "numbers"))
    while words and words[-1] in articles:
        words.pop()
    return " ".join(words)
