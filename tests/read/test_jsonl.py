"""Lines of JSON: each field, the map of fields, and every bad line named by its number."""

from __future__ import annotations

import json
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import DamagedInput, ReadError, TooLarge
from onrecord.model import Report, Span
from onrecord.read import ReadFailure, read_inputs
from onrecord.read.jsonl import parse_fields, read_line

TEXT = "The ministry said that the two frigates had left the port on Monday, and that they would return."
FULL = {
    "text": TEXT, "title": "Frigates sail", "outlet": "Harbour Dispatch",
    "author": ["Ann Example", {"name": "Bo Sample"}],
    "url": "https://example.org/a", "published": "2025-10-23T10:00:00Z", "updated": "2025-10-24", "agency": "AFP",
    "language": "en",
}  # fmt: skip


def read(tmp_path: Path, *lines: Any, fields: str | None = None, end: str = "\n") -> list[Report | ReadFailure]:
    path = tmp_path / "reports.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + end
    path.write_text(text, encoding="utf-8")
    return list(read_inputs([path], fields=parse_fields(fields) if fields else None))


def test_each_field_of_a_line(tmp_path: Path) -> None:
    (report,) = read(tmp_path, FULL)
    assert isinstance(report, Report), report
    assert report.text == f"Frigates sail\n\n{TEXT}"
    assert report.headline == Span(0, 13)
    assert report.title == "Frigates sail"
    assert report.outlet == "Harbour Dispatch"
    assert report.author == "Ann Example, Bo Sample"
    assert report.url == "https://example.org/a"
    assert (report.published, report.updated) == ("2025-10-23", "2025-10-24")
    assert report.credit == "Agence France-Presse"
    assert report.label.endswith("reports.jsonl:1")


# line, map, field, value
MAPPED: list[tuple[dict[str, Any], str | None, str, str | None]] = [
    ({"body": TEXT}, None, "text", TEXT),
    ({"story": TEXT}, "text=story", "text", TEXT),
    ({"a": {"b": {"c": TEXT}}}, "text=a.b.c", "text", TEXT),
    ({"a.b": TEXT}, "text=a.b", "text", TEXT),
    ({"text": TEXT, "headline": "H"}, None, "title", "H"),
    ({"text": TEXT, "title": "T", "kicker": "K"}, "title=kicker", "title", "K"),
    ({"text": TEXT, "x": "X", "y": "Y"}, "title=x,outlet=y", "outlet", "Y"),
    ({"text": TEXT, "x": None, "y": "Y"}, "title=x,title=y", "title", "Y"),
    ({"text": TEXT, "date": 1761213600}, None, "published", "2025-10-23"),
    ({"text": TEXT, "date": 1761213600000}, None, "published", "2025-10-23"),
    ({"text": TEXT, "date": 2025}, None, "published", "2025"),
    ({"text": TEXT, "date": 1e99}, None, "published", None),
    ({"text": TEXT, "date": True}, None, "published", None),
    ({"text": TEXT, "date": "Thu, 23 Oct 2025 10:00:00 GMT"}, None, "published", "2025-10-23"),
    ({"text": TEXT, "date": "10/11/2025"}, None, "published", None),
    ({"text": TEXT, "url": "javascript:alert(1)"}, None, "url", None),
    ({"text": TEXT, "title": "x" * 600}, None, "title", None),
    ({"text": TEXT, "title": 5}, None, "title", None),
    ({"text": f"<p>{TEXT}</p><p>More &amp; more of it.</p>"}, None, "text", f"{TEXT}\n\nMore & more of it."),
]


@pytest.mark.parametrize(("line", "fields", "field", "value"), MAPPED)
def test_where_a_line_holds_what(
    line: dict[str, Any], fields: str | None, field: str, value: str | None, tmp_path: Path
) -> None:
    (report,) = read(tmp_path, line, fields=fields)
    assert isinstance(report, Report), report
    assert getattr(report, field) == value


@pytest.mark.parametrize("fields", ["body", "text=", "=body", "words=body", "text=a,,", ""])
def test_a_map_that_is_none(fields: str) -> None:
    with pytest.raises(ReadError, match="FIELD=NAME"):
        parse_fields(fields)


BAD_LINES = ["{broken", "[1, 2]", '"text"', "null", "5", '{"text": 5}', '{"text": ""}', '{"x": 1}', "{'text': 'a'}",
             "[" * 100_000, '{"text": "\\ud83d and some words"}', "\x00"]  # fmt: skip


@pytest.mark.parametrize("line", BAD_LINES, ids=[line[:20] for line in BAD_LINES])
def test_a_bad_line_is_named_by_its_number_and_the_rest_goes_on(line: str, tmp_path: Path) -> None:
    first, bad, last = read(tmp_path, FULL, line, FULL)
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert isinstance(bad, ReadFailure)
    assert bad.label.endswith(":2")
    assert isinstance(bad.error, DamagedInput)


def test_blank_lines_count_but_give_nothing(tmp_path: Path) -> None:
    results = read(tmp_path, "", FULL, "   ", FULL, end="")
    assert [each.label.rpartition(":")[2] for each in results] == ["2", "4"]


def test_a_line_beyond_the_limit(tmp_path: Path) -> None:
    started = time.process_time()
    first, second = read(tmp_path, {"text": "a " * 6_000_000}, FULL)
    assert isinstance(first, ReadFailure)
    assert isinstance(first.error, TooLarge)
    assert isinstance(second, Report)
    assert time.process_time() - started < 5


def test_an_empty_file_is_said(tmp_path: Path) -> None:
    (only,) = read(tmp_path, "")
    assert isinstance(only, ReadFailure)
    assert "holds no line" in str(only.error)


def test_lines_on_standard_input(tmp_path: Path) -> None:
    data = json.dumps({"story": TEXT}).encode()
    (report,) = read_inputs(["-"], stdin=BytesIO(data), fields=parse_fields("text=story"))
    assert isinstance(report, Report)
    assert report.text == TEXT


def test_a_byte_order_mark_is_no_part_of_the_line() -> None:
    read = read_line(b"\xef\xbb\xbf" + json.dumps(FULL).encode(), label="a")
    assert read.content == f"Frigates sail\n\n{TEXT}".encode()
