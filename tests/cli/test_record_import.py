"""`onrecord record import`, `diff` and `export`, and records of one's own on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.cli.record_files import _KINDS
from onrecord.record import load_record
from onrecord.record.importers import KINDS

CASES = Path(__file__).parents[1] / "cases" / "imports"
REGISTER = str(CASES / "sipri_register.csv")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["record", *arguments])


@pytest.fixture
def folder(tmp_path) -> str:
    into = str(tmp_path / "sipri")
    assert run("import", "sipri", REGISTER, "--into", into).exit_code == 0
    return into


def test_import_prints_counts_reasons_and_terms(tmp_path):
    result = run("import", "sipri", REGISTER, "--into", str(tmp_path / "s"), "--name", "desk-sipri")
    assert result.exit_code == 0
    assert "10 rows in, 5 kept, 5 refused." in result.stdout
    assert "1: a state that the record has no code for" in result.stdout
    assert "line 15: a state that the record has no code for (South Vietnam)" in result.stdout
    assert "4 facts, 2 new subjects." in result.stdout
    assert "may be cited, not republished" in result.stdout
    data = json.loads((tmp_path / "s" / "import.json").read_text())
    assert (data["edition"], data["kept"]) == ("desk-sipri", 5)


def test_the_command_knows_every_kind():
    assert tuple(KINDS) == _KINDS


def test_an_imported_folder_is_valid_and_read_beside_the_edition(folder):
    assert "4 rows, no error" in run("validate", folder).stdout
    assert "Russia to Mexico" in run("show", "igla-s", "--record", folder).stdout
    assert "Russia to Mexico" not in run("show", "igla-s").stdout
    assert "sipri-type-99z-tank" in run("search", "type 99z", "--record", folder).stdout


def test_import_twice_needs_replace(folder):
    again = run("import", "sipri", REGISTER, "--into", folder)
    assert again.exit_code == 2
    assert "is not empty" in again.stderr
    assert run("import", "sipri", REGISTER, "--into", folder, "--replace").exit_code == 0


def test_a_second_import_may_build_on_the_first(folder, tmp_path):
    into = str(tmp_path / "second")
    orders = str(CASES / "sipri_orders.csv")
    assert run("import", "sipri", orders, "--into", into, "--name", "orders", "--record", folder).exit_code == 0
    facts = (tmp_path / "second" / "facts.jsonl").read_text()
    assert '"deal": "sipri-90001"' in facts  # the order of the first folder, counted once
    assert run("show", "igla-s", "--record", folder, "--record", into).exit_code == 0


def test_errors_are_one_line(tmp_path):
    result = run("import", "sipri", str(tmp_path / "gone.csv"), "--into", str(tmp_path / "x"))
    assert result.exit_code == 2
    assert "gone.csv" in result.stderr
    assert not (tmp_path / "x").exists()
    result = run("import", "oryx", str(CASES / "oryx.json"), "--into", str(tmp_path / "x"))
    assert "--country" in result.stderr
    assert result.stderr.count("\n") == 1


def test_cite_says_what_may_not_be_republished(folder):
    cited = run("cite", "equipment/igla-s#transfer.sipri-1", "--record", folder).stdout
    assert cited.count("Not to be republished ((c) SIPRI, own download)") == 2  # plain and BibTeX
    assert "Not to be republished" not in run("cite", "equipment/igla-s#max_range.1").stdout


def test_diff_of_an_edition_and_a_folder_beside_it(folder):
    text = run("diff", "2026-11", folder).stdout
    assert "+ equipment/igla-s#transfer.sipri-1: 200 (Russia to Mexico" in text
    assert "4 rows added, 0 removed, 0 changed; 2 subjects added, 0 removed, 0 changed." in text
    data = json.loads(run("diff", folder, "2026-11", "--json").stdout)
    assert len(data["rows"]["removed"]) == 4


def test_diff_of_an_edition_with_itself_and_with_nothing(tmp_path):
    assert run("diff", "2026-11", "2026-11").stdout == "2026-11 and 2026-11 hold the same rows.\n"
    result = run("diff", "2026-11", str(tmp_path / "gone"))
    assert result.exit_code == 2
    assert "no edition" in result.stderr


def test_export_leaves_closed_rows_out_or_marks_them(folder, tmp_path):
    out = tmp_path / "rows.jsonl"
    result = run("export", str(out), "--record", folder)
    assert "4 rows left out, which may not be republished: (c) SIPRI, own download" in result.stderr
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert all(row["republish"] for row in rows)
    run("export", str(out), "--record", folder, "--marked")
    marked = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert sum(row["republish"] for row in marked) == len(rows)
    assert len(marked) == len(load_record().all_facts()) + 4


def test_export_of_one_subject_as_csv():
    lines = run("export", "-", "--format", "csv", "--subject", "igla-s").stdout.splitlines()
    assert lines[0].startswith("id,subject,property,value")
    assert all(line.startswith("equipment/igla-s#") for line in lines[1:])
    assert run("export", "-", "--subject", "gone").exit_code == 2
