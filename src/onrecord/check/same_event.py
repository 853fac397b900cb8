"""Counts that two sentences of one report give of the same thing, seen by their words.

"Nine soldiers were killed in Tuesday's ambush near Gao", "the ambush near Gao on Tuesday killed 14 soldiers": all that
both sentences say, but for the number, is the same.  Words: `data/lang/<code>/consistency.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from onrecord import lexicon
from onrecord.check.context import CheckContext, entities_of
from onrecord.check.counting import is_count
from onrecord.check.words import find_word
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Claim, ClaimKind, RoleName, Span

_WORD = re.compile(r"[\w-]+(?:['’]s)?")
_CLAUSE = re.compile(r"[,;:()–—]")
_ENDINGS = ("ing", "ed", "es", "s", "e")
_DAY = "2025-10-23"
_LEAST = 2  # words beside the counted noun that both must share


def tell_the_same(one: Claim, other: Claim, context: CheckContext) -> bool:
    """Whether both claims count the same noun and everything else that their sentences say is the same.

    False in a language without the words.
    """
    try:
        table = lexicon.load("consistency", language=context.language)
    except (LexiconError, UnknownLanguage):
        return False
    if one.kind is not other.kind or one.property != other.property:
        return False
    is_none = _counts_none(one, other, context, table)
    if not is_none and not _counts_alike(one, other):
        return False
    if entities_of(one, RoleName.ITEM) != entities_of(other, RoleName.ITEM):
        return False
    if one.kind.value in table["same"]["states"] and _is_past(one, context, table) != _is_past(other, context, table):
        return False
    here, there = _words_of(one, context, table), _words_of(other, context, table)
    if is_none and here is not None and there is not None:
        here, there = _without_counted(here, one), _without_counted(there, other)
    least = max(1, _least(one, other) - is_none)
    if here is None or there is None or not _is_one_thing(here, there, least, table):
        return False
    return _is_pinned(one, other, context, table)


def may_speak_of_others(one: Claim, other: Claim, context: CheckContext) -> bool:
    """Whether words around two figures of one item make them figures of two things: "against aircraft", "for its navy".

    A capability may have a condition, a count another time, part or deed.  True in a language without the words.
    """
    try:
        table = lexicon.load("consistency", language=context.language)
    except (LexiconError, UnknownLanguage):
        return True
    if one.kind is ClaimKind.CAPABILITY:
        names = [_name_of(claim, context) for claim in (one, other)]
        return names[0] != names[1] or any(_has_condition(claim, context, table) for claim in (one, other))
    if _is_past(one, context, table) != _is_past(other, context, table):
        return True
    if any(_names_another(claim, context, table) for claim in (one, other)):
        return True
    if _left_over(one, context, table) != _left_over(other, context, table):
        return True
    return one.kind.value not in table["same"]["states"] and not _is_one_deed(one, other, context, table)


def _name_of(claim: Claim, context: CheckContext) -> str:
    """The item's name with what is grown onto it: "M777ER"; "" where only a pronoun stands for it."""
    begin, end = context.sentence_around(claim.span)
    items = {entity.id for entity in entities_of(claim, RoleName.ITEM)}
    for mention in context.named_in(begin, end):
        if mention.entity is not None and mention.entity.id in items:
            grown = _WORD.match(context.report.text, mention.span.end)
            return (mention.span.of(context.report.text) + (grown.group() if grown else "")).lower()
    return ""


