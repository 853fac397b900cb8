"""Since when a system serves.  Rules: docs/checks.md, "Origin"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from onrecord.check.context import CheckContext
from onrecord.check.findings import make_finding
from onrecord.check.geo_names import mask_names
from onrecord.check.measure import settings
from onrecord.check.origin_country import states_of
from onrecord.check.versions import names_version
from onrecord.check.wording import cue_words, label_of, name_subject, phrase, say_list, say_sources, say_year
from onrecord.check.words import find_word
from onrecord.model import Claim, Fact, Finding, RoleName, Verdict

if TYPE_CHECKING:
    from onrecord.record.countries import Country
    from onrecord.record.geography import Geography

_CLASS = 8  # characters behind a name in which "-class" stands
_STRONG = ("high", "medium")
_YEAR = re.compile(r"(\d{4})(?!\d)")
_OWNER = re.compile(r"^(?:[Tt]he )?([A-Z][\w .-]{0,40})['’]s?\s")
_DECADE = re.compile(r"(\d{3})X")


def _names_another_user(claim: Claim, words: str, context: CheckContext) -> bool:
    """Whether "with" or "in" and words that no role holds may name a user: "entered service with the 3rd Brigade"."""
    filled = claim.role(RoleName.ACTOR)
    return filled is None and find_word(words, cue_words(context, "origin", "user")) is not None


def service_years(claim: Claim, context: CheckContext, words: str) -> tuple[int, int] | None:
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


def judge_year(claim: Claim, context: CheckContext, subject: str, years: tuple[int, int]) -> Finding:
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
    users = {*states_of(claim), *states_of(claim, RoleName.PLACE), *states_of(claim, RoleName.COUNTERPART)}
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
    if _is_before_its_first(claim, context, subject, last, facts):
        return answer("outside", Verdict.DISAGREES)
    if not plain or any(fact.qualifier("variant") for fact in facts):
        return answer("variants", Verdict.CANNOT_TELL, "variant")
    category = context.record.category(subject) or ""
    is_of_first = category.startswith(tuple(settings()["origin"]["year_of_first"]))
    if is_of_first or names_version(claim, context, subject, facts):
        return answer("variants", Verdict.CANNOT_TELL, "variant")
    if not any(fact.confidence in _STRONG for fact in facts):
        return answer("weak", Verdict.CANNOT_TELL, "weak record")
    return answer("outside", Verdict.DISAGREES)


def _is_before_its_first(
    claim: Claim, context: CheckContext, subject: str, year: int, facts: Sequence[Fact]
) -> bool:
    """Whether a class of ships is said to have served years before its first ship, though no older one of its name."""
    rules = settings()["origin"]
    role, category = claim.role(RoleName.ITEM), context.record.category(subject) or ""
    if role is None or not category.startswith(tuple(rules["year_of_first"])):
        return False
    said = context.report.text[role.span.start : role.span.end + _CLASS].lower()
    if find_word(said, cue_words(context, "origin", "class")) is None:
        return False
    strong = [int(Decimal(fact.value)) for fact in facts if fact.confidence in _STRONG]
    least, most = rules["years_before_first"]
    return bool(strong) and len(strong) == len(facts) and least < min(strong) - year < most


def _say_service(fact: Fact) -> str:
    event = fact.qualifier("event") or fact.qualifier("variant")
    return f"{say_year(fact.value)} ({event})" if event else say_year(fact.value)
