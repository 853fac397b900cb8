"""Numbers in running text as intervals, with exact spans: no parse, no model, one pass.

    find_quantities("no fewer than 5,000 launchers")  →  low 5000, high None, span of "no fewer than 5,000"

A span holds the number with its modifiers and its unit, not the counted noun (that is `counted.attach_counted`).
What is left out: dates, clock times, designators, numbers in names, ages in apposition, calibres.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.extract.masks import (
    MaskWords,
    has_dropped_suffix,
    has_foreign_suffix,
    is_address,
    is_age,
    is_calibre,
    is_in_name,
    is_inside_designator,
    load_mask_words,
    mask_dates,
)
from onrecord.extract.modifiers import Bounds, ModifierWords, find_trend, load_modifier_words, read_bounds
from onrecord.extract.numbers import read_number, read_ordinal
from onrecord.extract.numberwords import Number, NumberWords, load_number_words
from onrecord.extract.scan import Phrases, Tokens, scan
from onrecord.extract.units import (
    UnitWords,
    find_unit,
    load_unit_words,
    read_money_before,
    read_rate,
    read_unit,
    read_unit_before,
)
from onrecord.model import Quantity, Span

_ZERO = Decimal(0)
AGES = {name: f"{name}_of_age" for name in ("year", "month", "week", "day")}


@dataclass(frozen=True, slots=True)
class Options:
    """What the scanner leaves out or joins.  The defaults are the claims guideline; others serve measurement."""

    skip_dates: bool = True
    skip_years: bool = True
    skip_names: bool = True
    skip_ages: bool = True
    skip_calibres: bool = True
    skip_scores: bool = True
    join_ranges: bool = True
    join_parts: bool = True  # "5 feet 2 inches", "3 dollars 20 cents" as one
    read_units: bool = True
    ordinals: bool = True  # "the third phase" is 3
    vague: bool = True
    zeros: bool = True  # "no casualties" is 0
    times_words: bool = True  # once, twice
    pronoun_one: bool = False  # count "the one", "this one" too
    plain_letters: bool = False  # keep digits that touch unknown letters
    loose_scales: bool = False  # "10G", "1.2b" without a currency
    ratios: bool = False  # "one out of three" is a third
    bare_cents: bool = False  # "15 dollars 50" is 15.50


@dataclass(frozen=True, slots=True)
class Pack:
    """All word lists of one language that the scanner needs, compiled once."""

    numbers: NumberWords
    units: UnitWords
    masks: MaskWords
    modifiers: ModifierWords
    ordinal_suffixes: frozenset[str]
    ordinal_nouns: frozenset[str]
    ordinal_adjectives: frozenset[str]
    zero_determiners: frozenset[str]
    zero_pronouns: frozenset[str]
    zero_phrases: Phrases
    zero_reach: int
    zero_not_before: frozenset[str]
    one: frozenset[str]
    one_pronoun_after: frozenset[str]
    one_pronoun_before: frozenset[str]
    times_words: frozenset[str]
    times_not_before: frozenset[str]
    times_not_after: frozenset[str]
    between: Phrases
    between_and: frozenset[str]
    from_: Phrases
    to: Phrases
    either: frozenset[str]
    either_most: int
    interval_joiners: frozenset[str]
    triggers: frozenset[str]


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


@cache
def load_pack(language: str) -> Pack:
    """Compile a language.  Raises UnknownLanguage or LexiconError."""
    table = lexicon.load("quantities", language=language)
    numbers = load_number_words(language)
    ordinals: dict[str, Any] = table.get("ordinals", {})
    act: dict[str, Any] = ordinals.get("act", {})
    zero: dict[str, Any] = table.get("zero", {})
    one: dict[str, Any] = table.get("one", {})
    ranges: dict[str, Any] = table.get("range", {})
    whole: dict[str, Any] = table.get("whole", {})
    zero_phrases, between, from_, to = Phrases(), Phrases(reverse=True), Phrases(reverse=True), Phrases()
    for form in zero.get("phrases", []):
        zero_phrases.add(form, True)
    for form in one.get("phrases", []):
        zero_phrases.add(form, False)  # masked: no quantity at all
    for form in ranges.get("between", []):
        between.add(form, True)
    for form in ranges.get("from", []):
        from_.add(form, True)
    for form in ranges.get("to", []):
        to.add(form, True)
    triggers = set(numbers.starters) | set(numbers.ordinals)
    triggers.update(zero.get("determiners", []), zero.get("pronouns", []))
    triggers.update(scan(form).lowers[0] for form in [*zero.get("phrases", []), *one.get("phrases", [])])
    return Pack(
        numbers=numbers,
        units=load_unit_words(language),
        masks=load_mask_words(language),
        modifiers=load_modifier_words(language),
        ordinal_suffixes=frozenset(act.get("suffixes", [])),
        ordinal_nouns=frozenset(act.get("nouns", [])),
        ordinal_adjectives=frozenset(act.get("adjectives", [])),
        zero_determiners=frozenset(zero.get("determiners", [])),
        zero_pronouns=frozenset(zero.get("pronouns", [])),
        zero_phrases=zero_phrases,
        zero_reach=int(zero.get("reach", 3)),
        zero_not_before=frozenset(zero.get("not_before", [])),
        one=frozenset(one.get("forms", [])),
        one_pronoun_after=frozenset(one.get("pronoun_after", [])),
        one_pronoun_before=frozenset(one.get("pronoun_before", [])),
        times_words=frozenset(whole.get("once_forms", [])),
        times_not_before=frozenset(whole.get("once_not_before", [])),
        times_not_after=frozenset(whole.get("once_not_after", [])),
        between=between,
        between_and=frozenset(ranges.get("and", [])),
        from_=from_,
        to=to,
        either=frozenset(ranges.get("either", [])),
        either_most=int(ranges.get("either_most", 10)),
        interval_joiners=frozenset(ranges.get("interval_joiners", [])),
        triggers=frozenset(triggers),
    )


def find_quantities(text: str, *, language: str = "en", options: Options | None = None) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in reading order, without overlaps; `text[q.span]` is the words it stands on.

    `counted` is left open: see `counted.attach_counted`.  Raises UnknownLanguage.
    """
    return Scanner(scan(text), load_pack(language), options or Options()).run()


