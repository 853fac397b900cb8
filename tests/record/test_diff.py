"""What changed between two records, whatever the running numbers of their rows."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from onrecord.record import Record, load_folder, load_record
from onrecord.record.diff import diff_as_json, diff_records
from onrecord.record.export import export_rows, write_csv, write_jsonl

from .folder import FACT, MANIFEST, SUBJECT, write_folder

RANGE = FACT
WEIGHT = FACT | {"id": "equipment/zk-7#weight.1", "property": "weight", "value": 17, "unit": "kilogram"}
NEWER = FACT | {"id": "equipment/zk-7#max_range.2", "value": 6, "qualifiers": {"variant": "Mk 2"}}


def load(tmp_path: Path, name: str, facts: list[dict[str, Any]], **more: Any) -> Record:
    folder = tmp_path / name
    folder.mkdir()
    return load_folder(write_folder(folder, facts=facts, manifest=MANIFEST.replace("test-1", name), **more))


def numbered(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with running numbers in their order."""
    return [row | {"id": f"{row['subject']}#{row['property']}.{number}"} for number, row in enumerate(facts, 1)]


CHANGES: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]], tuple[int, int, int]]] = [
    # name, before, after; added, removed, changed
    ("same", [RANGE, WEIGHT], [RANGE, WEIGHT], (0, 0, 0)),
    ("other order, other numbers", numbered([RANGE, WEIGHT]), numbered([WEIGHT, RANGE]), (0, 0, 0)),
    ("added", [RANGE], [RANGE, WEIGHT], (1, 0, 0)),
    ("removed", [RANGE, WEIGHT], [WEIGHT], (0, 1, 0)),
    ("value", [RANGE], [RANGE | {"value": 5}], (0, 0, 1)),
    ("value and number", [RANGE], numbered([WEIGHT, RANGE | {"value": 5}]), (1, 0, 1)),
    ("note", [RANGE], [RANGE | {"note": "with care"}], (0, 0, 1)),
    ("another variant is another row", [RANGE], [NEWER | {"id": RANGE["id"]}], (1, 1, 0)),
    ("one of two equal rows", numbered([RANGE, RANGE]), numbered([RANGE]), (0, 1, 0)),
    ("inserted before", numbered([RANGE]), numbered([NEWER, RANGE]), (1, 0, 0)),
]


@pytest.mark.parametrize(("name", "before", "after", "counts"), CHANGES, ids=[row[0] for row in CHANGES])
def test_rows(name, before, after, counts, tmp_path):
    diff = diff_records(load(tmp_path, "one", before), load(tmp_path, "two", after))
    assert (len(diff.added), len(diff.removed), len(diff.changed)) == counts
    assert diff.is_empty == (counts == (0, 0, 0))


def test_a_change_names_fields_both_values_and_sources(tmp_path):
    one, two = load(tmp_path, "one", [RANGE]), load(tmp_path, "two", [RANGE | {"value": 5, "note": "new"}])
    (change,) = diff_records(one, two).changed
    assert change.fields == ("value", "note")
    data = diff_as_json(diff_records(one, two))["rows"]["changed"][0]
    assert (data["before"]["value"], data["after"]["value"]) == ("4.5", "5")
    assert data["before"]["sources"][0]["title"] == "A maker's leaflet"
    assert data["before"]["digest"] != data["after"]["digest"]


def test_subjects(tmp_path):
    other = SUBJECT | {"id": "equipment/zk-8", "label": "ZK-8", "names": {"en": ["ZK-8"]}}
    renamed = SUBJECT | {"names": {"en": ["ZK-7", "Robin"]}, "category": "air_defence.sam_short"}
    one = load(tmp_path, "one", [RANGE])
    two = load(tmp_path, "two", [RANGE], subjects=[renamed, other])
    diff = diff_records(one, two)
    assert [subject.entity.id for subject in diff.subjects_added] == ["equipment/zk-8"]
    assert [(c.before.entity.id, c.fields) for c in diff.subjects_changed] == [("equipment/zk-7", ("class", "names"))]
    assert [s.entity.id for s in diff_records(two, one).subjects_removed] == ["equipment/zk-8"]


def test_the_edition_against_itself_is_empty():
    assert diff_records(load_record(), load_record()).is_empty


def test_both_ways_and_always_the_same(tmp_path):
    rows = numbered([RANGE | {"value": value, "qualifiers": {"variant": f"Mk {value % 7}"}} for value in range(2, 40)])
    shuffled = numbered([*random.Random(7).sample(rows, 30), WEIGHT])
    one, two = load(tmp_path, "one", rows), load(tmp_path, "two", shuffled)
    there, back = diff_records(one, two), diff_records(two, one)
    assert (len(there.added), len(there.removed)) == (len(back.removed), len(back.added)) == (1, 8)
    assert json.dumps(diff_as_json(there)) == json.dumps(diff_as_json(diff_records(one, two)))


# --- export ------------------------------------------------------------------------------------------------------


def test_export_leaves_out_or_marks_what_may_not_be_republished(tmp_path):
    closed = MANIFEST.replace("[licences.", '[licences.closed]\nrepublish = false\nstatement = "No."\n[licences.', 1)
    folder = tmp_path / "r"
    folder.mkdir()
    record = load_folder(write_folder(folder, manifest=closed, facts=[RANGE, WEIGHT | {"licence": "closed"}]))
    plain, marked = export_rows(record), export_rows(record, marked=True)
    assert [row["property"] for row in plain.rows if row["property"] != "alias"] == ["max_range"]
    assert ("closed", 1) in plain.left_out
    assert {row["id"]: row["republish"] for row in marked.rows}["equipment/zk-7#weight.1"] is False
    assert marked.left_out == ()
    assert '"republish": false' in write_jsonl(marked)


def test_export_of_the_edition_holds_no_sipri_row():
    export = export_rows(load_record())
    assert dict(export.left_out)["(c) SIPRI, single rows cited"] > 20
    assert not any(source["key"] == "sipri" for row in export.rows for source in row["sources"])


def test_csv_cells_do_not_run(tmp_path):
    folder = tmp_path / "r"
    folder.mkdir()
    subject = SUBJECT | {"id": "place/x", "category": "place", "label": "X", "names": {}}
    place = {"id": "place/x#coordinates.1", "subject": "place/x", "property": "coordinates", "value": "-1.5, 3"}
    facts = [place | {"sources": ["leaflet"], "licence": "own"}]
    text = write_csv(export_rows(load_folder(write_folder(folder, subjects=[subject], facts=facts))))
    assert '"\'-1.5, 3"' in text
