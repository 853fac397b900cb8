"""Rows of a record to hand on.  Rows whose terms allow no republishing stay behind, or carry a mark."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.model import Fact
from onrecord.record.diff import row_as_json
from onrecord.record.edition import Record

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("id", "subject", "property", "value", "unit", "qualifiers", "sources", "confidence", "as_of", "licence")


@dataclass(frozen=True, slots=True)
class Export:
    """Rows as JSON values, each with `republish`; and how many were left out, by licence."""

    rows: tuple[dict[str, Any], ...]
    left_out: tuple[tuple[str, int], ...]


def export_rows(record: Record, *, marked: bool = False, subjects: Sequence[str] = ()) -> Export:
    """The record's rows, of all subjects or of some.

    Rows under a licence that forbids republishing are left out; with `marked` they are kept and say so.
    """
    rows: list[dict[str, Any]] = []
    left_out: Counter[str] = Counter()
    for fact in record.all_facts():
        if subjects and fact.subject not in subjects:
            continue
        free = may_republish(record, fact)
        if free or marked:
            rows.append(row_as_json(fact) | {"republish": free})
        else:
            left_out[fact.licence] += 1
    return Export(tuple(rows), tuple(sorted(left_out.items())))


def may_republish(record: Record, fact: Fact) -> bool:
    """Whether a row's terms allow handing it on with others.  Terms that are not known do not."""
    licence = record.licence(fact.licence)
    return licence is not None and licence.republish


def write_jsonl(export: Export) -> str:
    """One row a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in export.rows)


def write_csv(export: Export) -> str:
    """One row a line; a cell that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*_COLUMNS, "note", "republish"))
    for row in export.rows:
        cells = dict(row)
        cells["qualifiers"] = "; ".join(f"{key}={value}" for key, value in row["qualifiers"].items())
        cells["sources"] = "; ".join(source["title"] for source in row["sources"])
        cells["republish"] = "yes" if row["republish"] else "no"
        writer.writerow([_cell(cells[name]) for name in (*_COLUMNS, "note", "republish")])
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
