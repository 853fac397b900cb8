"""Adding a report: everything it says in one transaction, or nothing of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select

from onrecord.cluster.prints import day_of
from onrecord.cluster.profiles import counted_class_of, profile_claims
from onrecord.cluster.syndication import Document
from onrecord.cluster.translation import make_trace
from onrecord.cluster.upstream import outlet_key, voice_of
from onrecord.errors import RefusedReport
from onrecord.model import Claim, Dossier, Finding, Report, Stance
from onrecord.origin import find_origin
from onrecord.store.assign import Place, assign_thread, count_report
from onrecord.store.copies import settle_report
from onrecord.store.encode import dumps, maybe_plain, plain
from onrecord.store.schema import blob, claim, finding, finding_fact, report, sighting, telling
from onrecord.store.tally import keep_tally

_WORDS_IN = "en"  # titles of threads and reasons are the program's own words, whatever the report's language


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a report changed.  Nothing, when it `was_there`."""

    digest: str
    was_there: bool
    claims: int = 0
    joined: int = 0  # claims that joined a thread
    opened: int = 0  # claims that opened one
    copies: str = ""  # the syndication group


def digest_bytes(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def text_bytes(text: str) -> bytes:
    """A text as it is kept: every code point, a lone surrogate too."""
    return text.encode("utf-8", "surrogatepass")


def add_dossier(connection: Connection, dossier: Dossier, raw: bytes, *, added: str, program: str) -> Added:
    """Add a report with its claims and findings, in the transaction the caller holds.

    `raw` are the bytes the report was read from; `added` is the time, ISO 8601.  A report whose bytes are already
    there changes nothing, but that it was met elsewhere too is kept.  Raises RefusedReport when the bytes are not those
    of the report, or a claim's span is not its words.
    """
    given = dossier.report
    if digest_bytes(raw) != given.digest:
        raise RefusedReport(f"The bytes of {given.label} are not those its text was read from. Add it again.")
    known = connection.execute(
        select(report.c.id, report.c.label, report.c.url, report.c.copies).where(report.c.digest == given.digest)
    ).first()
    if known is not None:
        _note_sighting(connection, known.id, (known.label, known.url), given, added)
        return Added(given.digest, was_there=True, copies=known.copies)
    _hold_spans(dossier)
    if connection.execute(select(blob.c.size).where(blob.c.digest == given.digest)).first() is None:
        connection.execute(insert(blob), {"digest": given.digest, "size": len(raw), "bytes": raw})
    text = text_bytes(given.text)
    day, credit = day_of(given.published), maybe_plain(given.credit or find_origin(given.text).credit)
    row = {
        "digest": given.digest,
        "text": text,
        "text_digest": digest_bytes(text),
        "label": plain(given.label),
        "outlet": maybe_plain(given.outlet),
        "outlet_key": maybe_plain(outlet_key(given.outlet)),
        "title": maybe_plain(given.title),
        "url": maybe_plain(given.url),
        "published": maybe_plain(given.published),
        "day": day,
        "credit": credit,
        "copies": given.digest,
        "edition": dossier.edition,
        "program": program,
        "added": added,
        "body": dumps(replace(dossier, report=replace(given, text=""), claims=(), findings=(), doc=None)),
    }
    report_id = connection.execute(insert(report), row).inserted_primary_key[0]  # type: ignore[index]
    settled = settle_report(
        connection,
        report_id,
        Document(given.digest, given.text, given.published, maybe_plain(given.outlet)),
        make_trace(dossier, day, credit),
    )
    row["copies"] = settled.group
    whence = {"report_id": report_id, **{name: row[name] for name in ("published", "outlet", "credit", "copies")}}
    places = _add_claims(connection, dossier, whence)
    return Added(
        given.digest,
        was_there=False,
        claims=len(dossier.claims),
        joined=sum(not place.is_new for place in places),
        opened=sum(place.is_new for place in places),
        copies=settled.group,
    )


def _note_sighting(
    connection: Connection, report_id: int, first: tuple[str, str | None], given: Report, added: str
) -> None:
    label, url = plain(given.label), maybe_plain(given.url) or ""
    if (label, url) == (first[0], first[1] or ""):
        return
    same = (sighting.c.report_id == report_id, sighting.c.label == label, sighting.c.url == url)
    if connection.execute(select(sighting.c.id).where(*same)).first() is None:
        row = {"report_id": report_id, "label": label, "url": url, "outlet": maybe_plain(given.outlet), "added": added}
        connection.execute(insert(sighting), row)


def _hold_spans(dossier: Dossier) -> None:
    length = len(dossier.report.text)
    if wrong := next((each for each in dossier.claims if each.span.end > length), None):
        raise RefusedReport(f"Claim {wrong.id} of {dossier.report.label} lies outside its text; it was not added.")


def _add_claims(connection: Connection, dossier: Dossier, whence: dict[str, Any]) -> list[Place]:
    given, report_id = dossier.report, whence["report_id"]
    profiles = {each.id: profile for each, profile in profile_claims(dossier)}
    places: dict[str, Place] = {}
    for each in dossier.claims:
        profile = profiles.get(each.id)
        place = profile and assign_thread(
            connection, profile, report=given.digest, claim=each.id, published=given.published, language=_WORDS_IN
        )
        if place:
            places[each.id] = place
        row = claim_row(each, given, report_id)
        row |= {"thread_id": place.thread, "why": place.why} if place else {"thread_id": None, "why": None}
        claim_id = connection.execute(insert(claim), row).inserted_primary_key[0]  # type: ignore[index]
        if place:
            add_telling(connection, each, place.thread, claim_id, row["voice"], whence)
        found = [one for one in dossier.findings if one.claim_id == each.id]
        add_findings(connection, claim_id, found, edition=dossier.edition or "")
    for name, count in sorted(Counter(place.thread for place in places.values()).items()):
        count_report(connection, name, claims=count, published=given.published)
        keep_tally(connection, name)
    return list(places.values())


def claim_row(each: Claim, given: Report, report_id: int) -> dict[str, Any]:
    """The columns of a claim, but for its thread."""
    return {
        "report_id": report_id,
        "number": each.id,
        "kind": each.kind.value,
        "property": each.property,
        "stance": each.stance.value,
        "start": each.span.start,
        "end": each.span.end,
        "quote": json.dumps(each.span.of(given.text), ensure_ascii=True),
        "voice": dumps(voice_of(each.attribution, given)),
        "body": dumps(each),
    }


def add_telling(
    connection: Connection, each: Claim, name: str, claim_id: int, voice: str, whence: dict[str, Any]
) -> None:
    """What a list of threads needs of a claim, beside those of its thread."""
    quantity = each.quantity

    def number(value: Decimal | None) -> float | None:
        return None if value is None or not value.is_finite() else float(value)

    row = {
        **whence,
        "thread_id": name,
        "claim_id": claim_id,
        "voice": voice,
        "low": number(quantity.low) if quantity else None,
        "high": number(quantity.high) if quantity else None,
        "counted_class": counted_class_of(each),
        "denied": each.stance is Stance.DENIED,
    }
    connection.execute(insert(telling), row)


def add_findings(connection: Connection, claim_id: int, found: Iterable[Finding], *, edition: str) -> None:
    """Keep the findings of a claim under the record's edition, with the digests of the rows they rest on."""
    for number, each in enumerate(found):
        row = {
            "claim_id": claim_id,
            "edition": each.edition or edition,
            "number": number,
            "check": each.check,
            "rule": each.rule,
            "verdict": each.verdict.value,
            "body": dumps(each),
        }
        finding_id = connection.execute(insert(finding), row).inserted_primary_key[0]  # type: ignore[index]
        facts = {fact.id: fact.digest for fact in each.facts}
        if facts:
            rows = [{"finding_id": finding_id, "fact": name, "row_digest": found} for name, found in facts.items()]
            connection.execute(insert(finding_fact), rows)
