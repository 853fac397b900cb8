"""A page of the record: everything an edition holds on one subject, in order, with numbered sources.  Plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from onrecord import lexicon
from onrecord.model import EntityKind, Fact, Source
from onrecord.record.countries import load_countries
from onrecord.record.edition import RELATIONS, Record
from onrecord.record.page_states import (
    Tie,
    bodies_of,
    describe_body,
    describe_country,
    holders_of,
    members_of,
    memberships_of,
    positions_of,
)

_APART = (
    "alias",
    "operator",
    "transfer",
    "stock_claim",
    "member",
    "position",
    *RELATIONS,
)  # have a section of their own
_SAID = ("variant", "part", "condition", "event", "date")  # qualifiers that narrow a figure
_OF_IMPORTS = ("place", "holder", "as_written")  # what narrows the counts that imported rows give


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what, how much, what narrows it, how well sourced, and the numbers of its sources."""

    label: str
    value: str
    detail: str
    confidence: str
    sources: tuple[int, ...]
    fact: Fact


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; `note` says what a reader should know of all of them."""

    heading: str
    lines: tuple[Line, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A subject's page.  `sources[n - 1]` is the source a line calls n."""

    title: str
    subject_id: str
    category: str
    edition: str
    as_of: str
    notes: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    licences: tuple[tuple[str, str], ...]
    told: tuple[tuple[str, str], ...] = ()  # of a state, what the package's geography says; of a force, its state


def build_page(record: Record, subject_id: str) -> Page:
    """The page of a subject.  Raises UnknownSubject."""
    subject = record.subject(subject_id)
    facts = record.facts(subject_id)
    ties = _ties(record, subject_id)
    tied = [tie.fact for _, _, group in ties for tie in group if tie.fact.subject != subject_id]
    numbers = _number_sources([*(fact for fact in facts if fact.property != "alias" or _is_stated(fact)), *tied])
    words = _words()

    def line(fact: Fact, label: str, value: str, detail: str) -> Line:
        cited = tuple(numbers[source.key] for source in fact.sources if source.key in numbers)
        return Line(label, value, detail, fact.confidence, cited, fact)

    figures = [line(f, label_of(f.property), *figure_of(f)) for f in facts if f.property not in _APART]
    operators = [line(f, "", country_name(str(f.value)), _joined(f, "")) for f in facts if f.property == "operator"]
    transfers = [line(f, *transfer_of(f)) for f in record.transfers(subject_id) if f.property == "transfer"]
    stocks = [line(f, *stock_of(f)) for f in record.transfers(subject_id) if f.property == "stock_claim"]
    stated = [line(f, _language(f), str(f.value), f.note or "") for f in facts if _is_stated(f)]
    relations = [
        line(relation.fact, words["relations"][relation.kind], relation.other.label, "")
        for relation in _distinct(record.relations(subject_id), lambda r: (r.kind, r.other.id))
    ]
    sections = (
        Section("Figures", tuple(figures), _differing(facts)),
        Section("Names that sources state", tuple(stated)),
        Section("Relations", tuple(relations)),
        Section("Operators that sources name", tuple(operators), _coverage(record, "operator")),
        Section("Transfers", tuple(transfers), _coverage(record, "transfer")),
        Section("Public figures of stocks", tuple(stocks)),
        *(
            Section(heading, tuple(line(t.fact, "", t.label, t.detail) for t in group), _coverage(record, name))
            for heading, name, group in ties
        ),
    )
    licences = sorted({fact.licence for fact in (*facts, *tied) if fact.property != "alias" or _is_stated(fact)})
    by_number = {source.key: source for fact in (*facts, *tied) for source in fact.sources}
    return Page(
        title=subject.entity.label,
        subject_id=subject_id,
        category=subject.category,
        edition=record.edition,
        as_of=record.as_of,
        notes=_notes(
            subject.entity.note,
            subject.note,
            subject.figures or bool(tied) or any(f.property != "alias" for f in facts) or not is_equipment(subject_id),
        ),
        names=tuple((words["groups"].get(g, g), ", ".join(names)) for g, names in subject.names.items()),
        sections=tuple(section for section in sections if section.lines),
        sources=tuple(by_number[key] for key in numbers),
        licences=tuple((name, terms.statement) for name in licences if (terms := record.licence(name))),
        told=tuple(describe_country(record, subject_id) if is_state(subject_id) else describe_body(subject.entity)),
    )


def is_state(subject_id: str) -> bool:
    return subject_id.startswith(f"{EntityKind.COUNTRY.value}/")


def is_equipment(subject_id: str) -> bool:
    return subject_id.startswith(f"{EntityKind.EQUIPMENT.value}/")


def _ties(record: Record, subject_id: str) -> tuple[tuple[str, str, tuple[Tie, ...]], ...]:
    """Headings with the rows that tie a state to bodies and systems, or a body to its members, and the property whose
    coverage statement a reader should see under them."""
    words = _words()["ties"]
    if not is_state(subject_id):
        groups = [
            (words["members"], "member", members_of(record, subject_id)),
            (words["positions"], "position", positions_of(record, subject_id)),
            (words["holders"], "position", holders_of(record, subject_id)),
        ]
    else:
        groups = [
            (words["memberships"], "member", memberships_of(record, subject_id)),
            (words["bodies"], "", bodies_of(record, subject_id)),
            (words["uses"], "operator", _uses_of(record, subject_id)),
            (words["gets"], "transfer", _deals_of(record, record.transfers(recipient=subject_id))),
            (words["gives"], "transfer", _deals_of(record, record.transfers(supplier=subject_id))),
        ]
    return tuple((heading, name, group) for heading, name, group in groups if group)


