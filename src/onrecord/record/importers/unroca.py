"""The UN Register of Conventional Arms as JSON: rows of states' reports, or the country profile of its interface.

Rows of reports: `[{"table": "major_export", "year": "2012", "exporter": …, "importer": …, "category": …,
"num_items": "100", "description": …}, …]`; tables of holdings and production have `country` instead of the parties.
The profile: `{"country": {…}, "hw_imp": [{"country": …, "acro": "RU", "bt_1": 12, "bt_2": 10, …}, …]}`, where `_1` is
the state's own report and `_2` that of its partner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.errors import RecordError
from onrecord.model import Entity, EntityKind
from onrecord.record.importers.collect import Collector, slug, whole
from onrecord.record.importers.files import read_json
from onrecord.record.importers.match import (
    NoMatch,
    known_deal,
    match_code,
    match_country,
    match_within,
    settings,
)

NO_CATEGORY = "a category the register does not have"
NO_NUMBER = "no number of items"
BAD_YEAR = "a year that is not one"
OTHER_TABLE = "a table of small arms or production"
NOT_AN_ENTRY = "an entry that is no object"
_SIDES = (("1", "importer_report"), ("2", "exporter_report"))


def read_unroca(path: Path, into: Collector) -> None:
    """Reported transfers and holdings.  Raises RecordError for JSON of another form."""
    data = read_json(path)
    if isinstance(data, dict) and isinstance(data.get("hw_imp"), list):
        _read_profile(data, path, into)
    elif isinstance(data, list):
        _read_reports(data, into)
    else:
        raise RecordError(
            f"{path.name}: neither a list of report rows nor a country profile with `hw_imp`. Save what the register's "
            "interface gives, unchanged."
        )


# --- rows of reports ---


def _read_reports(rows: Sequence[Any], into: Collector) -> None:
    seen: Counter[tuple[str, ...]] = Counter()
    newest = ""
    for number, row in enumerate(rows, 1):
        into.read(number)
        if not isinstance(row, dict):
            into.refuse([number], NOT_AN_ENTRY)
            continue
        cells = {key: str(value).strip() for key, value in row.items() if value is not None}
        newest = max(newest, _add_report_row(cells, number, seen, into))
    into.as_of = into.as_of or newest or None


def _add_report_row(cells: dict[str, str], number: int, seen: Counter[tuple[str, ...]], into: Collector) -> str:
    """Keep a row or refuse it; its year, "" when refused."""
    table, category = cells.get("table", ""), _category(cells.get("category", ""))
    count, year = whole(cells.get("num_items", "")), cells.get("year", "")
    if not table.startswith(("major_", "military_")):
        into.refuse([number], OTHER_TABLE, table)
    elif category is None:
        into.refuse([number], NO_CATEGORY, cells.get("category", ""))
    elif not count:
        into.refuse([number], NO_NUMBER, cells.get("num_items", ""))
    elif not (len(year) == 4 and year.isdigit()):
        into.refuse([number], BAD_YEAR, year)
    elif table.startswith("military_"):
        return _add_holding(cells, category, count, number, into)
    else:
        return _add_transfer(cells, category, count, number, seen, into)
    return ""


def _add_transfer(
    cells: dict[str, str],
    category: dict[str, Any],
    count: int,
    number: int,
    seen: Counter[tuple[str, ...]],
    into: Collector,
) -> str:
    supplier, recipient = match_country(cells.get("exporter", "")), match_country(cells.get("importer", ""))
    subject = _subject(cells.get("description", ""), category, number, into)
    if subject is None:
        return ""
    for party in (supplier, recipient):
        if isinstance(party, NoMatch):
            into.refuse([number], party)
            return ""
    assert isinstance(supplier, str)
    assert isinstance(recipient, str)
    year, side = cells["year"], "exporter_report" if cells["table"].endswith("export") else "importer_report"
    # The two states' reports of one delivery are one deal told twice; the n-th row of one meets the n-th of the other.
    parties = (year, supplier, recipient, category["code"], subject)
    seen[side, *parties] += 1
    own = f"unroca-{'-'.join(slug(part.rpartition('/')[2]) for part in parties)}-{seen[side, *parties]}"
    deal = known_deal(into.base.transfers(item=subject), supplier, recipient, order=None, year=year) or own
    kept = into.add_fact(
        subject,
        "transfer",
        count,
        lines=[number],
        qualifiers={
            "deal": deal,
            "supplier": supplier,
            "recipient": recipient,
            "counted": _counted(cells.get("description", ""), category),
            "as_written": cells.get("description"),
            "category": f"{category['code']} {category['label']}",
            "status": "delivered",
            "years": year,
            "given_by": settings()["unroca"][side],
            "state_of_origin": cells.get("state_of_origin"),
            "intermediate": cells.get("intermediate_locations"),
        },
        as_of=year,
    )
    return year if kept else ""


def _add_holding(cells: dict[str, str], category: dict[str, Any], count: int, number: int, into: Collector) -> str:
    holder = match_country(cells.get("country", ""))
    subject = _subject(cells.get("description", ""), category, number, into)
    if subject is None:
        return ""
    if isinstance(holder, NoMatch):
        into.refuse([number], holder)
        return ""
    kept = into.add_fact(
        subject,
        "stock_claim",
        count,
        lines=[number],
        qualifiers={
            "recipient": holder,
            "counted": _counted(cells.get("description", ""), category),
            "as_written": cells.get("description"),
            "category": f"{category['code']} {category['label']}",
            "status": "stock claim",
            "given_by": settings()["unroca"]["holder_report"],
        },
        as_of=cells["year"],
    )
    return cells["year"] if kept else ""


# --- the country profile ---


def _read_profile(data: dict[str, Any], path: Path, into: Collector) -> None:
    head = data.get("country")
    name = head.get("name_en") or head.get("name") or "" if isinstance(head, dict) else str(head or "")
    code = into.options.country or (head.get("iso_2_acronym") if isinstance(head, dict) else None) or ""
    recipient = match_code(code) if code else match_country(str(name))
    if isinstance(recipient, NoMatch):
        raise RecordError(f"{path.name} does not say whose profile it is. Name the state: --country VEN")
    reports = data.get("available_reports")
    years = [one.get("year") for one in reports if isinstance(one, dict)] if isinstance(reports, list) else []
    newest = max((str(year) for year in years if str(year).isdigit()), default=None)
    into.as_of = into.as_of or newest
    for number, row in enumerate(data["hw_imp"], 1):
        into.read(number)
        if not isinstance(row, dict):
            into.refuse([number], NOT_AN_ENTRY)
            continue
        supplier = match_code(str(row.get("acro") or "")) if row.get("acro") else match_country(str(row.get("country")))
        if isinstance(supplier, NoMatch):
            into.refuse([number], supplier)
            continue
        for category in settings()["unroca"]["category"]:
            for field in category["fields"]:
                _add_totals(row, field, category, supplier, recipient, number, into)
        into.refuse([number], NO_NUMBER)


def _add_totals(
    row: dict[str, Any],
    field: str,
    category: dict[str, Any],
    supplier: str,
    recipient: str,
    number: int,
    into: Collector,
) -> None:
    """Totals of a category over all years, as either side reports them.  They name no item and no year."""
    for side, report in _SIDES:
        count = whole(str(row.get(f"{field}_{side}") or ""))
        if not count or (subject := _category_subject(category, number, into)) is None:
            continue
        into.add_fact(
            subject,
            "transfer",
            count,
            lines=[number],
            qualifiers={
                "deal": f"unroca-{slug(supplier)}-{slug(recipient)}-{field}",
                "supplier": supplier,
                "recipient": recipient,
                "counted": category["counted"],
                "category": f"{category['code']} {category['label']}",
                "status": "delivered",
                "given_by": settings()["unroca"][report],
            },
            as_of=into.as_of,
            note="Total of all years in the register.",
        )


# --- both ---


def _category(text: str) -> dict[str, Any] | None:
    """The category a cell names: "VII. Missiles and missile launchers", "Battle tanks", "VII"."""
    lower = text.strip().lower()
    best: dict[str, Any] | None = None
    longest = 0
    for category in settings()["unroca"]["category"]:
        if lower == category["code"].lower():
            return dict(category)
        for start in category["begins"]:
            if lower.startswith(start) and len(start) > longest:
                best, longest = category, len(start)
    return best


def _subject(description: str, category: dict[str, Any], number: int, into: Collector) -> str | None:
    """The one system a description names, or the category: where it names none, several, or something made of one."""
    words = set(slug(description).split("-"))
    item = match_within(into.base, description, category["classes"])
    if isinstance(item, Entity) and not words & set(settings()["unroca"]["unclear_words"]):
        return item.id
    return _category_subject(category, number, into)


def _category_subject(category: dict[str, Any], number: int, into: Collector) -> str | None:
    subject = f"{EntityKind.EQUIPMENT.value}/unroca-{slug(category['code'])}"
    label = f"{category['label']} (UN Register, category {category['code']})"
    return subject if into.add_subject(subject, category["classes"][0], label, {}, lines=[number]) else None


def _counted(description: str, category: dict[str, Any]) -> str:
    """What is counted: the category's noun, or for missiles and launchers what the description says."""
    if category["counted"] != "unspecified":
        return str(category["counted"])
    words = set(slug(description).split("-"))
    missiles, launchers = (words & set(settings()["unroca"][f"{one}_words"]) for one in ("missile", "launcher"))
    if bool(missiles) == bool(launchers):
        return "unspecified"
    return "missile" if missiles else "launcher"
