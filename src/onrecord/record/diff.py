"""What changed between two records: rows added, removed and changed, with both values and their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from onrecord.model import Fact
from onrecord.record.edition import Record, Subject

_FIELDS = ("value", "unit", "qualifiers", "sources", "confidence", "as_of", "licence", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """A row of both records that reads otherwise in the second.  `fields` names what differs."""

    before: Fact
    after: Fact
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubjectChange:
    """A subject of both records with another class, label, names or note."""

    before: Subject
    after: Subject
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordDiff:
    """The way from one record to another.  Everything in the order of ids."""

    before: str  # editions
    after: str
    subjects_added: tuple[Subject, ...]
    subjects_removed: tuple[Subject, ...]
    subjects_changed: tuple[SubjectChange, ...]
    added: tuple[Fact, ...]
    removed: tuple[Fact, ...]
    changed: tuple[Change, ...]
    closed: frozenset[str] = frozenset()  # licences under which a row may not be republished

    @property
    def is_empty(self) -> bool:
        rows = self.added or self.removed or self.changed
        return not (rows or self.subjects_added or self.subjects_removed or self.subjects_changed)


def diff_records(before: Record, after: Record) -> RecordDiff:
    """Compare two records.  Ids are running numbers, so rows that read the same are the same row, whatever their id;
    of the rest, rows with one id are one row that changed, then rows that are about the same thing."""
    old, new = ({e.id: r.subject(e.id) for e in r.subjects()} for r in (before, after))
    added: list[Fact] = []
    removed: list[Fact] = []
    changed: list[Change] = []
    for subject in sorted({*old, *new, *_fact_subjects(before), *_fact_subjects(after)}):
        left, right = _unequal(_stated(before.facts(subject)), _stated(after.facts(subject)))
        for same in (_by_id, _by_matter):
            left, right, pairs = _pair(left, right, same)
            changed += [Change(a, b, _differing(a, b)) for a, b in pairs]
        removed += left
        added += right
    return RecordDiff(
        before=before.edition,
        after=after.edition,
        subjects_added=tuple(new[key] for key in sorted(set(new) - set(old))),
        subjects_removed=tuple(old[key] for key in sorted(set(old) - set(new))),
        subjects_changed=tuple(
            SubjectChange(old[key], new[key], fields)
            for key in sorted(set(old) & set(new))
            if (fields := _subject_fields(old[key], new[key]))
        ),
        added=tuple(sorted(added, key=_order)),
        removed=tuple(sorted(removed, key=_order)),
        changed=tuple(sorted(changed, key=lambda change: _order(change.before))),
        closed=frozenset(_closed(before) | _closed(after)),
    )


def diff_as_json(diff: RecordDiff) -> dict[str, Any]:
    """The difference as JSON values; every row says whether it may be republished."""

    def marked(fact: Fact) -> dict[str, Any]:
        return row_as_json(fact) | {"republish": fact.licence not in diff.closed}

    return {
        "before": diff.before,
        "after": diff.after,
        "subjects": {
            "added": [subject.entity.id for subject in diff.subjects_added],
            "removed": [subject.entity.id for subject in diff.subjects_removed],
            "changed": [{"id": one.before.entity.id, "fields": list(one.fields)} for one in diff.subjects_changed],
        },
        "rows": {
            "added": [marked(fact) for fact in diff.added],
            "removed": [marked(fact) for fact in diff.removed],
            "changed": [
                {"fields": list(one.fields), "before": marked(one.before), "after": marked(one.after)}
                for one in diff.changed
            ],
        },
    }


def row_as_json(fact: Fact) -> dict[str, Any]:
    """A row with its sources written out.  Numbers are text, so that none is rounded."""
    return {
        "id": fact.id,
        "subject": fact.subject,
        "property": fact.property,
        "value": f"{fact.value:f}" if isinstance(fact.value, Decimal) else fact.value,
        "unit": fact.unit,
        "qualifiers": dict(fact.qualifiers),
        "sources": [{"key": s.key, "title": s.title, "url": s.url, "tier": s.tier} for s in fact.sources],
        "confidence": fact.confidence,
        "as_of": fact.as_of,
        "licence": fact.licence,
        "note": fact.note,
        "edition": fact.edition,
        "digest": fact.digest,
    }


# --- pairing -----------------------------------------------------------------------------------------------------


def _fact_subjects(record: Record) -> Iterable[str]:
    return (fact.subject for fact in record.all_facts())


def _closed(record: Record) -> set[str]:
    """Licences of rows that forbid republishing, or that nobody explains."""
    names = {fact.licence for fact in record.all_facts()}
    return {name for name in names if not ((terms := record.licence(name)) and terms.republish)}


def _stated(facts: Sequence[Fact]) -> list[Fact]:
    """Rows that stand in the files; an alias derived from a subject's names is compared as part of the subject."""
    return [fact for fact in facts if not (fact.property == "alias" and fact.qualifier("names"))]


