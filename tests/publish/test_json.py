"""The JSON form: schema, exact words, bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from onrecord.publish import build_sheet
from onrecord.publish.json_sheet import load_schema, render_json

from .fixtures import DOSSIER, INJECTIONS, TEXT, hostile_dossier

SHEET = build_sheet(DOSSIER, version="1.2.3")


def walk(value: Any) -> list[dict[str, Any]]:
    found = []
    if isinstance(value, dict):
        found.append(value)
        for inner in value.values():
            found += walk(inner)
    elif isinstance(value, list):
        for inner in value:
            found += walk(inner)
    return found


def test_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(load_schema())


def test_document_follows_the_schema() -> None:
    document = json.loads(render_json([SHEET, SHEET]))
    assert len(document["sheets"]) == 2
    Draft202012Validator(load_schema()).validate(document)


def test_schema_refuses_what_it_does_not_describe() -> None:
    document = json.loads(render_json([SHEET]))
    document["sheets"][0]["claims"][0]["kind"] = "rumour"
    assert not Draft202012Validator(load_schema()).is_valid(document)
    document = json.loads(render_json([SHEET]))
    document["sheets"][0]["surprise"] = 1
    assert not Draft202012Validator(load_schema()).is_valid(document)


def test_every_offset_gives_back_its_words() -> None:
    spans = [o for o in walk(json.loads(render_json([SHEET]))) if set(o) == {"start", "end", "words"}]
    assert len(spans) > 50
    assert all(TEXT[span["start"] : span["end"]] == span["words"] for span in spans)


def test_numbers_are_strings_and_open_ends_null() -> None:
    claims = {claim["id"]: claim for claim in json.loads(render_json([SHEET]))["sheets"][0]["claims"]}
    assert (claims["c02"]["quantity"]["low"], claims["c02"]["quantity"]["high"]) == (None, "120")
    assert claims["c02"]["findings"][0]["facts"][1]["value"] == "120.0"  # as the source writes it
    assert claims["c02"]["findings"][0]["facts"][1]["value_type"] == "number"


def test_same_sheet_same_bytes_and_a_final_line_feed() -> None:
    one, other = (render_json([build_sheet(DOSSIER, version="1.2.3")]) for _ in range(2))
    assert one == other
    assert one.endswith("}\n")


def test_key_order_is_stable() -> None:
    document = json.loads(render_json([SHEET]))
    assert list(document) == ["format", "format_version", "sheets"]
    required = load_schema()["$defs"]["claim"]["required"]
    assert all(list(claim) == required for claim in document["sheets"][0]["claims"])


@pytest.mark.parametrize("name", INJECTIONS)
def test_hostile_text_stays_data(name: str) -> None:
    payload = INJECTIONS[name]
    written = render_json([build_sheet(hostile_dossier(payload))])
    document = json.loads(written)
    Draft202012Validator(load_schema()).validate(document)
    assert document["sheets"][0]["report"]["text"].startswith(payload)  # exact, when parsed
    assert not set(written) & {"\x1b", "\x9b", "\u202e", "\u2066", "\u2028", "\x00"}  # never raw in the file
    assert document["sheets"][0]["report"]["url"] is None
