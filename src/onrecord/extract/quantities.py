"""Numbers in running text as intervals, with exact spans: no parse, no model, one pass.

    find_quantities("no fewer than 5,000 launchers")  →  low 5000, high None, span of "no fewer than 5,000"

A span holds the number with its modifiers and its unit, not the counted noun (that is `counted.attach_counted`).
What is left out: dates, clock times, designators, numbers in names, ages in apposition, calibres.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from onrecord.extract.amounts import Amount, Page, is_name, read_amount, skip_chain
from onrecord.extract.masks import mask_dates
from onrecord.extract.modifiers import Bounds, find_trend, read_bounds
from onrecord.extract.numbers import read_ordinal
from onrecord.extract.numberwords import Number
from onrecord.extract.quantitywords import Options, load_pack
from onrecord.extract.ranges import join_range
from onrecord.extract.scan import Tokens, scan
from onrecord.extract.units import find_unit
from onrecord.model import Quantity, Span

__all__ = ["Options", "find_quantities"]

_ZERO = Decimal(0)


def find_quantities(text: str, *, language: str = "en", options: Options | None = None) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in reading order, without overlaps; `text[q.span]` is the words it stands on.

    `counted` is left open: see `counted.attach_counted`.  Raises UnknownLanguage.
    """
    tokens, pack, options = scan(text), load_pack(language), options or Options()
    starts = [
        index
        for index, (kind, lower) in enumerate(zip(tokens.kinds, tokens.lowers, strict=True))
        if kind == "N" or kind == "V" or (kind == "W" and lower in pack.triggers)
    ]
    if not starts:
        return ()
    dates = [0] * len(tokens)
    if options.skip_dates:
        dates = mask_dates(tokens, pack.masks, pack.units, years=options.skip_years)
    return _Scanner(Page(tokens, pack, options, dates)).run(starts)


class _Scanner:
    """One pass over the tokens of one text."""

    __slots__ = ("found", "page")

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[Quantity] = []

    def run(self, starts: list[int]) -> tuple[Quantity, ...]:
        """Read at each token of `starts` that no earlier quantity or date has taken."""
        free = 0  # tokens before this one are taken
        for index in starts:
            if index < free:
                continue
            if self.page.dates[index]:
                free = self.page.dates[index]
                continue
            free = max(free, self._read(index, free))
        return tuple(say_once(self.page.tokens, self.found))

    # --- one candidate ---

    def _read(self, index: int, free: int) -> int:
        """Read the quantity at token `index`; return the index of the first token that is still free."""
        tokens, pack, options = self.page.tokens, self.page.pack, self.page.options
        lower = tokens.lowers[index]
        if tokens.kinds[index] == "N" and (chain := skip_chain(self.page, index)):
            return chain
        masked = pack.zero_phrases.longest(tokens, index)
        if masked is not None and not masked[1]:
            return masked[0]
        if options.skip_names and (fixed := pack.masks.fixed.longest(tokens, index)) is not None:
            return fixed[0]
        said_zero = lower in pack.zero_determiners or lower in pack.zero_pronouns or masked is not None
        if said_zero and (zero := self._read_zero(index, masked[0] if masked else None)):
            return self._emit(zero, free)
        if options.ordinals and (ordinal := self._read_ordinal(index)):
            return self._emit(ordinal, free)
        amount = read_amount(self.page, index, free)
        if amount is None:
            return free
        if amount.note == "skip":
            return amount.last
        amount = join_range(self.page, amount, free)
        if amount.note == "skip":
            return amount.last
        if options.skip_names and is_name(self.page, amount):
            return amount.last
        return self._emit(amount, free)

    def _read_zero(self, index: int, after_phrase: int | None) -> Amount | None:
        tokens, pack = self.page.tokens, self.page.pack
        if not self.page.options.zeros:
            return None
        lower = tokens.lowers[index]
        last = after_phrase or index + 1
        if after_phrase is None and lower in pack.zero_pronouns:
            if tokens.lower(last) in pack.zero_not_before:
                return None
        else:
            if tokens.lower(last) in pack.zero_not_before:
                return None
            for at in range(last, min(last + pack.zero_reach, len(tokens))):
                if tokens.kinds[at] not in "WN" and tokens.lowers[at] not in "-.'":
                    return None
                if tokens.lowers[at] in pack.masks.counted and tokens.lower(at + 1) != "-":
                    break
            else:
                return None
        number = Number(index, last, _ZERO, _ZERO, "words")
        return Amount(index, last, number, _ZERO, _ZERO, note="zero")

    def _read_ordinal(self, index: int) -> Amount | None:
        tokens, pack = self.page.tokens, self.page.pack
        found = read_ordinal(tokens, index, pack.numbers, pack.ordinal_suffixes)
        if found is None:
            return None
        value, last = found
        at = last
        while at < min(last + 3, len(tokens)) and tokens.lowers[at] in pack.ordinal_adjectives:
            at += 1
        if tokens.lower(at) not in pack.ordinal_nouns:
            return None
        amount = Decimal(value)
        return Amount(index, last, Number(index, last, amount, amount, "ordinal"), amount, amount, note="ordinal")

    def _carried(self, first: int) -> str | None:
        """ "up 0.25 points, or 0.01%": the second number says the first again."""
        carriers = self.page.pack.modifiers.carry
        if not self.found or self.found[-1].trend is None or self.page.tokens.lower(first - 1) not in carriers:
            return None
        between = self.page.tokens.text[self.found[-1].span.end : self.page.tokens.starts[first]]
        return self.found[-1].trend if len(between.split()) <= 3 else None

    # --- bounds and result ---

    def _emit(self, amount: Amount, free: int) -> int:
        """Add the quantity with its bounds; return the index of the first token behind it."""
        tokens, pack = self.page.tokens, self.page.pack
        bounds = read_bounds(tokens, amount.first, amount.last, free, amount.unit in pack.units.time, pack.modifiers,
                             pack.numbers)  # fmt: skip
        if amount.note in ("ordinal", "zero"):
            bounds = Bounds(amount.first, amount.last, None, None, False)
        low, high, approximate = bound_interval(amount.low, amount.high, amount.approximate, bounds)
        trend = None
        if amount.note not in ("ordinal", "zero"):
            measured = amount.unit is not None or (amount.low is not None and amount.low % 1 != 0)
            trend = find_trend(tokens, bounds.first, pack.modifiers, measured=measured) or self._carried(bounds.first)
        modifier = bounds.modifier or amount.note
        start, end = tokens.starts[bounds.first], tokens.ends[bounds.last - 1]
        if self.page.options.join_ranges and self._close_interval(bounds, low, high, approximate, amount.unit, end):
            return bounds.last
        self.found.append(
            Quantity(
                span=Span(start, end),
                low=tidy(low),
                high=tidy(high),
                approximate=approximate,
                unit=amount.unit,
                modifier=modifier,
                trend=trend,
            )
        )
        return bounds.last


    def _close_interval(
        self, bounds: Bounds, low: Decimal | None, high: Decimal | None, approximate: bool, unit: str | None, end: int
    ) -> bool:
        """ "more than 10 and fewer than 20": two opposite bounds said in one breath are one interval."""
        if not self.found or bounds.bound not in ("low", "high"):
            return False
        before = self.found[-1]
        gap = self.page.tokens.text[before.span.end : self.page.tokens.starts[bounds.first]].strip().lower()
        if gap not in self.page.pack.interval_joiners or before.unit not in (None, unit):
            return False
        if before.high is None and low is None and before.low is not None and high is not None:
            bottom, top = before.low, high
        elif before.low is None and high is None and before.high is not None and low is not None:
            bottom, top = low, before.high
        else:
            return False
        if bottom > top:
            return False
        self.found[-1] = replace(
            before,
            span=Span(before.span.start, end),
            low=tidy(bottom),
            high=tidy(top),
            approximate=before.approximate or approximate,
            unit=unit,
            modifier="range",
        )
        return True


