"""Claim sheets: one pure builder, and a writer for each form.

Writers are imported when asked for, so that a run that prints to the terminal never loads the template engine.
"""

from collections.abc import Sequence
from enum import StrEnum

from onrecord.publish.nouns import Sheet, Standing
from onrecord.publish.sheet import build_sheet

__all__ = ["Sheet", "SheetForm", "Standing", "build_sheet", "render_sheets"]


class SheetForm(StrEnum):
    """The forms a sheet is published in."""

    TERMINAL = "terminal"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


def render_sheets(sheets: Sequence[Sheet], form: SheetForm) -> str:
    """The sheets in one form, as text to write in UTF-8."""
    match form:
        case SheetForm.TERMINAL:
            from onrecord.publish.terminal import render_terminal

            return render_terminal(sheets)
        case SheetForm.HTML:
            from onrecord.publish.html import render_html

            return render_html(sheets)
        case SheetForm.JSON:
            from onrecord.publish.json_sheet import render_json

            return render_json(sheets)
        case SheetForm.CSV:
            from onrecord.publish.csv_sheet import render_csv

            return render_csv(sheets)
