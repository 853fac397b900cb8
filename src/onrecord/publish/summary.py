"""The top of a sheet: what is claimed, on whose word, what the record says, what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import ClaimKind
from onrecord.publish.nouns import ClaimCard, Point, PointGroup, SourceEntry, Standing, Summary, Tally
from onrecord.publish.words import Words


def build_summary(cards: Sequence[ClaimCard], sources: Sequence[SourceEntry], words: Words) -> Summary:
    """Counts by kind and by standing, and every finding under its verdict."""
    by_kind = [(kind, tuple(card.id for card in cards if card.claim.kind is kind)) for kind in ClaimKind]
    by_standing = [Tally(standing, tuple(c.id for c in cards if c.standing is standing)) for standing in Standing]
    speaking = sum(bool(source.claims) for source in sources)
    lead = (
        words.frame("lead", claims=words.count("claims", len(cards)), sources=words.count("sources", speaking))
        if cards
        else words.frame("lead_none")
    )
    return Summary(
        lead=lead,
        kinds=tuple(sorted(((k, ids) for k, ids in by_kind if ids), key=lambda item: -len(item[1]))),
        tallies=tuple(tally for tally in by_standing if tally.claims),
        points=group_points(cards),
    )


def group_points(cards: Sequence[ClaimCard]) -> tuple[PointGroup, ...]:
    """Findings by verdict, those that ask most of a reader first; inside a group in reading order."""
    groups = []
    for standing in Standing:
        points = tuple(
            Point(card.id, line.finding.sentence, line.missing)
            for card in cards
            for line in card.findings
            if line.finding.verdict.value == standing.value
        )
        if points:
            groups.append(PointGroup(standing, points))
    return tuple(groups)
