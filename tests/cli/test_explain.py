"""`onrecord explain`: a finding replayed, and a text for every rule the checks can give."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import lexicon
from onrecord.cli import main
from onrecord.cli.explain import rule_text, say_explanation
from onrecord.model import Verdict

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
TEXT = (
    "Venezuela possesses 5,000 Igla-S systems, sources in the military said. The Igla-S has a range of up to 5 "
    "kilometres. Analysts expect that the missiles will frighten nobody. Iran may buy 20 Su-35 jets.\n"
)
WORDS = lexicon.load("rules", language="en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments])


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("explain") / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def claims(report) -> dict[str, dict]:
    """Explanations of the report's claims, by kind."""
    found = {}
    for number in range(1, 9):
        result = run(f"c{number:02}", report, "--json")
        if result.exit_code == 0:
            data = json.loads(result.stdout)
            found.setdefault(data["claim"]["kind"], data)
    return found


def test_a_figure_is_explained_with_rule_input_rows_and_digests(claims):
    data = claims["capability"]
    assert (data["claim"]["property"], data["claim"]["stance"]) == ("range", "asserted")
    assert (data["claim"]["quantity"]["high"], data["claim"]["quantity"]["unit"]) == ("5", "kilometre")
    assert data["claim"]["roles"][0]["entities"] == ["equipment/igla-s"]
    (finding,) = data["findings"]
    assert (finding["rule"], finding["verdict"]) == ("capability.range.outside", "disagrees")
    assert finding["when"] == WORDS["rule"]["capability.outside"]["when"]
    assert finding["change"]
    rows = {row["id"]: row for row in finding["rows"]}
    assert rows["equipment/igla-s#max_range.1"]["value"] == "6"
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", row["digest"]) for row in finding["rows"])
    assert all(row["sources"][0]["title"] for row in finding["rows"])


def test_what_is_missing_is_said(claims):
    (finding,) = claims["holding"]["findings"]
    assert finding["missing"] == "counted noun"
    assert "different things" in finding["missing_text"]


def test_a_claim_without_findings_says_why(claims):
    planned = claims["transfer"]
    assert planned["findings"] == []
    assert "Only claims said to be so are checked" in planned["silent"]


def test_explaining_is_what_checking_found(report, claims):
    sheet = json.loads(CliRunner().invoke(main, ["check", report, "--json", "-", "--quiet"]).stdout)
    text = json.dumps(sheet, ensure_ascii=False)
    for data in claims.values():
        for finding in data["findings"]:
            assert finding["sentence"] in text or json.dumps(finding["sentence"])[1:-1] in text


@pytest.mark.parametrize("width", [80, 60])
def test_terminal_fits_its_width(claims, width):
    for data in claims.values():
        lines = say_explanation(data, width)
        assert all(len(line) <= width for line in lines), max(lines, key=len)
        assert any(data["claim"]["id"] in line for line in lines)


def test_escape_sequences_of_a_report_are_not_printed(claims):
    data = json.loads(json.dumps(claims["capability"]))
    data["claim"]["text"] = "a \x1b[31m range \u202e"
    assert not any(mark in line for line in say_explanation(data) for mark in "\x1b\u202e")


def test_twice_the_same(report):
    assert run("c02", report).stdout == run("c02", report, "--edition", "2026-11").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("c99",), "has no claim 'c99'"), (("c01", "--edition", "1999-01"), "no edition '1999-01'")],
)
def test_errors_are_one_line(arguments, message, report):
    result = run(arguments[0], report, *arguments[1:])
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_a_record_of_ones_own_changes_the_answer(report, claims, tmp_path):
    (tmp_path / "record.toml").write_text(
        'name = "desk"\ntitle = "Desk"\nas_of = "2026-11"\nlicence = "own"\n'
        '[licences.own]\nrepublish = true\nstatement = "Ours."\n'
        '[sources.leaflet]\ntitle = "A leaflet"\ntier = "A"\nterms = "facts"\n'
        '[[facts]]\nsubject = "igla-s"\nproperty = "max_range"\nvalue = 5\nunit = "kilometre"\nsources = ["leaflet"]\n'
    )
    claim = claims["capability"]["claim"]["id"]
    data = json.loads(run(claim, report, "--json", "--record", str(tmp_path)).stdout)
    assert data["edition"] == "2026-11+desk"
    assert data["findings"][0]["verdict"] != "disagrees"
    assert any(row["edition"] == "desk" for row in data["findings"][0]["rows"])


# --- words -------------------------------------------------------------------------------------------------------


def known_rules() -> list[str]:
    """Every rule id that can be found without running a check: templates, test cases, and rules named in code."""
    checks = {"capability", "origin", "operator", "holding", "transfer", "arithmetic", "chronology", "consistency"}
    rules = set(lexicon.load("findings", language="en")["sentence"])
    rules |= set(lexicon.load("evidence", language="en")["sentence"])
    try:
        geography = lexicon.load("geography", language="en")["sentence"]
    except lexicon.LexiconError:
        geography = {}
    rules |= {f"geography.{key}" for key in geography if ".reading." not in key}
    for file in sorted(CASES.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                given = {rule.strip() for rule in (row.get("rule") or "").split(";") if "." in rule}
                rules |= {rule for rule in given if rule.partition(".")[0] in checks}
    for file in sorted((ROOT / "src" / "onrecord" / "check").glob("*.py")):
        for rule in re.findall(r'"([a-z]+(?:\.[a-z_]+)+)"', file.read_text(encoding="utf-8")):
            if rule.partition(".")[0] in checks:
                rules.add(rule)
    return sorted(rules)


@pytest.mark.parametrize("rule", known_rules())
def test_every_rule_has_words(rule):
    words = rule_text(rule)
    assert words["when"] != WORDS["heading"]["no_rule"], f"add [rule.{rule!r}] to data/lang/en/rules.toml"
    assert words["when"].endswith(".")
    assert words["change"].endswith(".")


def test_no_rule_has_words_for_nothing():
    rules = known_rules()
    for key in WORDS["rule"]:
        check, _, last = key.partition(".")
        assert any(
            rule == key
            or (rule.startswith(f"{check}.") and rule.endswith(last))
            or key in ("unresolved", "name.ambiguous")
            for rule in rules
        ), key


def test_every_missing_code_has_words():
    source = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "src/onrecord/check").glob("*.py")))
    codes = set(re.findall(r'missing="([^"]+)"', source)) | set(re.findall(r'CANNOT_TELL, "([^"]+)"', source))
    assert codes
    for code in sorted(codes):
        assert code in WORDS["missing"], f"add {code!r} to [missing] of data/lang/en/rules.toml"


def test_every_verdict_has_words():
    assert set(WORDS["verdict"]) == {verdict.value for verdict in Verdict}
