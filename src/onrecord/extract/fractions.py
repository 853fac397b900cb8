"""Fractions in words: "half", "a third", "two-thirds", "five and a quarter", "one hundred and three quarters"."""

from __future__ import annotations

from decimal import Decimal

from onrecord.extract.numberwords import CONTEXT, Number, NumberWords, ratio, times
from onrecord.extract.scan import Tokens

_ONE = Decimal(1)


def scales_from(tokens: Tokens, at: int, words: NumberWords) -> tuple[int, Decimal] | None:
    """The product of the scale words from token `at` on ("hundred thousand"), and the index after them."""
    factor = _ONE
    start = at
    while (found := words.scales.longest(tokens, at)) is not None:
        at, value = found
        factor = times(factor, value)
    return (at, factor) if at > start else None


def read_half(tokens: Tokens, index: int, words: NumberWords) -> Number | None:
    """ "half", "half a million"; not the half of a match or of an hour."""
    if tokens.lower(index - 1) in words.half_not_after or tokens.lower(index + 1) in words.half_not_before:
        return None
    if tokens.lower(index + 1) == "-" and tokens.joined(index) and tokens.joined(index + 1):
        return None
    value = Decimal("0.5")
    at = index + 1
    if tokens.lower(at) in words.articles and words.scales.longest(tokens, at + 1) is not None:
        at += 1
    if (more := scales_from(tokens, at, words)) is not None:
        value = times(value, more[1])
        return Number(index, more[0], value, value, "words")
    return Number(index, index + 1, value, value, "fraction")


def read_denominator(tokens: Tokens, at: int, words: NumberWords) -> tuple[int, int, bool] | None:
    """The denominator at token `at`: the index after it, its value, and whether it stands in the singular.

    "fifths", "twenty-fifth".
    """
    simple = words.denominators.get(tokens.lower(at))
    if simple is not None:
        return at + 1, simple, tokens.lower(at) in words.singular_denominators
    found = words.values.longest(tokens, at)
    if found is None or found[1][0] != "value" or not 20 <= found[1][1] <= 90:
        return None
    last = found[0]
    if tokens.lower(last) == "-":
        last += 1
    unit = words.denominators.get(tokens.lower(last))
    if unit is None or not 2 < unit < 10:
        return None
    return last + 1, int(found[1][1]) + unit, tokens.lower(last) in words.singular_denominators


def read_fraction(tokens: Tokens, index: int, words: NumberWords) -> Number | None:
    """ "a third", "two-thirds", "one twenty-fifth", "quarter million", "two thirds of a million"."""
    lower = tokens.lowers[index]
    if lower in words.half:
        return read_half(tokens, index, words)
    if lower in words.articles:
        above, at = _ONE, index + 1
        if tokens.lower(at) in words.half:
            if (more := scales_from(tokens, at + 1, words)) is not None:
                value = times(Decimal("0.5"), more[1])
                return Number(index, more[0], value, value, "words")
            return Number(index, at + 1, Decimal("0.5"), Decimal("0.5"), "fraction")
    else:
        found = words.values.longest(tokens, index)
        if found is None:
            if lower in words.denominators and (more := scales_from(tokens, index + 1, words)) is not None:
                value = ratio(more[1], Decimal(words.denominators[lower]))
                return Number(index, more[0], value, value, "words")
            return None
        at, (_, above, _) = found
    hyphen = tokens.lower(at) == "-" and tokens.joined(at - 1) and tokens.joined(at)
    below = read_denominator(tokens, at + 1 if hyphen else at, words)
    if below is None or (below[2] and above != 1):
        return None
    if not hyphen and below[2] and not ends_fraction(tokens, below[0], words):
        return None
    value = ratio(above, Decimal(below[1]))
    number = Number(index, below[0], value, value, "fraction")
    return _of_scale(tokens, number, words)


def _of_scale(tokens: Tokens, number: Number, words: NumberWords) -> Number:
    """ "two thirds of a million"."""
    at = number.last
    if tokens.lower(at) not in words.links or tokens.lower(at + 1) not in words.articles:
        return number
    more = scales_from(tokens, at + 2, words)
    if more is None or number.low is None:
        return number
    value = times(number.low, more[1])
    return Number(number.first, more[0], value, value, "words")


def ends_fraction(tokens: Tokens, at: int, words: NumberWords) -> bool:
    """Whether a singular part ("a third") may end before token `at`, and is not the first word of "a third attack"."""
    if at >= len(tokens):
        return True
    if tokens.kinds[at] in "SB":
        return tokens.lowers[at] != "-"
    return tokens.lowers[at] in words.single_before


def divide_tail(
    tokens: Tokens, number: Number, checkpoints: list[tuple[int, Decimal, bool]], words: NumberWords
) -> Number | None:
    """A denominator behind a cardinal: "thirteen twentieths", "one hundred and three quarters" is 100.75.

    `checkpoints` are (index after a word, value so far, whether a joiner stood before it), in reading order.
    """
    end, value, joined = checkpoints[-1]
    before = checkpoints[-2][1] if len(checkpoints) > 1 else Decimal(0)
    part = value - before
    if len(checkpoints) > 1 and not joined and part in words.tens:
        unit = words.denominators.get(tokens.lower(end + 1 if tokens.lower(end) == "-" else end))
        if unit is not None and 2 < unit < 10 and before > 0:
            last = end + 2 if tokens.lower(end) == "-" else end + 1
            result = ratio(before, part + unit)
            return Number(number.first, last, result, result, "fraction")
    hyphen = tokens.lower(end) == "-" and tokens.joined(end)
    below = read_denominator(tokens, end + 1 if hyphen else end, words)
    if below is None or below[2]:
        return None
    bottom = Decimal(below[1])
    result = CONTEXT.add(before, ratio(part, bottom)) if joined and before and part < bottom else ratio(value, bottom)
    return Number(number.first, below[0], result, result, "fraction")


def add_tail(tokens: Tokens, number: Number, words: NumberWords, *, digits: bool) -> Number:
    """ "five and a quarter", "3 million and a quarter": a part behind "and".  Digits need a scale before it."""
    if number.low is None or tokens.lower(number.last) not in words.joiners or (digits and number.scale is None):
        return number
    at = number.last + 1
    if at >= len(tokens) or tokens.kinds[at] != "W":
        return number
    part = read_fraction(tokens, at, words)
    if part is None or part.low is None or part.low >= (number.scale or _ONE):
        return number
    unit = number.scale if number.scale is not None and part.low < 1 else _ONE
    value = CONTEXT.add(number.low, times(part.low, unit))
    return Number(number.first, part.last, value, value, "words", scale=number.scale)
