"""What bytes say, in which encoding, and what is noted of the choice."""

from __future__ import annotations

import codecs

import pytest

from onrecord.read import read_report
from onrecord.read.decode import decode_bytes

WORDS = "Le général a dit « non » à Kiïv – déjà cinq fois, naïvement."
CYRILLIC = (
    "Министерство обороны сообщило, что два корабля вышли в море в понедельник утром, и что они вернутся в порт через "
    "неделю. По словам представителя флота, учения пройдут в северной части моря."
)


def page(declared: str, body: str, encoding: str) -> bytes:
    return f'<html><head><meta charset="{declared}"></head><body><p>{body}</p></body></html>'.encode(encoding)


# name, bytes, page?, text found in it, encoding, words of the notes
CASES = [
    ("plain ASCII", b"Two ships sailed.", False, "Two ships", "utf-8", ()),
    ("UTF-8", WORDS.encode(), False, WORDS, "utf-8", ()),
    ("UTF-8 with a mark", codecs.BOM_UTF8 + WORDS.encode(), False, WORDS, "utf-8", ()),
    ("UTF-16 with a mark", codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), False, WORDS, "utf-16-le", ("mark",)),
    ("UTF-16 big-endian", codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), False, WORDS, "utf-16-be", ("mark",)),
    ("UTF-32 with a mark", codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), False, WORDS, "utf-32-le", ("mark",)),
    ("UTF-16 without a mark", WORDS.encode("utf-16-le"), False, WORDS, "utf-16-le", ("detected",)),
    ("windows-1251, not declared", CYRILLIC.encode("cp1251"), False, CYRILLIC, "cp1251", ("not UTF-8", "detected")),
    ("windows-1252, declared", page("iso-8859-1", WORDS, "cp1252"), True, WORDS, "cp1252", ("as the page declares",)),
    ("KOI8-R, declared", page("koi8-r", CYRILLIC, "koi8-r"), True, CYRILLIC, "koi8-r", ("as the page declares",)),
    ("wrongly Latin", page("latin1", WORDS, "utf-8"), True, WORDS, "utf-8", ("declares latin1", "are UTF-8")),
    ("wrongly UTF-8", page("utf-8", CYRILLIC, "cp1251"), True, CYRILLIC, "cp1251", ("declares utf-8", "detected")),
    ("declared nonsense", page("klingon", WORDS, "utf-8"), True, WORDS, "utf-8", ("unknown encoding 'klingon'",)),
    ("declared a transformation", page("rot13", WORDS, "utf-8"), True, WORDS, "utf-8", ("unknown encoding 'rot13'",)),
    ("one damaged byte", (WORDS * 20).encode() + b"\xff", False, WORDS, "utf-8", ("damaged in 1 place",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "is_page", "text", "encoding", "notes"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_bytes_become_text(data: bytes, is_page: bool, text: str, encoding: str, notes: tuple[str, ...]) -> None:
    decoded = decode_bytes(data, page=is_page, label="the report")
    assert text in decoded.text
    assert decoded.encoding == encoding
    assert bool(decoded.notes) == bool(notes)
    assert all(note in " ".join(decoded.notes) for note in notes), decoded.notes


def test_the_report_says_how_it_was_decoded() -> None:
    report = read_report("The Café “Zoë” was hit, and two of the crew were hurt, the mayor said.".encode("cp1252"))
    assert "Café “Zoë”" in report.text
    assert "not UTF-8" in report.notes[0]
    assert report.encoding in report.notes[0]
