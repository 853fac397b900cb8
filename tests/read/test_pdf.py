"""PDFs: text and metadata, and that a broken or hostile one ends in a named error in stated time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from onrecord.errors import DamagedInput, EmptyReport, NotText, ReadError, TookTooLong, TooLarge
from onrecord.read import read_report
from onrecord.read.pdf import read_pdf

ESCAPED = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\"}
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"


def build_pdf(
    pages: Sequence[Sequence[str]], *, info: str = "", raw: bytes | None = None, trailer: str = "", filters: str = ""
) -> bytes:
    """A small PDF with a line of text for each string; `raw` stands in for the content of every page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({line.translate(ESCAPED)}) Tj T* " for line in lines)
        stream = raw if raw is not None else f"BT /F1 11 Tf 72 720 Td 14 TL {shown}ET".encode("latin-1")
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), filters.encode(), stream))
        content = len(objects)
        objects.append(PAGE % content)
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    objects.append(f"<<{info}>>".encode("latin-1"))
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in places)
    ends = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R{trailer}>>\nstartxref\n{table}\n%%EOF"
    return out + ends.encode()


LINES = [
    "The ministry said that the two frigates had left the port on Mon-",
    "day with anti-aircraft guns, and that they would return with anti-",
    "aircraft missiles.",
    "A second paragraph says that the ships (both) are in Split for the win-",
    "ter.",
]
GOOD = build_pdf([LINES, ["The second page has words of the same kind for readers of it."]],
                 info="/Title(Frigates sail)/Author(Ann Example)/CreationDate(D:20251023101010Z)")  # fmt: skip


def test_text_and_metadata() -> None:
    report = read_report(GOOD, label="a.pdf")
    assert report.text == (
        "The ministry said that the two frigates had left the port on Monday with anti-aircraft guns, "
        "and that they would return with anti-aircraft missiles.\n"
        "A second paragraph says that the ships (both) are in Split for the winter.\n\n"
        "The second page has words of the same kind for readers of it."
    )
    assert (report.title, report.author, report.media_type) == ("Frigates sail", "Ann Example", "application/pdf")
    assert report.published is None
    assert any("made on 2025-10-23" in note for note in report.notes)


def test_what_is_known_beforehand_stands_over_the_pdf() -> None:
    report = read_report(GOOD, published="2025-10-24", url="https://example.org/a.pdf")
    assert (report.published, report.url) == ("2025-10-24", "https://example.org/a.pdf")


def test_a_file_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(GOOD)
    assert read_report(path).title == "Frigates sail"


def test_reading_twice_gives_the_same() -> None:
    assert read_report(GOOD) == read_report(GOOD)


def packed(size: int) -> bytes:
    return zlib.compress(b"(a) Tj " * (size // 7), 9)


BOMB = build_pdf([["x"]], raw=packed(400_000_000), filters="/Filter/FlateDecode")
DEEP = build_pdf([["x"]], info="/A" + "[" * 50_000 + "]" * 50_000)
LOOP = GOOD.replace(b"/Kids[5 0 R 7 0 R]", b"/Kids[2 0 R 2 0 R]")
CASES: list[tuple[str, bytes, type[ReadError] | tuple[type[ReadError], ...], str]] = [
    ("cut in the middle", GOOD[: len(GOOD) // 2], DamagedInput, "breaks off"),
    ("cut near its end", GOOD[:-60], DamagedInput, "breaks off"),
    ("cut near its start", GOOD[:40], DamagedInput, "breaks off"),
    ("its mark alone", b"%PDF-1.7", DamagedInput, "breaks off"),
    ("noise", b"%PDF-1.7\n" + bytes(range(256)) * 99, DamagedInput, "breaks off"),
    ("no pages", build_pdf([]), EmptyReport, "holds no text"),
    ("pictures only", build_pdf([[]]), EmptyReport, "pictures"),
    ("501 pages", build_pdf([["Words."]] * 501), TooLarge, "501 pages"),
    ("a page that swells", BOMB, TooLarge, "unpacks to more"),
    ("pages that hold themselves", LOOP, (DamagedInput, EmptyReport, TooLarge), ""),
    ("an unknown lock", build_pdf([["x"]], trailer="/Encrypt<</Filter/Own/V 9>>"), (NotText, DamagedInput), ""),
]  # fmt: skip


@pytest.mark.parametrize(("data", "error", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_every_bad_pdf_ends_in_a_named_error(
    data: bytes, error: type[ReadError] | tuple[type[ReadError], ...], words: str
) -> None:
    started = time.monotonic()
    with pytest.raises(error) as caught:
        read_report(data, label="a.pdf")
    assert "a.pdf" in str(caught.value)
    assert words in str(caught.value)
    assert time.monotonic() - started < 60


def test_parts_that_nest_deep_do_no_harm() -> None:
    with suppress(ReadError):
        assert read_report(DEEP, label="a.pdf").text == "x"


def stand_in(tmp_path: Path, code: str) -> str:
    """A program that takes the place of Python, so that the child behaves as the test wants."""
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{code}'\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name != "posix", reason="stands in for Python by a shell script")
@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", TookTooLong),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", TookTooLong),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", TooLarge),
        ("print(1 / 0)", TooLarge),
    ],
)
def test_a_child_that_ends_otherwise(code: str, error: type[ReadError], tmp_path: Path) -> None:
    with pytest.raises(error):
        read_pdf(GOOD, label="a.pdf", python=stand_in(tmp_path, code))


def test_a_child_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_out(*arguments: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("python", 45)

    monkeypatch.setattr(subprocess, "run", run_out)
    with pytest.raises(TookTooLong, match="30 seconds"):
        read_pdf(GOOD, label="a.pdf")


def test_a_module_beside_the_pdf_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('run')")
    (tmp_path / "pypdf.py").write_text("raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    assert read_report(GOOD).title == "Frigates sail"