class Scanner:
    """One pass over the tokens of one text."""

    __slots__ = ("dates", "found", "options", "pack", "quotes", "tokens")

    def __init__(self, tokens: Tokens, pack: Pack, options: Options) -> None:
        self.tokens = tokens
        self.pack = pack
        self.options = options
        self.found: list[Quantity] = []
        self.dates: list[int] = []
        self.quotes: list[bool] = []

    def run(self) -> tuple[Quantity, ...]:
        tokens, triggers, options = self.tokens, self.pack.triggers, self.options
        starts = [
            index
            for index, (kind, lower) in enumerate(zip(tokens.kinds, tokens.lowers, strict=True))
            if kind == "N" or kind == "V" or (kind == "W" and lower in triggers)
        ]
        if not starts:
            return ()
        self.dates = mask_dates(tokens, self.pack.masks, self.pack.units, years=options.skip_years) if options.skip_dates else [0] * len(tokens)
        free = 0  # tokens before this one are taken
        for index in starts:
            if index < free:
                continue
            if self.dates[index]:
                free = self.dates[index]
                continue
            free = max(free, self._read(index, free))
        return tuple(say_once(self.tokens, self.found))

    # --- one candidate ---

    def _read(self, index: int, free: int) -> int:
        """Read the quantity at token `index`; return the index of the first token that is still free."""
        tokens, pack, options = self.tokens, self.pack, self.options
        lower = tokens.lowers[index]
        if tokens.kinds[index] == "N" and (chain := self._chain(index)):
            return chain
        masked = pack.zero_phrases.longest(tokens, index)
        if masked is not None and not masked[1]:
            return masked[0]
        if options.skip_names and (fixed := pack.masks.fixed.longest(tokens, index)) is not None:
            return fixed[0]
        if lower in pack.zero_determiners or lower in pack.zero_pronouns or masked is not None:
            if zero := self._read_zero(index, masked[0] if masked else None):
                self._emit(zero, free)
                return zero.last
        if options.ordinals and (ordinal := self._read_ordinal(index)):
            self._emit(ordinal, free)
            return ordinal.last
        amount = self._read_amount(index, free)
        if amount is None:
            return free
        if amount.note == "skip":
            return amount.last
        amount = self._join_range(amount, free)
        if amount.note == "skip":
            return amount.last
        if options.skip_names and self._is_name(amount):
            return amount.last
        self._emit(amount, free)
        return amount.last

    def _chain(self, index: int) -> int:
        """Telephone and serial numbers, dotted versions, scores in a chain: the index after them, or 0."""
        tokens = self.tokens
        at, links = index, 0
        while tokens.lower(at + 1) in ("-", "/", ".", ":", "_") and tokens.joined(at) and tokens.joined(at + 1) and (
            tokens.kind(at + 2) == "N"
        ):  # fmt: skip
            at, links = at + 2, links + 1
        return at + 1 if links >= 2 and self.options.skip_names else 0

    def _read_zero(self, index: int, after_phrase: int | None) -> Amount | None:
        tokens, pack = self.tokens, self.pack
        if not self.options.zeros:
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
        tokens, pack = self.tokens, self.pack
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

    def _read_amount(self, index: int, free: int) -> Amount | None:
        """A number with currency, sign and unit.  `note` "skip" says that it is masked up to `last`."""
        tokens, pack, options = self.tokens, self.pack, self.options
        first = index
        kind = tokens.kinds[index]
        if kind == "N" and tokens.lower(index - 1) == "." and self._is_leading_point(index):
            first = index - 1
        money = read_money_before(tokens, first, pack.units) if kind == "N" and options.read_units else None
        negative = False
        if money is None and kind in "NV" and self._is_minus(first):
            negative = True
            money = read_money_before(tokens, first - 1, pack.units) if options.read_units and first > 1 else None
            begin = money[0] if money else first - 1
        else:
            begin = money[0] if money else first
        if money is not None and money[0] < free:
            money = None
            begin = first
        if kind == "N" and money is None and options.skip_names and is_inside_designator(
            tokens, first, pack.masks, pack.numbers, pack.units
        ):  # fmt: skip
            return self._skip(index)
        number = read_number(tokens, first, pack.numbers, money=money is not None, loose=options.loose_scales)
        if number is None or (number.form in ("vague", "whole") and not options.vague):
            return None
        if not self._is_wanted_word(number):
            return None
        if money is not None and money[0] and tokens.lower(money[0] - 1) in pack.numbers.dash_signs:
            if self._is_minus(money[0]):
                negative, begin = True, money[0] - 1
        low, high = number.low, number.high
        if negative and low is not None:
            low = high = -low
        last, unit = number.last, money[1] if money else None
        if options.read_units:
            last, unit, factor = self._read_unit(number, last, unit)
            if factor != 1 and low is not None and high is not None:
                low, high = low * factor, high * factor
        if unit is None and options.read_units and (before := read_unit_before(tokens, begin, pack.units)):
            if before[0] >= free:
                begin, unit = before
        if unit in AGES and pack.masks.ages.longest_back(tokens, begin) is not None:
            unit = AGES[unit]
        if unit is None and options.skip_names and has_dropped_suffix(tokens, number.last, pack.masks):
            return replace(self._skip(index), last=number.last + 2)
        if options.ratios and unit is None and number.low is not None:
            number, last = self._ratio(number, last)
            low, high = (number.low, number.high) if not negative else (-number.low, -number.low)
        if unit is None and kind == "N" and not options.plain_letters and last == number.last:
            if has_foreign_suffix(tokens, last, pack.units, units_count=options.read_units):
                return self._skip(index)
        amount = Amount(begin, last, number, low, high, unit, "vague" if number.form == "vague" else None)
        if options.skip_calibres and is_calibre(tokens, begin, last, unit, pack.masks):
            return replace(amount, note="skip")
        return self._add_part(amount)

    def _read_unit(self, number: Number, last: int, unit: str | None) -> tuple[int, str | None, Decimal]:
        """The unit behind the number, joined with the currency before it; and a factor ("30 MUSD")."""
        tokens, pack = self.tokens, self.pack
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
        found = read_unit(tokens, last, words)
        if found is None or (tokens.lowers[found[0] - 1] == '"' and self._closes_quote(found[0] - 1)):
            return last, None, Decimal(1)
        last, unit = found
        mass, currency, least, of = words.mass_or_money
        if unit == mass and number.low is not None and number.low >= least and tokens.lower(last) not in of:
            unit = currency
        return last, unit, Decimal(1)

    def _add_part(self, amount: Amount) -> Amount:
        """ "5 feet 2 inches", "thirteen dollars and forty-five cents": a second, smaller part of the same sum."""
        tokens, words = self.tokens, self.pack.units
        if not self.options.join_parts or amount.unit is None or amount.low is None or amount.note == "vague":
            return amount
        at = amount.last
        if at < len(tokens) and tokens.lowers[at] in words.compose_joiners:
            at += 1
        if at >= len(tokens) or tokens.kinds[at] not in "NVW":
            return amount
        number = read_number(tokens, at, self.pack.numbers)
        if number is None or number.low is None or number.form in ("vague", "whole"):
            return amount
        behind = read_unit(tokens, number.last, words) or words.joined.longest(tokens, number.last)
        if behind is None and self.options.bare_cents and amount.unit in words.currencies:
            return self._bare_cents(amount, number)
        if behind is None:
            return amount
        if (amount.unit, behind[1]) in words.compose:
            upper, lower = find_unit(amount.unit), find_unit(behind[1])
            assert upper is not None and lower is not None
            factor = lower.factor / upper.factor
        elif behind[1] in words.parts and amount.unit in words.parts[behind[1]][0]:
            factor = words.parts[behind[1]][1]
        else:
            return amount
        value = amount.low + number.low * factor
        return replace(amount, last=behind[0], low=value, high=value)

    def _bare_cents(self, amount: Amount, number: Number) -> Amount:
        """ "15 dollars 50" where hundredths are said without their name."""
        assert amount.low is not None and number.low is not None
        noun = self.tokens.kind(number.last) == "W" and self.tokens.lower(number.last) not in self.pack.numbers.joiners
        if not 0 < number.low < 100 or number.low % 1 or amount.low % 1 or noun:
            return amount
        value = amount.low + number.low / 100
        return replace(amount, last=number.last, low=value, high=value)

    def _ratio(self, number: Number, last: int) -> tuple[Number, int]:
        """ "one out of three", "2 over 5": the first number divided by a larger second one."""
        found = self.pack.numbers.ratio_words.longest(self.tokens, last)
        if found is None or found[0] >= len(self.tokens) or number.low is None:
            return number, last
        below = read_number(self.tokens, found[0], self.pack.numbers)
        single = found[0] == last + 1
        if below is None or below.low is None or below.form in ("vague", "whole") or below.low == 0:
            return number, last
        if below.low <= number.low and not (single and below.last >= len(self.tokens)) or number.low == 0:
            return number, last
        value = number.low / below.low
        return replace(number, last=below.last, low=value, high=value, form="fraction", plain=False), below.last

    def _closes_quote(self, index: int) -> bool:
        """Whether the straight quotation mark at token `index` closes a quotation, and so is no inch sign."""
        if not self.quotes:
            odd = False
            for lower in self.tokens.lowers:
                self.quotes.append(odd)
                odd = odd != (lower == '"')
        return self.quotes[index]

    def _is_leading_point(self, index: int) -> bool:
        tokens = self.tokens
        return (
            tokens.joined(index - 1)
            and tokens.raws[index - 1] in (".", "٫")
            and tokens.raws[index].isdecimal()
            and not (index > 1 and tokens.joined(index - 2) and tokens.kinds[index - 2] != "S")
        )

    def _is_minus(self, index: int) -> bool:
        """Whether a minus sign stands before token `index`, not a hyphen or a dash of a range."""
        tokens = self.tokens
        if index == 0 or tokens.lowers[index - 1] != "-" or not tokens.joined(index - 1):
            return False
        if tokens.raws[index - 1] in "–—" and index > 1:
            return False
        return index == 1 or not tokens.joined(index - 2) or tokens.lowers[index - 2] in "([$€£~<>=≈,"

    def _is_wanted_word(self, number: Number) -> bool:
        """Whether "one" is a count here and not a pronoun; likewise "once", "twice"."""
        tokens, pack = self.tokens, self.pack
        if number.last != number.first + 1 or tokens.kinds[number.first] != "W":
            return True
        lower = tokens.lowers[number.first]
        before, after = tokens.lower(number.first - 1), tokens.lower(number.last)
        if lower in pack.times_words:
            return (
                self.options.times_words and after not in pack.times_not_before and before not in pack.times_not_after
            )
        if lower in pack.one and not self.options.pronoun_one:
            if before in pack.one_pronoun_after and not self._noun_follows(number.last):
                return False
            return after not in pack.one_pronoun_before
        return True

    def _noun_follows(self, at: int) -> bool:
        return self.tokens.lower(at) in self.pack.masks.counted or read_unit(self.tokens, at, self.pack.units) is not None

    def _skip(self, index: int) -> Amount:
        """Everything that touches the token at `index` is one name."""
        tokens = self.tokens
        at = index
        while at + 1 < len(tokens) and tokens.joined(at) and (
            tokens.kinds[at + 1] != "S" or (tokens.lowers[at + 1] in "-/_.:" and tokens.joined(at + 1) and (
                tokens.kind(at + 2) in ("N", "W") and tokens.lowers[at + 1] != "." ))
        ):  # fmt: skip
            at += 1
        return Amount(index, at + 1, Number(index, at + 1, None, None, "digits"), None, None, note="skip")

    # --- ranges ---

    def _join_range(self, amount: Amount, free: int) -> Amount:
        """ "20 to 30", "5,000–6,000", "between 20 and 30", "six or eight" as one interval."""
        if not self.options.join_ranges or amount.note == "vague" or amount.low is None:
            return amount
        tokens, pack = self.tokens, self.pack
        at = amount.last
        if at >= len(tokens):
            return amount
        between = self._opener(pack.between, amount.first, free)
        opener = self._opener(pack.from_, amount.first, free)
        note, begin = None, amount.first
        lower = tokens.lowers[at]
        second: Amount | None = None
        if between is not None and lower in pack.between_and:
            second, note, begin = self._second(at + 1), "range", between
        if second is None and lower in pack.numbers.dash_signs and len(tokens.raws[at]) == 1:
            spaced = not tokens.joined(at - 1)
            after = at + 1
            if not spaced and not tokens.joined(at) or tokens.joined(at):
                linked = pack.to.longest(tokens, after)
                if linked is not None:  # "8- to 16-metre", "0-to-60"
                    after = linked[0]
                    after += 1 if tokens.lower(after) == "-" and tokens.joined(after) else 0
                elif spaced or not tokens.joined(at):
                    after = -1
            elif not spaced:
                after = -1
            if after > 0:
                second, note = self._second(after), "range"
                if second is not None and between is None and self._is_score(amount, second):
                    return replace(second, first=amount.first, note="skip") if self.options.skip_scores else amount
        if second is None and (linked := pack.to.longest(tokens, at)) is not None:
            second, note = self._second(linked[0]), "from_to" if opener is not None else "range"
            if opener is not None:
                begin = opener
        if second is None and lower in pack.either and amount.unit is None:
            second, note = self._second(at + 1), "either"
        if second is None:
            return amount
        return self._span(amount, second, note or "range", begin) or amount

    def _opener(self, phrases: Phrases, first: int, free: int) -> int | None:
        found = phrases.longest_back(self.tokens, first)
        return found[0] if found is not None and found[0] >= free else None

    def _second(self, at: int) -> Amount | None:
        """The upper end of a range, from token `at` (which may be its currency sign or minus)."""
        tokens = self.tokens
        index = at
        if tokens.kind(at) != "W" or tokens.lowers[at] not in self.pack.numbers.starters:
            while index < min(at + 4, len(tokens)) and tokens.kinds[index] not in "NV":
                index += 1
        if index >= len(tokens) or tokens.kinds[index] not in "NVW" or self.dates[index]:
            return None
        amount = self._read_amount(index, at)
        if amount is None or amount.note is not None or amount.low is None or amount.first != at:
            return None
        return amount

    def _is_score(self, one: Amount, two: Amount) -> bool:
        if one.unit or two.unit or one.low is None or two.low is None or not (one.number.plain and two.number.plain):
            return False
        return one.low >= two.low or (two.low < 20 and one.low < 20 and not self._word_follows(two.last))

    def _word_follows(self, at: int) -> bool:
        tokens = self.tokens
        return tokens.kind(at) == "W" and tokens.raws[at].islower() and len(tokens.raws[at]) > 3

    def _span(self, one: Amount, two: Amount, note: str, begin: int) -> Amount | None:
        """The interval of two ends, or None when they are not the ends of one."""
        assert one.low is not None and two.low is not None
        low, high, unit = one.low, two.low, two.unit
        share = two.number.scale
        if one.number.scale is None and share is not None and two.number.coefficient is not None:
            if one.number.form in ("digits", "words") and (low < two.number.coefficient or note == "from_to"):
                if low < two.number.coefficient * 20:
                    low = low * share
        if one.unit != two.unit:
            if one.unit is None or (two.unit or "").startswith(one.unit + "_per_"):
                unit = two.unit
            elif two.unit is None and note in ("range", "from_to") and not self._word_follows(two.last):
                unit = one.unit
                if self.tokens.lowers[one.last] not in self.pack.numbers.dash_signs and begin == one.first:
                    return None
            elif one.unit.startswith((two.unit or "?") + "_per_"):
                unit = one.unit
            else:
                return None
        if note == "either":
            if not (low < high <= low * self.pack.either_most) or two.number.form == "fraction":
                return None
        elif note == "range" and begin == one.first and not low < high:
            return None
        elif note == "range" and begin == one.first and one.unit is not None and self._is_change(one):
            return None
        low, high = min(low, high), max(low, high)
        return Amount(min(begin, one.first), two.last, two.number, low, high, unit, note)

    def _is_change(self, amount: Amount) -> bool:
        """ "rose by $4 billion to $40 billion": an amount and a level, not a range."""
        if self.tokens.lowers[amount.last] in self.pack.numbers.dash_signs:
            return False
        return find_trend(self.tokens, amount.first, self.pack.modifiers) is not None

    # --- names ---

    def _is_name(self, amount: Amount) -> bool:
        tokens, masks = self.tokens, self.pack.masks
        number = amount.number
        digits = tokens.kinds[number.first] == "N"
        whole = number.plain or not digits
        if not whole or amount.note in ("range", "from_to") and amount.unit is not None:
            return False
        if number.form in ("digits", "words") and amount.low is not None:
            if is_in_name(tokens, amount.first, amount.last, masks, has_unit=amount.unit is not None):
                return True
        if amount.unit is None and number.form in ("digits", "words") and amount.low is not None:
            if digits and is_address(tokens, amount.last, masks):
                return True
            if self.options.skip_ages and amount.low < 120 and is_age(tokens, amount.first, amount.last, masks):
                return True
        return False

    def _carried(self, first: int) -> str | None:
        """ "up 0.25 points, or 0.01%": the second number says the first again."""
        if not self.found or self.found[-1].trend is None or self.tokens.lower(first - 1) not in self.pack.modifiers.carry:
            return None
        between = self.tokens.text[self.found[-1].span.end : self.tokens.starts[first]]
        return self.found[-1].trend if len(between.split()) <= 3 else None

    # --- bounds and result ---

    def _emit(self, amount: Amount, free: int) -> None:
        tokens, pack = self.tokens, self.pack
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
        if self.options.join_ranges and self._close_interval(bounds, low, high, approximate, amount.unit, end):
            return
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


    def _close_interval(
        self, bounds: Bounds, low: Decimal | None, high: Decimal | None, approximate: bool, unit: str | None, end: int
    ) -> bool:
        """ "more than 10 and fewer than 20": two opposite bounds said in one breath are one interval."""
        if not self.found or bounds.bound not in ("low", "high"):
            return False
        before = self.found[-1]
        gap = self.tokens.text[before.span.end : self.tokens.starts[bounds.first]].strip().lower()
        if gap not in self.pack.interval_joiners or before.unit not in (None, unit):
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
            opened = gap in ("(", "[", "/ ", "(about", "(or") or gap == "("
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
