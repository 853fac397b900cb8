"""Who ordered or got what from whom, against the documented deals.  Rules: docs/checks.md, "Transfer"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from onrecord.check.beside import names_other_state, says_only, years_beside
from onrecord.check.context import CheckContext, entities_of, has_loose_number, is_asserted, is_undone, systems_of
from onrecord.check.counting import (
    UPWARDS,
    claimed_window,
    counted_class,
    explain_difference,
    has_unread_number,
    is_count,
    is_partial,
    is_past_bound,
    say_claimed,
)
from onrecord.check.deals import Deal, count_rule, delivered, group_deals, say_deals, total
from onrecord.check.findings import judge_entity, make_finding
from onrecord.check.measure import read_recorded, settings
from onrecord.check.wording import cue_words, label_of, name_subject, phrase, say_list, say_year
from onrecord.check.words import find_word
from onrecord.model import Claim, ClaimKind, Fact, Finding, RoleName, Verdict

_YEAR = re.compile(r"\d{4}")
_TELLING = 10  # a number that two deals are not likely to have by chance
_BETWEEN = 2  # words between a system and the year it was delivered: "31 Abrams tanks in 2019"
_BOUNDS = ("before", "after", "until", "by", "since")
_DECADE = re.compile(r"(?<![\w,.])((?:19|20)\d)0['’]?s\b")
_YEAR_ALONE = re.compile(r"(?<![\w,.])(?:19|20)\d\d(?!\w|[.,]\d)")


def check_transfer(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Findings for an order, sale or delivery of systems to a state; one for each system and receiving state."""
    if claim.kind is not ClaimKind.TRANSFER or not is_asserted(claim, context) or is_undone(claim, context):
        return ()
    if claim.quantity is not None and not is_count(claim.quantity):
        return ()  # a sum of money: the record keeps none
    items = systems_of(claim)
    recipients = dict.fromkeys(e.country for e in entities_of(claim, RoleName.COUNTERPART) if e.country)
    suppliers = tuple(dict.fromkeys(e.country for e in entities_of(claim, RoleName.ACTOR) if e.country))
    if len(recipients) > 1 and claim.quantity is not None:
        return ()  # one number for several states together
    if len(recipients) > 1 and not _is_list(claim, context):
        return ()  # "delivered it to Nepal, Ukraine asked for it"
    if (len(items) > 1) + (len(recipients) > 1) + (len(suppliers) > 1) > 1:
        return ()  # who got what from whom, in that order perhaps
    return tuple(
        judge_entity(
            claim, context, item, "transfer", partial(_judge, claim, context, recipient=recipient, suppliers=suppliers)
        )
        for item in items
        for recipient in recipients
    )


def _is_list(claim: Claim, context: CheckContext) -> bool:
    role = claim.role(RoleName.COUNTERPART)
    words = role.span.of(context.report.text).lower() if role is not None else ""
    return find_word(words, cue_words(context, "respectively", "joints")) is not None


def _judge(claim: Claim, context: CheckContext, subject: str, recipient: str, suppliers: Sequence[str]) -> Finding:
    every = group_deals(context.record.transfers(item=subject, recipient=recipient))
    deals = [deal for deal in every if not suppliers or deal.facts[0].qualifier("supplier") in suppliers]
    item = name_subject(context, subject)
    coverage = context.record.coverage("transfer")
    values = {
        "item": item,
        "recipient": label_of(context, recipient),
        "supplier": say_list(label_of(context, supplier) for supplier in suppliers) or phrase("any_supplier"),
        "documented": say_deals(context, deals or every),
        "claimed": say_claimed(claim.quantity, item) if claim.quantity else item,
        "coverage": coverage.statement if coverage else phrase("coverage_unknown"),
    }
    facts = [fact for deal in (deals or every) for fact in deal.facts]

    def answer(name: str, verdict: Verdict, missing: str | None = None, extra: str = "") -> Finding:
        return make_finding(
            claim, context, f"transfer.{name}", verdict, facts=facts, missing=missing, extra=extra, values=values
        )

    if not every:
        return answer("no_fact", Verdict.CANNOT_TELL, "coverage")
    givers = {deal.facts[0].qualifier("supplier") for deal in deals}
    if not deals or not givers.issuperset(suppliers):
        return answer("other_supplier", Verdict.CANNOT_TELL, "coverage")
    year = _claimed_year(claim, context)
    if year is not None and not any(_runs_in(deal, year) for deal in deals):
        if _is_long_before_service(claim, context, subject, year):
            served = context.record.facts(subject, "entered_service")
            values["year"], values["served"] = str(year), say_list(say_year(fact.value) for fact in served)
            facts.extend(served)
            return answer("before_service", Verdict.DISAGREES)
        if suppliers and _is_before_its_order(claim, context, deals, year):
            values["year"] = str(year)
            return answer("before_order", Verdict.DISAGREES)
        return answer("other_time", Verdict.CANNOT_TELL, "another deal")
    beside = years_beside(claim, context) if year is None else ()
    if any(not any(_runs_in(deal, each) for deal in deals) for each in beside):
        return answer("other_time", Verdict.CANNOT_TELL, "another deal")
    if year is None and any(not _is_in_decade(deals, first) for first in _decades(claim, context)):
        return answer("other_time", Verdict.CANNOT_TELL, "another deal")
    known = {recipient, *(str(deal.facts[0].qualifier("supplier")) for deal in deals)}
    if not suppliers and names_other_state(claim, context, known):
        return answer("giver_open", Verdict.CANNOT_TELL, "who gave it")
    if says_only(claim, context) and claim.quantity is None:
        return answer("only", Verdict.CANNOT_TELL, "coverage")
    words = context.words_of(claim)
    is_order = find_word(words, cue_words(context, "transfer", "ordered")) is not None
    if not is_order and not any(map(delivered, deals)):
        return answer("ordered_only", Verdict.CANNOT_TELL, "delivery")
    unread = any(has_unread_number(claim, context, each) for each in systems_of(claim) if each.id == subject)
    if claim.quantity is None and (unread or has_loose_number(claim, context) or _has_sum(claim, context)):
        return answer("number_open", Verdict.CANNOT_TELL, "number")
    if claim.quantity is None:
        return answer("documented", Verdict.AGREES)
    if is_partial(claim, context):
        return answer("part", Verdict.CANNOT_TELL, "part of a deal")
    rule = count_rule(context.record.category(subject) or "")
    counted = counted_class(claim.quantity, rule, context)
    same = rule.same(counted)
    sums = total(deals, same)
    if sums is None:
        recorded = [fact.qualifier("counted") or "unspecified" for fact in facts]
        return answer("counted", Verdict.CANNOT_TELL, "counted noun", explain_difference(counted, recorded))
    window = claimed_window(claim.quantity)
    figures = [one.close(UPWARDS) for one in (sums, *(read_recorded(fact) for fact in _counted_as(facts, same)))]
    if any(map(window.meets, figures)) and is_past_bound(claim.quantity, figures):
        return answer("within", Verdict.AGREES)
    if sums.is_below(window):
        return answer("exceeds", Verdict.CANNOT_TELL, "beyond the record")
    return answer("part", Verdict.CANNOT_TELL, "part of a deal")


