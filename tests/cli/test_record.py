"""`onrecord record`: pages, search, list, validation, citation."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.cli.record import record_group
from onrecord.errors import OnRecordError, RecordError, UnknownEdition, UnknownSubject
from onrecord.record import load_record

MANIFEST = """
edition = "test-1"
title = "A test record"
as_of = "2026-01"
[licences.own]
republish = true
statement = "Made for a test."
[files.sources]
"sources.toml" = ""
[files.facts]
"facts.jsonl" = ""
"""
SOURCES = '[leaflet]\ntitle = "A leaflet"\ntier = "A"\nterms = "facts only"\n'
ROW = """{"id": "equipment/igla-s#max_range.%d", "subject": "equipment/igla-s", "property": "max_range", "value": 6,
"unit": "%s", "sources": ["leaflet"], "licence": "own"}""".replace("\n", " ")


def write_folder(folder: Path, *rows: str) -> Path:
    (folder / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "facts.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def run(*arguments: str) -> str:
    result = CliRunner().invoke(record_group, arguments)
    if isinstance(result.exception, OnRecordError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("name", ["igla-s", "equipment/igla-s", "SA-24", "Igla S"])
def test_page_has_figures_sources_and_edition(name):
    page = run("show", name)
    assert "Igla-S  air_defence.manpads" in page
    assert f"edition {load_record().edition}" in page
    for part in ("Maximum range", "6 km", "Russia to Venezuela", "about 2,000 missiles", "predecessor", "SIPRI", "[1]"):
        assert part in page, part
    assert "not complete" in page


def test_page_shows_where_sources_differ():
    page = run("show", "stinger")
    assert "Sources differ on: maximum altitude, maximum range." not in page  # one altitude is only "about"
    assert "Sources differ on: maximum range. Every value is kept." in page


def test_page_shows_a_disputed_name():
    page = run("show", "verba")
    assert "SA-25" in page
    assert "SA-29 Gizmo" in page


def test_page_of_a_name_only_subject_says_so():
    assert "Names only" in run("show", "s-200")


def test_page_fits_80_columns_and_has_no_colour_when_piped():
    page = run("show", "igla-s")
    assert "\x1b" not in page
    assert all(len(line.rstrip()) <= 80 for line in page.splitlines() if "http" not in line)


def test_every_page_can_be_built():
    for entity in load_record().subjects():
        run("show", entity.id)


def test_row_ids_on_request():
    assert "equipment/igla-s#max_range.1" in run("show", "igla-s", "--ids").replace("\n", "")


def test_search_and_its_end():
    assert "bayraktar-tb2" in run("search", "bayrak")
    with pytest.raises(UnknownSubject, match="record list"):
        run("search", "qqqqqq")


def test_list_by_class():
    listed = run("list", "--class", "air_defence.manpads")
    assert "igla-s" in listed
    assert "t-72" not in listed
    with pytest.raises(UnknownSubject, match="no class"):
        run("list", "--class", "nonsense")


def test_list_of_editions():
    assert load_record().edition in run("list", "--editions")


def test_unknown_subject_names_the_nearest():
    with pytest.raises(UnknownSubject, match="igla-s"):
        run("show", "igla-sx")


def test_unknown_edition():
    with pytest.raises(UnknownEdition):
        run("show", "igla-s", "--edition", "1900-01")


def test_cite_row_and_subject():
    row = run("cite", "equipment/igla-s#max_range.1")
    assert load_record().fact("equipment/igla-s#max_range.1").digest in row
    assert "@misc{onrecord-" in row
    assert run("cite", "igla-s", "--format", "plain").count("@misc") == 0
    assert run("cite", "igla-s", "--format", "bibtex").count("@misc") > 5


def test_bibtex_braces_are_balanced():
    for entity in load_record().subjects():
        if load_record().facts(entity.id, "max_range"):
            bibtex = run("cite", entity.id, "--format", "bibtex").replace("\\{", "").replace("\\}", "")
            assert bibtex.count("{") == bibtex.count("}"), entity.id


def test_validate_shipped_edition_and_folder(tmp_path):
    assert "no error" in run("validate")
    assert "0 subjects, 1 rows, no error" in run("validate", str(write_folder(tmp_path, ROW % (9, "kilometre"))))


def test_validate_names_file_and_line(tmp_path):
    folder = write_folder(tmp_path, ROW % (8, "kilometre"), ROW % (9, "furlong"))
    with pytest.raises(RecordError, match=r"facts\.jsonl, line 2: unknown unit"):
        run("validate", str(folder))


def test_group_is_reached_from_the_program():
    result = CliRunner().invoke(main, ["record", "--help"])
    assert result.exit_code == 0
    for command in ("show", "search", "list", "validate", "cite"):
        assert command in result.output
