"""Every way a record folder can be wrong ends in a RecordError that names file and line."""

from __future__ import annotations

import os
from typing import Any

import pytest

from onrecord.errors import RecordError
from onrecord.record import load_folder

from .folder import FACT, MANIFEST, SOURCES, SUBJECT, lines, write_folder

GOOD = FACT | {"id": "equipment/zk-7#max_range.7"}

BROKEN_FACTS: list[tuple[str, dict[str, Any], str]] = [
    ("unknown unit", {"unit": "furlong"}, "unknown unit 'furlong'"),
    ("unit left out", {"unit": None}, "unknown unit None"),
    ("unknown property", {"id": "equipment/zk-7#charm.1", "property": "charm"}, "unknown property 'charm'"),
    ("interval against the value", {"qualifiers": {"low": "5"}}, "contradictory interval"),
    ("interval upside down", {"qualifiers": {"low": "5", "high": "4"}}, "contradictory interval"),
    ("years upside down", {"qualifiers": {"years": "2012/2009"}}, "contradictory interval"),
    ("not a date", {"as_of": "last spring"}, "not a date"),
    ("no source", {"sources": []}, "no source"),
    ("unknown source", {"sources": ["hearsay"]}, "'hearsay' is not in sources.toml"),
    ("no licence", {"licence": ""}, "licence is absent"),
    ("unknown licence", {"licence": "free for all"}, "does not name the licence"),
    ("formula", {"note": "=1+1"}, "starts with '='"),
    ("formula in a qualifier", {"qualifiers": {"variant": "@SUM(A1)"}}, "starts with '@'"),
    ("escape sequence", {"note": "red \x1b[31m"}, "control character"),
    ("turned writing direction", {"note": "abc \u202e cba"}, "control character"),
    ("text for a number", {"value": "far"}, "must be a number"),
    ("truth for a number", {"value": True}, "must be a number"),
    ("negative", {"value": -3}, "out of any plausible bounds"),
    ("huge", {"value": 10**40}, "out of any plausible bounds"),
    ("unknown modifier", {"qualifiers": {"modifier": "ish"}}, "unknown modifier"),
    ("subject not there", {"id": "equipment/x#max_range.1", "subject": "equipment/x"}, "is not in the record"),
    ("id of another row", {"id": "equipment/zk-7#weight.1"}, "must read equipment/zk-7#max_range"),
    ("unknown key", {"valeu": 3}, "unknown key 'valeu'"),
    ("confidence", {"confidence": "sure"}, "confidence is 'sure'"),
    (
        "country in words",
        {"id": "equipment/zk-7#operator.1", "property": "operator", "unit": None, "value": "Norway"},
        "not a country id",
    ),
    (
        "relation to nothing",
        {"id": "equipment/zk-7#family.1", "property": "family", "unit": None, "value": "equipment/gone"},
        "is not in the record",
    ),
    (
        "year out of time",
        {"id": "equipment/zk-7#entered_service.1", "property": "entered_service", "unit": None, "value": 20022},
        "not a year",
    ),
]


@pytest.mark.parametrize(
    ("change", "message"), [(c, m) for _, c, m in BROKEN_FACTS], ids=[n for n, _, _ in BROKEN_FACTS]
)
def test_broken_fact_is_refused_with_its_line(tmp_path, change, message):
    row = {key: value for key, value in (FACT | change).items() if value is not None}
    with pytest.raises(RecordError) as error:
        load_folder(write_folder(tmp_path, facts=[GOOD, row]))
    assert message in str(error.value)
    assert str(error.value).startswith("facts.jsonl, line 2: ")


RAW_LINES = [
    ("not JSON", b'{"id": ', "not valid JSON"),
    ("not an object", b"[1, 2]", "must be a JSON object"),
    ("not UTF-8", b'{"id": "\xff"}', "not UTF-8"),
    ("not a number", lines([FACT]).replace(b"4.5", b"NaN").strip(), "NaN is not a number"),
    ("infinite exponent", lines([FACT]).replace(b"4.5", b"1e999999").strip(), "out of any plausible bounds"),
    ("many digits", lines([FACT]).replace(b"4.5", b"9" * 6000).strip(), "too many digits"),
    ("a key twice", b'{"id": "a", "id": "b"}', "a key stands twice"),
    ("deep nesting", b"[" * 30_000, "nested too deeply"),
    ("long line", b'{"note": "' + b"a" * 100_000 + b'"}', "longer than 65,536 bytes"),
]


