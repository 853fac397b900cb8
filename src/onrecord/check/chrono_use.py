"""A system at work long before it is known to have existed: "F-22s patrolled over Berlin in 1961".

For claims whose time the parse did not give: the one year of the sentence, where nothing stands between that could
make it the year of something else.  The margin is wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from onrecord.check.context import CheckContext, is_asserted
from onrecord.check.findings import make_finding
from onrecord.check.measure import settings
from onrecord.check.wording import name_subject, say_list, say_year
from onrecord.check.words import find_word, list_words
from onrecord.model import Claim, ClaimKind, EntityKind, Fact, Finding, Mention, Span, TimeExpression, Verdict

_YEAR = re.compile(r"(\d{4})(?!\d)")
_DATED = ("entered_service", "first_combat_use", "first_shown")
_KINDS = (
    ClaimKind.USE,
    ClaimKind.DEPLOYMENT,
    ClaimKind.OPERATOR,
    ClaimKind.LOSS,
    ClaimKind.MOVEMENT,
    ClaimKind.CASUALTIES,
    ClaimKind.STATEMENT,
)
_PHRASE, _BEHIND = 40, 20  # characters before and behind a year in which the words that govern it stand
_NEAR = 90  # characters between a system and the year it was at work in
_MOST_BEFORE, _MOST_BETWEEN = 9, 4  # words before a system that is used, and between it and its year
_OPENING = 3  # words before a time that opens its sentence: "In early March 1990"
_MARKS = ',;:()–—“"'
_PAST_FORM = re.compile(r"\b[a-z]+ed\b")


def service_years(context: CheckContext, subject: str) -> list[int]:
    """The years in which a system first served, fought or was shown."""
    return [int(Decimal(fact.value)) for name in _DATED for fact in context.record.facts(subject, name)]


def check_use(claim: Claim, context: CheckContext) -> Iterator[Finding]:
    """Findings for the systems of a claim that were at work in the only year of its sentence."""
    if claim.kind not in _KINDS or not is_asserted(claim, context):
        return
    begin, end = context.sentence_around(claim.span)
    named = context.named_in(max(begin, claim.span.start), min(end, claim.span.end))
    if not any(mention.kind is EntityKind.EQUIPMENT for mention in named):
        return
    times = context.times_in(begin, end)
    if len(times) != 1:
        return
    (time,) = times
    found = _YEAR.match(time.value or "")
    if (
        found is None
        or is_year_of_a_thing(time, context)
        or time.anchor != "text"
        or time.relation not in (None, "during")
    ):
        return
    words = (context.report.text[begin : time.span.start] + " " + context.report.text[time.span.end : end]).lower()
    doubts = (("used", "left_open"), ("trial", "words"), ("trial", "founding"))
    if any(find_word(words, list_words(context.language, *key)) is not None for key in doubts):
        return
    for mention in named:
        entity = mention.entity
        if mention.kind is not EntityKind.EQUIPMENT or entity is None or entity.alternatives:
            continue
        if not _is_at_work(mention, time, (begin, end), context) or may_be_of_another(entity.id, time, context):
            continue
        finding = _judge(claim, context, entity.id, int(found.group(1)))
        if finding is not None:
            yield finding
            return


def _is_at_work(mention: Mention, time: TimeExpression, sentence: tuple[int, int], context: CheckContext) -> bool:
    """Whether one past verb of use, and no other verb or clause, stands between a system and a year, or behind a
    system in a sentence that opens with the year."""
    text, used = context.report.text, list_words(context.language, "used", "words")
    if mention.span.end <= time.span.start:
        between = text[mention.span.end : time.span.start].lower()
        if _is_wielded(text[sentence[0] : mention.span.start].lower(), between, context.language):
            return True
    else:
        opening = text[sentence[0] : time.span.start].split()
        between = text[time.span.end : mention.span.start].lower().strip(" ,")
        if len(opening) <= 2 and _is_wielded(between, "", context.language):
            return True
        if len(opening) > 2 or len(between.split()) > 3 or find_word(between, used) is not None:
            return False
        behind = Span(mention.span.end, min(sentence[1], mention.span.end + _NEAR))
        between = re.split(r"[,;:(]| and ", behind.of(text).lower())[0]
        return _has_one_verb(between, used)
    if len(between) > _NEAR or any(mark in between for mark in _MARKS):
        return False
    return _has_one_verb(between, used)


def _is_wielded(before: str, behind: str, language: str) -> bool:
    """ "Soviet troops carried the Verba in Afghanistan in 1985", "By 1990 the army had the NLAW": one verb of having or
    using, right before the system, and no more than a place between the system and its year."""
    if any(mark in words for words in (before, behind) for mark in _MARKS) or len(before.split()) > _MOST_BEFORE:
        return False
    words, wield = behind.split(), list_words(language, "used", "wield")
    near = " ".join(before.split()[-_MOST_BETWEEN:])
    verb = find_word(near, wield)
    if verb is None or _count_deeds(before, language) > int(_count_deeds(verb, language) > 0):
        return False
    if find_word(before, list_words(language, "used", "links")) is not None:
        return False
    is_place = not words or words[0] in list_words(language, "used", "behind")
    is_place = is_place and not set(words) & set(list_words(language, "used", "of"))
    return is_place and len(words) <= _MOST_BETWEEN and _count_deeds(behind, language) == 0


def may_be_of_another(subject: str, time: TimeExpression, context: CheckContext) -> bool:
    """Whether a year that the parse gave to a claim may be that of another deed than the one with the system.

    "The regiment fought in 1987 and fires the S-400"; "as in 1989, the town was hit, this time by"; "after its defeat
    in 1966, the army used it in 1984".
    """
    text, language = context.report.text, context.language
    begin, end = context.sentence_around(time.span)
    spans = [m.span for m in context.named_in(begin, end) if m.entity is not None and m.entity.id == subject]
    if not spans:
        return False
    near = min(spans, key=lambda span: _gap(span, time.span))
    years = [each for each in context.times_in(begin, end) if _YEAR.match(each.value or "")]
    if any(_gap(near, each.span) < _gap(near, time.span) for each in years):
        return True
    between = text[near.end : time.span.start] if near.start < time.span.start else text[time.span.end : near.start]
    between, lead = between.lower(), text[begin : min(near.start, time.span.start)].lower()
    opens = len(lead.split()) <= _OPENING and "," not in lead
    opens = opens and (lead + time.span.of(text).lower()).split()[0] in list_words(language, "used", "opening")
    doubts = (*list_words(language, "used", "left_open"), *list_words(language, "used", "links"))
    if find_word(between, doubts) is not None or (opens and find_word(lead, doubts) is not None):
        return True
    if near.start > time.span.start:
        between = between.strip(" ,") if opens else between
        return any(mark in between for mark in _MARKS) or (not opens and _count_deeds(lead, language) > 0)
    last = (between + time.span.of(text).lower()[:_BEHIND]).split()
    if any(word in list_words(language, "used", "owed") for word in last[len(between.split()) - 1 :][:2]):
        return True  # "near a memorial for 1970"
    deeds = _count_deeds(between, language)
    told = re.split(rf"\b(?:{'|'.join(list_words(language, 'used', 'told')) or '(?!)'})\b|,", lead)[-1]
    if deeds and _count_deeds(told, language):
        return True  # "The man killed by the S-300 fought in 1965"
    verb = find_word(between, list_words(language, "used", "words"))
    is_far = verb is not None and len(between[: between.index(verb)].split()) > 1
    return deeds > 1 or is_far  # "fires a round used in 1953"


def _count_deeds(words: str, language: str) -> int:
    """Past forms among words in lower case."""
    past = list_words(language, "used", "past")
    return sum(_PAST_FORM.fullmatch(word) is not None or word in past for word in re.findall(r"[a-z]+", words))


def _gap(one: Span, other: Span) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def _has_one_verb(words: str, used: tuple[str, ...]) -> bool:
    """ "flew over a town bombed in": the year may be that of the second."""
    first = find_word(words, used)
    if first is None:
        return False
    rest = words.replace(first, "", 1)
    return find_word(rest, used) is None and _PAST_FORM.search(rest) is None


def is_year_of_a_thing(time: TimeExpression, context: CheckContext) -> bool:
    """Whether a year belongs to a noun: "the landings of 1944", "in 1944 colours"."""
    text = context.report.text
    language = context.language
    begin, _ = context.sentence_around(time.span)
    before = text[max(begin, time.span.start - _PHRASE) : time.span.start].lower().split()
    of, at = list_words(language, "used", "of"), list_words(language, "used", "at")
    spans = list_words(language, "used", "spans")
    if before and before[-1] in of:  # "in the war of 1991" is a time
        return not (before[-2:-1] and before[-2] in spans and any(word in at for word in before[-6:-2]))
    behind = text[time.span.end :][:_BEHIND]
    if behind[:1] in ("-", "–", "/"):
        return True
    word = re.match(r"[ \n]([a-z]+)", behind)
    if word is None or word[1] in list_words(language, "used", "behind"):
        return False
    if word[1] in spans and any(each in at for each in before[-2:]):  # "in the 1973 war"
        return False
    opens = len(text[begin : time.span.start].split()) <= 1
    return not opens or "," in behind  # "In 1975 troops shot down" opens with a time; "In 1944 colours, it flew"


def _judge(claim: Claim, context: CheckContext, subject: str, year: int) -> Finding | None:
    years = service_years(context, subject)
    category = context.record.category(subject) or ""
    rules = settings()["chronology"]
    if not years or category.startswith(tuple(rules["namesakes"])) or min(years) - year <= rules["use_lead"]:
        return None
    facts = tuple(fact for name in _DATED for fact in context.record.facts(subject, name))
    strong = [fact for fact in facts if fact.confidence in ("high", "medium") and not fact.qualifier("variant")]
    if not strong or min(int(Decimal(fact.value)) for fact in strong) - year <= rules["use_lead"]:
        return None
    return make_finding(
        claim,
        context,
        "chronology.service.before_shown",
        Verdict.DISAGREES,
        facts=facts,
        values={"item": name_subject(context, subject), "year": str(year), "recorded": say_years(facts)},
    )


def say_years(facts: tuple[Fact, ...]) -> str:
    return say_list(dict.fromkeys(say_year(fact.value) for fact in facts))
