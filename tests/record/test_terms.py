"""Terms travel: what leaves the program with the content of a row that may not be republished refuses or marks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyarrow.parquet import read_table

from onrecord.cli import main
from onrecord.cli.export import FORMATS
from onrecord.record import load_record
from onrecord.record.export import may_republish

REPORT = "Russia delivered 24 Su-35 jets to China in 2016, a register shows."
ROW = "equipment/su-35#transfer.1"
CONTENT = "2016: 4; 2017: 10; 2018: 10"  # what only that row of the register says
LICENCE = "(c) SIPRI, single rows cited"
TERMS = "(c) SIPRI; facts cited with attribution"


def run(*arguments: str) -> str:
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code in (0, 1), done.output
    return done.stdout


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_the_row_is_closed() -> None:
    record = load_record()
    fact = record.fact(ROW)
    assert fact.licence == LICENCE
    assert fact.qualifier("deliveries") == CONTENT
    assert not may_republish(record, fact)


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv", "-"])
def test_record_export_refuses(name: str, tmp_path: Path) -> None:
    out = name if name == "-" else str(tmp_path / name)
    said = run("record", "export", out)
    text = said if name == "-" else Path(out).read_text(encoding="utf-8")
    assert CONTENT not in text
    assert ROW not in text
    assert len(text) > 100_000  # the rest is there


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv"])
def test_record_export_marks_when_asked(name: str, tmp_path: Path) -> None:
    out = tmp_path / name
    run("record", "export", str(out), "--marked", "--subject", "su-35")
    (line,) = [line for line in out.read_text(encoding="utf-8").splitlines() if CONTENT in line]
    if name.endswith("jsonl"):
        assert json.loads(line)["republish"] is False
    else:
        assert line.endswith(",no")


def test_a_difference_marks(tmp_path: Path) -> None:
    (tmp_path / "record.toml").write_text('name = "empty"\ntitle = "Nothing"\nas_of = "2026"\n', encoding="utf-8")
    edition = load_record().edition
    rows = json.loads(run("record", "diff", edition, str(tmp_path / "record.toml"), "--json"))["rows"]["removed"]
    assert {row["republish"] for row in rows if row["licence"] == LICENCE} == {False}
    assert {row["republish"] for row in rows if row["licence"] == "facts, cited"} == {True}


def test_citations_and_pages_say_so() -> None:
    assert f"Not to be republished ({LICENCE})" in run("record", "cite", ROW)
    assert "Do not republish such rows in bulk" in " ".join(run("record", "show", "su-35").split())


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_sheets(form: str, report: Path, tmp_path: Path) -> None:
    """A sheet cites single rows.  Forms for programs carry their terms; the others name the source or only the row."""
    out = tmp_path / f"sheet.{form}"
    run("check", str(report), f"--{form}", str(out))
    text = out.read_text(encoding="utf-8")
    assert ROW in text
    if form == "json":
        facts = [f for c in json.loads(text)["sheets"][0]["claims"] for n in c["findings"] for f in n["facts"]]
        (fact,) = [fact for fact in facts if fact["id"] == ROW]
        assert fact["licence"] == LICENCE
        assert [source["terms"] for source in fact["sources"]] == [TERMS]
    elif form == "csv":
        assert CONTENT not in text
    else:
        assert "SIPRI Arms Transfers Database" in text


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_of_the_ledger(form: str, report: Path, tmp_path: Path) -> None:
    """A form that holds what the row says holds its licence as well; new forms are tested as they come."""
    ledger = str(tmp_path / "ledger.db")
    run("add", "--ledger", ledger, str(report))
    out = tmp_path / f"out.{form}"
    run("export", form, "--ledger", ledger, "--output", str(out))
    raw = out.read_bytes() if form != "parquet" else json.dumps(read_table(out).to_pylist(), default=str).encode()
    assert CONTENT.encode() not in raw or LICENCE.encode() in raw
    if form == "json":
        assert CONTENT.encode() in raw  # so that the line above tests something
