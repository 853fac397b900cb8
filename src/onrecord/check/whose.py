"""Whose a figure is: of the thing named, of what it carries or meets, of several, or of the difference between two.

Rules: docs/checks.md, "Capability".  Words: `data/lang/<code>/checks.toml`, tables `carried` and `compared`.
"""

from __future__ import annotations

from onrecord.check.context import CheckContext
from onrecord.check.measure import settings
from onrecord.check.wording import cue_words
from onrecord.check.words import find_word
from onrecord.model import Claim, Entity, Quantity, RoleName, Span

_BEFORE = 12  # characters before a claim in which "half the" would stand
_BEHIND = 30  # characters behind a number in which "more than its rival" would stand
_LEAD = 40  # characters before a name in which "outdoes the" would stand
_NUMBER = 60  # characters of the longest number in words
_PAUSE = 3  # characters before a sentence in which the one before has ended
_OWNED = 20  # characters behind a name in which "'s missiles" would stand


def has_other_number(claim: Claim, context: CheckContext, quantity: Quantity) -> bool:
    """Whether the sentence has a second number that may be meant for the second of several systems."""
    begin, end = context.sentence_around(claim.span)
    twins = {twin.span for twin in context.twins.get(quantity.span, ())}
    return any(
        other.span != quantity.span and other.span not in twins
        for other in context.numbers_in(begin, end)
        if other.unit in (None, quantity.unit)
    ) or bool(find_word(context.sentence_of(claim).lower(), cue_words(context, "respectively", "words")))


def is_listed(quantity: Quantity, context: CheckContext) -> bool:
    """Whether a bare number is joined to this one: "weigh 13,200 and 1,400 kg"."""
    text, joints = context.report.text, cue_words(context, "respectively", "joints")
    start = quantity.span.start
    return any(
        other.unit is None and text[other.span.end : start].strip(" ,").lower() in joints
        for other in context.numbers_in(start - _BEFORE - _NUMBER, start)
        if 0 < start - other.span.end < _BEFORE
    )


def is_compared(claim: Claim, quantity: Quantity, context: CheckContext) -> bool:
    """ "weighs 15 kg (33 lb) more", "half the range of", "50 m a minute": no figure of the thing itself."""
    text = context.report.text
    ends = (quantity.span.end, *(twin.span.end for twin in context.twins.get(quantity.span, ())))
    behind = text[max(ends) :][:_BEHIND].lower().lstrip(" )")
    found = find_word(behind, cue_words(context, "compared", "behind"))
    if found is not None and behind.startswith(found):
        return True
    before = text[max(0, claim.span.start - _BEFORE) : quantity.span.start].lower().rpartition(",")[2]
    if find_word(before, cue_words(context, "compared", "before")) is not None:
        return True
    said = quantity.span.of(text).lower()
    if "," in said and find_word(said, cue_words(context, "compared", "within")) is not None:
        return True  # "up to 9,000 m, above the 5,000 m of others"
    if find_word(said, cue_words(context, "compared", "named")) is not None:
        return True
    is_limit = find_word(context.words_of(claim), cue_words(context, "limit", "words")) is not None
    return is_limit and find_word(said, cue_words(context, "limit", "nearer")) is not None  # "cannot hit below 500 m"


