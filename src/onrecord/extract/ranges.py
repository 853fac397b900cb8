"""Two amounts as one interval: "20 to 30", "5,000–6,000", "between 20 and 30", "six or eight"."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.amounts import Amount, Page, read_amount
from onrecord.extract.modifiers import find_trend
from onrecord.extract.scan import Phrases


def join_range(page: Page, amount: Amount, free: int) -> Amount:
    """ "20 to 30", "5,000–6,000", "between 20 and 30", "six or eight" as one interval."""
    if not page.options.join_ranges or amount.note == "vague" or amount.low is None:
        return amount
    tokens, pack = page.tokens, page.pack
    at = amount.last
    if at >= len(tokens):
        return amount
    between = _opener(page, pack.between, amount.first, free)
    opener = _opener(page, pack.from_, amount.first, free)
    note, begin = None, amount.first
    lower = tokens.lowers[at]
    second: Amount | None = None
    if between is not None and lower in pack.between_and:
        second, note, begin = _second(page, at + 1), "range", between
    if second is None and lower in pack.numbers.dash_signs and len(tokens.raws[at]) == 1:
        spaced = not tokens.joined(at - 1)
        after = at + 1
        if not spaced or tokens.joined(at):
            linked = pack.to.longest(tokens, after)
            if linked is not None:  # "8- to 16-metre", "0-to-60"
                after = linked[0]
                after += 1 if tokens.lower(after) == "-" and tokens.joined(after) else 0
            elif spaced or not tokens.joined(at):
                after = -1
        elif not spaced:
            after = -1
        if after > 0:
            second, note = _second(page, after), "range"
            if second is not None and between is None and _is_score(page, amount, second):
                return replace(second, first=amount.first, note="skip") if page.options.skip_scores else amount
    if second is None and (linked := pack.to.longest(tokens, at)) is not None:
        second, note = _second(page, linked[0]), "from_to" if opener is not None else "range"
        if opener is not None:
            begin = opener
    if second is None and lower in pack.either and amount.unit is None:
        second, note = _second(page, at + 1), "either"
    if second is None:
        return amount
    return _interval(page, amount, second, note or "range", begin) or amount


def _opener(page: Page, phrases: Phrases, first: int, free: int) -> int | None:
    found = phrases.longest_back(page.tokens, first)
    return found[0] if found is not None and found[0] >= free else None


def _second(page: Page, at: int) -> Amount | None:
    """The upper end of a range, from token `at` (which may be its currency sign or minus)."""
    tokens = page.tokens
    if tokens.lower(at) in page.pack.range_articles:
        at += 1
    index = at
    if tokens.kind(at) != "W" or tokens.lowers[at] not in page.pack.numbers.starters:
        while index < min(at + 4, len(tokens)) and tokens.kinds[index] not in "NV":
            index += 1
    if index >= len(tokens) or tokens.kinds[index] not in "NVW" or page.dates[index]:
        return None
    amount = read_amount(page, index, at)
    if amount is None or amount.note is not None or amount.low is None or amount.first != at:
        return None
    return amount


def _is_score(page: Page, one: Amount, two: Amount) -> bool:
    if one.unit or two.unit or one.low is None or two.low is None or not (one.number.plain and two.number.plain):
        return False
    return one.low >= two.low or (two.low < 20 and one.low < 20 and not _word_follows(page, two.last))


def _word_follows(page: Page, at: int) -> bool:
    tokens = page.tokens
    return tokens.kind(at) == "W" and tokens.raws[at].islower() and len(tokens.raws[at]) > 3


def _interval(page: Page, one: Amount, two: Amount, note: str, begin: int) -> Amount | None:
    """The interval of two ends, or None when they are not the ends of one."""
    assert one.low is not None
    assert two.low is not None
    low, high, unit = one.low, two.low, two.unit
    share = two.number.scale
    upper = two.number.coefficient
    unscaled = one.number.scale is None and one.number.form in ("digits", "words")
    if unscaled and share is not None and upper is not None and low < (upper * 20 if note == "from_to" else upper):
        low = low * share  # "10 to 15 billion"
    if one.unit != two.unit:
        if one.unit is None or (two.unit or "").startswith(one.unit + "_per_"):
            unit = two.unit
        elif two.unit is None and note in ("range", "from_to") and not _word_follows(page, two.last):
            unit = one.unit
            if page.tokens.lowers[one.last] not in page.pack.numbers.dash_signs and begin == one.first:
                return None
        elif one.unit.startswith((two.unit or "?") + "_per_"):
            unit = one.unit
        else:
            return None
    far = not (low < high <= low * page.pack.either_most) or two.number.form == "fraction"
    if note == "either" and far:
        return None
    bare = note == "range" and begin == one.first
    if bare and (low >= high or (one.unit is not None and _is_change(page, one))):
        return None
    low, high = min(low, high), max(low, high)
    return Amount(min(begin, one.first), two.last, two.number, low, high, unit, note)


def _is_change(page: Page, amount: Amount) -> bool:
    """ "rose by $4 billion to $40 billion": an amount and a level, not a range."""
    if page.tokens.lowers[amount.last] in page.pack.numbers.dash_signs:
        return False
    return find_trend(page.tokens, amount.first, page.pack.modifiers) is not None
