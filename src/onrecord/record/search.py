"""Ranked look-up by anything that resembles a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.model import Entity
from onrecord.record.names import alias_key, singular_keys, squash

if TYPE_CHECKING:
    from onrecord.record.edition import Subject

_FUZZY_FLOOR = 0.55  # share of letter pairs two names must have in common
_LONGEST = 80  # characters of the question that are read


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject found, the name it was found by, and how well (1 is the same name)."""

    entity: Entity
    name: str
    score: float


def search_names(text: str, subjects: Sequence[Subject], limit: int) -> tuple[Hit, ...]:
    """Subjects by likeness of any of their names to `text`; ties go to the smaller id.  Same input, same order."""
    key = squash(alias_key(text[:_LONGEST]))
    if not key:
        return ()
    wanted = {squash(k) for k in singular_keys(alias_key(text[:_LONGEST]))}
    hits = []
    for subject in subjects:
        score, name = max(
            ((_likeness(wanted, key, squash(alias_key(name))), name) for name in _names_of(subject)),
            key=lambda pair: pair[0],
        )
        if score > 0:
            hits.append(Hit(subject.entity, name, round(score, 3)))
    hits.sort(key=lambda hit: (-hit.score, hit.entity.id))
    return tuple(hits[:limit])


def _names_of(subject: Subject) -> Iterable[str]:
    yield subject.entity.label
    for names in subject.names.values():
        yield from names
    yield subject.entity.id.rpartition("/")[2]
    yield subject.category.replace("_", " ")


def _likeness(wanted: set[str], key: str, name: str) -> float:
    if name == key:
        return 1.0
    if name in wanted:
        return 0.97
    if name.startswith(key):
        return 0.8 + 0.15 * len(key) / len(name)
    if key in name:
        return 0.7 + 0.1 * len(key) / len(name)
    pairs, others = _letter_pairs(key), _letter_pairs(name)
    if not pairs or not others:
        return 0.0
    share = 2 * len(pairs & others) / (len(pairs) + len(others))
    return 0.7 * share if share >= _FUZZY_FLOOR else 0.0


def _letter_pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
