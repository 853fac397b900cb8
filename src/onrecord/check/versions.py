"""Whether a report names one version of a system, or a thing of another class that bears the same name.

A figure or year of a version says nothing about the family: "IRIS-T SLS" is not the IRIS-T SLM,
a Challenger jet is no tank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from onrecord import lexicon
from onrecord.check.context import CheckContext
from onrecord.check.wording import cue_words
from onrecord.check.words import find_word
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import Claim, ClaimKind, Entity, Fact, RoleName

_BEFORE = 60  # characters before a name in which "a copy of" would stand
_LEAD = 25  # characters before the claim in which "the export version of" would stand
_TIES = ("variant", "condition", "part", "event")
# What may follow a name and make another designation of it: "-SM", "J", " NG", "A2", "200M".
_SUFFIX = re.compile(r"-?[A-Z0-9][A-Za-z0-9]{0,3}(?![A-Za-z0-9])|[ -][A-Z0-9]{1,4}(?:-\d{1,2})?(?![A-Za-z0-9])")
_OWN = re.compile(r"s?['’]s?\s+\w")
_TOKEN = re.compile(r"[A-Za-z0-9][\w-]*")


def names_version(claim: Claim, context: CheckContext, subject: str, facts: Iterable[Fact]) -> bool:
    """Whether the words name one version of the subject for which none of the facts is said to hold."""
    text = context.report.text
    words = text[max(0, claim.span.start - _LEAD) : claim.span.start].lower() + context.words_of(claim)
    of_all = find_word(words, cue_words(context, "version", "all"))
    if find_word(words.replace(of_all, "") if of_all else words, cue_words(context, "version", "words")):
        return True
    if context.record.category(subject) is None:
        return False
    label = context.record.subject(subject).entity.label
    names = _names(context, subject)
    role = claim.role(RoleName.ITEM)
    said = role.span.of(text) if role is not None else ""
    version = _version_in(said, label, names, _nouns(context.language)[1])
    if version is None:
        return False
    ties = {_plain(tie) for fact in facts for name in _TIES if (tie := fact.qualifier(name))}
    return not any(tie in (version, _plain(label) + version) for tie in ties)


def is_other_thing(claim: Claim, context: CheckContext, item: Entity, *, strict: bool = False) -> bool:
    """Whether the noun behind the name is one that the item cannot be: "Challenger jets".

    `strict`: or one that is known for no equipment at all, as "Moskva watches".
    """
    category = context.record.category(item.id)
    role = claim.role(RoleName.ITEM)
    if category is None or role is None or role.others:
        return False
    said = role.span.of(context.report.text)
    place = place_name(claim, context, item)
    if place is None:
        return False
    at = place[1] - role.span.start
    rest = [word.strip(".,;:'\"“”‘’()").casefold() for word in said[at:].split()]
    if _OWN.match(said, at) and rest:
        is_part = find_word(rest[-1], cue_words(context, "another", "own_parts")) is not None
        if is_part or find_word(rest[-1], cue_words(context, "another", "allowed")) is None:
            return True  # "the Gripen's radar"
    if not rest or not rest[-1].isalpha() or said[at:].split()[-1][:1].isupper():
        return False
    table, known = _nouns(context.language)
    if not known:
        return False
    kinds = table.get(rest[-1])
    if kinds is not None:
        return not any(category.startswith(kind) for kind in kinds)
    return strict and len(rest[-1]) > 1 and rest[-1] not in known and all(word.isalpha() for word in rest)


def is_of_another(claim: Claim, context: CheckContext, item: Entity, *, strict: bool = False) -> bool:
    """Whether the name only says whose copy, part or rival is meant: "Iran's copy of the Tomahawk".

    `strict`: or whose anything, but for its properties and for words that count or class it ("batteries of").
    """
    role = claim.role(RoleName.ITEM)
    if role is None or context.record.category(item.id) is None:
        return False
    text, table = context.report.text, cue_words(context, "another", "nouns")
    if not table:
        return False
    place = place_name(claim, context, item)
    start = place[0] if place is not None else role.span.start
    links, articles = (cue_words(context, "another", name) for name in ("links", "articles"))
    words = re.findall(r"[\w’'-]+|[.,;:!?]", text[max(0, start - _BEFORE) : start].lower())
    while words and (words[-1] in articles or words[-1].endswith(("-made", "-built"))):
        words = words[:-1]
    if not words or words[-1] not in links:
        return False
    link, nouns = words[-1], words[:-1]
    if not nouns:
        return False
    is_own = claim.kind is ClaimKind.ORIGIN or claim.property in lexicon.load("checks")["named"]["own"]
    if is_own and find_word(nouns[-1], cue_words(context, "another", "seen")) is not None:
        return False  # "the wreck of a Shahed-136, a drone with a wingspan of 2.5 metres"
    if claim.property == "wingspan" and find_word(nouns[-1], cue_words(context, "another", "wings")) is not None:
        return False  # "the wings of the B-52 span 56 metres"
    if find_word(text[max(0, start - _BEFORE) : start].lower(), cue_words(context, "version", "all")):
        return False
    if find_word(nouns[-1], table) is not None:
        return True
    is_owned = strict and link in cue_words(context, "another", "owned") and nouns[-1].isalpha()
    return is_owned and find_word(nouns[-1], cue_words(context, "another", "allowed")) is None


def place_name(claim: Claim, context: CheckContext, item: Entity) -> tuple[int, int] | None:
    """Where in the text the item's name stands in its role: offsets of its first start and its last end."""
    role = claim.role(RoleName.ITEM)
    if role is None or context.record.category(item.id) is None:
        return None
    said = role.span.of(context.report.text)
    found = [place for name in (*_names(context, item.id), item.label) if (place := _find(name, said))]
    if not found:  # a name without its class noun: "Leclerc" of "Leclerc tank"
        found = [place for name in _names(context, item.id) if (place := _find(name.rpartition(" ")[0] or name, said))]
    if not found:
        return None
    return role.span.start + min(start for start, _ in found), role.span.start + max(end for _, end in found)


