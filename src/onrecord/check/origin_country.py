"""Whether a system comes from the state that a report names.  Rules: docs/checks.md, "Origin"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from onrecord.check.context import CheckContext, entities_of
from onrecord.check.findings import make_finding
from onrecord.check.measure import settings
from onrecord.check.wording import cue_words, label_of, name_subject, phrase, say_list, say_sources
from onrecord.check.words import find_word
from onrecord.model import Claim, Fact, Finding, Reading, RoleName, Verdict

_STRONG = ("high", "medium")
_ASIDE = re.compile(r",[^,;:.]{1,90},(?= (?:is|are|was|were)\b)|\([^()]{1,90}\)")
_MOST_NOUNS = 5
_NOUNS = 60  # characters behind a state's adjective in which its noun stands
_STOPS = ",.;:!?)"


def states_of(claim: Claim, name: RoleName = RoleName.ACTOR) -> tuple[str, ...]:
    countries = (e.country for e in entities_of(claim, name))
    return tuple(dict.fromkeys(country for country in countries if country))


def whose_state(claim: Claim) -> RoleName:
    """The role that says where a thing comes from: the place, where the words hold it and not the actor
    ("designed in Jordan and adopted by Israel")."""
    actor, place = claim.role(RoleName.ACTOR), claim.role(RoleName.PLACE)
    is_place = actor is not None and place is not None and claim.span.covers(place.span)
    is_place = is_place and actor is not None and not claim.span.covers(actor.span)
    return RoleName.PLACE if is_place and states_of(claim, RoleName.PLACE) else RoleName.ACTOR


def judge_country(claim: Claim, context: CheckContext, subject: str, country: str) -> Finding:
    config = settings()["origin"]
    soviet, successors = config["soviet"], config["successors"]
    facts = context.record.facts(subject, "origin")
    recorded = [str(fact.value) for fact in facts]
    item, claimed = name_subject(context, subject), label_of(context, country)
    values = {
        "item": item,
        "claimed": claimed,
        "recorded": say_list(label_of(context, value) for value in recorded),
        "sources": say_sources(facts),
    }

    def answer(rule: str, verdict: Verdict, **more: object) -> Finding:
        return make_finding(
            claim,
            context,
            f"origin.country.{rule}",
            verdict,
            values=values,
            facts=facts,
            **more,  # type: ignore[arg-type]
        )

    if not facts:
        return answer("no_fact", Verdict.CANNOT_TELL, missing="no fact")
    if country in recorded:
        return answer("within", Verdict.AGREES)
    is_strong = any(fact.confidence in _STRONG for fact in facts)
    if country == soviet and any(value in successors for value in recorded):
        return _judge_soviet(claim, context, subject, facts, values)
    if country in successors and soviet in recorded:
        if country != config["heir"]:
            return answer("successor", Verdict.CANNOT_TELL, missing="which state of the Soviet Union")
        readings = (
            Reading(phrase("reading_heir"), Verdict.AGREES, phrase("reading_heir_answer", **values)),
            Reading(phrase("reading_design"), Verdict.DISAGREES, phrase("reading_design_answer", **values)),
        )
        return answer("heir", Verdict.DEPENDS, readings=readings)
    words = context.words_of(claim)
    is_design = find_word(words, cue_words(context, "origin", "designed")) is not None
    is_made = _is_made(claim, context)
    if not is_strong:
        return answer("weak", Verdict.CANNOT_TELL, missing="weak record")
    if is_design and not is_made:
        return answer("outside", Verdict.DISAGREES)
    if _is_called(claim, context) and not is_made and country not in _users(context, subject):
        return answer("called", Verdict.DISAGREES)
    readings = (
        Reading(phrase("reading_design"), Verdict.DISAGREES, phrase("reading_design_answer", **values)),
        Reading(phrase("reading_licence"), Verdict.CANNOT_TELL, phrase("reading_licence_answer", **values)),
    )
    return answer("made", Verdict.DEPENDS, readings=readings)


def _is_called(claim: Claim, context: CheckContext) -> bool:
    """Whether the thing is said to be one of that country: "the Tomahawk is a French missile", "the Tomahawk, a …"."""
    item, actor = claim.role(RoleName.ITEM), claim.role(RoleName.ACTOR)
    if item is None or actor is None:
        return False
    text = context.report.text
    if actor.span.end < item.span.start:
        return _is_opening_description(text[actor.span.end : item.span.start], claim, context)
    if item.span.end >= actor.span.start:
        return False
    between = " ".join(_ASIDE.sub(" ", text[item.span.end : actor.span.start].lower()).split())
    behind = text[actor.span.end : actor.span.end + 2]
    is_noun = behind[:1] == " " and behind[1:].islower()
    if not is_noun:
        return False
    if between in cue_words(context, "origin", "beside"):
        return _heads_a_thing(text[actor.span.end : actor.span.end + _NOUNS], context) and not find_word(
            context.sentence_of(claim).lower(), cue_words(context, "origin", "single")
        )
    called = cue_words(context, "origin", "called")
    if context.named_in(item.span.end, actor.span.start):
        return between in called
    verbs = {cue.split()[0] for cue in called}
    return between.endswith(tuple(called)) and verbs.isdisjoint(between.split()[:-2])


def _is_opening_description(between: str, claim: Claim, context: CheckContext) -> bool:
    """ "A French howitzer, the PzH 2000": the words between the state's adjective and the name."""
    actor = claim.role(RoleName.ACTOR)
    if actor is None or "," not in between:
        return False
    lead = context.report.text[: actor.span.start].lower().split()[-1:]
    is_one = bool(lead) and lead[0] in cue_words(context, "origin", "one")
    single = find_word(context.sentence_of(claim).lower(), cue_words(context, "origin", "single"))
    return is_one and single is None and _heads_a_thing(between, context)


