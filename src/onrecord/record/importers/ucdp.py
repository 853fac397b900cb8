"""UCDP Georeferenced Events as CSV: one row an event, its deaths with the lowest and highest estimate."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.errors import RecordError
from onrecord.model import EntityKind
from onrecord.record.importers.collect import Collector, slug, whole
from onrecord.record.importers.files import iter_csv
from onrecord.record.importers.match import match_code, match_country, settings

# The layout of 49 columns: some releases come without the line of names.
_COLUMNS = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
]
_OLD = {"best_est": "best", "high_est": "high", "low_est": "low"}  # names of early releases
_NEEDED = ("id", "conflict_name", "date_start", "best")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NO_ESTIMATE = "no number of deaths"
BAD_DATE = "a date that is not one"
SHORT = "a line with another number of columns"
ELSEWHERE = "not in the country asked for"


def read_ucdp(path: Path, into: Collector) -> None:
    """Events, gathered under their conflicts.  With `country`, only those there.  Raises RecordError."""
    wanted = match_code(into.options.country) if into.options.country else None
    names: list[str] | None = None
    newest = ""
    for line, row in iter_csv(path):
        if names is None:
            names = _names(row, path)
            if "id" in row:
                continue
        if not any(row):
            continue
        cells = dict(zip(names, (cell.strip() for cell in row), strict=False))
        if len(row) == len(names) and wanted is not None and match_country(cells.get("country", "")) != wanted:
            into.pass_over(line, ELSEWHERE, cells.get("country", ""))
            continue
        into.read(line)
        if len(row) != len(names):
            into.refuse([line], SHORT, len(row))
            continue
        newest = max(newest, _add_event(cells, line, into))
    into.as_of = into.as_of or newest or None


def _names(row: list[str], path: Path) -> list[str]:
    if "id" in row:
        names = [_OLD.get(name.strip(), name.strip()) for name in row]
        if missing := [name for name in _NEEDED if name not in names]:
            raise RecordError(f"{path.name}: the column {missing[0]!r} is missing. Is this a UCDP GED file?")
        return names
    if len(row) == len(_COLUMNS):
        return _COLUMNS
    raise RecordError(f"{path.name}: {len(row)} columns without names. A UCDP GED file has {len(_COLUMNS)}.")


def _add_event(cells: dict[str, str], line: int, into: Collector) -> str:
    """Keep an event or refuse it; its last day, "" when refused."""
    best = whole(cells["best"])
    if best is None:
        into.refuse([line], NO_ESTIMATE, cells["best"])
        return ""
    start, end = (_DATE.match(cells.get(name, "")) for name in ("date_start", "date_end"))
    if start is None:
        into.refuse([line], BAD_DATE, cells.get("date_start", ""))
        return ""
    last = end[0] if end else start[0]
    number = cells.get("conflict_new_id") or slug(cells["conflict_name"])
    subject = f"{EntityKind.EVENT.value}/ucdp-{slug(number)}"
    violence = settings()["ucdp"]["violence"].get(cells.get("type_of_violence", ""), "conflict")
    if not into.add_subject(subject, violence, cells["conflict_name"], {}, lines=[line]):
        return ""
    country = match_country(cells.get("country", ""))
    kept = into.add_fact(
        subject,
        "event_deaths",
        best,
        lines=[line],
        qualifiers={
            "event": f"ucdp-{cells['id']}",
            "low": _number(cells.get("low", "")),
            "high": _number(cells.get("high", "")),
            "date": start[0] if last == start[0] else f"{start[0]}/{last}",
            "date_precision": cells.get("date_prec"),
            "place": cells.get("where_coordinates") or cells.get("adm_2") or cells.get("adm_1"),
            "place_precision": cells.get("where_prec"),
            "coordinates": _coordinates(cells),
            "country": country if isinstance(country, str) else None,
            "side_a": cells.get("side_a"),
            "side_b": cells.get("side_b"),
            "civilian_deaths": _number(cells.get("deaths_civilians", "")),
            "clarity": cells.get("event_clarity"),
        },
        as_of=last,
    )
    return last if kept else ""


def _number(text: str) -> str | None:
    number = whole(text)
    return None if number is None else str(number)


def _coordinates(cells: dict[str, str]) -> str | None:
    latitude, longitude = cells.get("latitude", ""), cells.get("longitude", "")
    return f"{latitude}, {longitude}" if latitude and longitude else None
