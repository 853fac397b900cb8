"""Which attribution stands inside the content of which: the chain from the outermost speaker inwards."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from onrecord.attribute.drafts import Draft

_DEEPEST = 12


def find_parents(drafts: list[Draft]) -> list[int]:
    """For each draft the number of the innermost draft whose content holds its cue; -1 for an outermost one.

    Of two drafts that hold each other's cue the likelier is the outer one; circles are cut there.
    """
    parents = [-1] * len(drafts)
    sizes = [sum(last - first + 1 for first, last in draft.content) for draft in drafts]
    by_cue: dict[int, list[int]] = {}
    for number, draft in enumerate(drafts):
        by_cue.setdefault(draft.cue, []).append(number)
    cues = sorted(by_cue)
    for other, outer in enumerate(drafts):
        for first, last in outer.content:
            for cue in cues[bisect_left(cues, first) : bisect_right(cues, last)]:
                for number in by_cue[cue]:
                    if number == other:
                        continue
                    draft = drafts[number]
                    if draft.holds(outer.cue) and (draft.score, -number) > (outer.score, -other):
                        continue
                    if parents[number] < 0 or (sizes[other], other) < (sizes[parents[number]], parents[number]):
                        parents[number] = other
    done = [False] * len(drafts)
    for number in range(len(drafts)):
        path: list[int] = []
        on_path: set[int] = set()
        at = number
        while at >= 0 and not done[at]:
            if at in on_path:
                parents[path[-1]] = -1
                break
            path.append(at)
            on_path.add(at)
            at = parents[at]
        for each in path:
            done[each] = True
    return parents


def list_ancestors(parents: list[int], number: int) -> list[int]:
    """Numbers of the drafts around one, outermost first; the innermost `_DEEPEST` of them when there are more."""
    out: list[int] = []
    at = parents[number]
    while at >= 0 and len(out) < _DEEPEST:
        out.append(at)
        at = parents[at]
    return out[::-1]
