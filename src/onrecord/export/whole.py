"""The ledger as one JSON document: reports with their claims, findings and decisions; threads; every decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.export.linked import dump
from onrecord.export.rows import ReportEntry
from onrecord.store.decide import Decision
from onrecord.store.encode import encode
from onrecord.store.threads import ThreadLine

FORMAT, FORMAT_VERSION = "onrecord/ledger", "1.1"


def write_json(
    entries: Iterable[ReportEntry], threads: Iterable[ThreadLine], decisions: Iterable[Decision]
) -> Iterator[str]:
    """The document, in pieces.  Numbers of claims are strings, spans are [start, end] in code points of the text."""
    yield f'{{"format": "{FORMAT}", "format_version": "{FORMAT_VERSION}", "reports": ['
    yield from _join(report_object(entry) for entry in entries)
    yield '], "threads": ['
    yield from _join(encode(line) for line in threads)
    yield '], "decisions": ['
    yield from _join(encode(one) | {"detail": one.detail} for one in decisions)
    yield "]}\n"


def _join(items: Iterable[Any]) -> Iterator[str]:
    first = True
    for item in items:
        yield ("\n" if first else ",\n") + dump(item)
        first = False


def report_object(entry: ReportEntry) -> dict[str, Any]:
    card = entry.card
    return {
        "digest": card.digest,
        "label": card.label,
        "outlet": card.outlet,
        "title": card.title,
        "url": card.url,
        "published": card.published,
        "updated": entry.dossier.report.updated,
        "credit": card.credit,
        "copies": card.copies,
        "added": card.added,
        "edition": card.edition,
        "text": entry.dossier.report.text,
        "claims": [
            {
                "name": one.name,
                "words": one.said.quote,
                "claim": encode(one.said.claim),
                "voice": encode(one.said.voice),
                "thread": one.said.thread,
                "why": list(one.said.why),
                "findings": [encode(finding) for finding in one.findings],
                "decisions": [decision.number for decision in one.decisions],
            }
            for one in entry.claims
        ],
    }