def _heads_a_thing(words: str, context: CheckContext) -> bool:
    """Whether a kind of weapon is the head of the words: "anti-aircraft tank which …", and no "tank crew's dream"."""
    things, closing = cue_words(context, "origin", "things"), cue_words(context, "origin", "closing")
    said = words.split()
    for at, word in enumerate(said[:_MOST_NOUNS]):
        bare = word.rstrip(_STOPS)
        if bare in things:
            return bare != word or at + 1 == len(said) or said[at + 1] in closing
        if bare != word:
            return False
    return False


def _is_made(claim: Claim, context: CheckContext) -> bool:
    """Whether the words speak of building, those of an aside between the thing and the state left out."""
    item, actor = claim.role(RoleName.ITEM), claim.role(RoleName.ACTOR)
    words = context.words_of(claim)
    if item is not None and actor is not None and item.span.end < actor.span.start:
        text, begin = context.report.text, claim.span.start
        gap = slice(max(begin, item.span.end), max(begin, min(actor.span.start, claim.span.end)))
        words = (text[begin : gap.start] + _ASIDE.sub(" ", text[gap]) + text[gap.stop : claim.span.end]).lower()
    return find_word(words, cue_words(context, "origin", "made")) is not None


def _users(context: CheckContext, subject: str) -> set[str]:
    """States the record knows to have the thing, to have given it or got it: of theirs, the adjective may say that."""
    deals = context.record.transfers(item=subject)
    found = {str(fact.value) for fact in context.record.facts(subject, "operator")}
    found |= {str(fact.qualifier(end)) for fact in deals for end in ("supplier", "recipient")}
    return found


def _judge_soviet(
    claim: Claim, context: CheckContext, subject: str, facts: Sequence[Fact], values: dict[str, str]
) -> Finding:
    """ "Soviet-designed" of a system the record gives to a successor state."""
    config = settings()["origin"]
    served = [f for f in context.record.facts(subject, "entered_service") if f.confidence in _STRONG]
    year = min((int(Decimal(f.value)) for f in served), default=None)
    kin = [
        relation
        for relation in context.record.relations(subject)
        if relation.kind in ("predecessor", "derived_from", "family")
        and any(f.value == config["soviet"] for f in context.record.facts(relation.other.id, "origin"))
    ]
    lines = [phrase("adopted", year=year)] if year else []
    lines += [phrase(f"soviet_{relation.kind}", item=name_subject(context, relation.other.id)) for relation in kin]
    cited = [*facts, *served, *(relation.fact for relation in kin)]
    is_strong = any(fact.confidence in _STRONG for fact in facts)
    is_replaced = any(relation.kind == "predecessor" for relation in kin)
    is_variant = any(relation.kind == "derived_from" for relation in kin)
    if is_strong and year is not None and year >= config["clearly_after"] and is_replaced and not is_variant:
        return make_finding(
            claim,
            context,
            "origin.country.after_soviet",
            Verdict.DISAGREES,
            facts=cited,
            extra=" ".join(dict.fromkeys(lines)),
            values=values,
        )
    if kin or (year is not None and year < config["clearly_after"]):
        readings = (
            Reading(phrase("reading_root"), Verdict.AGREES, phrase("reading_root_answer", **values)),
            Reading(phrase("reading_itself"), Verdict.DISAGREES, phrase("reading_itself_answer", **values)),
        )
        return make_finding(
            claim,
            context,
            "origin.country.soviet_root",
            Verdict.DEPENDS,
            facts=cited,
            extra=" ".join(dict.fromkeys(lines)),
            readings=readings,
            values=values,
        )
    return make_finding(
        claim,
        context,
        "origin.country.soviet_unknown",
        Verdict.CANNOT_TELL,
        facts=cited,
        extra=" ".join(dict.fromkeys(lines)),
        missing="where the design began",
        values=values,
    )
