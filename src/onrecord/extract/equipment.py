"""Names, designations and class nouns of equipment, with exact spans.

Longest match wins.  A name is resolved to its entity; a name that is also a common word ("Patriot", "Grad", "Abrams")
needs a capital and a word of the field near by, or a sure mention elsewhere in the text.  A class noun ("launcher",
"main battle tank") and a designator the record does not know ("KS-1C missile system") are kept without an entity.
The time is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.extract.equipment_reader import Reader
from onrecord.extract.equipment_words import vocabulary
from onrecord.model import Entity, EntityKind, Mention, Span

# Class nouns of another class that may follow a name: "TOW missiles", "Uragan launchers".
_CALLED = {"missile": ("air_defence", "anti_tank"), "launcher": ("air_defence", "anti_tank", "artillery", "missile")}
_CLOSE = 80  # characters within which a thing of the same class vouches for a common word


def find_equipment(
    text: str,
    *,
    names: Mapping[str, tuple[Entity, ...]],
    language: str = "en",
    categories: Mapping[str, str] | None = None,
) -> tuple[Mention, ...]:
    """Every mention of equipment, in reading order, without overlaps.

    `names` maps normalised aliases to entities (`Record.names()`); `categories` maps entity ids to classes
    (`Record.categories`), which resolved mentions then carry.  A mention takes in the class noun behind a name
    ("Igla-S man-portable air defense systems (MANPADS)").  Raises UnknownLanguage.
    """
    vocab = vocabulary(names, language)
    reader = Reader(text, vocab)
    known = categories or {}
    found: list[Mention] = []
    waiting: list[tuple[int, Mention]] = []
    free = edge = 0
    for i in [k for k, run in enumerate(reader.runs) if run in vocab.starts]:
        if i < free or not reader.may_start(i):
            continue
        name, chain = reader.read_name(i), reader.read_chain(i)
        if name and (chain is None or name.end >= chain.end):
            tail = reader.read_chain(name.end, behind_name=True) if _follows(reader, name.end) else None
            free = tail.end if tail else name.end
            entity = name.name.entities[0]
            start = reader.starts[i]
            if found and found[-1].entity == entity and found[-1].span.end == edge and _one_space(text, edge, start):
                start = found.pop().span.start  # "9K338 Igla-S": one thing named twice
            close, free = reader.with_parenthesis(free)
            span = Span(start, close)
            mention = Mention(
                span, EntityKind.EQUIPMENT, entity, known.get(entity.id) or (tail.category if tail else None)
            )
            is_sure = name.sure or bool(tail and tail.category)
            if name.name.bare and not name.sure:
                in_capitals = name.name.key in vocab.words.bare_capitals and tail is not None and not tail.category
                is_sure = in_capitals or (tail is not None and _can_be(tail.category, known.get(entity.id, "")))
                if not is_sure:
                    free = max(name.end, i + 1)
                    edge = reader.ends[free - 1]
                    continue
            if is_sure:
                found.append(mention)
            else:
                waiting.append((len(found), mention))
        elif (ship := reader.read_ship(i)) is not None:
            free = ship
            found.append(Mention(Span(reader.starts[i], reader.ends[free - 1]), EntityKind.EQUIPMENT, None, "ship"))
        elif chain:
            free = chain.end
            start = max(reader.left_of(i, chain.category), edge)
            close, free = reader.with_parenthesis(free)
            span = Span(start, close)
            found.append(Mention(span, EntityKind.EQUIPMENT, None, chain.category or None))
        else:
            continue
        edge = span.end if chain or name else reader.ends[free - 1]
    return _settle(found, waiting)


def _can_be(noun: str, category: str) -> bool:
    """Can a thing of a class be called by a class noun: "Caesar guns"; no "Tiger tanks" of helicopters?"""
    top, own = noun.partition(".")[0], category.partition(".")[0]
    return top == own or own in _CALLED.get(top, ())


def _one_space(text: str, start: int, end: int) -> bool:
    return end == start + 1 and text[start] in " \u00a0\n"


def _follows(reader: Reader, i: int) -> bool:
    return i < len(reader.runs) and reader.spaced(i)


def _settle(found: list[Mention], waiting: list[tuple[int, Mention]]) -> tuple[Mention, ...]:
    """Common words count where the same thing is surely named in the text, or a thing of its class close by."""
    sure = {m.entity.id for m in found if m.entity is not None}
    kept = [
        mention
        for at, mention in waiting
        if (mention.entity is not None and mention.entity.id in sure)
        or any(_close(mention, other) for other in found[max(0, at - 1) : at + 1])
    ]
    return tuple(sorted([*found, *kept], key=lambda m: (m.span.start, m.span.end)))


def _close(mention: Mention, other: Mention) -> bool:
    """Are both of one class, within a line of each other?"""
    distance = max(mention.span.start - other.span.end, other.span.start - mention.span.end)
    tops = [(m.category or "").partition(".")[0] for m in (mention, other)]
    return distance < _CLOSE and tops[0] == tops[1] != ""
