"""Sources put right once all drafts are known: cut where their own words begin to report, found behind a quotation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from onrecord.attribute.drafts import Draft, to_pieces
from onrecord.attribute.tokens import Table

_BRACKETS = {"(": ")", "[": "]", ")": "", "]": ""}
_OPEN = ("(", "[")
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
        if t.quote[first] >= 0 and t.quote[draft.cue] < 0:
            # the parse ran the end of a quotation into the speaker after it
            outside = [index for index in range(first, last + 1) if t.quote[index] < 0 and t.is_word(index)]
            nouns = [index for index in outside if t.pos[index] in ("NOUN", "PROPN", "PRON")]
            if nouns:
                first = outside[0]
                draft.source = [(first, last)]
                if t.quote[draft.source_top] >= 0:
                    draft.source_top = next((n for n in nouns if not first <= t.head[n] <= last), nouns[0])
        end = last
        while end > draft.source_top and t.entity[end] in ("DATE", "TIME"):
            end -= 1
        if draft.source_top < end < last and t.pos[end] == "ADP" and t.head[end] == draft.source_top:
            last = end - 1  # "the agency on Wednesday"
            draft.source = [(first, last)]
        for cue in cues[bisect_right(cues, draft.source_top) : bisect_right(cues, last)][:_MOST]:
            at = cue
            for _ in range(_MOST):
                if t.head[at] in (draft.source_top, at) or not first <= t.head[at] <= last:
                    break
                at = t.head[at]
            begin = t.left[at]
            if t.dep[at] == "relcl" and draft.source_top < begin - 1 and not t.is_word(begin - 1):
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


def close_brackets(table: Table, drafts: list[Draft]) -> None:
    """ "the Agency (IAEA": the closing bracket belongs to the naming."""
    t = table
    for draft in drafts:
        if draft.source and draft.source[-1][1] + 1 < t.size:
            first, last = draft.source[-1]
            marks = [t.lower[index] for index in range(first, last + 1) if t.lower[index] in _BRACKETS]
            if marks and marks[-1] in _OPEN and t.lower[last + 1] == _BRACKETS[marks[-1]]:
                draft.source[-1] = (first, last + 1)


def place_within(table: Table, drafts: list[Draft]) -> None:
    """ "Reuters reported that, according to two officials, …": what stands in a content is said within it."""
    t = table
    near: dict[int, list[Draft]] = {}
    for draft in drafts:
        near.setdefault(t.sentence[draft.cue], []).append(draft)
    for inner in drafts:
        if not inner.source or (t.pos[inner.cue] == "VERB" and t.dep[inner.cue] != "prep"):
            continue
        low, high = min(inner.cue, inner.source[0][0]), max(inner.cue, inner.source[-1][1])
        for outer in near[t.sentence[inner.cue]][:_MOST]:
            if outer is inner or outer.cue >= low or len(outer.content) != 1 or not inner.holds(outer.cue):
                continue
            first, last = outer.content[0]
            if outer.cue < first < low and high >= last:  # "he said …, according to the paper": the paper reports him
                outer.content = to_pieces(t, set(range(first, low))) or outer.content
                break
            if outer.cue < first <= low and high < last:
                ahead = [index for index in range(first, low) if t.is_word(index)]
                begin = first if len(ahead) > 1 else high + 1  # a lone "that" goes
                inner.content = to_pieces(t, set(range(begin, last + 1)) - set(range(low, high + 1))) or inner.content
                break


def part_clauses(
    table: Table, drafts: list[Draft], is_reporting: Callable[[int], bool], can_speak: Callable[[int], bool]
) -> None:
    """What stands beside a content and not within it, though the parse hangs it there.

    "He insisted that they were ready, adding that …"; "the army said it had struck two sites and denied …"; "Israel
    said it had shot it down while the Houthis said …".
    """
    t = table
    by_cue = {draft.cue: draft for draft in drafts}
    cues = sorted(by_cue)
    for draft in drafts:
        if len(draft.content) != 1 or t.quote[draft.cue] >= 0 or not is_reporting(draft.cue):
            continue
        first, last = draft.content[0]
        for cue in cues[bisect_left(cues, max(first, draft.cue) + 3) : bisect_right(cues, last)][:_MOST]:
            inner = by_cue[cue]
            if t.quote[cue] >= 0 or not is_reporting(cue) or max(inner.content[-1][1], t.right[cue]) < last:
                continue
            mute = inner.source_top >= 0 and not can_speak(inner.source_top) and t.dep[cue] == "conj"
            if mute and draft.source and inner.source_top < cue:
                # "the paper said the missiles were there and quoted …": it is the paper that quotes
                inner.source, inner.source_top = list(draft.source), draft.source_top
            begin = _begin_beside(t, draft, inner, first)
            if begin <= first:
                continue
            draft.content = to_pieces(t, set(range(first, begin))) or draft.content
            if not inner.source or (inner.source_top > first and t.tag[cue] == "VBG" and inner.source_top < begin):
                inner.source, inner.source_top = list(draft.source), draft.source_top
            break


def _begin_beside(table: Table, draft: Draft, inner: Draft, first: int) -> int:
    """The first token of the inner cue's clause when that stands beside the content; -1 when it is part of it."""
    t = table
    cue = inner.cue
    begin = before = t.left[cue]
    while before > first and not t.is_word(before - 1) and t.lower[before - 1] != ",":
        before -= 1
    comma = t.lower[before - 1] == ","
    if t.tag[cue] == "VBG":
        along = t.head[cue]  # "…, with a spokesman saying …"
        if t.dep[cue] in ("pcomp", "acl") and 0 <= inner.source_top < cue:
            while t.pos[along] != "ADP" and along > first and t.dep[along] == "pobj":
                along = t.head[along]
            if t.pos[along] == "ADP" and first < along < inner.source_top and t.lower[along - 1] == ",":
                return along
        return begin if t.dep[cue] == "advcl" and comma else -1
    if inner.source_top < 0 or draft.source_top < 0:
        return -1
    if inner.source_top == draft.source_top:  # a verb coordinated with the cue itself
        joint = [c for c in t.children[t.head[cue]] if t.dep[c] == "cc" and first < c < cue]
        return joint[-1] if t.dep[cue] == "conj" and joint else -1
    if t.dep[cue] == "advcl" and first < begin <= inner.source_top:
        marks = [c for c in t.children[cue] if t.dep[c] == "mark" and c == begin]
        return begin if marks and t.head[cue] != draft.cue else -1
    return -1
