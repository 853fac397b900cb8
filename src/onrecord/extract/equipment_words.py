"""The words for equipment of a language, and the names of a record, as tries over runs of letters and digits.

A run is a stretch of letters or a stretch of digits, folded: "Igla-S" is the runs "igla", "s"; "S300" is "s", "300".
The keys of `names` (see `Record.names`) are such runs joined by one space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from onrecord import lexicon
from onrecord.model import Entity

RUN = re.compile(r"([^\W\d_]+|\d+)")
END = ""  # key of a trie node's payload; no run is empty
Trie = dict[str, Any]  # run → Trie, END → payload


@dataclass(frozen=True, slots=True)
class ClassNoun:
    """A phrase that names a class of equipment."""

    key: str  # singular, runs joined by a space
    category: str
    plural: bool
    capitals: bool  # only when written in capitals


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the record: what it may stand for, and whether it is also a common word."""

    key: str
    entities: tuple[Entity, ...]
    common: bool
    bare: bool = False  # a name without its class noun: "Leclerc" of "Leclerc tank"


@dataclass(frozen=True, slots=True)
class Words:
    """What `data/lang/<code>/equipment.toml` says, ready for matching."""

    nouns: Trie
    modifiers: Trie  # payload: does it define ("anti-tank system")?
    heads: frozenset[str]
    behind_names: Trie
    unless_after: Mapping[str, frozenset[str]]
    unless_before: Mapping[str, frozenset[str]]
    in_lists: frozenset[str]
    units: frozenset[str]
    people: frozenset[str]
    conjunctions: frozenset[str]
    context: frozenset[str]
    phrases: frozenset[tuple[str, str]]  # two runs that say behind a name that it is a piece of equipment
    strong: frozenset[str]  # one run that says so
    traded: frozenset[str]  # before a number and a name in the plural: "sent 200 Stingers"
    trading: frozenset[str]  # behind such a name
    teams: frozenset[str]  # no such names
    leads: frozenset[tuple[str, str]]  # ... or before it
    measures: frozenset[str]  # one run right before it that measures it: "the 56-tonne Leclerc"
    determiners: frozenset[str]
    not_bare: frozenset[str]
    bare_capitals: frozenset[str]
    common: frozenset[str]
    common_after: Mapping[str, frozenset[str]]
    common_before: Mapping[str, frozenset[str]]
    ship_prefixes: frozenset[str]
    ships_in_context: frozenset[str]
    class_word: str
    articles: frozenset[str]
    designator_words: frozenset[str]
    not_designators: frozenset[str]
    plurals: tuple[tuple[str, str], ...]


def fold_text(text: str) -> str:
    """`text` without case and accents, at the same length: offsets stay true."""
    folded = text.lower()
    if len(folded) != len(text):  # a few letters grow in lower case
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if folded.isascii():
        return folded
    table = {ord(c): base for c in set(folded) if not c.isascii() and (base := _base(c)) != c}
    return folded.translate(table) if table else folded


def _base(letter: str) -> str:
    parts = [c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)]
    return parts[0] if len(parts) == 1 else letter


def runs_of(phrase: str) -> list[str]:
    return RUN.findall(fold_text(unicodedata.normalize("NFC", phrase)))


def plural_of(word: str, rules: Iterable[tuple[str, str]]) -> str:
    for ending, replacement in rules:
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + replacement
    return word


def grow(trie: Trie, runs: Iterable[str], payload: object) -> None:
    """Add a phrase; the first payload of a phrase stays."""
    node = trie
    for run in runs:
        node = node.setdefault(run, {})
    node.setdefault(END, payload)


@cache
def load_words(language: str) -> Words:
    """The words of a language.  Raises UnknownLanguage or LexiconError."""
    table = lexicon.load("equipment", language=language)
    rules = tuple((str(a), str(b)) for a, b in table["plurals"])
    capitals = frozenset(table["capitals"]["forms"])
    nouns: Trie = {}
    ends: set[str] = set()
    for category, phrases in table["class"].items():
        for phrase in phrases:
            for runs, plural in _with_plural(runs_of(phrase), rules):
                key = " ".join(runs_of(phrase))
                grow(nouns, runs, ClassNoun(key, category, plural, phrase in capitals))
                ends.add(runs[-1])
    modifiers: Trie = {}
    for phrase in table["modifiers"]["forms"]:
        grow(modifiers, runs_of(phrase), False)
    for phrase in table["modifiers"]["defining"]:
        _overwrite(modifiers, runs_of(phrase), True)
    behind: Trie = {}
    for phrase in table["heads"]["behind_names"]:
        for runs, _ in _with_plural(runs_of(phrase), rules):
            grow(behind, runs, True)
    heads = {form for head in table["heads"]["forms"] for runs, _ in _with_plural([head], rules) for form in runs}
    context = {run for word in table["context"]["words"].split() for run in runs_of(word)} | ends
    return Words(
        nouns=nouns,
        modifiers=modifiers,
        heads=frozenset(heads),
        behind_names=behind,
        unless_after=_sets({k: v.get("after", ()) for k, v in table["unless"].items()}),
        unless_before=_sets({k: v.get("before", ()) for k, v in table["unless"].items()}),
        in_lists=frozenset(k for k, v in table["unless"].items() if v.get("needs") == "list"),
        units=frozenset(table["units"]["nouns"]),
        people=frozenset(table["people"]["nouns"]),
        conjunctions=frozenset(table["conjunctions"]),
        context=frozenset(context),
        phrases=_pairs(table["context"].get("phrases", ())),
        strong=frozenset(table["context"].get("strong", ())),
        traded=frozenset(table["context"].get("traded", ())),
        trading=frozenset(table["context"].get("trading", ())),
        teams=frozenset(table["context"].get("teams", ())),
        leads=_pairs(table["context"].get("leads", ())),
        measures=frozenset(table["context"].get("measures", ())),
        determiners=frozenset(table["context"].get("determiners", ())),
        not_bare=frozenset(table.get("bare", {}).get("never", ())),
        bare_capitals=frozenset(table.get("bare", {}).get("capitals", ())),
        common=frozenset(" ".join(runs_of(name)) for name in table["common"]["names"]),
        common_after=_sets(table["common"]["after"]),
        common_before=_sets(table["common"]["before"]),
        ship_prefixes=frozenset(table["ships"]["prefixes"]),
        ships_in_context=frozenset(table["ships"]["needs_class_noun"]),
        class_word=table["ships"]["class_word"],
        articles=frozenset(table["ships"]["articles"]),
        designator_words=frozenset(table["designators"]["words"]),
        not_designators=frozenset(table["designators"]["not"]),
        plurals=rules,
    )


