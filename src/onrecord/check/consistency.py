"""Two statements of the same thing in one report.  Rules: docs/checks.md, "Consistency"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.check.context import CheckContext, bearer_of, entities_of, is_asserted, is_unsaid
from onrecord.check.counting import claimed_window, is_count, is_partial
from onrecord.check.findings import make_finding
from onrecord.check.measure import Interval, Sense, read_claimed, settings, unit_factor
from onrecord.check.one_whole import find_two_counts
from onrecord.check.same_event import is_part_of_text, may_speak_of_others, name_definite, tell_the_same
from onrecord.check.same_measure import Measure, find_differing
from onrecord.check.same_words import Contrary, find_contrary
from onrecord.check.wording import cue_words, say_quantity
from onrecord.check.words import find_word
from onrecord.model import Claim, ClaimKind, Entity, Finding, RoleName, SourceKind, Verdict

_MOST_EARLIER = 20  # claims on one item that a claim is compared with: a list of hundreds is a table, not a report
_BEHIND = 40  # characters behind a figure in which its condition would stand
_BREAK = re.compile(r"[,.;:()]")
_COUNTED = (ClaimKind.HOLDING, ClaimKind.DEPLOYMENT, ClaimKind.TRANSFER)


def check_consistency(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """One finding for a claim that an earlier claim states with another number, or else with the same."""
    if is_unsaid(claim, context):
        return ()
    measures = context.once(_differing).get(claim.id)
    if measures is not None:
        return (_answer_measures(claim, *measures, context),)
    if not is_asserted(claim, context):
        return ()
    for contrary in context.once(_contraries).get(claim.id, ()):
        if answer := _answer_contrary(claim, contrary, context):
            return (answer,)
    found = None
    if claim.quantity is not None:
        found = _compare_items(claim, context) or _compare_events(claim, context)
    if found is None:
        counts = context.once(_two_counts).get(claim.id, ())
        found = next((answer for count in counts if (answer := _answer_contrary(claim, count, context))), None)
    return (found,) if found is not None else ()


def _differing(context: CheckContext) -> Mapping[str | None, tuple[Measure, Measure]]:
    """The first two measures of one thing that differ, by the claim that the later of them is said with."""
    found: dict[str | None, tuple[Measure, Measure]] = {}
    for earlier, later in find_differing(context.report.text, context.quantities, context.language):
        found.setdefault(bearer_of(later.quantity.span, context), (earlier, later))
    return found


def _contraries(context: CheckContext) -> Mapping[str | None, Sequence[Contrary]]:
    """What the report says and denies, by the claim that the later of the two is said with."""
    found: dict[str | None, list[Contrary]] = {}
    for contrary in find_contrary(context.report.text, context.quantities, context.times, context.language):
        found.setdefault(bearer_of(contrary.later, context), []).append(contrary)
    return found


def _two_counts(context: CheckContext) -> Mapping[str | None, Sequence[Contrary]]:
    """Two numbers of one event or group, by the claim that the later of the two is said with."""
    found: dict[str | None, list[Contrary]] = {}
    for contrary in find_two_counts(context.report.text, context.quantities, context.language):
        found.setdefault(bearer_of(contrary.later, context), []).append(contrary)
    return found


def _answer_measures(claim: Claim, earlier: Measure, later: Measure, context: CheckContext) -> Finding:
    bearer = bearer_of(earlier.quantity.span, context)
    values = {"one": say_quantity(earlier.quantity), "other": say_quantity(later.quantity)}
    related = [bearer] if bearer is not None and bearer != claim.id else []
    return make_finding(
        claim, context, "consistency.measure.differs", Verdict.DISAGREES, related=related, values=values
    )


def _answer_contrary(claim: Claim, contrary: Contrary, context: CheckContext) -> Finding | None:
    """None unless both sentences are said to be so, on one word."""
    bearer = bearer_of(contrary.earlier, context)
    earlier = context.claims[context.places[bearer]] if bearer is not None else None
    if earlier is None or earlier.id == claim.id or not is_asserted(earlier, context):
        return None
    if _speaker(claim, context) != _speaker(earlier, context):
        return None
    return make_finding(
        claim, context, contrary.rule, Verdict.DISAGREES, related=[earlier.id], values=dict(contrary.values)
    )


def _compare_items(claim: Claim, context: CheckContext) -> Finding | None:
    """Against earlier claims on the same item of the record."""
    items = entities_of(claim, RoleName.ITEM)
    if len(items) != 1:
        return None
    same: Finding | None = None
    for earlier in context.same_item.get((claim.kind, items[0].id), ())[:_MOST_EARLIER]:
        if earlier.id == claim.id:
            break
        finding = _compare(claim, earlier, context)
        if finding is not None and finding.verdict is not Verdict.AGREES:
            return finding
        same = same or finding
    return same


def _compare_events(claim: Claim, context: CheckContext) -> Finding | None:
    """Against earlier claims whose sentences say the same but for the number."""
    if not is_count(claim.quantity):
        return None
    at = context.places.get(claim.id, 0)
    for earlier in reversed(context.claims[max(0, at - _MOST_EARLIER) : at]):
        if earlier.kind is not claim.kind or earlier.quantity is None or not is_count(earlier.quantity):
            continue
        if (claim.role(RoleName.PLACE) is None) is not (earlier.role(RoleName.PLACE) is None):
            continue
        if not is_asserted(earlier, context) or not tell_the_same(earlier, claim, context):
            continue
        assert claim.quantity is not None
        windows = claimed_window(earlier.quantity), claimed_window(claim.quantity)
        is_near = windows[0].meets(windows[1]) and claim.quantity.low != earlier.quantity.low
        return None if is_near else _answer(claim, earlier, context, windows)
    return None


def _compare(claim: Claim, earlier: Claim, context: CheckContext) -> Finding | None:
    if claim.kind is not earlier.kind or earlier.quantity is None or not is_asserted(earlier, context):
        return None
    sentences = {context.sentence_around(each.span) for each in (claim, earlier)}
    if claim.kind is ClaimKind.CAPABILITY and len(sentences) == 1:
        return None  # one sentence does not contradict itself: one of the two figures is of something else
    windows = (
        _capability_windows(claim, earlier, context)
        if claim.kind is ClaimKind.CAPABILITY
        else _count_windows(claim, earlier, context)
        if claim.kind in _COUNTED
        else None
    )
    found = None if windows is None else _answer(claim, earlier, context, windows)
    is_off = found is not None and found.verdict is Verdict.DISAGREES
    return None if is_off and may_speak_of_others(earlier, claim, context) else found


def _answer(claim: Claim, earlier: Claim, context: CheckContext, windows: tuple[Interval, Interval]) -> Finding | None:
    if claim.quantity is None or earlier.quantity is None:
        return None
    values = {
        "one": say_quantity(earlier.quantity),
        "other": say_quantity(claim.quantity),
        "earlier": earlier.id,
        "claim": claim.id,
    }
    is_bound = not (_is_point(claim) and _is_point(earlier))
    if windows[0].meets(windows[1]):
        if is_bound:
            return None
        rule, verdict, missing = "consistency.number.same", Verdict.AGREES, None
    elif _speaker(claim, context) == _speaker(earlier, context):
        rule, verdict, missing = "consistency.number.differs", Verdict.DISAGREES, None
    else:
        rule, verdict, missing = "consistency.number.speakers", Verdict.CANNOT_TELL, "two speakers"
    return make_finding(claim, context, rule, verdict, missing=missing, related=[earlier.id], values=values)


def _is_point(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and quantity.low is not None and quantity.low == quantity.high


def _capability_windows(one: Claim, other: Claim, context: CheckContext) -> tuple[Interval, Interval] | None:
    """Both figures in one unit, when both claims give the same property of the same single system."""
    config = settings()["capability"].get(one.property or "")
    if one.property != other.property or config is None or not config["record"] or not _same_item(one, other):
        return None
    words = [context.words_of(claim) for claim in (one, other)]
    cues = (
        *cue_words(context, one.property or "", "other"),
        *cue_words(context, "part", "words"),
        *cue_words(context, "version", "words"),
        *(word for name in settings()["instead"] for word in cue_words(context, "instead", name)),
    )
    if any(find_word(text, cues) for text in words) or one.quantity is None or other.quantity is None:
        return None
    if any(_is_under_condition(claim, context) for claim in (one, other)):
        return None
    here, there = one.quantity, other.quantity
    sense, whole = Sense(config["sense"]), bool(config.get("whole"))
    if here.unit == there.unit:
        return read_claimed(here, sense, whole=whole).window, read_claimed(there, sense, whole=whole).window
    factor = unit_factor(there.unit, here.unit) if here.unit and there.unit else None
    if factor is None:
        return None
    return read_claimed(here, sense).window, read_claimed(there, sense, factor=factor).window


def _is_under_condition(claim: Claim, context: CheckContext) -> bool:
    """Whether words right behind the figure make it one of its own: "6.9 metres long without the gun"."""
    assert claim.quantity is not None
    end = claim.quantity.span.end
    behind = context.report.text[end : min(end + _BEHIND, context.sentence_around(claim.span)[1])].lower()
    return find_word(_BREAK.split(behind)[0], cue_words(context, "condition", "behind")) is not None


def _count_windows(one: Claim, other: Claim, context: CheckContext) -> tuple[Interval, Interval] | None:
    """Both counts, when both claims count the same system in the same noun for the same holder, place and time."""
    here, there = one.quantity, other.quantity
    if not is_count(here) or not is_count(there) or here is None or there is None:
        return None
    if is_partial(one, context) or is_partial(other, context):
        return None
    if here.counted_class != there.counted_class or not _same_item(one, other):
        return None
    for name in (RoleName.ACTOR, RoleName.COUNTERPART):
        if _countries(one, name) != _countries(other, name):
            return None
    if not _countries(one, RoleName.ACTOR) or _words(one, context) != _words(other, context):
        return None
    return claimed_window(here), claimed_window(there)


def _same_item(one: Claim, other: Claim) -> bool:
    here, there = entities_of(one, RoleName.ITEM), entities_of(other, RoleName.ITEM)
    return len(here) == len(there) == 1 and _is_sure(here) and here[0].id == there[0].id


def _is_sure(entities: Sequence[Entity]) -> bool:
    return not any(entity.alternatives for entity in entities)


def _countries(claim: Claim, name: RoleName) -> tuple[str | None, ...]:
    return tuple(entity.country for entity in entities_of(claim, name))


def _words(claim: Claim, context: CheckContext) -> tuple[str, ...]:
    """What a claim says of place and time: two deliveries or two towns are two things."""
    parts = []
    for name in (RoleName.PLACE, RoleName.TIME):
        role = claim.role(name)
        parts.append(
            "" if role is None else role.entity.id if role.entity else role.span.of(context.report.text).lower()
        )
    return tuple(parts)


def _speaker(claim: Claim, context: CheckContext) -> str:
    """Whose word a claim stands on; "" for the report's own, of which an annex is a part.  Unnamed sources are each
    their own."""
    attribution = claim.attribution
    if attribution.kind is SourceKind.OWN_VOICE or is_part_of_text(claim, context.language):
        return ""
    named = attribution.speaker
    if named is None and attribution.source is not None:
        named = name_definite(attribution.source.of(context.report.text), context.language)
    return (named or f"?{claim.id}").casefold()
