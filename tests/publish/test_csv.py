"""The CSV form: one row per claim, no live cell."""

from __future__ import annotations

import csv
import io

import pytest

from onrecord.publish import build_sheet
from onrecord.publish.csv_sheet import COLUMNS, render_csv
from onrecord.publish.safety import guard_cell, show_controls, unguard_cell

from .fixtures import CLAIMS, DOSSIER, INJECTIONS, TEXT, hostile_dossier


def rows_of(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written, newline="")))


ROWS = rows_of(render_csv([build_sheet(DOSSIER, version="1.2.3")]))


def test_one_row_per_claim() -> None:
    assert [row["claim"] for row in ROWS] == [claim.id for claim in CLAIMS]
    assert set(ROWS[0]) == set(COLUMNS)


def test_words_and_offsets_agree() -> None:
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["words"] for row in ROWS)


@pytest.mark.parametrize(
    ("claim", "column", "cell"),
    [
        ("c01", "verdicts", "cannot_tell | agrees"),
        ("c01", "actor_ids", "country/NOR-X"),
        ("c02", "high", "120"),
        ("c02", "low", ""),
        ("c02", "fact_links", "https://register.example/2024/kestrel http://handbook.example/k2?page=3"),
        ("c07", "chain", "The Harbour Wire → two officials"),
        ("c07", "time_value", "2024-06-09"),
        ("c12", "standing", "not_checked"),
        ("c12", "findings", "Said as possible, not as a fact. It is not checked."),
    ],
)
def test_cells(claim: str, column: str, cell: str) -> None:
    assert next(row for row in ROWS if row["claim"] == claim)[column] == cell


def test_lines_end_as_rfc_4180_says() -> None:
    written = render_csv([build_sheet(DOSSIER)])
    assert written.endswith("\r\n")
    assert written.count("\r\n") == len(CLAIMS) + 1


@pytest.mark.parametrize("name", INJECTIONS)
def test_no_cell_is_live(name: str) -> None:
    written = render_csv([build_sheet(hostile_dossier(INJECTIONS[name]))])
    assert not set(written) & {"\x1b", "\x9b", "\u202e", "\x00"}
    for row in csv.reader(io.StringIO(written, newline="")):
        assert len(row) == len(COLUMNS)
        for cell in row:
            assert cell.lstrip()[:1] not in {"=", "+", "-", "@", "\t", "\r", "\0"} or cell == ""


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-5", "'-5"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\tx", "'\tx"),
        ("\rx", "'␍x"),
        ("\0x", "'␀x"),
        ("  =1", "'  =1"),
        ("\u200b=1", "'<U+200B>=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("plain = words", "plain = words"),
        ("", ""),
    ],
)
def test_guard_is_reversible(text: str, cell: str) -> None:
    assert guard_cell(text) == cell
    assert unguard_cell(cell).replace("\t", "    ") == show_controls(text)
