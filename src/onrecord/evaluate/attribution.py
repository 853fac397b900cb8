"""Attributions in the form of the attribution benchmark's scorer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.attribute.find import draft_attributions
from onrecord.attribute.tokens import tabulate
from onrecord.extract.parse import parse


def predict(record: Mapping[str, Any], *, language: str = "en") -> dict[str, Any]:
    """`record` holds "id" and "text"; the answer "id" and "attributions", each of pieces [start, end) in the text.

    The benchmark annotates outermost attributions only, and so does this.
    """
    table = tabulate(parse(record["text"], language=language), language=language)
    return {"id": record["id"], "attributions": predict_from_table(table, language=language)}


def predict_from_table(table: Any, *, language: str = "en") -> list[dict[str, list[list[int]]]]:
    """The attributions of a parsed text in the scorer's form."""
    drafts, parents = draft_attributions(table, language=language)

    def spans(pieces: list[tuple[int, int]]) -> list[list[int]]:
        return [[table.start[first], table.end[last]] for first, last in pieces]

    return [
        {"source": spans(draft.source), "cue": spans(draft.cue_pieces), "content": spans(draft.content)}
        for draft, parent in zip(drafts, parents, strict=True)
        if parent < 0
    ]
