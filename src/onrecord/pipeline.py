"""The one place that knows the order: a report in, a dossier out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from onrecord.attribute import attribute_claims, find_attributions
from onrecord.check import CheckContext, check_claims, note_sourcing
from onrecord.check.figure_claims import add_figure_claims
from onrecord.check.geo_claims import add_place_claims
from onrecord.cluster.headline import without_repeated_headline
from onrecord.extract.actors import find_actors
from onrecord.extract.areas import locate_places
from onrecord.extract.claims import build_claims, heading_end
from onrecord.extract.counted import attach_counted
from onrecord.extract.equipment import find_equipment
from onrecord.extract.parse import parse
from onrecord.extract.place_relative import find_relative_places
from onrecord.extract.places import find_places
from onrecord.extract.plain import add_plain_claims
from onrecord.extract.quantities import find_quantities
from onrecord.extract.resolve import resolve_roles
from onrecord.extract.times import find_times
from onrecord.model import Area, Dossier, EntityKind, Mention, Quantity, Report
from onrecord.record.countries import Countries, load_countries
from onrecord.record.edition import Record
from onrecord.record.gazetteer import Gazetteer, load_gazetteer
from onrecord.record.geography import Geography, load_geography
from onrecord.record.load import load_record
from onrecord.spans import InOrder


@dataclass(frozen=True)
class Reference:
    """What reports are read with and checked against."""

    record: Record
    countries: Countries
    gazetteer: Gazetteer
    geography: Geography

    def countries_in(self, language: str) -> Countries:
        """The countries by the names they have in a language."""
        return self.countries if language == self.countries.language else load_countries(language)

    def locate(self, entity_id: str) -> Area | None:
        """The point of a place or country, and how far it may reach from there; None when there is none."""
        kind, _, key = entity_id.partition("/")
        if kind == "country":
            country = self.countries.get(key)
            if country is None or country.lat is None or country.lon is None or not country.area_km2:
                return None
            return Area(country.lat, country.lon, float(round(math.sqrt(country.area_km2 / math.pi))))
        place = self.gazetteer.get(entity_id) if kind == "place" else None
        return None if place is None else Area(place.lat, place.lon, float(place.precision_km))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Labels of countries and of what the record holds, by entity id."""
        names = {country.id: country.entity().label for country in self.countries.values()}
        names.update((subject.id, subject.label) for subject in self.record.subjects())
        return MappingProxyType(names)

    @cached_property
    def sorted_names(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self.names.items()))


Step = Callable[[Dossier, Reference], Dossier]


def load_reference(edition: str | None = None, folders: Sequence[Path] = ()) -> Reference:
    """The public record of an edition (the newest when None) with the user's folders beside it, and the geography.

    Raises UnknownEdition or RecordError.
    """
    record = load_record(edition)
    if folders:
        from onrecord.record.own import combine

        record = combine(record, folders)
    return Reference(record, load_countries(), load_gazetteer(), load_geography())


def parse_report(dossier: Dossier, reference: Reference) -> Dossier:
    """Sentences and their structure."""
    return replace(dossier, doc=parse(dossier.report.text, language=dossier.report.language))


def find_mentions(dossier: Dossier, reference: Reference) -> Dossier:
    """Numbers, dates, names of equipment, places and actors, and the words in which somebody says something."""
    report, doc = dossier.report, dossier.doc
    assert doc is not None
    language = report.language
    record = reference.record
    equipment = find_equipment(report.text, names=record.names(), language=language, categories=record.categories)
    numbers = _outside_names(find_quantities(report.text, language=language), equipment)
    quantities = attach_counted(doc, numbers, language=language)
    places = find_places(
        doc, gazetteer=reference.gazetteer, countries=reference.countries_in(language), language=language
    )
    actors = find_actors(doc, countries=reference.countries_in(language), language=language)
    return replace(
        dossier,
        quantities=quantities,
        times=find_times(report.text, published=report.published, language=language),
        attributions=find_attributions(doc, language=language),
        mentions=_without_clashes((*equipment, *actors, *places)),
    )


