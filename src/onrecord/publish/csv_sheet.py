"""Sheets as CSV: one row per claim, its findings joined.  RFC 4180: CRLF, quotes doubled, one header row; UTF-8.

Every cell goes through `guard_cell` (docs/sheet.md, "The spreadsheet").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from onrecord.model import RoleName
from onrecord.publish.json_sheet import plain_number
from onrecord.publish.nouns import ClaimCard, RoleLine, Sheet
from onrecord.publish.safety import guard_cell, safe_url

COLUMNS = (
    "report", "report_title", "report_outlet", "report_published", "report_url", "report_digest",
    "claim", "kind", "property", "stance", "standing", "start", "end", "words",
    "actor", "actor_ids", "item", "item_ids", "counterpart", "counterpart_ids",
    "place", "place_ids", "time", "time_value",
    "quantity", "low", "high", "approximate", "unit", "counted", "counted_class",
    "source_kind", "source", "source_words", "directness", "cue", "firmness", "chain",
    "verdicts", "findings", "rules", "missing", "facts", "fact_links", "edition", "onrecord",
)  # fmt: skip
JOINT = " | "  # between the parts of a cell that holds several


def render_csv(sheets: Sequence[Sheet]) -> str:
    """The claims of all sheets, a row each, under one header row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for sheet in sheets:
        for card in sheet.claims:
            row = {**report_cells(sheet), **claim_cells(card), **role_cells(card), **finding_cells(card)}
            writer.writerow([guard_cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def report_cells(sheet: Sheet) -> dict[str, str]:
    report = sheet.report
    return {
        "report": report.label,
        "report_title": report.title or "",
        "report_outlet": report.outlet or "",
        "report_published": report.published or "",
        "report_url": safe_url(report.url) or "",
        "report_digest": report.digest,
        "edition": sheet.edition or "",
        "onrecord": sheet.version,
    }


def claim_cells(card: ClaimCard) -> dict[str, str]:
    claim, voice, quantity = card.claim, card.voice, card.claim.quantity
    return {
        "claim": claim.id,
        "kind": claim.kind.value,
        "property": claim.property or "",
        "stance": claim.stance.value,
        "standing": card.standing.value,
        "start": str(claim.span.start),
        "end": str(claim.span.end),
        "words": card.excerpt.words,
        "quantity": card.amount.excerpt.words if card.amount else "",
        "low": (plain_number(quantity.low) or "") if quantity else "",
        "high": (plain_number(quantity.high) or "") if quantity else "",
        "approximate": ("yes" if quantity.approximate else "no") if quantity else "",
        "unit": (quantity.unit or "") if quantity else "",
        "counted": (quantity.counted or "") if quantity else "",
        "counted_class": (quantity.counted_class or "") if quantity else "",
        "source_kind": voice.kind.value,
        "source": voice.name,
        "source_words": voice.source.words if voice.source else "",
        "directness": voice.directness.value,
        "cue": JOINT.join(excerpt.words for excerpt in voice.cue),
        "firmness": voice.firmness.value,
        "chain": " → ".join(link.name for link in voice.chain),
    }


def role_cells(card: ClaimCard) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name in RoleName:
        lines = [role for role in card.roles if role.name is name]
        cells[name.value] = JOINT.join(role.excerpt.words for role in lines)
        cells["time_value" if name is RoleName.TIME else f"{name.value}_ids"] = JOINT.join(map(resolved_ids, lines))
    return cells


def resolved_ids(role: RoleLine) -> str:
    if role.name is RoleName.TIME:
        return (role.time.value or "") if role.time else ""
    return " ".join(entity.id for entity in role.entities)


def finding_cells(card: ClaimCard) -> dict[str, str]:
    findings = [line.finding for line in card.findings]
    facts = list(dict.fromkeys(fact for finding in findings for fact in finding.facts))
    links = dict.fromkeys(safe_url(source.url) for fact in facts for source in fact.sources)
    return {
        "verdicts": JOINT.join(finding.verdict.value for finding in findings),
        "findings": JOINT.join(finding.sentence for finding in findings) or (card.why_not_checked or ""),
        "rules": JOINT.join(finding.rule for finding in findings),
        "missing": JOINT.join(line.missing for line in card.findings if line.missing),
        "facts": JOINT.join(fact.id for fact in facts),
        "fact_links": " ".join(link for link in links if link),
    }
