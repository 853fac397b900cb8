"""The SIPRI trade register as CSV.  The figures of one deal become one row, every estimate marked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.model import Entity, EntityKind
from onrecord.record.importers.collect import Collector, slug, whole
from onrecord.record.importers.match import NoMatch, known_deal, match_country, match_item, settings
from onrecord.record.importers.sipri_layout import YES, Layout, Line, find_layout, read_lines, year_of

_NAMEABLE = re.compile(r"(?=.*[A-Za-z])(?=.*\d).{3,}")
NO_NUMBER = "no number delivered or ordered"
BAD_YEAR = "a year that is not one"
NO_ITEM = "no designation"
MIXED = "lines of one deal that do not fit together"


def read_sipri(path: Path, into: Collector) -> None:
    """Deals of a register file.  Raises RecordError when no header of a known layout is found."""
    layout = find_layout(path)
    deals: dict[str, list[Line]] = {}
    for line in read_lines(path, layout):
        into.read(line.number)
        deals.setdefault(_deal_key(line, layout, deals), []).append(line)
    newest = [_add_deal(key, lines, layout, into) for key, lines in deals.items()]
    date = into.as_of or layout.date or max(filter(None, newest), default=None)
    into.as_of = date
    if date:
        into.date_sources(date)


def _deal_key(line: Line, layout: Layout, seen: Mapping[str, object]) -> str:
    if layout.is_long and line["deal"]:
        return f"sipri-{slug(line['deal'])}"
    # An order has no number of its own in this layout: its words stand for it, and a count where they recur.
    words = "\x1f".join(line[name] for name in ("supplier", "recipient", "ordered_in", "designation", "description"))
    key = f"sipri-o{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:12]}"
    number = 1
    while f"{key}.{number}" in seen:
        number += 1
    return f"{key}.{number}"


def _add_deal(key: str, lines: Sequence[Line], layout: Layout, into: Collector) -> str | None:
    """One deal as one row; its newest year, or None when it is refused."""
    numbers, first = [line.number for line in lines], lines[0]
    if any(line[name] != first[name] for line in lines for name in ("supplier", "recipient", "designation")):
        into.refuse(numbers, MIXED, key)
        return None
    if not first["designation"]:
        into.refuse(numbers, NO_ITEM, key)
        return None
    supplier, recipient = match_country(first["supplier"]), match_country(first["recipient"])
    for party in (supplier, recipient):
        if isinstance(party, NoMatch):
            into.refuse(numbers, party)
            return None
    assert isinstance(supplier, str)
    assert isinstance(recipient, str)
    category, counted = settings()["sipri"]["describe"].get(first["description"], ("", "unspecified"))
    item = match_item(into.base, first["designation"], (category,) if category else ())
    if isinstance(item, NoMatch):
        into.refuse(numbers, item)
        return None
    ordered_in = year_of(first["ordered_in"])
    figures = _deliveries(lines, into) if layout.is_long else _order(first, into)
    if figures is None:
        return None
    numbers = list(figures.lines)
    subject = item.id if isinstance(item, Entity) else _new_subject(first, category, into, numbers)
    if subject is None:
        return None
    if not layout.is_long:
        rows = into.base.transfers(item=subject)
        key = known_deal(rows, supplier, recipient, order=ordered_in, year=None) or key
    status = first["status"]
    into.add_fact(
        subject,
        "transfer",
        figures.value,
        lines=numbers,
        qualifiers={
            "deal": key,
            "supplier": supplier,
            "recipient": recipient,
            "counted": counted,
            "modifier": "about" if figures.estimated else "exact",
            "number_estimated": "yes" if figures.estimated else None,
            "as_written": first["designation"],
            "described": first["description"],
            "status": figures.status,
            "condition": settings()["sipri"]["condition"].get(status, status) or None,
            "order_year": ordered_in,
            "order_year_estimated": "yes" if first.is_estimate("ordered_in") else None,
            "years": figures.years,
            "delivery_year_estimated": figures.years_estimated,
            "deliveries": figures.deliveries,
            "ordered": figures.ordered,
            "local_production": "yes" if first["local"].lower() in YES else None,
            "sipri_estimate": first["estimate"] or None,
            "tiv_unit": first["tiv_unit"] or None,
        },
        as_of=layout.date or into.as_of,
    )
    return (figures.years or ordered_in or "").rpartition("/")[2] or None


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a deal amounts to.  `deliveries`: "2009: 1,000; 2010: about 500"."""

    lines: tuple[int, ...]  # that it rests on
    value: int
    status: str
    estimated: bool
    years: str | None = None
    years_estimated: str | None = None
    deliveries: str | None = None
    ordered: str | None = None


