"""Quantities in the form the scorer beside the quantity benchmark reads, and the numeric entailment report.

The sets of that benchmark follow conventions of their own.  They are stated here, as profiles, and nowhere in the
product:

newsquant    counts nouns as units ("31 tanks": unit "tank"), gives vague plurals as ranges (dozens 12-120), marks
             change ("rose 3 percent": up), leaves out zero, several, both, once and ordinals that count acts
quantulum    counts years and bare numbers too, has no unit for a count
number       every number, years and names included; no units but percent; no ranges
range        numbers with a bound, or two of them; no units
unit         measures and sums only
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from onrecord import lexicon
from onrecord.extract.counted import CountedWords, find_noun_group, load_counted_words
from onrecord.extract.numberwords import load_number_words
from onrecord.extract.parse import parse
from onrecord.extract.quantities import Options, find_quantities
from onrecord.extract.scan import scan
from onrecord.extract.units import load_unit_words, to_base
from onrecord.model import Quantity, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_EVERYTHING = {"skip_years": False, "skip_names": False, "skip_ages": False, "skip_calibres": False,
               "skip_scores": False, "ordinals": False, "zeros": False, "times_words": False}  # fmt: skip
OPTIONS = {
    "newsquant": Options(ordinals=False, zeros=False, times_words=False, join_parts=False),
    "quantulum": Options(**{**_EVERYTHING, "skip_names": True}),
    "number": Options(**{**_EVERYTHING, "skip_dates": False}, join_ranges=False, read_units=False,
                      vague=False, loose_scales=True, ratios=True),
    "range": Options(ordinals=False, zeros=False, times_words=False, ratios=True),
    "unit": Options(ordinals=False, zeros=False, times_words=False, skip_calibres=False, join_ranges=False,
                    skip_ages=False, bare_cents=True),
}  # fmt: skip
_BOUNDS = {"more_than": ">", "at_least": ">=", "less_than": "<", "up_to": "<=", "nearly": "<"}


def profile_of(record_id: str) -> str:
    """The profile a record's id speaks for: newsquant, quantulum, number, range or unit."""
    match = re.match(r"(newsquant|quantulum)|rec(?:ognizers)?-\w+-(number|range|unit)", record_id)
    return (match[1] or match[2]) if match else "newsquant"


def predict(record: dict[str, object], *, language: str, profile: str | None = None) -> dict[str, object]:
    """`{"id", "quantities": [...]}` for one record.  Raises UnknownLanguage."""
    text = str(record["text"])
    profile = profile or profile_of(str(record["id"]))
    options = OPTIONS.get(profile, OPTIONS["newsquant"])
    found = find_quantities(text, language=language, options=options)
    if profile == "newsquant" or profile not in OPTIONS:
        rows = _newsquant(text, found, language)
    elif profile == "range":
        rows = [_range_row(text, quantity) for quantity in found]
    else:
        rows = [_plain_row(text, quantity, profile, language) for quantity in found]
        if profile == "quantulum":
            rows.extend(_article_units(text, found, language))
    return {"id": record["id"], "quantities": [row for row in rows if row is not None]}


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _row(quantity: Quantity, low: Decimal | None, high: Decimal | None, unit: str | None, modifier: str | None,
         point: Decimal | None = None) -> dict[str, Any]:  # fmt: skip
    if point is None and low is not None and (low == high or high is None):
        point = low
    if point is None and low is None:
        point = high
    ranged = point is None
    return {
        "start": quantity.span.start,
        "end": quantity.span.end,
        "value": _number(point),
        "low": _number(low) if ranged else None,
        "high": _number(high) if ranged else None,
        "unit": unit,
        "modifier": modifier,
    }


# --- NewsQuant ---------------------------------------------------------------------------------------------------

