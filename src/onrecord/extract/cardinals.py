"""Numbers in words, "two hundred and three thousand", and the vague ones, "dozens", "both".

Everything particular to a language comes from `data/lang/<code>/quantities.toml`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from onrecord.extract.fractions import add_tail, divide_tail, scales_from
from onrecord.extract.numberwords import CONTEXT, Number, NumberWords, times
from onrecord.extract.scan import Tokens

_ONE = Decimal(1)


def read_vague(tokens: Tokens, index: int, words: NumberWords) -> Number | None:
    """ "dozens", "a handful of", "several thousand" with the language's bounds; "both" and "a pair of" as numbers."""
    found = words.vague.longest(tokens, index)
    if found is not None:
        last, entry = found
        following = tokens.lower(last)
        before: list[str] | None = entry.get("before")
        if before is not None and following not in before:
            return None
        low = Decimal(entry["low"])
        high = Decimal(entry["high"]) if "high" in entry else None
        scale: Decimal | None = None
        if entry.get("multiplies") and (more := scales_from(tokens, last, words)) is not None:
            last, scale = more
            low = times(low, scale)
            high = None if high is None else times(high, scale)
        return Number(index, last, low, high, "vague", approximate=True, scale=scale)
    found = words.whole.longest(tokens, index)
    if found is not None:
        last, entry = found
        if isinstance(entry, dict) and "vague" in entry:
            return Number(index, last, Decimal(entry["vague"]), None, "vague", approximate=True)
        if isinstance(entry, dict) and entry.get("needs_plural") and not _plural_follows(tokens, last, words):
            return None
        value = Decimal(entry["value"] if isinstance(entry, dict) else entry)
        return Number(index, last, value, value, "whole")
    return None


def _plural_follows(tokens: Tokens, at: int, words: NumberWords) -> bool:
    """Whether a plural stands among the next three words, before "and": "both warring sides", not "both Iran and"."""
    for index in range(at, min(at + 3, len(tokens))):
        lower = tokens.lowers[index]
        if tokens.kinds[index] != "W" or lower in words.joiners:
            return lower in words.links
        if lower in words.links or (tokens.raws[index].islower() and lower in words.plurals):
            return True
        suffix = words.plural_suffix
        if suffix and tokens.raws[index].islower() and len(lower) > 3 and lower.endswith(suffix):
            return True
    return False


