"""Threads for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from onrecord.export.thread_page import Line, ThreadPage
from onrecord.export.wording import ThreadWords
from onrecord.publish.safety import show_on_one_line
from onrecord.store.threads import ThreadLine

_WIDTH = 110


def write_list(lines: Sequence[ThreadLine], words: ThreadWords) -> str:
    """Threads in two lines each."""
    parts = []
    for one in lines:
        figure = words.ends(one.low, one.high)
        if figure and one.counted_class:
            figure += f" {words.counted_many(one.counted_class)}"
        if one.other_counts:
            figure += f" {words.table['count']['also']}"
        dates = " – ".join(dict.fromkeys(part for part in (one.first, one.last) if part))
        facts = (
            words.sheet.of("kind", one.kind),
            words.count("reports", one.reports),
            words.count("outlets", one.outlets),
            words.sources(*one.sources) + _counted_over(one, words),
            figure,
            dates,
        )
        parts.append(f"{one.id}  {show_on_one_line(one.title)}\n    {', '.join(part for part in facts if part)}\n")
    return "".join(parts)


def _counted_over(one: ThreadLine, words: ThreadWords) -> str:
    """Over how many claims a large thread was last counted."""
    if one.counted_claims == one.claims:
        return ""
    return f" ({words.note('counted_over', some=one.counted_claims, all=one.claims)})"


def write_thread(page: ThreadPage) -> str:
    """A thread in full.  Text of reports is shown for what it is: no escape sequence is live."""
    parts = [f"{page.id}  {show_on_one_line(page.title)}\n{page.kind}; {page.lead}\n"]
    parts += [f"{note}\n" for note in page.notes]
    for section in page.sections:
        parts.append(f"\n{section.heading}\n")
        parts += [_write(line) for line in section.lines]
    return "".join(parts)


def _write(line: Line) -> str:
    text = show_on_one_line(line.text) if not line.text.startswith("  ") else "  " + show_on_one_line(line.text)
    cited = f"  [{', '.join(line.cited)}]" if line.cited else ""
    quote = f"    “{show_on_one_line(line.quote)}”" if line.quote else ""
    first = f"  {text}{cited if not quote else ''}".rstrip()
    wrapped = textwrap.wrap(quote + cited, _WIDTH, initial_indent="", subsequent_indent="     ") if quote else []
    if quote:
        wrapped = ["    " + wrapped[0].strip(), *wrapped[1:]]
    return "\n".join(part for part in (first, *wrapped) if part.strip()) + "\n"
