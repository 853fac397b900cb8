"""Which attribution stands inside the content of which: the chain from the outermost speaker inwards."""

from __future__ import annotations

from onrecord.attribute.drafts import Draft


def find_parents(drafts: list[Draft]) -> list[int]:
    """For each draft the number of the innermost draft whose content holds its cue; -1 for an outermost one.

    Of two drafts that hold each other's cue the likelier is the outer one; circles are cut there.
    """
    parents = [-1] * len(drafts)
    sizes = [sum(last - first + 1 for first, last in draft.content) for draft in drafts]
    for number, draft in enumerate(drafts):
        best = -1
        for other, outer in enumerate(drafts):
            if other == number or not outer.holds(draft.cue):
                continue
            if draft.holds(outer.cue) and (draft.score, -number) > (outer.score, -other):
                continue
            if best < 0 or sizes[other] < sizes[best]:
                best = other
        parents[number] = best
    for number in range(len(drafts)):
        seen = {number}
        at = number
        while parents[at] >= 0:
            if parents[at] in seen:
                parents[at] = -1
                break
            at = parents[at]
            seen.add(at)
    return parents


def list_ancestors(parents: list[int], number: int) -> list[int]:
    """Numbers of the drafts around one, outermost first."""
    out = []
    at = parents[number]
    while at >= 0:
        out.append(at)
        at = parents[at]
    return out[::-1]
