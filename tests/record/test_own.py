"""Records users write themselves: CSV and TOML beside the edition, and every way they can be wrong."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

from onrecord.errors import RecordError
from onrecord.record import Record, load_record
from onrecord.record.own import combine, load_own

HEAD = """
name = "desk-1"
title = "Our desk's additions"
as_of = 2026-11-20
licence = "internal"

[licences.internal]
republish = false
statement = "For our desk only."

[sources.leaflet]
title = "A maker's leaflet, 2020"
url = "https://example.org/leaflet"
tier = "A"
terms = "facts only"
"""
SUBJECTS = "id,category,label,names\nequipment/zk-7,air_defence.manpads,ZK-7,ZK-7;Wren\n"
FACTS = """subject,property,value,unit,variant,sources,note
zk-7,max_range,4.5,kilometre,Mk 2,leaflet,"quoted, with a comma"
equipment/zk-7,origin,country/NOR,,,leaflet,
igla-s,max_range,6.1,kilometre,,leaflet,
"""


@pytest.fixture(scope="module")
def base() -> Record:
    return load_record()


def write(
    folder: Path, *, head: str = HEAD, subjects: str | None = SUBJECTS, facts: str | bytes | None = FACTS
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "record.toml").write_text(head, encoding="utf-8")
    if subjects is not None:
        (folder / "subjects.csv").write_text(subjects, encoding="utf-8")
    if facts is not None:
        (folder / "facts.csv").write_bytes(facts if isinstance(facts, bytes) else facts.encode())
    return folder


def test_csv_stands_beside_ours(tmp_path, base):
    record = combine(base, [write(tmp_path / "desk")])
    assert record.edition == "2026-11+desk-1"
    assert [entity.id for entity in record.find("wren")] == ["equipment/zk-7"]
    (figure,) = record.facts("equipment/zk-7", "max_range")
    assert (figure.value, figure.unit, figure.qualifiers) == (Decimal("4.5"), "kilometre", (("variant", "Mk 2"),))
    assert (figure.id, figure.edition, figure.licence) == ("equipment/zk-7#max_range.desk-1-1", "desk-1", "internal")
    assert figure.note == "quoted, with a comma"
    ours = record.facts("igla-s", "max_range") or record.facts("equipment/igla-s", "max_range")
    assert [str(fact.value) for fact in ours] == ["6", "6.1"]
    assert record.facts("equipment/igla-s")[: len(base.facts("equipment/igla-s"))] == base.facts("equipment/igla-s")


def test_toml_says_the_same(tmp_path, base):
    by_csv = combine(base, [write(tmp_path / "desk")])
    path = tmp_path / "mine.toml"
    path.write_text(
        HEAD
        + """
[[subjects]]
id = "equipment/zk-7"
category = "air_defence.manpads"
label = "ZK-7"
names = { en = ["ZK-7", "Wren"] }

[[facts]]
subject = "zk-7"
property = "max_range"
value = 4.5
unit = "kilometre"
qualifiers = { variant = "Mk 2" }
sources = ["leaflet"]
note = "quoted, with a comma"

[[facts]]
subject = "zk-7"
property = "origin"
value = "country/NOR"
sources = ["leaflet"]