def _has_condition(claim: Claim, context: CheckContext, table: Mapping[str, Any]) -> bool:
    """Whether words beside the name and the figure may make it one of a version or a condition: "at low level"."""
    assert claim.quantity is not None
    begin, end = context.sentence_around(claim.span)
    text, plain = context.report.text, table["condition"]
    items = {entity.id for entity in entities_of(claim, RoleName.ITEM)}
    named = [m.span for m in context.named_in(begin, end) if m.entity is not None and m.entity.id in items]
    if not named and (role := claim.role(RoleName.ITEM)) is not None and begin <= role.span.start < end:
        named = [role.span]
    last = max([claim.quantity.span.end, *(span.end for span in named[:1])])
    if set(_WORD.findall(text[claim.quantity.span.end : last].lower())) & set(plain["goes_on"]):
        last = claim.quantity.span.end  # "its range of 9 kilometres makes the Verba a threat"
    if set(_WORD.findall(claim.quantity.span.of(text).lower())) & set(table["measure"]["words"]):
        return True  # "18 kg in all"
    behind = text[last:end].lower()
    for unit in plain["units"]:
        behind = behind.replace(unit, "")
    clause, comma, rest = behind.partition(",")
    first = (_WORD.findall(_CLAUSE.split(clause)[0])[:1] or [""])[0]
    if first and first not in plain["goes_on"]:
        return True
    follower = (_WORD.findall(rest)[:1] or [""])[0]
    if comma and not first and follower not in plain["goes_on"] and not _is_said(claim, last, last + len(behind)):
        return True
    said = [span for span in (claim.attribution.source, *claim.attribution.cue) if span is not None]
    idle = {*table["same"]["light"], *table["same"]["titles"], *table["other"]["frame"], *plain["idle"], "a", "an"}
    return any(
        found.group().lower() not in idle
        and not any(
            found.start() < span.end and span.start < found.end() for span in (*said, *named, claim.quantity.span)
        )
        for found in _WORD.finditer(text, begin, last)
    )


def _is_said(claim: Claim, begin: int, end: int) -> bool:
    source = claim.attribution.source
    return source is not None and begin <= source.start < end


def _names_another(claim: Claim, context: CheckContext, table: Mapping[str, Any]) -> bool:
    """Whether a word of the sentence is one of another time, part or bound."""
    assert claim.quantity is not None
    begin, end = context.sentence_around(claim.span)
    said = " ".join(
        context.report.text[start:stop]
        for start, stop in ((begin, claim.quantity.span.start), (claim.quantity.span.end, end))
    )
    frame = {*table["other"]["frame"], *table["other"]["counts"]}
    others = tuple(word for word in table["other"]["words"] if word not in frame)
    return find_word(said.lower(), others) is not None or _is_total(claim, context, table)


def _is_total(claim: Claim, context: CheckContext, table: Mapping[str, Any]) -> bool:
    """ "A total of seven", "another five": the number's own words."""
    assert claim.quantity is not None
    said = claim.quantity.span.of(context.report.text).lower()
    return (
        find_word(said, tuple(word for word in table["other"]["words"] if word not in table["other"]["counts"]))
        is not None
    )


def _left_over(claim: Claim, context: CheckContext, table: Mapping[str, Any]) -> set[str]:
    """The words of a sentence that are no number, name, verb of having or giving, nor say who says it."""
    assert claim.quantity is not None
    begin, end = context.sentence_around(claim.span)
    said = [span for span in (claim.attribution.source, *claim.attribution.cue) if span is not None]
    named = [mention.span for mention in context.named_in(begin, end)]
    idle = {*table["same"]["light"], *table["same"]["verbs"], *table["same"]["deeds"], *table["other"]["frame"]}
    idle |= {(claim.quantity.counted or "").lower(), "a", "an"}
    return {
        _stem(_bare(found.group()))
        for found in _WORD.finditer(context.report.text, begin, end)
        if found.group().lower() not in idle
        and not any(
            found.start() < span.end and span.start < found.end() for span in (*said, *named, claim.quantity.span)
        )
    }


def _is_one_deed(one: Claim, other: Claim, context: CheckContext, table: Mapping[str, Any]) -> bool:
    """Whether two deeds of one kind are one: on the same day, or told once more in a part of the report."""
    here, there = (
        role.time.value if (role := claim.role(RoleName.TIME)) and role.time else None for claim in (one, other)
    )
    if here is not None and here == there and len(here) == len(_DAY):
        return True
    begin, end = context.sentence_around(other.span)
    words = set(_WORD.findall(context.report.text[begin:end].lower()))
    return one.attribution.speaker == other.attribution.speaker and bool(words & set(table["other"]["parts"]))


