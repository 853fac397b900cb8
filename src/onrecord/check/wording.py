"""Sentences of findings: templates of `data/lang/<code>/findings.toml`, filled with labels and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from onrecord import lexicon
from onrecord.check.context import CheckContext
from onrecord.check.measure import Interval
from onrecord.check.words import list_words
from onrecord.model import Entity, Fact, Quantity

# The language findings are written in.  The words looked for in claims follow the report's language instead.
EXPLAIN_IN = "en"
_PLACES = 4  # decimals said of a number that was turned into another unit


def _table() -> dict[str, Any]:
    return lexicon.load("findings", language=EXPLAIN_IN)


def say(rule: str, **values: object) -> str:
    """The sentence of a rule.  Raises KeyError when the rule has no template or a value is missing."""
    text = str(_table()["sentence"][rule]).format(**values)
    return text[:1].upper() + text[1:]


def phrase(name: str, **values: object) -> str:
    """A part of a sentence, by name."""
    return str(_table()["phrase"][name]).format(**values)


def say_number(value: Decimal) -> str:
    """5000 → "5,000"; 5.20 → "5.2"."""
    short = value if value.as_tuple().exponent >= -_PLACES else round(value, _PLACES)  # type: ignore[operator]
    plain = short.quantize(Decimal(1)) if short == short.to_integral_value() else short.normalize()
    return f"{plain:,f}"


def say_year(value: Decimal | str) -> str:
    return str(int(Decimal(value)))


def say_value(value: Decimal, unit: str | None) -> str:
    """5200, "metre" → "5,200 m"; 1, "person" → "1 person"."""
    if unit is None:
        return say_number(value)
    names = _table()["unit"].get(unit)
    if names is None:
        return f"{say_number(value)} {unit.replace('_', ' ')}"  # "850 newton metre"
    return f"{say_number(value)} {names[0] if value == 1 else names[-1]}"


def say_quantity(quantity: Quantity) -> str:
    """The quantity as an interval in words: "up to 5 km", "5 to 6 km", "about 24"."""
    low, high, unit = quantity.low, quantity.high, quantity.unit
    if low is not None and high is not None and low != high:
        words = phrase("from_to", low=say_number(low), high=say_value(high, unit))
    elif low is not None and high is not None:
        words = say_value(low, unit)
    elif low is not None:
        words = _bound(quantity.modifier, "at_least").format(value=say_value(low, unit))
    elif high is not None:
        words = _bound(quantity.modifier, "up_to").format(value=say_value(high, unit))
    else:
        words = phrase("some_number")
    is_bound = quantity.modifier is not None and (low is None or high is None)  # "nearly 40 m", not "about nearly 40 m"
    return phrase("about", value=words) if quantity.approximate and not is_bound else words


def _bound(modifier: str | None, default: str) -> str:
    table = _table()["claimed_modifier"]
    return str(table.get(modifier or "", table[default]))


def say_interval(interval: Interval) -> str:
    """3800 to 4200 → "3,800 to 4,200"; an open upper end → "3,800 or more"."""
    low, high = interval.low, interval.high
    if low is None or high is None:
        one = low if low is not None else high
        return phrase("at_least", value=say_number(one)) if one is not None else phrase("some_number")
    return say_number(low) if low == high else phrase("from_to", low=say_number(low), high=say_number(high))


def say_count(value: Decimal, counted: str | None) -> str:
    """4000, "missile" → "4,000 missiles"."""
    names = _table()["counted"].get(counted or "unspecified", [counted, f"{counted}s"])
    return f"{say_number(value)} {names[0] if value == 1 else names[-1]}"


def name_counted(counted: str | None) -> str:
    """The plural of a counted class: "missile" → "missiles"."""
    return str(_table()["counted"].get(counted or "unspecified", [counted, f"{counted}s"])[-1])


def explain_counts(claimed: str, recorded: str) -> str:
    """What the difference between two counted classes means for comparing numbers."""
    table = _table()["explain"]
    text = table.get(f"{recorded}_{claimed}") or table.get(f"{claimed}_{recorded}") or table["other"]
    return str(text).format(claimed=name_counted(claimed), recorded=name_counted(recorded))


def say_list(items: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"; repeated items once."""
    distinct = list(dict.fromkeys(items))
    if len(distinct) < 2:
        return "".join(distinct)
    return phrase("list", head=", ".join(distinct[:-1]), tail=distinct[-1])


def say_sources(facts: Sequence[Fact]) -> str:
    """ "one source", "7 sources": distinct sources of the facts."""
    count = len({source.key for fact in facts for source in fact.sources})
    return phrase("one_source") if count == 1 else phrase("sources", count=count) if count else phrase("no_source")


def say_figure(fact: Fact) -> str:
    """A recorded figure with what it is tied to: "8 km (Mistral 3)", "over 5 km"."""
    words = say_value(Decimal(fact.value), fact.unit)
    modifier = fact.qualifier("modifier")
    if modifier in _table()["recorded_modifier"]:
        words = _table()["recorded_modifier"][modifier].format(value=words)
    ties = [tie for name in ("variant", "condition", "part") if (tie := fact.qualifier(name))]
    return f"{words} ({', '.join(ties)})" if ties else words


def label_of(context: CheckContext, entity_id: str) -> str:
    """The name of a thing: as these sentences, the record, the caller or the report name it, or its key."""
    special = _table()["name"].get(entity_id)
    if special is not None:
        return str(special)
    if context.record.category(entity_id) is not None:
        return context.record.subject(entity_id).entity.label
    if entity_id in context.names:
        return context.names[entity_id]
    for claim in context.claims:
        for role in claim.roles:
            for entity in (role.entity, *role.others):
                if entity is not None and entity.id == entity_id:
                    return entity.label
    return entity_id.rpartition("/")[2]


def name_item(context: CheckContext, entity: Entity) -> str:
    """An item, with its designation where a relative is called nearly the same: "Igla (9K38)", "Igla-S (9K338)"."""
    record = context.record
    if record.category(entity.id) is None:
        return entity.label
    subject = record.subject(entity.id)
    label = subject.entity.label
    others = (relation.other.label for relation in record.relations(entity.id))
    designations = subject.names.get("designation", ())
    if not designations or not any(one.startswith(label) or label.startswith(one) for one in others):
        return label
    return f"{label} ({designations[0]})"


def name_subject(context: CheckContext, subject_id: str) -> str:
    """The subject with its designation, or its id's name when the record does not hold it."""
    if context.record.category(subject_id) is None:
        return label_of(context, subject_id)
    return name_item(context, context.record.subject(subject_id).entity)


def cue_words(context: CheckContext, section: str, name: str) -> tuple[str, ...]:
    """Words of `data/lang/<report's language>/checks.toml`; none when that pack has none."""
    return list_words(context.language, section, name)
