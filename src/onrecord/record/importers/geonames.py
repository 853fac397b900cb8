"""GeoNames dumps (tab separated, 19 columns, no line of names): places with names, country, coordinates, population."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

from onrecord.errors import RecordError
from onrecord.model import EntityKind
from onrecord.record.importers.collect import Collector, slug, whole
from onrecord.record.importers.files import iter_csv
from onrecord.record.importers.match import match_code, settings

_COLUMNS = [
    "geonameid",
    "name",
    "asciiname",
    "alternatenames",
    "latitude",
    "longitude",
    "feature_class",
    "feature_code",
    "country_code",
    "cc2",
    "admin1_code",
    "admin2_code",
    "admin3_code",
    "admin4_code",
    "population",
    "elevation",
    "dem",
    "timezone",
    "modification_date",
]
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,12})?\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
SHORT = "a line with another number of columns"
NOWHERE = "coordinates that are none"
ELSEWHERE = "not in the country asked for"


def read_geonames(path: Path, into: Collector) -> None:
    """Places.  With `country`, only those there.  Raises RecordError when the first line is no line of a dump."""
    wanted = match_code(into.options.country) if into.options.country else None
    newest = ""
    for line, row in iter_csv(path, "\t", quoting=csv.QUOTE_NONE):
        if not row:
            continue
        if len(row) != len(_COLUMNS) and not into.rows_in:
            raise RecordError(
                f"{path.name}, line {line}: {len(row)} columns; a GeoNames dump has {len(_COLUMNS)}, separated by tabs."
            )
        cells = dict(zip(_COLUMNS, (cell.strip() for cell in row), strict=False))
        if len(row) != len(_COLUMNS) or not cells["geonameid"].isdigit():
            into.read(line)
            into.refuse([line], SHORT, len(row))
        elif wanted is not None and match_code(cells["country_code"]) != wanted:
            into.pass_over(line, ELSEWHERE, cells["country_code"])
        else:
            into.read(line)
            newest = max(newest, _add_place(cells, line, into))
    into.as_of = into.as_of or newest or None


def _add_place(cells: dict[str, str], line: int, into: Collector) -> str:
    """Keep a place or refuse it; the day its row was last changed, "" when refused."""
    if not _on_earth(cells["latitude"], 90) or not _on_earth(cells["longitude"], 180):
        into.refuse([line], NOWHERE, f"{cells['latitude']}, {cells['longitude']}")
        return ""
    changed = cells["modification_date"] if _DATE.match(cells["modification_date"]) else ""
    subject = f"{EntityKind.PLACE.value}/geonames:{cells['geonameid']}"
    category = settings()["geonames"]["feature"].get(cells["feature_class"], "place")
    if code := slug(cells["feature_code"]):
        category = f"{category}.{code}"
    names = {"name": [cells["name"], cells["asciiname"]], "other": cells["alternatenames"].split(",")}
    given = {group: words for group, words in names.items() if any(words)}
    if not into.add_subject(subject, category, cells["name"], given, lines=[line]):
        return ""
    as_of = changed or None
    place = f"{cells['latitude']}, {cells['longitude']}"
    if not into.add_fact(subject, "coordinates", place, lines=[line], as_of=as_of):
        return ""
    country = match_code(cells["country_code"])
    if isinstance(country, str):
        into.add_fact(subject, "belongs_to", country, lines=[line], as_of=as_of)
    if population := whole(cells["population"]):
        into.add_fact(subject, "population", population, lines=[line], as_of=as_of)
    return changed


def _on_earth(text: str, most: int) -> bool:
    return bool(_DEGREES.match(text)) and abs(Decimal(text)) <= most
