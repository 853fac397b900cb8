"""Country, maker, names, kin and year of service of a system.  Rules: docs/checks.md, "Origin"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, cast

from onrecord.check.beside import is_nearer_to_another, years_beside
from onrecord.check.context import CheckContext, entities_of, is_asserted, systems_of
from onrecord.check.findings import Judge, judge_entity, make_finding
from onrecord.check.geo_names import mask_names
from onrecord.check.measure import settings
from onrecord.check.names import check_alias, check_kin
from onrecord.check.versions import names_version
from onrecord.check.wording import cue_words, label_of, name_subject, phrase, say_list, say_sources, say_year
from onrecord.check.words import find_word
from onrecord.model import Claim, ClaimKind, EntityKind, Fact, Finding, Reading, RoleName, Verdict

if TYPE_CHECKING:
    from onrecord.record.countries import Country
    from onrecord.record.geography import Geography

_STRONG = ("high", "medium")
_YEAR = re.compile(r"(\d{4})(?!\d)")
_OWNER = re.compile(r"^(?:[Tt]he )?([A-Z][\w .-]{0,40})['’]s?\s")
_ASIDE = re.compile(r",[^,;:.]{1,90},(?= (?:is|are|was|were)\b)|\([^()]{1,90}\)")
_NOUNS = 60  # characters behind a state's adjective in which its noun stands
_MOST_NOUNS = 5
_STOPS = ",.;:!?)"
_DECADE = re.compile(r"(\d{3})X")


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
    years = _service_years(claim, context, words)
    kin = systems_of(claim, RoleName.COUNTERPART)
    countries = _countries(claim, _whose_country(claim))
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
            judges.append(partial(_judge_year, claim, context, years=years))
        if kin:
            judges.append(partial(check_kin, claim, context, kin=kin))
        # "adopted by Israel" says who has it.
        if not is_alias and claim.property != "service" and (not years or _tells_root(claim, context)):
            named = [partial(_judge_country, claim, context, country=country) for country in countries]
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


# --- country ---------------------------------------------------------------------------------------------------


def _countries(claim: Claim, name: RoleName = RoleName.ACTOR) -> tuple[str, ...]:
    countries = (e.country for e in entities_of(claim, name))
    return tuple(dict.fromkeys(country for country in countries if country))


def _whose_country(claim: Claim) -> RoleName:
    """The role that says where a thing comes from: the place, where the words hold it and not the actor
    ("designed in Jordan and adopted by Israel")."""
    actor, place = claim.role(RoleName.ACTOR), claim.role(RoleName.PLACE)
    is_place = actor is not None and place is not None and claim.span.covers(place.span)
    is_place = is_place and actor is not None and not claim.span.covers(actor.span)
    return RoleName.PLACE if is_place and _countries(claim, RoleName.PLACE) else RoleName.ACTOR


def _names_another_user(claim: Claim, words: str, context: CheckContext) -> bool:
    """Whether "with" or "in" and words that no role holds may name a user: "entered service with the 3rd Brigade"."""
    filled = claim.role(RoleName.ACTOR)
    return filled is None and find_word(words, cue_words(context, "origin", "user")) is not None


def _judge_country(claim: Claim, context: CheckContext, subject: str, country: str) -> Finding:
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
    if item is None or actor is None or item.span.end >= actor.span.start:
        return False
    text = context.report.text
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


# --- year of service -------------------------------------------------------------------------------------------


def _service_years(claim: Claim, context: CheckContext, words: str) -> tuple[int, int] | None:
    """First and last year the claim gives for entry into service, or None when it says nothing of the kind."""
    role = claim.role(RoleName.TIME)
    names = ("entered_service", "adopted", "in_service", "service")
    is_service = claim.property in names or find_word(words, cue_words(context, "origin", "adopted")) is not None
    if role is None or role.time is None or role.time.value is None or not is_service:
        return None
    if role.time.relation in ("before", "after", "until", "by"):
        return None
    decade = _DECADE.match(role.time.value)
    if decade:
        return int(decade.group(1)) * 10, int(decade.group(1)) * 10 + 9
    year = _YEAR.match(role.time.value)
    return (int(year.group(1)), int(year.group(1))) if year else None


def _countries_in(claim: Claim, context: CheckContext) -> Iterator[Country]:
    """Countries and peoples in the claim's words, whether or not a role holds them: "entered Australian service"."""
    if context.geography is None:
        return
    geography = cast("Geography", context.geography)
    for name in mask_names(claim.span.of(context.report.text), geography, language=context.language).names:
        if len(name.countries) == 1:
            yield name.countries[0]


