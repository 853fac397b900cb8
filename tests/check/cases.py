"""Reads the tables of check cases and builds the claims they describe.

A line of `tests/cases/checks.csv`:

    text         one or two sentences; [square brackets] mark the claim's words when they are not the whole text
    kind         claim kind; `property` as in the claims guideline
    item, actor, counterpart   words=key; several joined by " ; "; two readings of one name joined by "|"
                 key: igla-s (equipment), VEN (country), VEN-armed-forces (body), ? (recognised, not resolved)
    time         words=EDTF, with an optional relation: "since 2002=2002 since"
    quantity     words=interval unit #class !modifier: "up to 5 km=..5 kilometre !up_to", "5,000=5000 #system",
                 "about 6 km=~6 kilometre", "5 to 6 km=5..6 kilometre"; the counted noun follows the words in the text
    stance       asserted unless given
    expect       verdicts joined by " ; ", in the order of the findings; "none" when nothing is to be said
    rule         rules, joined likewise
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from onrecord.model import (
    Attribution,
    Claim,
    ClaimKind,
    Directness,
    Entity,
    EntityKind,
    Quantity,
    Report,
    Role,
    RoleName,
    SourceKind,
    Span,
    Stance,
    TimeExpression,
)

CASES = Path(__file__).parents[1] / "cases"
ROLES = ("item", "actor", "counterpart", "place")


@dataclass(frozen=True)
class Case:
    id: str
    report: Report
    claim: Claim
    expect: tuple[str, ...]
    rules: tuple[str, ...]


def read_cases(name: str) -> list[Case]:
    with (CASES / name).open(encoding="utf-8", newline="") as handle:
        return [build_case(row) for row in csv.DictReader(handle)]


def build_case(row: dict[str, str]) -> Case:
    marked = row["text"]
    start, end = marked.find("["), marked.find("]") - 1
    text = marked.replace("[", "").replace("]", "")
    span = Span(start, end) if start >= 0 else Span(0, len(text.rstrip(".")))
    roles = [build_role(name, row[name], text) for name in ROLES if row.get(name)]
    if row["time"]:
        roles.append(build_time(row["time"], text))
    kind = SourceKind.NAMED_PERSON if row.get("speaker") else SourceKind.OWN_VOICE
    claim = Claim(
        id="c01",
        kind=ClaimKind(row["kind"]),
        span=span,
        roles=tuple(roles),
        property=row["property"] or None,
        quantity=build_quantity(row["quantity"], text) if row["quantity"] else None,
        stance=Stance(row["stance"] or "asserted"),
        attribution=Attribution(kind, Directness.INDIRECT, speaker=row.get("speaker") or None),
    )
    split = [
        tuple(part.strip() for part in row[name].split(";") if part.strip() != "none") for name in ("expect", "rule")
    ]
    return Case(row["id"], Report(text, "sha256:0", published="2025-10-23"), claim, split[0], split[1])


def find_span(words: str, text: str) -> Span:
    at = text.find(words)
    assert at >= 0, f"{words!r} does not stand in {text!r}"
    return Span(at, at + len(words))


def build_entity(key: str, words: str) -> Entity:
    ids = [to_id(part) for part in key.split("|")]
    kind = EntityKind(ids[0].partition("/")[0])
    return Entity(ids[0], kind, words.strip(), alternatives=tuple(ids[1:]))


def to_id(key: str) -> str:
    code, dash, _ = key.partition("-")
    if len(code) == 3 and code.isupper() and code.isalpha():
        return f"body/{key}" if dash else f"country/{key}"
    return f"body/{key.removeprefix('@')}" if key.startswith("@") else f"equipment/{key}"


def build_role(name: str, cell: str, text: str) -> Role:
    parts = [part.strip().rpartition("=") for part in cell.split(" ; ")]
    spans = [find_span(words, text) for words, _, _ in parts]
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    if parts[0][2] == "?":
        return Role(RoleName(name), span)
    entities = [build_entity(key, words) for words, _, key in parts]
    return Role(RoleName(name), span, entities[0], tuple(entities[1:]))


def build_time(cell: str, text: str) -> Role:
    words, _, value = cell.rpartition("=")
    edtf, _, relation = value.partition(" ")
    span = find_span(words, text)
    return Role(RoleName.TIME, span, time=TimeExpression(span, edtf, "day", relation=relation or None))


def build_quantity(cell: str, text: str) -> Quantity:
    words, _, value = cell.rpartition("=")
    span = find_span(words, text)
    parts = value.split()
    interval = parts[0].removeprefix("~")
    low, dots, high = interval.partition("..")
    unit = next((part for part in parts[1:] if part[0] not in "#!"), None)
    counted = next((part[1:] for part in parts if part.startswith("#")), None)
    modifier = next((part[1:] for part in parts if part.startswith("!")), None)
    noun = text[span.end :].split()[0].strip(".,") if counted else None
    return Quantity(
        span,
        Decimal(low) if low else None,
        Decimal(high if dots else low) if (high or not dots) else None,
        approximate=parts[0].startswith("~"),
        unit=unit,
        counted=noun,
        counted_class=counted,
        modifier=modifier,
    )