def is_of_another(claim: Claim, quantity: Quantity, context: CheckContext, item: Entity, property: str) -> bool:
    """ "The Su-34 carries missiles that reach 300 km": whether the number is of what the thing carries or meets."""
    begin, _ = context.sentence_around(quantity.span)
    role = claim.role(RoleName.ITEM)
    begin = begin if role is None else min(begin, role.span.start)  # "the Gerald R. Ford" seems to end a sentence
    named = [m.span for m in context.named_in(begin, quantity.span.start) if m.entity == item]
    if not named and role is not None and begin <= role.span.start < quantity.span.start:
        if find_word(role.span.of(context.report.text).lower(), cue_words(context, "carried", "newer")) is not None:
            return True  # "The new rocket", behind a sentence on the old one
        if _may_be_what_was_brought_in(context, role.span, item):
            return True
        named = [role.span]
    if not named:
        return False
    last = max(named, key=lambda span: span.end)
    text = context.report.text
    is_behind_aside = _is_aside_closed(text[last.end : claim.span.start])
    start = claim.span.start if is_behind_aside else last.end
    between = text[start : quantity.span.start].lower()
    between = _main_clause(between, context) if property == "calibre" else between
    owned = text[last.start : last.end + _OWNED].lower()  # the name may have been read with what it owns
    if (property != "calibre" and _is_owned(context, item, owned)) or _is_with_another(context, between, property):
        return True
    if _is_next_in_list(context, quantity, between) or _is_aside(context, text[begin : last.start], between):
        return True
    told = _skip_told(context, start, quantity.span.start)
    between = text[told : quantity.span.start].lower() if told > start and property != "calibre" else between
    between = _without_users(context, between, quantity.span.start)
    links = [at for word in cue_words(context, "carried", "links") if (at := between.rfind(word)) >= 0]
    holding = [at for word in cue_words(context, "carried", "holding") if (at := between.rfind(word)) >= 0]
    if property == "length" and not find_word(between[-_BEFORE:], cue_words(context, "carried", "measuring")):
        links.append(len(between))  # "carries boats 12 metres long"
    if holding and max(holding) >= max(links, default=0):
        lead = text[max(begin, last.start - _LEAD) : last.start].lower()
        if find_word(lead, cue_words(context, "carried", "over")) is not None:
            return True  # "its rival outdoes the Buk with a ceiling of 9 km"
        links += holding
    if not links:
        return False
    segment = between[: max(links)]
    cuts = [at + len(word) for word in cue_words(context, "carried", "is") if (at := f"{segment} ".rfind(word)) >= 0]
    segment = segment[max(cuts, default=0) :].replace("-", "_")  # "shoulder-fired" is no deed
    for joint in cue_words(context, "respectively", "joints"):
        segment = segment.removesuffix(f" {joint}")  # "was designed in Peru and | weighing" joins no other thing to it
    for words in cue_words(context, "carried", "nature"):
        segment = segment.replace(f" {words} ", " ")
    if find_word(segment, cue_words(context, "carried", "words")) is not None:
        return True
    # "was refuelled by a ship displacing": only where the words that hold the number follow that other thing
    is_held = bool(holding) and max(holding) == max(links)
    return is_held and find_word(segment, cue_words(context, "carried", "beside")) is not None


def _without_users(context: CheckContext, between: str, end: int) -> str:
    """The words up to `end` without "used by Peru", "in service with Oman": a state's name is no other thing's."""
    start = end - len(between)
    users = cue_words(context, "carried", "users")
    articles = cue_words(context, "another", "articles")
    for mention in reversed(context.named_in(start, end)):
        if mention.entity is None or mention.entity.country is None or mention.span.end > end:
            continue
        lead = between[: mention.span.start - start].rstrip()
        last = lead.rpartition(" ")
        lead = last[0].rstrip() if last[2] in articles else lead
        found = next((words for words in users if lead.endswith(f" {words}")), None)
        if found is not None:
            between = lead.removesuffix(found) + between[mention.span.end - start :]
            start = end - len(between)
    return between


def _skip_told(context: CheckContext, start: int, end: int) -> int:
    """Where the figures end that are told of the thing in words that are of no other: "has a crew of four | with a"."""
    plain = set(cue_words(context, "carried", "told"))
    text = context.report.text
    for each in context.numbers_in(start, end):
        words = text[start : each.span.start].lower().replace(",", " ").split()
        if not plain.issuperset(words):
            break
        start = each.span.end
    return start


def _is_aside_closed(between: str) -> bool:
    """ "The Shahed-136, whose engine was copied, | has a wingspan": an aside says nothing of the verb."""
    words = between.strip()
    return len(words) > 1 and words.startswith(",") and words.endswith(",")


