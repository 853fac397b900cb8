"""Digits that count nothing: dates, clock times, designators, numbers in names, scores, addresses, ages, calibres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.extract.dates import Calendar, load_calendar, read_date, read_year
from onrecord.extract.numberwords import NumberWords
from onrecord.extract.scan import Phrases, Tokens
from onrecord.extract.units import UnitWords, read_money_before, read_unit


@dataclass(frozen=True, slots=True)
class MaskWords:
    """What a language needs to tell a name from a count."""

    calendar: Calendar
    heads: Phrases
    heads_keep: frozenset[str]
    fixed: Phrases
    addresses: frozenset[str]
    ages: Phrases
    hyphen_prefixes: frozenset[str]
    hyphen_suffix_drop: tuple[str, ...]
    models: frozenset[str]
    name_not_before: frozenset[str]
    stops: frozenset[str]
    plural_suffix: str
    calibre_units: frozenset[str]
    calibre_nouns: frozenset[str]
    calibre_words: Phrases
    calibre_reach: int
    calibre_before: frozenset[str]  # languages that name the weapon first: "obuses de 155 mm"
    calibre_links: frozenset[str]
    counted: frozenset[str]
    airframes: frozenset[str]  # of those, what an aircraft type may stand before: "737 jets"
    openers: frozenset[str]


@cache
def load_mask_words(language: str) -> MaskWords:
    """Raises UnknownLanguage or LexiconError."""
    table = lexicon.load("quantities", language=language)
    names: dict[str, Any] = table.get("names", {})
    calibre: dict[str, Any] = table.get("calibre", {})
    heads, fixed, ages, calibre_words = Phrases(reverse=True), Phrases(), Phrases(reverse=True), Phrases()
    for form in names.get("heads", []):
        heads.add(form, form)
    for form in names.get("fixed", []):
        fixed.add(form, True)
    for form in [*names.get("ages", []), *names.get("age_of", [])]:
        ages.add(form, True)
    for form in calibre.get("words", []):
        calibre_words.add(form, True)
    return MaskWords(
        calendar=load_calendar(language),
        heads=heads,
        heads_keep=frozenset(names.get("heads_keep", [])),
        fixed=fixed,
        addresses=frozenset(names.get("address_after", [])),
        ages=ages,
        hyphen_prefixes=frozenset(names.get("hyphen_prefixes", [])),
        hyphen_suffix_drop=tuple(names.get("hyphen_suffix_drop", [])) or ("\0",),
        models=frozenset(names.get("models", [])),
        stops=frozenset(names.get("stops", [])),
        plural_suffix=names.get("plural_suffix", "s"),
        name_not_before=frozenset(names.get("not_before", [])),
        calibre_units=frozenset(calibre.get("units", [])),
        calibre_nouns=frozenset(noun.lower() for noun in calibre.get("nouns", [])),
        calibre_words=calibre_words,
        calibre_reach=int(calibre.get("reach", 3)),
        calibre_before=frozenset(calibre.get("before", [])),
        calibre_links=frozenset(calibre.get("before_links", [])),
        counted=frozenset(load_counted_forms(language)),
        airframes=frozenset(form for form, name in load_counted_forms(language).items() if name == "aircraft"),
        openers=frozenset(names.get("openers", [])),
    )


@cache
def load_counted_forms(language: str) -> dict[str, str]:
    """Every form of the counted-noun lexicon, lower-cased, to its class."""
    table = lexicon.load("counted", language=language)
    return {
        form.lower(): name
        for name, entry in table.items()
        if isinstance(entry, dict)
        for form in entry.get("forms", [])
    }


def mask_dates(tokens: Tokens, words: MaskWords, units: UnitWords, *, years: bool = True) -> list[int]:
    """For each token 0, or the index after the date, year or clock time it belongs to."""
    ends = [0] * len(tokens)
    calendar = words.calendar
    index = 0
    size = len(tokens)
    kinds, lowers = tokens.kinds, tokens.lowers
    while index < size:
        kind = kinds[index]
        if kind == "N" or (kind == "W" and (lowers[index] in calendar.months or lowers[index] in calendar.seasons)):
            date = read_date(tokens, index, calendar)
            if date is None and kind == "N" and years:
                date = read_year(tokens, index, calendar, after_year=index > 1 and ends[index - 2] > 0)
                if date is not None and _in_count_range(tokens, index, date.last, ends, calendar.range_words):
                    date = None
                if date is not None and _counts_after_all(tokens, date.last, words, units, sure=date.sure):
                    date = None
                if date is not None and read_money_before(tokens, index, units) is not None:
                    date = None
            if date is not None and (date.granularity != "month" or date.value is not None):
                for at in range(index, date.last):
                    ends[at] = date.last
                index = date.last
                continue
        index += 1
    return ends


def _in_count_range(
    tokens: Tokens, index: int, last: int, ends: list[int], range_words: frozenset[str]
) -> bool:
    """Whether a year-like number is the end of a range whose other end is no year: "1000 to 2000 hires"."""
    joined = not tokens.lower(index - 1).strip("-") or tokens.lower(index - 1) in range_words
    before = index > 1 and tokens.kind(index - 2) == "N" and len(tokens.raws[index - 2]) >= 4 and joined
    if before and not ends[index - 2]:
        return True
    linked = not tokens.lower(last).strip("-") and tokens.kind(last) == "S"
    raw = tokens.raw(last + 1)
    return linked and tokens.kind(last + 1) == "N" and len(raw) >= 4 and not raw.startswith(("19", "20"))


def _counts_after_all(tokens: Tokens, at: int, words: MaskWords, units: UnitWords, *, sure: bool) -> bool:
    """Whether what follows a year-like number says that it is a count: a unit, a scale, a counted noun."""
    found = read_unit(tokens, at, units)
    if found is not None and not (sure and tokens.kinds[at] == "S" and tokens.lowers[at] in "'\""):
        return True
    if sure:
        return False
    return tokens.lower(at) in words.counted and tokens.kind(at) == "W" and tokens.raws[at].islower()


def is_inside_designator(tokens: Tokens, index: int, words: MaskWords, numbers: NumberWords, units: UnitWords) -> bool:
    """Whether the digits at `index` are part of a name by their shape: Su-35, M1A2, 9K338, 777F, COVID-19."""
    kinds = tokens.kinds
    if index and tokens.joined(index - 1):
        before = kinds[index - 1]
        if before == "W":
            return tokens.lowers[index - 1] not in numbers.minus
        if before == "S" and tokens.lowers[index - 1] in "-/_.:#@&+" and index > 1 and tokens.joined(index - 2):
            other = index - 2
            sign = tokens.lowers[index - 1]
            if sign == "+":
                return kinds[other] in "WN"
            if kinds[other] == "W" and sign != "." and sign != ":":
                lower = tokens.lowers[other]
                if lower in words.hyphen_prefixes or numbers.values.starts_with(lower) or sign == "/":
                    return sign == "/" and tokens.raws[other].isupper()
                # "8-by-12", "0-to-60": a hyphenated chain that began with digits is no name
                return True
            if sign in "_#@&+":
                return True
    return False


def has_foreign_suffix(tokens: Tokens, last: int, units: UnitWords, *, units_count: bool = True) -> bool:
    """Whether letters touch the number's end that are neither scale nor unit: 777F, 49ers, 1080p, 9K338."""
    if not tokens.joined(last - 1) or tokens.kind(last) != "W":
        return False
    return not units_count or read_unit(tokens, last, units) is None