def _has_owner(claim: Claim, context: CheckContext, homes: set[str]) -> bool:
    """Whether the item is said to be somebody's, and not of a country it comes from: "Poland's F-16s"."""
    role = claim.role(RoleName.ITEM)
    found = _OWNER.search(role.span.of(context.report.text)) if role is not None else None
    return found is not None and not any(label_of(context, home) == found.group(1).strip() for home in homes)


def _judge_year(claim: Claim, context: CheckContext, subject: str, years: tuple[int, int]) -> Finding:
    facts = context.record.facts(subject, "entered_service")
    first, last = years
    fitting = [fact for fact in facts if first <= int(Decimal(fact.value)) <= last]
    values = {
        "item": name_subject(context, subject),
        "claimed": say_year(str(first)) if first == last else phrase("decade", year=first),
        "recorded": say_list(_say_service(fact) for fact in facts),
        "sources": say_sources(facts),
    }

    def answer(rule: str, verdict: Verdict, missing: str | None = None) -> Finding:
        return make_finding(claim, context, f"origin.year.{rule}", verdict, facts=facts, missing=missing, values=values)

    if not facts:
        return answer("no_fact", Verdict.CANNOT_TELL, "no fact")
    words = context.sentence_of(claim).lower()
    origins = {str(fact.value) for fact in context.record.facts(subject, "origin")}
    heirs = {settings()["origin"]["heir"]} if settings()["origin"]["soviet"] in origins else set()
    # "entered service with India", "in Poland": the record has the year of the first user, not of every one.
    users = {*_countries(claim), *_countries(claim, RoleName.PLACE), *_countries(claim, RoleName.COUNTERPART)}
    homes = origins | heirs
    users |= {f"country/{country.code}" for country in _countries_in(claim, context)}
    is_elsewhere = not users <= homes or _has_owner(claim, context, homes)
    if is_elsewhere or _names_another_user(claim, words, context):
        return answer("elsewhere", Verdict.CANNOT_TELL, "no fact")
    if find_word(words, cue_words(context, "origin", "first")):
        return answer("other_event", Verdict.CANNOT_TELL, "property")
    plain = [fact for fact in facts if not fact.qualifier("variant")]
    if fitting and all(fact in fitting for fact in plain):
        return answer("within", Verdict.AGREES)
    if fitting:
        return answer("sources_differ", Verdict.RECORD_DIFFERS)
    slack = settings()["origin"]["year_slack"]
    gap = min(min(abs(int(Decimal(f.value)) - first), abs(int(Decimal(f.value)) - last)) for f in facts)
    if gap <= slack:
        return answer("close", Verdict.CANNOT_TELL, "not far enough from the record")
    if not plain or any(fact.qualifier("variant") for fact in facts):
        return answer("variants", Verdict.CANNOT_TELL, "variant")
    category = context.record.category(subject) or ""
    is_of_first = category.startswith(tuple(settings()["origin"]["year_of_first"]))
    if is_of_first or names_version(claim, context, subject, facts):
        return answer("variants", Verdict.CANNOT_TELL, "variant")
    if not any(fact.confidence in _STRONG for fact in facts):
        return answer("weak", Verdict.CANNOT_TELL, "weak record")
    return answer("outside", Verdict.DISAGREES)


def _say_service(fact: Fact) -> str:
    event = fact.qualifier("event") or fact.qualifier("variant")
    return f"{say_year(fact.value)} ({event})" if event else say_year(fact.value)
