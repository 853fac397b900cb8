"""Each claim gets the innermost speaker whose content it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import OWN_VOICE, Attribution, Claim, Directness, SourceKind, Span, Stance


def attribute_claims(claims: Sequence[Claim], attributions: Sequence[Attribution]) -> tuple[Claim, ...]:
    """The claims, each with the innermost attribution whose content holds its head; own voice where there is none.

    Only attributions that report count: wishes, support and "is expected" leave a claim in the voice around it.
    Directness is that of the claim's own words.  The cue's stance is taken over where the claim is asserted.
    """
    reporting = [each for each in attributions if each.reports]
    return tuple(_attribute(claim, reporting) for claim in claims)


def _attribute(claim: Claim, attributions: Sequence[Attribution]) -> Claim:
    found = find_speaker(claim.span, claim.head, attributions)
    if found is None or found.kind is SourceKind.OWN_VOICE:
        return replace(claim, attribution=OWN_VOICE)
    stance = claim.stance
    if stance is Stance.ASSERTED and found.cue_stance is not None:
        stance = found.cue_stance
    if found.source is None and found.chain:
        # "an official said a brigade was reportedly moved" is on the official's word, not on nobody's
        found = replace(found.chain[-1], chain=found.chain[:-1])
    directness = Directness.QUOTATION if _quoted_share(claim.span, found) > 0.5 else Directness.INDIRECT
    return replace(claim, attribution=replace(found, directness=directness), stance=stance)


def find_speaker(span: Span, head: int, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution with the longest chain, then the shortest content, among those whose content holds `head`."""
    at = head if span.start <= head < span.end else span.start
    holding = [
        each
        for each in attributions
        if any(piece.start <= at < piece.end for piece in each.content) or _is_act_itself(span, at, each)
    ]
    if not holding:
        return None
    return min(holding, key=lambda each: (-len(each.chain), sum(len(piece) for piece in each.content)))


def _is_act_itself(span: Span, head: int, attribution: Attribution) -> bool:
    """ "A company is understood to have been sent": the claim's words run around a cue without a source."""
    if attribution.source is not None or not any(piece.start <= head < piece.end for piece in attribution.cue):
        return False
    inside = sum(max(0, min(span.end, piece.end) - max(span.start, piece.start)) for piece in attribution.content)
    return inside > 0.5 * len(span)


def _quoted_share(span: Span, attribution: Attribution) -> float:
    inside = sum(max(0, min(span.end, part.end) - max(span.start, part.start)) for part in attribution.quoted)
    return inside / max(1, len(span))
