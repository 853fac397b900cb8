"""Invented reports with invented claims, made without the pipeline, for tests of the ledger."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from onrecord.model import (
    Attribution,
    Claim,
    ClaimKind,
    Directness,
    Dossier,
    Entity,
    EntityKind,
    Fact,
    Finding,
    Quantity,
    Report,
    Role,
    RoleName,
    Source,
    SourceKind,
    Span,
    Stance,
    TimeExpression,
    Verdict,
)

AT = "2026-01-02T03:04:05+00:00"
IGLA_S = Entity("equipment/igla-s", EntityKind.EQUIPMENT, "Igla-S")
T_72 = Entity("equipment/t-72", EntityKind.EQUIPMENT, "T-72")
VENEZUELA = Entity("country/VEN", EntityKind.COUNTRY, "Venezuela")
RUSSIA = Entity("country/RUS", EntityKind.COUNTRY, "Russia")
FACT = Fact(
    "equipment/igla-s#max_range.1",
    "equipment/igla-s",
    "max_range",
    Decimal("6"),
    "kilometre",
    (("of", "missile"),),
    (Source("maker", "A maker's page", "https://example.org", "A", "cited"),),
    edition="invented",
    digest="sha256:fact",
)


def invent(
    words: str,
    *,
    kind: ClaimKind = ClaimKind.HOLDING,
    item: Entity | None = IGLA_S,
    actor: Entity | None = VENEZUELA,
    counterpart: Entity | None = None,
    place: Entity | None = None,
    low: str | None = None,
    high: str | None = None,
    counted: str | None = "system",
    approximate: bool = False,
    speaker: str | None = None,
    source: SourceKind | None = None,
    chain: tuple[Attribution, ...] = (),
    outlet: str | None = None,
    published: str | None = "2025-10-23",
    time: str | None = None,
    stance: Stance = Stance.ASSERTED,
    lead: str = "",
    url: str | None = None,
) -> tuple[Dossier, bytes]:
    """A report of one sentence, `words`, after `lead`; and its bytes."""
    text = f"{lead}{words}"
    raw = f"{outlet or ''}|{published}|{url or ''}|{text}".encode()
    start = len(lead)
    whole = Span(start, len(text))
    named = (
        (RoleName.ITEM, item),
        (RoleName.ACTOR, actor),
        (RoleName.COUNTERPART, counterpart),
        (RoleName.PLACE, place),
    )
    roles = [Role(name, whole, entity) for name, entity in named if entity]
    if time:
        roles.append(Role(RoleName.TIME, whole, time=TimeExpression(whole, time, "day")))
    quantity = None
    if low or high:
        ends = (Decimal(low) if low else None, Decimal(high) if high else None)
        quantity = Quantity(whole, *ends, approximate=approximate, counted=counted, counted_class=counted)
    kind_of_source = source or (SourceKind.NAMED_PERSON if speaker else SourceKind.OWN_VOICE)
    directness = Directness.OWN_VOICE if kind_of_source is SourceKind.OWN_VOICE else Directness.INDIRECT
    attribution = Attribution(kind_of_source, directness, speaker=speaker, chain=chain)
    claim = Claim("c01", kind, whole, tuple(roles), None, quantity, attribution, stance, start)
    finding = Finding("c01", "holding", "holding.counted", Verdict.CANNOT_TELL, "No fact.", (FACT,), edition="invented")
    report = Report(text, f"sha256:{hashlib.sha256(raw).hexdigest()}", outlet=outlet, published=published, url=url)
    return Dossier(report, claims=(claim,), findings=(finding,), edition="invented"), raw


def number(index: int, **options: object) -> tuple[Dossier, bytes]:
    """One of many different reports."""
    words = " ".join(hashlib.sha256(f"{index} {part}".encode()).hexdigest()[:7] for part in range(40))
    return invent(f"Report {index}: {words}", low=str(index + 1), high=str(index + 1), **options)  # type: ignore[arg-type]
