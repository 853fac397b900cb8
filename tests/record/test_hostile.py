"""Hostile records: each bad thing in each form a record comes in ends in one line that names the place, soon, with
little memory, and leaves nothing behind."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.record import load_record
from onrecord.record.importers import KINDS
from record.folder import FACT, MANIFEST, SOURCES, SUBJECT, lines, write_folder

CASES = Path(__file__).parents[1] / "cases" / "imports"
GIGABYTE = 1 << 30
HEAD = """name = "desk-1"
title = "Our desk's additions"
as_of = "2026-11-20"
{licence}
[licences.internal]
republish = false
statement = "For our desk only."
[sources.leaflet]
title = "A maker's leaflet, 2020"
tier = "A"
terms = "facts only"
"""
LICENCE = 'licence = "internal"\n'
COLUMNS = "id,subject,property,value,unit,low,high,sources,note"
GOOD = ",igla-s,max_range,5,kilometre,,,leaflet,"
Write = Callable[[Path], None]


def edition(rows: list[dict[str, object]], *, manifest: str = MANIFEST) -> Write:
    """An edition's form with rows after a good one."""
    return lambda folder: write_folder(folder, manifest=manifest, facts=lines([FACT, *rows])) and None


def changed(**change: object) -> dict[str, object]:
    row = FACT | {"id": "equipment/zk-7#max_range.2"} | change
    return {key: value for key, value in row.items() if value is not None}


def table(row: str, *, licence: str = LICENCE, files: str = "") -> Write:
    """The CSV form with a row after a good one."""

    def write(folder: Path) -> None:
        (folder / "record.toml").write_text(HEAD.format(licence=licence + files), encoding="utf-8")
        (folder / "facts.csv").write_text("\n".join([COLUMNS, GOOD, row]) + "\n", encoding="utf-8")

    return write


def entry(text: str, *, licence: str = LICENCE) -> Write:
    """The TOML form with one entry."""
    return lambda folder: (
        (folder / "record.toml").write_text(HEAD.format(licence=licence) + "[[facts]]\n" + text, encoding="utf-8")
        and None
    )


ENTRY = 'subject = "igla-s"\nproperty = "max_range"\nvalue = 5\nunit = "kilometre"\nsources = ["leaflet"]\n'
THERE = "equipment/igla-s#max_range.x"

HOSTILE: list[tuple[str, Write, str, str]] = [
    # what, how it is written, where the error says it is, what it says
    ("unknown unit, edition", edition([changed(unit="furlong")]), "facts.jsonl, line 2", "unknown unit 'furlong'"),
    ("unknown unit, CSV", table(",igla-s,max_range,5,furlong,,,leaflet,"), "facts.csv, line 3", "unknown unit"),
    ("unknown unit, TOML", entry(ENTRY.replace("kilometre", "furlong")), "record.toml, line 13", "unknown unit"),
    ("interval, edition", edition([changed(qualifiers={"low": "6", "high": "7"})]), "facts.jsonl, line 2", "contra"),
    ("interval, CSV", table(",igla-s,max_range,5,kilometre,6,7,leaflet,"), "facts.csv, line 3", "contradictory"),
    ("interval, TOML", entry(ENTRY + 'qualifiers = { low = 6 }\n'), "record.toml, line 13", "contradictory"),
    ("membership, edition",
     edition([changed(id="equipment/zk-7#operator.1", property="operator", value="country/NOR", unit=None,
                      qualifiers={"since": "1999", "until": "1990-05"})]), "facts.jsonl, line 2", "contradictory"),
    ("duplicate id, edition", edition([dict(FACT)]), "facts.jsonl, line 2", "duplicate id"),
    ("duplicate id, CSV",
     table(f"{THERE},igla-s,max_range,5,kilometre,,,leaflet,\n{THERE},igla-s,max_range,6,kilometre,,,leaflet,"),
     "facts.csv, line 4", "duplicate id"),
    ("duplicate id, TOML", entry(f'id = "{THERE}"\n{ENTRY}[[facts]]\nid = "{THERE}"\n{ENTRY}'),
     "record.toml, line 20", "duplicate id"),
    ("missing source, edition", edition([changed(sources=[])]), "facts.jsonl, line 2", "no source"),
    ("missing source, CSV", table(",igla-s,max_range,5,kilometre,,,,"), "facts.csv, line 3", "no source"),
    ("missing source, TOML", entry(ENTRY.replace('["leaflet"]', "[]")), "record.toml, line 13", "no source"),
    ("no licence, edition", edition([changed(licence=None)]), "facts.jsonl, line 2", "licence is absent"),
    ("no licence, CSV", table(GOOD, licence=""), "facts.csv, line 2", "licence is absent"),
    ("no licence, TOML", entry(ENTRY, licence=""), "record.toml, line 12", "licence is absent"),
    ("formula, edition", edition([changed(note="=1+1")]), "facts.jsonl, line 2", "starts with '='"),
    ("formula, CSV", table(",igla-s,max_range,5,kilometre,,,leaflet,=1+1"), "facts.csv, line 3", "starts with '='"),
    ("formula, TOML", entry(ENTRY + 'note = "=1+1"\n'), "record.toml, line 13", "starts with '='"),
    ("path, edition", edition([], manifest=MANIFEST.replace('"facts.jsonl"', '"../facts.jsonl"')), "manifest.toml",
     "leads outside"),
    ("path, CSV", table(GOOD, files='[files]\nfacts = ["../facts.csv"]\n'), "record.toml", "leads outside"),
    ("absolute path, CSV", table(GOOD, files='[files]\nfacts = ["/etc/passwd"]\n'), "record.toml", "leads outside"),
]  # fmt: skip


