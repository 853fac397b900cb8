"""Web archive collections: a ZIP archive with WARC files in it, read record by record, hostile ones refused by name."""

from __future__ import annotations

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from onrecord.errors import DamagedInput, NotText, TooLarge
from onrecord.model import Report
from onrecord.read import Input, Part, ReadFailure, list_inputs, read_inputs
from onrecord.read.containers import expand

TEXT = "The ministry said that the two frigates had left the port on Monday, and that they would return."


def record(number: int, body: str = "", kind: str = "text/html") -> bytes:
    page = body or f"<!doctype html><html><body><article><p>{TEXT}</p><p>Page {number}.</p></article></body></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{page}".encode()
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        f"WARC-Date: 2025-10-23T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:0c2e2c7e-0000-4000-8000-{number:012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def packed(*numbers: int) -> bytes:
    return b"".join(gzip.compress(record(number)) for number in numbers)


def collection(path: Path, members: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        archive.writestr("datapackage.json", '{"profile": "data-package"}', zipfile.ZIP_DEFLATED)
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n', zipfile.ZIP_DEFLATED)
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "packed"])
def test_every_record_of_every_file(how: int, tmp_path: Path) -> None:
    members = {
        "archive/one.warc.gz": packed(1, 2),
        "archive/two.warc": record(3) + record(4),
        "indexes/index.cdx": b"x",
    }
    path = collection(tmp_path / "crawl.wacz", members, how)
    inputs = list(list_inputs([path]))
    assert all(isinstance(given, Input) and isinstance(given.source, Part) for given in inputs)
    reports = list(read_inputs([path]))
    assert [report.label.removeprefix(str(path)) for report in reports] == [
        "/archive/one.warc.gz#1", "/archive/one.warc.gz#2", "/archive/two.warc#1", "/archive/two.warc#2",
    ]  # fmt: skip
    for number, report in enumerate(reports, start=1):
        assert isinstance(report, Report), report
        assert report.text == f"{TEXT}\n\nPage {number}."
        assert report.url == f"https://news.example/{number}"


def test_bytes_of_an_answer_are_read_alike(tmp_path: Path) -> None:
    content = collection(tmp_path / "crawl.wacz", {"archive/one.warc.gz": packed(1, 2)}).read_bytes()
    found = list(expand("https://a.example/x", content, media_type="application/wacz"))
    assert [isinstance(given, Input) and isinstance(given.source, bytes) for given in found] == [True, True]


def failures(path: Path) -> list[ReadFailure]:
    return [each for each in read_inputs([path]) if isinstance(each, ReadFailure)]


def test_a_broken_record_costs_no_more_than_itself(tmp_path: Path) -> None:
    torn = bytearray(packed(1))
    torn[len(torn) // 2] ^= 255
    content = bytes(torn) + packed(2)
    path = collection(tmp_path / "crawl.wacz", {"archive/one.warc.gz": content, "archive/two.warc.gz": packed(3)})
    results = list(read_inputs([path]))
    assert sum(isinstance(each, Report) for each in results) == 2
    (failure,) = failures(path)
    assert isinstance(failure.error, DamagedInput)


def test_archives_within_archives_end_in_a_named_error(tmp_path: Path) -> None:
    inner = collection(tmp_path / "inner.wacz", {"archive/one.warc.gz": packed(1)}).read_bytes()
    outer = BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("a.txt", TEXT)
    cases = {
        "a.wacz": collection(tmp_path / "a.wacz", {"archive/inner.wacz": inner}),
        "b.wacz": collection(tmp_path / "b.wacz", {"archive/inner.zip": outer.getvalue()}),
        "c.zip": collection(tmp_path / "c.zip", {"inner.wacz": inner}),
        "d.zip": collection(tmp_path / "d.zip", {"inner.zip": outer.getvalue()}),
        "e.zip": collection(tmp_path / "e.zip", {"inner.warc.gz": packed(1)}),
        "f.gz": tmp_path / "f.gz",
        "g.wacz.gz": tmp_path / "g.wacz.gz",
    }
    cases["f.gz"].write_bytes(gzip.compress(outer.getvalue()))
    cases["g.wacz.gz"].write_bytes(gzip.compress(inner))
    for name, path in cases.items():
        found = failures(path)
        assert found, name
        assert all(isinstance(each.error, NotText | DamagedInput) for each in found), (name, found)
        assert not any(isinstance(each, Report) for each in read_inputs([path])), name


def test_a_collection_without_archive_files_says_so(tmp_path: Path) -> None:
    (failure,) = failures(collection(tmp_path / "crawl.wacz", {"other/one.warc.gz": packed(1)}))
    assert "archive/" in str(failure.error)


def test_what_is_no_zip_or_lies_of_its_place(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    path.write_bytes(b"PK\x03\x04 and no more")
    assert isinstance(failures(path)[0].error, DamagedInput)
    good = collection(tmp_path / "good.wacz", {"archive/one.warc": record(1)}).read_bytes()
    at = good.rindex(b"archive/one.warc") - 46  # its header in the list at the end
    forged = bytearray(good)
    forged[at + 42 : at + 46] = (len(good) - 4).to_bytes(4, "little")  # where the member is said to begin
    path.write_bytes(bytes(forged))
    assert isinstance(failures(path)[0].error, DamagedInput)


def test_a_large_file_that_is_packed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = record(1, "<p>" + "a " * 60_000_000)
    path = collection(tmp_path / "crawl.wacz", {"archive/one.warc": bomb}, zipfile.ZIP_DEFLATED)
    del bomb
    assert path.stat().st_size < 1_000_000
    (failure,) = failures(path)
    assert isinstance(failure.error, TooLarge)