def bound_interval(
    low: Decimal | None, high: Decimal | None, approximate: bool, bounds: Bounds
) -> tuple[Decimal | None, Decimal | None, bool]:
    """The interval a bound leaves of [low, high]: "up to" opens the low end, "at least" the high one."""
    approximate = approximate or bounds.approximate
    if bounds.bound == "low":
        return low, None, approximate
    if bounds.bound == "high":
        return None, high, approximate
    return low, high, approximate


def tidy(value: Decimal | None) -> Decimal | None:
    """Without trailing zeros and without an exponent: 2500000.0 is 2500000."""
    if value is None:
        return None
    whole = value.to_integral_value()
    if whole == value:
        return Decimal(int(whole))
    return value.normalize()


def say_once(tokens: Tokens, found: list[Quantity]) -> list[Quantity]:
    """Mark a conversion in brackets as the quantity before it, and give it the same bound: "up to 5 km (3.1 miles)"."""
    result: list[Quantity] = []
    for quantity in found:
        if result:
            previous = result[-1]
            gap = tokens.text[previous.span.end : quantity.span.start].strip()
            inside = gap == "/" and previous.same_as is not None
            opened = gap in ("(", "[")
            if (opened or inside) and _converts(previous, quantity):
                first = previous.same_as or previous.span
                low, high = quantity.low, quantity.high
                if quantity.modifier is None:
                    low = None if previous.low is None else low
                    high = None if previous.high is None else high
                    quantity = replace(quantity, modifier=previous.modifier, trend=quantity.trend)
                quantity = replace(
                    quantity,
                    low=low,
                    high=high,
                    approximate=quantity.approximate or previous.approximate,
                    same_as=first,
                )
        result.append(quantity)
    return result


def _converts(one: Quantity, two: Quantity) -> bool:
    """Whether two quantities can be the same one in two units: same dimension, within an eighth; or two currencies."""
    if one.unit is None or two.unit is None or one.unit == two.unit:
        return False
    first, second = find_unit(one.unit), find_unit(two.unit)
    if first is None and second is None:
        return len(one.unit) == 3 == len(two.unit) and one.unit.isupper() and two.unit.isupper()
    if first is None or second is None or first.dimension != second.dimension or not first.factor:
        return False
    a, b = one.low or one.high, two.low or two.high
    if a is None or b is None:
        return False
    a_low, a_high = a * first.factor + first.offset, a * first.factor_high + first.offset
    b_low, b_high = b * second.factor + second.offset, b * second.factor_high + second.offset
    slack = Decimal("0.125") * max(abs(a_high), abs(b_high))
    return a_low - slack <= b_high and b_low - slack <= a_high
