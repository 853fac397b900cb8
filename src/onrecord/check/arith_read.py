"""What a text says of numbers that must fit one another: shares, sums, changes.  Only plain wordings are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from onrecord import lexicon
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Quantity, Span
from onrecord.signs import CLOSE, OPEN, Signed, put_signs

_NUMBER = re.compile(rf"{OPEN}(\d+){CLOSE}")
_SLOT = re.compile(r"(?<!\?P)<(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_LONGEST = 1200  # characters; what goes on for longer is a table
_PARTS = ("whole", "part", "percent", "total", "range")
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]?\s+(?=[A-Z“\"'‘⟦])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Relation:
    """Numbers said to fit one another.  `kind`: share, sum, change, factor, part."""

    kind: str
    span: Span
    whole: Quantity | None = None
    part: Quantity | None = None
    percent: Quantity | None = None
    total: Quantity | None = None
    addends: tuple[Quantity, ...] = ()
    ends: tuple[Decimal, Decimal] | None = None  # before and after
    factor: Decimal | None = None
    sign: int = 1


@lru_cache(maxsize=8)
def read_relations(text: str, quantities: tuple[Quantity, ...], language: str = "en") -> tuple[Relation, ...]:
    """Relations of a text in reading order; none in a language without the forms."""
    try:
        forms = _forms(language)
    except (LexiconError, UnknownLanguage):
        return ()
    if not quantities:
        return ()
    numbers = sorted({q.span: q for q in quantities}.values(), key=lambda q: (q.span.start, -q.span.end))
    kept: list[Quantity] = []
    for number in numbers:
        if not kept or number.span.start >= kept[-1].span.end:
            kept.append(number)
    signed = put_signs(text, ((number.span, str(n)) for n, number in enumerate(kept)))
    masked = signed.text
    found: list[Relation] = []
    begin = 0
    stops = [m.end() for m in _SENTENCE_END.finditer(masked)]
    for stop in (*stops, len(masked)):
        sentence = masked[begin:stop].replace("\n", " ")
        if OPEN in sentence and len(sentence) <= _LONGEST:
            found.extend(_read(sentence, begin, kept, forms, text, signed, language))
        begin = stop
    return tuple(_fullest(found))


def _read(
    sentence: str,
    begin: int,
    numbers: list[Quantity],
    forms: tuple[tuple[dict[str, Any], re.Pattern[str]], ...],
    text: str,
    signed: Signed,
    language: str,
) -> Iterator[Relation]:
    for row, pattern in forms:
        for match in pattern.finditer(sentence):
            named: dict[str, list[Quantity]] = {}
            for key, value in match.groupdict().items():
                if value is not None:
                    found = [numbers[int(n)] for n in _NUMBER.findall(value)]
                    named.setdefault(key.partition("__")[0], []).extend(found)
            span = signed.span(begin + match.start(), begin + match.end())
            relation = _relation(row, named, span, text, language)
            if relation is not None:
                yield relation


def _relation(
    row: dict[str, Any], named: dict[str, list[Quantity]], span: Span, text: str, language: str
) -> Relation | None:
    def one(name: str) -> Quantity | None:
        return named[name][0] if named.get(name) else None

    percent = one("percent")
    if percent is not None and percent.unit is None and row["kind"] == "change":
        percent = _in_hundredths(percent)
    if "percent" in named and (percent is None or percent.unit != "percent"):
        return None
    counts = [q for name in ("whole", "part", "total", "addend") for q in named.get(name, ())]
    if any(q.unit is not None for q in counts):
        return None
    ends = None
    if "range" in named:
        if named["range"][0].unit == "percent":
            return None  # "from 20 to 25 per cent" rises by points
        ends = _ends_of(named["range"][0], text, language)
        if ends is None or ends[0] <= 0:
            return None
    addends = tuple(named.get("addend", ()))
    total = one("total")
    if "said" in row and (total is None or not total.span.of(text).lower().startswith(tuple(row["said"]))):
        return None
    if row["kind"] == "sum" and len(addends) < 2:
        return None
    return Relation(
        kind=row["kind"],
        span=span,
        whole=one("whole"),
        part=one("part"),
        percent=percent,
        total=total,
        addends=addends,
        ends=ends,
        factor=Decimal(row["factor"]) if "factor" in row else None,
        sign=int(row.get("sign", 1)),
    )


def _in_hundredths(fraction: Quantity) -> Quantity | None:
    """ "a quarter" as 25 per cent; None for a number that is no fraction."""
    if fraction.low is None or fraction.low != fraction.high or not 0 < fraction.low < 1:
        return None
    share = fraction.low * 100
    return replace(fraction, low=share, high=share, unit="percent", approximate=True)


def _ends_of(quantity: Quantity, text: str, language: str) -> tuple[Decimal, Decimal] | None:
    """ "from 40 to 30": both numbers as they stand; the quantity itself only knows the lower and the higher."""
    found = re.match(lexicon.load("arithmetic", language=language)["range"]["form"], quantity.span.of(text))
    if found is None:
        return None
    low, unit, high, other = found.groups()
    if unit and other and unit != other:
        return None  # "from 900 million to 1 billion"
    try:
        first, last = Decimal(low.rstrip(".,").replace(",", "")), Decimal(high.rstrip(".,").replace(",", ""))
    except InvalidOperation:
        return None
    return first, last


def _fullest(found: list[Relation]) -> Iterator[Relation]:
    """Of relations over the same numbers the first form's; a mere part gives way to a share."""
    taken: list[Relation] = []
    for relation in sorted(found, key=lambda r: (r.kind == "part", -len(r.addends), r.span.start, -len(r.span))):
        if not any(other.span.overlaps(relation.span) for other in taken):
            taken.append(relation)
    yield from sorted(taken, key=lambda r: (r.span.start, r.span.end))


@cache
def _forms(language: str) -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    table = lexicon.load("arithmetic", language=language)
    macros = {name: str(words) for name, words in table["macro"].items()}
    macros |= {name: rf"(?P<{name}>{OPEN}\d+{CLOSE})" for name in _PARTS}
    return tuple((row, _compile(row["form"], macros)) for row in table["form"])


def _compile(form: str, macros: dict[str, str]) -> re.Pattern[str]:
    for _ in range(6):  # macros within macros
        form = _SLOT.sub(lambda slot: macros[slot[1]], form)
    seen: dict[str, int] = {}

    def number(group: re.Match[str]) -> str:
        seen[group[1]] = seen.get(group[1], 0) + 1
        return f"(?P<{group[1]}__{seen[group[1]]}>"

    return re.compile(_GROUP.sub(number, form), re.IGNORECASE)
