"""One edition of the public record: subjects, facts, and the look-ups a check needs.  Nothing here reads files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from onrecord.errors import UnknownSubject
from onrecord.model import Entity, EntityKind, Fact, Source
from onrecord.record.names import alias_key, look_up, squash
from onrecord.record.search import Hit, search_names

RELATIONS = ("predecessor", "successor", "derived_from", "family")
_INVERSE = {"predecessor": "successor", "successor": "predecessor", "derived_from": "variant", "family": "family"}
_EMPTY: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing the record knows.

    `names` holds spellings by language code, and by kind: "designation", "missile", "nato".
    `related` holds entity ids by relation: predecessor, successor, derived_from, variant (the other end of
    derived_from), family; both directions of a stated relation are in it.
    """

    entity: Entity
    category: str  # "air_defence.manpads"
    names: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[str, ...]]
    note: str | None = None
    figures: bool = True  # False: the row carries names only, from general knowledge


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated relation seen from one of its ends: `other` is the `kind` of the subject."""

    kind: str
    other: Entity
    fact: Fact


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the record claims to be complete for a property."""

    property: str
    complete: bool
    statement: str


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms a row travels under.  `republish`: may such rows be exported in bulk?  Any row may be cited."""

    name: str
    republish: bool
    statement: str


@dataclass(frozen=True)
class Record:
    """An edition of the public record.  Ids are entity ids: `equipment/igla-s`."""

    edition: str
    as_of: str
    title: str
    digest: str  # sha256 over the digests of the edition's files, in the manifest's order
    _subjects: Mapping[str, Subject]
    _facts: Mapping[str, tuple[Fact, ...]]  # by subject, in file order
    _sources: Mapping[str, Source]
    _coverage: Mapping[str, Coverage]
    _licences: Mapping[str, Licence]
    _names: Mapping[str, tuple[Entity, ...]]

    # --- subjects ---

    def subjects(self) -> tuple[Entity, ...]:
        """Every subject, sorted by id."""
        return tuple(subject.entity for subject in self._subjects.values())

    def subject(self, subject_id: str) -> Subject:
        """The subject with that id.  Raises UnknownSubject."""
        try:
            return self._subjects[subject_id]
        except KeyError:
            raise UnknownSubject(
                f"The record {self.edition} holds nothing under {subject_id!r}. "
                f"Look for it with: onrecord record search {subject_id.rpartition('/')[2]}"
            ) from None

    def category(self, subject_id: str) -> str | None:
        """The class of a subject, or None when the record does not know it."""
        subject = self._subjects.get(subject_id)
        return subject.category if subject else None

    @cached_property
    def categories(self) -> Mapping[str, str]:
        """Entity id to class, for every subject."""
        return MappingProxyType({key: subject.category for key, subject in self._subjects.items()})

    # --- names ---

    def names(self) -> Mapping[str, tuple[Entity, ...]]:
        """Normalised alias (see `record.names.alias_key`) to the equipment it may stand for, best first."""
        return self._names

    def find(self, name: str) -> tuple[Entity, ...]:
        """The entities a name stands for, whatever its hyphens, spaces, case, apostrophes or plural; () when none."""
        if name in self._subjects:
            return (self._subjects[name].entity,)
        return look_up(self._names, self._squashed, name) or self._others.get(alias_key(name), ())

    @cached_property
    def _others(self) -> Mapping[str, tuple[Entity, ...]]:
        """Names of what is no equipment: places, bodies and events of an imported record."""
        table: dict[str, dict[str, Entity]] = {}
        for subject in self._subjects.values():
            if subject.entity.kind is not EntityKind.EQUIPMENT:
                for name in (subject.entity.label, *(name for names in subject.names.values() for name in names)):
                    if key := alias_key(name):
                        table.setdefault(key, {}).setdefault(subject.entity.id, subject.entity)
        return {key: tuple(entities.values()) for key, entities in table.items()}

    @cached_property
    def _squashed(self) -> Mapping[str, tuple[Entity, ...]]:
        table: dict[str, tuple[Entity, ...]] = {}
        for key, entities in self._names.items():
            table.setdefault(squash(key), entities)
        return table

    def search(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Subjects whose names, class or id resemble `text`, best first, at most one hit a subject."""
        return search_names(text, tuple(self._subjects.values()), limit)

    # --- facts ---

    def facts(self, subject_id: str, property: str | None = None) -> tuple[Fact, ...]:
        """Rows of a subject, all or of one property, in the order of the files; () when there is none."""
        rows = self._facts.get(subject_id, _EMPTY)
        return rows if property is None else tuple(fact for fact in rows if fact.property == property)

    def all_facts(self) -> tuple[Fact, ...]:
        """Every row of the edition, by subject."""
        return tuple(fact for rows in self._facts.values() for fact in rows)

    def stating(self, property: str, value: str) -> tuple[Fact, ...]:
        """Rows of any subject whose `property` is this text: the bodies that have `country/VEN` for a member."""
        return self._stating.get((property, value), _EMPTY)

    @cached_property
    def _stating(self) -> Mapping[tuple[str, str], tuple[Fact, ...]]:
        table: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.all_facts():
            if isinstance(fact.value, str) and fact.property != "alias":
                table.setdefault((fact.property, fact.value), []).append(fact)
        return {key: tuple(facts) for key, facts in table.items()}

    def events_on(self, day: str) -> tuple[Fact, ...]:
        """Rows of deaths of events on a day ("2022-03-04"), also of events that began before it and went on."""
        longer = (fact for start, end, fact in self._long_events if start <= day <= end)
        return (*self._events.get(day, ()), *longer)

    @cached_property
    def _events(self) -> Mapping[str, tuple[Fact, ...]]:
        table: dict[str, list[Fact]] = {}
        for fact in self.all_facts():
            date = fact.qualifier("date") if fact.property == "event_deaths" else None
            if date and "/" not in date:
                table.setdefault(date, []).append(fact)
        return {day: tuple(facts) for day, facts in table.items()}

    @cached_property
    def _long_events(self) -> tuple[tuple[str, str, Fact], ...]:
        dated = ((fact.qualifier("date") or "", fact) for fact in self.all_facts() if fact.property == "event_deaths")
        return tuple((*date.split("/", 1), fact) for date, fact in dated if "/" in date)  # type: ignore[misc]

    def fact(self, fact_id: str) -> Fact:
        """The row with that id.  Raises UnknownSubject."""
        for fact in self._facts.get(fact_id.partition("#")[0], _EMPTY):
            if fact.id == fact_id:
                return fact
        raise UnknownSubject(
            f"The record {self.edition} has no row {fact_id!r}. See the ids with: onrecord record show --ids SUBJECT"
        )

    def relations(self, subject_id: str) -> tuple[Relation, ...]:
        """Stated relations of a subject, seen from it, from whichever end they were stated."""
        return self._relations.get(subject_id, ())

    @cached_property
    def _relations(self) -> Mapping[str, tuple[Relation, ...]]:
        table: dict[str, list[Relation]] = {}
        for rows in self._facts.values():
            for fact in rows:
                if fact.property not in RELATIONS:
                    continue
                here, there = self._subjects[fact.subject].entity, self._subjects[str(fact.value)].entity
                table.setdefault(here.id, []).append(Relation(fact.property, there, fact))
                table.setdefault(there.id, []).append(Relation(_INVERSE[fact.property], here, fact))
        return {key: tuple(relations) for key, relations in table.items()}

    def transfers(
        self, item: str | None = None, recipient: str | None = None, supplier: str | None = None
    ) -> tuple[Fact, ...]:
        """Rows of transfers and public stock figures that fit every id given (`equipment/…`, `country/VEN`).

        One row is one figure of one deal in one counted noun: rows with the same qualifier `deal` are the same deal
        counted or reported differently and must not be added up.
        """
        rows = self._transfers if item is None else tuple(f for f in self.facts(item) if f.property in _COUNTS)
        return tuple(
            fact
            for fact in rows
            if recipient in (None, fact.qualifier("recipient")) and supplier in (None, fact.qualifier("supplier"))
        )

    @cached_property
    def _transfers(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.all_facts() if fact.property in _COUNTS)

    # --- about the record ---

    def sources(self) -> tuple[Source, ...]:
        """Every source, sorted by key."""
        return tuple(self._sources[key] for key in sorted(self._sources))

    def coverage(self, property: str) -> Coverage | None:
        """What the edition says of its own completeness for a property; None when it says nothing."""
        return self._coverage.get(property)

    def licence(self, name: str) -> Licence | None:
        """The terms a row's `licence` names."""
        return self._licences.get(name)


_COUNTS = ("transfer", "stock_claim")


def with_inverse(stated: Mapping[str, list[tuple[str, str]]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Related ids by subject and relation, from the stated ones and their other ends, in stated order."""
    table: dict[str, dict[str, list[str]]] = {}
    for here, pairs in stated.items():
        for kind, there in pairs:
            for start, name, end in ((here, kind, there), (there, _INVERSE[kind], here)):
                ids = table.setdefault(start, {}).setdefault(name, [])
                if end not in ids:
                    ids.append(end)
    return {key: {kind: tuple(ids) for kind, ids in kinds.items()} for key, kinds in table.items()}
