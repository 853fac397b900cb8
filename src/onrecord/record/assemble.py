"""Rows and tables to a Record.  All or nothing, and nothing here reads files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar

from onrecord import lexicon
from onrecord.errors import RecordError
from onrecord.model import Entity, EntityKind, Fact, Source
from onrecord.record.edition import RELATIONS, Coverage, Licence, Record, Subject, with_inverse
from onrecord.record.names import alias_key
from onrecord.record.rows import Context, Place, fact_from_row, row_digest, subject_from_row

_NAMES_SOURCE = "own_names"  # the source every alias without a better one cites
_OWN_LICENCE = "own compilation"

Row = tuple[Place, dict[str, Any]]
T = TypeVar("T", Source, Licence)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a record folder holds: its tables, and its rows with the places they stand at."""

    edition: str
    title: str
    as_of: str
    digest: str
    sources: Mapping[str, Source]
    licences: Mapping[str, Licence]
    subjects: Sequence[Row]
    facts: Sequence[Row]
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    expect: Mapping[str, int] = field(default_factory=dict)
    manifest: str = "manifest.toml"  # the file error messages name for the tables


def build_record(parts: Parts, base: Record | None = None) -> Record:
    """The rows as a record; with `base`, beside its rows, whose words on coverage, sources and licences stay.

    A subject that repeats one of the base word for word is that subject.  Raises RecordError.
    """
    sources = _beside(parts.sources, {} if base is None else base._sources, "source", parts)
    licences = _beside(parts.licences, {} if base is None else base._licences, "licence", parts)
    related = with_inverse(_stated_relations(parts.facts))
    subjects = {} if base is None else dict(base._subjects)
    digests: dict[str, str] = {}
    for place, row in parts.subjects:
        subject = subject_from_row(row, place, related.get(str(row.get("id")), {}))
        subject_id = subject.entity.id
        known = subjects.get(subject_id)
        if known is not None and (subject_id in digests or not _same_subject(known, subject)):
            place.refuse(f"duplicate id {subject_id!r}. An id names one subject; merge the rows.")
        digests[subject_id] = row_digest(row)
        subjects.setdefault(subject_id, subject)
    subjects = dict(sorted(subjects.items()))
    context = Context(parts.edition, sources, licences, lexicon.load("record/properties"), subjects)
    facts = {} if base is None else {key: list(rows) for key, rows in base._facts.items()}
    seen: set[str] = {fact.id for rows in facts.values() for fact in rows}
    for place, row in parts.facts:
        fact = fact_from_row(row, place, context)
        if fact.id in seen:
            place.refuse(f"duplicate id {fact.id!r}. An id names one row; number them on.")
        seen.add(fact.id)
        facts.setdefault(fact.subject, []).append(fact)
    if _NAMES_SOURCE in parts.sources:
        for key, digest in digests.items():
            if subjects[key].entity.kind is not EntityKind.EQUIPMENT:
                continue  # no check reads the names of states and bodies as rows
            new = _aliases(subjects[key], facts.get(key, []), digest, context, parts.as_of)
            facts.setdefault(key, []).extend(new)
    record = Record(
        edition=parts.edition,
        as_of=parts.as_of,
        title=parts.title,
        digest=parts.digest,
        _subjects=MappingProxyType(subjects),
        _facts=MappingProxyType({key: tuple(facts[key]) for key in sorted(facts)}),
        _sources=MappingProxyType(sources),
        _coverage=MappingProxyType({**parts.coverage, **({} if base is None else base._coverage)}),
        _licences=MappingProxyType(licences),
        _names=MappingProxyType(_names(subjects)),
    )
    _hold_expectations(parts, record)
    return record


def _beside(own: Mapping[str, T], given: Mapping[str, T], what: str, parts: Parts) -> dict[str, T]:
    """Both tables; a key that stands in both must say the same."""
    for key, entry in own.items():
        if key in given and given[key] != entry:
            raise RecordError(
                f"{parts.manifest}: the {what} {key!r} stands in the record beside it with other words. Rename yours."
            )
    return {**own, **given}


def _same_subject(one: Subject, other: Subject) -> bool:
    return (one.entity, one.category, one.names, one.note) == (other.entity, other.category, other.names, other.note)


# --- rows derived from others ------------------------------------------------------------------------------------


def _stated_relations(rows: Sequence[Row]) -> dict[str, list[tuple[str, str]]]:
    stated: dict[str, list[tuple[str, str]]] = {}
    for _, row in rows:
        if row.get("property") in RELATIONS:
            stated.setdefault(str(row.get("subject")), []).append((row["property"], str(row.get("value"))))
    return stated


def _aliases(subject: Subject, given: list[Fact], digest: str, context: Context, as_of: str) -> Iterator[Fact]:
    """One alias row a name that no sourced alias row states; its digest is that of the subject's row."""
    stated = {str(fact.value): fact for fact in given if fact.property == "alias"}
    number = len(stated)
    groups: dict[str, list[str]] = {}
    for group, names in subject.names.items():
        for name in names:
            if name not in stated:
                groups.setdefault(name, []).append(group)
    for name, used_in in groups.items():
        number += 1
        yield Fact(
            id=f"{subject.entity.id}#alias.{number}",
            subject=subject.entity.id,
            property="alias",
            value=name,
            qualifiers=(("names", ", ".join(used_in)),),
            sources=(context.sources[_NAMES_SOURCE],),
            confidence="low",
            as_of=as_of,
            licence=_OWN_LICENCE,
            edition=context.edition,
            digest=digest,
        )


def _names(subjects: Mapping[str, Subject]) -> dict[str, tuple[Entity, ...]]:
    """Key to entities: subjects with figures first, then those that list the name early, then by id."""
    found: dict[str, dict[str, tuple[int, int, Entity]]] = {}
    for subject in subjects.values():
        if subject.entity.kind is not EntityKind.EQUIPMENT:
            continue  # places and bodies have finders of their own
        spellings = [(rank, name) for names in subject.names.values() for rank, name in enumerate(names)]
        for rank, name in [(0, subject.entity.label), *spellings]:
            if key := alias_key(name):
                entry = (0 if subject.figures else 1, rank, subject.entity)
                found.setdefault(key, {}).setdefault(subject.entity.id, entry)
    table: dict[str, tuple[Entity, ...]] = {}
    for key, entries in found.items():
        ranked = [e for _, _, e in sorted(entries.values(), key=lambda t: (t[0], t[1], t[2].id))]
        ids = tuple(e.id for e in ranked)
        table[key] = tuple(
            e if len(ids) == 1 else replace(e, alternatives=tuple(i for i in ids if i != e.id)) for e in ranked
        )
    return table


def _hold_expectations(parts: Parts, record: Record) -> None:
    transfers = sum(row["property"] in ("transfer", "stock_claim") for _, row in parts.facts)
    counts = {
        "subjects": len(parts.subjects),
        "facts": len(parts.facts),
        "transfers": transfers,
        "sources": len(record._sources),
    }
    for name, least in parts.expect.items():
        if name not in counts:
            raise RecordError(f"{parts.manifest}: expect.min.{name} is unknown. Known: {', '.join(counts)}.")
        if counts[name] < least:
            raise RecordError(
                f"{parts.manifest}: expects at least {least} {name}, found {counts[name]}. Is a file cut off?"
            )
