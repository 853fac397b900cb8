"""What a text says of numbers that must fit one another: shares, sums, changes.  Only plain wordings are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from onrecord import lexicon
from onrecord.check.sentences import SIGNED_END
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.forms import AnchorFinder, Anchors, holds_anchors
from onrecord.model import Quantity, Span
from onrecord.signs import CLOSE, OPEN, Signed, put_signs

_NUMBER = re.compile(rf"{OPEN}(\d+){CLOSE}")
_SLOT = re.compile(r"(?<!\?P)<(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_LONGEST = 1200  # characters; what goes on for longer is a table
_PARTS = ("whole", "part", "percent", "total", "range", "first", "last")
_EDGES = ".,;:!?()"
_PHRASE = 60  # characters behind a number in which its noun stands
_ONE = Decimal(1)
_MOST_APART = 50  # times: "from $2 billion to 3" leaves a unit out


@dataclass(frozen=True, slots=True)
class Relation:
    """Numbers said to fit one another.  `kind`: share, sum, change, factor, part.

    `gap` is what the parts of a sum leave: "closed", nothing; "outcomes", perhaps something, and none counts twice;
    "open", nothing is known.  `over`: the factor is the least ("more than doubled").
    """

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
    gap: str = "closed"
    over: bool = False
    is_split: bool = False  # "of the 20, 12 burned and the other 8 were sold", and no list of parts


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
    begin, before = 0, ""
    stops = [m.end() for m in SIGNED_END.finditer(masked)]
    for stop in (*stops, len(masked)):
        sentence = masked[begin:stop].replace("\n", " ")
        if OPEN in sentence and len(sentence) <= _LONGEST:
            found.extend(_read(sentence, begin, kept, forms, text, signed, language))
            again, behind = _name_again(sentence, before, kept, language)
            if again:
                # What is put in stands at the beginning: all behind it is as far from the end as before.
                shift = begin + len(sentence) - len(again)
                found.extend(_read(again, shift, kept, forms, text, signed, language, first=begin + behind))
        begin, before = stop, sentence
    return tuple(_fullest(found))


def _read(
    sentence: str,
    begin: int,
    numbers: list[Quantity],
    forms: tuple[tuple[dict[str, Any], Anchors, str], ...],
    text: str,
    signed: Signed,
    language: str,
    *,
    first: int = 0,
) -> Iterator[Relation]:
    """The relations of a sentence that stands at `begin` of the signed text; their spans begin at `first` or behind."""
    lowered = sentence.lower()
    for row, anchors, form in forms:
        if not holds_anchors(lowered, anchors):
            continue
        for match in _compile(form).finditer(sentence):
            named: dict[str, list[Quantity]] = {}
            for key, value in match.groupdict().items():
                if value is not None:
                    found = [numbers[int(n)] for n in _NUMBER.findall(value)]
                    if key.startswith("addend") and "gap" not in row:
                        found += [replace(found[0], low=_ONE, high=_ONE, unit=None) for _ in _singles(value, language)]
                    named.setdefault(key.partition("__")[0], []).extend(found)
            span = signed.span(max(first, begin + match.start()), begin + match.end())
            relation = _relation(row, named, span, text, language)
            if relation is not None:
                yield relation


def _name_again(sentence: str, before: str, numbers: list[Quantity], language: str) -> tuple[str, int]:
    """A sentence that begins "Of these, …" as said of the only number of things in the one before, and where the words
    behind begin; "" for others."""
    form = lexicon.load("arithmetic", language=language).get("again", {}).get("form")
    opening = re.match(form, sentence, re.IGNORECASE) if form else None
    counts = [n for n in _NUMBER.findall(before) if numbers[int(n)].unit is None] if opening else []
    if opening is None or len(counts) != 1:
        return "", 0
    return f"{opening['of']} {OPEN}{counts[0]}{CLOSE}{sentence[opening.end() :]}", opening.end()


def _singles(words: str, language: str) -> list[str]:
    """The parts of a list that are one without a number: "a child"."""
    return _single(language).findall(words)


def _relation(
    row: dict[str, Any], named: dict[str, list[Quantity]], span: Span, text: str, language: str
) -> Relation | None:
    def one(name: str) -> Quantity | None:
        return named[name][0] if named.get(name) else None

    percent = one("percent") or _ratio_of(one("num"), one("den"))
    if percent is not None and percent.unit is None and (row["kind"] == "change" or "fraction" in row):
        percent = _in_hundredths(percent)
    if (row["kind"] == "share" or "percent" in named) and (percent is None or percent.unit != "percent"):
        return None
    addends, total = tuple(named.get("addend", ())), one("total")
    if row["kind"] == "sum" and (total is None or len(addends) < 2 or not _adds_up(total, addends, text, language)):
        return None
    if any(q.unit is not None for name in ("whole", "part") for q in named.get(name, ())):
        return None
    ends = None
    if row["kind"] == "factor" and not _is_from_to(one("range"), text, language):
        return None
    if row["kind"] in ("change", "factor"):
        ends = _ends_between(
            named, 1 if "factor" in row and Decimal(row["factor"]) > 1 else row.get("sign", -1), text, language
        )
        if ends is None or ends[0] <= 0:
            return None
    if total is not None and (
        not _is_said_total(row, total, text) or _counts_others(row, total, addends, text, language)
    ):
        return None
    if row.get("fits") and (total is None or sum(a.low or Decimal(0) for a in addends) != total.low):
        return None
    gap = row.get("gap", "closed")
    if gap == "closed" and "gap" not in row and _is_said_of_some(addends, text, language):
        gap = "open"
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
        gap=gap,
        over=bool(row.get("over", False)),
        is_split="gap" in row,
    )


def _is_said_total(row: dict[str, Any], total: Quantity, text: str) -> bool:
    words = total.span.of(text).lower()
    return words.startswith(tuple(row.get("said", ("",)))) and words.endswith(tuple(row.get("ending", ("",))))


def _is_said_of_some(addends: tuple[Quantity, ...], text: str, language: str) -> bool:
    """ "Four are children and seven were treated": parts that may overlap."""
    behind = tuple(lexicon.load("arithmetic", language=language).get("predicate", {}).get("behind", ()))
    return bool(behind) and any(text.startswith(behind, addend.span.end) for addend in addends)


def _counts_others(
    row: dict[str, Any], total: Quantity, addends: tuple[Quantity, ...], text: str, language: str
) -> bool:
    """Whether a part of a whole is followed by a noun that the whole does not have: "the other 12 soldiers fled"."""
    if "gap" not in row:
        return False
    table = lexicon.load("arithmetic", language=language).get("predicate", {})
    verbs, plurals = table.get("verbs", ()), table.get("plurals", ())
    known = {word.strip(_EDGES).lower() for word in text[total.span.end :][:_PHRASE].partition(":")[0].split()[:4]}
    for addend in addends:
        word = next(iter(text[addend.span.end :][:_PHRASE].split()), "").strip(_EDGES).lower()
        is_noun = word.endswith("s") or word in plurals
        if is_noun and word not in verbs and word not in known and text[addend.span.end :][:1] == " ":
            return True
    return False


def _adds_up(total: Quantity, addends: tuple[Quantity, ...], text: str, language: str) -> bool:
    """Whether the parts may be added: all are counts, or of its unit, left out at times ("400 of rice")."""
    if total.unit is None:  # "about half were burned and the other 12 sold": a fraction is no count
        return all(addend.unit is None and (addend.low is None or addend.low % 1 == 0) for addend in addends)
    table = lexicon.load("arithmetic", language=language).get("adding", {})
    is_money = total.unit.isupper()
    if not (is_money or total.unit in table.get("units", ())):
        return False
    behind = () if is_money else tuple(table.get("behind", ()))  # "$30 million: 20 to Chad" leaves out the millions
    return all(
        addend.unit == total.unit or (addend.unit is None and text.startswith(behind, addend.span.end))
        for addend in addends
    )


def _ratio_of(part: Quantity | None, whole: Quantity | None) -> Quantity | None:
    """ "one in five" as a fifth; None where one of the two is no plain number."""
    if part is None or whole is None or part.low is None or whole.low is None:
        return None
    if part.low != part.high or whole.low != whole.high or whole.low <= 0 or part.unit or whole.unit:
        return None
    share = part.low / whole.low
    return replace(part, span=Span(part.span.start, whole.span.end), low=share, high=share, approximate=True)


def _is_from_to(span: Quantity | None, text: str, language: str) -> bool:
    """Whether a span is one from what was to what is, and not "the 10 to 15 goods on the list"."""
    words = tuple(lexicon.load("arithmetic", language=language)["range"].get("start", ("",)))
    return span is None or span.span.of(text).lower().startswith(words)


def _ends_between(
    named: dict[str, list[Quantity]], sign: int, text: str, language: str
) -> tuple[Decimal, Decimal] | None:
    """Before and after; None for points of a percentage, bounds, and numbers that may be of two units."""
    if "range" in named:
        span = named["range"][0]
        if span.unit == "percent":
            return None  # "from 20 to 25 per cent" rises by points
        bounds = lexicon.load("arithmetic", language=language)["range"].get("bounds", ())
        if span.approximate or not set(span.span.of(text).lower().split()).isdisjoint(bounds):
            return None
        ends = _ends_of(span, text, language)
        if ends is None and span.modifier == "from_to" and span.low is not None and span.high is not None:
            ends = (span.low, span.high) if sign > 0 else (span.high, span.low)  # in words
        return ends
    if "first" not in named or "last" not in named:
        return None
    first, last = named["first"][0], named["last"][0]
    if any(q.low is None or q.low != q.high or q.unit == "percent" or q.approximate for q in (first, last)):
        return None
    if first.unit != last.unit and last.unit is not None:
        return None
    assert first.low is not None
    assert last.low is not None
    small, large = sorted((first.low, last.low))
    return None if large > small * _MOST_APART else (first.low, last.low)


def _in_hundredths(fraction: Quantity) -> Quantity | None:
    """ "a quarter" as 25 per cent; None for a number that is no fraction."""
    if fraction.low is None or fraction.low != fraction.high or not 0 < fraction.low < 1:
        return None
    share = round(fraction.low * 100, 1).normalize() + 0
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
def _single(language: str) -> re.Pattern[str]:
    table = lexicon.load("arithmetic", language=language)
    return _compile(_fill(table["single"]["form"], table["macro"]))


@cache
def _forms(language: str) -> tuple[tuple[dict[str, Any], Anchors, str], ...]:
    """Each form with the words it cannot do without and its regular expression."""
    table = lexicon.load("arithmetic", language=language)
    macros = {name: str(words) for name, words in table["macro"].items()}
    macros |= {name: rf"(?P<{name}>{OPEN}\d+{CLOSE})" for name in _PARTS}
    finder = AnchorFinder(macros)
    return tuple((row, finder.find(row["form"]), _fill(row["form"], macros)) for row in table["form"])


def _fill(form: str, macros: dict[str, str]) -> str:
    for _ in range(6):  # macros within macros
        form = _SLOT.sub(lambda slot: macros[slot[1]], form)
    seen: dict[str, int] = {}

    def number(group: re.Match[str]) -> str:
        seen[group[1]] = seen.get(group[1], 0) + 1
        return f"(?P<{group[1]}__{seen[group[1]]}>"

    return _GROUP.sub(number, form)


@cache
def _compile(form: str) -> re.Pattern[str]:
    """At its first use: all of them together take a sixth of a second."""
    return re.compile(form, re.IGNORECASE)
