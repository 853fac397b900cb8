"""Attributions in the form of the attribution benchmark's scorer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.attribute.drafts import Draft
from onrecord.attribute.find import draft_attributions
from onrecord.attribute.kinds import load_source_nouns
from onrecord.attribute.speakers import resolve_speakers
from onrecord.attribute.tokens import Table, tabulate
from onrecord.extract.parse import parse
from onrecord.model import SourceKind, Span


def predict(record: Mapping[str, Any], *, language: str = "en") -> dict[str, Any]:
    """`record` holds "id" and "text"; the answer "id" and "attributions", each of pieces [start, end) in the text.

    The benchmark annotates outermost attributions only, and so does this.
    """
    table = tabulate(parse(record["text"], language=language), language=language)
    return {"id": record["id"], "attributions": predict_from_table(table, language=language)}


def predict_from_table(table: Table, *, language: str = "en") -> list[dict[str, list[list[int]]]]:
    """The attributions of a parsed text in the scorer's form."""
    drafts, parents = draft_attributions(table, language=language)

    def spans(pieces: list[tuple[int, int]]) -> list[list[int]]:
        return [[table.start[first], table.end[last]] for first, last in pieces]

    return [
        {"source": spans(draft.source), "cue": spans(draft.cue_pieces), "content": spans(draft.content)}
        for draft, parent in zip(drafts, parents, strict=True)
        if parent < 0
    ]


def classify_sources(table: Table, sources: Sequence[Span], *, language: str = "en") -> list[SourceKind]:
    """The kind given to each of `sources`, whether or not it was found: for measuring kinds apart from finding."""
    drafts, _ = draft_attributions(table, language=language)
    asked = []
    for span in sources:
        tokens = [i for i in range(table.size) if table.start[i] < span.end and table.end[i] > span.start]
        first, last = tokens[0], tokens[-1]
        top = next((i for i in tokens if not first <= table.head[i] <= last or table.head[i] == i), first)
        known = next((draft for draft in drafts if draft.source_top == top), None)
        asked.append(known or Draft(top, [], [(top, top)], [(first, last)], top, 0.0))
    everything = drafts + [draft for draft in asked if all(draft is not each for each in drafts)]
    speakers = resolve_speakers(table, everything, load_source_nouns(language))
    return [speakers[next(n for n, each in enumerate(everything) if each is draft)].kind for draft in asked]
