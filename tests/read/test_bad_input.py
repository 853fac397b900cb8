"""Every input that cannot be read ends in its own error, whose message says what is wrong and what to do."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from onrecord.errors import (
    DamagedInput,
    EmptyReport,
    MissingInput,
    NoArticle,
    NotText,
    ReadError,
    TooLarge,
    UnknownLanguage,
)
from onrecord.read import read_report

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
SENTENCE = "The ministry said that the two frigates had left the port on Monday. "
NAVIGATION = "<html><body><nav><ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul></nav></body></html>"
SCRIPTED = "<!doctype html><html><body><div id=app></div><script>draw('20 tanks were lost')</script></body></html>"
GERMAN = "Das Verteidigungsministerium kündigte am Montag die Lieferung von dreißig Panzern an die Brigade an."
CHINESE = "国防部星期一宣布，两艘护卫舰已经离开港口，前往南部海域执行任务。"

# name, content, error, words its message holds
CASES: list[tuple[str, bytes, type[Exception], tuple[str, ...]]] = [
    ("empty file", b"", EmptyReport, ("empty",)),
    ("blank file", b" \n\t\r\n", EmptyReport, ("empty",)),
    ("byte order mark alone", b"\xef\xbb\xbf", EmptyReport, ("empty",)),
    ("picture", PNG, NotText, ("PNG", "not text")),
    ("broken PDF", b"%PDF-1.7\n1 0 obj", DamagedInput, ("PDF", "breaks off")),
    ("compressed", gzip.compress(SENTENCE.encode()), NotText, ("gzip", "Unpack")),
    ("office document", b"PK\x03\x04\x14\x00\x06\x00", NotText, ("office document",)),
    ("program", b"\x7fELF\x02\x01\x01" + b"\0" * 60 + b"words and more words", NotText, ("NUL",)),
    ("control characters", b"\x01\x02\x03\x04 some words \x05\x06", NotText, ("control characters",)),
    ("broken UTF-16", b"\xff\xfe" + "Two ships".encode("utf-16-le") + b"\x00", NotText, ("utf-16-le",)),
    ("20 MB of text", (SENTENCE * 300_000).encode(), TooLarge, ("20,700,000 bytes", "5,000,000", "Split")),
    ("4 MB of text", (SENTENCE + "\n").encode() * 57_000, TooLarge, ("characters", "1,000,000")),
    ("a line of 1 MB", (SENTENCE * 14_400).encode(), TooLarge, ("Line 1", "100,000", "paragraphs")),
    ("a word of 1 MB", b"The message: " + b"a" * 900_000, TooLarge, ("Line 1",)),
    ("a word of 5 kB", (SENTENCE * 9).encode() + b"\n" + b"QUJD" * 1250, TooLarge, ("Line 2", "without a blank")),
    ("marks only", ("The of and to. " + '" ' * 45_000 + "\n").encode() * 8, TooLarge, ("punctuation marks",)),
    ("page of links", NAVIGATION.encode(), NoArticle, ("no article text",)),
    ("page of 5 MB", f"<html><body>{f'<p>{SENTENCE}</p>' * 70_000}".encode(), TooLarge, ("shows", "2,000,000")),
    ("page built by script", SCRIPTED.encode(), NoArticle, ("script",)),
    (
        "page of pictures",
        b"<html><body><img src=a.png alt='Twelve tanks were lost near the river on Monday'></body></html>",
        NoArticle,
        (),
    ),
    (
        "100,000 nested elements",
        b"<html><body>" + b"<div>" * 100_000 + SENTENCE.encode() * 20,
        TooLarge,
        ("1,000 deep",),
    ),
    (
        "a million elements",
        b"<html><body>" + b"<br>" * 1_000_000 + SENTENCE.encode() * 20,
        TooLarge,
        ("200,000 elements",),
    ),
    ("100,000 nested lists", b"<html>" + b"<ul><li>" * 50_000 + SENTENCE.encode(), TooLarge, ("1,000 deep",)),
    ("German", GERMAN.encode(), UnknownLanguage, ("German (de)", "Packs present: English (en)")),
    ("Chinese", CHINESE.encode(), UnknownLanguage, ("Chinese (zh)", "Packs present")),
]


@pytest.mark.parametrize(("content", "error", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_bad_content_ends_in_its_own_error(content: bytes, error: type[Exception], words: tuple[str, ...]) -> None:
    started = time.process_time()
    with pytest.raises(error) as caught:
        read_report(content, label="the report")
    message = str(caught.value)
    assert type(caught.value) is error
    assert "the report" in message
    assert message.endswith(".")
    assert all(word in message for word in words), message
    assert time.process_time() - started < 10


def _no_file(folder: Path) -> Path:
    return folder / "missing.txt"


def _folder(folder: Path) -> Path:
    return folder


def _huge_file(folder: Path) -> Path:
    path = folder / "huge.txt"
    with path.open("wb") as file:
        file.truncate(20_000_000_000)  # a hole: takes no room on disk, and must not be read whole
    return path


@pytest.mark.parametrize(
    ("make", "error", "word"),
    [(_no_file, MissingInput, "no file"), (_folder, MissingInput, "folder"), (_huge_file, TooLarge, "20,000,000,000")],
)
def test_bad_path_ends_in_its_own_error(
    make: Callable[[Path], Path], error: type[Exception], word: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=word):
        read_report(make(tmp_path))


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ReadError, match="YYYY-MM-DD"):
        read_report(SENTENCE, published="last Monday")


def test_half_a_surrogate_pair_is_not_text() -> None:
    with pytest.raises(NotText, match="surrogate"):
        read_report("Two \ud83d frigates sailed.")


def test_a_language_without_a_pack_is_refused_when_asked_for() -> None:
    with pytest.raises(UnknownLanguage, match=r"Ukrainian \(uk-UA\).*Packs present: English \(en\)"):
        read_report(SENTENCE, language="uk-UA")


@pytest.mark.parametrize(
    "unit",
    ["<", "<a ", '<a href="', "<a href='x' ", "<!--", "<!-- --", "</", "</p", "<p", "&", "&#", "&amp", "<script>",
     "<style>", "{", "}", "@media{", "<b>", "<b hidden>", "</b>", "<p>a", "<h1>", "<br>", "<td>", "<li>x", "-->", "]]>",
     "<?", "=\"",
     "<meta name=a content=b>", "/*", "\x1b[31m"],
)  # fmt: skip
def test_repeated_markup_is_handled_in_linear_time(unit: str) -> None:
    """A page made of one thing over and over is read or refused, in either case soon."""
    page = f"<html><body><p>{SENTENCE * 3}</p>" + unit * (200_000 // len(unit))
    started = time.process_time()
    with suppress(ReadError):
        read_report(page)
    assert time.process_time() - started < 5
