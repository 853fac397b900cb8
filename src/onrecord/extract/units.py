"""The unit library: names and symbols to unit ids, and ids to SI.

A compound unit is written `<unit>_per_<unit>` ("kilometre_per_hour", "USD_per_barrel").  Factors: `data/units.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.extract.numberwords import to_decimal
from onrecord.extract.scan import Phrases, Tokens
from onrecord.model import Quantity


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `factor` (and `factor_high`, where the name is ambiguous) to the SI unit of `dimension`."""

    id: str
    dimension: str
    factor: Decimal
    factor_high: Decimal
    offset: Decimal


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Unit and currency names of one language, compiled with the international symbols."""

    symbols: Phrases  # in their own case
    joined: Phrases  # in their own case, only touching the number
    names: Phrases
    rate_words: frozenset[str]
    rate_free: frozenset[str]
    rate_not_before: frozenset[str]
    goods: frozenset[str]
    goods_names: Phrases
    time: frozenset[str]
    money_before: Phrases  # reversed: signs that stand before the number
    money_before_joined: frozenset[str]
    money_after: Phrases
    million_money: dict[str, str]
    units_before: dict[str, str]
    not_before: dict[str, frozenset[str]]
    country_after: Phrases  # "$75 U.S. per barrel"
    compose: tuple[tuple[str, str], ...]
    compose_joiners: frozenset[str]
    mass_or_money: tuple[str, str, Decimal, frozenset[str]]
    currencies: frozenset[str]
    parts: dict[str, tuple[frozenset[str], Decimal]]


@cache
def load_units() -> dict[str, Unit]:
    """All units by id, prefixed ones included.  Raises LexiconError."""
    table = lexicon.load("units")
    factors = table["prefixes"]["factors"]
    units: dict[str, Unit] = {}
    for row in table["unit"]:
        factor = to_decimal(row["factor"])
        high = to_decimal(row.get("factor_high", row["factor"]))
        base = Unit(row["id"], row["dimension"], factor, high, to_decimal(row.get("offset", "0")))
        for prefix in row.get("prefixes", []):
            power = to_decimal(factors[prefix])
            name = prefix + row["id"]
            units.setdefault(name, Unit(name, base.dimension, factor * power, high * power, Decimal(0)))
        units[base.id] = base
    return units


def _add_plural(names: Phrases, name: str, suffix: str, value: object) -> None:
    names.add(name, value)
    if suffix and not name.endswith(("s", ".")) and len(name) > 2:
        names.add(name + suffix, value)


@cache
def load_unit_words(language: str) -> UnitWords:
    """Compile unit and currency names of a language.  Raises UnknownLanguage or LexiconError."""
    table = lexicon.load("units")
    words = lexicon.load("quantities", language=language)
    money = lexicon.load("currencies")
    unit_words: dict[str, Any] = words["units"]
    symbols, joined, names = Phrases(exact=True), Phrases(exact=True), Phrases()
    prefix_symbols = table["prefixes"]["symbols"]
    prefix_names = unit_words.get("prefixes", {})
    suffix = unit_words.get("plural_suffix", "")
    spelled: dict[str, list[str]] = unit_words["names"]
    for row in table["unit"]:  # prefixed forms first: a row of its own wins over a generated one
        for prefix in row.get("prefixes", []):
            value = prefix + row["id"]
            for sign in prefix_symbols[prefix]:
                for symbol in [*row.get("symbols", []), *row.get("joined", [])]:
                    symbols.add(sign + symbol, value)
            for name in spelled.get(row["id"], []):
                if prefix in prefix_names:
                    _add_plural(names, prefix_names[prefix] + name, suffix, value)
    for row in table["unit"]:
        for symbol in row.get("symbols", []):
            symbols.add(symbol, row["id"])
        for symbol in row.get("joined", []):
            joined.add(symbol, row["id"])
        for name in spelled.get(row["id"], []):
            _add_plural(names, name, suffix, row["id"])
    currency_words: dict[str, Any] = words["currencies"]
    money_suffix = currency_words.get("plural_suffix", "")
    for section in ("open", "parts", "names"):
        for code, forms in currency_words.get(section, {}).items():
            for name in forms:
                _add_plural(names, name, money_suffix, code)
    before, after = Phrases(exact=True, reverse=True), Phrases(exact=True)
    for code, signs in reversed(list(money["signs"].items())):
        for sign in reversed(signs):
            for part in [sign.replace(" ", "")] if " " in sign else [sign]:
                before.add(part, code)
    allowed = frozenset(money["after"]["signs"])
    for code, signs in reversed(list(money["signs"].items())):
        for sign in signs:
            if sign in allowed:
                after.add(sign, code)
    for part, entry in money["parts"].items():
        for sign in entry["signs"]:
            after.add(sign, part)
    ambiguous = unit_words.get("mass_or_money", {})
    rate = unit_words.get("rate", {})
    country_after = Phrases()
    for form in words["currencies"].get("country_after", []):
        country_after.add(form, True)
    goods_names = Phrases()
    for good, forms in rate.get("names", {}).items():
        for name in forms:
            _add_plural(goods_names, name, suffix, good)
    return UnitWords(
        symbols=symbols,
        joined=joined,
        names=names,
        rate_words=frozenset(rate.get("words", [])),
        rate_free=frozenset(rate.get("free", [])),
        rate_not_before=frozenset(rate.get("not_before", [])),
        goods=frozenset(rate.get("goods", [])),
        goods_names=goods_names,
        time=frozenset(unit_words["time"]["ids"]),
        money_before=before,
        money_before_joined=frozenset(money["joined_only"]["signs"]),
        money_after=after,
        million_money=dict(money["million"]["signs"]),
        units_before={form: unit for unit, forms in unit_words.get("before", {}).items() for form in forms},
        country_after=country_after,
        not_before={unit: frozenset(forms) for unit, forms in unit_words.get("not_before", {}).items()},
        compose=tuple((a, b) for a, b in unit_words.get("compose", {}).get("pairs", [])),
        compose_joiners=frozenset(unit_words.get("compose", {}).get("joiners", [])),
        mass_or_money=(
            ambiguous.get("unit", ""),
            ambiguous.get("currency", ""),
            Decimal(ambiguous.get("from", 0)),
            frozenset(ambiguous.get("of", [])),
        ),
        currencies=frozenset(money["signs"]) | frozenset(currency_words.get("names", {})),
        parts={
            part: (frozenset(entry["of"]), to_decimal(entry["factor"])) for part, entry in money["parts"].items()
        },
    )


def read_unit(tokens: Tokens, at: int, words: UnitWords) -> tuple[int, str] | None:
    """The unit whose name or symbol starts at token `at` (behind a number): the index after it, and its id.

    "km/h", "per cent", "tonnes a day", "square metres per second".
    """
    size = len(tokens)
    if at >= size:
        return None
    start = at
    joined = at > 0 and tokens.joined(at - 1)
    if tokens.lowers[at] == "-" and joined and tokens.joined(at):
        at += 1
    elif tokens.lowers[at] == "-" and not joined:
        return None
    found = _one_unit(tokens, at, words, joined=joined and at == start, hyphen=at != start)
    if found is None:
        return None
    last, unit = found
    for _ in range(2):
        rate = read_rate(tokens, last, unit, words)
        if rate is None:
            break
        last, unit = rate
    return last, unit


def _one_unit(
    tokens: Tokens, at: int, words: UnitWords, *, joined: bool, hyphen: bool = False
) -> tuple[int, str] | None:
    """One simple unit; the longest of symbol, name and currency sign."""
    candidates = [phrases.longest(tokens, at) for phrases in (words.symbols, words.names)]
    if not hyphen:  # "$5,690-$11,390" is a range
        candidates.append(words.money_after.longest(tokens, at))
    if joined:
        candidates.append(words.joined.longest(tokens, at))
    best: tuple[int, str] | None = None
    for found in candidates:
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        return None
    last = best[0]
    if tokens.lower(last) in words.not_before.get(best[1], ()):
        return None
    if last == at + 1 and not joined and len(tokens.raws[at]) == 1 and tokens.raws[at].isupper():
        # "12 C" is a temperature, "12 C Street" and "13 F." are not
        following = tokens.raw(last)
        if following[:1].isupper() or tokens.kind(last) == "N" or (following == "." and tokens.kind(last + 1)):
            return None
    if last == at + 1 and not joined and _begins_designator(tokens, at):
        return None
    if last < len(tokens) and tokens.joined(last - 1):
        # "5 km2x", "5m_" or "5 M1A2": the symbol is the beginning of something else
        if tokens.kinds[last] == "N" and tokens.kinds[last - 1] == "W":
            return None
        if tokens.kinds[last] == "W" and tokens.kinds[last - 1] in "NW":
            return None
    return best


def _begins_designator(tokens: Tokens, at: int) -> bool:
    """Capitals that a hyphen or stroke joins to digits or capitals: "14 F-16s", "5 F/A-18s"; not "70 F-75 F"."""
    raw, beyond = tokens.raws[at], tokens.raw(at + 2)
    if not (raw.isupper() and tokens.lower(at + 1) in ("-", "/") and tokens.joined(at) and tokens.joined(at + 1)):
        return False
    if tokens.kind(at + 2) == "N":
        return tokens.raw(at + 3) != raw
    return tokens.lower(at + 1) == "/" and len(beyond) == 1 and tokens.lower(at + 3) == "-"


def read_rate(tokens: Tokens, at: int, unit: str, words: UnitWords) -> tuple[int, str] | None:
    """ "/h", "per barrel", "a day", "-a-share" behind a unit."""
    start = at
    if tokens.lower(at) == "-" and tokens.joined(at):
        at += 1
    lower = tokens.lower(at)
    if lower == "/" and at == start:
        found = words.symbols.longest(tokens, at + 1) or words.names.longest(tokens, at + 1)
        found = found or words.goods_names.longest(tokens, at + 1)
        return (found[0], f"{unit}_per_{found[1]}") if found is not None and found[1] not in words.currencies else None
    if lower not in words.rate_words:
        return None
    at += 1
    if tokens.lower(at) == "-" and tokens.joined(at):
        at += 1
    found = words.names.longest(tokens, at) or words.goods_names.longest(tokens, at)
    symbol = words.symbols.longest(tokens, at)
    if found is None or (symbol is not None and symbol[0] > found[0]):
        found = symbol
    if found is None or found[1] in words.currencies or found[1] == "percent":
        return None
    if tokens.lower(found[0]) in words.rate_not_before:
        return None
    if lower not in words.rate_free:
        money = unit in words.currencies or unit in words.parts
        if found[1] not in words.time and not (money and found[1] in words.goods):
            return None
        if unit in words.time and found[1] not in words.time:
            return None
    return found[0], f"{unit}_per_{found[1]}"


def read_money_before(tokens: Tokens, at: int, words: UnitWords) -> tuple[int, str] | None:
    """The currency sign before the number at token `at`: the index of its first token, and the ISO 4217 code.

    "$", "US$", "US $", "$US", "RM", "EUR ".  The letters of a sign may stand off by one space ("US $84").
    """
    found = words.money_before.longest_back(tokens, at)
    if found is None:
        return None
    first, code = found
    sign = tokens.text[tokens.starts[first] : tokens.ends[at - 1]]
    touching = tokens.joined(at - 1)
    if not touching:
        gap = tokens.text[tokens.ends[at - 1] : tokens.starts[at]]
        if sign in words.money_before_joined or gap not in (" ", "\u00a0", "\u202f"):
            return None
    if first and tokens.joined(first - 1) and tokens.kinds[first - 1] in "WN":
        if tokens.kinds[first] == "W":
            return None
        if tokens.kinds[first - 1] == "W" and len(tokens.raws[first - 1]) > 3:
            return None
    elif first and not tokens.joined(first - 1) and tokens.kinds[first] == "S":
        # "US $84": letters a space before the sign
        wider = _spaced_sign(tokens, first, sign)
        if wider is not None:
            return wider
    return first, code


def _spaced_sign(tokens: Tokens, first: int, sign: str) -> tuple[int, str] | None:
    letters = tokens.raws[first - 1]
    if tokens.kinds[first - 1] != "W" or not letters.isascii() or len(letters) > 3:
        return None
    code = _signs().get(letters + sign)
    return (first - 1, code) if code is not None else None


@cache
def _signs() -> dict[str, str]:
    table: dict[str, list[str]] = lexicon.load("currencies")["signs"]
    return {sign.replace(" ", ""): code for code, signs in reversed(list(table.items())) for sign in signs}


def read_unit_before(tokens: Tokens, at: int, words: UnitWords) -> tuple[int, str] | None:
    """ "Mach 2.5": a unit that stands before its number."""
    unit = words.units_before.get(tokens.lower(at - 1))
    return (at - 1, unit) if unit is not None else None


# --- conversion --------------------------------------------------------------------------------------------------


def find_unit(unit: str) -> Unit | None:
    """A unit by id, compounds included ("metre_per_second"); None for money, counts and unknown ids."""
    units = load_units()
    if unit in units:
        return units[unit]
    above, _, below = unit.partition("_per_")
    if not below or above not in units:
        return None
    lower = find_unit(below)
    if lower is None or lower.offset or units[above].offset or not lower.factor:
        return None
    upper = units[above]
    return Unit(
        unit,
        f"{upper.dimension}/{lower.dimension}",
        upper.factor / lower.factor_high,
        upper.factor_high / lower.factor,
        Decimal(0),
    )


def to_base(quantity: Quantity) -> tuple[Decimal | None, Decimal | None, str] | None:
    """The interval in the SI unit of its dimension: (low, high, dimension); None when the unit has no factor.

    Lengths in metres, masses in kilograms, times in seconds, speeds in metres per second.  Where one name stands for
    several units ("ton", "month") the interval is widened to hold all of them.
    """
    unit = find_unit(quantity.unit) if quantity.unit is not None else None
    if unit is None or not unit.factor:
        return None
    low, high = quantity.low, quantity.high
    if low is not None:
        low = low * (unit.factor if low >= 0 else unit.factor_high) + unit.offset
    if high is not None:
        high = high * (unit.factor_high if high >= 0 else unit.factor) + unit.offset
    return low, high, unit.dimension
