"""A number with its sign, currency and unit, at one place in the text; and the digits there that are a name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from onrecord.extract.masks import (
    has_dropped_suffix,
    has_foreign_suffix,
    is_address,
    is_age,
    is_calibre,
    is_in_name,
    is_inside_designator,
    is_version,
)
from onrecord.extract.numbers import read_number
from onrecord.extract.numberwords import Number
from onrecord.extract.quantitywords import Options, Pack
from onrecord.extract.scan import Tokens
from onrecord.extract.units import (
    find_unit,
    read_money_before,
    read_rate,
    read_unit,
    read_unit_before,
)

AGES = {name: f"{name}_of_age" for name in ("year", "month", "week", "day")}


@dataclass(frozen=True, slots=True)
class Page:
    """One text under the scanner.  `dates` gives for each token the end of the date it belongs to, or 0."""

    tokens: Tokens
    pack: Pack
    options: Options
    dates: list[int]
    quotes: list[bool] = field(default_factory=list)  # filled at the first inch sign: inside straight quotes or not


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit on tokens [first, last), before modifiers."""

    first: int
    last: int
    number: Number
    low: Decimal | None
    high: Decimal | None
    unit: str | None = None
    note: str | None = None  # "range", "from_to", "either", "ordinal", "zero", "vague"

    @property
    def approximate(self) -> bool:
        return self.number.approximate


def read_amount(page: Page, index: int, free: int) -> Amount | None:
    """A number with currency, sign and unit.  `note` "skip" says that it is masked up to `last`."""
    tokens, pack, options = page.tokens, page.pack, page.options
    first = index
    kind = tokens.kinds[index]
    if kind == "N" and tokens.lower(index - 1) == "." and _is_leading_point(page, index):
        first = index - 1
    money = read_money_before(tokens, first, pack.units) if kind == "N" and options.read_units else None
    negative = False
    if money is None and kind in "NV" and _is_minus(page, first):
        negative = True
        money = read_money_before(tokens, first - 1, pack.units) if options.read_units and first > 1 else None
        begin = money[0] if money else first - 1
    else:
        begin = money[0] if money else first
    if begin < free:  # the sign belongs to the quantity before
        money, negative, begin = None, False, first
    if kind == "N" and options.skip_names and index > 1 and _continues_date(page, index):
        return skip_name(page, index)
    if kind == "N" and money is None and options.skip_names and is_inside_designator(
        tokens, first, pack.masks, pack.numbers, pack.units
    ):  # fmt: skip
        return skip_name(page, index)
    number = read_number(tokens, first, pack.numbers, money=money is not None, loose=options.loose_scales)
    if number is None or (number.form in ("vague", "whole") and not options.vague):
        return None
    if not _is_wanted_word(page, number):
        return None
    if money is not None and money[0] > free and _is_minus(page, money[0]):
        negative, begin = True, money[0] - 1
    low, high = number.low, number.high
    if negative and low is not None:
        low = high = -low
    last, unit = number.last, money[1] if money else None
    if options.read_units:
        last, unit, factor = _unit_behind(page, number, last, unit)
        if factor != 1 and low is not None and high is not None:
            low, high = low * factor, high * factor
    before = read_unit_before(tokens, begin, pack.units) if unit is None and options.read_units else None
    if before is not None and before[0] >= free:
        begin, unit = before
    if unit in AGES and pack.masks.ages.longest_back(tokens, begin) is not None:
        unit = AGES[unit]
    if unit is None and options.skip_names and has_dropped_suffix(tokens, number.last, pack.masks):
        return replace(skip_name(page, index), last=number.last + 2)
    if options.ratios and unit is None and number.low is not None:
        number, last = _as_ratio(page, number, last)
        low = high = -number.low if negative and number.low is not None else number.low
    touching = unit is None and kind == "N" and not options.plain_letters and last == number.last
    if touching and has_foreign_suffix(tokens, last, pack.units, units_count=options.read_units):
        return skip_name(page, index)
    amount = Amount(begin, last, number, low, high, unit, "vague" if number.form == "vague" else None)
    if options.skip_calibres and is_calibre(tokens, begin, last, unit, pack.masks):
        return replace(amount, note="skip")
    return _add_part(page, amount)


