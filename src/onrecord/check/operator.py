"""Who uses or has a system, against the operators and deliveries of the record.  Rules: docs/checks.md, "Operator"."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from onrecord.check.beside import has_state_within, leaves_out, says_none, says_only, says_still, years_beside
from onrecord.check.context import CheckContext, entities_of, has_loose_number, is_asserted, is_undone, systems_of
from onrecord.check.deals import delivered, group_deals, say_deals
from onrecord.check.findings import judge_entity, make_finding
from onrecord.check.wording import label_of, name_subject, phrase, say_list, say_sources
from onrecord.model import Claim, ClaimKind, Finding, RoleName, Verdict

_LONG_AGO = 15  # years before the record's date for which a list of users without dates says nothing


def check_operator(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Findings for "X is used by B" and for "B has X" without a number: one for each system and country named."""
    is_plain_holding = (
        claim.kind is ClaimKind.HOLDING and claim.quantity is None and not has_loose_number(claim, context)
    )
    if not (claim.kind is ClaimKind.OPERATOR or is_plain_holding):
        return ()
    if not is_asserted(claim, context) or is_undone(claim, context):
        return ()
    items = systems_of(claim)
    countries = dict.fromkeys(e.country for e in entities_of(claim, RoleName.ACTOR) if e.country)
    if says_none(claim, context):
        return ()
    if (len(items) > 1 and len(countries) > 1) or has_state_within(claim, context):
        return ()  # "Belarus has the Mistral, Colombia the S-400"
    return tuple(
        judge_entity(claim, context, item, "operator", partial(_judge, claim, context, country=country))
        for item in items
        for country in countries
    )


def _judge(claim: Claim, context: CheckContext, subject: str, country: str) -> Finding:
    record = context.record
    listed = record.facts(subject, "operator")
    values = {
        "item": name_subject(context, subject),
        "country": label_of(context, country),
        "listed": say_list(label_of(context, str(fact.value)) for fact in listed) or phrase("nobody"),
    }
    own = [fact for fact in listed if fact.value == country]
    deals = [deal for deal in group_deals(record.transfers(item=subject, recipient=country)) if delivered(deal)]
    facts = own or [fact for deal in deals for fact in deal.facts]
    if facts and (says_still(claim, context) or _is_long_ago(claim, context, subject)):
        return make_finding(
            claim, context, "operator.undated", Verdict.CANNOT_TELL, facts=facts, missing="date", values=values
        )
    given = {str(fact.qualifier("recipient")) for fact in record.transfers(item=subject)}
    others = given.union(str(fact.value) for fact in listed) - {country}
    if facts and (says_only(claim, context) or leaves_out(claim, context, others)):
        return make_finding(
            claim, context, "operator.only", Verdict.CANNOT_TELL, facts=facts, missing="coverage", values=values
        )
    if facts and _is_before_service(claim, context, subject):
        return make_finding(
            claim, context, "operator.too_early", Verdict.CANNOT_TELL, facts=facts, missing="date", values=values
        )
    if own:
        values["sources"] = say_sources(own)
        return make_finding(claim, context, "operator.listed", Verdict.AGREES, facts=own, values=values)
    if deals:
        values["deals"] = say_deals(context, deals)
        return make_finding(claim, context, "operator.delivered", Verdict.AGREES, facts=facts, values=values)
    # A country that makes a thing mostly uses it too, but the record does not say so: silence, as for any other.
    coverage = record.coverage("operator")
    if coverage is not None and coverage.complete and listed:
        values["coverage"] = coverage.statement
        return make_finding(claim, context, "operator.not_listed", Verdict.DISAGREES, facts=listed, values=values)
    values["coverage"] = coverage.statement if coverage is not None else phrase("coverage_unknown")
    return make_finding(
        claim, context, "operator.silent", Verdict.CANNOT_TELL, facts=listed, missing="coverage", values=values
    )


def _is_before_service(claim: Claim, context: CheckContext, subject: str) -> bool:
    """Whether the sentence speaks of a year before any recorded entry into service."""
    served = [int(Decimal(fact.value)) for fact in context.record.facts(subject, "entered_service")]
    return bool(served) and any(year < min(served) for year in years_beside(claim, context))


def _is_long_ago(claim: Claim, context: CheckContext, subject: str) -> bool:
    """Whether the sentence speaks of a year long past, of a system whose entry into service is not recorded."""
    latest = int(context.record.as_of[:4]) - _LONG_AGO
    is_dated = bool(context.record.facts(subject, "entered_service"))
    return not is_dated and any(year < latest for year in years_beside(claim, context))
