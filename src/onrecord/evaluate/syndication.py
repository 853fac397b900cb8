"""Groups of copies in the form the syndication scorer reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.cluster.syndication import Document, group_copies


def predict_all(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """`{"id", "cluster"}` for each record, in their order.  Reads id, text, date and outlet, nothing else."""
    documents = [Document(str(r["id"]), str(r["text"]), r.get("date"), r.get("outlet")) for r in records]
    cluster = {name: group.id for group in group_copies(documents) for name in group.documents}
    return [{"id": record["id"], "cluster": cluster[str(record["id"])]} for record in records]
