"""A claimed range, ceiling, weight or crew against the recorded figures.  Rules: docs/checks.md, "Capability"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from onrecord.check.clearly import before_clause, close_in, find_doubt, is_distance, is_height, is_place, without_aside
from onrecord.check.context import CheckContext, is_asserted, systems_of
from onrecord.check.counting import has_unread_number
from onrecord.check.figure_answer import FigureQuestion, is_wished, say_fit, say_misfit
from onrecord.check.findings import judge_entity, make_finding
from onrecord.check.measure import (
    SAME,
    Factor,
    Fit,
    Interval,
    Sense,
    compare,
    read_all_recorded,
    read_claimed,
    settings,
    unit_factor,
)
from onrecord.check.mix_ups import other_measures
from onrecord.check.whose import has_opening, has_other_number, is_compared, is_listed, is_of_another
from onrecord.check.wording import cue_words, phrase
from onrecord.check.words import find_word, list_groups
from onrecord.model import Claim, ClaimKind, Fact, Finding, Quantity, RoleName, Verdict

_SUMMED = ("weight",)
_LEAD = 15  # characters before a claim in which "ferry" of "ferry range" would stand
_OPEN_UPWARDS = Decimal("1.3")  # own choice: "over 18 kg" is borne out by 20 kg, not by 40


def check_capability(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Findings for a claim that gives a figure for a property of a system; one for each system it names."""
    quantity, name = claim.quantity, _property_of(claim, context)
    config = settings()["capability"].get(name)
    if claim.kind is not ClaimKind.CAPABILITY or not is_asserted(claim, context) or quantity is None or config is None:
        return ()
    if (quantity.low is None and quantity.high is None) or is_compared(claim, quantity, context):
        return ()
    role = claim.role(RoleName.ITEM)
    items = systems_of(claim)
    if role is not None and role.entity is not None and not items:
        return ()
    if not items:
        words = role.span.of(context.report.text) if role else phrase("no_item")
        rule = f"capability.{name}.unresolved"
        return (
            make_finding(
                claim,
                context,
                rule,
                Verdict.CANNOT_TELL,
                template="unresolved",
                missing="not resolved",
                values={"words": words},
            ),
        )
    others = other_measures(claim, context, quantity, claim.span)
    if others and (len(items) > 1 or (claim.property != name and not context.twins.get(quantity.span))):
        return ()  # which number is whose, or of what, the words do not say plainly enough
    said = role.span.of(context.report.text).lower() if role is not None else ""
    is_several = len(items) > 1 or find_word(said, cue_words(context, "respectively", "joints")) is not None
    if (is_several and has_other_number(claim, context, quantity)) or is_listed(quantity, context):
        return ()
    if name == "range" and is_place(claim, context, quantity):
        return ()
    if any(is_of_another(claim, quantity, context, item, name) for item in items):
        return ()
    if name in _SUMMED and any(has_unread_number(claim, context, item) for item in items):
        return ()  # "twenty of them weigh four tonnes"
    as_reach = _as_reach(claim, context, quantity, name)
    return tuple(
        judge_entity(
            claim,
            context,
            item,
            "capability",
            lambda key: _judge(FigureQuestion(claim, context, as_reach, name, key), config),
        )
        for item in items
    )


def _as_reach(claim: Claim, context: CheckContext, quantity: Quantity, name: str) -> Quantity:
    """ "can hit targets at 5 km" says at least 5 km; only "a range of 5 km" says how far the thing reaches."""
    words = context.words_of(claim)
    able = find_word(words, cue_words(context, "reach", "able"))
    named = find_word(words, cue_words(context, "reach", "named"))
    if not able or named or not quantity.is_exact or name not in settings()["reach"]["properties"]:
        return quantity
    return replace(quantity, high=None)


