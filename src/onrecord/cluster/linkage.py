"""Agglomerative clustering by the mean over all pairs, for sparse likeness."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence


def link_by_mean(items: Sequence[int], likeness: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    """Merge the two groups with the greatest mean likeness until none reaches `least`.

    `likeness` names pairs in either order; a pair it does not name counts as 0.  Ties go to the groups that hold
    the smaller items.  Items of different connected parts never influence one another.
    """
    members = {item: [item] for item in items}
    sums: dict[int, dict[int, float]] = {item: {} for item in items}
    for (first, second), value in likeness.items():
        sums[first][second] = sums[second][first] = value
    # A group is named by its smallest member; `age` outdates heap entries of a group that has grown since.
    age = dict.fromkeys(items, 0)
    heap = [(-value, min(pair), max(pair), 0, 0) for pair, value in likeness.items() if value >= least]
    heapq.heapify(heap)
    while heap:
        _, first, second, age_first, age_second = heapq.heappop(heap)
        if age.get(first) != age_first or age.get(second) != age_second:
            continue
        members[first] += members.pop(second)
        age[first] += 1
        del age[second]
        for other, value in sums.pop(second).items():
            sums[other].pop(second)
            if other != first:
                sums[first][other] = sums[other][first] = sums[first].get(other, 0.0) + value
        for other, value in sums[first].items():
            mean = value / (len(members[first]) * len(members[other]))
            if mean >= least:
                low, high = sorted((first, other))
                heapq.heappush(heap, (-mean, low, high, age[low], age[high]))
    return [sorted(group) for group in members.values()]
