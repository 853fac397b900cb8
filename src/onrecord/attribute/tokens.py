"""The parse as plain lists: what attribution asks of a token, without a call into spaCy for each question."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from onrecord.attribute.quotes import Quotation, find_quotations
from onrecord.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NAMES = frozenset(("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"))


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by token index.  `left` and `right` are the first and last token of a subtree, both inclusive."""

    text: str
    size: int
    start: list[int]
    end: list[int]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    entity: list[str]
    left: list[int]
    right: list[int]
    children: list[list[int]]
    sentence: list[int]
    sentences: list[tuple[int, int]]  # token ranges, half-open
    paragraph: list[int]
    quote: list[int]  # number of the quotation a token stands in, or -1; its marks included
    quotations: tuple[Quotation, ...]
    quoting: list[bool]  # by sentence: whether it holds quoted words
    names: list[str]  # what `name_of` gives

    def span(self, first: int, last: int) -> Span:
        """Characters from token `first` to token `last`, inclusive."""
        return Span(self.start[first], self.end[last])

    def is_word(self, index: int) -> bool:
        return self.pos[index] not in ("PUNCT", "SPACE")

    def name_of(self, index: int) -> str:
        """Lemma of a token as a feature; a proper name gives its entity class instead, so that no weight knows it."""
        return self.names[index]


def tabulate(doc: Doc, *, language: str = "en") -> Table:
    """Read a parsed Doc into a Table.  Offsets are those of the Doc's text."""
    # spaCy's C extension ships no stub; imported late, since only a process that parses needs it
    from spacy.attrs import (  # type: ignore[import-not-found]
        DEP,
        ENT_TYPE,
        HEAD,
        IDX,
        LEMMA,
        LENGTH,
        LOWER,
        POS,
        SENT_START,
        TAG,
    )

    text = doc.text
    size = len(doc)
    rows = doc.to_array([IDX, LENGTH, LOWER, LEMMA, POS, TAG, DEP, HEAD, ENT_TYPE, SENT_START])
    strings = doc.vocab.strings
    columns = rows.T.tolist()
    keys = [columns[at] for at in (2, 3, 4, 5, 6, 8)]
    known = {key: strings[key] for key in set(chain.from_iterable(keys))}
    lower, lemma, pos, tag, dep, entity = ([known[key] for key in column] for column in keys)
    start = columns[0]
    end = [first + length for first, length in zip(start, columns[1], strict=True)]
    head = [index + offset for index, offset in enumerate(rows[:, 7].astype("int64").tolist())]
    begins = columns[9]
    left, right, children = _subtrees(head)
    sentence: list[int] = []
    sentences: list[tuple[int, int]] = []
    first = 0
    for index in range(size):
        if index and begins[index] == 1:
            sentences.append((first, index))
            first = index
        sentence.append(len(sentences))
    if size:
        sentences.append((first, size))
    paragraph = []
    number = 0
    for index in range(size):
        paragraph.append(number)
        if pos[index] == "SPACE" and "\n" in text[start[index] : end[index]]:
            number += 1
    quotations = find_quotations(text, language=language)
    quote = _quote_column(start, end, quotations)
    quoting = [False] * len(sentences)
    for index, mark in enumerate(quote):
        if mark >= 0:
            quoting[sentence[index]] = True
    return Table(
        text,
        size,
        start,
        end,
        lower,
        lemma,
        pos,
        tag,
        dep,
        head,
        entity,
        left,
        right,
        children,
        sentence,
        sentences,
        paragraph,
        quote,
        quotations,
        quoting,
        [
            f"*{label}" if kind == "PROPN" or label in _NAMES else "#" if kind == "NUM" else word
            for word, kind, label in zip(lemma, pos, entity, strict=True)
        ],
    )


def _subtrees(head: list[int]) -> tuple[list[int], list[int], list[list[int]]]:
    size = len(head)
    left = list(range(size))
    right = list(range(size))
    children: list[list[int]] = [[] for _ in range(size)]
    for index, parent in enumerate(head):
        if parent != index:
            children[parent].append(index)
    # A token's edges are final once its whole subtree has been folded in: fold from the leaves up.
    waiting = [len(each) for each in children]
    ready = [index for index in range(size) if not waiting[index]]
    while ready:
        index = ready.pop()
        parent = head[index]
        if parent == index:
            continue
        left[parent] = min(left[parent], left[index])
        right[parent] = max(right[parent], right[index])
        waiting[parent] -= 1
        if not waiting[parent]:
            ready.append(parent)
    return left, right, children


def _quote_column(start: list[int], end: list[int], quotations: tuple[Quotation, ...]) -> list[int]:
    column = [-1] * len(start)
    at = 0
    for number, quotation in enumerate(quotations):
        while at < len(start) and end[at] <= quotation.span.start:
            at += 1
        while at < len(start) and start[at] < quotation.span.end:
            column[at] = number
            at += 1
    return column