def _with_plural(runs: list[str], rules: tuple[tuple[str, str], ...]) -> list[tuple[list[str], bool]]:
    plural = [*runs[:-1], plural_of(runs[-1], rules)]
    return [(runs, False), (plural, True)] if plural != runs else [(runs, False)]


def _overwrite(trie: Trie, runs: Iterable[str], payload: object) -> None:
    node = trie
    for run in runs:
        node = node.setdefault(run, {})
    node[END] = payload


def _pairs(phrases: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Every two words of "range of": the first may be given with several ends, "developed by|in"."""
    pairs = (phrase.split(" ") for phrase in phrases)
    return frozenset((one, other) for one, others in pairs for other in others.split("|"))


def _sets(table: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in table.items() if words}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names of one record and words of one language."""

    names: Trie
    words: Words
    starts: frozenset[str]

    def is_whole(self, run: str) -> bool:
        """May the run begin something without its second run being looked at?"""
        words = self.words
        return (
            END in self.names.get(run, ()) or run in words.nouns or run in words.modifiers or run in words.ship_prefixes
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A mapping compared by identity, so that a cache can hold what was built from it."""

    names: Mapping[str, tuple[Entity, ...]]

    def __hash__(self) -> int:
        return id(self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.names is self.names


def vocabulary(names: Mapping[str, tuple[Entity, ...]], language: str) -> Vocabulary:
    """The vocabulary of a record's names in a language; built once for the same mapping."""
    return _build(_Held(names), language)


@lru_cache(maxsize=8)
def _build(held: _Held, language: str) -> Vocabulary:
    words = load_words(language)
    trie: Trie = {}
    for key, entities in held.names.items():
        grow(trie, key.split(" "), Name(key, entities, key in words.common))
    # Plurals and joined spellings come second, so that they never hide a name of that very form.
    for key, entities in held.names.items():
        runs = key.split(" ")
        name = Name(key, entities, key in words.common)
        if runs[-1].isalpha() and len(runs[-1]) > 1:
            grow(trie, [*runs[:-1], plural_of(runs[-1], words.plurals)], name)
            grow(trie, [*runs[:-1], runs[-1] + _BARE_PLURAL], name)
        if len(runs) == 2 and len(key) > 7 and all(run.isalpha() for run in runs):
            grow(trie, ["".join(runs)], name)
            grow(trie, ["".join(runs) + _BARE_PLURAL], name)
    for key, entities in held.names.items():
        short = _bare_of(key.split(" "), words)
        if short is not None:
            name = Name(" ".join(short), entities, common=True, bare=True)
            grow(trie, short, name)
            grow(trie, [*short[:-1], short[-1] + _BARE_PLURAL], name)
    starts = frozenset(trie) | frozenset(words.nouns) | frozenset(words.modifiers) | words.ship_prefixes
    return Vocabulary(trie, words, starts)


def _bare_of(runs: list[str], words: Words) -> list[str] | None:
    """The name without its class noun, where a word of its own is left: "leclerc" of "leclerc main battle tank"."""
    for cut in range(1, len(runs)):
        node: Trie = words.nouns
        for run in runs[cut:]:
            node = node.get(run, {})
        if END in node or (cut == len(runs) - 1 and runs[cut] in words.heads):
            short = runs[:cut]
            is_name = all(run.isalpha() and run not in words.modifiers and run not in words.nouns for run in short)
            is_open = len(short[0]) > 2 and short[0] not in words.not_bare and short[-1] != words.class_word
            return short if is_name and is_open else None
    return None


_BARE_PLURAL = "s"  # names keep their form before it in every language with a pack: "Patriots", "los Igla"