def _uses_of(record: Record, country_id: str) -> tuple[Tie, ...]:
    rows = record.stating("operator", country_id)
    return tuple(Tie(record.subject(fact.subject).entity.label, _joined(fact, ""), fact) for fact in rows)


def _deals_of(record: Record, rows: Iterable[Fact]) -> tuple[Tie, ...]:
    """Deals and public figures of stocks, seen from a state: the system, how many, with whom."""
    ties = []
    for fact in rows:
        parties, count, detail = (transfer_of if fact.property == "transfer" else stock_of)(fact)
        label = f"{record.subject(fact.subject).entity.label}, {count}"
        ties.append(Tie(label, "; ".join(part for part in (parties, detail) if part), fact))
    return tuple(ties)


def _is_stated(fact: Fact) -> bool:
    """A name that a row of its own states, not one of the subject's line."""
    return fact.property == "alias" and bool(fact.note or fact.qualifier("language"))


def _language(fact: Fact) -> str:
    code = fact.qualifier("language") or ""
    return str(_words()["groups"].get(code, code))


def label_of(name: str) -> str:
    """The heading of a property."""
    return str(lexicon.load("record/properties")[name]["label"])


def figure_of(fact: Fact) -> tuple[str, str]:
    """Value with its sign, and what narrows it."""
    if not isinstance(fact.value, Decimal):
        return country_name(fact.value) if fact.value.startswith("country/") else fact.value, _joined(fact, "")
    year = fact.unit is None
    number = str(fact.value) if year else _amount(fact)
    sign = _words()["units"].get(fact.unit or "", fact.unit or "")
    return f"{number} {sign}".strip(), _joined(fact, "given as {}")


def transfer_of(fact: Fact) -> tuple[str, str, str]:
    """Who to whom; how many of what; when and how."""
    parties = f"{country_name(fact.qualifier('supplier') or '')} to {country_name(fact.qualifier('recipient') or '')}"
    ordered = fact.qualifier("order_year")
    estimated = "about " if fact.qualifier("order_year_estimated") else ""
    parts = [
        fact.qualifier("status"),
        _years(fact.qualifier("years"), "{}") or _years(fact.qualifier("planned_years"), "planned for {}"),
        f"ordered {estimated}{ordered}" if ordered else None,
        fact.qualifier("condition") if fact.qualifier("condition") != "new" else None,
        fact.note,
    ]
    return parties, f"{_amount(fact)} {_counted(fact)}", "; ".join(part for part in parts if part)


def _years(interval: str | None, frame: str) -> str | None:
    return frame.format(interval.replace("/", "–")) if interval else None


def stock_of(fact: Fact) -> tuple[str, str, str]:
    """Who holds; how many of what; who says so."""
    said = f"according to {fact.qualifier('given_by')}, {fact.as_of}"
    return (
        country_name(fact.qualifier("recipient") or ""),
        f"{_amount(fact)} {_counted(fact)}",
        f"{said}. {fact.note}" if fact.note else said,
    )


def country_name(entity_id: str) -> str:
    """A country's name in English, or its code when it has none."""
    code = entity_id.rpartition("/")[2]
    country = load_countries().get(code)
    return country.name if country else code


def _amount(fact: Fact) -> str:
    assert isinstance(fact.value, Decimal)
    low, high = fact.qualifier("low"), fact.qualifier("high")
    number = f"{fact.value:,f}"
    if low or high:
        return f"{Decimal(low) if low else fact.value:,f} to {Decimal(high) if high else fact.value:,f}"
    return str(_words()["modifiers"][fact.qualifier("modifier") or "exact"]).format(number)


def _counted(fact: Fact) -> str:
    counted = fact.qualifier("counted") or "unspecified"
    return str(_words()["counted"].get(counted, counted))


def _joined(fact: Fact, given: str) -> str:
    said = [value for key in (*_SAID, *_OF_IMPORTS) if (value := fact.qualifier(key))]
    parts = [country_name(value) if value.startswith("country/") else value for value in said]
    if given and (text := fact.qualifier("as_given")):
        parts.append(given.format(text))
    if by := fact.qualifier("given_by"):
        parts.append(f"according to {by}")
    if fact.note:
        parts.append(fact.note)
    return "; ".join(parts)


def _differing(facts: Iterable[Fact]) -> str | None:
    """Properties for which sources state several values of the very same thing."""
    values: dict[tuple[str, ...], set[str]] = {}
    for fact in facts:
        if fact.property in _APART or not isinstance(fact.value, Decimal):
            continue
        if lexicon.load("record/properties")[fact.property]["kind"] == "count":
            continue  # each is a count of its own: an event, a holder
        narrowed = tuple(fact.qualifier(key) or "" for key in (*_SAID[:-2], "modifier"))
        values.setdefault((fact.property, *narrowed), set()).add(str(fact.value))
    differing = sorted({label_of(key[0]).lower() for key, found in values.items() if len(found) > 1})
    return f"Sources differ on: {', '.join(differing)}. Every value is kept." if differing else None


def _notes(dispute: str | None, note: str | None, figures: bool) -> tuple[str, ...]:
    names_only = None if figures else "Names only, from general knowledge: the record has no figures here."
    return tuple(text for text in (dispute, note, names_only) if text)


def _coverage(record: Record, name: str) -> str | None:
    coverage = record.coverage(name)
    return coverage.statement if coverage and not coverage.complete else None


def _number_sources(facts: Iterable[Fact]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for fact in facts:
        for source in fact.sources:
            numbers.setdefault(source.key, len(numbers) + 1)
    return numbers


def _distinct(items: Iterable[Any], key: Callable[[Any], object]) -> list[Any]:
    return list({key(item): item for item in reversed(list(items))}.values())[::-1]


def _words() -> dict[str, Any]:
    return lexicon.load("record/page")