def _property_of(claim: Claim, context: CheckContext) -> str:
    """The claim's property; for "can hit targets at up to 6 km" the one its unit and words leave no doubt about."""
    quantity, table = claim.quantity, settings()["infer"]
    words, property = context.words_of(claim), claim.property or ""
    if claim.property in (None, *table["from"]) and quantity is not None and quantity.unit is not None:
        for row in table["property"]:
            is_unit = unit_factor(quantity.unit, row["unit"]) is not None
            if is_unit and find_word(words, cue_words(context, "infer", row["property"])):
                property = str(row["property"])
                break
    own = words if quantity is None else _words_of_number(claim, context, quantity)
    for named in settings()["named"].get(property, ()):
        if find_word(own, cue_words(context, "instead", named)):
            return str(named)
    if property == "range" and quantity is not None and is_height(claim, context, quantity):
        return "altitude"
    if property == "altitude" and quantity is not None and is_distance(context, quantity):
        return "range"
    return property


def _words_of_number(claim: Claim, context: CheckContext, quantity: Quantity) -> str:
    """The claim's words between the numbers on both sides of its own: "19 metres and a wingspan of 14" names two."""
    others = other_measures(claim, context, quantity, claim.span)
    begin = max((each.span.end for each in others if each.span.end <= quantity.span.start), default=claim.span.start)
    end = min((each.span.start for each in others if each.span.start >= quantity.span.end), default=claim.span.end)
    behind = context.report.text[quantity.span.end : end].lower()
    if others:
        joints = (",", *(f" {joint} " for joint in cue_words(context, "respectively", "joints")))
        behind = behind[: min((at for joint in joints if (at := behind.find(joint)) >= 0), default=len(behind))]
    return context.report.text[begin : quantity.span.end].lower() + behind


def _judge(question: FigureQuestion, config: dict[str, Any]) -> Finding:
    words = question.context.words_of(question.claim)
    if not config["record"]:
        return question.answer("not_kept", Verdict.CANNOT_TELL, missing="no fact")
    property, facts = _facts_for(question, config, words)
    if property is None:
        sentence = question.context.sentence_of(question.claim).lower()
        lead = question.context.report.text[: question.claim.span.start][-_LEAD:].lower().split()[-1:]
        own = before_clause(question.claim, question.context, question.quantity.span.end)
        own = " ".join((*lead, without_aside(own, question.claim, question.context)))
        other = find_word(own, cue_words(question.context, question.property, "other")) or find_word(
            sentence, cue_words(question.context, question.property, "conditions")
        )
        same = _of_same_name(question, facts, own) if other is not None else ()
        facts = same or facts
        if other is not None and not same:
            return question.answer("other", Verdict.CANNOT_TELL, missing="property", values={"word": other})
    if not facts:
        return question.answer("no_fact", Verdict.CANNOT_TELL, missing="no fact")
    sense = Sense(config["sense"])
    factor = _factor(question, facts[0], whole=bool(config.get("whole")))
    if factor is None:
        return question.answer("unit", Verdict.CANNOT_TELL, facts=facts, missing="unit")
    is_converted = question.quantity.unit != facts[0].unit
    claimed = read_claimed(
        close_in(question.quantity, question.context),
        sense,
        factor=factor,
        whole=bool(config.get("whole")),
        is_converted=is_converted,
    )
    fits = [compare(claimed, recorded, sense) for recorded in read_all_recorded(facts)]
    is_up_to = sense is Sense.EXACT and question.quantity.modifier == "up_to" and not config.get("bound")
    is_too_low = is_up_to and _is_half(claimed.stated, facts)  # "weighs no more than six tonnes"
    if is_up_to and not is_too_low and not any(_is_near(claimed.stated, each) for each in read_all_recorded(facts)):
        # "weighs up to 75 tonnes" is said of the heaviest version: 62.5 tonnes neither bear it out nor contradict it.
        return question.answer("between", Verdict.CANNOT_TELL, facts=facts, missing="record leaves it open")
    of_all = find_word(words, cue_words(question.context, "version", "all"))
    if Fit.FITS in fits and (
        _is_far_above(claimed.stated, facts, fits) or _is_far_below(question.quantity, claimed.stated, facts)
    ):
        return question.answer("between", Verdict.CANNOT_TELL, facts=facts, missing="record leaves it open")
    if Fit.FITS in fits:
        if of_all or is_wished(question):
            return question.answer("variants", Verdict.CANNOT_TELL, facts=facts, missing="variant")
        return say_fit(question, facts, fits, claimed.stated)
    if has_opening(question.claim, question.context, question.quantity, question.subject):
        return question.answer("variants", Verdict.CANNOT_TELL, facts=facts, missing="variant")
    unsure = find_doubt(
        question.claim, question.context, question.property, question.quantity, config, question.subject
    )
    if unsure is not None:
        return question.answer("other", Verdict.CANNOT_TELL, missing="property", values={"word": unsure})
    return say_misfit(question, config, facts, fits, claimed, sense)


