"""Header lines of a plain-text report: "Published: 23 October 2025", "Outlet: …".  They stay part of the text."""

from __future__ import annotations

import re
from functools import cache

from onrecord import lexicon
from onrecord.read.dates import parse_written

_LABELLED = re.compile(r"([^\W\d_][\w ]{0,30}?)\s{0,3}:\s{0,3}(\S.{0,300})")
_LINES = 12  # a header is at the top
_HEADLINE_CHARACTERS = 160
_SENTENCE_END = (".", "!", "?", "…", ":", ";", ",")
_MARKUP = re.compile(r"#{1,6}\s+|[*_]{1,3}(?=\S)")


def read_header(text: str, *, language: str) -> dict[str, str]:
    """Fields of a Report that header lines of the text give: title, outlet, author, published, updated (EDTF), url.

    A date counts only with its label.  A first line that stands alone and is no sentence is the title.
    """
    lines = [line.strip() for line in text[:6000].split("\n")[:_LINES]]
    labels = _labels(language)
    found: dict[str, str] = {}
    for line in lines:
        match = _LABELLED.fullmatch(line)
        field = labels.get(match[1].lower()) if match else None
        if match is None or field is None:
            continue
        value = match[2].strip()
        if field in ("published", "updated"):
            value = parse_written(value, language=language) or ""
        elif field == "url" and not value.startswith(("http://", "https://")):
            value = ""
        if value:
            found.setdefault(field, value)
    if "title" not in found and (headline := _find_headline(lines, labels)):
        found["title"] = headline
    return found


def _find_headline(lines: list[str], labels: dict[str, str]) -> str | None:
    """The first line, when a blank line or a header line follows and it does not end as a sentence does."""
    filled = [index for index, line in enumerate(lines) if line]
    if not filled or filled[0] + 1 >= len(lines):
        return None
    line, following = lines[filled[0]], lines[filled[0] + 1]
    labelled = _LABELLED.fullmatch(following)
    parted = not following or (labelled is not None and labelled[1].lower() in labels)
    own = _LABELLED.fullmatch(line)
    if not parted or len(line) > _HEADLINE_CHARACTERS or line.endswith(_SENTENCE_END):
        return None
    if own is not None and own[1].lower() in labels:
        return None
    return _MARKUP.sub("", line).rstrip("*_#").strip() or None


@cache
def _labels(language: str) -> dict[str, str]:
    table = lexicon.load("reading", language=language)["header"]
    fields = ("title", "outlet", "author", "published", "url", "updated")
    return {label: field for field in fields for label in table.get(field, ())}
