"""From where to where a clause runs: its subtree without what stands for itself at either edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extract.draft import Draft
from onrecord.extract.frames import word_list
from onrecord.extract.scene import Scene
from onrecord.extract.syntax import Clause, is_hidden_verb, trim
from onrecord.model import ClaimKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEAST_TRAILING = 4  # tokens of an apposition that says more than a name
_CLAUSAL = frozenset({"relcl", "acl", "advcl", "conj", "ccomp", "parataxis"})


def clause_extent(clause: Clause, scene: Scene, *, claimed: frozenset[int]) -> tuple[int, int]:
    """Token range of a clause: its subtree without what stands for itself at either edge."""
    top = clause.top
    if clause.object is not None and is_hidden_verb(clause.head):
        return hidden_extent(clause)
    start, end = int(top.left_edge.i), int(top.right_edge.i) + 1
    if clause.subject is not None and clause.own_subject:
        start = min(start, int(clause.subject.left_edge.i))
    for child in sorted(top.children, key=lambda t: t.i):
        if child.dep_ == "conj" and child.i > top.i:
            end = min(end, int(child.left_edge.i))
        if child.dep_ in ("parataxis", "ccomp") and (child.dep_ == "parataxis" or _ends_at_colon(child)):
            start, end = _cut(start, end, child, top)
    changed = True
    while changed:
        changed = False
        for index in range(start, end):
            if index not in claimed or index == top.i or index == clause.head.i:
                continue
            token = scene.doc[index]
            sub = int(token.left_edge.i), int(token.right_edge.i) + 1
            if token.dep_ in _CLAUSAL:
                if sub[0] > max(top.i, clause.head.i) and sub[1] >= end - 1 and sub[0] < end:
                    end = sub[0]
                    changed = True
                    break
                if sub[1] <= min(top.i, clause.head.i) and sub[0] <= start and token.dep_ == "advcl":
                    start = sub[1]
                    changed = True
                    break
    end = _without_trailing(clause, end, scene)
    return start, max(end, start + 1)


def _without_trailing(clause: Clause, end: int, scene: Scene) -> int:
    """Cut what a language's pack says does not belong to a claim: relative clauses and appositions behind a comma, and
    subordinate clauses at the end."""
    cut = word_list(scene.language, "extent", "trailing")
    if not cut:
        return end
    doc, last = scene.doc, max(clause.top.i, clause.head.i)
    for token in doc[last + 1 : end]:
        left, right = int(token.left_edge.i), int(token.right_edge.i) + 1
        if token.dep_ not in cut or left <= last + 1 or right < end - 1:
            continue
        behind_comma = "," in (doc[left - 1].text, doc[left].text)
        longer = right - left >= _LEAST_TRAILING
        if token.dep_ == "advcl" or (behind_comma and (longer or token.dep_ != "appos")):
            end = min(end, left)
    return end


def hidden_extent(clause: Clause) -> tuple[int, int]:
    """From the article before the maker to the noun the parser made of the rest."""
    assert clause.object is not None
    first = min(c.i for c in clause.head.subtree)
    articles = [c.i for c in clause.object.lefts if c.dep_ == "det" and c.i < first]
    trailing = [int(c.right_edge.i) + 1 for c in clause.object.rights if c.dep_ == "prep"]
    return min([first, *articles]), max([clause.object.i + 1, *trailing])


def without_shapes(tokens: list[Token], clause: Clause, shapes: list[Draft]) -> list[Token]:
    """Cut a capability or another name that trails behind the clause: "... 5,000 units, each capable of ..."."""
    for shape in shapes:
        if not tokens or shape.kind is not ClaimKind.CAPABILITY or shape.head.i <= clause.head.i:
            continue
        ends = tokens[-1].idx + len(tokens[-1].text)
        if shape.span.start > clause.head.idx and shape.span.end >= ends > shape.span.start:
            kept = [t for t in tokens if t.idx < shape.span.start]
            while kept and kept[-1].pos_ not in ("NOUN", "PROPN", "NUM", "VERB") and kept[-1].i > clause.head.i:
                kept = kept[:-1]
            if kept and kept[-1].i >= clause.head.i:
                tokens = trim(kept)
    return tokens


def _ends_at_colon(clause: Token) -> bool:
    """ "X unveiled a revelation: the forces have ...": the parser hangs the lead-in under what follows."""
    after = int(clause.right_edge.i) + 1
    return after < len(clause.doc) and clause.doc[after].text in (":", ";", "–", "—")


def _cut(start: int, end: int, child: Token, top: Token) -> tuple[int, int]:
    left, right = int(child.left_edge.i), int(child.right_edge.i) + 1
    if child.i > top.i:
        return start, min(end, left)
    return max(start, right), end
