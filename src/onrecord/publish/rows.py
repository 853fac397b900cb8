"""Rows of the public record in words a reader understands: "Igla-S, maximum range: 6 km"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from onrecord.model import Dossier, Entity, EntityKind, Fact
from onrecord.publish.nouns import FactRow
from onrecord.publish.words import Words

_ID = re.compile(f"(?:{'|'.join(kind.value for kind in EntityKind)})/[^/\\s]+")


@dataclass(frozen=True, slots=True)
class Labels:
    """What ids are called."""

    names: Mapping[str, str]
    words: Words

    def of(self, value: str) -> str:
        """The label of an id, its bare key when it has none; any other text as it is."""
        if value in self.names:
            return self.names[value]
        return value.split("/", 1)[1] if _ID.fullmatch(value) else value


def gather_names(dossier: Dossier, given: Mapping[str, str]) -> dict[str, str]:
    """Labels of every entity the report names, of the dossier's own table, and those `given`; the later win."""
    entities: list[Entity] = [mention.entity for mention in dossier.mentions if mention.entity is not None]
    for claim in dossier.claims:
        for role in claim.roles:
            entities += [entity for entity in (role.entity, *role.others) if entity is not None]
    return {**{entity.id: entity.label for entity in entities}, **dict(dossier.names), **given}


def build_row(fact: Fact, labels: Labels) -> FactRow:
    """One row: what it is about, its value as the record gives it, and the qualifiers a reader needs."""
    words = labels.words
    return FactRow(
        fact=fact,
        statement=words.frame(
            "fact",
            subject=labels.of(fact.subject),
            property=words.of("property", fact.property),
            value=phrase_value(fact, labels),
        ),
        qualifiers=phrase_qualifiers(fact, labels),
    )


def phrase_value(fact: Fact, labels: Labels) -> str:
    """A value with its unit or counted noun, and its modifier: "about 2,000 missiles"."""
    words = labels.words
    if not isinstance(fact.value, Decimal):
        return labels.of(fact.value)
    if fact.property in words.table["number"]["ungrouped"]:
        value = format(fact.value, "f")
    else:
        value = words.number(fact.value) + words.unit(fact.unit)
    counted = fact.qualifier("counted")
    if counted is not None:
        value = words.frame("counted_value", value=value, counted=words.of("recorded_count", counted))
    frame = words.table["recorded"].get(fact.qualifier("modifier") or "exact", "{value}")
    return str(frame).format(value=value)


def phrase_qualifiers(fact: Fact, labels: Labels) -> tuple[str, ...]:
    """Qualifiers in the order of the words' table, then those it does not know, with their names."""
    frames: dict[str, str] = labels.words.table["qualifier"]
    given = dict(fact.qualifiers)
    shown = [frame.format(value=labels.of(given[name])) for name, frame in frames.items() if name in given and frame]
    shown += [
        labels.words.frame("other_qualifier", name=name.replace("_", " "), value=labels.of(value))
        for name, value in fact.qualifiers
        if name not in frames
    ]
    return tuple(shown)