def _names(context: CheckContext, subject: str) -> tuple[str, ...]:
    if context.record.category(subject) is None:
        return ()
    found = context.record.subject(subject)
    names = (name for some in found.names.values() for name in some)
    return tuple(dict.fromkeys((found.entity.label, *names)))


def _version_in(said: str, label: str, names: tuple[str, ...], known: frozenset[str]) -> str | None:
    """The words of a version in the words of a mention, squeezed: "F-16V" → "f16v"; None for the family itself."""
    spans = [(found, name) for name in names if (found := _find(name, said)) and not _is_plural(name, said, found[1])]
    if not spans:
        return None
    # The longest name that stands there, and what follows it.
    (start, end), name = max(spans, key=lambda one: (one[0][1] - one[0][0], one[1]))
    suffix = _SUFFIX.match(said, end)
    if suffix and _plain(suffix.group()) not in known:
        return _plain(said[start : suffix.end()])
    if _plain(name) == _plain(label) or _plain(name) in _plain(label):
        return None
    own = _plain(label)
    designators = {_plain(other).removesuffix(own) for other in names if _plain(other).endswith(own)}
    designators = {each for each in designators if any(character.isdigit() for character in each)}
    if _plain(name).removesuffix(own) in designators and len(designators) > 1:
        return _plain(name)  # "3M-54 Kalibr" beside "3M14 Kalibr"
    is_part = any(_plain(other).endswith(_plain(name)) and _plain(other) != _plain(name) for other in names)
    if is_part and any(character.isdigit() for character in name):
        return _plain(name)  # "PAC-3" beside "Patriot PAC-3"
    if any(_adds_suffix(name, other) for other in names if len(other) < len(name)):
        return _plain(name)
    tokens, of_label = _TOKEN.findall(name), _TOKEN.findall(label)
    if any(_adds_suffix(token, other) for token in tokens for other in of_label if any(c.isdigit() for c in other)):
        return _plain(name)  # "M1A2 Abrams" beside "M1 Abrams"
    return None


def _is_plural(name: str, said: str, end: int) -> bool:
    """ "nine T-90s" are of the family, not of the version T-90S."""
    return name.endswith("S") and said[end - 1 : end] == "s" and any(character.isupper() for character in said)


def _adds_suffix(name: str, other: str) -> bool:
    if not name.casefold().startswith(other.casefold()):
        return False
    rest = name[len(other) :]
    found = _SUFFIX.match(rest)
    is_number_going_on = other[-1:].isdigit() and rest[:1].isdigit()
    return found is not None and found.end() == len(rest) and not is_number_going_on


def _find(name: str, said: str) -> tuple[int, int] | None:
    """Where the name stands, at the start of a word and not going on in lower case or digits (but a plural)."""
    at = said.casefold().find(name.casefold())
    while at >= 0:
        end = at + len(name)
        after = said[end : end + 2]
        goes_on = after[:1].islower() and not (after[:1] == "s" and not after[1:].isalnum())
        is_longer_number = after[:1].isdigit() and name[-1:].isdigit()
        if (at == 0 or not said[at - 1].isalnum()) and not goes_on and not is_longer_number:
            return at, end
        at = said.casefold().find(name.casefold(), at + 1)
    return None


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


@cache
def _nouns(language: str) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Nouns that only some classes can be, and every noun known to stand for equipment or those who have it."""
    try:
        things = lexicon.load("checks", language=language)["thing"]
        classes = lexicon.load("nouns", language=language)["class"]
        counted = lexicon.load("counted", language=language)
    except (LexiconError, UnknownLanguage, KeyError):
        return {}, frozenset()
    limits = lexicon.load("checks")["thing"]
    table = {word: tuple(limits[group]) for group, words in things.items() if group in limits for word in words}
    known = {form for row in counted.values() if isinstance(row, dict) for form in row["forms"]}
    singular = {word for words in classes.values() for word in words.split()}
    known |= {part for word in singular for part in (word, word.rpartition("-")[2])}
    known |= {f"{word}{ending}" for word in known for ending in things["plural"]}
    return table, frozenset(known | set(things["also"]))