@pytest.mark.parametrize(("raw", "message"), [(r, m) for _, r, m in RAW_LINES], ids=[n for n, _, _ in RAW_LINES])
def test_hostile_line_is_refused_with_its_line(tmp_path, raw, message):
    with pytest.raises(RecordError) as error:
        load_folder(write_folder(tmp_path, facts=lines([GOOD]) + raw + b"\n"))
    assert message in str(error.value)
    assert str(error.value).startswith("facts.jsonl, line 2: ")


def test_line_without_end_is_not_read_whole(tmp_path):
    write_folder(tmp_path)
    with (tmp_path / "facts.jsonl").open("wb") as handle:
        handle.truncate(1 << 30)  # a sparse gigabyte on one line
    with pytest.raises(RecordError, match=r"facts\.jsonl, line 1: .*longer than"):
        load_folder(tmp_path)


def test_duplicate_fact_id(tmp_path):
    with pytest.raises(RecordError, match="line 2: duplicate id"):
        load_folder(write_folder(tmp_path, facts=[FACT, FACT]))


def test_duplicate_subject_id(tmp_path):
    with pytest.raises(RecordError, match=r"subjects\.jsonl, line 2: duplicate id"):
        load_folder(write_folder(tmp_path, subjects=[SUBJECT, SUBJECT]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "zk-7"}, "is not an id"),
        ({"id": "gadget/zk-7"}, "not a kind of thing"),
        ({"label": ""}, "`label` is missing"),
        ({"names": ["ZK-7"]}, "lists of names"),
        ({"names": {"en": ["=ZK"]}}, "starts with '='"),
    ],
)
def test_broken_subject(tmp_path, change, message):
    with pytest.raises(RecordError) as error:
        load_folder(write_folder(tmp_path, subjects=[SUBJECT | change], facts=[]))
    assert message in str(error.value)
    assert "subjects.jsonl, line 1" in str(error.value)


@pytest.mark.parametrize("path", ["../outside.jsonl", "/etc/hostname", "a/../../b.jsonl", "c:\\x.jsonl"])
def test_path_outside_the_folder(tmp_path, path):
    manifest = MANIFEST.replace('"facts.jsonl"', f"'{path}'")
    with pytest.raises(RecordError, match="leads outside the folder"):
        load_folder(write_folder(tmp_path, manifest=manifest))


def test_link_out_of_the_folder(tmp_path):
    inner = tmp_path / "record"
    inner.mkdir()
    write_folder(inner)
    (tmp_path / "secret.jsonl").write_bytes(lines([FACT]))
    (inner / "facts.jsonl").unlink()
    os.symlink(tmp_path / "secret.jsonl", inner / "facts.jsonl")
    with pytest.raises(RecordError, match="leads outside the folder"):
        load_folder(inner)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('edition = "test-1"', "", "`edition` is missing"),
        ('"facts.jsonl" = ""', '"facts.jsonl" = "sha256:00"', "differs from the digest"),
        ('"sources.toml" = ""', '"sources.toml" = "sha256:00"', "differs from the digest"),
        ('"facts.jsonl" = ""', '"absent.jsonl" = ""', "cannot be read"),
        ("republish = true", "", r"needs republish and statement"),
        ('edition = "test-1"', "edition = ", "not valid TOML"),
        ("[files.sources]", "[expect.min]\nfacts = 9\n[files.sources]", "expects at least 9 facts, found 1"),
        ("[files.sources]", "[expect.min]\npages = 9\n[files.sources]", "expect.min.pages is unknown"),
    ],
)
def test_broken_manifest(tmp_path, old, new, message):
    with pytest.raises(RecordError, match=message):
        load_folder(write_folder(tmp_path, manifest=MANIFEST.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "A maker\'s leaflet"', "", "needs title, tier and terms"),
        ('tier = "A"', 'tier = "Z"', "the tier is 'Z'"),
        ("https://example.org/leaflet", "javascript:alert(1)", "must begin with https"),
        ("A maker's leaflet", "=HYPERLINK(1)", "spreadsheet or terminal"),
    ],
)
def test_broken_sources(tmp_path, old, new, message):
    with pytest.raises(RecordError, match=message):
        load_folder(write_folder(tmp_path, sources=SOURCES.replace(old, new)))


def test_empty_folder(tmp_path):
    with pytest.raises(RecordError, match=r"manifest\.toml is missing"):
        load_folder(tmp_path)
