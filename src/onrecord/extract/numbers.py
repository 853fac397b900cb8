"""Numbers as reports write them: digits, words, both mixed, and the vague plurals.

Everything particular to a language comes from `data/lang/<code>/quantities.toml`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from onrecord.extract.fractions import add_tail, divide_tail, read_fraction, scales_from
from onrecord.extract.numberwords import CONTEXT, Number, NumberWords, ratio, times
from onrecord.extract.scan import ZERO_WIDTH, Tokens

MAX_DIGITS = 24  # longer digit runs are serial numbers or noise, and would burden everything that prints them
_MAX_EXPONENT = 26  # nothing a report counts is greater, and plain decimal arithmetic stays exact below it
_ONE = Decimal(1)
_STRIP = str.maketrans("", "", ZERO_WIDTH)
_NARROW = "\u00a0\u202f\u2009\u2007"
_SCIENTIFIC = re.compile(r"(\d[\d.,]*)(?:[eE]([+\-−]?\d{1,9})(?!\w)|\s?[x×*]\s?10\s?\^?\s?([+\-−]?\d{1,9})(?!\w))")
_VULGAR = {
    "¼": (1, 4), "½": (1, 2), "¾": (3, 4), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10), "⅓": (1, 3), "⅔": (2, 3),
    "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip


def read_number(
    tokens: Tokens, index: int, words: NumberWords, *, money: bool = False, loose: bool = False
) -> Number | None:
    """The longest number that starts at token `index`, or None.

    `money` says that a currency sign stood before it: then "m" is a million, not a metre.  `loose` takes scale letters
    wherever they stand ("10G"), for text that is known to hold numbers.
    """
    number = _read_any(tokens, index, words, money=money, loose=loose)
    if number is None or number.low is None or number.low == 0:
        return number
    return number if abs(number.low.adjusted()) <= _MAX_EXPONENT else None


def _read_any(tokens: Tokens, index: int, words: NumberWords, *, money: bool, loose: bool) -> Number | None:
    kind = tokens.kinds[index]
    if kind == "N":
        return _read_digits(tokens, index, words, money=money, loose=loose)
    if kind == "V":
        above, below = _VULGAR[tokens.raws[index]]
        value = ratio(Decimal(above), Decimal(below))
        return _finish(tokens, Number(index, index + 1, value, value, "fraction", coefficient=value), words, money)
    if kind == "W" and tokens.lowers[index] in words.starters:
        return _read_words(tokens, index, words)
    if (
        kind == "S"
        and tokens.raws[index] in ".٫"
        and tokens.kind(index + 1) == "N"
        and tokens.joined(index)
        and tokens.raws[index + 1].isdigit()
        and len(tokens.raws[index + 1]) <= MAX_DIGITS
        and not (index and tokens.joined(index - 1) and tokens.kinds[index - 1] in "NW.")
    ):
        value = Decimal("0." + tokens.raws[index + 1])
        return _finish(tokens, Number(index, index + 2, value, value, "digits", coefficient=value), words, money)
    return None


# --- digits ------------------------------------------------------------------------------------------------------


def parse_digits(raw: str, words: NumberWords) -> Decimal | None:
    """The value of one run of digits and separators, by the language's conventions; None when it is no number.

    "1.234,5" and "1,234.5" both carry their own evidence; a single separator is read the language's way, unless
    the group after it has not three digits.
    """
    raw = raw.translate(_STRIP).replace("٫", ".").replace("·", ".")
    if len(raw) > MAX_DIGITS + MAX_DIGITS // 3:
        return None
    if raw.isdigit():
        return Decimal(raw) if len(raw) <= MAX_DIGITS else None
    parts = re.split(r"[.,٬'’]", raw)
    marks = [char for char in raw if not char.isdigit()]
    if sum(map(len, parts)) > MAX_DIGITS:
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


def _read_digits(tokens: Tokens, index: int, words: NumberWords, *, money: bool, loose: bool) -> Number | None:
    after = tokens.raw(index + 1)
    if after and (after[0] in "eExX×*") and (match := _SCIENTIFIC.match(tokens.text, tokens.starts[index])):
        last = index
        while last < len(tokens) and tokens.ends[last] <= match.end():
            last += 1
        mantissa = parse_digits(match[1].rstrip(".,"), words)
        exponent = int((match[2] or match[3]).replace("−", "-"))
        if mantissa is None or abs(exponent) > _MAX_EXPONENT:
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
    return add_tail(tokens, _finish(tokens, number, words, money, loose), words, digits=True)


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


def _finish(tokens: Tokens, number: Number, words: NumberWords, money: bool, loose: bool = False) -> Number:
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


def _scale_at(
    tokens: Tokens, at: int, words: NumberWords, *, money: bool
) -> tuple[Decimal, int, str | None] | None:
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


# --- words -------------------------------------------------------------------------------------------------------


def _read_words(tokens: Tokens, index: int, words: NumberWords) -> Number | None:
    lower = tokens.lowers[index]
    if lower in words.minus and index + 1 < len(tokens):
        at = index + 1
        if tokens.lowers[at] == "-" and tokens.joined(index):
            at += 1
        inner = read_number(tokens, at, words) if at < len(tokens) and tokens.lowers[at] not in words.minus else None
        if inner is None or inner.low is None or inner.form in ("vague", "whole"):
            return None
        value = -inner.low
        return replace(inner, first=index, low=value, high=value, coefficient=None, negative=True, plain=False)
    vague = _read_vague(tokens, index, words)
    if vague is not None:
        return vague
    return read_fraction(tokens, index, words) or _read_cardinal(tokens, index, words)


def _read_vague(tokens: Tokens, index: int, words: NumberWords) -> Number | None:
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


def _read_cardinal(tokens: Tokens, index: int, words: NumberWords) -> Number | None:
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


def read_ordinal(tokens: Tokens, index: int, words: NumberWords, suffixes: frozenset[str]) -> tuple[int, int] | None:
    """ "third", "22nd": its value and the index after it."""
    if tokens.kinds[index] == "W":
        value = words.ordinals.get(tokens.lowers[index])
        return None if value is None else (value, index + 1)
    raw = tokens.raws[index]
    short = tokens.kinds[index] == "N" and raw.isdigit() and len(raw) <= 4 and tokens.joined(index)
    if short and tokens.lower(index + 1) in suffixes:
        return int(raw), index + 2
    return None