def _continues_date(page: Page, index: int) -> bool:
    """ "2011-03-S-028": digits joined to a year are part of a serial number."""
    tokens = page.tokens
    joined = tokens.lowers[index - 1] == "-" and tokens.joined(index - 1) and tokens.joined(index - 2)
    return joined and page.dates[index - 2] > 0


def _unit_behind(page: Page, number: Number, last: int, unit: str | None) -> tuple[int, str | None, Decimal]:
    """The unit behind the number, joined with the currency before it; and a factor ("30 MUSD")."""
    tokens, pack = page.tokens, page.pack
    words = pack.units
    million = words.million_money.get(tokens.raw(last))
    if million is not None and unit is None:
        return last + 1, million, Decimal(1000000)
    if unit is not None:
        if (named := words.country_after.longest(tokens, last)) is not None:
            last = named[0]
        rate = read_rate(tokens, last, unit, words)
        if rate is not None:
            return rate[0], rate[1], Decimal(1)
        behind = read_unit(tokens, last, words)
        if behind is not None and not tokens.joined(last - 1) and tokens.kind(behind[0]) == "N":
            behind = None  # "rmb 10 usd 20"
        if behind is not None and behind[1].partition("_per_")[0] in (unit, *words.currencies):
            return behind[0], behind[1], Decimal(1)
        return last, unit, Decimal(1)
    linked = number.form == "vague" and tokens.lower(last) in pack.numbers.links
    found = read_unit(tokens, last + 1 if linked else last, words)  # "hundreds of miles"
    if found is None and (number.form == "vague" or number.scale is not None):
        tied = pack.numbers.scale_links.longest(tokens, last)
        found = read_unit(tokens, tied[0], words) if tied is not None else None
    if found is None or (tokens.lowers[found[0] - 1] == '"' and _closes_quote(page, found[0] - 1)):
        return last, None, Decimal(1)
    last, unit = found
    mass, currency, least, of = words.mass_or_money
    if unit == mass and number.low is not None and number.low >= least and tokens.lower(last) not in of:
        unit = currency
    return last, unit, Decimal(1)


def _add_part(page: Page, amount: Amount) -> Amount:
    """ "5 feet 2 inches", "thirteen dollars and forty-five cents": a second, smaller part of the same sum."""
    tokens, words = page.tokens, page.pack.units
    if not page.options.join_parts or amount.unit is None or amount.low is None or amount.note == "vague":
        return amount
    at = amount.last
    if at < len(tokens) and tokens.lowers[at] in words.compose_joiners:
        at += 1
    if at >= len(tokens) or tokens.kinds[at] not in "NVW":
        return amount
    number = read_number(tokens, at, page.pack.numbers)
    if number is None or number.low is None or number.form in ("vague", "whole"):
        return amount
    behind = read_unit(tokens, number.last, words) or words.joined.longest(tokens, number.last)
    if behind is None and page.options.bare_cents and amount.unit in words.currencies:
        return _bare_cents(page, amount, number)
    if behind is None:
        return amount
    if (amount.unit, behind[1]) in words.compose:
        upper, lower = find_unit(amount.unit), find_unit(behind[1])
        assert upper is not None
        assert lower is not None
        factor = lower.factor / upper.factor
    elif behind[1] in words.parts and amount.unit in words.parts[behind[1]][0]:
        factor = words.parts[behind[1]][1]
    else:
        return amount
    value = amount.low + number.low * factor
    return replace(amount, last=behind[0], low=value, high=value)


def _bare_cents(page: Page, amount: Amount, number: Number) -> Amount:
    """ "15 dollars 50" where hundredths are said without their name."""
    assert amount.low is not None
    assert number.low is not None
    noun = page.tokens.kind(number.last) == "W" and page.tokens.lower(number.last) not in page.pack.numbers.joiners
    if not 0 < number.low < 100 or number.low % 1 or amount.low % 1 or noun:
        return amount
    value = amount.low + number.low / 100
    return replace(amount, last=number.last, low=value, high=value)


def _as_ratio(page: Page, number: Number, last: int) -> tuple[Number, int]:
    """ "one out of three", "2 over 5": the first number divided by a larger second one."""
    found = page.pack.numbers.ratio_words.longest(page.tokens, last)
    if found is None or found[0] >= len(page.tokens) or number.low is None or page.dates[found[0]]:
        return number, last
    below = read_number(page.tokens, found[0], page.pack.numbers)
    single = found[0] == last + 1
    if below is None or below.low is None or below.form in ("vague", "whole") or below.low == 0:
        return number, last
    if number.low == 0 or (below.low <= number.low and not (single and below.last >= len(page.tokens))):
        return number, last
    value = number.low / below.low
    return replace(number, last=below.last, low=value, high=value, form="fraction", plain=False), below.last


