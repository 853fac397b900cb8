"""A claimed count against recorded ones, by what is counted.  Used by the holding and the transfer check."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from onrecord import lexicon
from onrecord.check.context import CheckContext
from onrecord.check.deals import CountRule
from onrecord.check.measure import Interval, settings
from onrecord.check.wording import cue_words, explain_counts, say_quantity
from onrecord.check.words import find_word
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Claim, Entity, Quantity

_BEFORE = 40  # characters before a name in which its number would stand
UPWARDS = Decimal(2)  # own choice: "3 systems or more" are borne out by five, not by 26


def is_count(quantity: Quantity | None) -> bool:
    """Whether the quantity counts things: no unit, no money, at least one end, not a share."""
    if quantity is None or quantity.unit is not None:
        return False
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    return bool(ends) and all(end == end.to_integral_value() for end in ends)


def is_partial(claim: Claim, context: CheckContext) -> bool:
    """Whether words around or before the number make it a part or an addition: "another 200", "200 more"."""
    text, quantity = context.report.text, claim.quantity
    if quantity is None:
        return False
    cues = cue_words(context, "quantifier", "partial")
    around = f"{text[claim.span.start : quantity.span.start]} {text[quantity.span.end : claim.span.end]}"
    first = quantity.span.of(text).split()[:1]
    return find_word(around.lower(), cues) is not None or (
        bool(first) and first[0].lower() in cue_words(context, "quantifier", "leading")
    )


def counted_class(quantity: Quantity, rule: CountRule, context: CheckContext) -> str:
    """Class of what is counted; the class's plain noun when the thing itself is counted; "unspecified" when unclear."""
    noun, counted = (quantity.counted or "").lower(), quantity.counted_class
    if not noun:
        noun, counted = _noun_behind(quantity, context)
    if noun in cue_words(context, "counted", "unspecified"):
        return "unspecified"
    if counted == "person":
        # "24 Su-30 fighters": the noun's usual sense is people, but what is counted is the item; pilots are people.
        return rule.plain or "unspecified" if noun in cue_words(context, "counted", "craft") else "person"
    return counted or rule.plain or "unspecified"


def _noun_behind(quantity: Quantity, context: CheckContext) -> tuple[str, str | None]:
    """The class noun at the end of the name right behind the number, where the parse lost it: "15 FN-6 missiles"."""
    end = quantity.span.end
    for mention in context.named_in(end + 1, end + 2):
        noun = mention.span.of(context.report.text).split()[-1].lower()
        return noun, _class_of(noun, context.language)
    return "", None


@cache
def _class_of(noun: str, language: str) -> str | None:
    try:
        table = lexicon.load("counted", language=language)
    except (LexiconError, UnknownLanguage):
        return None
    rows = ((name, row) for name, row in table.items() if isinstance(row, dict))
    return next((name for name, row in rows if noun in row.get("forms", ())), None)


def has_unread_number(claim: Claim, context: CheckContext, item: Entity) -> bool:
    """Whether a number right before the item's name was not read as the claim's: "140 Challenger 2 tanks"."""
    text = context.report.text
    words = cue_words(context, "loose", "numbers")
    for mention in context.named_in(claim.span.start, claim.span.end):
        if mention.entity is None or mention.entity.id != item.id:
            continue
        first = max(context.sentence_around(claim.span)[0], mention.span.start - _BEFORE)
        before = text[first : mention.span.start].lower().split()
        if before and before[-1] in cue_words(context, "loose", "bores"):
            before = before[:-2]  # "the 155 mm M777"
        before = before[-2:]
        for word in before:
            number = word.strip("()")
            if not number[-1:].isalnum() or "-" in number:
                continue  # "crewed by four, the …", "the four-man …"
            is_year = len(number) == 4 and number.isdigit() and number[:2] in ("19", "20")
            if (number[:1].isdigit() and not is_year) or find_word(number, words) is not None:
                return True
    return False


def claimed_window(quantity: Quantity) -> Interval:
    """The count with the slack of stock figures: registers are estimates."""
    share = settings()["tolerance"]["about_share"] if quantity.approximate else settings()["counts"]["same_share"]
    slack = Decimal(str(share))
    is_bound = quantity.low is not None or quantity.modifier in settings()["modifiers"]["strict_upper"]
    # "Up to 5,000" and "nearly 5,000" are said of a number near 5,000; "fewer than 5,000" is a bound.
    low = (quantity.low or Decimal(0)) * (1 - slack) if is_bound else (quantity.high or Decimal(0)) * (1 - slack)
    high = None if quantity.high is None else quantity.high * (1 + slack)
    return Interval(low, high)


def is_past_bound(quantity: Quantity, recorded: Sequence[Interval]) -> bool:
    """Whether "more than 18" or "fewer than 18" would hold of one of the recorded counts without any slack."""
    if quantity.modifier == "more_than" and quantity.low is not None:
        return any(one.high is None or one.high > quantity.low for one in recorded)
    if quantity.modifier == "less_than" and quantity.high is not None:
        return any(one.low is None or one.low < quantity.high for one in recorded)
    return True


def say_claimed(quantity: Quantity, item: str) -> str:
    """ "5,000 systems"; "24 Su-30MK2" when no noun is counted."""
    return f"{say_quantity(quantity)} {quantity.counted or item}"


def explain_difference(claimed: str, recorded: Sequence[str]) -> str:
    """What the difference between the claimed and the first recorded counted class means."""
    return explain_counts(claimed, recorded[0] if recorded else "unspecified")