def _is_past(claim: Claim, context: CheckContext, table: Mapping[str, Any]) -> bool:
    return not set(table["same"]["past"]).isdisjoint(_WORD.findall(context.sentence_of(claim).lower()))


def _least(one: Claim, other: Claim) -> int:
    speaker = one.attribution.speaker
    return _LEAST - 1 if speaker and speaker == other.attribution.speaker else _LEAST


def _is_pinned(one: Claim, other: Claim, context: CheckContext, table: Mapping[str, Any]) -> bool:
    """Whether words show that both speak of one occasion: a state, one day, "the ambush", "later in its statement"."""
    same = table["same"]
    if one.kind.value in same["states"]:
        return True
    here, there = (
        role.time.value if (role := claim.role(RoleName.TIME)) and role.time else None for claim in (one, other)
    )
    if here is not None and here == there and (one.kind.value not in same["day_kinds"] or len(here) == len(_DAY)):
        return True
    begin, end = context.sentence_around(other.span)
    text = context.report.text
    lead = f"{text[begin : other.span.start]} {text[other.span.end : end]}".lower()
    if one.attribution.speaker == other.attribution.speaker and set(_WORD.findall(lead)) & set(table["other"]["parts"]):
        return True
    named = [_events_in(claim, context, same) for claim in (one, other)]
    return bool(named[0] & named[1])


def _events_in(claim: Claim, context: CheckContext, same: Mapping[str, Any]) -> set[str]:
    """Events of the sentence that are named as known: "the ambush", "Tuesday's ambush"."""
    begin, end = context.sentence_around(claim.span)
    words = [word.lower() for word in _WORD.findall(context.report.text[begin:end])]
    found = set()
    for at, word in enumerate(words):
        before = words[max(0, at - 3) : at]
        if word in same["events"] and any(each in same["definite"] or _bare(each) in same["days"] for each in before):
            found.add(word)
    return found


def name_definite(words: str, language: str) -> str | None:
    """ "the governor" as "governor"; None for words without an article, which may be of anybody: "officials"."""
    try:
        definite = lexicon.load("consistency", language=language)["same"]["definite"]
    except (LexiconError, UnknownLanguage):
        return None
    first, _, rest = words.casefold().partition(" ")
    return rest if first in definite and rest else None


def is_part_of_text(claim: Claim, language: str) -> bool:
    """Whether the claim's source is a part of the report: "according to the annex"."""
    try:
        parts = lexicon.load("consistency", language=language)["other"]["parts"]
    except (LexiconError, UnknownLanguage):
        return False
    return (claim.attribution.speaker or "").casefold() in parts


def _counts_alike(one: Claim, other: Claim) -> bool:
    here, there = one.quantity, other.quantity
    if here is None or there is None or not is_count(here) or not is_count(there):
        return False
    if here.counted is None or there.counted is None or _stem(here.counted) != _stem(there.counted):
        return False
    if any(q.approximate or q.low is None or q.low != q.high for q in (here, there)):
        return False
    return _role_of_count(one) == _role_of_count(other)


def _counts_none(one: Claim, other: Claim, context: CheckContext, table: Mapping[str, Any]) -> bool:
    """Whether one of them says that it befell nobody, and the other that it befell some people."""
    for none, some in ((one, other), (other, one)):
        here, there = none.quantity, some.quantity
        if here is None or there is None or one.kind is not ClaimKind.CASUALTIES:
            continue
        if (
            here.high != 0
            or here.counted is not None
            or here.span.of(context.report.text).lower() not in table["same"]["none"]
        ):
            continue
        is_plain = not there.approximate and there.low is not None and there.low == there.high and there.low > 0
        if is_plain and there.counted_class == table["same"]["people"] and _role_of_count(one) == _role_of_count(other):
            return True
    return False


def _without_counted(words: Sequence[tuple[str, str]], claim: Claim) -> list[tuple[str, str]]:
    counted = _stem(_bare(claim.quantity.counted or "")) if claim.quantity is not None else ""
    return [pair for pair in words if _stem(_bare(pair[0])) != counted]