_NEWS_UNITS = {
    "percent": "percentage", "pound": "pound-mass", "degree_celsius": "celsius", "degree_fahrenheit": "fahrenheit",
    "metric_horsepower": "horsepower", "revolution_per_minute": "revolutions per minute", "part_per_billion":
    "parts-per-billion", "part_per_million": "parts-per-million", "foot_pound_force": "foot pound-force",
    "kilotonne": "kiloton", "gigatonne": "gigaton", "milliampere_hour": "milliampere-hour", "percentage_point":
    "percentage point", "kilopound_per_square_inch": "kilopound per square inch", "ton_per_day": "ton per day",
    "tonne": "metric ton", "USD": "dollar", "EUR": "euro", "GBP": "pound sterling", "JPY": "japanese yen",
    "CNY": "chinese yuan", "AUD": "australian dollar", "CAD": "canadian dollar", "NZD": "new zealand dollar",
    "HKD": "hong kong dollar", "SGD": "singapore dollar", "TWD": "taiwan dollar", "MYR": "malaysian ringgit",
    "INR": "indian rupee", "DKK": "danish krone", "SEK": "swedish krona", "NOK": "norwegian krone",
    "CHF": "swiss franc", "RUB": "russian ruble", "UAH": "ukrainian hryvnia", "TRY": "turkish lira", "ILS": "shekel",
    "KRW": "south korean won", "BRL": "brazilian real", "MXN": "mexican peso", "ZAR": "south african rand",
    "PLN": "polish zloty", "THB": "thai baht", "IDR": "indonesian rupiah", "PHP": "philippine peso", "HRK":
    "croatian kuna", "BTC": "bitcoin", "SAR": "saudi riyal", "AED": "united arab emirates dirham",
    "PKR": "pakistani rupee", "NGN": "nigerian naira", "EGP": "egyptian pound", "CZK": "czech koruna",
}  # fmt: skip


def unit_name(unit: str, names: dict[str, str]) -> str:
    """A unit id as a name, part by part: "USD_per_barrel" is "dollar per barrel"."""
    if unit in names:
        return names[unit]
    above, _, below = unit.partition("_per_")
    if below:
        return f"{unit_name(above, names)} per {unit_name(below, names)}"
    return unit.replace("_", " ")


def _newsquant(text: str, found: tuple[Quantity, ...], language: str) -> list[dict[str, Any] | None]:
    doc = parse(text, language=language)
    words = load_counted_words(language)
    rows: list[dict[str, Any] | None] = []
    for quantity in found:
        rows.extend(_news_rows(text, doc, quantity, words))
    _carry_nouns(doc, rows, words)
    return rows


def _carry_nouns(doc: Doc, rows: list[dict[str, Any] | None], words: CountedWords) -> None:
    """A bare number takes the noun of the number before it in its sentence: "460 cars, compared with 63 last year"."""
    last: tuple[int, str] | None = None
    never = {"percentage", *(_NEWS_UNITS[code] for code in _NEWS_UNITS if code.isupper())}
    for row in rows:
        if row is None:
            continue
        span = doc.char_span(row["start"], row["end"], alignment_mode="expand")
        sentence = span.sent.start if span is not None and len(span) else -1
        if row["unit"] is None and span is not None and last is not None and last[0] == sentence:
            following = doc[span.end] if span.end < len(doc) else None
            if following is None or following.is_punct or following.tag_ in ("WP", "WDT", "IN", "TO", "VBD", "VBP"):
                row["unit"] = last[1]
        elif row["unit"] is not None and row["unit"] not in never and row["value"] is not None:
            last = (sentence, row["unit"])


def _news_rows(text: str, doc: Doc, quantity: Quantity, words: CountedWords) -> list[dict[str, Any] | None]:
    low, high, modifier = quantity.low, quantity.high, None
    surface = quantity.span.of(text).lower()
    vague = not any(char.isdigit() for char in surface) and quantity.approximate and (
        quantity.modifier == "vague" or (low is not None and high is None)
    )  # fmt: skip
    if surface == "both" or surface.endswith("pair of"):
        return []
    if vague and low is not None and high is None:
        if low < 20 or str(low).startswith("3"):
            return []  # several, a few, multiple; several hundred
        low, high = low / 2, low * 5
    elif vague and low is not None and low < 20:
        return []
    unit = unit_name(quantity.unit, _NEWS_UNITS) if quantity.unit else _noun_unit(doc, quantity, words)
    if quantity.unit == "foot_pound_force" and "pound" in surface:
        unit = "pound-foot"
    trend = None if text[: quantity.span.start].rstrip().endswith(" of") else quantity.trend
    if trend is not None and quantity.modifier not in ("range", "from_to"):
        modifier = trend
    elif quantity.modifier in _BOUNDS and quantity.modifier != "nearly":
        modifier = _BOUNDS[quantity.modifier]
    elif not vague and (quantity.approximate or quantity.modifier in ("about", "nearly")):
        modifier = "~"
    if " or " in surface and low != high and low is not None and high is not None:
        return [_row(quantity, low, low, unit, modifier), _row(quantity, high, high, unit, modifier)]
    return [_row(quantity, low, high, unit, modifier)]


