"""What docs/json.md and docs/sheet.md say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.publish import Standing
from onrecord.publish.csv_sheet import JOINT
from onrecord.publish.json_sheet import load_schema
from onrecord.publish.words import load_words

DOCS = Path(__file__).parents[2] / "docs"
JSON_PAGE = (DOCS / "json.md").read_text(encoding="utf-8")
SHEET_PAGE = (DOCS / "sheet.md").read_text(encoding="utf-8")
SCHEMA = load_schema()


def objects() -> list[tuple[str, list[str]]]:
    named = [("document", SCHEMA), *SCHEMA["$defs"].items()]
    return [(name, list(table["properties"])) for name, table in named if "properties" in table]


@pytest.mark.parametrize(("name", "keys"), objects())
def test_every_key_is_documented(name: str, keys: list[str]) -> None:
    documented = set(re.findall(r"`([a-z_]+)`", JSON_PAGE))
    assert set(keys) <= documented


@pytest.mark.parametrize("name", [name for name, table in SCHEMA["$defs"].items() if "enum" in table])
def test_every_value_is_documented(name: str) -> None:
    assert all(f"`{value}`" in JSON_PAGE for value in SCHEMA["$defs"][name]["enum"])


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", JSON_PAGE, flags=re.S))
def test_examples_run(example: str) -> None:
    exec(compile(example, "docs/json.md", "exec"), {})


def test_standings_are_those_of_the_sheet() -> None:
    words = load_words()
    rows = re.findall(r"^\| (\S) \| ([a-z ]+) \|", SHEET_PAGE, flags=re.M)
    assert rows == [(words.standing(s, "symbol"), words.standing(s)) for s in Standing]


def test_joint_is_documented() -> None:
    assert f"`{JOINT}`" in SHEET_PAGE
