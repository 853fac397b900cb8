"""Country, maker, names, kin and year of service of a system.  Rules: docs/checks.md, "Origin"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from onrecord.check.beside import is_nearer_to_another, years_beside
from onrecord.check.context import CheckContext, entities_of, is_asserted, systems_of
from onrecord.check.findings import Judge, judge_entity, make_finding
from onrecord.check.names import check_alias, check_kin
from onrecord.check.origin_country import judge_country, states_of, whose_state
from onrecord.check.origin_year import judge_year, service_years
from onrecord.check.wording import cue_words, name_subject, say_list, say_sources
from onrecord.check.words import find_word
from onrecord.model import Claim, ClaimKind, EntityKind, Finding, RoleName, Verdict


def check_origin(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Findings for a claim on where a system comes from, what it is called, derived from, or since when it serves."""
    if claim.kind is not ClaimKind.ORIGIN or not is_asserted(claim, context):
        return ()
    items = systems_of(claim)
    if not items:
        return _unresolved(claim, context)
    words = context.words_of(claim)
    if find_word(words, cue_words(context, "origin", "partly")):
        return ()
    is_alias = claim.property == "alias" or (
        claim.property is None and find_word(words, cue_words(context, "origin", "alias")) is not None
    )
    years = service_years(claim, context, words)
    kin = systems_of(claim, RoleName.COUNTERPART)
    countries = states_of(claim, whose_state(claim))
    role = claim.role(RoleName.ITEM)
    said = role.span.of(context.report.text).lower() if role is not None else ""
    if said.split()[:1] and said.split()[0] in cue_words(context, "origin", "parts"):
        return ()
    # A name that was not resolved may be one of several all the same: "the Verba and the Msta-S".
    is_several = len(items) > 1 or find_word(said, cue_words(context, "respectively", "joints")) is not None
    if is_several and (len(countries) > 1 or (years and len(years_beside(claim, context)) > 1)):
        return ()  # which of them is of which state or year
    if years and is_nearer_to_another(claim, context):
        return ()
    makers = tuple(
        e
        for e in entities_of(claim, RoleName.ACTOR)
        if e.kind in (EntityKind.BODY, EntityKind.PERSON) and not e.country
    )
    findings: list[Finding] = []
    for item in items:
        judges: list[Judge] = []
        if is_alias:
            judges.append(partial(check_alias, claim, context))
        if years:
            judges.append(partial(judge_year, claim, context, years=years))
        if kin:
            judges.append(partial(check_kin, claim, context, kin=kin))
        # "adopted by Israel" says who has it.
        if not is_alias and claim.property != "service" and (not years or _tells_root(claim, context)):
            named = [partial(judge_country, claim, context, country=country) for country in countries]
            findings.extend(_drop_halves([judge_entity(claim, context, item, "origin", judge) for judge in named]))
            judges += [partial(_judge_maker, claim, context, maker=maker.label) for maker in makers]
        findings.extend(judge_entity(claim, context, item, "origin", judge) for judge in judges)
    return tuple(findings)


def _tells_root(claim: Claim, context: CheckContext) -> bool:
    """Whether words on service and those on a state stand apart: "in service since 1998, is an Italian howitzer"."""
    actor = claim.role(RoleName.ACTOR)
    if claim.property not in ("designed", "made") or actor is None:
        return False
    text, cues = context.report.text.lower(), cue_words(context, "origin", "adopted")
    found = find_word(context.words_of(claim), cues)
    if found is None:
        return False
    at = claim.span.start + context.words_of(claim).find(found)
    first, last = sorted((at, actor.span.start))
    between = text[first:last]
    return "," in between or find_word(between, cue_words(context, "respectively", "joints")) is not None


def _drop_halves(findings: Sequence[Finding]) -> Sequence[Finding]:
    """ "Of Brazil and Sweden" is not right because Sweden is: beside another answer no state of the list agrees."""
    if len({each.verdict for each in findings}) < 2:
        return findings
    return [each for each in findings if each.verdict is not Verdict.AGREES]


def _unresolved(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    role = claim.role(RoleName.ITEM)
    if role is None or role.entity is not None:
        return ()
    words = role.span.of(context.report.text)
    if not any(letter.isupper() or letter.isdigit() for letter in words[1:]):
        return ()  # "Iranian-made missiles" names no system there could be a row of
    return (
        make_finding(
            claim,
            context,
            "origin.item.unresolved",
            Verdict.CANNOT_TELL,
            template="unresolved",
            missing="not resolved",
            values={"words": words},
        ),
    )


# --- maker -----------------------------------------------------------------------------------------------------


def _judge_maker(claim: Claim, context: CheckContext, subject: str, maker: str) -> Finding:
    record = context.record
    facts = (*record.facts(subject, "designer"), *record.facts(subject, "maker"))
    fitting = [fact for fact in facts if _shares_name(maker, str(fact.value))]
    values = {
        "item": name_subject(context, subject),
        "claimed": maker,
        "recorded": say_list(str(fact.value) for fact in (fitting or facts)),
        "sources": say_sources(fitting or facts),
    }
    if not facts:
        return make_finding(
            claim, context, "origin.maker.no_fact", Verdict.CANNOT_TELL, missing="no fact", values=values
        )
    if fitting:
        return make_finding(claim, context, "origin.maker.within", Verdict.AGREES, facts=fitting, values=values)
    # Bureaus, works and holdings are renamed and share the work: another name is no contradiction.
    return make_finding(
        claim, context, "origin.maker.other", Verdict.CANNOT_TELL, missing="coverage", facts=facts, values=values
    )


def _shares_name(one: str, other: str) -> bool:
    """Whether the shorter name's words all stand in the longer one."""
    here, there = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return bool(here) and bool(there) and (here <= there or there <= here)
