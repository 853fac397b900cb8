"""Claims as linked data: W3C Web Annotation, PROV-JSON, schema.org Claim and ClaimReview, GeoJSON.

Every address is an https address of a report or a `urn:` of a digest; `<` is escaped, so that a document may stand in
a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from onrecord.export.rows import ClaimEntry, Locate, ReportEntry
from onrecord.model import RoleName, SourceKind, Verdict
from onrecord.publish.safety import UNSEEN, safe_url
from onrecord.store.load import ReportCard, Said
from onrecord.store.names import short

_AROUND = 32  # code points of prefix and suffix in a quote selector
_RATED = {Verdict.AGREES: 5, Verdict.DISAGREES: 1}  # of 1 to 5; other verdicts are named, not rated
JsonObject = dict[str, Any]


def dump(value: Any) -> str:
    """JSON that may stand in a page, and holds no unseen character or lone surrogate."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return UNSEEN.sub(_escape, text.replace("<", "\\u003c"))


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return "\ufffd" if "\ud800" <= char <= "\udfff" else json.dumps(char)[1:-1]


def urn(digest: str) -> str:
    """The name of bytes by their digest (RFC 6920's `ni`, without an authority)."""
    return f"urn:{digest}"


def address(card: ReportCard) -> str:
    return safe_url(card.url) or urn(card.digest)


def write_list(head: str, items: Iterable[JsonObject], tail: str) -> Iterator[str]:
    """A document whose items are written one a line as they come."""
    yield head
    first = True
    for item in items:
        yield ("\n" if first else ",\n") + dump(item)
        first = False
    yield f"\n{tail}\n"


# --- Web Annotation ---


def write_annotations(entries: Iterable[ReportEntry]) -> Iterator[str]:
    """An annotation page: each claim at its position, and by its words with what stands around them."""
    head = '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": ['
    return write_list(head, (annotate(entry, each) for entry in entries for each in entry.claims), "]}")


def annotate(entry: ReportEntry, one: ClaimEntry) -> JsonObject:
    text, span = entry.dossier.report.text, one.said.claim.span
    bodies: list[JsonObject] = [
        {"type": "TextualBody", "purpose": "tagging", "value": one.said.claim.kind.value},
        {"type": "TextualBody", "purpose": "classifying", "value": f"stance: {one.said.claim.stance.value}"},
    ]
    bodies += [
        {"type": "TextualBody", "purpose": "assessing", "value": each.sentence, "format": "text/plain"}
        for each in one.findings
    ]
    return {
        "id": f"{urn(entry.card.digest)}#{one.said.claim.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": {
            "source": address(entry.card),
            "state": {"type": "State", "cached": urn(entry.card.digest)},
            "selector": [
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": span.of(text),
                    "prefix": text[max(0, span.start - _AROUND) : span.start],
                    "suffix": text[span.end : span.end + _AROUND],
                },
            ],
        },
    }


# --- PROV ---


def write_prov(entries: Iterable[ReportEntry]) -> Iterator[str]:
    """PROV-JSON: bytes → text → claim → finding, by which program, on which rows of the record, decided by whom."""
    parts: dict[str, dict[str, Any]] = {
        name: {}
        for name in (
            "entity", "activity", "agent", "wasDerivedFrom", "wasGeneratedBy", "used", "wasAssociatedWith",
            "wasAttributedTo",
        )
    }  # fmt: skip
    parts["agent"]["onrecord:program"] = {"prov:type": "prov:SoftwareAgent"}
    for entry in entries:
        _prove_report(entry, parts)
    document = {"prefix": {"onrecord": "urn:onrecord:", "prov": "http://www.w3.org/ns/prov#"}, **parts}
    yield dump(document) + "\n"


def _prove_report(entry: ReportEntry, parts: dict[str, dict[str, Any]]) -> None:
    name = short(entry.card.digest)
    raw, text, reading = f"onrecord:bytes/{name}", f"onrecord:text/{name}", f"onrecord:reading/{name}"
    parts["entity"][raw] = {"onrecord:digest": entry.card.digest, "prov:location": address(entry.card)}
    parts["entity"][text] = {"onrecord:language": entry.dossier.report.language}
    parts["activity"][reading] = {"prov:endTime": entry.card.added}
    _relate(parts, "used", reading, raw, "prov:activity", "prov:entity")
    _relate(parts, "wasGeneratedBy", text, reading, "prov:entity", "prov:activity")
    _relate(parts, "wasDerivedFrom", text, raw, "prov:generatedEntity", "prov:usedEntity")
    _relate(parts, "wasAssociatedWith", reading, "onrecord:program", "prov:activity", "prov:agent")
    for one in entry.claims:
        claim = f"onrecord:claim/{one.name}"
        span = one.said.claim.span
        parts["entity"][claim] = {
            "onrecord:words": one.said.quote,
            "onrecord:start": span.start,
            "onrecord:end": span.end,
        }
        _relate(parts, "wasDerivedFrom", claim, text, "prov:generatedEntity", "prov:usedEntity")
        for number, each in enumerate(one.findings):
            finding = f"onrecord:finding/{one.name}/{each.edition}/{number}"
            parts["entity"][finding] = {
                "onrecord:rule": each.rule,
                "onrecord:verdict": each.verdict.value,
                "onrecord:edition": each.edition,
            }
            _relate(parts, "wasDerivedFrom", finding, claim, "prov:generatedEntity", "prov:usedEntity")
            for fact in each.facts:
                row = f"onrecord:fact/{each.edition}/{fact.id}"
                parts["entity"][row] = {"onrecord:digest": fact.digest or None}
                _relate(parts, "wasDerivedFrom", finding, row, "prov:generatedEntity", "prov:usedEntity")
        for made in one.decisions:
            person, decision = f"onrecord:person/{made.who}", f"onrecord:decision/{made.number}"
            parts["agent"][person] = {"prov:type": "prov:Person"}
            parts["entity"][decision] = {
                "onrecord:act": made.act.value,
                "onrecord:why": made.why,
                "onrecord:at": made.at,
            }
            _relate(parts, "wasAttributedTo", decision, person, "prov:entity", "prov:agent")
            _relate(parts, "wasDerivedFrom", decision, claim, "prov:generatedEntity", "prov:usedEntity")


