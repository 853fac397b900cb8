"""Sections of a page on a state or a body: its geography, who belongs to whom, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord import lexicon
from onrecord.model import Entity, EntityKind, Fact
from onrecord.record.countries import Country, load_countries
from onrecord.record.edition import Record


@dataclass(frozen=True, slots=True)
class Tie:
    """A row that ties a state and a body: the other end, and what narrows it."""

    label: str
    detail: str
    fact: Fact


def members_of(record: Record, subject_id: str) -> tuple[Tie, ...]:
    """The states of a body, those that belong to it now before those that left, each by name."""
    rows = [Tie(_name(str(f.value)), say_period(f), f) for f in record.facts(subject_id, "member")]
    return tuple(sorted(rows, key=lambda tie: (tie.fact.qualifier("until") is not None, tie.label)))


def memberships_of(record: Record, country_id: str) -> tuple[Tie, ...]:
    """The bodies a state belongs or belonged to, by name."""
    rows = [Tie(record.subject(f.subject).entity.label, say_period(f), f) for f in record.stating("member", country_id)]
    return tuple(sorted(rows, key=lambda tie: (tie.fact.qualifier("until") is not None, tie.label)))


def bodies_of(record: Record, country_id: str) -> tuple[Tie, ...]:
    """Forces, ministries, companies and groups the record puts under a state."""
    return tuple(
        Tie(record.subject(f.subject).entity.label, record.category(f.subject) or "", f)
        for f in record.stating("belongs_to", country_id)
    )


def positions_of(record: Record, person_id: str) -> tuple[Tie, ...]:
    """The offices a person holds or held."""
    rows = record.facts(person_id, "position")
    return tuple(
        Tie(str(fact.value), "; ".join(p for p in (_body(record, fact), say_period(fact)) if p), fact) for fact in rows
    )


def holders_of(record: Record, body_id: str) -> tuple[Tie, ...]:
    """Who holds or held an office of a body, those of now first."""
    rows = [
        Tie(record.subject(fact.subject).entity.label, f"{fact.value}; {say_period(fact)}", fact)
        for fact in record.all_facts()
        if fact.property == "position" and fact.qualifier("of") == body_id
    ]
    return tuple(sorted(rows, key=lambda tie: (tie.fact.qualifier("until") is not None, tie.label)))


def _body(record: Record, fact: Fact) -> str:
    body = fact.qualifier("of") or ""
    return record.subject(body).entity.label if record.category(body) else ""


def forces_of(record: Record, country_id: str) -> tuple[str, ...]:
    """Names of the ministries and forces whose ids are of the state (`body/UKR-navy`), in the order of the ids."""
    return tuple(
        entity.label for entity in record.subjects() if entity.kind is EntityKind.BODY and entity.country == country_id
    )


def say_period(fact: Fact) -> str:
    """ "since 1949-08-24", "1955-05-15 to 1991-07-01", with the row's note."""
    words = lexicon.load("record/page")["period"]
    since, until = fact.qualifier("since"), fact.qualifier("until")
    frame = "both" if since and until else "since" if since else "until" if until else ""
    said = [str(words[frame]).format(since=since, until=until)] if frame else []
    return "; ".join([*said, *(text for text in (fact.qualifier("condition"), fact.note) if text)])


def describe_body(entity: Entity) -> Iterator[tuple[str, str]]:
    """The state a force or ministry is of, where its id says so."""
    if entity.country is not None:
        yield lexicon.load("record/page")["country"]["state"], _name(entity.country)


def describe_country(record: Record, country_id: str) -> Iterator[tuple[str, str]]:
    """What the geography of the package says of a state: codes, capital, neighbours, coast, disputed ground."""
    country = load_countries().get(country_id.rpartition("/")[2])
    if country is None:
        return
    words = lexicon.load("record/page")["country"]
    yield words["codes"], ", ".join(code for code in (country.iso2, country.code) if code)
    for label, names in (
        ("capital", country.capitals),
        ("people", country.demonyms),
        ("neighbours", tuple(_name(f"country/{code}") for code in country.neighbours)),
        ("disputed", disputed_of(country)),
        ("forces", forces_of(record, country_id)),
    ):
        if names:
            yield words[label], ", ".join(names)
    if country.coastal is not None:
        yield words["coast"], words["yes"] if country.coastal else words["no"]
    if country.until:
        yield words["until"], country.until
        yield words["successors"], ", ".join(_name(f"country/{code}") for code in country.successors)


def disputed_of(country: Country) -> tuple[str, ...]:
    """Names of the disputed ground that the state holds or claims."""
    zones = lexicon.load("geo/disputed")["zone"]
    return tuple(str(zone["name"]) for zone in zones if country.code in zone["parties"])


def _name(country_id: str) -> str:
    country = load_countries().get(country_id.rpartition("/")[2])
    return country.name if country else country_id.rpartition("/")[2]
