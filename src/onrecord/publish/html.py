"""Sheets as one self-contained page: no remote request, a strict content security policy, readable without script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.publish.marked_text import exact_html, mark_report
from onrecord.publish.nouns import PointGroup, Sheet, Standing
from onrecord.publish.safety import safe_url, show_on_one_line
from onrecord.publish.words import Words, load_words

BAR_WIDTH = 1000  # view-box units of the bar that draws the tallies
POINTS_OPEN = 5  # the same for the findings of a summary
SOURCES_OPEN = 3  # the same for the sources of a row
ROWS_OPEN = 3  # findings with more rows show them on request, and always in print


def render_html(sheets: Sequence[Sheet]) -> str:
    """One page with every sheet; an index on top when there are several."""
    language = sheets[0].language if sheets else "en"
    words = load_words(language)
    css, script = read_static("sheet.css"), read_static("sheet.js")
    views = [view_sheet(sheet, f"r{number}") for number, sheet in enumerate(sheets, start=1)]
    page = environment().get_template("page.html.j2")
    return page.render(
        w=words,
        ui=words.table["ui"],
        language=language,
        title=page_title(sheets, words),
        csp=content_policy(css, script),
        css=Markup(css),  # noqa: S704  # the package's own file
        script=Markup(script),  # noqa: S704  # the package's own file
        views=views,
        standings=tuple(Standing),
        tiers=tuple(words.table["tier"].items()),
        version=sheets[0].version if sheets else "",
        rows_open=ROWS_OPEN,
        sources_open=SOURCES_OPEN,
        points_open=POINTS_OPEN,
    )


@cache
def environment() -> Environment:
    """Templates with every value escaped; a misspelt name is an error, not an empty string."""
    env = Environment(
        loader=PackageLoader("onrecord.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["exact"] = exact_html
    env.filters["line"] = show_on_one_line
    env.filters["link"] = safe_url
    return env


@cache
def read_static(name: str) -> str:
    return (files("onrecord.publish") / "static" / name).read_text(encoding="utf-8")


def content_policy(css: str, script: str) -> str:
    """A policy under which nothing loads and only this style sheet and this script run."""
    return (
        f"default-src 'none'; style-src '{hash_source(css)}'; script-src '{hash_source(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def hash_source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def page_title(sheets: Sequence[Sheet], words: Words) -> str:
    if len(sheets) == 1:
        return words.frame("page_title", title=show_on_one_line(title_of(sheets[0])))
    return words.frame("page_title_many", reports=words.count("reports", len(sheets)))


def title_of(sheet: Sheet) -> str:
    """The report's title; without one, the file's name, while the whole path stands below it."""
    return sheet.report.title or PurePath(sheet.report.label).name or sheet.report.label


def view_sheet(sheet: Sheet, prefix: str) -> dict[str, Any]:
    """What the template needs beyond the sheet: the marked text, the bar, look-ups."""
    words = load_words(sheet.language)
    return {
        "sheet": sheet,
        "prefix": prefix,
        "title": title_of(sheet),
        "text": mark_report(sheet, words, prefix),
        "bar": draw_bar(sheet),
        "cards": {card.id: card for card in sheet.claims},
        "reasons": group_reasons(sheet),
    }


def draw_bar(sheet: Sheet) -> list[tuple[Standing, int, int]]:
    """Standing, left edge and width of each part of the bar, in view-box units; the parts fill it."""
    total = sum(len(tally.claims) for tally in sheet.summary.tallies)
    parts: list[tuple[Standing, int, int]] = []
    done = 0
    for tally in sheet.summary.tallies:
        left = BAR_WIDTH * done // total
        done += len(tally.claims)
        parts.append((tally.standing, left, BAR_WIDTH * done // total - left))
    return parts


def group_reasons(sheet: Sheet) -> list[tuple[str, PointGroup]]:
    """The points that cannot be told, by reason, in the order the reasons first appear."""
    reasons: dict[str, PointGroup] = {}
    for group in sheet.summary.points:
        if group.standing is Standing.CANNOT_TELL:
            for point in group.points:
                reason = point.missing or ""
                earlier = reasons[reason].points if reason in reasons else ()
                reasons[reason] = PointGroup(group.standing, (*earlier, point))
    return list(reasons.items())
