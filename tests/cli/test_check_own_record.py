"""`onrecord check --record`: a name and a figure that only the user's own record holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main

HEAD = """
name = "desk-1"
title = "Our desk's additions"
as_of = 2026-11-20
licence = "internal"

[licences.internal]
republish = false
statement = "For our desk only."

[sources.leaflet]
title = "A maker's leaflet, 2020"
url = "https://example.org/leaflet"
tier = "A"
terms = "facts only"
"""
REPORT = "The Wren missile has a maximum range of 20 km, the ministry said on Monday."


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "record.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "subjects.csv").write_text(
        "id,category,label,names\nequipment/zk-7,air_defence.manpads,ZK-7,ZK-7;Wren\n", encoding="utf-8"
    )
    (tmp_path / "facts.csv").write_text(
        "subject,property,value,unit,variant,sources,note\nzk-7,max_range,4.5,kilometre,,leaflet,\n", encoding="utf-8"
    )
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments, "--width", "200", "-"], input=REPORT.encode())


def test_its_rows_are_cited(desk: Path) -> None:
    assert "A maker's leaflet" not in check().stdout
    result = check("--record", str(desk))
    assert result.exit_code == 1, result.output
    assert "DISAGREES" in result.stdout.upper()
    assert "A maker's leaflet, 2020" in result.stdout
    assert "+desk-1" in result.stdout


def test_a_folder_that_is_no_record_is_said_before_any_report_is_read(tmp_path: Path) -> None:
    result = check("--record", str(tmp_path / "gone"))
    assert result.exit_code == 2
    assert "record" in result.stderr
    assert "Traceback" not in result.output


def test_an_edition_nobody_has_is_said_with_those_there_are() -> None:
    result = check("--edition", "1999-01")
    assert result.exit_code == 2
    assert "2026" in result.stderr
