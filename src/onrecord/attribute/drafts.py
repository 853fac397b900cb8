"""From cues to drafts: cue, content and source in tokens, chosen by weight, before quotations are joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.attribute.arguments import (
    Candidate,
    describe_content,
    describe_frame,
    describe_source,
    list_contents,
    list_sources,
)
from onrecord.attribute.cues import describe_cue, list_cue_candidates
from onrecord.attribute.linear import Weights, add_up
from onrecord.attribute.tokens import Table

_SURE = 4.0  # log-odds of a content beyond which more of them say nothing about the cue


@dataclass(slots=True, eq=False)
class Draft:
    """An attribution under construction.  Pieces are token ranges, both ends inclusive."""

    cue: int
    cue_pieces: list[tuple[int, int]]
    content: list[tuple[int, int]]
    source: list[tuple[int, int]]
    source_top: int  # -1: no source
    score: float
    path: str = ""
    source_path: str = ""
    content_score: float = 0.0
    source_score: float = 0.0

    def holds(self, index: int) -> bool:
        """Whether a token stands in the content."""
        return any(first <= index <= last for first, last in self.content)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Log-odds from which a candidate counts."""

    cue: float = -1.2
    together: float = 0.1  # for the cue and `content_weight` times its content
    content_weight: float = 0.3
    known_cue: float = -3.5  # for a word that the lexicon knows as a reporting one, in a reporting frame
    further_content: float = 0.5
    content: float = -1.0
    known_content: float = -5.0


def find_drafts(
    table: Table, weights: Weights, thresholds: Thresholds, is_reporting: Callable[[Table, int], bool]
) -> list[Draft]:
    """Every cue with its best content and source, in reading order; drafts may still nest or overlap.

    `is_reporting` says of a token whether the lexicon holds it for a reporting word in a reporting frame; such a cue
    needs less support from the weights.
    """
    drafts = []
    for cue in list_cue_candidates(table, weights.candidates):
        score = add_up(weights.cue, describe_cue(table, cue))
        if score < thresholds.known_cue:
            continue
        known = is_reporting(table, cue)
        if score < thresholds.cue and not known:
            continue
        least = thresholds.known_content if known else thresholds.content
        draft = build_draft(table, weights, thresholds, cue, score, least)
        if draft is None:
            continue
        support = max(-_SURE, min(_SURE, draft.content_score))
        if known or score + thresholds.content_weight * support > thresholds.together:
            drafts.append(draft)
    return drafts


def build_draft(
    table: Table, weights: Weights, thresholds: Thresholds, cue: int, score: float, least: float
) -> Draft | None:
    """Content and source of one cue; None when nothing can be its content."""
    frame = describe_frame(table, cue)
    ranked = sorted(
        (
            (add_up(weights.content, describe_content(table, cue, option, frame)), -number, option)
            for number, option in enumerate(list_contents(table, cue))
        ),
        key=lambda entry: (-entry[0], -entry[1]),
    )
    if not ranked or ranked[0][0] < (thresholds.known_content if ranked[0][2].path == "previous" else least):
        return None
    source, source_score = choose_source(table, weights, cue, frame, ranked[0][2])
    barred = set(_indices(source.pieces)) if source is not None else set()
    content: set[int] = set()
    for rank, (value, _, option) in enumerate(ranked):
        if rank and value < thresholds.further_content:
            break
        tokens = set(_indices(option.pieces))
        if rank and tokens & (content | barred):
            tokens -= content | barred
            if len(tokens) * 2 < len(set(_indices(option.pieces))):
                continue
        content |= tokens
    content |= _after_object(table, cue, ranked[0][2], barred)
    content -= barred
    content.discard(cue)
    pieces = to_pieces(table, content)
    if not pieces:
        return None
    return Draft(
        cue,
        list_cue_pieces(table, cue, content | barred),
        pieces,
        list(source.pieces) if source else [],
        source.top if source else -1,
        score,
        ranked[0][2].path,
        source.path if source else "",
        ranked[0][0],
        source_score,
    )


def _after_object(table: Table, cue: int, chosen: Candidate, barred: set[int]) -> set[int]:
    """ "accused the rebels of shelling the market": a clause that a preposition hangs on the verb after its object."""
    if chosen.path != "dobj":
        return set()
    for child in table.children[cue]:
        if table.dep[child] != "prep" or (
            not chosen.top < child or (child > chosen.pieces[-1][1] + 2 and table.tag[chosen.top] not in ("WDT", "WP"))
        ):
            continue
        relative = table.tag[chosen.top] in ("WDT", "WP")  # "a man whom it blamed for the raid"
        if relative or any(table.dep[inner] == "pcomp" for inner in table.children[child]):
            return set(range(table.left[child], table.right[child] + 1)) - barred
    return set()


def choose_source(
    table: Table, weights: Weights, cue: int, frame: str, content: Candidate
) -> tuple[Candidate | None, float]:
    """The likeliest source outside the content; None when "no source" is likelier."""
    best: Candidate | None = None
    top = add_up(weights.source, describe_source(table, cue, None, frame))
    for option in list_sources(table, cue):
        within = any(low <= option.top <= high for low, high in content.pieces)
        if within and table.head[option.top] != cue:
            continue  # a subject of the cue itself is cut out of the content instead
        value = add_up(weights.source, describe_source(table, cue, option, frame))
        if value > top:
            best, top = option, value
    return best, top


def _indices(pieces: tuple[tuple[int, int], ...] | list[tuple[int, int]]) -> list[int]:
    return [index for first, last in pieces for index in range(first, last + 1)]


def to_pieces(table: Table, tokens: set[int]) -> list[tuple[int, int]]:
    """Runs of tokens, joined over gaps that hold no word, without loose punctuation at their edges."""
    runs: list[tuple[int, int]] = []
    for index in sorted(tokens):
        if runs and not any(table.is_word(between) for between in range(runs[-1][1] + 1, index)):
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    out = []
    for first, last in runs:
        while first <= last and not table.is_word(first) and (table.quote[first] < 0 or table.pos[first] == "SPACE"):
            first += 1
        while last >= first and not table.is_word(last) and (table.quote[last] < 0 or table.pos[last] == "SPACE"):
            last -= 1
        if first <= last and any(table.is_word(index) for index in range(first, last + 1)):
            out.append((first, last))
    return out


def list_cue_pieces(table: Table, cue: int, barred: set[int]) -> list[tuple[int, int]]:
    """The cue with its auxiliaries, negation, particle, and a preposition its content or source hangs on."""
    chosen = {cue}
    for child in table.children[cue]:
        relation = table.dep[child]
        if child in barred or abs(child - cue) > 6:
            continue
        if relation in ("aux", "auxpass", "neg", "prt") or (
            relation == "prep" and table.right[child] > child and child + 1 in barred
        ):
            chosen.add(child)
    runs: list[tuple[int, int]] = []
    for index in sorted(chosen):
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs
