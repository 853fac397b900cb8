"""What else the sentence of an agreement says of its system: "RBS 70 missiles, of 106 mm, fly no farther than 900 m".

A claim that fits the record is a true half where the rest of its sentence is not true.  Most of the rest is read as a
claim of its own and gets its own finding; what is not read is looked at here, without asking what exactly it is a
figure of.  Where a number, a year or a maker's country in the sentence is none that the record has of the system, the
agreement is held back.  This never speaks against a claim.  Rules: docs/checks.md, "What the rest of a sentence says".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.check.context import CheckContext, systems_of
from onrecord.check.half_places import unfitting_makers, unfitting_places
from onrecord.check.measure import Interval, read_recorded, settings, unit_factor
from onrecord.check.wording import cue_words, say
from onrecord.check.words import find_word
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Claim, EntityKind, Fact, Finding, Quantity, Span, TimeExpression, Verdict

_YEAR = re.compile(r"(\d{4})(?!\d)")
_CLAUSE = re.compile(r"[,;:.()]")
_PLACES = "geography"
_NEAR = 40  # characters around a number or name in which the words stand that say what it is of


def hold_halves(findings: Iterable[Finding], claims: Sequence[Claim], context: CheckContext) -> Iterator[Finding]:
    """The findings, each agreement turned into "cannot tell" where the rest of its sentence does not fit."""
    found = tuple(findings)
    if not _has_words(context.language):
        yield from found
        return
    by_id = {claim.id: claim for claim in claims}
    against = sorted(by_id[each.claim_id].span.start for each in found if each.verdict is Verdict.DISAGREES)
    fitting = (by_id[each.claim_id] for each in found if each.verdict is Verdict.AGREES)
    agreed = frozenset(span for claim in fitting for span in _spans_of(claim))
    checks = settings()["rest"]["checks"]
    asked: dict[tuple[object, ...], Span | None] = {}  # a list of neighbours makes many findings of one sentence
    for finding in found:
        if finding.verdict is not Verdict.AGREES or finding.check not in checks:
            yield finding
            continue
        claim = by_id[finding.claim_id]
        sentence = _stretch(claim, context)
        at = bisect_left(against, sentence.start)
        if at < len(against) and against[at] < sentence.end:
            yield finding  # what is wrong of it is said
            continue
        key = (sentence, finding.check == _PLACES or (finding.facts, systems_of(claim)))
        if key not in asked:
            asked[key] = next(_unfitting(finding, claim, sentence, agreed, context), None)
        words = asked[key]
        yield finding if words is None else _hold(finding, words, context)


def _hold(finding: Finding, words: Span, context: CheckContext) -> Finding:
    said = say("rest.unfitting", words=words.of(context.report.text))
    return replace(
        finding,
        rule=f"{finding.check}.rest.unfitting",
        verdict=Verdict.CANNOT_TELL,
        sentence=f"{finding.sentence} {said}",
        missing="rest of the sentence",
    )


def _stretch(claim: Claim, context: CheckContext) -> Span:
    """The claim's sentence with the one before or behind it, where the later of the two goes on about the same thing:
    "It …", "The missile …"."""
    begin, end = context.sentence_around(claim.span)
    text = context.report.text
    first = begin + len(text[begin:end]) - len(text[begin:end].lstrip())
    if first and _goes_on(text[first : first + _NEAR], context):
        begin = context.sentence_around(Span(max(0, first - 2), max(0, first - 2)))[0]
    behind = text[end : end + _NEAR]
    if _goes_on(behind.lstrip(), context):
        start = end + len(behind) - len(behind.lstrip())
        end = context.sentence_around(Span(start, start + 1))[1]
    return Span(begin, end)


def _goes_on(opening: str, context: CheckContext) -> bool:
    words = opening.lower()
    if words.startswith(cue_words(context, "rest", "pronouns")):
        return True
    article, _, noun = words.partition(" ")
    if article not in cue_words(context, "rest", "the"):
        return False
    nouns = (*cue_words(context, "rest", "classes"), *cue_words(context, "rest", "lands"))
    return find_word(noun.partition(" ")[0], nouns) is not None


def _unfitting(
    finding: Finding, claim: Claim, sentence: Span, agreed: Collection[Span], context: CheckContext
) -> Iterator[Span]:
    """The words of the sentence that say something which the record does not have; those of `agreed` it has."""
    if finding.check == _PLACES:
        yield from unfitting_places(sentence, context)
        return
    systems = systems_of(claim)
    if len(systems) != 1:
        return
    named = [m for m in context.named_in(sentence.start, sentence.end) if m.kind is EntityKind.EQUIPMENT and m.entity]
    ids = tuple(dict.fromkeys((systems[0].id, *(m.entity.id for m in named if m.entity))))
    for number in context.numbers_in(sentence.start, sentence.end):
        twins = context.twins.get(number.span, ())
        if number.span in agreed or any(twin.span in agreed for twin in twins):
            continue
        if any(name.span.covers(number.span) for name in named):
            continue
        is_right = _may_be_figure if number.unit is not None else _may_be_crew
        if not is_right(number, ids, context):
            yield number.span
    for time in context.times_in(sentence.start, sentence.end):
        if time.span in agreed:
            continue
        if not _may_be_year(time, ids, context) or not _may_be_of_deal(time, finding, context):
            yield time.span
    origins = [str(fact.value) for fact in context.record.facts(systems[0].id, "origin")]
    if len(ids) == 1 and settings()["origin"]["soviet"] not in origins:  # made in its heirs, and elsewhere
        users = [str(fact.value) for fact in context.record.facts(systems[0].id, "operator")]
        yield from unfitting_makers(sentence, origins, users, context)


def _spans_of(claim: Claim) -> Iterator[Span]:
    if claim.quantity is not None:
        yield claim.quantity.span
    for role in claim.roles:
        yield role.span


def _may_be_figure(number: Quantity, ids: Sequence[str], context: CheckContext) -> bool:
    """Whether the record may have the number of one of the systems; so too where it has no such figure of them."""
    if number.unit is None or (number.low is None and number.high is None):
        return True
    if _is_of_other_kind(number.span, context):
        return True
    stated = number.high if number.high is not None else number.low
    assert stated is not None
    figures: list[Fact] = []
    for family in settings()["rest"]["family"]:
        factor = unit_factor(number.unit, family["unit"])
        if factor is None or not _is_between(stated * factor.low, family):
            continue
        for system in ids:
            category = context.record.category(system) or ""
            if not category.startswith(tuple(family.get("classes", ("",)))):
                continue
            if category.startswith(tuple(family.get("without", ()))):
                continue
            own = _figures(system, family["properties"], context)
            if not own:
                return True
            figures += own
            for relation in context.record.relations(system):
                figures += _figures(relation.other.id, family["properties"], context)
    return not figures or any(_fits(number, fact) for fact in figures)


def _figures(system: str, properties: Iterable[str], context: CheckContext) -> list[Fact]:
    return [fact for name in properties for fact in context.record.facts(system, name)]


def _may_be_crew(number: Quantity, ids: Sequence[str], context: CheckContext) -> bool:
    """Whether a plain number is no crew, or may be that of one of the systems."""
    text = context.report.text
    around = (
        _clause_before(number.span, text) + number.span.of(text) + _CLAUSE.split(text[number.span.end :][:_NEAR])[0]
    )
    around = around.lower()
    if find_word(around, cue_words(context, "rest", "crew")) is None:
        return True
    if find_word(around, cue_words(context, "rest", "carried")) is not None:
        return True
    crews = [_figures(each, ("crew_to_operate", "battery_personnel"), context) for each in ids]
    if not all(crews) or number.low is None or number.high is None or number.low % 1:
        return True
    return any(
        number.low - 1 < Decimal(fact.qualifier("high") or fact.value)
        and Decimal(fact.qualifier("low") or fact.value) < number.high + 1
        for facts in crews
        for fact in facts
    )


def _clause_before(span: Span, text: str) -> str:
    """The words before some others as far as a comma, in their own case."""
    return _CLAUSE.split(text[max(0, span.start - _NEAR) : span.start])[-1]


def _is_between(value: Decimal, family: Mapping[str, Any]) -> bool:
    least, most = family.get("least"), family.get("below")
    return (least is None or value >= Decimal(str(least))) and (most is None or value < Decimal(str(most)))


def _fits(number: Quantity, fact: Fact) -> bool:
    factor = unit_factor(number.unit or "", fact.unit or "")
    if factor is None:
        return False
    share = Decimal(str(settings()["rest"]["share"]))
    recorded = read_recorded(fact)
    window = Interval(
        None if recorded.low is None else recorded.low * (1 - share),
        None if recorded.high is None else recorded.high * (1 + share),
    ).close(1 + 2 * share)
    said = [end * factor.low for end in (number.low, number.high) if end is not None]
    return any(window.meets(Interval(end, end)) for end in said)


def _is_of_other_kind(span: Span, context: CheckContext) -> bool:
    """Whether the words around a number say that it is a distance between places, a load or a part."""
    text = context.report.text
    behind = text[span.end : span.end + _NEAR].lower().lstrip(" -")
    if behind.startswith(cue_words(context, "rest", "behind")):
        return True
    around = text[max(0, span.start - _NEAR) : span.end + _NEAR // 2].lower()
    return find_word(around, cue_words(context, "rest", "other")) is not None


def _may_be_year(time: TimeExpression, ids: Sequence[str], context: CheckContext) -> bool:
    """Whether a year may be one that the record has of the systems: only those of service are asked about."""
    year = _YEAR.match(time.value or "")
    if year is None or time.granularity not in ("year", "month", "day"):
        return True
    text = context.report.text
    lead = _clause_before(time.span, text).lower()
    if find_word(lead, cue_words(context, "rest", "service")) is None or find_word(
        lead, cue_words(context, "rest", "event")
    ):
        return True
    rules = settings()["rest"]
    years = [
        int(Decimal(fact.value)) for each in ids for name in rules["years"] for fact in context.record.facts(each, name)
    ]
    return not years or any(abs(int(year.group(1)) - each) <= rules["year_slack"] for each in years)


def _may_be_of_deal(time: TimeExpression, finding: Finding, context: CheckContext) -> bool:
    """Whether a year of an order or a delivery may be one of the deal that an agreement rests on."""
    year = _YEAR.match(time.value or "")
    spans = [fact.qualifier(name) or "" for fact in finding.facts for name in ("order_year", "years")]
    years = [int(found) for span in spans for found in _YEAR.findall(span)]
    if finding.check != "transfer" or year is None or not years:
        return True
    lead = _clause_before(time.span, context.report.text).lower()
    if find_word(lead, cue_words(context, "rest", "deal")) is None:
        return True
    early, late = (int(each) for each in settings()["rest"]["deal_years"])
    return min(years) - early <= int(year.group(1)) <= max(years) + late


@cache
def _has_words(language: str) -> bool:
    try:
        return "rest" in lexicon.load("checks", language=language)
    except (LexiconError, UnknownLanguage):
        return False
