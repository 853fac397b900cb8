"""The ledger with a record of the user's own: added, checked again, read again and verified against its rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_check_own_record import HEAD, REPORT

from onrecord.cli import main


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "record.toml").write_text(HEAD, encoding="utf-8")
    (folder / "subjects.csv").write_text(
        "id,category,label,names\nequipment/zk-7,air_defence.manpads,ZK-7,ZK-7;Wren\n", encoding="utf-8"
    )
    write_range(folder, "4.5")
    return folder


def write_range(folder: Path, kilometres: str) -> None:
    (folder / "facts.csv").write_text(
        f"subject,property,value,unit,variant,sources,note\nzk-7,max_range,{kilometres},kilometre,,leaflet,\n",
        encoding="utf-8",
    )


def run(*arguments: str, ledger: Path) -> Result:
    return CliRunner().invoke(main, [*arguments], env={"ONRECORD_LEDGER": str(ledger)})


def test_add_recheck_reread_and_verify_with_a_record_beside_the_edition(desk: Path, tmp_path: Path) -> None:
    report, ledger, own = tmp_path / "wren.txt", tmp_path / "ledger.db", ("--record", str(desk))
    report.write_text(REPORT, encoding="utf-8")
    assert run("add", str(report), ledger=ledger).exit_code == 0

    # A name that only the desk's record has is found when the report is read, so it takes a second reading.
    assert run("recheck", *own, ledger=ledger).exit_code == 0
    assert run("reread", "--all", ledger=ledger).exit_code == 0
    assert run("reread", "--all", "--keep", *own, ledger=ledger).exit_code == 1
    assert run("reread", "--all", *own, ledger=ledger).exit_code == 0

    other = tmp_path / "other.db"
    added = run("add", str(report), *own, ledger=other)
    assert added.exit_code == 0, added.output
    assert run("recheck", *own, ledger=other).exit_code == 0
    without = run("recheck", ledger=other)
    assert (without.exit_code, "disagrees (2" in without.stdout) == (1, True)

    assert "--record" in run("verify", ledger=other).stdout
    assert run("verify", *own, ledger=other).exit_code == 0
    write_range(desk, "5.5")
    changed = run("verify", *own, ledger=other)
    assert (changed.exit_code, "is not as findings" in changed.stdout) == (1, True)


def test_a_folder_that_is_no_record_is_said_before_any_report_is_read(tmp_path: Path) -> None:
    report, ledger = tmp_path / "wren.txt", tmp_path / "ledger.db"
    report.write_text(REPORT, encoding="utf-8")
    for command in (("add", str(report)), ("watch", "--once", "http://127.0.0.1:9/feed")):
        result = run(*command, "--record", str(tmp_path / "gone"), ledger=ledger)
        assert result.exit_code == 2
        assert "record" in result.stderr
        assert "Traceback" not in result.output
    assert not ledger.exists()
