"""Sources put right once all drafts are known: cut where their own words begin to report, found behind a quotation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from onrecord.attribute.drafts import Draft, to_pieces
from onrecord.attribute.tokens import Table

_MOST = 20  # cues looked at within one source or content; more are a parse gone wrong
_LONGEST = 12  # tokens of a speaker named behind the cue, up to the next comma


def cut_sources(table: Table, drafts: list[Draft]) -> None:
    """ "…,” said Ervin, who thinks that …": what the relative clause reports is no part of the speaker's naming."""
    t = table
    cues = sorted({draft.cue for draft in drafts})
    for draft in drafts:
        if len(draft.source) != 1 or draft.source_top < 0:
            continue
        first, last = draft.source[0]
        for cue in cues[bisect_right(cues, draft.source_top) : bisect_right(cues, last)][:_MOST]:
            at = cue
            for _ in range(_MOST):
                if t.head[at] in (draft.source_top, at) or not first <= t.head[at] <= last:
                    break
                at = t.head[at]
            begin = t.left[at]
            if t.dep[at] == "relcl" and draft.source_top < begin and t.lower[begin - 1] == ",":
                draft.source = to_pieces(t, set(range(first, begin))) or draft.source
                break


def name_speakers_behind(table: Table, drafts: list[Draft], is_reporting: Callable[[int], bool]) -> None:
    """ "…,” said retired surgeon Ben Carson": a speaker that the parse took for what is said."""
    t = table
    for draft in drafts:
        before, after = draft.cue - 1, draft.cue + 1
        if draft.source_top >= 0 or after >= t.size or not t.is_word(after) or not is_reporting(draft.cue):
            continue
        while before >= 0 and not t.is_word(before) and t.quote[before] < 0:
            before -= 1
        if before < 0 or t.quote[before] < 0 or t.quote[draft.cue] >= 0 or t.quote[after] >= 0:
            continue
        stop = after
        limit = min(t.sentences[t.sentence[draft.cue]][1], after + _LONGEST)
        while stop < limit and t.is_word(stop) and t.quote[stop] < 0 and t.pos[stop] not in ("VERB", "AUX", "ADP"):
            stop += 1
        nouns = [index for index in range(after, stop) if t.pos[index] in ("NOUN", "PROPN", "PRON")]
        if not nouns or t.pos[after] in ("SCONJ", "ADV", "PART"):
            continue
        draft.source, draft.source_top, draft.source_path = [(after, nouns[-1])], nouns[-1], "behind"
        tokens = {index for low, high in draft.content for index in range(low, high + 1)}
        end = t.sentences[t.sentence[draft.cue]][1]
        rest = {index for index in tokens if not after <= index < end or t.quote[index] >= 0}
        draft.content = to_pieces(t, rest) or draft.content


def part_participles(table: Table, drafts: list[Draft], is_reporting: Callable[[int], bool]) -> None:
    """ "He insisted that they were ready, adding that …": what the participle reports is said beside, not within."""
    t = table
    by_cue = {draft.cue: draft for draft in drafts}
    cues = sorted(by_cue)
    for draft in drafts:
        if len(draft.content) != 1 or t.quote[draft.cue] >= 0 or not is_reporting(draft.cue):
            continue
        first, last = draft.content[0]
        for cue in cues[bisect_left(cues, max(first, draft.cue) + 3) : bisect_left(cues, last)][:_MOST]:
            inner = by_cue[cue]
            if (
                t.tag[cue] != "VBG"
                or t.dep[cue] != "advcl"
                or t.quote[cue] >= 0
                or not is_reporting(cue)
                or inner.content[-1][1] < last
            ):
                continue
            begin = t.left[cue]
            before = begin - 1
            while before > first and not t.is_word(before) and t.lower[before] != ",":
                before -= 1
            if t.lower[before] != "," or before <= first:
                continue
            draft.content = to_pieces(t, set(range(first, begin))) or draft.content
            if not inner.source or inner.source_top > first:
                inner.source, inner.source_top = list(draft.source), draft.source_top
            break