@pytest.fixture(scope="module")
def untouched() -> str:
    record = load_record()
    return f"{record.digest} {len(record.all_facts())} {len(record.subjects())}"


@pytest.mark.parametrize(("what", "write", "where", "message"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_named_with_file_and_line(
    what: str, write: Write, where: str, message: str, tmp_path: Path, untouched: str
) -> None:
    write(tmp_path)
    before = sorted(tmp_path.iterdir())
    for command in (["record", "validate", str(tmp_path)], ["record", "show", "igla-s", "--record", str(tmp_path)]):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 2, what
        assert done.stdout == ""  # nothing of what came before the error is used
        assert where in done.stderr
        assert message in done.stderr
        assert done.stderr.count("\n") == 1
    record = load_record()
    assert f"{record.digest} {len(record.all_facts())} {len(record.subjects())}" == untouched
    assert sorted(tmp_path.iterdir()) == before


# --- a gigabyte on one line


def sparse(path: Path, start: bytes = b"") -> None:
    with path.open("wb") as handle:
        handle.write(start)
        handle.truncate(GIGABYTE)


def in_little_memory(*arguments: str) -> tuple[int, str]:
    """The command's exit code and error, in a process that may not have half a gigabyte."""
    code = textwrap.dedent("""
        import resource, sys
        resource.setrlimit(resource.RLIMIT_AS, (600_000_000, 600_000_000))
        from onrecord.cli import main
        main(sys.argv[1:])
    """)
    given = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=False, capture_output=True, text=True, timeout=60, env=given
    )
    assert time.monotonic() - start < 15
    assert done.stdout == ""
    return done.returncode, done.stderr


LONG: list[tuple[str, Callable[[Path], None], str]] = [
    ("facts.jsonl", lambda f: (write_folder(f), sparse(f / "facts.jsonl", lines([FACT])))[1], "facts.jsonl, line 2"),
    ("subjects.jsonl", lambda f: (write_folder(f), sparse(f / "subjects.jsonl"))[1], "subjects.jsonl, line 1"),
    ("sources.toml", lambda f: (write_folder(f), sparse(f / "sources.toml", SOURCES.encode()))[1], "sources.toml"),
    ("manifest.toml", lambda f: (write_folder(f), sparse(f / "manifest.toml", MANIFEST.encode()))[1], "manifest.toml"),
    ("facts.csv", lambda f: (table(GOOD)(f), sparse(f / "facts.csv", COLUMNS.encode() + b"\n"))[1],
     "facts.csv, line 2"),
    ("record.toml", lambda f: sparse(f / "record.toml", HEAD.format(licence=LICENCE).encode()), "record.toml"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "write", "where"), LONG, ids=[row[0] for row in LONG])
def test_a_gigabyte_on_one_line_of_a_record(
    name: str, write: Callable[[Path], None], where: str, tmp_path: Path
) -> None:
    write(tmp_path)
    assert (tmp_path / name).stat().st_size == GIGABYTE
    code, error = in_little_memory("record", "validate", str(tmp_path))
    assert code == 2
    assert where in error
    assert "longer than" in error or "larger than" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_gigabyte_on_one_line_of_a_download(kind: str, tmp_path: Path) -> None:
    path = tmp_path / ("in.json" if kind in ("unroca", "wikidata", "oryx") else "in.csv")
    sparse(path, b"[" if path.suffix == ".json" else b"")
    given = [
        "record",
        "import",
        kind,
        str(path),
        "--into",
        str(tmp_path / "out"),
        "--as-of",
        "2025",
        "--country",
        "RUS",
    ]
    code, error = in_little_memory(*given)
    assert code == 2
    assert "in." in error
    assert "longer than" in error or "larger than" in error
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_gigabyte_of_saved_answers(tmp_path: Path) -> None:
    sparse(tmp_path / "countries.json", b"{")
    given = ["--answers", str(tmp_path), "--only", "countries", "--into", str(tmp_path / "out")]
    code, error = in_little_memory("record", "update", *given)
    assert code == 2
    assert "countries.json is larger than" in error
    assert not (tmp_path / "out").exists()


# --- files that are none


@pytest.mark.parametrize("name", ["facts.jsonl", "subjects.jsonl"])
def test_a_pipe_in_a_record_is_not_waited_for(name: str, tmp_path: Path) -> None:
    write_folder(tmp_path, subjects=[SUBJECT])
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    done = CliRunner().invoke(main, ["record", "validate", str(tmp_path)])
    assert f"'{name}' is no file" in done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_a_pipe_is_no_download(kind: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "in.csv")
    given = ["record", "import", kind, str(tmp_path / "in.csv"), "--into", str(tmp_path / "out"), "--country", "RUS"]
    done = CliRunner().invoke(main, given)
    assert done.exit_code == 2
    assert "in.csv is no file" in done.stderr


def test_the_limit_on_memory_works() -> None:
    """So that the tests above test something."""
    code = "import resource; resource.setrlimit(resource.RLIMIT_AS, (600_000_000,) * 2); bytes(1 << 30)"
    assert b"MemoryError" in subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).stderr
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != 600_000_000
