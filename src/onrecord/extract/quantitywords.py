"""What the quantity scanner is told: options, and the word lists of a language compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.extract.masks import MaskWords, load_mask_words
from onrecord.extract.modifiers import ModifierWords, load_modifier_words
from onrecord.extract.numberwords import NumberWords, load_number_words
from onrecord.extract.scan import Phrases, scan
from onrecord.extract.units import UnitWords, load_unit_words


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
    range_articles: frozenset[str]  # before the second end: Spanish "entre los 20 y los 30"
    triggers: frozenset[str]


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
        range_articles=frozenset(ranges.get("articles", [])),
        triggers=frozenset(triggers),
    )
