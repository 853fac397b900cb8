"""The commands over the ledger, run as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.publish.safety import unguard_cell

ONE = "President Ernesto Salvatierra said Venezuela has 5,000 Igla-S missiles. Brazil has 12 Igla-S launchers, he said."
TWO = "Defence Minister Lucia Restrepo said Venezuela has 500 Igla-S missiles. Its range is up to 5 km, she said."
HOSTILE = (
    "=HYPERLINK(\"http://x\") said Venezuela has 5,000 Igla-S missiles </script><img src=x onerror=alert(1)> \x1b[31m. "
    "“Venezuela has 5,000 Igla-S missiles \u202e,” General <b>Rafael</b> Ibarra said."
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of three small reports.  Tests read it; those that write use `copy`."""
    folder = tmp_path_factory.mktemp("ledger")
    for name, text in (("one", ONE), ("two", TWO), ("hostile", HOSTILE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    result = run("add", str(folder), "--published", "2031-05-02", ledger=folder / "ledger.db")
    assert result.exit_code == 0, result.output
    assert len(re.findall(r"^added  sha256:[0-9a-f]{64}  ", result.output, re.M)) == 3
    return folder / "ledger.db"


@pytest.fixture
def copy(ledger: Path, tmp_path: Path) -> Path:
    target = tmp_path / "copy.db"
    target.write_bytes(ledger.read_bytes())
    for end in ("-wal", "-shm"):
        beside = Path(f"{ledger}{end}")
        if beside.exists():
            Path(f"{target}{end}").write_bytes(beside.read_bytes())
    return target


def run(*arguments: str, ledger: Path) -> Result:
    return CliRunner().invoke(main, [*arguments], env={"ONRECORD_LEDGER": str(ledger), "ONRECORD_WHO": "tester"})


def thread_of(ledger: Path) -> str:
    lines = [json.loads(line) for line in run("threads", "--json", ledger=ledger).output.splitlines()]
    found: str = next(line["id"] for line in lines if line["kind"] == "holding")
    return found


def test_adding_again_changes_nothing(ledger: Path) -> None:
    before = run("export", "json", ledger=ledger).output
    result = run("add", str(ledger.parent / "one.txt"), ledger=ledger)
    assert result.output.startswith("there  sha256:")
    assert "0 added, 1 already there, 0 not read; the ledger holds 3 reports." in result.output
    assert run("export", "json", ledger=ledger).output == before


def test_a_report_that_cannot_be_read_does_not_stop_the_others(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text("Brazil has 12 tanks, General Ana Invented said.", encoding="utf-8")
    result = run("add", str(tmp_path / "empty.txt"), str(tmp_path / "good.txt"), "no-such.txt", ledger=copy)
    assert result.exit_code == 2
    assert "1 added, 0 already there, 2 not read; the ledger holds 4 reports." in result.output
    assert "no-such.txt" in result.output


def test_threads_lists_and_filters(ledger: Path) -> None:
    everything = run("threads", "--item", "Igla-S", "--actor", "venezuela", ledger=ledger).output
    assert "Venezuela: holds or deploys Igla-S" in everything
    assert "3 reports" in everything
    assert "500 to 5,000 missile" in everything
    for option, value in (("since", "2032"), ("until", "2030"), ("kind", "loss"), ("actor", "FIN"), ("place", "x")):
        assert "No thread fits" in run("threads", f"--{option}", value, ledger=ledger).output


def test_show_names_sources_and_contradictions(ledger: Path) -> None:
    shown = run("show", thread_of(ledger), ledger=ledger).output
    for words in ("Ernesto Salvatierra", "Lucia Restrepo", "the numbers cannot both hold", "exactly 5,000 missiles"):
        assert words in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_the_page_of_a_thread_is_safe_and_self_contained(ledger: Path, tmp_path: Path) -> None:
    page = tmp_path / "thread.html"
    assert run("show", thread_of(ledger), "--html", str(page), ledger=ledger).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg class=\"chart\"" in text
    assert "<svg class=\"map\"" in text
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search(r"(src|href)=[\"'](?!https?://)", text)
    assert "url(" not in text
    assert "\u202e" not in text
    for value in re.findall(r"https?://[^\"'<> ]+", text):
        assert value.startswith("http://www.w3.org/"), value


def test_situation_cites_its_claims(ledger: Path) -> None:
    shown = run("situation", "VEN", ledger=ledger).output
    assert "held Igla-S (Venezuela)" in shown
    assert "500 to 5,000 missile" in shown
    assert re.search(r"\[[0-9a-f]{12}/c\d\d\]", shown)
    assert "reports nothing" in run("situation", "FIN", ledger=ledger).output


def test_decisions_change_what_is_shown_and_stay(copy: Path) -> None:
    thread = thread_of(copy)
    shown = run("show", thread, ledger=copy).output
    name = re.search(r"500 missiles.*?\[([0-9a-f]{12}/c\d\d)\]", shown, re.S)
    assert name is not None
    rejected = run("decide", "reject", name[1], "--why", "a slip of the tongue", ledger=copy)
    assert "tester  reject" in " ".join(rejected.output.split(" ")) or "tester reject" in rejected.output
    after = run("show", thread, ledger=copy).output
    assert "the numbers cannot both hold" not in after
    assert "a slip of the tongue" in after
    run("decide", "accept", name[1], "--why", "he did say it", "--who", "ben", ledger=copy)
    run("decide", "correct", name[1], "low", "50", "--why", "the tape says fifty", ledger=copy)
    again = run("show", thread, ledger=copy).output
    assert "the numbers cannot both hold" in again
    assert "corrected" in again
    kept = run("decide", "list", ledger=copy).output
    run("add", str(copy.parent), ledger=copy)
    assert run("decide", "list", ledger=copy).output == kept
    assert len(kept.splitlines()) == 3
    assert run("verify", ledger=copy).exit_code == 0


def test_merge_and_split(copy: Path) -> None:
    listed = run("threads", "--min-reports", "1", "--json", ledger=copy).output
    lines = [json.loads(line) for line in listed.splitlines()]
    stock = thread_of(copy)
    other = next(line["id"] for line in lines if line["id"] != stock)
    assert run("decide", "merge", stock, other, "--why", "the same", ledger=copy).exit_code == 0
    assert f"{stock}  " in run("show", other, ledger=copy).output
    claim = re.search(r"\[([0-9a-f]{12}/c\d\d)\]", run("show", stock, ledger=copy).output)
    assert claim is not None
    result = run("decide", "split", stock, claim[1], "--why", "not the same", ledger=copy)
    assert re.search(r"^new thread t[0-9a-f]{12}$", result.output, re.M)
    assert run("verify", ledger=copy).exit_code == 0


def test_recheck_lists_nothing_for_the_same_edition(copy: Path) -> None:
    from onrecord.record import editions

    result = run("recheck", "--edition", editions()[-1], "--keep", ledger=copy)
    assert (result.exit_code, "0 findings change in 0 of 3 reports" in result.output) == (0, True)
    assert run("recheck", "--edition", "1999-01", ledger=copy).exit_code == 2


def test_errors_say_what_to_do(tmp_path: Path, ledger: Path) -> None:
    missing = run("threads", ledger=tmp_path / "none.db")
    assert (missing.exit_code, "Start one with: onrecord add" in missing.output) == (2, True)
    for arguments in (("show", "t000000"), ("show", "x"), ("decide", "accept", "zz", "--why", "x")):
        result = run(*arguments, ledger=ledger)
        assert result.exit_code == 2
        assert "Traceback" not in result.output


def test_csv_and_parquet_have_a_row_for_each_claim(ledger: Path, tmp_path: Path) -> None:
    text = run("export", "csv", ledger=ledger).stdout
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == sum(len(report["claims"]) for report in whole(ledger)["reports"])
    assert not any(cell[:1] in ("=", "+", "@") for row in rows for cell in row.values())
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (onrecord[parquet])")
    target = tmp_path / "claims.parquet"
    assert run("export", "parquet", "-o", str(target), ledger=ledger).exit_code == 0
    table = pq.read_table(target).to_pylist()
    assert [row["claim"] for row in table] == [unguard_cell(row["claim"]) for row in rows]
    assert {row["low"] for row in table if row["counted_class"] == "missile"} >= {500.0, 5000.0}
    assert run("export", "parquet", ledger=ledger).exit_code == 2


def whole(ledger: Path) -> dict[str, list[dict[str, object]]]:
    document: dict[str, list[dict[str, object]]] = json.loads(run("export", "json", ledger=ledger).stdout)
    return document


def test_annotations_find_their_words_by_position_and_by_quote(ledger: Path) -> None:
    page = json.loads(run("export", "annotations", ledger=ledger).stdout)
    texts = {f"urn:{report['digest']}": str(report["text"]) for report in whole(ledger)["reports"]}
    assert page["items"]
    for item in page["items"]:
        text = texts[item["target"]["source"]]
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_reviews_only_of_findings_a_person_accepted(copy: Path) -> None:
    assert json.loads(run("export", "claimreview", ledger=copy).stdout)["@graph"] == []
    reports = whole(copy)["reports"]
    name, rule = next(
        (claim["name"], finding["rule"])
        for report in reports
        for claim in report["claims"]  # type: ignore[attr-defined]
        for finding in claim["findings"]
    )
    run("decide", "accept", f"{name}#{rule}", "--why", "seen the row", "--who", "ana", ledger=copy)
    (review,) = json.loads(run("export", "claimreview", ledger=copy).stdout)["@graph"]
    assert review["author"] == {"@type": "Person", "name": "ana"}
    run("decide", "reject", f"{name}#{rule}", "--why", "the row is of another type", ledger=copy)
    assert json.loads(run("export", "claimreview", ledger=copy).stdout)["@graph"] == []


@pytest.mark.parametrize("form", ["json", "geojson", "annotations", "prov", "claim", "claimreview"])
def test_json_forms_hold_no_markup_and_nothing_unseen(ledger: Path, form: str) -> None:
    text = run("export", form, ledger=ledger).stdout
    json.loads(text)
    assert "<" not in text.replace("\\u003c", "")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_geojson_gives_how_exact_a_point_is(tmp_path: Path) -> None:
    words = "Ukraine has deployed 12 tanks in Kyiv, General Ana Invented said."
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    ledger = tmp_path / "ledger.db"
    run("add", str(tmp_path / "a.txt"), ledger=ledger)
    features = json.loads(run("export", "geojson", ledger=ledger).stdout)["features"]
    assert features
    for feature in features:
        lon, lat = feature["geometry"]["coordinates"]
        assert 22 < lon < 41
        assert 44 < lat < 53
        assert feature["properties"]["precision_radius_km"] > 0


def test_prov_leads_from_findings_to_bytes(ledger: Path) -> None:
    document = json.loads(run("export", "prov", ledger=ledger).stdout)
    made = {each["prov:generatedEntity"]: each["prov:usedEntity"] for each in document["wasDerivedFrom"].values()}
    finding = next(name for name in document["entity"] if "/finding/" in name or ":finding/" in name)
    steps = [finding]
    while steps[-1] in made:
        steps.append(made[steps[-1]])
    assert finding in made
    assert any(name.startswith("onrecord:bytes/") for name in made.values())


def test_statements_have_the_columns_of_followthemoney(ledger: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("export", "ftm", ledger=ledger).stdout)))
    assert {row["schema"] for row in rows} >= {"Article", "Person", "Documentation"}
    assert any(row["prop"] == "name" and row["value"] == "Ernesto Salvatierra" for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_file_is_whole_or_not_there(ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("as before", encoding="utf-8")
    assert run("export", "json", "-o", str(target / "x"), ledger=ledger).exit_code == 2
    assert run("export", "json", "--thread", "t000000", "-o", str(target), ledger=ledger).exit_code == 2
    assert target.read_text(encoding="utf-8") == "as before"
    assert run("export", "json", "-o", str(target), ledger=ledger).exit_code == 0
    assert json.loads(target.read_text(encoding="utf-8"))["format"] == "onrecord/ledger"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_workers_add_the_same(tmp_path: Path) -> None:
    for name, text in (("one", ONE), ("two", TWO)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "add", str(tmp_path), "--workers", "2"]
    environment = {**os.environ, "ONRECORD_LEDGER": str(tmp_path / "ledger.db")}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["added", "added", "2"]
