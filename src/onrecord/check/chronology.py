"""Dates of a claim against the calendar, the report's date and the years of service.  Rules: docs/checks.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from onrecord.check.calendar_days import GREGORIAN_SINCE, find_false_days, weekday_of_old
from onrecord.check.chrono_use import check_use, is_year_of_a_thing, may_be_of_another, say_years, service_years
from onrecord.check.context import CheckContext, bearer_of, is_asserted, is_unsaid, systems_of
from onrecord.check.findings import judge_entity, make_finding
from onrecord.check.measure import settings
from onrecord.check.wording import name_subject, say_list, say_year
from onrecord.check.words import find_word, list_words
from onrecord.model import Claim, ClaimKind, Entity, EntityKind, Finding, RoleName, Stance, TimeExpression, Verdict

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_YEAR = re.compile(r"(\d{4})(?!\d)")
_IN_FIGURES = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")  # which is the day and which the month is open
_REFORM = 1582  # the last year in which all counted by the old calendar
_LEAD = 20  # characters before a year in which "founded in" would stand
_ZONES = 1  # day by which a report may be dated before what it tells, across time zones
_MANY_LATER = 3  # days in the text that are later than the report's own: its own is then in doubt
_PAST = (ClaimKind.CASUALTIES, ClaimKind.LOSS)
_SERVED = (
    ClaimKind.USE,
    ClaimKind.HOLDING,
    ClaimKind.DEPLOYMENT,
    ClaimKind.OPERATOR,
    ClaimKind.TRANSFER,
    ClaimKind.LOSS,
    ClaimKind.MOVEMENT,
)


def check_chronology(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Findings for a claim with a date: weekday, order of event and report, and whether the system served then."""
    days = (*_check_false_days(claim, context), *_check_weekdays(claim, context))
    role = claim.role(RoleName.TIME)
    if role is None or role.time is None or role.time.value is None or not is_asserted(claim, context):
        return (*days, *check_use(claim, context))
    order = _check_order(claim, context, role.time)
    service = _check_service(claim, context, role.time) or check_use(claim, context)
    return (*days, *((order,) if order is not None else ()), *service)


def _check_false_days(claim: Claim, context: CheckContext) -> Iterator[Finding]:
    """ "31 September 2024": a day that no calendar has, wherever in the claim's sentence."""
    if is_unsaid(claim, context) or claim.stance is Stance.ASKED:
        return
    for day in find_false_days(context.report.text, context.language):
        if bearer_of(day.span, context) == claim.id:
            values = {"quote": day.span.of(context.report.text), "last": str(day.last)}
            yield make_finding(claim, context, "chronology.date.none", Verdict.DISAGREES, values=values)


def names_weekday(time: TimeExpression, text: str, language: str) -> bool:
    """Whether a time gives a weekday and a full date whose year stands in the text: "Tuesday, 21 October 2025"."""
    day, words = _day(time.value), _date_words(time, text, language)
    if day is None or time.anchor != "text" or str(day.year) not in words:
        return False
    return find_word(words, weekday_names(language)) is not None


def _date_words(time: TimeExpression, text: str, language: str) -> str:
    """The words of a date, with a weekday right behind it: "1 January 2024, a Monday"."""
    words, rest = time.span.of(text).lower(), text[time.span.end :][:30].lower()
    for joint in list_words(language, "weekdays", "behind"):
        name = next((n for n in weekday_names(language) if rest.startswith(joint + n)), None)
        if name is not None:
            return f"{words} {name}"
    return words


def weekday_names(language: str) -> tuple[str, ...]:
    return list_words(language, "weekdays", "names")


