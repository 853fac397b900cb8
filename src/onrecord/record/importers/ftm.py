"""FollowTheMoney statements, as CSV or as JSON lines: bodies, people and craft with names, states, positions and tags.

A statement is one value of one property of one entity in one dataset.  Birth dates, numbers, addresses and the like
have no place in the record and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import RecordError
from onrecord.record.importers.collect import Collector, slug
from onrecord.record.importers.files import iter_csv, iter_lines, parse_json
from onrecord.record.importers.match import NoMatch, match_code, settings

_NEEDED = ("prop", "value", "schema")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
OTHER_SCHEMA = "an entity of another schema"
OTHER_PROPERTY = "a property the record has no place for"
NO_NAME = "an entity without a name"
INCOMPLETE = "a statement without entity, property or value"

Statement = tuple[int, Mapping[str, str]]


def read_ftm(path: Path, into: Collector) -> None:
    """Entities of a statement file.  Raises RecordError for a file of another layout."""
    table = settings()["ftm"]
    entities: dict[str, list[Statement]] = {}
    newest = ""
    for line, cells in _read(path):
        into.read(line)
        entity = cells.get("canonical_id") or cells.get("entity_id") or ""
        if not entity or not cells.get("value") or not cells.get("prop"):
            into.refuse([line], INCOMPLETE)
        elif cells.get("schema") not in table["schema"] or cells["schema"] == "source":
            into.refuse([line], OTHER_SCHEMA, cells.get("schema", ""))
        elif cells["prop"] not in table["property"] or cells["prop"] == "source":
            into.refuse([line], OTHER_PROPERTY, cells["prop"])
        else:
            entities.setdefault(entity, []).append((line, cells))
            newest = max(newest, _day(cells) or "")
    for key, statements in entities.items():
        _add_entity(key, statements, into)
    into.as_of = into.as_of or newest or None


def _read(path: Path) -> Iterator[Statement]:
    first = next((line for _, line in iter_lines(path) if line.strip()), "")
    if first.lstrip().startswith("{"):
        for number, line in iter_lines(path):
            if line.strip():
                entry = parse_json(line, f"{path.name}, line {number}")
                yield number, {k: _plain(v) for k, v in entry.items()} if isinstance(entry, dict) else {}
        return
    names: list[str] | None = None
    for number, row in iter_csv(path):
        if names is None:
            names = [name.strip() for name in row]
            if missing := [name for name in _NEEDED if name not in names]:
                raise RecordError(f"{path.name}: the column {missing[0]!r} is missing. Is this a file of statements?")
        elif any(row):
            yield number, dict(zip(names, (cell.strip() for cell in row), strict=False))


def _plain(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)


def _add_entity(key: str, statements: list[Statement], into: Collector) -> None:
    table = settings()["ftm"]
    lines = [line for line, _ in statements]
    named = [(line, cells) for line, cells in statements if table["property"][cells["prop"]] == "name"]
    if not named:
        into.refuse(lines, NO_NAME, key)
        return
    kind, category = table["schema"][statements[0][1]["schema"]]
    label = next((cells["value"] for _, cells in named if cells["prop"] == "name"), named[0][1]["value"])
    names: dict[str, list[str]] = {}
    for _, cells in named:
        names.setdefault(cells.get("lang") or "name", []).append(cells["value"])
    subject = f"{kind}/ftm-{slug(key)}"
    if not into.add_subject(subject, category, label, names, lines=lines):
        return
    stated: dict[tuple[str, str], None] = {}
    for line, cells in statements:
        name = table["property"][cells["prop"]]
        value: str | NoMatch = cells["value"]
        if name == "name":
            name, value = "alias", cells["value"]
        elif name == "belongs_to":
            value = match_code(cells["value"])
        if isinstance(value, NoMatch):
            into.refuse([line], value)
        elif (name, f"{value} {cells.get('dataset')}") in stated:
            into.keep([line])  # the same value once more: of another entity merged into this one, or another language
        else:
            stated[name, f"{value} {cells.get('dataset')}"] = None
            _add_statement(subject, name, value, line, cells, into)


def _add_statement(subject: str, name: str, value: str, line: int, cells: Mapping[str, str], into: Collector) -> None:
    dataset = cells.get("dataset") or "unnamed"
    spec = settings()["kind"]["ftm"]
    source = into.add_source(dataset, f"{spec['title']}, dataset {dataset}", url=None, tier="B", terms=spec["terms"])
    into.add_fact(
        subject,
        name,
        value,
        lines=[line],
        qualifiers={"dataset": dataset, "language": cells.get("lang"), "first_seen": cells.get("first_seen")},
        source=source,
        as_of=_day(cells),
        note=None,
    )


def _day(cells: Mapping[str, str]) -> str | None:
    match = _DATE.match(cells.get("last_seen") or cells.get("first_seen") or "")
    return match[0] if match else None
