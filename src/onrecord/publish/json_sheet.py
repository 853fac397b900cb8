"""A sheet as JSON, after `data/schema/claim-sheet.schema.json` (reference: docs/json.md).

Keys always stand in the same order and are always present.  Offsets are integers, in code points of the report's text;
every other number is a string, so that no reader rounds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from importlib.resources import files
from typing import Any

from onrecord.model import Entity, Fact, Reading, Report, Source, SourcingNote
from onrecord.publish.nouns import (
    Amount,
    ClaimCard,
    Excerpt,
    FindingLine,
    QuotationEntry,
    RoleLine,
    Sheet,
    SourceEntry,
    Summary,
    Voice,
)
from onrecord.publish.safety import UNSEEN, safe_url

FORMAT = "onrecord/claim-sheet"
FORMAT_VERSION = "1.1"

JsonObject = dict[str, Any]


def render_json(sheets: Sequence[Sheet]) -> str:
    """The sheets as one JSON document that ends with a line feed.  Same sheets, same bytes."""
    document = {"format": FORMAT, "format_version": FORMAT_VERSION, "sheets": [sheet_object(s) for s in sheets]}
    return UNSEEN.sub(escape_unseen, json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def escape_unseen(match: re.Match[str]) -> str:
    """The JSON escape of an unseen character, so that the file itself holds none.

    A lone surrogate, which no UTF-8 file can hold, becomes the replacement character, at the same offset.
    """
    char = match.group()
    return "\ufffd" if "\ud800" <= char <= "\udfff" else json.dumps(char)[1:-1]


def load_schema() -> JsonObject:
    """The JSON Schema (2020-12) every document of `render_json` follows."""
    path = files("onrecord") / "data" / "schema" / "claim-sheet.schema.json"
    schema: JsonObject = json.loads(path.read_text(encoding="utf-8"))
    return schema


def sheet_object(sheet: Sheet) -> JsonObject:
    return {
        "onrecord": sheet.version,
        "edition": sheet.edition,
        "report": report_object(sheet.report),
        "summary": summary_object(sheet.summary),
        "claims": [claim_object(card) for card in sheet.claims],
        "sources": [source_object(entry) for entry in sheet.sources],
        "quotations": [quotation_object(entry) for entry in sheet.quotations],
        "sourcing": [sourcing_object(note) for note in sheet.sourcing],
    }


def report_object(report: Report) -> JsonObject:
    return {
        "label": report.label,
        "digest": report.digest,
        "language": report.language,
        "title": report.title,
        "outlet": report.outlet,
        "author": report.author,
        "url": safe_url(report.url),
        "published": report.published,
        "updated": report.updated,
        "credit": report.credit,
        "dateline": report.dateline,
        "encoding": report.encoding,
        "media_type": report.media_type,
        "notes": list(report.notes),
        "headline": None
        if report.headline is None
        else span_object(Excerpt(report.headline, report.headline.of(report.text))),
        "text": report.text,
    }


def summary_object(summary: Summary) -> JsonObject:
    return {
        "lead": summary.lead,
        "kinds": [{"kind": kind.value, "claims": list(ids)} for kind, ids in summary.kinds],
        "standings": [{"standing": t.standing.value, "claims": list(t.claims)} for t in summary.tallies],
    }


def claim_object(card: ClaimCard) -> JsonObject:
    claim = card.claim
    return {
        "id": claim.id,
        "kind": claim.kind.value,
        "property": claim.property,
        "span": span_object(card.excerpt),
        "stance": claim.stance.value,
        "standing": card.standing.value,
        "why_not_checked": card.why_not_checked,
        "roles": [role_object(role) for role in card.roles],
        "quantity": None if card.amount is None else quantity_object(card.amount),
        "attribution": attribution_object(card.voice),
        "findings": [finding_object(line) for line in card.findings],
    }


def span_object(excerpt: Excerpt) -> JsonObject:
    return {"start": excerpt.span.start, "end": excerpt.span.end, "words": excerpt.words}


def maybe_span(excerpt: Excerpt | None) -> JsonObject | None:
    return None if excerpt is None else span_object(excerpt)


def role_object(role: RoleLine) -> JsonObject:
    return {
        "name": role.name.value,
        "span": span_object(role.excerpt),
        "entities": [entity_object(entity) for entity in role.entities],
        "time": None
        if role.time is None
        else {
            "value": role.time.value,
            "granularity": role.time.granularity,
            "anchor": role.time.anchor,
            "relation": role.time.relation,
        },
        "area": None
        if role.area is None
        else {
            "lat": str(role.area.lat),
            "lon": str(role.area.lon),
            "radius_km": str(role.area.radius_km),
            "relation": role.area.relation,
        },
    }


def entity_object(entity: Entity) -> JsonObject:
    return {
        "id": entity.id,
        "kind": entity.kind.value,
        "label": entity.label,
        "alternatives": list(entity.alternatives),
        "note": entity.note,
    }


def quantity_object(amount: Amount) -> JsonObject:
    quantity = amount.quantity
    return {
        "span": span_object(amount.excerpt),
        "low": plain_number(quantity.low),
        "high": plain_number(quantity.high),
        "approximate": quantity.approximate,
        "unit": quantity.unit,
        "counted": quantity.counted,
        "counted_class": quantity.counted_class,
        "modifier": quantity.modifier,
        "in_words": amount.phrase,
    }


def plain_number(value: Decimal | None) -> str | None:
    """A number without exponent: "5000", "5.20" as the source writes it."""
    return None if value is None else format(value, "f")


def attribution_object(voice: Voice) -> JsonObject:
    return {
        "source_id": voice.source_id,
        "kind": voice.kind.value,
        "name": voice.name,
        "directness": voice.directness.value,
        "firmness": voice.firmness.value,
        "source": maybe_span(voice.source),
        "cue": [span_object(excerpt) for excerpt in voice.cue],
        "evidence": maybe_span(voice.evidence),
        "chain": [{"kind": link.kind.value, "name": link.name} for link in voice.chain],
    }


def finding_object(line: FindingLine) -> JsonObject:
    finding = line.finding
    return {
        "check": finding.check,
        "rule": finding.rule,
        "verdict": finding.verdict.value,
        "sentence": finding.sentence,
        "missing": finding.missing,
        "readings": [reading_object(reading) for reading in finding.readings],
        "facts": [fact_object(row.fact) for row in line.rows],
        "related": list(finding.related),
        "edition": finding.edition or None,
    }


def reading_object(reading: Reading) -> JsonObject:
    return {"wording": reading.wording, "verdict": reading.verdict.value, "sentence": reading.sentence}


def fact_object(fact: Fact) -> JsonObject:
    number = isinstance(fact.value, Decimal)
    return {
        "id": fact.id,
        "subject": fact.subject,
        "property": fact.property,
        "value": plain_number(fact.value) if isinstance(fact.value, Decimal) else fact.value,
        "value_type": "number" if number else "text",
        "unit": fact.unit,
        "qualifiers": dict(fact.qualifiers),
        "as_of": fact.as_of,
        "confidence": fact.confidence,
        "licence": fact.licence,
        "note": fact.note,
        "edition": fact.edition or None,
        "digest": fact.digest or None,
        "sources": [record_source_object(source) for source in fact.sources],
    }


def record_source_object(source: Source) -> JsonObject:
    return {
        "key": source.key,
        "title": source.title,
        "url": safe_url(source.url),
        "tier": source.tier,
        "terms": source.terms,
    }


def source_object(entry: SourceEntry) -> JsonObject:
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "name": entry.name,
        "claims": list(entry.claims),
        "quotations": list(entry.quotations),
        "chains": [list(chain) for chain in entry.via],
    }


def quotation_object(entry: QuotationEntry) -> JsonObject:
    return {
        "id": entry.id,
        "span": span_object(entry.excerpt),
        "source_id": entry.source_id,
        "claims": list(entry.claims),
    }


def sourcing_object(note: SourcingNote) -> JsonObject:
    return {"rule": note.rule, "sentence": note.sentence, "claims": list(note.claims)}
