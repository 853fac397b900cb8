"""Items of a Wikidata query that are no equipment: states, and bodies with their members."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.model import EntityKind
from onrecord.record.importers.collect import Collector, clean
from onrecord.record.importers.match import NoMatch, match_code

Binding = Mapping[str, Mapping[str, str]]
Results = Sequence[tuple[int, Binding]]

_DATE = re.compile(r"\+?([12]\d{3})-(\d\d)-(\d\d)T")
BAD_ORDER = "a membership that ends before it begins"
NO_NAME = "an item without a name"


def is_country(results: Results) -> bool:
    return any("countryCode" in binding for _, binding in results)


def is_body(results: Results) -> bool:
    return any(binding.get("kind", {}).get("value") == EntityKind.BODY.value for _, binding in results)


def add_country(item: str, results: Results, names: Mapping[str, list[str]], into: Collector) -> None:
    """A state by its code of three letters: names by language, and its capital."""
    lines = [number for number, _ in results]
    found = {code["value"]: match_code(code["value"]) for _, one in results if (code := one.get("countryCode"))}
    known = [subject for subject in found.values() if not isinstance(subject, NoMatch)]
    if len(known) != 1 or len(found) != 1:
        why = next((one for one in found.values() if isinstance(one, NoMatch)), NoMatch("several codes of states"))
        into.refuse(lines, why, item)
        return
    subject = known[0]
    label = next((names[code][0] for code in ("en", *names) if names.get(code)), "")
    if not label:
        into.refuse(lines, NO_NAME, item)
        return
    if into.base.category(subject) is None and not into.add_subject(subject, "country", label, {}, lines=lines):
        return
    source = add_item_source(item, label, into)
    _add_names(subject, results, source, into)
    stated: set[str] = set()
    for number, binding in results:
        if (capital := binding.get("capitalLabel")) is None:
            continue
        if capital["value"] in stated:
            into.keep([number])
        elif into.add_fact(subject, "capital", capital["value"], lines=[number], source=source, confidence="low"):
            stated.add(capital["value"])


def add_body(item: str, results: Results, names: Mapping[str, list[str]], into: Collector) -> None:
    """An alliance or organisation: names by language, and each state that is or was a member, with the days."""
    lines = [number for number, _ in results]
    label = next((names[code][0] for code in ("en", *names) if names.get(code)), "")
    if not label:
        into.refuse(lines, NO_NAME, item)
        return
    spoken = [name for code in ("en",) for name in names.get(code, [])]
    bodies = {
        entity.id: entity
        for name in [label, *spoken]
        for entity in into.base.find(name)
        if entity.kind is EntityKind.BODY
    }
    if len(bodies) > 1:
        into.refuse(lines, "a name that stands for several bodies", f"{label}: {', '.join(bodies)}")
        return
    subject = next(iter(bodies), f"{EntityKind.BODY.value}/wd-{item.lower()}")
    if not bodies and not into.add_subject(subject, "body.organisation", label, {}, lines=lines):
        return
    source = add_item_source(item, label, into)
    _add_names(subject, results, source, into)
    stated: set[tuple[str, ...]] = set()
    for number, binding in results:
        code = binding.get("memberCode")
        if code is None:
            continue
        country = match_code(code["value"])
        if isinstance(country, NoMatch):
            into.refuse([number], country)
            continue
        since, until = (read_date(binding.get(name, {}).get("value", "")) for name in ("memberSince", "memberUntil"))
        if since and until and until[: len(since)] < since[: len(until)]:
            into.refuse([number], BAD_ORDER, f"{country} {since} {until}")
            continue
        key = (country, since, until)
        if key in stated:
            into.keep([number])
            continue
        qualifiers = {"since": since, "until": until}
        if into.add_fact(
            subject, "member", country, lines=[number], qualifiers=qualifiers, source=source, confidence="low"
        ):
            stated.add(key)


def add_item_source(item: str, label: str, into: Collector) -> str:
    """An item of Wikidata as a source of its own."""
    title = f"Wikidata, {item} ({clean(label)})"
    return into.add_source(item, title, url=f"https://www.wikidata.org/wiki/{item}", tier="C", terms="CC0")


def read_date(text: str) -> str:
    """A moment as a day, or as a year where the day is the first of January: so a date known to the year is written."""
    match = _DATE.match(text)
    if match is None:
        return ""
    year, month, day = match.groups()
    return year if (month, day) in (("01", "01"), ("00", "00")) else f"{year}-{month}-{day}"


def _add_names(subject: str, results: Results, source: str, into: Collector) -> None:
    """Names as rows, but for those the record has for the subject already."""
    has = into.base.category(subject) is not None
    known = {name for given in into.base.subject(subject).names.values() for name in given} if has else set()
    for number, binding in results:
        named = [term for variable in ("itemLabel", "altLabel") if (term := binding.get(variable))]
        for term in named:
            name = term["value"].strip()
            if not name or name in known:
                into.keep([number])
                continue
            known.add(name)
            qualifiers = {"language": term.get("xml:lang", "")}
            into.add_fact(
                subject, "alias", name, lines=[number], qualifiers=qualifiers, source=source, confidence="low"
            )
