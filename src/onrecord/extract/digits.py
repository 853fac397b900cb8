"""Numbers in digits: separators, groups, powers, fractions, and the scale behind them ("2.5 million", "$5.4m").

Everything particular to a language comes from `data/lang/<code>/quantities.toml`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from onrecord.extract.fractions import add_tail
from onrecord.extract.numberwords import CONTEXT, Number, NumberWords, ratio, times
from onrecord.extract.scan import ZERO_WIDTH, Tokens

_MAX_DIGITS = 24  # longer digit runs are serial numbers or noise, and would burden everything that prints them
MAX_EXPONENT = 26  # nothing a report counts is greater, and plain decimal arithmetic stays exact below it
_STRIP = str.maketrans("", "", ZERO_WIDTH)
_NARROW = "\u00a0\u202f\u2009\u2007"
_SCIENTIFIC = re.compile(r"(\d[\d.,]*)(?:[eE]([+\-−]?\d{1,9})(?!\w)|\s?[x×*]\s?10\s?\^?\s?([+\-−]?\d{1,9})(?!\w))")
_VULGAR = {
    "¼": (1, 4), "½": (1, 2), "¾": (3, 4), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10), "⅓": (1, 3), "⅔": (2, 3),
    "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip


def parse_digits(raw: str, words: NumberWords) -> Decimal | None:
    """The value of one run of digits and separators, by the language's conventions; None when it is no number.

    "1.234,5" and "1,234.5" both carry their own evidence; a single separator is read the language's way, unless
    the group after it has not three digits.
    """
    raw = raw.translate(_STRIP).replace("٫", ".").replace("·", ".")
    if len(raw) > _MAX_DIGITS + _MAX_DIGITS // 3:
        return None
    if raw.isdigit():
        return Decimal(raw) if len(raw) <= _MAX_DIGITS else None
    parts = re.split(r"[.,٬'’]", raw)
    marks = [char for char in raw if not char.isdigit()]
    if sum(map(len, parts)) > _MAX_DIGITS:
        return None
    last = marks[-1]
    grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3
    if len(set(marks)) == 1:
        if grouped and parts[0] != "0" and (len(marks) > 1 or last in words.groups):
            return Decimal("".join(parts))
        if len(marks) > 1 and last in words.groups and _indian(parts):
            return Decimal("".join(parts))
        if len(marks) == 1 and last in ".,":
            return Decimal(parts[0] + "." + parts[1])
        return None
    head = parts[:-1]
    if last in ".," and marks.count(last) == 1 and (_indian(head) or all(len(part) == 3 for part in head[1:])):
        return Decimal("".join(head) + "." + parts[-1])
    return None


def _indian(parts: list[str]) -> bool:
    """12,34,567: groups of two before a last group of three."""
    return len(parts) > 1 and len(parts[-1]) == 3 and len(parts[0]) <= 2 and all(len(p) == 2 for p in parts[1:-1])


def read_digits(tokens: Tokens, index: int, words: NumberWords, *, money: bool, loose: bool) -> Number | None:
    """The number that starts with the digits at token `index`; None when they are none.

    `money` and `loose` as in `read_number`.
    """
    after = tokens.raw(index + 1)
    if after and (after[0] in "eExX×*") and (match := _SCIENTIFIC.match(tokens.text, tokens.starts[index])):
        last = index
        while last < len(tokens) and tokens.ends[last] <= match.end():
            last += 1
        mantissa = parse_digits(match[1].rstrip(".,"), words)
        exponent = int((match[2] or match[3]).replace("−", "-"))
        if mantissa is None or abs(exponent) > MAX_EXPONENT:
            return None
        value = mantissa.scaleb(exponent, CONTEXT)
        return Number(index, last, value, value, "digits", coefficient=value)
    raw, last = _join_spaced_groups(tokens, index, words)
    value_or_none = parse_digits(raw, words)
    if value_or_none is None:
        return None
    value = value_or_none
    plain = last == index + 1 and raw.isdigit()
    number = Number(index, last, value, value, "digits", coefficient=value, plain=plain)
    number = _raise(tokens, number, words)
    number = _add_fraction(tokens, number)
    return add_tail(tokens, _add_scale(tokens, number, words, money, loose), words, digits=True)


def read_vulgar(tokens: Tokens, index: int, words: NumberWords, *, money: bool) -> Number:
    """ "½" and "½ million", from the sign at token `index`."""
    above, below = _VULGAR[tokens.raws[index]]
    value = ratio(Decimal(above), Decimal(below))
    return _add_scale(tokens, Number(index, index + 1, value, value, "fraction", coefficient=value), words, money)


def read_bare_point(tokens: Tokens, index: int, words: NumberWords, *, money: bool) -> Number | None:
    """ ".5", a point at token `index` with digits behind it and nothing before; None for any other sign."""
    if (
        tokens.raws[index] in ".٫"
        and tokens.kind(index + 1) == "N"
        and tokens.joined(index)
        and tokens.raws[index + 1].isdigit()
        and len(tokens.raws[index + 1]) <= _MAX_DIGITS
        and not (index and tokens.joined(index - 1) and tokens.kinds[index - 1] in "NW.")
    ):
        value = Decimal("0." + tokens.raws[index + 1])
        return _add_scale(tokens, Number(index, index + 2, value, value, "digits", coefficient=value), words, money)
    return None


def _raise(tokens: Tokens, number: Number, words: NumberWords) -> Number:
    """ "1.1^23", "2^-1": a power."""
    at = number.last
    if tokens.lower(at) != "^" or not (tokens.joined(at - 1) and tokens.joined(at)) or number.low is None:
        return number
    sign = tokens.lower(at + 1)
    last = at + 2 if sign.strip("+-") == "" and sign else at + 1
    raw = tokens.raw(last)
    if tokens.kind(last) != "N" or not raw.isdecimal() or len(raw) > 2 or not tokens.joined(last - 1):
        return number
    exponent = -int(raw) if sign == "-" else int(raw)
    if number.low == 0 or (abs(number.low) > 1000 and abs(exponent) > 9):
        return number
    value = CONTEXT.power(number.low, exponent)
    return replace(number, last=last + 1, low=value, high=value, coefficient=value, plain=False)


def _join_spaced_groups(tokens: Tokens, index: int, words: NumberWords) -> tuple[str, int]:
    """ "1 234 567" as one run: the raw digits without the spaces, and the index after the last group."""
    first = tokens.raws[index]
    last = index + 1
    if not (first.isdigit() and len(first) <= 3):
        return first, last
    groups = [first]
    narrow = True
    while last < len(tokens) and tokens.kinds[last] == "N" and len(groups) < 9:
        gap = tokens.text[tokens.ends[last - 1] : tokens.starts[last]]
        raw = tokens.raws[last]
        head = re.split(r"[.,]", raw, maxsplit=1)[0]
        if len(gap) != 1 or len(head) != 3 or not (gap in _NARROW or (gap == " " and words.plain_space_blocks)):
            break
        if tokens.joined(last) and tokens.kind(last + 1) == "W" and tokens.raws[last + 1][0].isupper():
            break
        narrow = narrow and gap in _NARROW
        groups.append(raw)
        last += 1
        if raw != head:
            break
    if len(groups) == 1 or (not narrow and len(groups) < words.plain_space_blocks) or first == "0":
        return first, index + 1
    joined = "".join(groups)
    return joined, last


def _add_fraction(tokens: Tokens, number: Number) -> Number:
    """ "3/4", "1 4/5", "10 ½" behind a whole number."""
    at = number.last
    if tokens.kind(at) == "V":
        above, below = _VULGAR[tokens.raws[at]]
        value = CONTEXT.add(number.low or Decimal(0), ratio(Decimal(above), Decimal(below)))
        return replace(number, last=at + 1, low=value, high=value, coefficient=value, plain=False)
    if not number.plain:
        return number
    if (part := _slash(tokens, at - 1)) is not None:
        return replace(number, last=at + 2, low=part, high=part, coefficient=part, form="fraction", plain=False)
    if tokens.kind(at) == "N" and (part := _slash(tokens, at)) is not None and part < 1:
        value = CONTEXT.add(number.low or Decimal(0), part)
        return replace(number, last=at + 3, low=value, high=value, coefficient=value, plain=False)
    return number


def _slash(tokens: Tokens, at: int) -> Decimal | None:
    """The value of "n/m" at token `at`, when it has the look of a fraction."""
    if tokens.lower(at + 1) != "/" or tokens.kind(at + 2) != "N" or tokens.lower(at + 3) == "/":
        return None
    if tokens.lower(at - 1) == "/":
        return None
    spaced = not tokens.joined(at)
    if spaced != (not tokens.joined(at + 1)):
        return None
    above, below = tokens.raws[at], tokens.raws[at + 2]
    if not (above.isdigit() and below.isdigit() and len(above) <= 3 and len(below) <= 3):
        return None
    if int(below) < 2 or int(above) == 0 or int(above) > 2 * int(below):
        return None
    if tokens.joined(at + 2) and tokens.kind(at + 3) == "W" and len(tokens.raws[at + 3]) > 3:
        return None
    return ratio(Decimal(above), Decimal(below))


def _add_scale(tokens: Tokens, number: Number, words: NumberWords, money: bool, loose: bool = False) -> Number:
    """Scale words and abbreviations behind digits: "2.5 million", "$5.4m", "4 thousand 3 hundred"."""
    found = _scale_at(tokens, number.last, words, money=money)
    if found is None and loose and tokens.raw(number.last) in words.loose:
        found = words.loose[tokens.raw(number.last)], number.last + 1, tokens.raw(number.last)
    if found is None or (found[2] == "K" and number.low is not None and number.low % 1 != 0 and not money):
        return number  # "573.15K" is a temperature
    scale, last, abbreviation = found
    assert number.low is not None
    value = times(number.low, scale)
    number = replace(
        number, last=last, low=value, high=value, scale=scale, abbreviation=abbreviation, plain=False, form="digits"
    )
    if abbreviation is None:
        number = _more_terms(tokens, number, words)
        half = words.halves.longest(tokens, number.last)
        if half is not None and words.scales.longest(tokens, half[0]) is None:
            value = CONTEXT.add(value, scale / 2)
            number = replace(number, last=half[0], low=value, high=value)
    return number


def _scale_at(tokens: Tokens, at: int, words: NumberWords, *, money: bool) -> tuple[Decimal, int, str | None] | None:
    """A scale behind digits: its factor, the index after it, and the abbreviation when it was one."""
    if at >= len(tokens):
        return None
    start = at
    if tokens.lowers[at] == "-" and tokens.joined(at) and tokens.joined(at - 1):
        at += 1
    found = words.scales.longest(tokens, at)
    if found is not None:
        last, factor = found
        while (more := words.scales.longest(tokens, last)) is not None:
            last, factor = more[0], times(factor, more[1])
        return factor, last, None
    if start != at or tokens.kind(at) != "W":
        return None
    raw = tokens.raws[at]
    touching = tokens.joined(at - 1)
    if tokens.joined(at) and tokens.kind(at + 1) == "N":
        return None
    if raw in words.always or (raw.lower() in words.always and len(raw) > 1):
        return words.always.get(raw) or words.always[raw.lower()], at + 1, raw
    if money and raw in words.money and (touching or len(raw) > 1 or raw.isupper() or raw in words.touching):
        return words.money[raw], at + 1, raw
    if touching and raw in words.touching:
        return words.touching[raw], at + 1, raw
    following = tokens.lower(at + 1)
    if raw in words.before_noun and following in words.noun_openers and touching:
        return words.before_noun[raw], at + 1, raw
    if raw in words.before_noun and tokens.kind(at + 1) == "W" and not tokens.joined(at):
        word = tokens.raws[at + 1]
        if word.islower() and len(word) > 3 and word.endswith("s") and (raw.isupper() or touching):
            return words.before_noun[raw], at + 1, raw
        if raw.isupper() and word.islower() and len(word) > 4:
            return words.before_noun[raw], at + 1, raw
    return None


def _more_terms(tokens: Tokens, number: Number, words: NumberWords) -> Number:
    """ "4 thousand 3 hundred": a further term of smaller scale."""
    at = number.last
    if tokens.kind(at) == "N" and number.scale is not None and tokens.raws[at].isdigit() and len(tokens.raws[at]) <= 3:
        found = _scale_at(tokens, at + 1, words, money=False)
        if found is not None and found[2] is None and found[0] < number.scale:
            assert number.low is not None
            value = CONTEXT.add(number.low, times(Decimal(tokens.raws[at]), found[0]))
            return replace(number, last=found[1], low=value, high=value)
    return number
