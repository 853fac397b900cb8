"""Text from a page never becomes markup, formula, escape sequence or a live link.

Three neutralisers, one per surface: `show_controls` for anything read on a terminal or in an attribute, `guard_cell`
for spreadsheets, `safe_url` for links.
"""

from __future__ import annotations

import re

# C0 and C1 controls, explicit bidi controls, line and paragraph separators, byte order mark, annotation and tag
# characters, lone surrogates: none of them is seen, all of them can change what is seen.
_RANGES = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0x061C, 0x061C), (0x200B, 0x200B), (0x200E, 0x200F), (0x2028, 0x202E),
    (0x2060, 0x2060), (0x2066, 0x2069), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xD800, 0xDFFF), (0xE0000, 0xE007F),
)  # fmt: skip
_UNSEEN = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _RANGES)
UNSEEN = re.compile(f"[{_UNSEEN}]")

_FORMULA_START = "=+-@\t\r\n\0＝＋－＠"
_CELL_EDGE = re.compile(f"^[\\s{_UNSEEN}]+")
_URL = re.compile(r"https?://[^\s\\<>\"'`{}|^\x00-\x20\x7f]+", re.ASCII | re.IGNORECASE)


def name_control(char: str) -> str:
    """A visible stand-in for one unseen character: the control picture of a C0 control, else `<U+202E>`."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"<U+{code:04X}>"


_NAMES = {code: name_control(chr(code)) for first, last in _RANGES for code in range(first, last + 1)}


def show_controls(text: str) -> str:
    """`text` with unseen characters made visible; line feeds stay, tabs become four spaces."""
    return text.translate(_NAMES).replace("\t", "    ")


def show_on_one_line(text: str) -> str:
    """`show_controls` with every run of white space as one space."""
    return " ".join(show_controls(text).split())


def safe_url(url: str | None) -> str | None:
    """`url` when it is plain http or https without user information, else None."""
    if url is None or not _URL.fullmatch(url) or UNSEEN.search(url):
        return None
    authority = url.split("://", 1)[1].split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return None if "@" in authority or not authority else url


def guard_cell(text: str) -> str:
    """A CSV cell no spreadsheet takes for a formula.  `unguard_cell` gives the shown text back.

    Unseen characters are made visible; a cell that could start a formula, or starts with an apostrophe, gets one
    apostrophe in front.
    """
    bare = _CELL_EDGE.sub("", text)[:1]
    risky = bare in _FORMULA_START if bare else False
    shown = text.translate(_NAMES)
    if risky or text[:1] in ("'", *_FORMULA_START):
        return "'" + shown
    return shown


def unguard_cell(cell: str) -> str:
    """The shown text of a guarded cell: one leading apostrophe off."""
    return cell[1:] if cell.startswith("'") else cell