def _of_same_name(question: FigureQuestion, facts: Sequence[Fact], own: str) -> tuple[Fact, ...]:
    """Figures whose condition the claim names: "a take-off weight of 650 kg" and "650 kg, maximum take-off"."""
    groups = list_groups(question.context.language, question.property, "same")
    named = [group for group in groups if find_word(own, group)]
    return tuple(
        fact for fact in facts if any(find_word((fact.qualifier("condition") or "").lower(), group) for group in named)
    )


def _is_far_above(stated: Decimal, facts: Sequence[Fact], fits: Sequence[Fit]) -> bool:
    """Whether a claim fits only recorded figures of "more than N" and states far more than that."""
    recorded = [read for read, fit in zip(read_all_recorded(facts), fits, strict=True) if fit is Fit.FITS]
    return all(one.high is None and one.low is not None and stated > one.low * _OPEN_UPWARDS for one in recorded)


def _is_far_below(quantity: Quantity, stated: Decimal, facts: Sequence[Fact]) -> bool:
    """Whether "can hit targets at 300 m" or "more than 300 m" is said of a thing that reaches many times as far."""
    lows = [low for one in read_all_recorded(facts) if (low := one.low or one.high) is not None]
    is_open = quantity.high is None
    least = "least" if quantity.modifier is None else "least_bound"
    return is_open and stated < min(lows, default=stated) * Decimal(str(settings()["reach"][least]))


def _is_half(stated: Decimal, facts: Sequence[Fact]) -> bool:
    """Whether even half of the least recorded figure is more."""
    lows = [low for one in read_all_recorded(facts) if (low := one.low or one.high) is not None]
    return bool(lows) and stated < min(lows) / 2


def _is_near(stated: Decimal, recorded: Interval) -> bool:
    """Whether a stated maximum is about the recorded one."""
    ends = [end for end in (recorded.low, recorded.high) if end is not None]
    return any(abs(stated - end) <= end / 10 for end in ends)


def _facts_for(question: FigureQuestion, config: dict[str, Any], words: str) -> tuple[str | None, tuple[Fact, ...]]:
    """The recorded figures to compare with, and the property's name when the claim's own words chose it."""
    record, context = question.context.record, question.context
    category = record.category(question.subject) or ""
    classes = settings()["instead"]
    for property in classes:
        if property in settings()["capability"] or not category.startswith(tuple(classes[property])):
            continue
        if find_word(words, cue_words(context, "instead", property)):
            return property, record.facts(question.subject, property)
    for option in config["record"]:
        if any(category.startswith(prefix) for prefix in option.get("classes", [""])):
            facts = record.facts(question.subject, option["property"])
            if facts:
                return None, facts
    return None, ()


def _factor(question: FigureQuestion, fact: Fact, *, whole: bool) -> Factor | None:
    unit = question.quantity.unit
    if whole:
        return SAME if unit in (None, fact.unit) else None
    if unit is None or fact.unit is None:
        return None
    return unit_factor(unit, fact.unit)
