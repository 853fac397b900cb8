"""`onrecord check`: what it prints and writes, its exit codes, and its errors.

The pipeline is replaced by a stand-in here, so that only the command is tested; `tests/test_promises.py` runs it whole.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.model import Dossier, Finding, Report, Verdict

TEXT = "The ministry said that the two frigates had left the port on Monday, and that they would return."


def stand_in_run(report: Report, **_reference: object) -> Dossier:
    """A pipeline whose one finding is the word the text asks for."""
    if "explode" in report.text:
        raise RecursionError("too deep")
    verdict = Verdict.DISAGREES if "wrong" in report.text else Verdict.AGREES
    return Dossier(report, findings=(Finding("c01", "check", "rule", verdict, "Said."),))


def stand_in_sheet(dossier: Dossier) -> Report:
    return dossier.report


def stand_in_terminal(sheets: Sequence[Report], *, width: int = 100, colour: bool = True) -> str:
    return "".join(f"[sheet {sheet.label} {sheet.published} {width} {colour}]\n" for sheet in sheets)


def stand_in_render(sheets: Sequence[Report], form: str) -> str:
    return json.dumps([form, *(sheet.label for sheet in sheets)])


@pytest.fixture(autouse=True)
def _stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.verbs.check_report", stand_in_run)
    monkeypatch.setattr("onrecord.publish.build_sheet", stand_in_sheet)
    monkeypatch.setattr("onrecord.publish.render_sheets", stand_in_render)
    monkeypatch.setattr("onrecord.publish.terminal.render_terminal", stand_in_terminal)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "wrong.txt").write_text(f"{TEXT} That is wrong.")
    (tmp_path / "explode.txt").write_text(f"{TEXT} It may explode.")
    (tmp_path / "empty.txt").write_text("")
    return tmp_path


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=stdin)


GOOD = "[sheet good.txt None 100 False]\n"
WRONG = "[sheet wrong.txt None 100 False]\n"

# arguments, exit code, on standard output, on standard error
CASES: list[tuple[str, int, str, str]] = [
    ("good.txt", 0, GOOD, ""),
    ("wrong.txt", 1, WRONG, ""),
    ("good.txt --width 60 --colour", 0, "[sheet good.txt None 60 True]\n", ""),
    ("good.txt --color", 0, "[sheet good.txt None 100 True]\n", ""),
    ("good.txt --published 2025-10", 0, "[sheet good.txt 2025-10 100 False]\n", ""),
    ("good.txt --quiet", 0, "", ""),
    ("wrong.txt --quiet", 1, "", ""),
    ("empty.txt", 2, "", "onrecord: empty.txt is empty"),
    ("none.txt", 2, "", "onrecord: There is no file none.txt."),
    ("explode.txt", 2, "", "The checks stopped at RecursionError: too deep. This is a fault in onrecord"),
    ("wrong.txt empty.txt", 2, WRONG, "1 of 2 inputs gave no sheet:\nonrecord: empty.txt is"),
    ("good.txt explode.txt", 2, GOOD, "onrecord: explode.txt: The checks stopped"),
    ("good.txt wrong.txt", 1, f"{GOOD}{WRONG}", "1 of 2: good.txt\n2 of 2: wrong.txt"),
    ("good.txt --language de", 2, "", "You asked for German (de)"),
    ("good.txt --published yesterday", 2, "", "YYYY-MM-DD"),
    ("good.txt wrong.txt --url https://example.org", 2, "", "--url is for one report"),
    ("good.txt --json a.out --csv a.out", 2, "", "named for two forms"),
    ("good.txt --html good.txt", 2, "", "it would be overwritten"),
    ("good.txt --html .", 2, "", "is a folder"),
    ("good.txt --html none/sheet.html", 2, "", "there is no folder none"),
    ("", 2, "", "Missing argument"),
    ("good.txt --width 5", 2, "", "--width"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "output", "errors"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.usefixtures("folder")
def test_check(arguments: str, code: int, output: str, errors: str) -> None:
    result = run(*arguments.split())
    assert result.exit_code == code
    assert result.stdout == output
    assert errors in result.stderr
    assert bool(errors) == bool(result.stderr)
    assert "Traceback" not in result.stderr


def test_standard_input_is_a_report() -> None:
    result = run("-", stdin=TEXT.encode())
    assert (result.exit_code, result.stdout) == (0, "[sheet standard input None 100 False]\n")


def test_files_are_written_beside_the_terminal_sheet(folder: Path) -> None:
    result = run("wrong.txt", "--html", "a.html", "--json", "a.json", "--csv", "a.csv")
    assert result.exit_code == 1
    assert result.stdout == WRONG
    assert "Wrote a.html\nWrote a.json\nWrote a.csv\n" in result.stderr
    assert [(folder / name).read_text() for name in ("a.html", "a.json", "a.csv")] == [
        '["html", "wrong.txt"]', '["json", "wrong.txt"]', '["csv", "wrong.txt"]'
    ]  # fmt: skip
    assert not list(folder.glob("*.tmp")) + list(folder.glob(".*.tmp"))


@pytest.mark.usefixtures("folder")
def test_a_form_on_standard_output_stands_there_alone() -> None:
    result = run("good.txt", "--json", "-")
    assert (result.exit_code, result.stdout) == (0, '["json", "good.txt"]')


@pytest.mark.usefixtures("folder")
def test_debug_shows_where() -> None:
    assert "stand_in_run" in run("explode.txt", "--debug").stderr


def test_nothing_is_written_when_nothing_was_read(folder: Path) -> None:
    assert run("empty.txt", "--json", "a.json").exit_code == 2
    assert not (folder / "a.json").exists()


def test_an_escape_sequence_in_a_file_name_is_not_sent_to_the_terminal(folder: Path) -> None:
    (folder / "a\x1b[31m.txt").write_text("")
    result = run("a\x1b[31m.txt", "good.txt")
    assert "\x1b" not in result.stderr


def test_help_names_every_option() -> None:
    result = CliRunner().invoke(main, ["check", "--help"])
    assert result.exit_code == 0
    for option in (
        "--html",
        "--json",
        "--csv",
        "--language",
        "--published",
        "--url",
        "--no-colour",
        "--width",
        "--workers",
        "--quiet",
    ):
        assert option in result.output
