"""Packed files and archives: bounded whatever they promise, and read by name."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import time
import zipfile
from pathlib import Path

import pytest

from onrecord.errors import DamagedInput, EmptyReport, MissingInput, NotText, ReadError, TooLarge
from onrecord.model import Report
from onrecord.read import ReadFailure, read_inputs
from onrecord.read.unpack import inflate, list_members

TEXT = "The ministry said that the two frigates had left the port on Monday, and that they would return."
FEED = f"<rss><channel><item><title>T</title><description>{TEXT}</description></item></channel></rss>"


def read(path: Path, data: bytes) -> list[Report | ReadFailure]:
    path.write_bytes(data)
    return list(read_inputs([path]))


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt.gz", TEXT, TEXT),
        ("a.html.gz", f"<!doctype html><body><p>{TEXT}</p><p>{TEXT} 2</p>", f"{TEXT}\n\n{TEXT} 2"),
        ("a.gz", TEXT, TEXT),
        ("a.rss.gz", FEED, f"T\n\n{TEXT}"),
        ("a.xml.gz", FEED, f"T\n\n{TEXT}"),
        ("a.jsonl.gz", f'{{"text": "{TEXT}"}}', TEXT),
    ],
)
def test_packed_files(name: str, content: str, text: str, tmp_path: Path) -> None:
    (report,) = read(tmp_path / name, gzip.compress(content.encode()))
    assert isinstance(report, Report), report
    assert report.text == text


def test_several_streams_in_one_file(tmp_path: Path) -> None:
    half = len(TEXT) // 2
    data = gzip.compress(TEXT[:half].encode()) + gzip.compress(TEXT[half:].encode()) + b"\0" * 20
    (report,) = read(tmp_path / "a.txt.gz", data)
    assert isinstance(report, Report)
    assert report.text == TEXT


PACKED = gzip.compress(TEXT.encode())
BOMB = gzip.compress(b"a" * 300_000_000)
GZIP: list[tuple[str, bytes, type[ReadError], str]] = [
    ("bomb", BOMB, TooLarge, "unpacks to more"),
    ("bomb of many streams", gzip.compress(b"a" * 1_000_000) * 100, TooLarge, "unpacks to more"),
    ("cut off", gzip.compress(TEXT.encode())[:-20], DamagedInput, "breaks off"),
    ("cut to its mark", gzip.compress(TEXT.encode())[:5], DamagedInput, "breaks off"),
    ("flipped bytes", PACKED[:20] + b"\xff\xff" + PACKED[22:], DamagedInput, "damaged"),
    ("a wrong check sum", gzip.compress(TEXT.encode())[:-8] + b"\0" * 8, DamagedInput, "damaged"),
    ("not packed", TEXT.encode(), DamagedInput, "damaged"),
    ("noise behind", gzip.compress(TEXT.encode()) + b"noise", DamagedInput, "damaged"),
    ("empty", gzip.compress(b""), EmptyReport, "empty"),
    ("packed twice", gzip.compress(BOMB), NotText, "gzip"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "error", "words"), [case[1:] for case in GZIP], ids=[case[0] for case in GZIP])
def test_every_bad_packed_file_ends_soon_in_its_own_error(
    data: bytes, error: type[ReadError], words: str, tmp_path: Path
) -> None:
    started = time.process_time()
    (only,) = read(tmp_path / "a.txt.gz", data)
    assert isinstance(only, ReadFailure)
    assert type(only.error) is error
    assert words in str(only.error)
    assert time.process_time() - started < 5


def test_packed_twice_by_name(tmp_path: Path) -> None:
    (only,) = read(tmp_path / "a.gz", gzip.compress(gzip.compress(TEXT.encode())))
    assert isinstance(only, ReadFailure)
    assert "more than once" in str(only.error)


def test_a_million_empty_streams_end_soon() -> None:
    started = time.process_time()
    assert inflate(gzip.compress(b"") * 100_000, limit=1000, label="a") == b""
    assert time.process_time() - started < 10


def archive(*members: tuple[str | zipfile.ZipInfo, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in members:
            file.writestr(name, content)
    return out.getvalue()


def test_an_archive_gives_its_reports_by_name(tmp_path: Path) -> None:
    data = archive(("b.txt", TEXT), ("a/c.html", f"<p>{TEXT}</p>"), ("a.png", b"x"), (".hidden.txt", TEXT), ("e/", ""))
    results = read(tmp_path / "a.zip", data)
    assert [each.label.removeprefix(f"{tmp_path}/") for each in results] == ["a.zip/a/c.html", "a.zip/b.txt"]
    assert all(isinstance(each, Report) and each.text == TEXT for each in results)


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def lie_about_size(data: bytes, size: int) -> bytes:
    """The same archive with other sizes in the headers of its members."""
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", out, at + 24, size)
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def encrypted() -> bytes:
    data = bytearray(archive(("a.txt", TEXT)))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


MANY = archive(*((f"{n}.txt", "") for n in range(10_001)), method=zipfile.ZIP_STORED)
HUGE = lie_about_size(archive(*((f"{n}.txt", "a") for n in range(3))), 1_000_000_000)
ZIP: list[tuple[str, bytes, type[ReadError], str]] = [
    ("no archive", b"PK\x03\x04 and more", DamagedInput, "no ZIP archive"),
    ("empty file", b"", DamagedInput, "no ZIP archive"),
    ("cut off", archive(("a.txt", TEXT))[:-30], DamagedInput, "no ZIP archive"),
    ("bomb", archive(("a.txt", "a" * 50_000_000)), TooLarge, "50,000,000"),
    ("bomb that says it is small", lie_about_size(archive(("a.txt", "a" * 50_000_000)), 10), DamagedInput, "CRC"),
    ("a link", archive((link(), "/etc/passwd")), DamagedInput, "link"),
    ("a name that climbs", archive(("../../a.txt", TEXT)), DamagedInput, "leads out"),
    ("a name from the root", archive(("/etc/a.txt", TEXT)), DamagedInput, "leads out"),
    ("encrypted", encrypted(), DamagedInput, "encrypted"),
    ("an archive within", archive(("b.zip", archive(("a.txt", TEXT)))), NotText, "Unpack the archive"),
    ("nothing to read", archive(("a.png", b"x")), DamagedInput, "holds no report"),
    ("10,001 files", MANY, TooLarge, "10,001"),
    ("files of 3 GB", HUGE, TooLarge, "3,000,000,000"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "error", "words"), [case[1:] for case in ZIP], ids=[case[0] for case in ZIP])
def test_every_bad_archive_ends_soon_in_its_own_error(
    data: bytes, error: type[ReadError], words: str, tmp_path: Path
) -> None:
    started = time.process_time()
    (only,) = read(tmp_path / "a.zip", data)
    assert isinstance(only, ReadFailure), only
    assert type(only.error) is error
    assert words in str(only.error)
    assert time.process_time() - started < 5


def test_a_bad_member_does_not_stop_the_others(tmp_path: Path) -> None:
    results = read(tmp_path / "a.zip", archive(("a.txt", TEXT), ("b.txt", ""), ("../c.txt", TEXT), ("d.txt", TEXT)))
    found = [type(each.error).__name__ if isinstance(each, ReadFailure) else each.text for each in results]
    assert found == ["DamagedInput", TEXT, "EmptyReport", TEXT]


def test_no_such_archive(tmp_path: Path) -> None:
    with pytest.raises(MissingInput):
        list_members(tmp_path / "none.zip", label="none.zip")