[[facts]]
subject = "igla-s"
property = "max_range"
value = 6.1
unit = "kilometre"
sources = ["leaflet"]
""",
        encoding="utf-8",
    )
    by_toml = combine(base, [path])
    assert by_toml.all_facts() == by_csv.all_facts()
    assert {fact.digest for fact in by_toml.all_facts()} == {fact.digest for fact in by_csv.all_facts()}


def test_nothing_of_ours_changes(tmp_path, base):
    head = HEAD + '[coverage.operator]\ncomplete = true\nstatement = "All of them."\n'
    with pytest.raises(RecordError, match="unknown key 'coverage'"):  # a user's folder cannot vouch for our lists
        combine(base, [write(tmp_path / "a", head=head)])
    record = combine(base, [write(tmp_path / "b")])
    assert record.coverage("operator") == base.coverage("operator")
    for entity in base.subjects():
        assert record.subject(entity.id) == base.subject(entity.id)
        assert record.facts(entity.id)[: len(base.facts(entity.id))] == base.facts(entity.id)


def test_several_folders_and_their_digest(tmp_path, base):
    one = write(tmp_path / "one")
    two = write(tmp_path / "two", head=HEAD.replace("desk-1", "desk-2"), subjects=None)  # speaks of a subject of "one"
    both = combine(base, [one, two])
    assert both.edition == "2026-11+desk-1+desk-2"
    assert len(both.facts("equipment/zk-7", "max_range")) == 2
    assert both.digest == combine(base, [one, two]).digest
    assert len({base.digest, both.digest, combine(base, [one]).digest}) == 3
    with pytest.raises(RecordError, match="named 'desk-1' already"):
        combine(base, [one, one])
    assert combine(base, []) is base


def test_a_subject_said_again_word_for_word_is_the_same(tmp_path, base):
    one = write(tmp_path / "one")
    two = write(tmp_path / "two", head=HEAD.replace("desk-1", "desk-2"))
    assert len(combine(base, [one, two]).facts("equipment/zk-7", "origin")) == 2
    other = write(tmp_path / "three", head=HEAD.replace("desk-1", "desk-3"), subjects=SUBJECTS.replace("Wren", "Robin"))
    with pytest.raises(RecordError, match=r"subjects.csv, line 2: duplicate id 'equipment/zk-7'"):
        combine(base, [one, other])


def test_the_example_of_the_docs_loads(tmp_path, base):
    page = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:toml|csv)\n(.*?)```", page, re.DOTALL)
    head, facts, subjects, entry = blocks[:4]
    record = combine(base, [write(tmp_path / "desk", head=head + entry, subjects=subjects, facts=facts)])
    assert [f.qualifier("variant") for f in record.facts("equipment/zk-7", "max_range")] == ["Mk 2"]
    assert [f.value for f in record.facts("equipment/zk-7", "operator")] == ["country/NOR"]
    assert len([f for f in record.facts("equipment/igla-s", "max_range") if f.edition == "desk-1"]) == 2


# --- hostile records ---------------------------------------------------------------------------------------------

COLUMNS = "subject,property,value,unit,low,high,sources,licence,note\n"

ROWS: list[tuple[str, str, str]] = [
    ("unknown unit", "igla-s,max_range,5,furlong,,,leaflet,,", "unknown unit 'furlong'"),
    ("unit left out", "igla-s,max_range,5,,,,leaflet,,", "unknown unit None"),
    ("contradictory interval", "igla-s,max_range,5,kilometre,6,7,leaflet,,", "contradictory interval"),
    ("interval upside down", "igla-s,max_range,5,kilometre,7,3,leaflet,,", "contradictory interval"),
    ("missing source", "igla-s,max_range,5,kilometre,,,,,", "no source"),
    ("unknown source", "igla-s,max_range,5,kilometre,,,hearsay,,", "'hearsay' is not in"),
    ("unknown licence", "igla-s,max_range,5,kilometre,,,leaflet,free,", "does not name the licence 'free'"),
    ("formula in a note", "igla-s,max_range,5,kilometre,,,leaflet,,=1+1", "starts with '='"),
    ("formula for a value", "igla-s,max_range,=1+1,kilometre,,,leaflet,,", "is not a number"),
    ("formula for a text", "igla-s,designer,=cmd,,,,leaflet,,", "starts with '='"),
    ("escape sequence", "igla-s,designer,a \x1b[2J,,,,leaflet,,", "control character"),
    ("comma in a number", 'igla-s,max_range,"1,200",kilometre,,,leaflet,,', "'1,200' is not a number"),
    ("not finite", "igla-s,max_range,NaN,kilometre,,,leaflet,,", "is not a number"),
    ("unknown subject", "gone,max_range,5,kilometre,,,leaflet,,", "'equipment/gone' is not in the record"),
    ("unknown property", "igla-s,charm,5,,,,leaflet,,", "unknown property 'charm'"),
    ("cells too many", "igla-s,max_range,5,kilometre,,,leaflet,,,,", "11 cells, but the first line names 9"),
    ("open quote", 'igla-s,designer,"abc', "no valid CSV"),
    ("text after a quote", 'igla-s,designer,"abc"d,,,,leaflet,,', "no valid CSV"),
]


@pytest.mark.parametrize(("name", "row", "message"), ROWS, ids=[row[0] for row in ROWS])
def test_rows_are_refused_with_file_and_line(name, row, message, tmp_path, base):
    good = "igla-s,max_range,5,kilometre,,,leaflet,,\n\n"
    folder = write(tmp_path / "desk", subjects=None, facts=COLUMNS + good + row + "\n")
    with pytest.raises(RecordError, match=message) as caught:
        combine(base, [folder])
    assert str(caught.value).startswith("facts.csv, line 4: ")
    assert base.facts("equipment/igla-s") == load_record().facts("equipment/igla-s")


HEADS: list[tuple[str, str, str]] = [
    ("no name", HEAD.replace('name = "desk-1"', ""), "`name` is missing"),
    ("no licence named", HEAD.replace('licence = "internal"', ""), "the licence is absent"),
    ("unknown key", HEAD.replace("as_of", "asof"), "unknown key 'asof'"),
    ("licence without terms", HEAD.replace("republish = false", ""), "needs republish"),
    ("source without tier", HEAD.replace('tier = "A"', ""), "needs title, tier and terms"),
    ("source with another link", HEAD.replace("https://", "javascript:"), "must begin with https"),
    ("source with a formula", HEAD.replace("A maker's", "=A maker's"), "spreadsheet or terminal"),
    ("our source, other words", HEAD.replace("sources.leaflet", "sources.sipri"), "'sipri' stands in the record"),
    ("path outside", HEAD.replace("[licences", '[files]\nfacts = ["../facts.csv"]\n[licences'), "leads outside"),
    ("absolute path", HEAD.replace("[licences", '[files]\nfacts = ["/etc/passwd"]\n[licences'), "leads outside"),
    ("no such file", HEAD.replace("[licences", '[files]\nfacts = ["gone.csv"]\n[licences'), "gone.csv cannot be read"),
    ("files that are no list", HEAD.replace("[licences", "[files]\nfacts = 3\n[licences"), "must be a list"),
    ("no TOML", "name = ", "not valid TOML"),
    ("facts that are no tables", HEAD.replace("licence =", "facts = [1]\nlicence ="), r"\[\[facts\]\]"),
]


@pytest.mark.parametrize(("name", "head", "message"), HEADS, ids=[row[0] for row in HEADS])
def test_heads_are_refused(name, head, message, tmp_path, base):
    with pytest.raises(RecordError, match=message):
        combine(base, [write(tmp_path / "desk", head=head)])


def test_toml_errors_name_the_line_of_the_entry(tmp_path, base):
    entry = 'subject = "igla-s"\nproperty = "max_range"\nvalue = 5\nunit = "furlong"\nsources = ["leaflet"]\n'
    head = f"{HEAD}\n[[facts]]\n{entry}"
    line = head.split("\n").index("[[facts]]") + 1
    with pytest.raises(RecordError, match=f"record.toml, line {line}: unknown unit 'furlong'"):
        combine(base, [write(tmp_path / "desk", head=head, subjects=None, facts=None)])


@pytest.mark.parametrize("value", ["nan", "inf", "1e999999", "true", "[1]", "2020-01-01"])
def test_toml_values_that_are_no_figures(value, tmp_path, base):
    entry = f'subject = "igla-s"\nproperty = "max_range"\nvalue = {value}\nunit = "kilometre"\nsources = ["leaflet"]\n'
    head = f"{HEAD}\n[[facts]]\n{entry}"
    with pytest.raises(RecordError, match=r"record.toml, line \d+: the value of max_range"):
        combine(base, [write(tmp_path / "desk", head=head, subjects=None, facts=None)])


def test_duplicate_ids(tmp_path, base):
    facts = "id,subject,property,value,unit,sources\n" + "igla-s#x,igla-s,max_range,5,kilometre,leaflet\n" * 2
    with pytest.raises(RecordError, match="must read equipment/igla-s#max_range"):
        combine(base, [write(tmp_path / "a", facts=facts)])
    facts = facts.replace("igla-s#x", "equipment/igla-s#max_range.x")
    with pytest.raises(RecordError, match=r"facts.csv, line 3: duplicate id"):
        combine(base, [write(tmp_path / "b", facts=facts)])
    with pytest.raises(RecordError, match=r"subjects.csv, line 3: duplicate id 'equipment/zk-7'"):
        combine(base, [write(tmp_path / "c", subjects=SUBJECTS + SUBJECTS.split("\n")[1] + "\n")])


def test_unknown_columns_and_encodings(tmp_path, base):
    with pytest.raises(RecordError, match=r"facts.csv, line 1: unknown column 'vairant'"):
        combine(base, [write(tmp_path / "a", facts=FACTS.replace("variant", "vairant"))])
    with pytest.raises(RecordError, match="a column stands twice"):
        combine(base, [write(tmp_path / "b", facts=FACTS.replace("variant", "note"))])
    with pytest.raises(RecordError, match=r"facts.csv, line 5: not UTF-8"):
        combine(base, [write(tmp_path / "c", facts=FACTS.encode() + b"zk-7,designer,\xff,,,leaflet,\n")])
    record = combine(base, [write(tmp_path / "d", facts=b"\xef\xbb\xbf" + FACTS.encode())])  # as spreadsheets write it
    assert record.facts("equipment/zk-7")


def test_a_line_without_end_is_not_read_whole(tmp_path, base):
    folder = write(tmp_path / "desk")
    with (folder / "facts.csv").open("r+b") as handle:
        handle.seek(0, os.SEEK_END)
        handle.truncate(1_000_000_000)  # the last line is a gigabyte of nothing, and sparse
    with pytest.raises(RecordError, match=r"facts.csv, line 5: the line is longer than 65,536 bytes"):
        combine(base, [folder])


def test_a_link_out_of_the_folder_is_refused(tmp_path, base):
    folder = write(tmp_path / "desk", facts=None)
    (tmp_path / "elsewhere.csv").write_text(FACTS, encoding="utf-8")
    (folder / "facts.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(RecordError, match="leads outside"):
        combine(base, [folder])


def test_what_is_no_record(tmp_path, base):
    for path, message in ((tmp_path, "record.toml is missing"), (tmp_path / "gone.toml", "gone.toml is missing")):
        with pytest.raises(RecordError, match=message):
            load_own(path, base)
    with pytest.raises(RecordError, match="is no record folder"):
        load_own(tmp_path / "gone", base)
