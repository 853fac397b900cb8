"""A claim sheet in short form: the report in a line, then a line for each claim that is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onrecord.model import Dossier
from onrecord.publish import build_sheet
from onrecord.publish.safety import show_on_one_line
from onrecord.publish.words import load_words

_WORDS = 160  # characters of a claim's words that are shown


def write_news(dossier: Dossier, marks: Mapping[str, str], before: frozenset[str] | None) -> Iterator[str]:
    """The lines of a report.  `before` holds the marks its claims had, None for a report that is new."""
    sheet = build_sheet(dossier)
    words = load_words(sheet.language)
    report = dossier.report
    head = ": ".join(part for part in (report.outlet, report.title or report.label) if part)
    days = [report.published or "", *([f"updated {report.updated}"] if report.updated else [])]
    yield "  ".join(["new" if before is None else "changed", *filter(None, days), show_on_one_line(head)])
    if report.url:
        yield f"    {show_on_one_line(report.url)}"
    fresh = [card for card in sheet.claims if before is None or marks[card.id] not in before]
    gone = 0 if before is None else len(before - set(marks.values()))
    if before is not None:
        yield f"    {len(fresh)} claims are new, {gone} are no longer there"
    elif not fresh:
        yield "    no claims"
    for card in fresh:
        quoted = show_on_one_line(card.excerpt.words)
        if len(quoted) > _WORDS:
            quoted = quoted[: _WORDS - 1] + "…"
        standing = f"{words.standing(card.standing, 'symbol')} {words.standing(card.standing)}"
        said = show_on_one_line(card.voice.name)
        yield f"    {card.id}  {standing}  {words.of('kind', card.claim.kind)}: “{quoted}” ({said})"
