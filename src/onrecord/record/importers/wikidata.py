"""Results of a Wikidata query as SPARQL JSON: names in all languages, origin, operators, makers, years, figures.

Variables are told apart by name (docs/importing.md has a query that fits); a result may fill any of them, and results
that repeat one another are taken once.  A figure is turned into the record's unit; the item's own stays beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from onrecord import lexicon
from onrecord.errors import RecordError
from onrecord.model import Entity, EntityKind
from onrecord.record.importers.collect import Collector
from onrecord.record.importers.files import read_json
from onrecord.record.importers.match import NoMatch, match_code, match_country, match_item, settings
from onrecord.record.importers.wikidata_others import add_body, add_country, add_item_source, is_body, is_country

_ITEM = re.compile(r"Q[1-9]\d{0,11}\Z")
_YEAR = re.compile(r"([12]\d{3})-")
_MOST_ITEMS = 20_000  # each is a source of its own
_NAMES = ("itemLabel", "label", "itemAltLabel", "altLabel")
NO_ITEM = "a result without an item"
NO_UNIT = "a figure in a unit that is not known"
NO_NUMBER = "a figure that is no number"
NO_YEAR = "a date that is not one"
NO_LABEL = "an item without a name"

Binding = Mapping[str, Mapping[str, str]]


def read_wikidata(path: Path, into: Collector) -> None:
    """Items of a query's results.  Raises RecordError for JSON of another form."""
    data = read_json(path)
    results = data.get("results") if isinstance(data, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list):
        raise RecordError(f"{path.name}: no results.bindings. Download the results as JSON (SPARQL 1.1).")
    items: dict[str, list[tuple[int, Binding]]] = {}
    for number, raw in enumerate(bindings, 1):
        into.read(number)
        binding = _terms(raw)
        item = binding.get("item", {}).get("value", "").rpartition("/")[2]
        if _ITEM.match(item):
            items.setdefault(item, []).append((number, binding))
        else:
            into.refuse([number], NO_ITEM, item)
    if len(items) > _MOST_ITEMS:
        raise RecordError(f"{path.name}: {len(items):,} items; at most {_MOST_ITEMS:,} at once. Split the query.")
    for item, given in items.items():
        _add_item(item, given, into)


def _terms(raw: Any) -> dict[str, dict[str, str]]:
    """The bound variables of a result; what is no RDF term is left out."""
    if not isinstance(raw, dict):
        return {}
    found: dict[str, dict[str, str]] = {}
    for name, term in raw.items():
        if isinstance(term, dict) and isinstance(term.get("value"), str):
            found[name] = {key: value for key, value in term.items() if isinstance(value, str)}
    return found


def _add_item(item: str, results: list[tuple[int, Binding]], into: Collector) -> None:
    lines = [number for number, _ in results]
    names = _names(results)
    if is_country(results):
        add_country(item, results, names, into)
        return
    if is_body(results):
        add_body(item, results, names, into)
        return
    label = next((names[code][0] for code in ("en", *names) if names.get(code)), "")
    if not label or label == item:
        into.refuse(lines, NO_LABEL, item)
        return
    category = _class(results)
    match = _match(label, names, (category.partition(".")[0],) if category else (), into)
    known = isinstance(match, Entity)
    if isinstance(match, NoMatch):
        into.refuse(lines, match)
        return
    subject = match.id if isinstance(match, Entity) else f"{EntityKind.EQUIPMENT.value}/wd-{item.lower()}"
    # A name that another system goes by would make reports ambiguous: it becomes a row to read, not a name to find.
    taken = {name for given in names.values() for name in given if into.base.find(name)}
    free = {code: [name for name in given if name not in taken] for code, given in names.items()}
    own = {code: given for code, given in free.items() if given}
    shown = label if label not in taken else f"{label} ({item})"
    if not known and not into.add_subject(subject, category or "other", shown, own, lines=lines):
        return
    source = add_item_source(item, label, into)
    stated: set[tuple[str, ...]] = set()
    naming = [number for number, one in results if any(name in one for name in (*_NAMES, "classLabel"))]
    rest = names if known else {code: [name for name in given if name in taken] for code, given in names.items()}
    _add_names(subject, rest, naming, source, into)
    into.keep(naming)
    for number, binding in results:
        _add_values(subject, number, binding, source, stated, into)
    if not stated and not known:
        into.add_fact(subject, "alias", label, lines=naming, source=source, confidence="low")


def _match(
    label: str, names: Mapping[str, list[str]], classes: tuple[str, ...], into: Collector
) -> Entity | NoMatch | None:
    """The system an item is: the one its label stands for, or the only one its other English names stand for."""
    first = match_item(into.base, label, classes)
    if first is not None or not classes:
        return first
    found: dict[str, Entity] = {}
    for name in names.get("en", []):
        match = match_item(into.base, name, classes)
        if isinstance(match, Entity):
            found[match.id] = match
    return next(iter(found.values())) if len(found) == 1 else None


