"""Words around numbers for which they need not fit one another.

Words: `data/lang/<code>/arithmetic.toml`, table `unsure`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from itertools import combinations, pairwise
from typing import Any

from onrecord import lexicon
from onrecord.check.arith_read import Relation
from onrecord.check.context import CheckContext
from onrecord.check.measure import settings
from onrecord.check.words import find_word
from onrecord.model import Quantity

_NEXT = 12  # characters behind a share in which another would follow: "65 per cent and 80 per cent"
_PHRASE = 60  # characters behind a number in which its noun stands
_MOST_PARTS = 10
_EDGES = ".,;:!?()[]“”\"'’"
_STEM = 4  # letters in which two forms of one noun are alike: "seat", "seats"
_PART = re.compile(r"[,;&]|[^\W\d_]+")


class Doubt(Enum):
    """What numbers may be answered with."""

    NONE = "none"
    OFF = "off"  # that they fit, but not that they do not
    WHOLE = "whole"  # nothing


def find_doubt(relation: Relation, context: CheckContext) -> Doubt:
    """Whether words leave open what a number is of: "60 per cent of them decoys", "in real terms", "12 each"."""
    table: Mapping[str, Any] = lexicon.load("arithmetic", language=context.language).get("unsure", {})
    text = context.report.text
    begin, end = context.sentence_around(relation.span)
    sentence = text[begin:end].lower()
    if relation.kind == "sum":
        return _doubt_sum(relation, context, table, begin, end)
    if relation.kind == "part":
        words = text[relation.span.start : relation.span.end].lower()
        return Doubt.WHOLE if find_word(words, tuple(table.get("groups", ()))) else Doubt.NONE
    if relation.kind == "share":
        return _doubt_share(relation, context, table, begin, sentence)
    if relation.kind == "factor":
        return Doubt.WHOLE if find_word(sentence, tuple(table.get("factor", ()))) else Doubt.NONE
    if relation.percent is not None:
        behind = text[relation.percent.span.end :][:_NEXT].lower()
        if behind.startswith((*table.get("behind", ()), *table.get("growth", ()))):
            return Doubt.WHOLE
    return Doubt.WHOLE if find_word(sentence, tuple(table.get("change", ()))) else Doubt.NONE


def _doubt_share(
    relation: Relation, context: CheckContext, table: Mapping[str, Any], begin: int, sentence: str
) -> Doubt:
    assert relation.percent is not None
    text = context.report.text
    behind = text[relation.percent.span.end :][:_PHRASE].lower()
    if behind.startswith(tuple(table.get("behind", ()))) or _is_one_of_several(relation, context, begin, table):
        return Doubt.WHOLE
    words = behind.replace("(", " ( ").split()
    if not behind[:1].isspace() or not words or not words[0][:1].isalpha():
        is_other = False  # a comma or a bracket closes
    elif words[0] in table.get("of", ()):
        if _is_right_before(relation, table, text):
            return _doubt_off(relation, table, sentence)
        noun = next((word.strip(_EDGES) for word in words[1:] if word not in table.get("determiners", ())), "")
        before = text[: relation.percent.span.start].rstrip().lower()
        if noun in table.get("wholes", ()) and not before.endswith(tuple(table.get("apposed", ()))):
            return Doubt.OFF  # the fleet may be larger than the ships spoken of
        is_whole = noun in (*table.get("same", ()), *table.get("wholes", ()))
        is_other = not is_whole and not _is_noun_of(noun, relation.whole, relation.percent, text)
    else:
        is_other = words[0].strip(_EDGES) not in table.get("predicate", ())
    return Doubt.WHOLE if is_other else _doubt_off(relation, table, sentence)


def _doubt_off(relation: Relation, table: Mapping[str, Any], sentence: str) -> Doubt:
    return Doubt.OFF if find_word(sentence, tuple(table.get("share", ()))) or _is_rest(relation) else Doubt.NONE


def _is_right_before(relation: Relation, table: Mapping[str, Any], text: str) -> bool:
    """ "One in five of the 410": the whole follows the share."""
    if relation.percent is None or relation.whole is None or relation.percent.span.end >= relation.whole.span.start:
        return False
    between = text[relation.percent.span.end : relation.whole.span.start].lower().split()
    return set(between) <= {*table["of"], *table.get("determiners", ())}


def _is_noun_of(noun: str, whole: Quantity | None, percent: Quantity, text: str) -> bool:
    """Whether a noun is the one behind the whole: "60 per cent of the launchers, or 12 of 20 launchers"."""
    if whole is None or len(noun) < _STEM:
        return False
    if whole.span.start < percent.span.start:
        near = text[max(0, whole.span.start - _PHRASE) : percent.span.start]
    else:
        near = text[whole.span.end : whole.span.end + _PHRASE]
        if not near[:1].isspace():
            return True  # "60 per cent of the launchers (12 of 20)"
    return any(word.strip(_EDGES)[:_STEM] == noun[:_STEM] for word in near.lower().split())


def _is_rest(relation: Relation) -> bool:
    """Whether the per cent is that of the others: "eight of 20 missed, a hit rate of 60 per cent"."""
    numbers = [q.low for q in (relation.part, relation.whole, relation.percent) if q is not None and q.low is not None]
    if len(numbers) != 3 or numbers[1] <= 0 or numbers[0] > numbers[1]:
        return False
    return abs(100 - numbers[0] / numbers[1] * 100 - numbers[2]) <= 1


def _doubt_sum(relation: Relation, context: CheckContext, table: Mapping[str, Any], begin: int, end: int) -> Doubt:
    text = context.report.text
    total, right, parts = _sum_of(relation)
    if total is None or relation.total is None:
        return Doubt.NONE
    if total == right:
        starts = [addend.span.start for addend in relation.addends]
        between = text[min(starts) : max(starts)].lower()
        # "of 50, four burned, two of them on Monday, and the other 44 were sold": one part is of another
        return Doubt.WHOLE if any(word in between for word in table.get("behind", ())) else Doubt.NONE
    slip = Decimal(str(settings()["arithmetic"]["part_slip"]))
    if not total / slip <= right <= total * slip:
        return Doubt.WHOLE  # it counts something else: "forty people came: four buses and two cars were needed"
    # "30 by bus, 10 on foot, 25 from Chad": some make the whole, and what follows says more of them
    if any(sum(some) == total for size in range(1, len(parts)) for some in combinations(parts[:_MOST_PARTS], size)):
        return Doubt.WHOLE
    first = min(addend.span.start for addend in relation.addends)
    last = max(addend.span.end for addend in relation.addends)
    words = text[relation.span.start : max(last, relation.span.end)] + text[relation.span.end : end]
    groups = text[first : last + _PHRASE].lower()
    if find_word(words.lower(), tuple(table.get("sum", ()))) or find_word(groups, tuple(table.get("groups", ()))):
        return Doubt.WHOLE
    is_behind = relation.total.span.start > first
    before = text[begin : relation.total.span.start].rstrip().lower()
    if before.endswith(tuple(table.get("joined", ()))) or (is_behind and not _is_closed(relation, context, table)):
        return Doubt.WHOLE  # "20 tanks, 30 guns and a total of 200 rifles"
    others = [
        q.low for q in context.numbers_in(begin, end) if q.unit is None and q.low == q.high == right
    ]
    if others:
        return Doubt.WHOLE
    if relation.gap == "outcomes" and find_word(text[last:end].lower(), tuple(table.get("outcomes", ()))):
        return Doubt.WHOLE
    if right < total and not is_behind and not relation.is_split and _goes_on(relation, context, table, last, end):
        return Doubt.WHOLE
    return Doubt.NONE


def _sum_of(relation: Relation) -> tuple[Decimal | None, Decimal, list[Decimal]]:
    parts = [addend.low for addend in relation.addends if addend.low is not None]
    total = relation.total.low if relation.total is not None else None
    return total, sum(parts, Decimal(0)), parts


def _is_closed(relation: Relation, context: CheckContext, table: Mapping[str, Any]) -> bool:
    """Whether the last two parts are joined by "and", so that what follows is no further one."""
    starts = sorted({addend.span.start: addend.span for addend in relation.addends}.items())
    begin = starts[-2:][0][1].end
    assert relation.total is not None
    end = relation.total.span.start if relation.total.span.start > begin else starts[-1][1].end + _PHRASE
    return find_word(context.report.text[begin:end].lower(), tuple(table.get("closing", ()))) is not None


def _goes_on(relation: Relation, context: CheckContext, table: Mapping[str, Any], last: int, end: int) -> bool:
    """Whether parts without a number stand among the parts or behind them: "12 T-72, 10 T-55 and T-62"."""
    text = context.report.text
    closing = text.find(")", last, end)
    total = relation.total
    if closing > 0 and "(" in text[total.span.end if total else last : last] and "(" not in text[last:closing]:
        end = closing
    if not _is_closed(relation, context, table):
        return True  # "(12 in store, 10 in repair)", "two in Lomé, three in Kara. Two more in Sokodé."
    rest = text[last:end].lower()
    if find_word(rest, tuple(table.get("said", ()))):
        rest = rest.rpartition(",")[0]
    others = [q for q in context.numbers_in(last + 1, end) if q.unit is None]
    if others:
        _, right, _ = _sum_of(relation)
        more = sum(q.low or Decimal(0) for q in others)
        return total is not None and total.low is not None and right + more <= total.low
    tokens = _PART.findall(rest)
    joints = (",", ";", "&", *table.get("joints", ()))
    for token, follower in pairwise(tokens):
        if token in joints and follower not in joints and follower not in table.get("aside", ()):
            return True
    return any(word in table.get("copulas", ()) for word in tokens)


def _is_one_of_several(
    relation: Relation, context: CheckContext, begin: int, table: Mapping[str, Sequence[str]]
) -> bool:
    """Whether the share may be that of several pairs of numbers, or one of several shares that follow."""
    assert relation.percent is not None
    text, start, end = context.report.text, relation.span.start, relation.percent.span.end
    numbers = (*context.numbers_in(begin, start), *context.numbers_in(end + 1, end + _NEXT))
    if any(q.unit == "percent" and q.span.start > end for q in numbers):
        return True
    is_joined = text[begin:start].rstrip().lower().endswith(tuple(table.get("joined", ())))
    return is_joined and sum(q.unit is None and q.span.start < start for q in numbers) > 1
