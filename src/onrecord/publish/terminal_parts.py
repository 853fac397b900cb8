"""Pieces every part of a terminal sheet is drawn with."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.text import Text

from onrecord.publish.nouns import Standing
from onrecord.publish.words import Words

NARROWEST = 40  # columns
STYLES: dict[Standing, str] = {
    Standing.DISAGREES: "bold red",
    Standing.RECORD_DIFFERS: "magenta",
    Standing.DEPENDS: "yellow",
    Standing.CANNOT_TELL: "cyan",
    Standing.AGREES: "green",
    Standing.NO_CHECK: "",
    Standing.NOT_CHECKED: "dim",
}


def draw_section(heading: str, parts: Iterable[RenderableType]) -> RenderableType:
    return Group(Text(), Text(heading.upper(), style="bold"), *(Padding(part, (0, 0, 0, 2)) for part in parts))


def tag(claim_id: str, standing: Standing, words: Words) -> Text:
    """How a claim is named everywhere on the sheet: "c03 ✗"."""
    return Text(f"{claim_id} {words.standing(standing, 'symbol')}", style=STYLES[standing])


class HangingText:
    """Text whose lines after the first are indented."""

    def __init__(self, text: Text, indent: int = 2) -> None:
        self.text = text
        self.indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = self.text.wrap(console, max(options.max_width - self.indent, NARROWEST // 2))
        for number, line in enumerate(lines):
            yield Padding(line, (0, 0, 0, self.indent if number else 0))