def has_dropped_suffix(tokens: Tokens, last: int, words: MaskWords) -> bool:
    """ "three-pronged", "two-faced": a hyphenated adjective, no count."""
    return (
        tokens.lower(last) == "-"
        and tokens.joined(last - 1)
        and tokens.joined(last)
        and tokens.kind(last + 1) == "W"
        and tokens.lowers[last + 1].endswith(words.hyphen_suffix_drop)
    )


def is_in_name(tokens: Tokens, first: int, last: int, words: MaskWords, *, has_unit: bool) -> bool:
    """Whether a bare number belongs to the words before it: Model 3, iPhone 11, Resolution 2231, Galaxy Note 20."""
    if not has_unit and tokens.raws[first] in words.models:
        flies = any(tokens.lower(at) in words.airframes for at in range(last, last + 3))
        return flies or not _plural_noun(tokens, last, words)  # "737 Max jets", but "707 shells"
    if first == 0 or tokens.kinds[first - 1] not in "WS":
        return False
    if tokens.kinds[first - 1] == "S":
        # "(4)" behind a name, "(CVW) 1", "#3"
        sign = tokens.lowers[first - 1]
        if has_unit:
            return False
        if sign == "(":
            return tokens.lower(last) == ")" and tokens.raw(first - 2)[:1].isupper() and first > 1
        if sign == ")":
            return tokens.raw(first - 2).isupper() and not _plural_noun(tokens, last, words)
        return sign == "#"
    if tokens.text[tokens.ends[first - 1] : tokens.starts[first]].strip() or tokens.joined(first - 1):
        return False
    following = tokens.lower(last)
    found = words.heads.longest_back(tokens, first)
    word = tokens.raws[first - 1]
    if found is not None:
        head: str = found[1]
        capital = tokens.raws[found[0]][:1].isupper() or not tokens.raws[found[0]].islower()
        letter = has_unit and last == first + 2 and tokens.joined(first) and len(tokens.raws[first + 1]) == 1
        if (head not in words.heads_keep or (capital and first > 1)) and (letter or not has_unit):
            return not _plural_noun(tokens, last, words) or capital
    if word.islower() or has_unit or not word[0].isalpha():
        return False
    if word.isupper() and len(word) > 2 and tokens.kinds[first] == "N" and not _plural_noun(tokens, last, words):
        return following not in words.name_not_before
    starts_sentence = first < 2 or tokens.lowers[first - 2] in (".", "!", "?", '"', ":", ";") or (
        tokens.kinds[first - 2] == "B"
    )
    if starts_sentence or tokens.lowers[first - 1] in words.openers:
        return False
    if tokens.lowers[first - 1] in words.calendar.weekdays or tokens.lowers[first - 1] in words.calendar.months:
        return False
    if _plural_noun(tokens, last, words):
        return False
    return following != "%" and following not in words.name_not_before


