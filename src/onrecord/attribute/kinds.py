"""What kind of source a noun phrase names, and the words that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.attribute.tokens import Table
from onrecord.errors import LexiconError
from onrecord.model import SourceKind

_ORDER = (
    SourceKind.NAMED_PERSON,
    SourceKind.NAMED_BODY,
    SourceKind.OTHER_OUTLET,
    SourceKind.DOCUMENT,
    SourceKind.ANONYMOUS_OFFICIAL,
    SourceKind.ANONYMOUS_EXPERT,
    SourceKind.ANONYMOUS_OTHER,
)
_BESIDE = ("compound", "nmod", "amod", "appos", "flat")


@dataclass(frozen=True, slots=True)
class SourceNouns:
    """The source lexicon of a language, ready to look up."""

    kinds: Mapping[str, SourceKind]  # head noun to kind
    official_modifiers: frozenset[str]
    neutral: frozenset[str]  # nouns that such a modifier makes official: "military sources"
    agency: frozenset[str]
    agency_modifiers: frozenset[str]
    outlet_names: frozenset[str]
    outlet_words: frozenset[str]
    body_names: frozenset[str]
    titles: frozenset[str]
    ranks: frozenset[str]
    honorifics: frozenset[str]
    genders: Mapping[str, str]  # title or pronoun to "male", "female"
    pronouns: Mapping[str, str]  # pronoun to "male", "female", "thing", "plural", "own", "relative", "indefinite"
    articles: frozenset[str]
    indefinite_articles: frozenset[str]
    personal_relatives: frozenset[str]
    name_titles: frozenset[str]  # titles that also begin the names of bodies and ships: "General Dynamics"


@cache
def load_source_nouns(language: str) -> SourceNouns:
    """Read data/lang/<language>/source_nouns.toml.  Raises LexiconError when it is malformed."""
    table: dict[str, Any] = lexicon.load("source_nouns", language=language)
    try:
        kinds: dict[str, SourceKind] = {}
        for kind in (
            "anonymous_expert",
            "anonymous_official",
            "document",
            "other_outlet",
            "named_body",
            "anonymous_other",
        ):
            for noun in table[kind]["nouns"]:
                kinds.setdefault(noun, SourceKind(kind))
        titles = table["titles"]
        pronouns = {
            word: group
            for group in ("indefinite", "male", "female", "thing", "plural", "own", "relative")
            for word in table["pronouns"][group]
        }
        genders = {word.lower(): group for group in ("male", "female") for word in titles[group]}
        genders |= {word: group for group in ("male", "female") for word in table["pronouns"][group]}
        outlets = table["other_outlet"]
        return SourceNouns(
            kinds,
            frozenset(word.lower() for word in table["anonymous_official"]["modifiers"]),
            frozenset(table["anonymous_official"]["modified"]),
            frozenset(outlets["agency"]),
            frozenset(word.lower() for word in outlets["agency_modifiers"]),
            frozenset(outlets["names"]),
            frozenset(outlets["name_words"]),
            frozenset(table["named_body"]["names"]),
            frozenset(titles["unique"]),
            frozenset(titles["ranks"]),
            frozenset(word.lower() for word in titles["honorifics"]),
            genders,
            pronouns,
            frozenset(word.lower() for word in table["pronouns"]["articles"]),
            frozenset(table["pronouns"]["indefinite_articles"]),
            frozenset(table["pronouns"].get("personal_relatives", ())),
            frozenset(titles.get("also_names", ())),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise LexiconError(
            f"The data file source_nouns.toml is malformed ({error!r}). Mend it, or reinstall."
        ) from error


def classify_source(
    table: Table, top: int, first: int, last: int, nouns: SourceNouns, people: frozenset[int]
) -> tuple[SourceKind, tuple[int, int]]:
    """Kind of the noun phrase `first`..`last` headed by `top`, and the tokens that decide it.

    `people` holds the tokens known to be names of persons.  Several coordinated speakers give the most definite kind.
    """
    heads = [top]
    for head in heads:
        heads.extend(
            c for c in table.children[head] if table.dep[c] == "conj" and first <= c <= last and c not in heads
        )
    found = [_classify_head(table, head, first, last, nouns, people) for head in heads]
    return min(found, key=lambda entry: _ORDER.index(entry[0]))


def _classify_head(
    table: Table, head: int, first: int, last: int, nouns: SourceNouns, people: frozenset[int]
) -> tuple[SourceKind, tuple[int, int]]:
    t = table
    near = [
        head,
        *(c for c in t.children[head] if t.dep[c] in _BESIDE and first <= c <= last),
    ]
    common = nouns.kinds.get(t.lemma[head].lower()) if t.pos[head] != "PROPN" or t.entity[head] != "PERSON" else None
    # "the Clinton campaign" is a campaign, "spokesman John Hill" is a person
    names = [
        index
        for index in near
        if index in people
        and (
            index == head
            or t.dep[index] in ("appos", "flat")
            or common in (None, SourceKind.ANONYMOUS_OFFICIAL, SourceKind.ANONYMOUS_EXPERT, SourceKind.ANONYMOUS_OTHER)
        )
    ]
    word = t.text[t.start[head] : t.end[head]]
    lemma = t.lemma[head].lower()
    lower = t.lower[head]
    left = [t.text[t.start[index] : t.end[index]] for index in range(max(first, t.left[head]), head)]
    low = head - 1 if head > first and t.dep[head - 1] in ("compound", "amod") else head
    pair = f"{left[-1]} {word}" if left else word
    if word in nouns.body_names:
        return SourceKind.NAMED_BODY, (head, head)
    if left and pair in nouns.body_names:
        return SourceKind.NAMED_BODY, (head - 1, head)
    if names:
        return SourceKind.NAMED_PERSON, (min(names), max(names))
    proper = t.pos[head] == "PROPN" or t.entity[head] == "ORG"
    if word in nouns.outlet_names or (
        proper and (word in nouns.outlet_words or (left and left[-1] in nouns.outlet_names))
    ):
        return SourceKind.OTHER_OUTLET, (head, head)
    outlet = next((c for c in near if c < head and nouns.kinds.get(t.lemma[c].lower()) is SourceKind.OTHER_OUTLET), -1)
    if proper and outlet >= 0:  # "the daily newspaper Morning Line"
        return SourceKind.OTHER_OUTLET, (outlet, head)
    if lemma in nouns.agency and any(w.lower() in nouns.agency_modifiers or w in nouns.outlet_names for w in left):
        return SourceKind.OTHER_OUTLET, (low, head)
    if any(w in nouns.outlet_names for w in left) and (proper or nouns.kinds.get(lemma) is SourceKind.OTHER_OUTLET):
        return SourceKind.OTHER_OUTLET, (low, head)
    kind = nouns.kinds.get(lemma) or nouns.kinds.get(lower)
    if kind in (SourceKind.ANONYMOUS_OFFICIAL, SourceKind.ANONYMOUS_EXPERT) or lemma in nouns.titles:
        # "a spokesman, Pavel Orlov," is named, whatever the entity recogniser takes the name for
        for child in t.children[head]:
            if t.dep[child] in ("appos", "flat") and t.pos[child] == "PROPN" and head < child <= last:
                return SourceKind.NAMED_PERSON, (t.left[child], child)
    holds = kind in (*_HOLDERS, SourceKind.ANONYMOUS_OTHER) or lemma in nouns.titles
    named = _find_name_at_end(t, head, last, people) if holds else None
    if named is not None:
        return SourceKind.NAMED_PERSON, named
    if kind is SourceKind.ANONYMOUS_OTHER:
        around = [*left, *(t.text[t.start[i] : t.end[i]] for i in range(head + 1, last + 1) if i <= t.right[head])]
        if any(w.lower() in nouns.official_modifiers for w in around) and lemma in nouns.neutral:
            return SourceKind.ANONYMOUS_OFFICIAL, (low, head)
        # "one of the officials": what the phrase is made of decides
        for prep in t.children[head]:
            for inner in t.children[prep] if t.dep[prep] == "prep" and prep <= last else ():
                deeper = nouns.kinds.get(t.lemma[inner].lower())
                if t.pos[head] in ("NUM", "PRON", "DET", "ADJ") and deeper is not None:
                    return deeper, (head, inner)
        return kind, (head, head)
    if kind is not None:
        if kind is SourceKind.NAMED_BODY and t.entity[head] == "" and lemma == lower and not left and not proper:
            return kind, (head, head)
        return kind, (low if kind is not SourceKind.NAMED_BODY else head, head)
    described = find_description(t, head, last, nouns) if proper or t.pos[head] == "PROPN" else -1
    if described >= 0:
        return SourceKind.NAMED_PERSON, (head, described)
    ranks = [
        c
        for c in t.children[head]
        if c < head and t.dep[c] in ("compound", "nmod") and t.lemma[c].lower() in nouns.titles
    ]
    if ranks and t.pos[head] == "PROPN":
        return SourceKind.NAMED_PERSON, (ranks[-1], head)
    if lemma in nouns.titles:
        # "the governor" is one person a reader can name; "a governor" and "governors" are officials
        definite = t.tag[head] not in ("NNS", "NNPS") and any(
            t.dep[c] == "poss" or t.lower[c] in nouns.articles for c in t.children[head]
        )
        alone = t.pos[head] == "PROPN" and t.sentence[head] > 0
        return SourceKind.NAMED_PERSON if definite or alone else SourceKind.ANONYMOUS_OFFICIAL, (head, head)
    if t.tag[head] in ("NNS", "NNPS") and any(
        c < head and nouns.pronouns.get(t.lower[c]) == "indefinite" for c in t.children[head]
    ):
        return SourceKind.ANONYMOUS_OTHER, (low, head)  # "some Democrats"
    if t.entity[head] == "PERSON" and t.tag[head] not in ("NNS", "NNPS"):
        return SourceKind.NAMED_PERSON, (head, head)
    if proper or t.entity[head] in ("ORG", "GPE", "NORP", "LOC", "FAC") or t.pos[head] == "PROPN":
        return SourceKind.NAMED_BODY, (head, head)
    return SourceKind.ANONYMOUS_OTHER, (head, head)


def can_speak(lemma: str, nouns: SourceNouns) -> bool:
    """Whether a common noun is of a kind that says things: "the minister", "the report", not "the missiles"."""
    return lemma in nouns.kinds or lemma in nouns.titles


def _find_name_at_end(table: Table, head: int, last: int, people: frozenset[int]) -> tuple[int, int] | None:
    """ "An analyst at the institute, Paul Morel,": the name is the analyst's, wherever the parse hangs it."""
    t = table
    while last > head and not t.is_word(last):
        last -= 1
    first = last
    while first > head + 1 and first - 1 in people:
        first -= 1
    named = last in people and first > head + 1 and t.lower[first - 1] == ","
    return (first, last) if named else None


_HOLDERS = (SourceKind.ANONYMOUS_OFFICIAL, SourceKind.ANONYMOUS_EXPERT)


def find_description(table: Table, head: int, last: int, nouns: SourceNouns) -> int:
    """ "Harris, commander of the group", "Odeh, who had fled": what tells that a name is a person's; -1 for nothing."""
    t = table
    if t.entity[head] in ("GPE", "NORP", "LOC"):
        return -1
    for child in t.children[head]:
        if not head < child:
            continue
        lemma = t.lemma[child].lower()
        if t.dep[child] == "appos" and child <= last and t.pos[child] == "NOUN":
            if lemma in nouns.titles or nouns.kinds.get(lemma) in _HOLDERS:
                return child
        elif t.dep[child] == "relcl" and t.left[child] <= last and t.lower[t.left[child]] in nouns.personal_relatives:
            return t.left[child]
    return -1
