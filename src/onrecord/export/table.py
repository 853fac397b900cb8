"""One row per claim: CSV that no spreadsheet runs, and Parquet with types."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.errors import OutputError
from onrecord.export.rows import ClaimEntry, ReportEntry
from onrecord.model import RoleName
from onrecord.publish.safety import guard_cell, safe_url

COLUMNS = (
    "claim", "report", "outlet", "title", "url", "published", "kind", "property", "stance", "words", "start", "end",
    "actor", "actor_id", "item", "item_id", "counterpart", "counterpart_id", "place", "place_id", "time",
    "low", "high", "approximate", "unit", "counted", "counted_class",
    "source_kind", "source", "via", "thread", "copies", "credit", "verdicts", "edition", "decision", "corrections",
)  # fmt: skip


def make_row(one: ClaimEntry) -> dict[str, Any]:
    """A claim as one row; numbers as numbers, several of a thing joined by "; "."""
    claim, card = one.said.claim, one.said.report
    quantity = claim.quantity
    row: dict[str, Any] = {
        "claim": one.name,
        "report": card.digest,
        "outlet": card.outlet,
        "title": card.title,
        "url": safe_url(card.url),
        "published": card.published,
        "kind": claim.kind.value,
        "property": claim.property,
        "stance": claim.stance.value,
        "words": one.said.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "source_kind": one.said.voice.kind.value,
        "source": one.said.voice.label or None,
        "via": "; ".join(one.said.voice.via) or None,
        "thread": one.said.thread,
        "copies": card.copies,
        "credit": card.credit,
        "verdicts": "; ".join(f"{each.rule}: {each.verdict.value}" for each in one.findings) or None,
        "edition": next((each.edition for each in one.findings if each.edition), card.edition),
        "decision": one.standing or None,
        "corrections": "; ".join(f"{field} = {value}" for field, value in one.corrections.items()) or None,
    }
    for role in (RoleName.ACTOR, RoleName.ITEM, RoleName.COUNTERPART, RoleName.PLACE):
        entities = one.entities(role)
        row[role.value] = "; ".join(entity.label for entity in entities) or None
        row[f"{role.value}_id"] = "; ".join(entity.id for entity in entities) or None
    time = claim.role(RoleName.TIME)
    row["time"] = time.time.value if time is not None and time.time is not None else None
    if quantity is not None:
        row |= {
            "low": None if quantity.low is None else float(quantity.low),
            "high": None if quantity.high is None else float(quantity.high),
            "approximate": quantity.approximate,
            "unit": quantity.unit,
            "counted": quantity.counted,
            "counted_class": quantity.counted_class,
        }
    return {name: row.get(name) for name in COLUMNS}


def write_csv(entries: Iterable[ReportEntry]) -> Iterator[str]:
    """CSV after RFC 4180, a row per claim; cells that could be formulas are guarded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        for claim in entry.claims:
            writer.writerow([_cell(value) for value in make_row(claim).values()])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}" if value >= 0 else guard_cell(f"{value:.15g}")
    return guard_cell(str(value))


def write_parquet(entries: Iterable[ReportEntry], sink: Any) -> None:
    """Parquet into a file object, a row group per thousand claims.  Raises OutputError without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        message = "Parquet needs the package pyarrow. Install it with: pip install 'onrecord[parquet]'"
        raise OutputError(message) from error
    types = {name: pa.float64() for name in ("low", "high")} | {name: pa.int64() for name in ("start", "end")}
    types["approximate"] = pa.bool_()
    schema = pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS])
    rows: list[dict[str, Any]] = []
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for entry in entries:
            rows += [_storable(make_row(claim)) for claim in entry.claims]
            if len(rows) >= 1000:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema))


def _storable(row: dict[str, Any]) -> dict[str, Any]:
    """Parquet's text is UTF-8, which holds no lone surrogate."""
    return {
        name: value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
        for name, value in row.items()
    }