def _noun_unit(doc: Doc, quantity: Quantity, words: CountedWords) -> str | None:
    group = find_noun_group(doc, quantity.span, words)
    if group is None:
        return "year of age" if _is_age(doc, quantity) else None
    group = _left_adjectives(doc, quantity, group[-1]) + group
    name = " ".join(_lemma(token) for token in group if token.text not in ("-", ",", "'", "’s", "'s", "and"))
    name = "count" if name == "time" else name
    following = doc[group[-1].i + 1 : group[-1].i + 3]
    if len(following) == 2 and following[0].lower_ == "per":
        name += f" per {following[1].lemma_}"
    part = not any(char.isdigit() for char in quantity.span.of(doc.text))
    return f"% {name}" if part and quantity.low is not None and 0 < quantity.low < 1 else name


def _is_age(doc: Doc, quantity: Quantity) -> bool:
    """ "she will be 35"."""
    span = doc.char_span(quantity.span.start, quantity.span.end, alignment_mode="expand")
    if span is None or span.start == 0 or quantity.low is None or not 0 < quantity.low < 110:
        return False
    verb = doc[span.start - 1]
    return verb.lemma_ in ("be", "turn") and any(
        child.dep_ == "nsubj" and child.lower_ in ("he", "she", "i") for child in verb.children
    )


def _left_adjectives(doc: Doc, quantity: Quantity, head: Token) -> list[Token]:
    """ "the previous two sessions", "a record 32 goals": what stands before the number but belongs to its noun."""
    span = doc.char_span(quantity.span.start, quantity.span.end, alignment_mode="expand")
    if span is None:
        return []
    found: list[Token] = []
    at = span.start - 1
    while at >= 0 and doc[at].pos_ in ("ADJ", "NOUN", "VERB") and doc[at].dep_ in ("amod", "compound", "nmod"):
        if doc[at].head.i != head.i:
            break
        found.insert(0, doc[at])
        at -= 1
    return found


def _lemma(token: Token) -> str:
    if token.tag_ in ("NNS", "JJS", "JJR", "NN"):
        return token.lemma_
    return token.text


# --- the other sets ----------------------------------------------------------------------------------------------

_MAKERS_UNITS = {
    **_NEWS_UNITS,
    "USD": "dollar", "CNY": "chinese yuan", "GBP": "pound sterling", "percent": "percentage", "year_of_age": "year",
    "month_of_age": "month", "week_of_age": "week", "day_of_age": "day",
}  # fmt: skip
_QUANTULUM_UNITS = {**_NEWS_UNITS, "degree_celsius": "degree celsius", "degree_fahrenheit": "degree fahrenheit"}
_SPEC_UNITS = {
    **_MAKERS_UNITS,
    "degree_celsius": "C", "degree_fahrenheit": "F", "kelvin": "K", "pound": "pound", "tonne": "ton",
    "GBP": "pound", "FIM": "Finnish markka", "NLG": "Netherlands guilder", "DEM": "German mark", "SAR": "Saudi riyal",
    "KRW": "Korean won", "TWD": "New Taiwan dollar", "ILS": "Israeli new shekel", "INR": "Indian rupee",
}  # fmt: skip


def _plain_row(text: str, quantity: Quantity, profile: str, language: str = "en") -> dict[str, Any] | None:
    low, high = quantity.low, quantity.high
    point = None
    if low is None or high is None:
        point = low if low is not None else high
    if point is None and low != high and profile in ("number", "unit"):
        return None
    if profile == "number":
        return _row(quantity, low, high, "percent" if quantity.unit == "percent" else None, None, point)
    if profile == "unit":
        if quantity.unit is None:
            return None
        name = _spec_unit(text, quantity) if language == "en" else _own_unit(quantity.unit, language)
        return _row(quantity, low, high, name, None, point)
    unit = unit_name(quantity.unit, _QUANTULUM_UNITS) if quantity.unit else None
    return _row(quantity, low, high, unit, None, point)


def _article_units(text: str, found: tuple[Quantity, ...], language: str) -> list[dict[str, Any] | None]:
    """ "a gallon of beer" as one gallon: that set counts an article before a unit, the product does not."""
    tokens, words, numbers = scan(text), load_unit_words(language), load_number_words(language)
    rows: list[dict[str, Any] | None] = []
    for index, lower in enumerate(tokens.lowers):
        if lower not in numbers.articles or any(q.span.start <= tokens.starts[index] < q.span.end for q in found):
            continue
        unit = words.names.longest(tokens, index + 1)
        if unit is None or unit[1] in words.time:
            continue
        span = Span(tokens.starts[index], tokens.ends[unit[0] - 1])
        one = Quantity(span=span, low=Decimal(1), high=Decimal(1), unit=unit[1])
        rows.append(_row(one, one.low, one.high, unit_name(unit[1], _QUANTULUM_UNITS), None))
    return rows


