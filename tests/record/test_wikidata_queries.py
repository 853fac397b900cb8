"""The queries of `onrecord record update`, run by an engine over a made-up graph laid out as Wikidata's is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.record import Record, load_folder, load_record
from onrecord.record.importers.update import list_queries

rdflib = pytest.importorskip("rdflib", reason="rdflib runs SPARQL: pip install rdflib")
GRAPH = Path(__file__).parents[1] / "cases" / "imports" / "wikidata_graph.ttl"


@pytest.fixture(scope="module")
def answers() -> dict[str, list[dict[str, Any]]]:
    graph = rdflib.Graph()
    graph.parse(GRAPH)
    return {
        query.name: json.loads(graph.query(query.text).serialize(format="json"))["results"]["bindings"]
        for query in list_queries()
    }


@pytest.fixture(scope="module")
def record(answers: dict[str, list[dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory) -> Record:
    """What `record update` makes of the answers."""
    folder = tmp_path_factory.mktemp("wd")
    for name, bindings in answers.items():
        (folder / f"{name}.json").write_text(json.dumps({"results": {"bindings": bindings}}), encoding="utf-8")
    given = ["--answers", str(folder), "--into", str(folder / "out"), "--name", "graph"]
    done = CliRunner().invoke(main, ["record", "update", *given])
    assert done.exit_code == 0, done.stderr
    assert "0 refused" in done.stdout
    return load_folder(folder / "out", load_record())


def test_only_what_was_asked_for(answers: dict[str, list[dict[str, Any]]]) -> None:
    found = {name: {row["item"]["value"].rpartition("/")[2] for row in rows} for name, rows in answers.items()}
    assert found["armour"] == {"Q900102"}  # by its class's class; no bicycle
    assert found["countries"] == {"Q900114", "Q900142"}
    assert found["alliances"] == {"Q900130"}
    assert not any(found[name] for name in found if name not in ("armour", "countries", "alliances"))
    spoken = {term.get("xml:lang") for rows in answers.values() for row in rows for term in row.values()}
    assert spoken == {None, "en", "es", "pt"}


def test_a_system(record: Record) -> None:
    (tank,) = record.find("OX-9")
    rows = {(fact.property, str(fact.value)) for fact in record.facts(tank.id)}
    assert {("origin", "country/KEN"), ("operator", "country/KEN"), ("operator", "country/FRA")} <= rows
    assert {("maker", "Oryx Works"), ("entered_service", "1999"), ("weight", "46000")} <= rows
    (reach,) = record.facts(tank.id, "max_range")
    assert (round(float(reach.value)), reach.unit, reach.qualifier("as_given")) == (483, "kilometre", "300 mile")
    assert record.category(tank.id) == "armour"


def test_states_and_alliances_join_those_of_the_edition(record: Record) -> None:
    assert ("capital", "Nairobi") in [(f.property, f.value) for f in record.facts("country/KEN")]
    assert "Quênia" in [f.value for f in record.facts("country/KEN", "alias")]
    added = [f for f in record.facts("body/nato", "member") if f.edition == "graph"]
    assert [(f.value, f.qualifier("since"), f.qualifier("until")) for f in added] == [
        ("country/FRA", "1949-08-24", None)
    ]
