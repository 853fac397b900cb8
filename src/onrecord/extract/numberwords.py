"""The number words of a language, compiled from `data/lang/<code>/quantities.toml`, and what a number is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.extract.scan import Phrases, scan

CONTEXT = Context(prec=40)
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Number:
    """A number on tokens [first, last).  `low` or `high` None is an open end.

    `form`: "digits", "words", "fraction", "vague", "whole" ("both"), "ordinal".  `scale` is the last scale word's value
    ("million"), `coefficient` what stood before it: "10 to 15 billion" is finished with them.
    """

    first: int
    last: int
    low: Decimal | None
    high: Decimal | None
    form: str
    approximate: bool = False
    coefficient: Decimal | None = None
    scale: Decimal | None = None
    abbreviation: str | None = None  # "m", "k", "M" when that is how the scale was written
    plain: bool = False  # digits only, without separators: may be a year
    negative: bool = False


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language, compiled."""

    language: str
    decimal: str
    groups: frozenset[str]
    plain_space_blocks: int
    values: Phrases  # → ("value", amount, granularity) | ("scale", factor, factor)
    scales: Phrases
    articles: frozenset[str]
    joiners: dict[str, Decimal]
    point: frozenset[str]
    minus: frozenset[str]
    halves: Phrases
    over: Phrases
    denominators: dict[str, int]
    half: frozenset[str]
    half_not_after: frozenset[str]
    half_not_before: frozenset[str]
    single_before: frozenset[str]
    always: dict[str, Decimal]
    touching: dict[str, Decimal]
    money: dict[str, Decimal]
    before_noun: dict[str, Decimal]
    noun_openers: frozenset[str]
    vague: Phrases
    whole: Phrases
    ordinals: dict[str, int]
    loose: dict[str, Decimal]
    singular_denominators: frozenset[str]
    tens: frozenset[Decimal]
    links: frozenset[str]  # "of" in "two thirds of a million"
    ratio_words: Phrases
    plural_suffix: str
    plurals: frozenset[str]  # irregular ones
    starters: frozenset[str]
    scale_links: Phrases  # between a scale and its unit: Spanish "tres millones de euros"
    gathers: bool  # a greater scale takes all before it: "dos mil quinientos millones"
    dash_signs: frozenset[str] = frozenset("-~")


def times(left: Decimal, right: Decimal) -> Decimal:
    return CONTEXT.multiply(left, right)


def ratio(above: Decimal, below: Decimal) -> Decimal:
    return CONTEXT.divide(above, below)


@cache
def load_number_words(language: str) -> NumberWords:
    """Compile the number tables of a language.  Raises UnknownLanguage or LexiconError."""
    table = lexicon.load("quantities", language=language)
    numbers: dict[str, Any] = table["numbers"]
    words = numbers["words"]
    fractions: dict[str, Any] = table.get("fractions", {})
    values = Phrases()
    scales = Phrases()
    starters: set[str] = set()
    for word, value in numbers["simple"].items():
        values.add(word, ("value", Decimal(value), _ONE))
    for word, value in numbers["tens"].items():
        values.add(word, ("value", Decimal(value), Decimal(10)))
    for word, value in numbers.get("hundreds", {}).items():
        values.add(word, ("value", Decimal(value), Decimal(100)))
    for word, value in numbers["scales"].items():
        scales.add(word, Decimal(value))
    bare = numbers.get("bare_scales", [])  # languages where a scale stands alone as a number: "mil", "mille"
    for word in bare:
        values.add(word, ("scale", Decimal(numbers["scales"][word]), Decimal(numbers["scales"][word])))
    vague, whole = Phrases(), Phrases()
    for form, entry in table.get("vague", {}).items():
        if isinstance(entry, dict):
            vague.add(form, entry)
    for form, entry in table.get("whole", {}).items():
        if isinstance(entry, int | dict) and not isinstance(entry, bool):
            whole.add(form, entry)
    halves, over, ratio_words, scale_links = Phrases(), Phrases(), Phrases(), Phrases()
    for form in words.get("scale_links", []):
        scale_links.add(form, True)
    for form in words.get("ratios", []):
        ratio_words.add(form, True)
    for form in words.get("halves", []):
        halves.add(form, True)
    for form in words.get("over", []):
        over.add(form, True)
    sections = [numbers["simple"], numbers["tens"], numbers.get("hundreds", {}), numbers["scales"]]
    for section in [*sections, table.get("vague", {}), table.get("whole", {})]:
        starters.update(scan(form).lowers[0] for form, entry in section.items() if isinstance(entry, int | dict))
    half = frozenset(fractions.get("half", []))
    starters.update(half, words["articles"], words["minus"], numbers.get("denominators", {}))
    short: dict[str, Any] = numbers.get("abbreviations", {})
    return NumberWords(
        language=language,
        decimal=table["format"]["decimal"],
        groups=frozenset(table["format"]["groups"]),
        plain_space_blocks=table["format"].get("plain_space_blocks", 0),
        values=values,
        scales=scales,
        articles=frozenset(words["articles"]),
        joiners={word: Decimal(least) for word, least in words.get("joiners", {}).items()},
        point=frozenset(words.get("point", [])),
        minus=frozenset(words["minus"]),
        halves=halves,
        over=over,
        denominators=dict(numbers.get("denominators", {})),
        half=half,
        half_not_after=frozenset(fractions.get("half_not_after", [])),
        half_not_before=frozenset(fractions.get("half_not_before", [])),
        single_before=frozenset(fractions.get("single_before", [])),
        always={key: Decimal(value) for key, value in short.get("always", {}).items()},
        touching={key: Decimal(value) for key, value in short.get("joined", {}).items()},
        money={key: Decimal(value) for key, value in short.get("money", {}).items()},
        before_noun={key: Decimal(value) for key, value in short.get("before_noun", {}).items()},
        noun_openers=frozenset(short.get("noun_openers", [])),
        vague=vague,
        whole=whole,
        ordinals=dict(table.get("ordinals", {}).get("words", {})),
        loose={key: Decimal(value) for key, value in short.get("loose", {}).items()},
        singular_denominators=frozenset(words.get("singular_parts", [])),
        tens=frozenset(Decimal(value) for value in numbers["tens"].values()),
        links=frozenset(words.get("links", [])),
        ratio_words=ratio_words,
        plural_suffix=table.get("names", {}).get("plural_suffix", ""),
        plurals=frozenset(table.get("names", {}).get("plurals", [])),
        starters=frozenset(starters),
        scale_links=scale_links,
        gathers=bool(words.get("gathers", False)),
    )


def to_decimal(text: str) -> Decimal:
    """A factor of a data file: "0.3048", "5/18", "0.15/86400"."""
    above, _, below = text.partition("/")
    try:
        value = Decimal(above)
        return ratio(value, Decimal(below)) if below else value
    except InvalidOperation as error:
        raise ValueError(f"not a number: {text!r}") from error