def read_cardinal(tokens: Tokens, index: int, words: NumberWords) -> Number | None:
    """Words of value and scale in falling order: "two hundred and two thousand three hundred".

    `total` holds finished terms above a thousand, `current` the term that is being built.
    """
    total = current = Decimal(0)
    granularity: Decimal | None = None  # what a further addend must stay below
    ceiling: Decimal | None = None  # what a further scale must stay below
    at = index
    started = False
    last_scale: Decimal | None = None
    terms: list[tuple[Decimal, Decimal]] = []  # finished terms with their scales
    coefficient: Decimal | None = None
    if tokens.lowers[at] in words.articles:
        if words.scales.longest(tokens, at + 1) is None:
            return None
        current, at, granularity = _ONE, at + 1, _ONE
        started = True
    end = index
    checkpoints: list[tuple[int, Decimal, bool]] = []
    while at < len(tokens):
        begin = at
        if started and tokens.lowers[at] == "-" and at + 1 < len(tokens):
            at += 1
        joiner = words.joiners.get(tokens.lowers[at]) if started else None
        if joiner is not None:
            if granularity is None or granularity < joiner:
                break
            at += 1
            if at >= len(tokens):
                break
        scale = words.scales.longest(tokens, at) if started and joiner is None else None
        if scale is not None and current == 0 and total and words.values.longest(tokens, at) is not None:
            scale = None  # French "mille cent": a hundred without a number before it
        if scale is not None:
            factor: Decimal = scale[1]
            if words.gathers and total:  # "dos mil quinientos millones"
                lower = sum((value for above, value in terms if above < factor), Decimal(0))
                terms = [term for term in terms if term[0] > factor]
                total, current = CONTEXT.subtract(total, lower), CONTEXT.add(lower, current)
                ceiling = terms[-1][0] if terms else None
            if ceiling is not None and factor >= ceiling and total:
                break
            if (current >= factor and factor < 1000) or (current == 0 and total == 0 and granularity is None):
                break
            coefficient = current if not total else None
            current = times(current, factor)
            if factor >= 1000:
                if (more := words.scales.longest(tokens, scale[0])) is not None:
                    scale, current, factor = more, times(current, more[1]), times(factor, more[1])
                terms.append((factor, current))
                total, current, ceiling = CONTEXT.add(total, current), Decimal(0), factor
            granularity, last_scale = factor, factor
            at = end = scale[0]
            checkpoints.append((end, CONTEXT.add(total, current), False))
            continue
        value = words.values.longest(tokens, at)
        if value is None:
            break
        last, (sort, amount, fine) = value
        if sort == "scale":  # "mil" alone
            if started and not (granularity is not None and amount < granularity):
                break
            terms.append((amount, amount))
            total, granularity, last_scale = CONTEXT.add(total, amount), amount, amount
            ceiling = amount
        else:
            if started and not (granularity is not None and amount < granularity and amount > 0):
                break
            if started and _scale_would_clash(tokens, last, current, amount, words):
                break
            current = CONTEXT.add(current, amount)
            granularity = fine
        started = True
        at = end = last
        checkpoints.append((end, CONTEXT.add(total, current), joiner is not None))
        if begin == at:
            break
    if end == index or (end == index + 1 and tokens.lowers[index] in words.articles):
        return None
    result = CONTEXT.add(total, current)
    number = Number(index, end, result, result, "words", coefficient=coefficient, scale=last_scale)
    if tokens.lower(end) in words.denominators or tokens.lower(end + 1) in words.denominators:
        divided = divide_tail(tokens, number, checkpoints, words)
        if divided is not None:
            return divided
    whole = result % last_scale == 0 if last_scale is not None else False
    number = number if whole else replace(number, scale=None)
    return add_tail(tokens, _words_tail(tokens, number, words), words, digits=False)


def _scale_would_clash(tokens: Tokens, at: int, current: Decimal, amount: Decimal, words: NumberWords) -> bool:
    """ "three hundred two hundred" is two numbers: the scale after the addend would not exceed what is there."""
    scale = words.scales.longest(tokens, at)
    return scale is not None and scale[1] <= current and bool(scale[1] > amount)


def _words_tail(tokens: Tokens, number: Number, words: NumberWords) -> Number:
    """ "point five", "and a half [million]" behind number words."""
    at = number.last
    assert number.low is not None
    if tokens.lower(at) in words.point and at + 1 < len(tokens):
        digits = ""
        last = at + 1
        while (found := words.values.longest(tokens, last)) is not None and found[1][1] < 100 and len(digits) < 12:
            value = found[1][1]
            if digits and value >= 10:
                break
            nested = words.values.longest(tokens, found[0]) if value >= 20 else None
            hyphen = found[0]
            if value >= 20 and nested is None and tokens.lower(hyphen) == "-":
                nested = words.values.longest(tokens, hyphen + 1)
            if nested is not None and nested[1][1] < 10:
                value, found = value + nested[1][1], nested
            digits += str(value)
            last = found[0]
        if digits:
            value = CONTEXT.add(number.low, Decimal("0." + digits))
            number = replace(number, last=last, low=value, high=value, coefficient=value, scale=None)
            if (more := scales_from(tokens, last, words)) is not None:
                value = times(value, more[1])
                number = replace(number, last=more[0], low=value, high=value, scale=more[1])
        return number
    half = words.halves.longest(tokens, at)
    if half is not None and number.scale is not None and words.scales.longest(tokens, half[0]) is not None:
        half = None  # "one billion and a half million"
    if half is not None:
        assert number.low is not None
        unit = number.scale or _ONE
        value = CONTEXT.add(number.low, unit / 2)
        number = replace(number, last=half[0], low=value, high=value)
        if number.scale is None and (more := scales_from(tokens, half[0], words)) is not None:
            value = times(value, more[1])
            number = replace(number, last=more[0], low=value, high=value, scale=more[1])
    return number
