"""A parse in Universal Dependencies as columns that may be changed, and the words its turning over needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from onrecord import lexicon

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
VERBAL = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Scheme:
    """The words of a language that the turning over needs, from `pack.toml`, table `universal`."""

    labels: Mapping[str, str]
    entities: Mapping[str, str]
    agent: frozenset[str]
    object_marker: frozenset[str]
    passive: frozenset[str]
    reflexive: frozenset[str]
    negation: frozenset[str]
    modals: frozenset[str]
    partitive: frozenset[str]
    intransitive: frozenset[str]
    results: frozenset[str]
    relatives: frozenset[str]
    progressive: frozenset[str]
    compound_prepositions: frozenset[str]
    future_endings: tuple[str, ...]
    participle_endings: tuple[tuple[str, tuple[str, ...]], ...]
    participles: Mapping[str, str]


@cache
def load_scheme(language: str) -> Scheme | None:
    """The scheme of a language whose model speaks Universal Dependencies; None for one that needs no turning over."""
    table: dict[str, Any] | None = lexicon.load("pack", language=language).get("universal")
    if table is None:
        return None
    return Scheme(
        labels=dict(table["labels"]),
        entities=dict(table["entities"]),
        agent=frozenset(table["agent"]),
        object_marker=frozenset(table.get("object_marker", [])),
        passive=frozenset(table["passive"]),
        reflexive=frozenset(table["reflexive"]),
        negation=frozenset(table["negation"]),
        modals=frozenset(table["modals"]),
        partitive=frozenset(table.get("partitive", [])),
        intransitive=frozenset(table.get("intransitive", [])),
        results=frozenset(table.get("results", [])),
        relatives=frozenset(table.get("relatives", [])),
        progressive=frozenset(table.get("progressive", [])),
        compound_prepositions=frozenset(table.get("compound_prepositions", [])),
        future_endings=tuple(table.get("future_endings", [])),
        participle_endings=tuple((a, tuple(b)) for a, b in table.get("participle_endings", [])),
        participles=dict(table.get("participles", {})),
    )


@dataclass(slots=True)
class Tree:
    """The parse as columns that may be changed."""

    lower: list[str]
    lemma: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    morph: list[dict[str, str]]
    tag: list[str] = field(default_factory=list)
    below: list[set[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.below = [set() for _ in self.head]
        for index, above in enumerate(self.head):
            if above != index:
                self.below[above].add(index)

    def hang(self, index: int, above: int) -> None:
        """Make `above` the head of a token; a token that is its own head is the root."""
        self.below[self.head[index]].discard(index)
        self.head[index] = above
        if above != index:
            self.below[above].add(index)

    def children(self, index: int) -> list[int]:
        return sorted(self.below[index])

    def base(self, index: int) -> str:
        """The relation without its subtype."""
        return self.dep[index].partition(":")[0]


@dataclass(frozen=True, slots=True)
class Sentence:
    tree: Tree
    start: int
    end: int

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.start, self.end))

    def children(self, index: int) -> list[int]:
        return self.tree.children(index)

    def having(self, *relations: str) -> list[int]:
        return [i for i in range(self.start, self.end) if self.tree.base(i) in relations]


def is_participle(tree: Tree, index: int) -> bool:
    return tree.morph[index].get("VerbForm") == "Part"


def break_circles(sentence: Sentence) -> None:
    """Every token reaches a root: of a circle that moves have left, one token becomes the root of it."""
    tree = sentence.tree
    safe: set[int] = set()
    for index in sentence:
        path: dict[int, None] = {}
        at = index
        while at not in safe and at not in path:
            path[at] = None
            at = tree.head[at]
        if at in path:
            tree.hang(at, at)
        safe.update(path)


def take_place(tree: Tree, old: int, new: int) -> None:
    """`new`, a child of `old`, stands where `old` stood."""
    tree.hang(new, new if tree.head[old] == old else tree.head[old])
    tree.dep[new] = tree.dep[old]


def has_case(sentence: Sentence, index: int) -> bool:
    """Whether a preposition hangs on a word."""
    return any(sentence.tree.base(c) == "case" for c in sentence.children(index))
