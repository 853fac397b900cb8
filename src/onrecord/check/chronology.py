"""Dates of a claim against the calendar, the report's date and the years of service.  Rules: docs/checks.md."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial

from onrecord.check.context import CheckContext, is_asserted, systems_of
from onrecord.check.findings import judge_entity, make_finding
from onrecord.check.measure import settings
from onrecord.check.wording import cue_words, find_word, name_subject, say_list, say_year
from onrecord.model import Claim, ClaimKind, Finding, RoleName, TimeExpression, Verdict

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_YEAR = re.compile(r"(\d{4})(?!\d)")
_PAST = (ClaimKind.CASUALTIES, ClaimKind.LOSS)
_SERVED = (
    ClaimKind.USE,
    ClaimKind.HOLDING,
    ClaimKind.DEPLOYMENT,
    ClaimKind.OPERATOR,
    ClaimKind.TRANSFER,
    ClaimKind.LOSS,
)


def check_chronology(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Findings for a claim with a date: weekday, order of event and report, and whether the system served then."""
    role = claim.role(RoleName.TIME)
    if role is None or role.time is None or role.time.value is None or not is_asserted(claim, context):
        return ()
    words = role.span.of(context.report.text).lower()
    findings = [_check_weekday(claim, context, role.time, words), _check_order(claim, context, role.time)]
    return (*(finding for finding in findings if finding is not None), *_check_service(claim, context, role.time))


def _day(value: str | None) -> date | None:
    found = _DAY.match(value or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _check_weekday(claim: Claim, context: CheckContext, time: TimeExpression, words: str) -> Finding | None:
    """ "Tuesday, 21 October 2025": only for a date whose year stands in the text."""
    day = _day(time.value)
    names = cue_words(context, "weekdays", "names")
    named = find_word(words, names)
    if day is None or named is None or time.anchor != "text" or str(day.year) not in words:
        return None
    right = names[day.weekday()]
    values = {"named": named.capitalize(), "right": right.capitalize(), "date": day.isoformat()}
    if named == right:
        return make_finding(claim, context, "chronology.weekday.fits", Verdict.AGREES, values=values)
    return make_finding(claim, context, "chronology.weekday.off", Verdict.DISAGREES, values=values)


def _check_order(claim: Claim, context: CheckContext, time: TimeExpression) -> Finding | None:
    """An event that has happened cannot be later than the report.  One day is left for time zones."""
    event, published = _day(time.value), _day(context.report.published)
    if event is None or published is None or time.anchor != "text" or time.relation is not None:
        return None
    if (event - published).days <= 1:
        return None
    values = {"event": event.isoformat(), "published": published.isoformat()}
    if claim.kind in _PAST:
        return make_finding(claim, context, "chronology.order.after_report", Verdict.DISAGREES, values=values)
    # Orders, deployments and talks are told of in advance, and not always in the future tense.
    return make_finding(
        claim, context, "chronology.order.ahead", Verdict.CANNOT_TELL, missing="plan or event", values=values
    )


def _check_service(claim: Claim, context: CheckContext, time: TimeExpression) -> tuple[Finding, ...]:
    found = _YEAR.match(time.value or "")
    if claim.kind not in _SERVED or found is None or time.relation in ("until", "before", "since"):
        return ()
    # "F-22 fighters bombed the town": what is used stands as the one who acts.
    items = (*systems_of(claim), *systems_of(claim, RoleName.ACTOR))
    findings = []
    for item in items:
        if not item.alternatives and _is_before_service(context, item.id, int(found.group(1))):
            judge = partial(_judge_service, claim, context, year=int(found.group(1)))
            findings.append(judge_entity(claim, context, item, "chronology", judge))
    return tuple(findings)


def _service_years(context: CheckContext, subject: str) -> list[int]:
    names = ("entered_service", "first_combat_use", "first_shown")
    return [int(Decimal(fact.value)) for name in names for fact in context.record.facts(subject, name)]


def _is_before_service(context: CheckContext, subject: str, year: int) -> bool:
    years = _service_years(context, subject)
    return bool(years) and year < min(years)


def _judge_service(claim: Claim, context: CheckContext, subject: str, year: int) -> Finding:
    facts = context.record.facts(subject, "entered_service")
    lead = min(_service_years(context, subject)) - year
    values = {
        "item": name_subject(context, subject),
        "year": str(year),
        "recorded": say_list(say_year(fact.value) for fact in facts),
    }
    is_strong = any(fact.confidence in ("high", "medium") and not fact.qualifier("variant") for fact in facts)
    # Orders run years ahead of service, and prototypes are tried; a few years are no contradiction.
    ahead = settings()["chronology"]["service_lead"]
    if is_strong and lead > ahead and claim.kind is not ClaimKind.TRANSFER:
        return make_finding(
            claim, context, "chronology.service.too_early", Verdict.DISAGREES, facts=facts, values=values
        )
    return make_finding(
        claim,
        context,
        "chronology.service.early",
        Verdict.CANNOT_TELL,
        missing="trials and orders come first",
        facts=facts,
        values=values,
    )
