"""From where on a figure that does not fit the record contradicts it, and which words keep it from doing so.

Rules: docs/checks.md, "Capability".  Numbers: `data/checks.toml`; words: `data/lang/<code>/checks.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from onrecord.check.context import CheckContext
from onrecord.check.measure import settings
from onrecord.check.wording import cue_words
from onrecord.check.words import find_word, list_groups
from onrecord.model import Claim, EntityKind, Fact, Quantity, Role, RoleName, Span

_BEHIND = 20  # characters behind a number in which "without its" would stand
_BEFORE = 40  # characters before a name in which "a missile of the" would stand
_NOUN = 12  # characters behind a name in which "cruise missile" would stand
_ASIDE = re.compile(r"\A,[^,;:.]{1,90},(?= )")  # "the M777, weighing four tonnes, is"
_TIES = ("variant", "condition", "part")


def is_tied(fact: Fact) -> bool:
    """Whether a figure holds for one variant, round, condition or part only."""
    return any(fact.qualifier(name) for name in _TIES)


def is_tied_otherwise(fact: Fact, claim: Claim, context: CheckContext) -> bool:
    """Whether a figure is tied to something that the claim does not name: "at full load" names its condition."""
    if not is_tied(fact) or fact.qualifier("variant") or fact.qualifier("part"):
        return is_tied(fact)
    condition, words = (fact.qualifier("condition") or "").lower(), context.words_of(claim)
    groups = list_groups(context.language, claim.property or "", "same")
    return not any(find_word(condition, group) and find_word(words, group) for group in groups)


def has_condition(claim: Claim, context: CheckContext) -> bool:
    """ "480 km without its carrier": the number holds under a condition that the record's does not name."""
    if claim.quantity is None:
        return False
    behind = context.report.text[claim.quantity.span.end :][:_BEHIND].lower().lstrip()
    if behind.startswith(cue_words(context, "whole", "loads")):
        return False  # "weighs 21 tonnes when fuelled": the whole thing
    found = find_word(behind, cue_words(context, "condition", "behind"))
    return found is not None and behind.startswith(found)


def is_height(claim: Claim, context: CheckContext, quantity: Quantity) -> bool:
    """ "cannot reach targets higher than 3,800 metres" gives no range."""
    said = quantity.span.of(context.report.text).lower()
    if find_word(said, cue_words(context, "range", "heights")):
        return True
    behind = context.report.text[quantity.span.end :][:_BEHIND].lower().lstrip()
    found = find_word(behind, cue_words(context, "range", "heights_behind"))
    if found is not None and behind.startswith(found):
        return True
    is_limit = find_word(context.words_of(claim), cue_words(context, "limit", "words")) is not None
    return is_limit and find_word(said, cue_words(context, "range", "heights_of_limit")) is not None


def is_distance(context: CheckContext, quantity: Quantity) -> bool:
    """ "cannot fly farther than 120 km" gives no altitude."""
    said = quantity.span.of(context.report.text).lower()
    return find_word(said, cue_words(context, "range", "distances")) is not None


def is_place(claim: Claim, context: CheckContext, quantity: Quantity) -> bool:
    """ "reaches targets 60 km from Kyiv" says where the targets lie; "reaches Guam, 4,000 km from the coast" as well,
    and how far the thing reaches."""
    is_apposed = context.report.text[: quantity.span.start].rstrip().endswith(",")
    end = max((quantity.span.end, *(twin.span.end for twin in context.twins.get(quantity.span, ()))))
    behind = context.report.text[end:][:_BEHIND].lower().lstrip(" )")
    if is_apposed and behind.startswith(cue_words(context, "range", "away")):
        return True
    return not is_apposed and _lies_there(claim, context, quantity)


def _lies_there(claim: Claim, context: CheckContext, quantity: Quantity) -> bool:
    if find_word(context.words_of(claim), cue_words(context, "range", "named")):
        return False
    behind = context.report.text[quantity.span.end :][:_BEHIND].lower().lstrip()
    found = find_word(behind, cue_words(context, "range", "place_behind"))
    return found is not None and behind.startswith(found)


def before_clause(claim: Claim, context: CheckContext, end: int) -> str:
    """The claim's words, lower case, up to a clause that follows its number: "weighs 4 tonnes | , so it is carried"."""
    words, start = context.words_of(claim), max(0, end - claim.span.start)
    found = [at for word in cue_words(context, "clause", "starts") if (at := words.find(word, start)) >= 0]
    return words[: min(found, default=len(words))]


def without_aside(words: str, claim: Claim, context: CheckContext) -> str:
    """The claim's words without what stands between commas behind its item: "the T-55, armed with a gun, covers"."""
    role = claim.role(RoleName.ITEM)
    name = role.span.of(context.report.text).lower() if role is not None else ""
    before, found, behind = words.partition(name) if name else ("", "", "")
    return f"{before}{found}{_ASIDE.sub(' ', behind)}" if found else words


def close_in(quantity: Quantity, context: CheckContext) -> Quantity:
    """ "just under 16 metres" is about 16 metres, and not anything below."""
    said = quantity.span.of(context.report.text).lower()
    end = quantity.high if quantity.low is None else quantity.low
    if quantity.low == quantity.high or (quantity.low is not None and quantity.high is not None):
        return quantity
    if find_word(said, cue_words(context, "near", "words")) is None:
        return quantity
    return replace(quantity, low=end, high=end, approximate=True, modifier=None)


