"""Prediction, scoring and floors, with adapters and scorers of the tests' own."""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from onrecord.cli.evaluate import evaluate_command
from onrecord.evaluate import run as runner
from onrecord.evaluate.data import DataFile
from onrecord.evaluate.numeric_nli import score_labels
from onrecord.evaluate.run import Evaluation, Floor, Outcome, evaluate, find_drops, load_table, report_of
from onrecord.evaluate.scorers import read_claims_answer, read_syndication_answer, read_table_answer
from onrecord.evaluate.table import draw_table, rows_of

RATE = """
import json, sys
gold = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
pred = {r["id"]: r for r in map(json.loads, open(sys.argv[2], encoding="utf-8"))}
right = sum(pred[r["id"]]["places"] == r["places"] for r in gold)
print(json.dumps({"end_to_end": {"f1": right / len(gold)}, "options": len(sys.argv) - 3}))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two records of places, the second without any, and a scorer."""
    target = tmp_path / "data" / "places"
    target.mkdir(parents=True)
    records = [{"id": "x-1", "text": "Oslo", "places": [[0, 4]]}, {"id": "x-2", "text": "none", "places": []}]
    (target / "hidden.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    (target / "score.py").write_text(RATE, encoding="utf-8")
    return tmp_path / "data"


def install(monkeypatch: pytest.MonkeyPatch, predict: Any, name: str = "places") -> None:
    module = ModuleType(f"onrecord.evaluate.{name}")
    module.predict = predict  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


def find_oslo(record: dict[str, Any], *, language: str) -> dict[str, Any]:
    assert set(record) == {"id", "text"}, "an adapter must not see the labels"
    assert language == "en"
    return {"id": record["id"], "places": [[0, 4]] if record["text"] == "Oslo" else []}


def test_predictions_are_written_and_scored(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, find_oslo)
    evaluation = evaluate(folder, predictions=tmp_path / "out")
    (outcome,) = evaluation.outcomes
    assert outcome.figures["end_to_end.f1"] == 1.0
    assert outcome.notes == ()
    rows = (tmp_path / "out" / "places" / "hidden.pred.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["id"] for row in rows] == ["x-1", "x-2"]


def test_a_list_alone_is_made_a_row(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, lambda record, *, language: find_oslo(record, language=language)["places"])
    assert evaluate(folder).outcomes[0].figures["end_to_end.f1"] == 1.0


def test_a_gzipped_file_is_unpacked_for_a_scorer_that_reads_plain_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, find_oslo)
    plain = folder / "places" / "hidden.jsonl"
    (folder / "places" / "hidden.jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    assert evaluate(folder).outcomes[0].figures["end_to_end.f1"] == 1.0


def test_without_a_scorer_predictions_are_still_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, find_oslo)
    (folder / "places" / "score.py").unlink()
    (outcome,) = evaluate(folder, predictions=tmp_path / "out").outcomes
    assert outcome.notes == ("no score.py in places/: predicted, not scored",)
    assert (tmp_path / "out" / "places" / "hidden.pred.jsonl").is_file()


def test_a_scorer_that_fails_is_a_note(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, find_oslo)
    (folder / "places" / "score.py").write_text("raise SystemExit('gold is odd')", encoding="utf-8")
    (outcome,) = evaluate(folder).outcomes
    assert outcome.figures == {}
    assert "gold is odd" in outcome.notes[0]


def test_a_missing_adapter_is_a_note(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onrecord.evaluate.places", None)
    (outcome,) = evaluate(folder).outcomes
    assert outcome.figures == {}
    assert "onrecord.evaluate.places" in outcome.notes[0]


def test_one_record_that_fails_does_not_cost_the_rest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_on_second(record: dict[str, Any], *, language: str) -> dict[str, Any]:
        if record["id"] == "x-2":
            raise KeyError("odd")
        return find_oslo(record, language=language)

    install(monkeypatch, fail_on_second)
    (outcome,) = evaluate(folder).outcomes
    assert outcome.notes == ("1 record failed, first KeyError on x-2: 'odd'",)
    assert outcome.figures["end_to_end.f1"] == 1.0  # found empty, which is right for that record


# --- answers of scorers ------------------------------------------------------------------------------------------


def test_a_printed_table_becomes_figures() -> None:
    printed = "level      P      R     F1   hits\nvalue   90.0   80.0   84.7    12\n+unit   50.0      -   49.0     9\n"
    assert read_table_answer(3)(printed) == {
        "value.P": 90.0, "value.R": 80.0, "value.F1": 84.7, "+unit.P": 50.0, "+unit.F1": 49.0,
    }  # fmt: skip


def test_roles_are_counted_together() -> None:
    full = {"p": 0.5, "r": 0.5, "f1": 0.5, "of": 10}
    absent = {"p": 0.0, "r": 0.0, "f1": 0.0, "of": 0}
    part = {"claims": {"f1": 0.5, "interval": [0.4, 0.6]}, "actor": full, "item": full | {"p": 1.0, "r": 1.0, "of": 30}}
    answer = {"all": part | dict.fromkeys(("place", "counterpart", "time"), absent)}
    figures = read_claims_answer(json.dumps(answer))
    # 5 + 30 of 40 gold found, 10 + 30 predicted
    assert figures["all.roles.f1"] == pytest.approx(35 / 40)
    assert figures["all.claims.f1"] == 0.5


def test_templates_are_taken_together() -> None:
    kinds = {
        "template_a": {"documents": 1, "b3_precision": 1.0},
        "template_b": {"documents": 3, "b3_precision": 0.6},
        "light": {"documents": 9, "b3_precision": 0.1},
    }
    figures = read_syndication_answer(json.dumps({"sources_gold": 100, "sources_predicted": 97, "kinds": kinds}))
    assert figures["templates.b3_precision"] == pytest.approx(0.7)
    assert figures["sources_error"] == pytest.approx(0.03)


# --- bars, peers, floors -----------------------------------------------------------------------------------------

DATA = DataFile("syndication", Path("x.jsonl"), "syndication", "en", True, "sha256:test")
FIGURES = {"adjusted_rand": 0.9, "b3_f1": 0.98, "sources_error": 0.05, "templates.b3_precision": 1.0}


def test_rows_know_bars_and_the_best_peer() -> None:
    rows = {row.label: row for row in rows_of(Outcome(DATA, 1, 1.0, FIGURES))}
    assert rows["adjusted Rand"].reached is False
    assert rows["adjusted Rand"].best_peer() == ("tf-idf, all pairs", 0.826)
    assert rows["error in sources counted"].reached is False
    assert rows["error in sources counted"].best_peer() == ("tf-idf, all pairs", 0.048)
    assert rows["B³ F1"].reached is True


def test_peers_are_complete() -> None:
    for entry in load_table("peers")["row"]:
        assert entry["scale"] in ("share", "percent")
        assert entry["source"]
        top = 1 if entry["scale"] == "share" else 100
        assert all(0 <= value <= top for value in [*entry["peers"].values(), entry.get("bar", 0)])


def test_a_figure_below_its_floor_is_a_drop(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"floor": [{"digest": "sha256:test", "figures": {"adjusted_rand": 0.95, "gone": 1.0},
                        "at_most": {"sources_error": 0.04}}]}  # fmt: skip
    monkeypatch.setattr(runner, "load_table", lambda name: table)
    outcome = Outcome(DATA, 1, 1.0, FIGURES)
    drops = find_drops([outcome, Outcome(replace(DATA, digest="sha256:other"), 1, 1.0, {})])
    assert [str(drop) for drop in drops] == [
        "syndication/x: adjusted_rand is 0.9, its floor 0.95",
        "syndication/x: gone is missing, its floor 1",
        "syndication/x: sources_error is 0.05, its floor 0.04",
    ]
    assert report_of(Evaluation((outcome,), (), drops))["below_floor"] == [str(drop) for drop in drops]


@pytest.mark.parametrize(
    ("floor", "value", "holds"),
    [
        (Floor("f", 0.9), 0.9, True),
        (Floor("f", 0.9), 0.899, False),
        (Floor("f", 0.02, at_most=True), 0.02, True),
        (Floor("f", 0.02, at_most=True), 0.021, False),
        (Floor("f", 0.0), None, False),
    ],
)
def test_floors(floor: Floor, value: float | None, holds: bool) -> None:
    assert floor.holds(value) is holds


def test_the_table_shows_names_figures_and_drops() -> None:
    out = StringIO()
    Console(file=out, width=140).print(draw_table(Evaluation((Outcome(DATA, 7, 1.0, FIGURES, ("a remark",)),))))
    text = out.getvalue()
    for part in ("syndication/x", "adjusted Rand", "0.900", "0.940", "short", "reached", "0.826 tf-idf", "a remark"):
        assert part in text


# --- the command -------------------------------------------------------------------------------------------------


def test_the_command_prints_and_writes(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, find_oslo)
    figures = tmp_path / "figures.json"
    done = CliRunner().invoke(
        evaluate_command, ["--data", str(folder), "--json", str(figures), "--workers", "1", "--floors"]
    )
    assert done.exit_code == 0, done.output
    assert "places/hidden" in done.output
    (entry,) = json.loads(figures.read_text(encoding="utf-8"))["files"]
    assert entry["figures"]["end_to_end.f1"] == 1.0
    assert entry["digest"].startswith("sha256:")


def test_the_command_fails_below_a_floor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, find_oslo)
    monkeypatch.setattr(runner, "floors_of", lambda data: (Floor("end_to_end.f1", 1.1),))
    arguments = ["--data", str(folder), "--workers", "1"]
    assert CliRunner().invoke(evaluate_command, arguments).exit_code == 0
    failed = CliRunner().invoke(evaluate_command, [*arguments, "--floors"])
    assert failed.exit_code == 1
    assert "BELOW FLOOR" in failed.output


def test_labels_of_entailment_are_counted() -> None:
    gold = [{"id": str(n), "label": label} for n, label in enumerate(["entailment", "neutral", "neutral", "neutral"])]
    predicted = [
        {"id": "0", "label": "entailment"},
        {"id": "1", "label": "entailment"},
        {"id": "2", "label": "neutral"},
    ]
    figures = score_labels(gold, predicted)
    assert figures["accuracy"] == 0.5
    assert figures["entailment.f1"] == pytest.approx(2 / 3)
    assert figures["neutral.f1"] == pytest.approx(1 / 2)
