"""Neutralisers, and their speed on text made to slow them down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.publish.paragraphs import split_paragraphs
from onrecord.publish.safety import UNSEEN, guard_cell, safe_url, show_controls, show_on_one_line, unguard_cell


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://register.example/a?b=c#d", True),
        ("http://register.example", True),
        ("HTTPS://register.example/", True),
        ("https://register.example/%D1%94-%D0%B2", True),
        ("https://register.example/ß", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" https://register.example", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//register.example", False),
        ("/local", False),
        ("https://user:word@register.example/", False),
        ("https://good.example@evil.example/", False),
        ("https://good.example\\@evil.example/", False),
        ("https://register.example/\u202egpj", False),
        ('https://register.example/"onmouseover="x', False),
        ("https://register.example/<script>", False),
        ("https://", False),
        ("https:///path", False),
        ("", False),
        (None, False),
    ],
)
def test_links(url: str | None, kept: bool) -> None:
    assert safe_url(url) == (url if kept else None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\x9bb", "a<U+009B>b"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\tb", "a    b"),
        ("a\nb", "a\nb"),
        ("a\rb", "a␍b"),
        ("a\x7fb", "a␡b"),
        ("a\ufeffb", "a<U+FEFF>b"),
        ("a\U000e0041b", "a<U+E0041>b"),
        ("a\ud800b", "a<U+D800>b"),
        ("naïve 日本 עברית", "naïve 日本 עברית"),
    ],
)
def test_controls_become_visible(text: str, shown: str) -> None:
    assert show_controls(text) == shown


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    assert not UNSEEN.search(show_controls(text))
    assert "\n" not in show_on_one_line(text)
    show_controls(text).encode("utf-8")


@given(st.text())
def test_cells_come_back(text: str) -> None:
    assert unguard_cell(guard_cell(text)).replace("\t", "    ") == show_controls(text)


@pytest.mark.parametrize("unit", ["a", "1", " ", '"', "\n", " \n", "\u200b", "\t=", "http://"])
def test_long_odd_input_ends(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    for act in (show_controls, guard_cell, safe_url, split_paragraphs):
        act(text)