def _outside_names(quantities: tuple[Quantity, ...], equipment: tuple[Mention, ...]) -> tuple[Quantity, ...]:
    """The 2 of "Leopard 2 tanks" counts nothing, nor does the 3M of "3M-54 Kalibr"."""
    names = InOrder(m for m in equipment if m.entity is not None)
    spans = ((quantity, quantity.span) for quantity in quantities)
    return tuple(q for q, own in spans if not any(n.span.covers(own) for n in names.over(own.start, own.end)))


def _without_clashes(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """A name of equipment is no place: "Patriot", "Leopard", "Iskander".  Earlier finders win an equal span."""
    equipment = InOrder(m for m in mentions if m.kind is EntityKind.EQUIPMENT and m.entity is not None)
    kept: dict[tuple[int, int, EntityKind], Mention] = {}
    for mention in mentions:
        span, is_place = mention.span, mention.kind is EntityKind.PLACE
        if is_place and any(name.span.covers(span) for name in equipment.over(span.start, span.end)):
            continue
        kept.setdefault((mention.span.start, mention.span.end, mention.kind), mention)
    return tuple(sorted(kept.values(), key=lambda m: (m.span.start, m.span.end, m.kind.value)))


def build_all_claims(dossier: Dossier, reference: Reference) -> Dossier:
    """Claims with their roles resolved."""
    assert dossier.doc is not None
    language = dossier.report.language
    headline = dossier.report.headline
    claims = build_claims(
        dossier.doc,
        language=language,
        quantities=dossier.quantities,
        mentions=dossier.mentions,
        times=dossier.times,
        attributions=dossier.attributions,
        # What a headline says is read too where it is known to be one; what the body says again is then left out.
        title=None if headline else dossier.report.title,
    )
    claims = resolve_roles(claims, dossier.mentions, dossier.times, dossier.doc, language=language)
    claims = without_repeated_headline(claims, headline)
    text, geography = dossier.report.text, reference.geography
    body = heading_end(text, dossier.report.title)
    claims = add_plain_claims(
        claims,
        dossier.doc,
        mentions=dossier.mentions,
        quantities=dossier.quantities,
        times=dossier.times,
        countries=reference.countries_in(language),
        language=language,
        start=body,
    )
    relatives = find_relative_places(text, dossier.mentions, geography=geography, language=language)
    claims = locate_places(claims, relatives, reference.locate)
    body = headline.end if headline else heading_end(text, dossier.report.title)
    claims = add_place_claims(claims, text, geography, language=language, start=body)
    claims = add_figure_claims(
        claims, text, quantities=dossier.quantities, times=dossier.times, language=language, start=body
    )
    return replace(dossier, claims=claims)


def attribute_all(dossier: Dossier, reference: Reference) -> Dossier:
    """Each claim's speaker."""
    return replace(dossier, claims=attribute_claims(dossier.claims, dossier.attributions))


def check_all(dossier: Dossier, reference: Reference) -> Dossier:
    """Findings against the record and within the report."""
    context = CheckContext(
        report=dossier.report,
        claims=dossier.claims,
        record=reference.record,
        geography=reference.geography,
        edition=reference.record.edition,
        language=dossier.report.language,
        names=reference.names,
        quantities=dossier.quantities,
        times=dossier.times,
        mentions=dossier.mentions,
    )
    return replace(
        dossier,
        findings=check_claims(dossier.claims, context),
        sourcing=note_sourcing(dossier.claims, dossier.report),
        edition=reference.record.edition,
        names=reference.sorted_names,
    )


STEPS: tuple[Step, ...] = (parse_report, find_mentions, build_all_claims, attribute_all, check_all)


def run(report: Report, *, reference: Reference | None = None) -> Dossier:
    """Read claims out of a report and check them.

    Raises UnknownLanguage or MissingModel for a report no language pack can read, UnknownEdition.
    """
    given = reference or load_reference()
    dossier = Dossier(report)
    for step in STEPS:
        dossier = step(dossier, given)
    return dossier


__all__ = ["STEPS", "Reference", "load_reference", "run"]