def _names(results: list[tuple[int, Binding]]) -> dict[str, list[str]]:
    """Labels, then other names, by language."""
    names: dict[str, dict[str, None]] = {}
    for variable in _NAMES:
        for _, binding in results:
            term = binding.get(variable)
            if term is None:
                continue
            # The label service joins other names with commas; the query in the docs does not.
            parts = term["value"].split(", ") if variable == "itemAltLabel" else [term["value"]]
            for part in parts:
                names.setdefault(term.get("xml:lang", "name"), {})[part.strip()] = None
    return {language: [name for name in given if name] for language, given in names.items()}


def _class(results: list[tuple[int, Binding]]) -> str:
    labels = [binding["classLabel"]["value"].lower() for _, binding in results if "classLabel" in binding]
    for row in settings()["wikidata"]["class"]:
        if any(word.lower() in label for label in labels for word in row["words"]):
            return str(row["category"])
    return ""


def _add_names(subject: str, names: Mapping[str, list[str]], lines: list[int], source: str, into: Collector) -> None:
    """Names as rows that cite the item, but for those the record has for the subject already."""
    has = into.base.category(subject) is not None
    known = {name for given in into.base.subject(subject).names.values() for name in given} if has else set()
    for language, given in names.items():
        for name in given:
            if name not in known:
                known.add(name)
                qualifiers = {"language": language}
                into.add_fact(subject, "alias", name, lines=lines, qualifiers=qualifiers, source=source)


def _add_values(
    subject: str, number: int, binding: Binding, source: str, stated: set[tuple[str, ...]], into: Collector
) -> None:
    table = settings()["wikidata"]

    def state(name: str, value: Any, unit: str | None = None, **qualifiers: str | None) -> None:
        key = (name, str(value), *(f"{k}={v}" for k, v in qualifiers.items()))
        if key in stated:
            into.keep([number])
        elif into.add_fact(
            subject,
            name,
            value,
            lines=[number],
            unit=unit,
            qualifiers=qualifiers,
            source=source,
            confidence="low",
            as_of=into.as_of,
        ):
            stated.add(key)

    for variable, name in _pairs(table["country"]):
        if (country := _country(binding, variable)) is None:
            continue
        if isinstance(country, NoMatch):
            into.refuse([number], country)
        else:
            state(name, country)
    for variable, name in _pairs(table["text"]):
        if term := binding.get(f"{variable}Label"):
            state(name, term["value"])
    for variable, name in _pairs(table["year"]):
        if term := binding.get(variable):
            if match := _YEAR.match(term["value"].lstrip("+")):
                state(name, int(match[1]))
            else:
                into.refuse([number], NO_YEAR, term["value"])
    for variable, name in _pairs(table["figure"]):
        if term := binding.get(variable):
            _state_figure(name, variable, term["value"], binding, number, state, into)


def _state_figure(
    name: str, variable: str, text: str, binding: Binding, number: int, state: Any, into: Collector
) -> None:
    table = settings()["wikidata"]
    given = binding.get(f"{variable}Unit", {}).get("value", "").rpartition("/")[2]
    spoken = binding.get(f"{variable}UnitLabel", {}).get("value", "")
    unit = table["unit"].get(given) or table["unit_name"].get(spoken)
    wanted = lexicon.load("record/properties")[name]["units"][0]
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        into.refuse([number], NO_NUMBER, text)
        return
    factor = _factor(unit, wanted) if unit else None
    if factor is None:
        into.refuse([number], NO_UNIT, f"{text} {spoken or given}")
        return
    converted = _round(value, factor)
    same = unit == wanted
    state(name, converted, wanted, as_given=None if same else f"{text} {spoken or str(unit).replace('_', ' ')}")


def _factor(unit: str, wanted: str) -> Fraction | None:
    """How many of the wanted unit one of the given unit is; None when they measure different things."""
    units = {row["id"]: row for row in lexicon.load("units")["unit"]}
    one, other = units.get(unit), units.get(wanted)
    if one is None or other is None or one["dimension"] != other["dimension"]:
        return None
    return Fraction(str(one["factor"])) / Fraction(str(other["factor"]))


def _round(value: Decimal, factor: Fraction) -> Decimal:
    """The converted value with at most three decimals."""
    exact = Fraction(value) * factor
    return Decimal(round(exact * 1000)).scaleb(-3).normalize() + Decimal(0)


def _country(binding: Binding, variable: str) -> str | NoMatch | None:
    if code := binding.get(f"{variable}Code"):
        return match_code(code["value"])
    return match_country(label["value"]) if (label := binding.get(f"{variable}Label")) else None


def _pairs(table: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(variable, name) for variable, name in table.items() if variable != "source"]