def _plural_noun(tokens: Tokens, at: int, words: MaskWords) -> bool:
    """Whether a counted noun stands within three words: a cheap sign that the number counts it.

    Digits of a name on the way are no words: "14 MiG-29 fighters".
    """
    words_left = 3
    for index in range(at, min(at + 6, len(tokens))):
        kind = tokens.kinds[index]
        if (kind == "S" and tokens.lowers[index] == "-") or (kind == "N" and index > at):
            continue
        if kind != "W" or not words_left:
            return False
        words_left -= 1
        lower = tokens.lowers[index]
        if lower in words.stops:
            return False
        if lower in words.counted and (index == at or tokens.raws[index].islower()):
            return True
        if lower.endswith(words.plural_suffix) and len(lower) > 4 and tokens.raws[index].islower() and index == at:
            return True
    return False


def is_version(tokens: Tokens, index: int) -> bool:
    """ "2.0": one digit, a point, a zero; behind a name it is a version."""
    raw = tokens.raws[index]
    return len(raw) == 3 and raw[0].isdecimal() and raw[1] == "." and raw[2] == "0"


def is_address(tokens: Tokens, last: int, words: MaskWords) -> bool:
    """ "575 Wilbraham Road": capitalised words up to a street word."""
    for index in range(last, min(last + 5, len(tokens))):
        ordinal = index > 0 and tokens.kinds[index - 1] == "N" and tokens.joined(index - 1)
        if tokens.kinds[index] not in "WN" or (tokens.raws[index].islower() and not ordinal):
            return False
        if tokens.lowers[index] in words.addresses and not ordinal:
            return True
    return False


def is_age(tokens: Tokens, first: int, last: int, words: MaskWords) -> bool:
    """ "Jane Roe, 25, said", "aged 25 to 54"."""
    if words.ages.longest_back(tokens, first) is not None:
        return True
    return (
        tokens.lower(first - 1) == ","
        and tokens.lower(last) in (",", ".", ")")
        and tokens.kind(first - 2) == "W"
        and tokens.raw(first - 2)[:1].isupper()
        and not tokens.raw(first - 2).isupper()
        and tokens.kinds[first] == "N"
        and not tokens.raw(first - 3).islower()
    )


def is_calibre(tokens: Tokens, first: int, last: int, unit: str | None, words: MaskWords) -> bool:
    """ "155 mm howitzers", "a .50-calibre rifle": the size of a bore, part of the weapon's name."""
    at = last
    if tokens.lower(at) == "-":
        at += 1
    if unit is None:
        return words.calibre_words.longest(tokens, at) is not None
    if unit not in words.calibre_units:
        return False
    if words.calibre_before and _follows_weapon(tokens, first, words):
        return True
    for index in range(at, min(at + words.calibre_reach, len(tokens))):
        if tokens.lowers[index] == "-" and tokens.kinds[index] == "S":
            continue
        if tokens.kinds[index] != "W":
            return words.calibre_words.longest(tokens, index) is not None
        if tokens.lowers[index] in words.calibre_nouns or words.calibre_words.longest(tokens, index) is not None:
            return True
    return False


def _follows_weapon(tokens: Tokens, first: int, words: MaskWords) -> bool:
    """Whether the noun of a weapon leads to the measure at token `first`: "cañones autopropulsados de 155 mm"."""
    for index in range(first - 1, max(-1, first - 2 - words.calibre_reach), -1):
        if tokens.lowers[index] in words.calibre_before:
            return True
        if tokens.lowers[index] not in words.calibre_links:
            return False
    return False
