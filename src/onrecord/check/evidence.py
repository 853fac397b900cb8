"""Counts that only a user's own record holds, set beside a claim: losses seen in pictures, deaths of recorded events.

These findings never agree or disagree: a list counts what somebody saw until a day, and an event of the same day and
place may be another one.  They cite the rows.  Rules: docs/importing.md, "What the checks make of imported rows".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol, runtime_checkable

from onrecord import lexicon
from onrecord.check.context import CheckContext, entities_of, is_asserted, systems_of
from onrecord.check.counting import claimed_window, counted_class, is_count, say_claimed
from onrecord.check.deals import count_rule, say_fact_count
from onrecord.check.measure import Interval
from onrecord.check.wording import EXPLAIN_IN, label_of, name_subject, say_number, say_quantity, say_sources
from onrecord.check.words import find_word
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Claim, ClaimKind, Entity, EntityKind, Fact, Finding, RoleName, Verdict

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@runtime_checkable
class HasEvents(Protocol):
    """A record that can be asked what it has of a day."""

    def events_on(self, day: str) -> tuple[Fact, ...]: ...


def check_losses(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """A number of systems said to be lost, beside the public counts of losses of the same system and state."""
    if claim.kind is not ClaimKind.LOSS or not is_asserted(claim, context):
        return ()
    quantity = claim.quantity
    if quantity is None or not is_count(quantity):
        return ()
    holders = {e.country for e in entities_of(claim, RoleName.COUNTERPART) if e.country}
    findings = []
    for item in systems_of(claim):
        rule = count_rule(context.record.category(item.id) or "")
        same = rule.same(counted_class(quantity, rule, context))
        rows = [
            fact
            for fact in context.record.facts(item.id, "loss_count")
            if fact.qualifier("holder") in holders and (fact.qualifier("counted") or "unspecified") in same
        ]
        if rows:
            findings.append(_set_beside(claim, context, item, rows))
    return tuple(findings)


def _set_beside(claim: Claim, context: CheckContext, item: Entity, rows: Sequence[Fact]) -> Finding:
    assert claim.quantity is not None
    window = claimed_window(claim.quantity)
    most = Interval(Decimal(0), max(Decimal(fact.value) for fact in rows))
    dates = [fact.as_of for fact in rows if fact.as_of]
    return _finding(
        claim,
        context,
        "loss.more" if most.is_below(window) else "loss.counted",
        rows,
        claimed=say_claimed(claim.quantity, name_subject(context, item.id)),
        listed=_join(f"{say_fact_count(fact)} ({name_subject(context, item.id)})" for fact in rows),
        holder=label_of(context, rows[0].qualifier("holder") or ""),
        when=_phrase("when", date=max(dates)) if dates else "",
        sources=say_sources(rows),
    )


def check_events(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """A number of deaths on a day at a place, beside the events that the record has of that day there."""
    if claim.kind is not ClaimKind.CASUALTIES or not is_asserted(claim, context):
        return ()
    quantity, day = claim.quantity, _day_of(claim)
    if quantity is None or not is_count(quantity) or day is None or not isinstance(context.record, HasEvents):
        return ()
    words = context.words_of(claim)
    if find_word(words, _cues(context, "died")) is None or find_word(words, _cues(context, "others")) is not None:
        return ()
    named = entities_of(claim, RoleName.PLACE)
    places = [place for place in named if place.kind is not EntityKind.COUNTRY] or named  # "Garissa, Kenya": Garissa
    rows = [fact for fact in context.record.events_on(day) if any(_lies_at(fact, place) for place in places)]
    if not rows:
        return ()
    finding = _finding(
        claim,
        context,
        "events.listed",
        rows,
        claimed=say_quantity(quantity),
        events=_phrase("event") if len(rows) == 1 else _phrase("events", number=len(rows)),
        deaths=_join(_say_deaths(fact) for fact in rows),
        sources=say_sources(rows),
    )
    return (finding,)


def _day_of(claim: Claim) -> str | None:
    """The day of the claim's own time; a claim without a day is set beside nothing."""
    role = claim.role(RoleName.TIME)
    value = role.time.value if role is not None and role.time is not None else None
    return value if value and _DAY.match(value) else None


def _lies_at(fact: Fact, place: Entity) -> bool:
    """Whether the row names the place, or lies in the state that is all the claim says."""
    if place.kind is EntityKind.COUNTRY:
        return fact.qualifier("country") == place.id
    named = (fact.qualifier("place") or "").casefold()
    return bool(place.label) and re.search(rf"\b{re.escape(place.label.casefold())}\b", named) is not None


def _say_deaths(fact: Fact) -> str:
    low, high = fact.qualifier("low"), fact.qualifier("high")
    best = say_number(Decimal(fact.value))
    if low and high and low != high:
        return _phrase("deaths_between", best=best, low=say_number(Decimal(low)), high=say_number(Decimal(high)))
    return _phrase("deaths", best=best)


def _finding(claim: Claim, context: CheckContext, rule: str, facts: Sequence[Fact], **values: object) -> Finding:
    sentence = str(_words()["sentence"][rule]).format(**values)
    return Finding(
        claim_id=claim.id,
        check=rule.partition(".")[0],
        rule=rule,
        verdict=Verdict.CANNOT_TELL,
        sentence=sentence,
        facts=tuple(dict.fromkeys(facts)),
        missing="another kind of count",
        edition=context.edition or context.record.edition,
    )


def _join(parts: Iterable[str]) -> str:
    return str(_words()["phrase"]["and"]).join(dict.fromkeys(parts))


def _phrase(name: str, **values: object) -> str:
    return str(_words()["phrase"][name]).format(**values)


def _words() -> dict[str, dict[str, str]]:
    return lexicon.load("evidence", language=EXPLAIN_IN)


def _cues(context: CheckContext, name: str) -> tuple[str, ...]:
    """Words looked for in the claim; of a language without a list, none, so that nothing is said."""
    try:
        return tuple(lexicon.load("evidence", language=context.language)["cue"][name])
    except (LexiconError, UnknownLanguage):
        return ()