def _closes_quote(page: Page, index: int) -> bool:
    """Whether the straight quotation mark at token `index` closes a quotation, and so is no inch sign."""
    if not page.quotes:
        odd = False
        for lower in page.tokens.lowers:
            page.quotes.append(odd)
            odd = odd != (lower == '"')
    return page.quotes[index]


def _is_leading_point(page: Page, index: int) -> bool:
    tokens = page.tokens
    return (
        tokens.joined(index - 1)
        and tokens.raws[index - 1] in (".", "٫")
        and tokens.raws[index].isdecimal()
        and not (index > 1 and tokens.joined(index - 2) and tokens.kinds[index - 2] != "S")
    )


def _is_minus(page: Page, index: int) -> bool:
    """Whether a minus sign stands before token `index`, not a hyphen or a dash of a range."""
    tokens = page.tokens
    if index == 0 or tokens.lowers[index - 1] != "-" or not tokens.joined(index - 1):
        return False
    if tokens.raws[index - 1] in "–—" and index > 1:
        return False
    return index == 1 or not tokens.joined(index - 2) or tokens.lowers[index - 2] in "([$€£~<>=≈,"


def _is_wanted_word(page: Page, number: Number) -> bool:
    """Whether "one" is a count here and not a pronoun; likewise "once", "twice"."""
    tokens, pack = page.tokens, page.pack
    if number.last != number.first + 1 or tokens.kinds[number.first] != "W":
        return True
    lower = tokens.lowers[number.first]
    before, after = tokens.lower(number.first - 1), tokens.lower(number.last)
    if lower in pack.times_words:
        return (
            page.options.times_words and after not in pack.times_not_before and before not in pack.times_not_after
        )
    if lower in pack.one and not page.options.pronoun_one:
        if before in pack.one_pronoun_after and not _noun_follows(page, number.last):
            return False
        return after not in pack.one_pronoun_before
    return True


def _noun_follows(page: Page, at: int) -> bool:
    tokens = page.tokens
    return tokens.lower(at) in page.pack.masks.counted or read_unit(tokens, at, page.pack.units) is not None


def skip_name(page: Page, index: int) -> Amount:
    """Everything that touches the token at `index` is one name."""
    tokens = page.tokens
    at = index
    while at + 1 < len(tokens) and tokens.joined(at) and (
        tokens.kinds[at + 1] != "S" or (tokens.lowers[at + 1] in "-/_.:" and tokens.joined(at + 1) and (
            tokens.kind(at + 2) in ("N", "W") and tokens.lowers[at + 1] != "." ))
    ):  # fmt: skip
        at += 1
    return Amount(index, at + 1, Number(index, at + 1, None, None, "digits"), None, None, note="skip")


def skip_chain(page: Page, index: int) -> int:
    """Telephone and serial numbers, dotted versions, scores in a chain: the index after them, or 0."""
    tokens = page.tokens
    at, links = index, 0
    while tokens.lower(at + 1) in ("-", "/", ".", ":", "_") and tokens.joined(at) and tokens.joined(at + 1) and (
        tokens.kind(at + 2) == "N"
    ):  # fmt: skip
        at, links = at + 2, links + 1
    return at + 1 if links >= 2 and page.options.skip_names else 0


def is_name(page: Page, amount: Amount) -> bool:
    tokens, masks = page.tokens, page.pack.masks
    number = amount.number
    digits = tokens.kinds[number.first] == "N"
    whole = number.plain or not digits or is_version(tokens, number.first)
    if not whole or (amount.note in ("range", "from_to") and amount.unit is not None):
        return False
    if number.form not in ("digits", "words") or amount.low is None:
        return False
    if is_in_name(tokens, amount.first, amount.last, masks, has_unit=amount.unit is not None):
        return True
    if amount.unit is None:
        if digits and is_address(tokens, amount.last, masks):
            return True
        if page.options.skip_ages and amount.low < 120 and is_age(tokens, amount.first, amount.last, masks):
            return True
    return False
