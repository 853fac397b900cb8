"""Files, folders and standard input: in a fixed order, each once, a bad one in its place."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from onrecord.errors import EmptyReport, MissingInput
from onrecord.model import Report
from onrecord.read import ReadFailure, read_inputs

TEXT = "The ministry said that the two frigates had left the port on Monday, and that they would return."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a/z.md",
        "a/page.html",
        "c.TXT",
        ".hidden.txt",
        ".git/x.txt",
        "README.md",
        "picture.png",
        "d.xhtml",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<html><body><p>{TEXT}</p><p>{TEXT}</p></body></html>" if "html" in name else TEXT)
    return tmp_path


def names(results: list[Report | ReadFailure], folder: Path) -> list[str]:
    return [Path(result.label).relative_to(folder).as_posix() for result in results]


def test_a_folder_gives_its_reports_by_name(folder: Path) -> None:
    results = list(read_inputs([str(folder)]))
    assert names(results, folder) == ["a/page.html", "a/z.md", "b.txt", "c.TXT", "d.xhtml"]
    assert all(isinstance(result, Report) for result in results)


def test_what_is_named_twice_is_read_once(folder: Path) -> None:
    results = list(read_inputs([folder / "b.txt", folder, folder / "b.txt"]))
    assert names(results, folder) == ["b.txt", "a/page.html", "a/z.md", "c.TXT", "d.xhtml"]


def test_a_file_named_outright_is_read_whatever_its_name(folder: Path) -> None:
    assert all(isinstance(result, Report) for result in read_inputs([folder / "README.md", folder / ".hidden.txt"]))


def test_a_bad_input_does_not_stop_the_others(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    first, second, third = read_inputs([folder / "empty.txt", folder / "none.txt", folder / "b.txt"])
    assert isinstance(first, ReadFailure)
    assert isinstance(first.error, EmptyReport)
    assert isinstance(second, ReadFailure)
    assert isinstance(second.error, MissingInput)
    assert isinstance(third, Report)


def test_a_folder_without_reports_says_what_it_looked_for(tmp_path: Path) -> None:
    (only,) = read_inputs([tmp_path])
    assert isinstance(only, ReadFailure)
    assert "holds no reports" in str(only.error)
    assert ".txt" in str(only.error)


def test_standard_input() -> None:
    (report,) = read_inputs(["-"], stdin=io.BytesIO(TEXT.encode()), published="2025-10-23")
    assert isinstance(report, Report)
    assert (report.label, report.text, report.published) == ("standard input", TEXT, "2025-10-23")


def test_standard_input_may_be_a_page() -> None:
    (report,) = read_inputs(["-"], stdin=io.BytesIO(f"<!doctype html><p>{TEXT}</p><p>{TEXT}</p>".encode()))
    assert isinstance(report, Report)
    assert report.media_type == "text/html"
