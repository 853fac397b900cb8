"""Groups of copies that grow one report at a time, and do not depend on the order reports come in.

Each report is compared once with those it may share a text with; what was found is kept as ties between two reports.
Groups follow from the ties alone, by the mean over all pairs as in `syndication`: when a report comes, the groups it is
tied to, directly or over others, are formed anew, and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from onrecord.cluster.linkage import link_by_mean
from onrecord.cluster.prints import Likeness, Print, Settings, are_near, compare_prints
from onrecord.cluster.shingles import Shingle

_RATE = 4  # one in so many word pairs is kept of a report, to find by it the reports it shares a text with
_FEWEST, _MOST = 40, 250  # of a report's pairs, whatever its length
_LONG = 5  # letters of the longer word of a pair that is not a turn of phrase in most languages
_HALF = 0.5
_SENTENCE = 30  # word pairs of a long sentence


@dataclass(frozen=True, slots=True)
class Tie:
    """What two reports have in common, of their texts (`kind` "text") or of what a translation leaves as it is.

    `containment` counts nothing when the numbers differ.  `is_twin`: one is another print of the other.
    """

    containment: float
    shared: int
    same_numbers: int
    other_numbers: int
    is_twin: bool = False
    kind: str = "text"

    @property
    def strength(self) -> float:
        return 0.0 if self.other_numbers > self.same_numbers else self.containment


def sample_marks(given: Print) -> tuple[int, ...]:
    """A sample of a report's word pairs, as 63-bit numbers: those with the lowest hashes, so that a cut shares them.

    Pairs of two short words ("of the") say nothing of a text and are left out.
    """
    hashes = sorted(_hash(pair) for pair in given.every if max(map(len, pair.split(" "))) >= _LONG)
    return tuple(hashes[: min(_MOST, max(_FEWEST, len(hashes) // _RATE))])


def hash_passage(outlet: str, passage: str) -> int:
    """A paragraph of an outlet as a 63-bit number."""
    return _hash(f"{outlet}\0{passage}")


def _hash(text: Shingle) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def tie_prints(first: Print, second: Print, settings: Settings) -> Tie | None:
    """What ties two reports by their texts; None when it is too little to count for a group."""
    count = len(first.every & second.every)
    sizes = len(first.every), len(second.every)
    if count < settings.shared or count < settings.join / 4 * min(sizes):
        return None
    near = are_near(first, second, settings.date_window)
    if not near and count < settings.same * max(*sizes, settings.common_documents):
        return None
    like = compare_prints(first, second, settings)
    twin = like.both_ways >= settings.same and not like.other_numbers
    if not (near or twin):
        return None
    return make_tie(like, is_twin=twin)


def make_tie(like: Likeness, *, is_twin: bool) -> Tie:
    return Tie(round(like.containment, 4), like.count, like.same_numbers, like.other_numbers, is_twin)


def is_more_than_a_sentence(tie: Tie) -> bool:
    """Whether two reports share half of the shorter text, or more words than one sentence has.

    Two short texts of their own about one thing can share the sentence that says it.
    """
    return tie.containment >= _HALF or tie.shared > _SENTENCE


def form_groups(reports: Iterable[int], ties: Mapping[tuple[int, int], Tie], settings: Settings) -> list[list[int]]:
    """Groups of reports by the ties between them; a pair is named smaller first.

    A twin stands where the report stands that it is a print of.  Ties of translations join whole groups.
    """
    items = sorted(set(reports))
    first_of = {max(pair): min(pair) for pair, tie in sorted(ties.items(), reverse=True) if tie.is_twin}
    roots = {item: _root(item, first_of) for item in items}
    nodes = sorted(set(roots.values()))
    likeness: dict[tuple[int, int], float] = {}
    for (one, other), tie in ties.items():
        pair = (min(roots[one], roots[other]), max(roots[one], roots[other]))
        if tie.kind == "text" and pair[0] != pair[1] and not tie.is_twin:
            strength = tie.strength if is_more_than_a_sentence(tie) else 0.0
            likeness[pair] = max(strength, likeness.get(pair, 0.0))
    groups = link_by_mean(nodes, likeness, settings.join)
    place = {node: number for number, group in enumerate(groups) for node in group}
    joined = list(range(len(groups)))
    for (one, other), tie in sorted(ties.items()):
        if tie.kind == "translation":
            low, high = sorted((_root(place[roots[one]], joined), _root(place[roots[other]], joined)))
            joined[high] = low
    members: dict[int, list[int]] = {}
    for item in items:
        members.setdefault(_root(place[roots[item]], joined), []).append(item)
    return sorted(members.values())


def _root(item: int, above: Mapping[int, int] | Sequence[int]) -> int:
    while True:
        higher = above.get(item, item) if isinstance(above, Mapping) else above[item]
        if higher == item:
            return item
        item = higher
