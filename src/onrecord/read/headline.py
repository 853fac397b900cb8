"""The headline as the first block of a report's text, whatever the report was read from.

A file or page has it in its text.  A feed's item and a line of JSON give it apart from the text: it is set before the
text in the bytes that are kept, so that text, spans and digest follow from these bytes alone.
"""

from __future__ import annotations

import html
import re

from onrecord.model import Span

_LINES = 12  # lines from the top among which the headline is looked for
_REACH = 6_000  # characters of a text, or of its markup, in which these lines stand
_LONG = 12  # letters and digits of a headline that is not by chance how the text begins
_TAG = re.compile(r"<[^<>]{0,2000}>")
_DOCUMENT = re.compile(r"\s{0,99}<(?:\?xml|!doctype|html|head|body)\b", re.IGNORECASE)


def set_before(title: str | None, content: str, *, is_html: bool) -> str:
    """What is to stand before `content` so that it opens with its headline; "" when it does, or has none."""
    if not title or (is_html and _DOCUMENT.match(content)):
        return ""
    start = content[:_REACH]
    if is_html:
        start = html.unescape(_TAG.sub("\n", start))
    key = _key(title)
    first = _key(start.strip().partition("\n")[0])
    if not key or first == key or (len(key) >= _LONG and _key(start).startswith(key)):
        return ""
    return f"<h1>{html.escape(title)}</h1>\n" if is_html else f"{title}\n\n"


def without_outlet(title: str | None, *names: str | None) -> str | None:
    """A title without the name of an outlet behind a dash or bar, as collecting feeds add it."""
    for name in names:
        if title and name and title.endswith(name):
            bare = title[: -len(name)].rstrip()
            if bare.endswith((" -", " –", " —", " |", " ·")) and (kept := bare[:-1].rstrip()):
                return kept
    return title


def find_headline(text: str, *titles: str | None) -> Span | None:
    """Where one of these titles stands, alone in a line at the top of a text that says more; None when none does."""
    keys = {key for title in titles if title and (key := _key(title))}
    if not keys:
        return None
    at = 0
    for line in text[:_REACH].split("\n")[:_LINES]:
        label, colon, value = line.partition(":")
        for part in (line, value) if colon and len(label) < 40 else (line,):
            if _key(part) in keys:
                end = at + len(line.rstrip())
                start = at + len(line) - len(part.lstrip())
                return Span(start, end) if text[:start].strip() or text[end:].strip() else None
        at += len(line) + 1
    return None


def _key(text: str) -> str:
    """Letters and digits alone: blanks, quotation marks and the signs of Markdown do not tell headlines apart."""
    return "".join(char for char in text.casefold() if char.isalnum())
