"""Data files are told by what they hold, not by their names."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import MissingInput, ReadError
from onrecord.evaluate.data import DataFile, describe_file, find_data, read_records

Record = dict[str, Any]

RECORDS: dict[str, tuple[str, Record, str, str]] = {
    # name: (folder, first record, profile, language)
    "attribution": ("attribution", {"id": "a-of-b", "text": "x", "attributions": []}, "attribution", "en"),
    "claims": ("claims", {"id": "c", "text": "x", "language": "es", "claims": []}, "claims", "es"),
    "re3d": ("entities", {"id": "e", "text": "x", "entities": [], "relations": []}, "entities.re3d", "en"),
    "plover": ("entities", {"id": "e", "text": "x", "entities": [], "mode": None}, "entities.plover", "en"),
    "muc4": ("entities", {"id": "e", "text": "x", "events": []}, "entities.muc4", "en"),
    "gwn": (
        "places",
        {"id": "p", "text": "x", "places": [{"start": 0, "end": 1, "type": "Literal"}]},
        "places.gwn",
        "en",
    ),
    "lgl": ("places", {"id": "4711", "text": "x", "places": [{"start": 0, "end": 1}]}, "places.lgl", "en"),
    "other places": ("places", {"id": "tr-1", "text": "x", "places": []}, "places", "en"),
    "nli": ("numeric-nli", {"id": "rte-quant-0", "premise": "x", "label": "neutral"}, "numeric-nli.rte", "en"),
    "newsquant": ("quantity", {"id": "newsquant-1", "text": "x", "quantities": []}, "quantity.newsquant", "en"),
    "number": ("quantity", {"id": "rec-fr-number-7", "text": "x", "quantities": []}, "quantity.number", "fr"),
    "unit": ("quantity", {"id": "rec-en-unit-age-7", "text": "x", "quantities": []}, "quantity.unit", "en"),
    "other numbers": ("quantity", {"id": "77", "text": "x", "quantities": []}, "quantity", "en"),
    "syndication": ("syndication", {"id": "d", "text": "x", "cluster": "c"}, "syndication", "en"),
}


def write(path: Path, *records: Record) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(record) + "\n" for record in records)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz"])
def test_profile_and_language(name: str, ending: str, tmp_path: Path) -> None:
    folder, record, profile, language = RECORDS[name]
    data = describe_file(write(tmp_path / folder / f"hidden{ending}", record), folder)
    assert isinstance(data, DataFile)
    assert (data.profile, data.language) == (profile, language)
    assert data.name == f"{folder}/hidden"
    assert data.labelled == (name != "muc4")


def test_what_is_found_and_what_is_left_out(tmp_path: Path) -> None:
    claim = {"id": "1", "text": "x", "claims": []}
    write(tmp_path / "claims" / "b.jsonl", claim)
    write(tmp_path / "claims" / "texts.jsonl", {"id": "1", "text": "x"})
    write(tmp_path / "claims" / "table.jsonl", {"name": "no text"})
    write(tmp_path / "claims" / "empty.jsonl")
    (tmp_path / "claims" / "broken.jsonl").write_text("{", encoding="utf-8")
    write(tmp_path / "attribution" / "train.jsonl.gz", {"id": "1", "text": "x", "attributions": []})
    write(tmp_path / "syndication" / "a.jsonl", {"id": "1", "text": "x", "cluster": "1"})
    edits = write(tmp_path / "syndication" / "a.edits.jsonl.gz", {"id": "1", "edits": []})
    write(tmp_path / "something-else" / "a.jsonl", claim)

    found, skipped = find_data(tmp_path)
    assert [data.name for data in found] == ["claims/b", "syndication/a"]
    assert found[1].edits == edits
    reasons = {each.name: each.reason for each in skipped}
    assert reasons["attribution/train"] == "training data; measured when named: --only attribution/train"
    assert reasons["claims/empty"] == "empty"
    assert reasons["claims/table"] == "records without id and text"
    assert reasons["claims/texts"].startswith("no labels")
    assert "broken.jsonl, line 1" in reasons["claims/broken"]

    named, _ = find_data(tmp_path, only=["attribution/train", "claims"], unlabelled=True)
    assert [data.name for data in named] == ["attribution/train", "claims/b", "claims/texts"]


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="--data FOLDER"):
        find_data(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"[1]\n", b"{\n", b"\xff\xfe\n", b'{"a": 1}\n3\n'])
def test_a_line_that_cannot_be_read_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"x\.jsonl, line \d"):
        list(read_records(path))


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1}\n' * 1000)[:40])
    with pytest.raises(ReadError, match=r"x\.jsonl\.gz"):
        list(read_records(path))
