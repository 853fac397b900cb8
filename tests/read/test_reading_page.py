"""`docs/reading.md`: its examples run, and its numbers are those of the data file."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from onrecord import lexicon

PAGE = Path(__file__).parents[2] / "docs" / "reading.md"
LIMITS = sorted(
    name for name in lexicon.load("reading")["limits"] if name.endswith(("_bytes", "_characters", "_pieces"))
)
INNER = {"tag_characters", "json_characters", "metadata_characters"}  # of parts of a page; no error ends in them


def test_the_examples_run() -> None:
    assert doctest.testfile(str(PAGE), module_relative=False) == doctest.TestResults(failed=0, attempted=10)


@pytest.mark.parametrize("name", [name for name in LIMITS if name not in INNER])
def test_the_page_names_the_limits_in_force(name: str) -> None:
    assert f"{lexicon.load('reading')['limits'][name]:,}" in PAGE.read_text(encoding="utf-8")