def _main_clause(between: str, context: CheckContext) -> str:
    """The words from the last verb of the sentence on: ", dozens of which were lost, | is armed with"."""
    joints: tuple[str, ...] = (", ",) if between.startswith(",") else ()
    joints += tuple(f" {joint} " for joint in cue_words(context, "respectively", "joints"))
    found = [
        at + len(joint) - 1
        for word in cue_words(context, "carried", "main")
        for joint in joints
        if (at := between.rfind(f"{joint}{word} ")) > 0
    ]
    return between[max(found) :] if found else between


def _may_be_what_was_brought_in(context: CheckContext, said: Span, item: Entity) -> bool:
    """ "The Abrams stood on a trailer. It weighs 12 tonnes.": the pronoun may stand for the trailer."""
    text = context.report.text
    if text[said.start : said.end].lower() not in cue_words(context, "carried", "pronouns"):
        return False
    begin, _ = context.sentence_around(Span(max(0, said.start - _PAUSE), max(1, said.start - 1)))
    named = [m.span.end for m in context.named_in(begin, said.start) if m.entity == item]
    between = text[max(named, default=said.start) : said.start].lower()
    return find_word(between, cue_words(context, "carried", "brought_in")) is not None


def has_opening(claim: Claim, context: CheckContext, quantity: Quantity, subject: str) -> bool:
    """ "With a booster, the TOW has a range of 15 km": what opens the sentence is a condition of the figure."""
    begin, _ = context.sentence_around(claim.span)
    named = [
        m.span.start
        for m in context.named_in(begin, quantity.span.start)
        if m.entity is not None and m.entity.id == subject
    ]
    lead = context.report.text[begin : named[0]].lower().lstrip() if named else ""
    found = find_word(lead, cue_words(context, "carried", "opening"))
    if found is None or not lead.startswith(found):
        return False
    words = lead[len(found) :].split()
    articles = cue_words(context, "another", "articles")
    # "With a booster the Stinger": a phrase of its own stands before the article of the name.
    is_apart = bool(words) and words[-1] in articles and any(word not in articles for word in words)
    return "," in lead or is_apart


def _is_aside(context: CheckContext, before: str, between: str) -> bool:
    """ "Besides the Kornet, the brigade has a rocket that reaches": said of what follows."""
    words = before.lower().strip().split()
    while words and words[-1] in cue_words(context, "another", "articles"):
        words.pop()
    lead = " ".join(words)
    is_set_off = not lead or "," not in lead  # the phrase opens the sentence
    return (
        between.startswith(",")
        and is_set_off
        and lead.endswith(cue_words(context, "carried", "aside"))
        and find_word(lead, cue_words(context, "carried", "aside")) is not None
    )


def _is_next_in_list(context: CheckContext, quantity: Quantity, between: str) -> bool:
    """ "a T-72, a 120 mm mortar and two rifles": the number begins the next thing of a list."""
    if not between.startswith(",") or between.strip(" ,") not in cue_words(context, "another", "articles"):
        return False
    behind = context.report.text[quantity.span.end :][:_BEHIND].lower()
    for joint in cue_words(context, "respectively", "joints"):
        _, found, rest = behind.partition(f" {joint} ")
        first = rest.split()[:1]
        at = quantity.span.end + len(behind) - len(rest)
        if found and (set(first) & set(cue_words(context, "another", "articles")) or at in context.count_starts):
            return True
    return False


def _is_owned(context: CheckContext, item: Entity, named: str) -> bool:
    """ "the T-72's missiles": a thing of its own, but for systems that are what they fire."""
    _, mark, behind = named.replace("’", "'").partition("'s ")
    if not mark:
        return False
    category = context.record.category(item.id) or ""
    if category.startswith(tuple(settings()["owned"]["same"])):
        return False
    return find_word(" ".join(behind.split()[:2]), cue_words(context, "carried", "owned")) is not None


def _is_with_another(context: CheckContext, between: str, property: str) -> bool:
    """ "The T-72 and its trailer weigh": the number is of both."""
    if property not in settings()["summed"]["properties"]:
        return False
    found = find_word(between.lstrip(" ,"), cue_words(context, "carried", "together"))
    if found is None or not between.lstrip(" ,").startswith(found):
        return False
    rest = between.lstrip(" ,")[len(found) :]
    return find_word(rest, cue_words(context, "carried", "sum")) is not None
