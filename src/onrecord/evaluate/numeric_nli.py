"""Numeric entailment: does a premise's numbers allow what a hypothesis says?  A test of interval comparison.

No scorer lies beside this benchmark; `score_labels` counts the right labels, and by what reason the wrong ones came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.evaluate.quantity import compare_nli


def predict(record: Mapping[str, Any], *, language: str = "en") -> dict[str, Any]:
    """`{"id", "label"}`: "entailment" or "neutral"."""
    pair = {"premise": record["premise"], "hypothesis": record["hypothesis"], "label": "entailment"}
    entailed = compare_nli([pair], language=language).right == 1
    return {"id": record["id"], "label": "entailment" if entailed else "neutral"}


def score_labels(gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Share of right labels, and F1 of each label; a missing prediction is wrong."""
    answers = {row["id"]: row.get("label") for row in predicted}
    pairs = Counter((record["label"], answers.get(record["id"])) for record in gold)
    figures = {"accuracy": sum(n for (want, got), n in pairs.items() if want == got) / max(1, len(gold))}
    for label in sorted({str(record["label"]) for record in gold}):
        wanted = sum(n for (want, _), n in pairs.items() if want == label)
        given = sum(n for (_, got), n in pairs.items() if got == label)
        figures[f"{label}.f1"] = 2 * pairs[label, label] / (wanted + given)
    return figures
