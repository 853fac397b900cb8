"""The layouts of the SIPRI trade register, and its lines by what their cells mean.

`register` and `deals`: a line is one year's delivery of a deal (comma or semicolon, "SIPRI AT Database ID" or
"Deal ID").  `orders`: a line is an order with the years it was delivered in; a "?" beside a figure marks an estimate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import RecordError
from onrecord.record.importers.files import iter_csv, iter_lines
from onrecord.record.importers.match import settings

_HEADER_WITHIN = 40  # lines of text before the header line
YES = ("yes", "true", "1", "?")
_DATE = re.compile(r"\b(\d{1,2})[ -]([A-Z][a-z]{2})[a-z]*[ -](\d{4})\b")
_NUMERIC_DATE = re.compile(r"created: (\d{2})-(\d{2})-(\d{2})\b")
_YEAR = re.compile(r"(?:18|19|20)\d\d\Z")

# Columns by what they mean: names in the layouts.  "+1" after a name is the unnamed column beside it.
_LONG = {
    "deal": ("sipri at database id", "deal id"),
    "supplier": ("supplier", "seller"),
    "recipient": ("recipient", "buyer"),
    "designation": ("designation",),
    "description": ("description",),
    "category": ("armament category",),
    "ordered_in": ("order date",),
    "ordered_in_estimate": ("order date is estimate",),
    "number": ("numbers delivered",),
    "number_estimate": ("numbers delivered is estimate",),
    "year": ("delivery year",),
    "year_estimate": ("delivery year is estimate",),
    "status": ("status",),
    "estimate": ("sipri estimate",),
    "tiv_unit": ("tiv deal unit",),
    "tiv": ("tiv delivery values",),
    "local": ("local production",),
}
_ORDERS = {
    "supplier": ("supplier",),
    "recipient": ("recipient",),
    "ordered_in": ("year of order",),
    "ordered_in_estimate": ("year of order+1",),
    "ordered": ("number ordered",),
    "ordered_estimate": ("number ordered+1",),
    "designation": ("weapon designation",),
    "description": ("weapon description",),
    "number": ("number delivered",),
    "number_estimate": ("number delivered+1",),
    "year": ("year(s) of delivery", "year(s) of deliveries"),
    "status": ("status",),
    "comments": ("comments",),
    "tiv_unit": ("sipri tiv per unit",),
}
_NEEDED = ("supplier", "recipient", "designation", "number")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register by what its cells mean."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def is_estimate(self, name: str) -> bool:
        """The flag of a figure: its own column, or a question mark beside the figure."""
        return self[f"{name}_estimate"].lower() in YES or self[name].endswith("?")


@dataclass(frozen=True, slots=True)
class Layout:
    columns: Mapping[str, int]
    is_long: bool
    delimiter: str
    header: int  # its line
    date: str | None


def find_layout(path: Path) -> Layout:
    date: str | None = None
    for number, line in iter_lines(path):
        if number > _HEADER_WITHIN:
            break
        date = date or _date_in(line)
        for delimiter in (",", ";", "\t"):
            names = [cell.strip().strip('"').lower() for cell in line.rstrip("\r\n").split(delimiter)]
            for is_long, wanted in ((True, _LONG), (False, _ORDERS)):
                columns = _columns(names, wanted)
                if all(name in columns for name in _NEEDED) and (not is_long or "deal" in columns):
                    return Layout(columns, is_long, delimiter, number, date)
    raise RecordError(
        f"{path.name}: no line of column names of the trade register among the first {_HEADER_WITHIN}. Download the "
        "trade register as CSV and leave its column names as they are."
    )


def _columns(names: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for meaning, spellings in wanted.items():
        for spelling in spellings:
            name, beside, _ = spelling.partition("+1")
            if name in names:
                at = names.index(name) + (1 if beside else 0)
                if not beside or (at < len(names) and not names[at]):
                    found[meaning] = at
                    break
    return found


def _date_in(line: str) -> str | None:
    months = settings()["months"]["names"]
    if (match := _DATE.search(line)) and match[2] in months:
        return f"{match[3]}-{months.index(match[2]) + 1:02}-{int(match[1]):02}"
    if match := _NUMERIC_DATE.search(line):
        day, month, year = match.groups()
        return f"20{year}-{month}-{day}" if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 else None
    return None


def read_lines(path: Path, layout: Layout) -> Iterator[Line]:
    # The text before the header may hold quotation marks of its own, so lines are skipped, not CSV rows.
    for number, row in iter_csv(path, layout.delimiter, skip=layout.header):
        if any(cell.strip() for cell in row):
            cells = {name: row[at].strip() for name, at in layout.columns.items() if at < len(row)}
            yield Line(number, cells)


def year_of(text: str) -> str | None:
    plain = text.strip().rstrip("? ").removesuffix(".0")
    return plain if _YEAR.match(plain) else None
