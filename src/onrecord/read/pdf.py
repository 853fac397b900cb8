"""A PDF to the text of its pages, read by pypdf in a process of its own with an end to its time and memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from onrecord.errors import DamagedInput, EmptyReport, NotText, TookTooLong, TooLarge
from onrecord.read.about import About
from onrecord.read.limits import check_size, load_limits

MARK = b"%PDF-"
MEDIA_TYPE = "application/pdf"
_SPARE_SECONDS = 15  # for the process to start, and to end by itself
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_PARTED = re.compile(r"([^\W\d_]+)-$")
_WORD_START = re.compile(r"[^\W\d_]+")
_FULL = 0.7  # a line shorter than this share of the page's long lines ends a paragraph
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of the pages, one after the other, and what the PDF says of itself."""

    text: str
    about: About


def is_pdf(data: bytes) -> bool:
    return data[:1024].lstrip().startswith(MARK)


def read_pdf(data: bytes, *, label: str, python: str = sys.executable) -> PdfText:
    """Raises TooLarge, DamagedInput, NotText for an encrypted PDF, EmptyReport for one of pictures, TookTooLong."""
    check_size(len(data), page=False, pdf=True, label=label)
    limits = load_limits()
    # -P: a file named json.py beside the PDF is no module of ours.
    command = [python, "-P", "-m", "onrecord.read.pdf_child"]
    command += [str(limits.pdf_seconds), str(limits.pdf_memory), str(limits.pdf_pages)]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, check=False, timeout=limits.pdf_seconds + _SPARE_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(label) from error
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        # Ended by the system: for its processor time by SIGXCPU (24) or SIGKILL (9), else for its memory.
        if done.returncode in (-24, -9):
            raise _too_long(label) from None
        answer = {"error": "memory"}
    if "error" in answer:
        raise _explain(answer, label)
    pages = [_clean(page) for page in answer["pages"]]
    words = frozenset(word.lower() for page in pages for word in page.split())
    text = "\n\n".join(joined for page in pages if (joined := _join_lines(page, words)))
    if not text:
        raise EmptyReport(f"{label} holds no text: its {len(pages)} pages are pictures. Have them read as text first.")
    return PdfText(text, _read_about(answer["about"], len(pages)))


def _clean(page: str) -> str:
    lines = _UNFIT.sub("", page).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _join_lines(page: str, words: frozenset[str]) -> str:
    """Paragraphs of a page: a PDF breaks every line, and a line that is not full ends a paragraph."""
    lines = page.split("\n")
    lengths = sorted(len(line) for line in lines if line)
    full = _FULL * lengths[len(lengths) * 9 // 10] if lengths else 0
    parts: list[str] = []
    for line, following in pairwise([*lines, ""]):
        if not line:
            continue
        parted, start = _PARTED.search(line), _WORD_START.match(following)
        if parted and start and start[0][0].islower():
            # "mis-sile" is one word when "missile" stands elsewhere, or when nothing says that "anti-tank" is two.
            kept = f"{parted[1]}-{start[0]}".lower() in words and f"{parted[1]}{start[0]}".lower() not in words
            parts.append(line if kept else line[:-1])
        else:
            parts.append(f"{line} " if len(line) >= full and following else f"{line}\n")
    return "".join(parts).strip()


def _read_about(table: dict[str, str], pages: int) -> About:
    def field(name: str) -> str | None:
        value = " ".join(_UNFIT.sub("", table.get(name, "")).split())
        return value if 0 < len(value) <= load_limits().metadata_characters else None

    made = _read_date(table.get("/CreationDate", ""))
    notes = [f"Text of {pages} PDF {'page' if pages == 1 else 'pages'}; lines are joined to paragraphs."]
    if made:
        notes.append(f"The PDF says it was made on {made}; that is not taken for the date of publication.")
    return About(title=field("/Title"), author=field("/Author"), notes=tuple(notes))


def _read_date(value: str) -> str | None:
    match = _DATE.match(value)
    return "-".join(part for part in match.groups() if part) if match else None


def _explain(answer: dict[str, Any], label: str) -> Exception:
    limits = load_limits()
    if answer["error"] == "locked":
        return NotText(f"{label} is an encrypted PDF. Save it without its password first.")
    if answer["error"] == "pages":
        return TooLarge(f"{label} has {answer['count']:,} pages; up to {limits.pdf_pages:,} are read. Split it.")
    if answer["error"] == "swells":
        return TooLarge(f"{label} has a part that unpacks to more than is read. Save it as text.")
    if answer["error"] == "memory":
        return TooLarge(f"{label} needs more than {limits.pdf_memory:,} bytes of memory to read. Save it as text.")
    return DamagedInput(f"{label} is a PDF that breaks off or is damaged ({answer['why']}). Get it again.")


def _too_long(label: str) -> TookTooLong:
    return TookTooLong(f"{label} took longer than {load_limits().pdf_seconds} seconds to read. Save it as text.")