def _relate(
    parts: dict[str, dict[str, Any]], relation: str, one: str, other: str, one_role: str, other_role: str
) -> None:
    parts[relation][f"_:{relation}{len(parts[relation])}"] = {one_role: one, other_role: other}


# --- schema.org ---


def write_claims(threads: Iterable[tuple[str, str, str, Sequence[Said]]]) -> Iterator[str]:
    """A schema.org Claim per thread, with every report it appears in."""
    head = '{"@context": "https://schema.org", "@graph": ['
    return write_list(head, (describe_claim(*each) for each in threads), "]}")


def describe_claim(name: str, kind: str, title: str, said: Sequence[Said]) -> JsonObject:
    reports = list({one.report.digest: one.report for one in said}.values())
    speakers = {
        one.voice.key: one.voice.label
        for one in said
        if one.voice.label and one.voice.kind in (SourceKind.NAMED_PERSON, SourceKind.NAMED_BODY)
    }
    person = said[0].voice.kind is SourceKind.NAMED_PERSON
    found: JsonObject = {
        "@type": "Claim",
        "@id": f"urn:onrecord:thread:{name}",
        "name": title,
        "text": said[0].quote,
        "about": kind,
        "firstAppearance": describe_report(reports[0]),
        "appearance": [describe_report(card) for card in reports],
    }
    if speakers:
        kind_of = "Person" if person else "Organization"
        found["author"] = [{"@type": kind_of, "name": label} for label in speakers.values()]
    return found


def describe_report(card: ReportCard) -> JsonObject:
    found: JsonObject = {"@type": "NewsArticle", "@id": urn(card.digest), "headline": card.title or card.label}
    if url := safe_url(card.url):
        found["url"] = url
    if card.published:
        found["datePublished"] = card.published
    if card.outlet:
        found["publisher"] = {"@type": "Organization", "name": card.outlet}
    return found


def write_reviews(entries: Iterable[ReportEntry]) -> Iterator[str]:
    """A ClaimReview for each finding a person accepted, in that person's name; for no other."""
    items = (
        review(one, finding, decision.who, decision.at, decision.why)
        for entry in entries
        for one in entry.claims
        for finding, decision in one.accepted()
    )
    return write_list('{"@context": "https://schema.org", "@graph": [', items, "]}")


def review(one: ClaimEntry, finding: Any, who: str, at: str, why: str) -> JsonObject:
    rating: JsonObject = {"@type": "Rating", "alternateName": finding.verdict.value.replace("_", " ")}
    if finding.verdict in _RATED:
        rating |= {"ratingValue": _RATED[finding.verdict], "bestRating": 5, "worstRating": 1}
    claim = describe_claim(one.said.thread or one.name, one.said.claim.kind.value, one.said.quote, [one.said])
    return {
        "@type": "ClaimReview",
        "@id": f"urn:onrecord:review:{one.name}#{finding.rule}",
        "claimReviewed": one.said.quote,
        "itemReviewed": claim,
        "author": {"@type": "Person", "name": who},
        "datePublished": at[:10],
        "reviewBody": finding.sentence,
        "reviewAspect": why,
        "reviewRating": rating,
        "isBasedOn": sorted({source.url for fact in finding.facts for source in fact.sources if safe_url(source.url)}),
    }


# --- GeoJSON ---


def write_geojson(entries: Iterable[ReportEntry], locate: Locate) -> Iterator[str]:
    """A feature for each place of each claim, with how far the thing meant may lie from the point (RFC 7946)."""
    items = (feature for entry in entries for one in entry.claims for feature in _features(one, locate))
    return write_list('{"type": "FeatureCollection", "features": [', items, "]}")


def _features(one: ClaimEntry, locate: Locate) -> Iterator[JsonObject]:
    places = one.entities(RoleName.PLACE)
    for entity in places:
        point = locate(entity.id)
        if point is None:
            continue
        claim = one.said.claim
        quantity = claim.quantity
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(point.lon, 5), round(point.lat, 5)]},
            "properties": {
                "claim": one.name,
                "thread": one.said.thread,
                "kind": claim.kind.value,
                "stance": claim.stance.value,
                "words": one.said.quote,
                "place": entity.label,
                "place_id": entity.id,
                "precision_radius_km": point.precision_km,
                "low": None if quantity is None or quantity.low is None else float(quantity.low),
                "high": None if quantity is None or quantity.high is None else float(quantity.high),
                "counted": None if quantity is None else quantity.counted,
                "source": one.said.voice.label or None,
                "outlet": one.said.report.outlet,
                "published": one.said.report.published,
                "report": address(one.said.report),
                "decision": one.standing or None,
            },
        }
