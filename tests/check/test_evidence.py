"""Registers and lists of a user's own record, as `onrecord check --record` reads them: tests/cases/evidence.csv."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from onrecord.cli import main

HERE = Path(__file__).parents[1] / "cases"
IMPORTS = (
    # kind, file, options; each is matched against those before it
    ("sipri", "sipri_register.csv", ()),
    ("unroca", "unroca_reports.json", ("--as-of", "2025")),
    ("oryx", "oryx.json", ("--country", "RUS", "--as-of", "2025-06")),
    ("ucdp", "ucdp_ged.csv", ()),
)
with (HERE / "evidence.csv").open(encoding="utf-8", newline="") as handle:
    CASES = list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """One folder an import, as the commands of docs/importing.md make them."""
    place, options = tmp_path_factory.mktemp("own"), []
    for kind, file, given in IMPORTS:
        into = str(place / kind)
        command = ["record", "import", kind, str(HERE / "imports" / file), "--into", into, "--name", f"t-{kind}"]
        done = CliRunner().invoke(main, [*command, *given, *options])
        assert done.exit_code == 0, done.stderr
        options += ["--record", into]
    return options


def findings(text: str, options: list[str], tmp_path: Path) -> list[dict[str, Any]]:
    out = tmp_path / "sheet.json"
    done = CliRunner().invoke(main, ["check", *options, "--json", str(out), "-"], input=text.encode())
    assert done.exit_code in (0, 1), done.stderr
    sheets = json.loads(out.read_text(encoding="utf-8"))["sheets"]
    return [finding for one in sheets for claim in one["claims"] for finding in claim["findings"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, str], folders: list[str], tmp_path: Path) -> None:
    found = findings(case["text"], folders, tmp_path)
    rules = {finding["rule"] for finding in found}
    if not case["rule"]:
        assert not rules & {"loss.counted", "loss.more", "events.listed"}, case["why"]
        return
    assert case["rule"] in rules, (case["why"], rules)
    finding = next(one for one in found if one["rule"] == case["rule"])
    assert case["row"] in [fact["id"] for fact in finding["facts"]]
    if finding["check"] in ("loss", "events"):
        assert finding["verdict"] == "cannot_tell"  # evidence for a reader, never a judgement


def test_the_edition_alone_says_nothing_of_losses_and_events(tmp_path: Path) -> None:
    text = " ".join(case["text"] for case in CASES)
    assert not [one for one in findings(text, [], tmp_path) if one["check"] in ("loss", "events")]
