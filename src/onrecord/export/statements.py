"""FollowTheMoney statements (CSV): reports as `Article`, named sources as `Person` or `PublicBody`, and who is cited.

Only what its schemata hold is written: a claim, a quantity or a verdict has no place there.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator

from onrecord.export.rows import ClaimEntry, ReportEntry
from onrecord.model import SourceKind
from onrecord.publish.safety import guard_cell, safe_url

COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang",
    "original_value", "external", "first_seen", "last_seen", "id",
)  # fmt: skip
DATASET = "onrecord"
_SCHEMATA = {SourceKind.NAMED_PERSON: "Person", SourceKind.NAMED_BODY: "Organization"}
_TYPES = {
    "id": "checksum", "title": "string", "sourceUrl": "url", "publishedAt": "date", "publisher": "string",
    "language": "language", "contentHash": "checksum", "name": "name", "document": "entity", "entity": "entity",
    "role": "string", "summary": "text",
}  # fmt: skip


def write_statements(entries: Iterable[ReportEntry]) -> Iterator[str]:
    """The statements, a report at a time.  A statement that came before is not written again."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    seen: set[str] = set()
    for entry in entries:
        for entity_id, schema, prop, value in _state(entry):
            statement = _digest(DATASET, entity_id, prop, value)
            if statement in seen:
                continue
            seen.add(statement)
            when = entry.card.added
            language = entry.dossier.report.language if prop in ("title", "summary") else ""
            row = (
                entity_id, entity_id, prop, _TYPES[prop], schema, guard_cell(value), DATASET, "onrecord", language,
                "", "f", when, when, statement,
            )  # fmt: skip
            writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _state(entry: ReportEntry) -> Iterator[tuple[str, str, str, str]]:
    card = entry.card
    article = f"onrecord-{card.digest.removeprefix('sha256:')[:40]}"
    facts = {
        "title": card.title or card.label,
        "sourceUrl": safe_url(card.url),
        "publishedAt": card.published,
        "publisher": card.outlet,
        "contentHash": card.digest.removeprefix("sha256:"),
    }
    for prop, value in facts.items():
        if value:
            yield article, "Article", prop, value
    for one in entry.claims:
        yield from _cite(article, one)


def _cite(article: str, one: ClaimEntry) -> Iterator[tuple[str, str, str, str]]:
    voice = one.said.voice
    schema = _SCHEMATA.get(voice.kind)
    if schema is None or not voice.key:
        return
    source = f"onrecord-{_digest(schema, voice.key)}"
    yield source, schema, "name", voice.label
    link = f"onrecord-{_digest(article, source, one.said.claim.id)}"
    yield link, "Documentation", "document", article
    yield link, "Documentation", "entity", source
    yield link, "Documentation", "role", one.said.claim.kind.value
    yield link, "Documentation", "summary", one.said.quote


def _digest(*parts: str) -> str:
    return hashlib.sha1("\0".join(parts).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