def _unequal(left: Sequence[Fact], right: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Both lists without the rows that read the same in each, as often as they do."""
    table: dict[tuple[object, ...], list[Fact]] = {}
    for fact in right:
        table.setdefault(_content(fact), []).append(fact)
    rest = []
    for fact in left:
        twins = table.get(_content(fact))
        if twins:
            twins.pop(0)
        else:
            rest.append(fact)
    kept = {id(fact) for facts in table.values() for fact in facts}
    return rest, [fact for fact in right if id(fact) in kept]


def _pair(left: list[Fact], right: list[Fact], same: Any) -> tuple[list[Fact], list[Fact], list[tuple[Fact, Fact]]]:
    table: dict[object, list[Fact]] = {}
    for fact in right:
        table.setdefault(same(fact), []).append(fact)
    pairs, rest = [], []
    for fact in left:
        candidates = table.get(same(fact))
        if candidates:
            pairs.append((fact, candidates.pop(0)))
        else:
            rest.append(fact)
    taken = {id(after) for _, after in pairs}
    return rest, [fact for fact in right if id(fact) not in taken], pairs


def _by_id(fact: Fact) -> object:
    # A number moved to another row is no change of that row: what it is tied to must fit as well.
    return (fact.id, _matter(fact))


def _by_matter(fact: Fact) -> object:
    """What a row is about and where it is from: the rest may have changed."""
    return (fact.property, _matter(fact), _source_keys(fact))


def _matter(fact: Fact) -> tuple[str | None, ...]:
    return tuple(fact.qualifier(name) for name in ("variant", "part", "condition", "event", "deal", "counted"))


def _content(fact: Fact) -> tuple[object, ...]:
    return (fact.property, *(_field(fact, name) for name in _FIELDS))


def _field(fact: Fact, name: str) -> object:
    if name == "sources":
        told = ((source.title, source.url, source.tier) for source in fact.sources)
        return tuple(zip(_source_keys(fact), told, strict=True))
    if name == "qualifiers":
        return tuple(sorted(fact.qualifiers))
    return getattr(fact, name)


def _source_keys(fact: Fact) -> tuple[str, ...]:
    """Keys without the folder's name, which imports put before them: two imports of one file cite the same source."""
    return tuple(source.key.removeprefix(f"{fact.edition}-") for source in fact.sources)


def _differing(before: Fact, after: Fact) -> tuple[str, ...]:
    return tuple(name for name in _FIELDS if _field(before, name) != _field(after, name))


def _subject_fields(before: Subject, after: Subject) -> tuple[str, ...]:
    pairs: Mapping[str, tuple[object, object]] = {
        "class": (before.category, after.category),
        "label": (before.entity.label, after.entity.label),
        "names": (dict(before.names), dict(after.names)),
        "dispute": (before.entity.note, after.entity.note),
        "note": (before.note, after.note),
        "figures": (before.figures, after.figures),
    }
    return tuple(name for name, (one, other) in pairs.items() if one != other)


def _order(fact: Fact) -> tuple[str, str, tuple[tuple[int, str], ...]]:
    """By subject and property, and running numbers by their size."""
    number = fact.id.rpartition("#")[2]
    parts = tuple((int(p), "") if p.isdigit() and len(p) < 12 else (0, p) for p in number.replace("-", ".").split("."))
    return (fact.subject, fact.property, parts)
