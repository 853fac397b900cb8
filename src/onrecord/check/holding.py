"""How many a state has or has placed, against documented transfers and public figures.  Rules: docs/checks.md."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from onrecord.check.beside import says_still
from onrecord.check.context import CheckContext, entities_of, is_asserted, systems_of
from onrecord.check.counting import (
    UPWARDS,
    claimed_window,
    counted_class,
    explain_difference,
    is_count,
    is_partial,
    is_past_bound,
    say_claimed,
)
from onrecord.check.deals import Deal, count_rule, delivered, group_deals, say_deals, say_fact_count, total
from onrecord.check.findings import judge_entity, make_finding
from onrecord.check.measure import read_recorded
from onrecord.check.wording import (
    label_of,
    name_subject,
    phrase,
    say_list,
)
from onrecord.model import Claim, ClaimKind, Fact, Finding, Quantity, RoleName, Verdict


def check_holding(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Findings for a claimed number of systems a state has or has deployed; one for each system and state."""
    if claim.kind not in (ClaimKind.HOLDING, ClaimKind.DEPLOYMENT) or not is_asserted(claim, context):
        return ()
    quantity = claim.quantity
    if quantity is None or not is_count(quantity):
        return ()
    items = systems_of(claim)
    countries = dict.fromkeys(e.country for e in entities_of(claim, RoleName.ACTOR) if e.country)
    if len(countries) > 1:
        return ()  # one number for several states together: the record has it for none
    return tuple(
        judge_entity(
            claim, context, item, "holding", partial(_judge, claim, context, country=country, quantity=quantity)
        )
        for item in items
        for country in countries
    )


def _judge(claim: Claim, context: CheckContext, subject: str, country: str, quantity: Quantity) -> Finding:
    rows = context.record.transfers(item=subject, recipient=country)
    deals = [deal for deal in group_deals(rows) if delivered(deal)]
    stocks = [fact for fact in rows if fact.property == "stock_claim" and not _is_own_word(claim, fact)]
    facts = [*(fact for deal in deals for fact in deal.facts), *stocks]
    item = name_subject(context, subject)
    rule = count_rule(context.record.category(subject) or "")
    counted = counted_class(quantity, rule, context)
    coverage = context.record.coverage("transfer")
    values = {
        "item": item,
        "country": label_of(context, country),
        "claimed": say_claimed(quantity, item),
        "documented": _say_documented(context, deals, stocks),
        "coverage": coverage.statement if coverage else phrase("coverage_unknown"),
    }

    def answer(name: str, verdict: Verdict, missing: str | None = None, extra: str = "") -> Finding:
        return make_finding(
            claim, context, f"holding.{name}", verdict, facts=facts, missing=missing, extra=extra, values=values
        )

    if not facts:
        return answer("no_fact", Verdict.CANNOT_TELL, "no fact")
    if is_partial(claim, context):
        return answer("part_of", Verdict.CANNOT_TELL, "not a plain total")
    same = rule.same(counted)
    sums = total(deals, same)
    public = [fact for fact in stocks if (fact.qualifier("counted") or "unspecified") in same]
    if sums is None and not public:
        recorded = [fact.qualifier("counted") or "unspecified" for fact in facts]
        return answer("counted", Verdict.CANNOT_TELL, "counted noun", explain_difference(counted, recorded))
    known = [one.close(UPWARDS) for one in (*([sums] if sums else []), *(read_recorded(fact) for fact in public))]
    window = claimed_window(quantity)
    is_within = any(window.meets(one) for one in known)
    if all(one.is_below(window) for one in known):
        return answer("exceeds", Verdict.CANNOT_TELL, "beyond the record")
    if claim.kind is ClaimKind.DEPLOYMENT:
        # The record knows what was delivered, never where it stands.
        return answer("deployed", Verdict.CANNOT_TELL, "place of systems")
    if is_within and says_still(claim, context):
        return answer("undated", Verdict.CANNOT_TELL, "date")
    if is_within and is_past_bound(quantity, known):
        is_documented = sums is not None and window.meets(sums.close(UPWARDS))
        if not is_documented and len(known) > 1 and not _names_its_source(claim, context, public):
            return answer("sources_differ", Verdict.RECORD_DIFFERS)
        return answer("within", Verdict.AGREES)
    if is_within:
        return answer("part_of", Verdict.CANNOT_TELL, "not a plain total")
    return answer("below", Verdict.CANNOT_TELL, "losses and use")


def _names_its_source(claim: Claim, context: CheckContext, public: Sequence[Fact]) -> bool:
    """Whether the sentence says whose figure it gives, as the record does: "an army presentation seen by Reuters"."""
    words = set(context.sentence_of(claim).casefold().replace(",", " ").split())
    given = ((fact.qualifier("given_by") or "").casefold().replace(",", " ").split() for fact in public)
    return any(len({word for word in each if len(word) > 3} & words) > 1 for each in given)


def _is_own_word(claim: Claim, fact: Fact) -> bool:
    """Whether a public figure is the claim's own speaker's: nobody confirms himself."""
    speaker, given_by = claim.attribution.speaker, fact.qualifier("given_by")
    if not speaker or not given_by:
        return False
    name = speaker.casefold().split()[-1]
    return name in given_by.casefold().split()


def _say_documented(context: CheckContext, deals: Sequence[Deal], stocks: Sequence[Fact]) -> str:
    parts = [say_deals(context, deals)] if deals else []
    if stocks:
        figures = []
        for fact in stocks:
            given_by = fact.qualifier("given_by")
            count = say_fact_count(fact)
            figures.append(phrase("stock", count=count, given_by=given_by) if given_by else count)
        parts.append(phrase("stocks" if len(figures) > 1 else "one_stock", figures=say_list(figures)))
    return (
        phrase("documented_and_public", deals=parts[0], stocks=parts[1])
        if len(parts) > 1
        else parts[0]
        if parts
        else ""
    )
