"""WARC files: what is read from them, and that a broken record costs no more than itself."""

from __future__ import annotations

import gzip
import io
import time
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord.errors import DamagedInput, NoArticle, NotText, TooLarge
from onrecord.model import Report
from onrecord.read import ReadFailure, read_inputs
from onrecord.read.warc import BadRecord, Record, list_records, load_record

TEXT = "The ministry said that the two frigates had left the port on Monday, and that they would return."


def page(number: int, text: str = TEXT) -> bytes:
    body = f"<body><p>{text}</p><p>{text} {number}</p></body>"
    return f"<html><head><title>Page {number}</title></head>{body}</html>".encode()


def response(
    body: bytes, number: int = 1, *, packed: bool, content_type: str = "text/html", status: str = "200 OK",
    headers: tuple[tuple[str, str], ...] = (), kind: str = "response",
) -> bytes:  # fmt: skip
    """One record as a crawler writes it."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    http = StatusAndHeaders(status, [("Content-Type", content_type), *headers], protocol="HTTP/1.1")
    url = f"https://example.org/{number}"
    if kind == "response":
        record = writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=http)
    else:
        record = writer.create_warc_record(url, kind, payload=io.BytesIO(body), warc_content_type=content_type)
    writer.write_record(record)
    return out.getvalue()


def read(data: bytes, tmp_path: Path, name: str = "") -> list[Report | ReadFailure]:
    path = tmp_path / (name or ("a.warc.gz" if data.startswith(b"\x1f\x8b") else "a.warc"))
    path.write_bytes(data)
    return list(read_inputs([path]))


def shown(results: list[Report | ReadFailure]) -> list[str]:
    """The title of each report, the class of each failure."""
    return [str(each.title) if isinstance(each, Report) else type(each.error).__name__ for each in results]


@pytest.fixture(params=[False, True], ids=["plain", "packed"])
def packed(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_each_field_of_a_record(packed: bool, tmp_path: Path) -> None:
    metas = b"<meta property=og:site_name content=Paper><meta name=date content=2025-10-23>"
    body = page(1).replace(b"<head>", b"<head>" + metas)
    (report,) = read(response(body, packed=packed, content_type="text/html; charset=UTF-8"), tmp_path)
    assert isinstance(report, Report), report
    assert (report.title, report.outlet, report.url) == ("Page 1", "Paper", "https://example.org/1")
    assert report.published == "2025-10-23"
    assert report.media_type == "text/html"
    assert report.label.endswith("#1")
    assert any(note.startswith("Captured ") for note in report.notes)


def test_only_records_with_reports_are_read(packed: bool, tmp_path: Path) -> None:
    data = b"".join([
        response(b"GET / HTTP/1.1\r\n\r\n", packed=packed, kind="request", content_type="application/http"),
        response(page(2), 2, packed=packed),
        response(b"\x89PNG", 3, packed=packed, content_type="image/png"),
        response(page(4), 4, packed=packed, status="404 Not Found"),
        response(TEXT.encode(), 5, packed=packed, kind="conversion", content_type="text/plain"),
        response(page(6), 6, packed=packed, kind="resource", content_type="text/html"),
    ])  # fmt: skip
    results = read(data, tmp_path)
    assert shown(results) == ["Page 2", "None", "Page 6"]
    assert [each.label.rpartition("#")[2] for each in results] == ["2", "5", "6"]


def test_chunks_and_packing_within_a_record(packed: bool, tmp_path: Path) -> None:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page(1)), page(1))
    data = response(chunked, 1, packed=packed, headers=(("Transfer-Encoding", "chunked"),))
    data += response(gzip.compress(page(2)), 2, packed=packed, headers=(("Content-Encoding", "gzip"),))
    assert shown(read(data, tmp_path)) == ["Page 1", "Page 2"]


def test_the_encoding_the_server_named(packed: bool, tmp_path: Path) -> None:
    body = page(1, TEXT.replace("port", "café")).decode().encode("cp1252")
    (report,) = read(response(body, packed=packed, content_type='text/html; charset="windows-1252"'), tmp_path)
    assert isinstance(report, Report)
    assert "café" in report.text
    assert report.encoding == "cp1252"


def test_a_report_that_cannot_be_read_is_named_in_its_place(packed: bool, tmp_path: Path) -> None:
    bodies = [page(1), b"<html></html>", page(3)]
    data = b"".join(response(body, number, packed=packed) for number, body in enumerate(bodies, start=1))
    first, second, third = read(data, tmp_path)
    assert isinstance(second, ReadFailure)
    assert isinstance(second.error, NoArticle)
    assert second.label.endswith("#2")
    assert shown([first, third]) == ["Page 1", "Page 3"]


def break_length(record: bytes, length: bytes) -> bytes:
    head, sign, rest = record.partition(b"Content-Length: ")
    return head + sign + length + rest[rest.index(b"\r\n") :]


GOOD = [response(page(number), number, packed=False) for number in (1, 2, 3)]
# name, what stands in place of the second record, what is read
BROKEN: list[tuple[str, bytes, list[str]]] = [
    ("length too long", break_length(GOOD[1], b"999"), ["Page 1", "DamagedInput", "Page 3"]),
    ("length far too long", break_length(GOOD[1], b"99999999"), ["Page 1", "DamagedInput", "Page 3"]),
    ("length too short", break_length(GOOD[1], b"50"), ["Page 1", "DamagedInput", "Page 3"]),
    ("length zero", break_length(GOOD[1], b"0"), ["Page 1", "DamagedInput", "Page 3"]),
    ("negative length", break_length(GOOD[1], b"-7"), ["Page 1", "DamagedInput", "Page 3"]),
    ("length in words", break_length(GOOD[1], b"many"), ["Page 1", "DamagedInput", "Page 3"]),
    ("no length", GOOD[1].replace(b"Content-Length", b"Content-Girth"), ["Page 1", "DamagedInput", "Page 3"]),
    ("another version", GOOD[1].replace(b"WARC/1.0", b"WARC/9.9"), ["Page 1", "DamagedInput", "Page 3"]),
    ("no version", GOOD[1][10:], ["Page 1", "DamagedInput", "Page 3"]),
    ("noise", bytes(range(256)) * 40, ["Page 1", "DamagedInput", "Page 3"]),
    ("a header without end", b"WARC/1.0\r\nX: " + b"a" * 300_000, ["Page 1", "DamagedInput", "Page 3"]),
    ("cut off", GOOD[1][: len(GOOD[1]) // 2], ["Page 1", "DamagedInput", "Page 3"]),
    ("broken HTTP", GOOD[1].replace(b"HTTP/1.1 200 OK", b"HTTQ/1.1 200 OK"), ["Page 1", "DamagedInput", "Page 3"]),
]


@pytest.mark.parametrize(("record", "expected"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_record_costs_no_more_than_itself(record: bytes, expected: list[str], tmp_path: Path) -> None:
    results = read(GOOD[0] + record + GOOD[2], tmp_path)
    found = shown(results)
    assert found == expected


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    data = b"".join(GOOD)
    assert shown(read(data[:-60], tmp_path)) == ["Page 1", "Page 2", "DamagedInput"]


PACKED = [response(page(number), number, packed=True) for number in (1, 2, 3)]
BROKEN_PACKED: list[tuple[str, bytes]] = [
    ("a flipped byte", PACKED[1][:100] + bytes([PACKED[1][100] ^ 0xFF]) + PACKED[1][101:]),
    ("cut off", PACKED[1][: len(PACKED[1]) // 2]),
    ("the mark alone", PACKED[1][:10]),
    ("noise", bytes(range(256)) * 40),
    ("another file, packed", gzip.compress(b"not a record " * 100)),
    ("a shorter record", gzip.compress(break_length(GOOD[1], b"9999"))),
    ("a longer record", gzip.compress(break_length(GOOD[1], b"50"))),
    ("no length", gzip.compress(GOOD[1].replace(b"Content-Length", b"Content-Girth"))),
    ("a record that swells", gzip.compress(GOOD[1] + b"a" * 30_000_000)),
]


@pytest.mark.parametrize("record", [case[1] for case in BROKEN_PACKED], ids=[case[0] for case in BROKEN_PACKED])
def test_a_broken_packed_record_costs_no_more_than_itself(record: bytes, tmp_path: Path) -> None:
    results = read(PACKED[0] + record + PACKED[2], tmp_path)
    assert shown(results) in (["Page 1", "DamagedInput", "Page 3"], ["Page 1", "TooLarge", "Page 3"])


def test_records_packed_together_are_named(tmp_path: Path) -> None:
    (only,) = read(gzip.compress(b"".join(GOOD)), tmp_path)
    assert isinstance(only, ReadFailure)
    assert "packed together" in str(only.error)


def test_a_bomb_within_a_record_ends_soon(packed: bool, tmp_path: Path) -> None:
    bomb = gzip.compress(b"a" * 200_000_000)
    started = time.process_time()
    data = response(bomb, 1, packed=packed, headers=(("Content-Encoding", "gzip"),))
    data += response(page(2), 2, packed=packed)
    first, second = read(data, tmp_path)
    assert isinstance(first, ReadFailure)
    assert isinstance(first.error, TooLarge)
    assert isinstance(second, Report)
    assert time.process_time() - started < 5


def test_a_record_beyond_the_limit(packed: bool, tmp_path: Path) -> None:
    data = response(b"a" * 11_000_000, 1, packed=packed) + response(page(2), 2, packed=packed)
    assert shown(read(data, tmp_path)) == ["TooLarge", "Page 2"]


def test_a_large_film_is_passed_over(packed: bool, tmp_path: Path) -> None:
    data = response(b"\0" * 30_000_000, 1, packed=packed, kind="metadata", content_type="video/mp4")
    assert shown(read(data + response(page(2), 2, packed=packed), tmp_path)) == ["Page 2"]


@pytest.mark.parametrize(
    ("data", "error"),
    [(data, DamagedInput) for data in (b"", b"Two ships sailed.", b"\x1f\x8b", b"\0" * 99)],
)
def test_what_is_no_warc_file(data: bytes, error: type[Exception], tmp_path: Path) -> None:
    (only,) = read(data, tmp_path, "a.warc")
    assert isinstance(only, ReadFailure)
    assert type(only.error) is error


def test_a_warc_file_is_known_by_its_content(tmp_path: Path) -> None:
    assert shown(read(b"".join(GOOD), tmp_path, "crawl")) == ["Page 1", "Page 2", "Page 3"]


def test_places_of_records_are_exact(packed: bool) -> None:
    records = PACKED if packed else GOOD
    file = io.BytesIO(b"".join(records))
    found = [record for record in list_records(file, label="a") if not isinstance(record, BadRecord)]
    assert all(isinstance(record, Record) for record in found)
    loaded = [load_record(file, record.start, record.length, label="a") for record in found]
    assert loaded == [page(number) for number in (1, 2, 3)]


def test_many_marks_of_a_record_end_soon(tmp_path: Path) -> None:
    started = time.process_time()
    results = read(b"WARC/1.0\r\nX: y\r\n" * 20_000, tmp_path)
    assert all(isinstance(each, ReadFailure) for each in results)
    assert "More than 1,000 records" in str(results[-1].error)  # type: ignore[union-attr]
    assert time.process_time() - started < 10


def test_many_packed_marks_end_soon(tmp_path: Path) -> None:
    started = time.process_time()
    results = read(PACKED[0] + b"\x1f\x8b\x08" * 60_000, tmp_path)
    assert shown(results)[0] == "Page 1"
    assert time.process_time() - started < 20


def test_a_picture_called_a_page_is_no_text(packed: bool, tmp_path: Path) -> None:
    (only,) = read(response(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, packed=packed), tmp_path)
    assert isinstance(only, ReadFailure)
    assert isinstance(only.error, NotText)