def _role_of_count(claim: Claim) -> RoleName | None:
    """The role in which what is counted stands: killers are not killed."""
    assert claim.quantity is not None
    span = claim.quantity.counted_span or claim.quantity.span
    return next((role.name for role in claim.roles if role.span.overlaps(span)), None)


def _words_of(claim: Claim, context: CheckContext, table: Mapping[str, Any]) -> list[tuple[str, str]] | None:
    """The words of a claim's sentence with the preposition before each, without its number and who says it.

    None where a word speaks of another time or thing, or a second number stands there.
    """
    assert claim.quantity is not None
    text = context.report.text
    begin, end = context.sentence_around(claim.span)
    if len(context.numbers_in(begin, end)) > 1:
        return None
    said = [span for span in (claim.attribution.source, *claim.attribution.cue) if span is not None]
    outside = [Span(begin, claim.span.start), Span(claim.span.end, end)]
    if _is_total(claim, context, table):
        return None
    others = set(table["other"]["words"])
    words, before = [], ""
    for found in _WORD.finditer(text, begin, end):
        span, word = Span(found.start(), found.end()), found.group()
        lowered = _bare(word)
        if span.overlaps(claim.quantity.span) or any(span.overlaps(each) for each in said):
            before = ""
            continue
        if any(each.covers(span) for each in outside) and lowered in table["other"]["frame"]:
            before = ""
            continue
        if lowered in others and span.start != claim.quantity.span.start:
            return None
        if lowered in table["same"]["prepositions"]:
            before = lowered
        if lowered not in table["same"]["light"] and lowered not in table["same"]["verbs"]:
            is_day = lowered in table["same"]["days"]
            words.append(
                (
                    word if word[:1].isupper() or lowered in table["same"]["titles"] else _stem(lowered),
                    "" if is_day else before,
                )
            )
            before = ""
    return words


def _is_one_thing(
    here: Sequence[tuple[str, str]], there: Sequence[tuple[str, str]], least: int, table: Mapping[str, Any]
) -> bool:
    one, other = _keys(here), _keys(there)
    shared = one.keys() & other.keys()
    if len(shared) <= least or not all(
        word in table["same"]["titles"] and _is_titled(word, sentence, shared)
        for words, sentence in ((one.keys() - shared, here), (other.keys() - shared, there))
        for word in words
    ):
        return False
    # The same names behind other prepositions are another thing: "from Mali to Chad", "from Chad to Mali".
    titles = table["same"]["titles"]
    return all(
        one[word] == other[word] or _may_lack(word, here, one, titles) or _may_lack(word, there, other, titles)
        for word in shared
    )


def _may_lack(
    key: str, sentence: Sequence[tuple[str, str]], prepositions: Mapping[str, str], titles: Sequence[str]
) -> bool:
    """Whether a word has no preposition of its own because it is no name, or behind a title that has it."""
    if prepositions[key]:
        return False
    keys = [_stem(_bare(word)) for word, _ in sentence]
    at = keys.index(key)
    return not sentence[at][0][:1].isupper() or (at > 0 and sentence[at - 1][0] in titles)


def _keys(words: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {_stem(_bare(word)): before for word, before in words}


def _is_titled(key: str, sentence: Sequence[tuple[str, str]], shared: set[str]) -> bool:
    """Whether a word only says what a name of both sentences is: "the patrol boat Kestrel"."""
    keys = [_stem(_bare(word)) for word, _ in sentence]
    at = keys.index(key)
    if sentence[at][0][:1].isupper():
        return False
    for next_at in range(at + 1, min(at + 4, len(sentence))):
        word, before = sentence[next_at]
        if before:
            return False
        if word[:1].isupper():
            return keys[next_at] in shared
    return False


def _bare(word: str) -> str:
    return word.lower().removesuffix("'s").removesuffix("’s")


def _stem(word: str) -> str:
    word = word.lower()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