def find_doubt(
    claim: Claim, context: CheckContext, property: str, quantity: Quantity, config: Mapping[str, Any], subject: str
) -> str | None:
    """Words for which a figure that does not fit may be another one; None where they leave no such doubt."""
    words = context.words_of(claim)
    sentence = context.sentence_of(claim).lower()
    found = (
        find_word(words, cue_words(context, property, "agree_only"))
        or find_word(sentence, cue_words(context, property, "doubts"))
        or find_word(sentence, cue_words(context, "past", "words"))
    )
    explicit = cue_words(context, property, "explicit")
    behind = context.report.text[quantity.span.end :][:_BEHIND].lower()
    if found is None and explicit and find_word(f"{words} {behind}", explicit) is None:
        found = quantity.span.of(context.report.text)  # which size it is the words do not say
    if found is None and property == "range" and _lies_there(claim, context, quantity):
        found = quantity.span.of(context.report.text)
    far = config.get("far")
    if found is None and far is not None:
        named = context.named_in(claim.span.start, claim.span.end)
        ends = [m.span for m in named if m.entity is not None and m.entity.id == subject]
        gap = min((_gap(span, quantity, context) for span in ends), default=0)
        is_apart = (
            any("," in _words_between(span, quantity, context) for span in ends if span.end < quantity.span.start)
            and find_word(words, cue_words(context, "instead", property)) is None
        )
        if gap > far or is_apart:
            found = quantity.span.of(context.report.text)
    return found


def _words_between(span: Span, quantity: Quantity, context: CheckContext) -> str:
    """The words from a name to a number behind it, an aside that the first comma opens left out."""
    return _ASIDE.sub(" ", context.report.text[span.end : quantity.span.start])


def _gap(span: Span, quantity: Quantity, context: CheckContext) -> int:
    if span.end <= quantity.span.start:
        return len(_words_between(span, quantity, context))
    return max(span.start - quantity.span.end, 0)


def find_limits(
    claim: Claim, context: CheckContext, subject: str, config: Mapping[str, Any], facts: Sequence[Fact]
) -> tuple[Decimal, Decimal]:
    """Shares of the smallest and the largest recorded figure beyond which a claimed one disagrees, the widest."""
    table = settings()
    category = context.record.category(subject) or ""
    rows = [
        config["clear"] if "clear" in config else next(r for r in table["clear"] if category.startswith(r["class"]))
    ]
    if any(category.startswith(prefix) for prefix in config.get("exact_classes", ())):
        rows = [{"lower": 1, "upper": 1}]
    is_limit = find_word(context.words_of(claim), cue_words(context, "limit", "words"))
    if is_limit and not find_word(context.sentence_of(claim).lower(), cue_words(context, "limit", "not")):
        rows = [{"lower": table["limit"]["lower"], "upper": rows[0]["upper"]}]
    if any(is_tied_otherwise(fact, claim, context) for fact in facts):
        rows.append(table["clear_variants"])
    if not any(fact.confidence in ("high", "medium") for fact in facts):
        rows.append(table["clear_weak"])
    upper = max(Decimal(str(row["upper"])) for row in rows)
    if config.get("part_sensitive"):
        # A lower figure may be that of a part or of the empty thing; a higher one needs to be far off.
        whole = _shares_of_whole(claim, context, category)
        if whole is not None and whole[2]:
            return whole[:2]
        rows[0] = {"lower": whole[0] if whole is not None else 0, "upper": upper}
        return min(Decimal(str(row["lower"])) for row in rows), max(upper, Decimal(2))
    return min(Decimal(str(row["lower"])) for row in rows), upper


def _shares_of_whole(claim: Claim, context: CheckContext, category: str) -> tuple[Decimal, Decimal, bool] | None:
    """The shares beyond which a weight or length disagrees where it is plainly said of the whole thing, and whether
    versions do not matter to it; None elsewhere."""
    row = next((row for row in settings()["whole"] if category.startswith(row["class"])), None)
    role = claim.role(RoleName.ITEM)
    words = context.words_of(claim)
    if row is None or role is None or claim.property not in row["properties"] or role.others:
        return None
    if find_word(words, cue_words(context, "whole", "verbs" if claim.property == "weight" else "lengths")) is None:
        return None
    sentence = context.sentence_of(claim).lower()
    for load in cue_words(context, "whole", "loads"):  # of the whole ship, and no load
        sentence = sentence.replace(load, "")
    if find_word(sentence, cue_words(context, "whole", "not")) or _is_owned(claim, context, role):
        return None
    named = context.report.text[role.span.start : role.span.end + _NOUN].lower()
    if row.get("noun") and find_word(named, cue_words(context, "whole", "missile")) is None:
        return None
    lower, upper = row.get(claim.property, (row["lower"], row.get("upper", 2)))
    return Decimal(str(lower)), Decimal(str(upper)), bool(row.get("is_same_for_all"))


def _is_owned(claim: Claim, context: CheckContext, role: Role) -> bool:
    """Whether the name only says whose weight it is: "the Moskva's missiles", "a missile of the Moskva"."""
    text = context.report.text
    for mention in context.named_in(role.span.start, role.span.end):
        if mention.kind is not EntityKind.EQUIPMENT:
            continue  # "Israel's Merkava"
        rest = text[mention.span.end - 2 : mention.span.end + 2]
        if "'" in rest or "’" in rest:
            return True
        before = text[max(0, mention.span.start - _BEFORE) : mention.span.start].lower().split()
        while before and before[-1] in cue_words(context, "another", "articles"):
            before.pop()
        is_of = bool(before) and before[-1] in cue_words(context, "another", "links")
        if is_of and find_word(" ".join(before[-2:-1]), cue_words(context, "whole", "several")) is None:
            return True
    return False
