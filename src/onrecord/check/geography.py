"""Borders, sides, containment, distance, direction and coasts, from real geometry.  Rules: docs/geography.md.

The check looks at the words of a claim, not at its kind: "deployed along the northern border with Colombia" says
something about a border whatever else it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from onrecord import lexicon
from onrecord.check.context import CheckContext, is_unsaid, sentence_around
from onrecord.check.geo_answer import Answer, say, say_adjective, say_name
from onrecord.check.geo_borders import judge_border, judge_border_direction, judge_coast, judge_no_border
from onrecord.check.geo_coast import judge_on_coast
from onrecord.check.geo_lists import answer_list
from onrecord.check.geo_names import GeoName
from onrecord.check.geo_only import judge_between, judge_enclosed, judge_no_land_border, judge_only
from onrecord.check.geo_places import (
    judge_border_distance,
    judge_capital,
    judge_contained,
    judge_direction,
    judge_distance,
    judge_near_border,
)
from onrecord.check.geo_read import DENIALS, WHOLE, Statement, Topic, countries_before, read_statements
from onrecord.check.wording import cue_words
from onrecord.check.words import find_word
from onrecord.model import Claim, ClaimKind, EntityKind, Finding, RoleName, Span, Stance, Verdict

if TYPE_CHECKING:
    from onrecord.record.countries import Country
    from onrecord.record.geography import Geography

CHECK = "geography"
_BEHIND = 30  # characters behind "has no coast" in which "on Lake Chad" would stand
_UNCHECKED = (Stance.DENIED, Stance.ASKED, Stance.CONDITIONAL)


def check_geography(claim: Claim, context: CheckContext) -> Iterator[Finding]:
    """Findings on where the claim says things lie; none without a geography.  Rules "geography.<topic>.<answer>"."""
    if context.geography is None or is_unsaid(claim, context):
        return
    geography = cast("Geography", context.geography)
    statements = read_statements(context.report.text, geography, context.language)
    groups: dict[tuple[Topic, int], list[tuple[Statement, Answer]]] = {}
    for number, statement in context.once(_owned).get(claim.id, ()):
        if not _may_be_checked(statement, claim, context, statements):
            continue
        # What is said of several names at once is answered once.
        key = (statement.topic, -1 - number if statement.listed_at is None else statement.listed_at)
        if statement.topic in WHOLE:
            if key in groups:
                continue
            members = [each for each in statements if each == statement or _is_listed_with(each, statement)]
            answer = answer_whole(members, geography)
        else:
            answer = answer_statement(statement, context.report.text, geography, claim=claim, language=context.language)
            if answer is not None and answer.verdict is Verdict.AGREES and not _is_coast_meant(statement, context):
                continue
        if answer is not None:
            groups.setdefault(key, []).append((statement, answer))
    answers = [answer for answered in groups.values() for answer in answer_list(answered)
               if answer.verdict is not Verdict.AGREES or _is_whole_list(answered, statements)]  # fmt: skip
    for answer in dict.fromkeys(answers):
        yield Finding(
            claim_id=claim.id,
            check=CHECK,
            rule=f"{CHECK}.{answer.rule}",
            verdict=answer.verdict,
            sentence=answer.sentence,
            facts=answer.facts,
            readings=answer.readings,
            missing=answer.missing,
            edition=context.edition or context.record.edition,
        )


def _owned(context: CheckContext) -> Mapping[str | None, Sequence[tuple[int, Statement]]]:
    """The statements of the report with their numbers, by the claim they belong to; those of a list by its first."""
    geography = cast("Geography", context.geography)
    leads: dict[tuple[Topic, int], Statement] = {}
    found: dict[str | None, list[tuple[int, Statement]]] = {}
    for number, statement in enumerate(read_statements(context.report.text, geography, context.language)):
        listed_at = statement.listed_at
        lead = statement if listed_at is None else leads.setdefault((statement.topic, listed_at), statement)
        owner = owner_of(lead, context.claims_over(lead.span.start, lead.span.end))
        found.setdefault(owner, []).append((number, statement))
    return found


def _is_listed_with(one: Statement, other: Statement) -> bool:
    return one.listed_at is not None and (one.topic, one.listed_at) == (other.topic, other.listed_at)


def _is_whole_list(answered: Sequence[tuple[Statement, Answer]], statements: Sequence[Statement]) -> bool:
    """ "Castro and Arenas, both in Panama": that one of them is a place there is no word for the other."""
    first = answered[0][0]
    if first.topic is not Topic.CONTAINED or first.listed_at is None:
        return True
    return len(answered) == sum(_is_listed_with(each, first) for each in statements)


def _may_be_checked(statement: Statement, claim: Claim, context: CheckContext, statements: Sequence[Statement]) -> bool:
    is_denial = statement.topic in DENIALS and claim.stance is Stance.DENIED  # what is read is the denial
    if (claim.stance in _UNCHECKED and not is_denial) or _denies_a_side(statement, context):
        return False
    if _is_inland(statement, context) or _is_set_apart(statement, context) or _is_of_once(statement, context):
        return False
    return not _has_two_sides(statement, statements)


def _denies_a_side(statement: Statement, context: CheckContext) -> bool:
    """ "does not border Sudan to the south" denies the side, and perhaps not the border."""
    if statement.topic is not Topic.NO_BORDER:
        return False
    rest = context.report.text[statement.span.end :][:20].lstrip(" ,\n").lower()
    return rest.startswith(tuple(lexicon.load("geography", language=context.language)["words"]["side"]))


def _is_inland(statement: Statement, context: CheckContext) -> bool:
    """ "has a coast on Lake Issyk-Kul" does not speak of the sea."""
    if statement.topic not in (Topic.COAST, Topic.LANDLOCKED) and not statement.on_coast:
        return False
    begin, end = context.sentence_around(statement.span)
    if statement.topic is Topic.LANDLOCKED:
        begin, end = statement.span.end, min(end, statement.span.end + _BEHIND)
    words = lexicon.load("geography", language=context.language)["words"].get("inland", ())
    return find_word(context.report.text[begin:end].lower(), tuple(words)) is not None


def _is_coast_meant(statement: Statement, context: CheckContext) -> bool:
    """Whether a coast may be the one that is named: that Poland has one is no word for "Poland's Atlantic coast"."""
    country = _one(statement.b if statement.topic is Topic.CONTAINED else statement.a)
    geography = cast("Geography", context.geography)
    table = lexicon.load("geography", language=context.language).get("sea", {})
    return not statement.sides or (
        country is not None and all(side and geography.lies_on(country.code, table[side]) for side in statement.sides)
    )


def _is_of_once(statement: Statement, context: CheckContext) -> bool:
    """ "Bolivia's coast was lost to Chile", "wants its coast back": not said of today."""
    if statement.topic is not Topic.COAST:
        return False
    begin, end = context.sentence_around(statement.span)
    words = lexicon.load("geography", language=context.language)["words"].get("once", ())
    return find_word(context.report.text[begin:end].lower(), tuple(words)) is not None


def _has_two_sides(statement: Statement, statements: Sequence[Statement]) -> bool:
    """ "To the north Rwanda borders Uganda and Burundi to the south": one border is read to lie on two sides."""
    return statement.direction is not None and any(
        other.direction not in (None, statement.direction)
        and (other.topic, other.a, other.b) == (statement.topic, statement.a, statement.b)
        and other.span.overlaps(statement.span)
        for other in statements
    )


def _is_set_apart(statement: Statement, context: CheckContext) -> bool:
    """ "Paraguay, unlike its neighbour Argentina, has no coast"; "the border with Kenya's ally Uganda"."""
    text = context.report.text
    begin, end = context.sentence_around(statement.span)
    if find_word(text[begin:end].lower(), cue_words(context, "set_apart", "places")):
        return True
    behind = text[statement.span.end :][:30].lower()
    noun = behind.split()[1:2] if behind.startswith(("'s ", "’s ", "' ", "’ ")) else []
    return bool(noun) and find_word(noun[0], cue_words(context, "set_apart", "others")) is not None


def answer_statement(
    statement: Statement, text: str, geography: Geography, *, claim: Claim | None = None, language: str = "en"
) -> Answer | None:
    """The answer to one statement of a text; None when there is nothing worth saying."""
    a, b, topic = statement.a, statement.b, statement.topic
    if topic in (Topic.BORDER_DIRECTION, Topic.BORDER_SIDE):
        return _answer_border_direction(statement, text, geography, claim, language)
    if topic is Topic.CONTAINED and a is not None and b is not None:
        country = _one(b)
        if country is None:
            return None
        found = judge_contained(a, country, statement.direction, geography, firm=statement.firm and not b.weak)
        if statement.on_coast and found is not None and found.rule == "contained.agrees":
            table = lexicon.load("geography", language=language).get("sea", {})
            seas = [table[side] for side in statement.sides if side]
            return judge_on_coast(found, a, country, geography, seas=seas)
        return found
    if topic is Topic.DISTANCE and a is not None and b is not None and statement.km is not None:
        answer = judge_distance(a, b, float(statement.km), statement.direction, geography)
        return answer if statement.firm or answer is None or answer.verdict is not Verdict.DISAGREES else None
    if topic is Topic.BORDER_DISTANCE and a is not None and b is not None and statement.km is not None:
        country = _one(b)
        answer = None if country is None else judge_border_distance(a, country, float(statement.km), geography)
        return answer if statement.firm or answer is None or answer.verdict is not Verdict.DISAGREES else None
    if topic is Topic.NEAR_BORDER and a is not None and b is not None:
        country = _one(b)
        return None if country is None else judge_near_border(a, country, geography)
    if topic is Topic.CAPITAL and a is not None and b is not None:
        country = _one(b)
        if country is None:
            return None
        beside = " ".join(_beside(text, statement.span))
        answer = judge_capital(a, country, geography, language=language, sentence=beside)
        # "Chad borders Sudan and its capital, Khartoum": of which of the two is open.
        is_of_other = answer is not None and answer.rule == "capital.disagrees" and not statement.firm
        return None if is_of_other else answer
    if topic is Topic.DIRECTION and a is not None and b is not None and statement.direction is not None:
        return judge_direction(a, b, statement.direction, geography) if statement.firm else None
    if topic in (Topic.COAST, Topic.LANDLOCKED) and a is not None:
        country = _one(a)
        if country is None or (a.people and topic is Topic.LANDLOCKED):
            return None
        namesakes = lexicon.load("geography", language=language)["words"].get("two_with_coasts", ())
        if topic is Topic.COAST and a.text in namesakes and not statement.sides:
            return None  # "Georgia's long coast": both Georgias have one
        return judge_coast(country, geography, landlocked=topic is Topic.LANDLOCKED, on_sea=bool(statement.sides))
    if topic in (Topic.BORDER, Topic.NO_BORDER) and a is not None and b is not None:
        one, two = _one(a), _one(b)
        if one is None or two is None:
            return None
        # Whoever else is called Chad or Jordan borders no state.
        sure = not (a.weak or b.weak) or not (statement.is_phrase or a.people or b.people)
        if topic is Topic.NO_BORDER:
            return judge_no_border(one, two, geography, sure=sure)
        answer = judge_border(one, two, geography, at_sea=statement.at_sea, sure=sure, on_land=statement.on_land)
        # Of a list that was not read to its end, one member that fits is not the whole.
        return answer if statement.firm or answer is None or answer.verdict is not Verdict.AGREES else None
    if topic in (Topic.NO_LAND_BORDER, Topic.ISLAND) and a is not None:
        country = _one(a)
        if country is None or a.people:
            return None
        sure = statement.firm and not a.weak  # "an island of calm" is no geography
        return judge_no_land_border(country, geography, as_island=topic is Topic.ISLAND, sure=sure)
    return None


def _beside(text: str, span: Span) -> tuple[str, ...]:
    begin, end = sentence_around(text, span)
    return (text[begin : span.start], text[span.end : end])


def answer_whole(members: Sequence[Statement], geography: Geography) -> Answer | None:
    """The answer to what is said of a country and all the others named with it."""
    first = members[0]
    subject, others = _one(first.a), [_one(each.b) for each in members]
    if subject is None or first.a is None or first.a.people:
        return None
    found = [other for other in others if other is not None]
    if len(found) < len(others) or any(each.b is None or each.b.people for each in members):
        return None
    sure = not any(name.weak for each in members for name in (each.a, each.b) if name is not None)
    if first.topic is Topic.BETWEEN:
        firm = sure and first.firm
        return judge_between(subject, found[0], found[1], geography, sure=firm) if len(found) == 2 else None
    if first.topic is Topic.ENCLOSED:
        return judge_enclosed(subject, found, geography, sure=sure and first.firm)
    return judge_only(subject, found, geography, sure=sure)


def _answer_border_direction(
    statement: Statement, text: str, geography: Geography, claim: Claim | None, language: str
) -> Answer | None:
    assert statement.direction is not None
    other = _one(statement.b)
    if other is None or statement.at_sea:
        return None
    named = _one(statement.a)
    subject, sure = named, not (statement.a is not None and statement.a.weak)
    if subject is None:
        subject, sure = _subject(statement, text, other, geography, claim, language)
    if subject is None:
        words = {"adjective": say_adjective(statement.direction), "b": say_name(other)}
        return Answer(
            "border.direction.no_subject",
            Verdict.CANNOT_TELL,
            say("border.direction.no_subject", **words),
            missing="not resolved",
        )
    if subject.code == other.code:
        return None
    quote = statement.span.of(text)
    one_reading = statement.topic is Topic.BORDER_SIDE
    sure = sure and not (statement.b is not None and statement.b.weak)
    return judge_border_direction(
        subject, other, statement.direction, geography, quote=quote, one_reading=one_reading, sure=sure
    )


def _subject(
    statement: Statement, text: str, other: Country, geography: Geography, claim: Claim | None, language: str
) -> tuple[Country | None, bool]:
    """Whose border is meant: the claim's actor, else the nearest neighbour of `other` named before, in the sentence
    or at the head of the report.  Only the first two are sure."""
    countries = geography.countries(language)
    if claim is not None:
        for role in (claim.role(RoleName.ACTOR), claim.role(RoleName.PLACE)):
            for entity in (role.entity, *role.others) if role is not None else ():
                if entity is not None and entity.kind is EntityKind.COUNTRY:
                    found = countries.get(entity.id.rpartition("/")[2])
                    if found is not None and geography.shares_border(found.code, other.code):
                        return found, True
    named = [_one(name) for name in countries_before(text, geography, language, statement.span.start)]
    neighbours = [c for c in named if c is not None and geography.shares_border(c.code, other.code)]
    if neighbours:
        return neighbours[0], len({c.code for c in neighbours}) == 1
    head = [
        _one(name)
        for name in countries_before(
            text[: statement.span.start].replace(".", " "), geography, language, statement.span.start
        )
    ]
    rest = {c.code: c for c in head if c is not None and geography.shares_border(c.code, other.code)}
    if len(rest) == 1:
        return next(iter(rest.values())), False
    return None, False


def _one(name: GeoName | None) -> Country | None:
    """The country of a name, when it can be one only."""
    if name is None or len(name.countries) != 1:
        return None
    return name.countries[0]


def owner_of(statement: Statement, claims: tuple[Claim, ...]) -> str | None:
    """The claim a statement belongs to: of those with half of its words one of where things lie, else the one that
    shares most of them, and of several the shortest."""
    return _owner_of(statement.span.start, statement.span.end, claims)


def _owner_of(start: int, end: int, claims: tuple[Claim, ...]) -> str | None:
    best: tuple[float, ...] | None = None
    owner = None
    for claim in claims:
        shared = min(end, claim.span.end) - max(start, claim.span.start)
        if shared * 2 < end - start:
            continue
        key = (
            float(claim.kind is not ClaimKind.GEOGRAPHY),
            -float(shared),
            float(len(claim.span)),
            float(claim.span.start),
        )
        if best is None or key < best:
            best, owner = key, claim.id
    return owner
