"""Groups of copies as the ledger forms them, report by report, in whatever order they come."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from invented import AT
from sqlalchemy import select

from onrecord.model import Dossier, Report
from onrecord.store import Ledger
from onrecord.store.add import add_dossier
from onrecord.store.copies import regroup_all
from onrecord.store.schema import furniture, report

ROOT = Path(__file__).parents[2]
SETS: list[dict[str, Any]] = tomllib.loads((ROOT / "tests" / "cases" / "syndication.toml").read_text("utf-8"))["set"]
REPORTS: list[dict[str, Any]] = [one for each in SETS for one in each["report"]]
SHARED = ROOT / ".." / "shared" / "benchmarks" / "syndication"
CLUSTERS = 90  # of the benchmark; benchmarks/ledger_syndication.py takes all of them

Record = dict[str, Any]


def add_all(ledger: Ledger, records: Sequence[Record]) -> dict[str, str]:
    """The group each record is in after all were added, by the record's id."""
    names: dict[str, str] = {}
    with ledger.writing() as connection:
        for record in records:
            raw = f"{record['id']}\n{record['text']}".encode()
            digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
            names[digest] = record["id"]
            given = Report(
                record["text"].strip(),
                digest,
                language=record.get("language", "en"),
                outlet=record["outlet"],
                published=record["date"],
            )
            add_dossier(connection, Dossier(given), raw, added=AT, program="test")
    return groups_of(ledger, names)


def groups_of(ledger: Ledger, names: dict[str, str]) -> dict[str, str]:
    with ledger.reading() as connection:
        rows = connection.execute(select(report.c.digest, report.c.copies)).all()
    return {names[row.digest]: names[row.copies] for row in rows}


def as_sets(groups: dict[str, str]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, group in groups.items():
        found.setdefault(group, set()).add(name)
    return {frozenset(each) for each in found.values()}


def wanted_sets() -> set[frozenset[str]]:
    return as_sets({one["id"]: one["story"] for one in REPORTS})


def test_our_own_sets_are_grouped_in_any_order(tmp_path: Path) -> None:
    orders = [REPORTS, REPORTS[::-1], *(random.Random(seed).sample(REPORTS, len(REPORTS)) for seed in range(4))]
    for number, ordered in enumerate(orders):
        with Ledger(tmp_path / f"{number}.db") as ledger:
            assert as_sets(add_all(ledger, ordered)) == wanted_sets(), number


def test_both_databases_group_alike(address: str) -> None:
    with Ledger(address) as ledger:
        assert as_sets(add_all(ledger, REPORTS)) == wanted_sets()
        with ledger.writing() as connection:
            assert regroup_all(connection) == ()
        assert ledger.verify(reread=False) == ()


def test_why_a_report_stands_in_its_group(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        add_all(ledger, REPORTS)
        with ledger.reading() as connection:
            rows = connection.execute(select(report.c.digest, report.c.copies, report.c.copies_why)).all()
    for row in rows:
        if row.copies != row.digest:
            why = json.loads(row.copies_why)
            assert why["phrases"], row
            assert why["containment"] > 0


def test_a_paragraph_an_outlet_always_prints_ties_nothing(tmp_path: Path) -> None:
    """Until it is known for furniture it may; then the reports it tied are parted again."""
    boiler = (
        "Support our newsroom for the price of one coffee a month. Readers like you keep the lights on in the harbour "
        "office, pay for the boat that takes our reporters out to the islands, and let us print what others would not."
    )
    bodies = [
        "The harbour master of Ellmere closed the inner basin on Tuesday after a barge broke loose in the storm. "
        "Pilots expect to move coasters again by Thursday noon.",
        "Two teachers from Haldur won the county prize for a reading scheme that reached nine hundred children. "
        "They will share the sum with the library of the island.",
        "A late frost cost orchard keepers around Brisk Hollow about half of this year's plums, growers said. "
        "Apples flower later and came through without much harm this time.",
        "The ferry to Torvane will run hourly from May, the company announced, and dogs will travel free of charge. "
        "Cars must be booked two days ahead through the office in Haldur.",
    ]
    records = [
        {"id": str(n), "text": f"{body}\n\n{boiler}", "outlet": "The Saltmarsh Courier", "date": "2031-03-04"}
        for n, body in enumerate(bodies)
    ]
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert len(as_sets(add_all(ledger, records))) == len(bodies)
        with ledger.reading() as connection:
            assert len(connection.execute(select(furniture)).all()) == 1


def test_a_large_group_only_grows_and_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the size up to which groups are formed anew, a rewrite is put where it shares most."""
    monkeypatch.setattr("onrecord.store.copies._LARGEST", 12)
    words = REPORTS[0]["text"].split()
    records = []
    for number in range(30):
        chance = random.Random(number)
        text = " ".join(word if chance.random() < 0.85 else f"{word}{number}x" for word in words)
        records.append({"id": str(number), "text": text, "outlet": f"Outlet {number}", "date": "2031-03-04"})
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert len(as_sets(add_all(ledger, records))) == 1
        assert ledger.verify(reread=False) == ()


# --- translations ---

TRANSLATIONS: list[Record] = tomllib.loads((ROOT / "tests" / "cases" / "translations.toml").read_text("utf-8"))[
    "report"
]


def test_translations_stand_in_one_group_in_any_order(tmp_path: Path) -> None:
    orders = [TRANSLATIONS, TRANSLATIONS[::-1], random.Random(3).sample(TRANSLATIONS, len(TRANSLATIONS))]
    for number, ordered in enumerate(orders):
        with Ledger(tmp_path / f"{number}.db") as ledger:
            assert as_sets(add_all(ledger, ordered)) == as_sets({one["id"]: one["story"] for one in TRANSLATIONS})


def test_a_translation_is_explained_and_further_prints_stand_with_it(address: str) -> None:
    english, spanish = TRANSLATIONS[:2]
    again = spanish | {"id": "again", "text": spanish["text"].strip() + "\n\n(c) La Marisma", "outlet": "El Norte"}
    with Ledger(address) as ledger:
        groups = add_all(ledger, [english, spanish, again])
        assert set(groups.values()) == {english["id"]}
        with ledger.reading() as connection:
            rows = connection.execute(select(report.c.copies_why).where(report.c.copies_why.is_not(None))).scalars()
            reasons = [json.loads(row) for row in rows]
        with ledger.writing() as connection:
            assert regroup_all(connection) == ()
    assert {why["kind"] for why in reasons} == {"translation", "text"}
    shown = next(why["phrases"][0] for why in reasons if why["kind"] == "translation")
    assert shown.startswith("vene…, 24, ")


# --- the benchmark, in short ---


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("syndication_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sample() -> list[Record]:
    if not (SHARED / "dev.jsonl.gz").is_file():
        pytest.skip("the syndication benchmark is not beside the project")
    with gzip.open(SHARED / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    names = sorted({record["cluster"] for record in records})
    chosen = set(random.Random(5).sample(names, CLUSTERS))
    return [record for record in records if record["cluster"] in chosen]


def test_a_part_of_the_benchmark(sample: list[Record], tmp_path: Path) -> None:
    scorer = load_scorer()
    gold = {record["id"]: record["cluster"] for record in sample}
    with Ledger(tmp_path / "ledger.db") as ledger:
        groups = add_all(ledger, sorted(sample, key=lambda record: (record["date"], record["id"])))
    figures = scorer.score(gold, groups)
    assert figures["adjusted_rand"] >= 0.94, figures
    assert figures["b3_f1"] >= 0.97, figures
    assert abs(figures["sources_predicted"] / figures["sources_gold"] - 1) <= 0.05, figures