def _own_unit(unit: str, language: str) -> str:
    """The first name a language's pack has for a unit: the specifications of that language name units so."""
    table = lexicon.load("quantities", language=language)
    above, _, _ = unit.partition("_per_")
    sections = (table["units"]["names"], *(table["currencies"][name] for name in ("names", "open", "parts")))
    for name in (unit, above):
        found = next((names[name] for names in sections if names.get(name)), None)
        if found:
            return str(found[0])
    return unit_name(unit, {})


def _spec_unit(text: str, quantity: Quantity) -> str:
    assert quantity.unit is not None
    words = quantity.span.of(text).lower()
    unit = quantity.unit
    above, _, below = unit.partition("_per_")
    if below and (above in load_unit_words("en").currencies or above in ("cent", "penny")):
        unit = above  # the set leaves "a share" out of a price
    named = _named_money(words, unit)
    if named is not None:
        return named
    if unit == "tonne" and "metric" in words:
        return "metric ton"
    if unit == "penny" and "pence" in words:
        return "pence"
    return unit_name(unit, _SPEC_UNITS)


def _named_money(words: str, unit: str) -> str | None:
    """The currency as the text names it in two words or more ("swiss francs"): that is how the set names it."""
    forms = lexicon.load("quantities", language="en")["currencies"]["names"].get(unit, [])
    named = [form for form in forms if " " in form and form.lower() in words]
    if named:
        return str(max(named, key=len))
    if unit == "USD" and re.search(r"us\s?\$|usd", words):
        return "United States dollar"
    return None


def _range_row(text: str, quantity: Quantity) -> dict[str, Any] | None:
    if quantity.low is not None and quantity.low == quantity.high:
        if quantity.modifier != "exactly":
            return None
        return {**_row(quantity, None, None, None, None, None), "value": None, "low": float(quantity.low),
                "high": float(quantity.low)}  # fmt: skip
    if quantity.low is not None and quantity.high is not None:
        return _row(quantity, quantity.low, quantity.high, None, None)
    modifier = _BOUNDS.get(quantity.modifier or "")
    if modifier is None or quantity.modifier == "nearly":
        return None
    return _row(quantity, quantity.low, quantity.high, None, modifier)


# --- numeric entailment ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NliReport:
    """Interval comparison on premise and hypothesis pairs: accuracy, and how many errors of each sort."""

    pairs: int
    right: int
    majority: int
    errors: tuple[tuple[str, int], ...]

    @property
    def accuracy(self) -> float:
        return self.right / self.pairs if self.pairs else 0.0


def compare_nli(records: list[dict[str, Any]], *, language: str = "en") -> NliReport:
    """Call a pair entailed when every quantity of the hypothesis has one in the premise whose interval lies inside it.

    Numbers alone are compared: what else a hypothesis adds is not looked at, and is most of the error.
    """
    errors: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    right = 0
    for record in records:
        labels[record["label"]] += 1
        verdict, reason = _judge(record["premise"], record["hypothesis"], language)
        if verdict == record["label"]:
            right += 1
        else:
            errors[f"{record['label']} called {verdict}: {reason}"] += 1
    return NliReport(len(records), right, max(labels.values(), default=0), tuple(errors.most_common()))


def _judge(premise: str, hypothesis: str, language: str) -> tuple[str, str]:
    wanted = find_quantities(hypothesis, language=language)
    known = find_quantities(premise, language=language)
    if not wanted:
        return "entailment", "no quantity in the hypothesis"
    if not known:
        return "neutral", "no quantity in the premise"
    for quantity in wanted:
        same = [other for other in known if _same_dimension(quantity, other)]
        if not same:
            return "neutral", "no quantity of that unit in the premise"
        if not any(lies_within(other, quantity) for other in same):
            return "neutral", "no interval inside the hypothesis' interval"
    return "entailment", "every interval found"


def _same_dimension(one: Quantity, two: Quantity) -> bool:
    if one.unit == two.unit:
        return True
    first, second = to_base(one), to_base(two)
    return first is not None and second is not None and first[2] == second[2]


def lies_within(inner: Quantity, outer: Quantity) -> bool:
    """Whether what `inner` allows is allowed by `outer`; an approximate end has a twentieth of slack."""
    a, b = to_base(inner), to_base(outer)
    low, high = (a[0], a[1]) if a and b and inner.unit != outer.unit else (inner.low, inner.high)
    bottom, top = (b[0], b[1]) if a and b and inner.unit != outer.unit else (outer.low, outer.high)
    slack = Decimal("0.05") if inner.approximate or outer.approximate or inner.unit != outer.unit else Decimal(0)
    if bottom is not None and (low is None or low < bottom - abs(bottom) * slack):
        return False
    return not (top is not None and (high is None or high > top + abs(top) * slack))