def _has_sum(claim: Claim, context: CheckContext) -> bool:
    """ "Its deliveries amounted to three systems": the sentence has the number, though the claim does not."""
    begin, end = context.sentence_around(claim.span)
    sums = find_word(context.report.text[begin:end].lower(), cue_words(context, "transfer", "sums"))
    return sums is not None and any(number.unit is None for number in context.numbers_in(begin, end))


def _counted_as(facts: Sequence[Fact], same: Sequence[str]) -> list[Fact]:
    return [fact for fact in facts if (fact.qualifier("counted") or "unspecified") in same]


def _claimed_year(claim: Claim, context: CheckContext) -> int | None:
    """The year of the claim's time, or one that stands in its words."""
    role = claim.role(RoleName.TIME)
    value = role.time.value if role is not None and role.time is not None else None
    year = _YEAR.match(value) if value else _YEAR_ALONE.search(context.words_of(claim))
    return int(year.group()) if year else None


def _decades(claim: Claim, context: CheckContext) -> list[int]:
    """First years of the decades that the sentence names: "in the early 1990s"."""
    return [int(f"{found[1]}0") for found in _DECADE.finditer(context.sentence_of(claim))]


def _is_in_decade(deals: Sequence[Deal], first: int) -> bool:
    return any(_runs_in(deal, year) for deal in deals for year in range(first, first + 10))


def _is_its_time(claim: Claim, context: CheckContext, year: int) -> bool:
    """Whether the year is that of the deed: no other stands in the sentence, nor a word of what else may be dated."""
    role = claim.role(RoleName.TIME)
    if role is None or role.time is None or role.time.relation in _BOUNDS:
        return False
    item = claim.role(RoleName.ITEM)
    gap = context.report.text[item.span.end : role.span.start].split() if item is not None else []
    if set(years_beside(claim, context)) != {year} and not 0 < len(gap) <= _BETWEEN:
        return False
    begin, _ = context.sentence_around(claim.span)
    words = context.sentence_of(claim).lower()
    others = [cue_words(context, "origin", name) for name in ("designed", "made", "adopted", "first")]
    if find_word(words, (*cue_words(context, "trial", "words"), *(word for cues in others for word in cues))):
        return False
    before = context.report.text[begin : role.span.end].lower()
    return find_word(before, cue_words(context, "trial", "founding")) is None


def _is_long_before_service(claim: Claim, context: CheckContext, subject: str, year: int) -> bool:
    """Whether the year lies so far before the system's first service that nobody can have got one."""
    config = settings()["chronology"]
    served = [fact for fact in context.record.facts(subject, "entered_service") if not fact.qualifier("variant")]
    words = context.words_of(claim)
    if not any(fact.confidence in ("high", "medium") for fact in served) or not _is_its_time(claim, context, year):
        return False
    if (context.record.category(subject) or "").startswith(tuple(config["namesakes"])):
        return False  # a ship often bears the name of an earlier one
    if find_word(words, cue_words(context, "transfer", "ordered")) is not None:
        return False  # orders run years ahead
    first = min(int(Decimal(fact.value)) for fact in context.record.facts(subject, "entered_service"))
    return first - year > int(config["service_lead"])


def _is_before_its_order(claim: Claim, context: CheckContext, deals: Sequence[Deal], year: int) -> bool:
    """Whether the claim has the very number of one deal, or of all together, years before it was ordered."""
    quantity = claim.quantity
    if quantity is None or quantity.low is None or quantity.low != quantity.high or quantity.low < _TELLING:
        return False
    figures = [Decimal(fact.value) for deal in deals for fact in deal.facts]
    orders = [int(found) for deal in deals for found in _YEAR.findall(deal.facts[0].qualifier("order_year") or "")]
    if quantity.low not in (*figures, sum(figures)) or len(orders) < len(deals):
        return False
    return min(orders) - year > 1 and _is_its_time(claim, context, year)


def _runs_in(deal: Deal, year: int) -> bool:
    """Whether the deal was ordered or delivered around that year; a deal without years runs in any."""
    fact = deal.facts[0]
    years = [int(y) for name in ("order_year", "years") for y in _YEAR.findall(fact.qualifier(name) or "")]
    return not years or min(years) - 1 <= year <= max(years) + 1
