"""Building findings: the sentence from the rule's template, and one answer out of several readings of a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from onrecord.check.context import CheckContext
from onrecord.check.itself import is_not_itself
from onrecord.check.versions import is_of_another, is_other_thing
from onrecord.check.wording import label_of, say
from onrecord.model import Claim, Entity, Fact, Finding, Reading, RoleName, Verdict

Judge = Callable[[str], Finding]
NO_VALUES: Mapping[str, str] = MappingProxyType({})


def make_finding(
    claim: Claim,
    context: CheckContext,
    rule: str,
    verdict: Verdict,
    *,
    template: str | None = None,
    facts: Sequence[Fact] = (),
    readings: Sequence[Reading] = (),
    missing: str | None = None,
    related: Sequence[str] = (),
    extra: str = "",
    values: Mapping[str, str] = NO_VALUES,
) -> Finding:
    """A finding whose sentence is the template of its rule (or `template`), with `extra` sentences after it."""
    sentence = say(template or rule, **values)
    return Finding(
        claim_id=claim.id,
        check=rule.partition(".")[0],
        rule=rule,
        verdict=verdict,
        sentence=f"{sentence} {extra}".strip(),
        facts=tuple(dict.fromkeys(facts)),
        readings=tuple(readings),
        missing=missing,
        edition=context.edition or context.record.edition,
        related=tuple(related),
    )


def judge_entity(claim: Claim, context: CheckContext, entity: Entity, check: str, judge: Judge) -> Finding:
    """The judge's answer for an entity; over its alternatives when the name has several readings.

    Readings that all give one verdict give that verdict.  When one of them agrees or disagrees and another does not,
    the answer depends on the reading and both are named.
    """
    is_unlike = is_other_thing(claim, context, entity, strict=check in ("capability", "origin"))
    is_unlike = is_unlike or is_of_another(claim, context, entity, strict=check in ("capability", "origin"))
    if is_unlike or is_not_itself(claim, context, entity, version=check == "capability"):
        role = claim.role(RoleName.ITEM)
        return make_finding(
            claim,
            context,
            f"{check}.item.unresolved",
            Verdict.CANNOT_TELL,
            template="unresolved",
            missing="not resolved",
            values={"words": role.span.of(context.report.text) if role is not None else entity.label},
        )
    if not entity.alternatives:
        return judge(entity.id)
    ids = tuple(dict.fromkeys((entity.id, *entity.alternatives)))
    answers = [(entity_id, judge(entity_id)) for entity_id in ids]
    verdicts = {answer.verdict for _, answer in answers}
    if len(verdicts) == 1:
        return answers[0][1]
    readings = tuple(Reading(label_of(context, key), answer.verdict, answer.sentence) for key, answer in answers)
    facts = [fact for _, answer in answers for fact in answer.facts]
    return make_finding(
        claim,
        context,
        f"{check}.name.ambiguous",
        Verdict.DEPENDS,
        template="name.ambiguous",
        facts=facts,
        readings=readings,
        values={
            "name": entity.label,
            "readings_named": " ".join(f"{reading.wording}: {reading.sentence}" for reading in readings),
        },
    )