def _day(value: str | None) -> date | None:
    found = _DAY.match(value or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _check_weekdays(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Weekdays of the claim's own time, and of those in its sentence that no claim has."""
    role = claim.role(RoleName.TIME)
    own = role.time if role is not None else None
    if is_unsaid(claim, context) or claim.stance is Stance.ASKED:
        return ()
    mine = [own] if own is not None else []
    mine += context.once(_loose_weekdays).get(claim.id, ())
    findings = (_check_weekday(claim, context, time) for time in mine)
    return tuple(finding for finding in findings if finding is not None)


def _loose_weekdays(context: CheckContext) -> Mapping[str | None, Sequence[TimeExpression]]:
    """Times with a weekday that are no claim's, by the claim they are answered with."""
    roles = (claim.role(RoleName.TIME) for claim in context.claims)
    taken = {role.time.span for role in roles if role is not None and role.time is not None}
    found: dict[str | None, list[TimeExpression]] = {}
    for time in context.times:
        if time.span not in taken and names_weekday(time, context.report.text, context.language):
            found.setdefault(bearer_of(time.span, context), []).append(time)
    return found


def _check_weekday(claim: Claim, context: CheckContext, time: TimeExpression) -> Finding | None:
    """ "Tuesday, 21 October 2025": only for a date whose year stands in the text."""
    day, words = _day(time.value), _date_words(time, context.report.text, context.language)
    if day is None or not names_weekday(time, context.report.text, context.language):
        return None
    names = weekday_names(context.language)
    named = find_word(words, names)
    assert named is not None
    if _is_of_several(time, context, names):
        return None
    if _is_said_of_another(time, named, context):
        return None
    right = names[day.weekday()]
    if _may_be_another_day(time, day, named, context) if named != right else _is_of_other_calendar(time, day, context):
        return None
    values = {"named": named.capitalize(), "right": right.capitalize(), "date": day.isoformat()}
    if named == right and _is_after_report(day, context) and not _is_planned(claim, context):
        return None  # that the weekday fits is no word for an event that the report could not know
    if named == right:
        return make_finding(claim, context, "chronology.weekday.fits", Verdict.AGREES, values=values)
    return make_finding(claim, context, "chronology.weekday.off", Verdict.DISAGREES, values=values)


def _is_said_of_another(time: TimeExpression, named: str, context: CheckContext) -> bool:
    """ "On Saturday, not Tuesday, 17 March": whether the words before a weekday keep it from being said of the date."""
    text = context.report.text
    begin, _ = context.sentence_around(time.span)
    own = time.span.of(text).lower()
    lead = (text[max(begin, time.span.start - _LEAD) : time.span.start] + own.partition(named)[0]).lower().split()
    refusals = list_words(context.language, "weekdays", "not")
    return any(" ".join(lead[-size:]) in refusals for size in (1, 2, 3))


def _is_of_other_calendar(time: TimeExpression, day: date, context: CheckContext) -> bool:
    begin, end = context.sentence_around(time.span)
    words = list_words(context.language, "weekdays", "calendars")
    return day.year <= _REFORM or find_word(context.report.text[begin:end].lower(), words) is not None


def _may_be_another_day(time: TimeExpression, day: date, named: str, context: CheckContext) -> bool:
    """Whether a weekday that does not fit may do so after all: by another calendar, another zone or another order of
    day and month, or because the sentence knows it to be wrong."""
    text, language = context.report.text, context.language
    names = weekday_names(language)
    begin, end = context.sentence_around(time.span)
    sentence = text[begin:end].lower()
    if _is_of_other_calendar(time, day, context):
        return True
    if day.year < GREGORIAN_SINCE and names[weekday_of_old(day.year, day.month, day.day)] == named:
        return True
    known = (*list_words(language, "dates", "known_false"), *list_words(language, "weekdays", "slips"))
    if find_word(sentence, known) is not None:
        return True
    if (names.index(named) - day.weekday()) % 7 in (1, 6):
        behind = text[time.span.end :][:_LEAD]
        zones = list_words(language, "weekdays", "zone")
        is_placed = any(behind.startswith(word) and behind[len(word) :][:1].isupper() for word in zones)
        if is_placed or find_word(sentence, list_words(language, "weekdays", "midnight")) is not None:
            return True
    lead = (text[begin : time.span.start] + _before_word(time.span.of(text), named)).split()[-1:]
    if lead and lead[0][0].isupper() and lead[0].lower() not in list_words(language, "weekdays", "leads"):
        return lead[0][-1].isalpha()  # "Bloody Sunday, 30 January", "Sheffield Wednesday"
    if _IN_FIGURES.search(time.span.of(text)) and day.day <= 12:
        return names[date(day.year, day.day, day.month).weekday()] == named
    return False


def _before_word(text: str, word: str) -> str:
    at = text.lower().find(word)
    return text[:at] if at > 0 else ""


def _is_of_several(time: TimeExpression, context: CheckContext, names: tuple[str, ...]) -> bool:
    """ "On Thursday and Friday, 24 and 25 February 2022": which weekday is of which date is open."""
    text = context.report.text
    before = text[max(0, time.span.start - 2 * _LEAD) : time.span.start].lower().split()[-3:]
    joints = list_words(context.language, "weekdays", "joints")
    is_joined = bool(before) and before[-1] in joints and find_word(" ".join(before), names) is not None
    own = time.span.of(text).lower()
    if find_word(own, names) is None and len(before) > 1 and before[-1] in joints and before[-2][:1].isdigit():
        return True  # "14 or 15 July 2025, a Monday or a Tuesday"
    behind = text[time.span.end :][: 2 * _LEAD].lower().split()[:6]
    is_either = (
        any(word in joints for word in behind) and len({n for n in names if find_word(" ".join(behind), (n,))}) > 1
    )
    return is_joined or is_either or sum(name in own for name in names) > 1


def _check_order(claim: Claim, context: CheckContext, time: TimeExpression) -> Finding | None:
    """An event that has happened cannot be later than the report.  One day is left for time zones."""
    event = _day(time.value)
    if event is None or time.anchor != "text" or time.relation is not None or not _is_after_report(event, context):
        return None
    values = {"event": event.isoformat(), "published": str(context.report.published)}
    happened = find_word(context.words_of(claim), list_words(context.language, "happened", "words"))
    is_past = claim.kind in _PAST or (happened is not None and not systems_of(claim))
    if not is_past or _is_planned(claim, context) or not _is_day_of_deed(time, context):
        # Orders, deployments and talks are told of in advance, and not always in the future tense.
        return make_finding(
            claim, context, "chronology.order.ahead", Verdict.CANNOT_TELL, missing="plan or event", values=values
        )
    if _is_date_doubtful(context):
        missing = "report's date doubtful"
        rule = "chronology.order.doubtful"
        return make_finding(claim, context, rule, Verdict.CANNOT_TELL, missing=missing, values=values)
    return make_finding(claim, context, "chronology.order.after_report", Verdict.DISAGREES, values=values)


def _is_day_of_deed(time: TimeExpression, context: CheckContext) -> bool:
    """Whether the day stands with the deed: not "the trial of the man who killed four is set for 5 December"."""
    text, language = context.report.text, context.language
    begin, end = context.sentence_around(time.span)
    before = text[begin : time.span.start].lower().replace(",", " ,").split()
    names = weekday_names(language)
    while before and (before[-1] in names or before[-1] == ","):
        before.pop()
    joints = list_words(language, "happened", "on")
    if before and before[-1] not in joints and find_word(time.span.of(text).lower(), joints) is None:
        return False
    relative, saying = list_words(language, "happened", "relative"), list_words(language, "happened", "saying")
    opens = len(before) <= 1
    words = before + (text[time.span.end : end].lower().split() if opens else [])
    return not any(word in relative and (n == 0 or words[n - 1] not in saying) for n, word in enumerate(words))


def _is_after_report(day: date, context: CheckContext) -> bool:
    published = _day(context.report.published)
    known = max((each for each in (published, _day(context.report.updated)) if each is not None), default=None)
    return published is not None and known is not None and (day - known).days > _ZONES


def _is_planned(claim: Claim, context: CheckContext) -> bool:
    """Whether the sentence speaks of a plan, an exercise or a forecast, or might."""
    sentence = context.sentence_of(claim)
    # "May" is a month where it has a capital letter.
    words = " ".join(word if word.islower() or word == sentence.split()[0] else "" for word in sentence.split()).lower()
    return find_word(words, list_words(context.language, "happened", "planned")) is not None


def _is_date_doubtful(context: CheckContext) -> bool:
    """Whether so many of the text's days are later than the report's own that its own may be wrong."""
    later = {time.value for time in context.times if time.anchor == "text" and (day := _day(time.value)) is not None
             and _is_after_report(day, context)}  # fmt: skip
    return len(later) >= _MANY_LATER


def _check_service(claim: Claim, context: CheckContext, time: TimeExpression) -> tuple[Finding, ...]:
    found = _YEAR.match(time.value or "")
    if claim.kind not in _SERVED or found is None or time.relation in ("until", "before", "since"):
        return ()
    # "F-22 fighters bombed the town": what is used stands as the one who acts.
    items = (*systems_of(claim), *systems_of(claim, RoleName.ACTOR), *_tools(claim, context))
    findings = []
    for item in items:
        if not item.alternatives and _is_before_service(context, item.id, int(found.group(1))):
            judge = partial(_judge_service, claim, context, year=int(found.group(1)), time=time)
            findings.append(judge_entity(claim, context, item, "chronology", judge))
    return tuple(findings)


def _tools(claim: Claim, context: CheckContext) -> tuple[Entity, ...]:
    """Systems a deed was done with: "shot down a drone with a Verba missile", "Iraqi F-22 fighters bombed"."""
    words = list_words(context.language, "tools", "before") if claim.kind in (ClaimKind.LOSS, ClaimKind.USE) else ()
    text, actor = context.report.text, claim.role(RoleName.ACTOR)
    held = {entity.id for entity in (*systems_of(claim), *systems_of(claim, RoleName.ACTOR))}
    found: dict[str, Entity] = {}
    for mention in context.named_in(claim.span.start, claim.span.end):
        if mention.kind is not EntityKind.EQUIPMENT or mention.entity is None or mention.entity.id in held:
            continue
        if not claim.span.covers(mention.span):
            continue
        before = text[claim.span.start : mention.span.start].lower().split()[-3:]
        is_actor = actor is not None and actor.span.covers(mention.span) and mention.span.end >= actor.span.end
        if is_actor or any(word in words for word in before):
            found[mention.entity.id] = mention.entity
    return tuple(found.values())


def _is_before_service(context: CheckContext, subject: str, year: int) -> bool:
    years = service_years(context, subject)
    return bool(years) and year < min(years)


def _judge_service(claim: Claim, context: CheckContext, subject: str, year: int, time: TimeExpression) -> Finding:
    facts = context.record.facts(subject, "entered_service")
    lead = min(service_years(context, subject)) - year
    values = {
        "item": name_subject(context, subject),
        "year": str(year),
        "recorded": say_list(say_year(fact.value) for fact in facts),
    }
    is_strong = any(fact.confidence in ("high", "medium") and not fact.qualifier("variant") for fact in facts)
    # Orders run years ahead of service, and prototypes are tried; a few years are no contradiction.
    ahead = settings()["chronology"]["service_lead"]
    category = context.record.category(subject) or ""
    # A ship often bears the name of an earlier one.
    has_namesakes = category.startswith(tuple(settings()["chronology"]["namesakes"]))
    sentence = context.sentence_of(claim).lower()
    is_trial = find_word(sentence, list_words(context.language, "trial", "words")) is not None
    text, start = context.report.text, time.span.start
    before = (text[max(0, start - _LEAD) : start] + time.span.of(text)).lower()
    is_trial = is_trial or find_word(before, list_words(context.language, "trial", "founding")) is not None
    is_trial = is_trial or is_year_of_a_thing(time, context) or may_be_of_another(subject, time, context)
    if is_strong and lead > ahead and claim.kind is not ClaimKind.TRANSFER and not has_namesakes and not is_trial:
        return make_finding(
            claim, context, "chronology.service.too_early", Verdict.DISAGREES, facts=facts, values=values
        )
    if not facts:
        return _judge_shown(claim, context, subject, lead, values, is_open=is_trial or has_namesakes)
    if is_strong and lead > settings()["chronology"]["use_lead"]:  # no trial comes so early
        return make_finding(
            claim,
            context,
            "chronology.service.early",
            Verdict.CANNOT_TELL,
            missing="which year",
            template="chronology.service.early.other",
            facts=facts,
            values=values,
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


def _judge_shown(
    claim: Claim, context: CheckContext, subject: str, lead: int, values: dict[str, str], *, is_open: bool
) -> Finding:
    """A system of which the record knows only when it was first shown or used: the margin is wide."""
    names = ("first_combat_use", "first_shown")
    facts = tuple(fact for name in names for fact in context.record.facts(subject, name))
    is_strong = any(fact.confidence in ("high", "medium") for fact in facts)
    values = {**values, "recorded": say_years(facts)}
    is_firm = is_strong and not is_open and claim.kind is not ClaimKind.TRANSFER
    rule = "chronology.service.before_shown"
    if is_firm and lead > settings()["chronology"]["use_lead"]:
        return make_finding(claim, context, rule, Verdict.DISAGREES, facts=facts, values=values)
    missing = "trials and orders come first"
    return make_finding(claim, context, "chronology.service.early", Verdict.CANNOT_TELL, missing=missing,
                        template=rule, facts=facts, values=values)  # fmt: skip