def _deliveries(lines: Sequence[Line], into: Collector) -> _Figures | None:
    """Sum over a deal's lines, each a year's delivery; lines without a usable number or year are left out alone."""
    parts: dict[str, list[tuple[int, bool]]] = {}
    estimated_years: dict[str, None] = {}
    used: list[int] = []
    for line in lines:
        number, year = whole(line["number"].rstrip("? ")), year_of(line["year"])
        if not number:
            into.refuse([line.number], NO_NUMBER, line["number"])
            continue
        if year is None:
            into.refuse([line.number], BAD_YEAR, line["year"])
            continue
        parts.setdefault(year, []).append((number, line.is_estimate("number")))
        if line.is_estimate("year"):
            estimated_years[year] = None
        used.append(line.number)
    if not parts:
        return None
    years = sorted(parts)
    said = [
        f"{year}: {'about ' if any(about for _, about in parts[year]) else ''}{sum(n for n, _ in parts[year]):,}"
        for year in years
    ]
    return _Figures(
        lines=tuple(used),
        value=sum(number for rows in parts.values() for number, _ in rows),
        status="delivered",
        estimated=any(about for rows in parts.values() for _, about in rows),
        years=years[0] if len(years) == 1 else f"{years[0]}/{years[-1]}",
        years_estimated=", ".join(sorted(estimated_years)) or None,
        deliveries="; ".join(said),
    )


def _order(line: Line, into: Collector) -> _Figures | None:
    """An order's line: what was delivered of it, or what was ordered when nothing was."""
    delivered, ordered = (whole(line[name].rstrip("? ")) for name in ("number", "ordered"))
    raw = [part.strip() for part in re.split(r"[;,]", line["year"]) if part.strip()]
    years = [year_of(part) for part in raw]
    if None in years:
        into.refuse([line.number], BAD_YEAR, line["year"])
        return None
    known = sorted(year for year in years if year)
    if not delivered and not ordered:
        into.refuse([line.number], NO_NUMBER, line["number"] or line["ordered"])
        return None
    about_ordered = "about " if line.is_estimate("ordered") else ""
    return _Figures(
        lines=(line.number,),
        value=delivered or ordered or 0,
        status="delivered" if delivered else "ordered",
        estimated=line.is_estimate("number" if delivered else "ordered"),
        years=(known[0] if known[0] == known[-1] else f"{known[0]}/{known[-1]}") if known else None,
        years_estimated=", ".join(part.rstrip("? ") for part in raw if part.endswith("?")) or None,
        ordered=f"{about_ordered}{ordered:,}" if ordered else None,
    )


def _new_subject(line: Line, category: str, into: Collector, lines: Sequence[int]) -> str | None:
    """A subject for a designation the record does not know.

    Only a spelling with letters and digits that nothing else in the record goes by becomes a name reports are searched
    for; a bare word ("Falcon") would be found everywhere.
    """
    designation, description = line["designation"], line["description"]
    subject_id = f"{EntityKind.EQUIPMENT.value}/sipri-{slug(f'{designation} {description}')}"
    spellings = dict.fromkeys([designation, *(part.strip() for part in designation.split("/"))])
    names = [one for one in spellings if _NAMEABLE.match(one) and not into.base.find(one)]
    label = designation if designation in names else f"{designation} ({description or into.kind})"
    made = into.add_subject(subject_id, category or "other", label, {"en": names} if names else {}, lines=lines)
    return subject_id if made else None
