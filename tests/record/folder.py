"""A small record folder for tests, to be broken in one place at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MANIFEST = """
edition = "test-1"
title = "A test record"
as_of = "2026-01"
[licences."own"]
republish = true
statement = "Made for a test."
[files.sources]
"sources.toml" = ""
[files.subjects]
"subjects.jsonl" = ""
[files.facts]
"facts.jsonl" = ""
"""
SOURCES = """
[leaflet]
title = "A maker's leaflet"
url = "https://example.org/leaflet"
tier = "A"
terms = "facts only"
date = "2020"
"""
SUBJECT: dict[str, Any] = {
    "id": "equipment/zk-7",
    "category": "air_defence.manpads",
    "label": "ZK-7",
    "names": {"en": ["ZK-7", "Wren"]},
}
FACT: dict[str, Any] = {
    "id": "equipment/zk-7#max_range.1",
    "subject": "equipment/zk-7",
    "property": "max_range",
    "value": 4.5,
    "unit": "kilometre",
    "sources": ["leaflet"],
    "licence": "own",
}


def write_folder(
    folder: Path,
    *,
    manifest: str = MANIFEST,
    sources: str = SOURCES,
    subjects: list[dict[str, Any]] | None = None,
    facts: list[dict[str, Any]] | bytes | None = None,
) -> Path:
    """Write the folder; `facts` as bytes is written as it is."""
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    (folder / "subjects.jsonl").write_bytes(lines([SUBJECT] if subjects is None else subjects))
    (folder / "facts.jsonl").write_bytes(
        facts if isinstance(facts, bytes) else lines([FACT] if facts is None else facts)
    )
    return folder


def lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
