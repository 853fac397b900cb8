"""What a cue may take as its content and as its source: candidates, and what speaks for each."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from onrecord.attribute.tokens import Table

Pieces = tuple[tuple[int, int], ...]  # token ranges, both ends inclusive

_STOPS = (".", "!", "?", "…", ":", ";", "...")
_NOUN_INSIDE = ("acl", "ccomp", "relcl", "prep", "appos")
_CUT = ("advcl", "conj", "prep", "npadvmod", "ccomp", "parataxis")
_LONGEST = 1_000  # tokens; a longer clause is a parse gone wrong (quotations grow later, to any length)
_MOST = 40  # content candidates, before quotations are no longer added
_REACH = 3
_AROUND = 20  # children of one token, to either side, that are looked at; keeps the work linear
_FAR = 250  # tokens from the cue; keeps the work linear in texts without sentence ends


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of tokens, the token that heads it, and the way the parse leads to it from the cue."""

    pieces: Pieces
    top: int
    path: str


def _trim(table: Table, first: int, last: int) -> tuple[int, int] | None:
    """Drop white space and loose punctuation at the edges; a quotation mark stays."""
    while first <= last and not table.is_word(first) and table.quote[first] < 0:
        first += 1
    while first <= last and table.pos[first] == "SPACE":
        first += 1
    while last >= first and not table.is_word(last) and table.quote[last] < 0:
        last -= 1
    while last >= first and table.pos[last] == "SPACE":
        last -= 1
    return (first, last) if first <= last else None


def _subtract(table: Table, first: int, last: int, cut_first: int, cut_last: int) -> Pieces:
    pieces = []
    for low, high in ((first, min(last, cut_first - 1)), (max(first, cut_last + 1), last)):
        if low <= high:
            trimmed = _trim(table, low, high)
            if trimmed is not None:
                pieces.append(trimmed)
    return tuple(pieces)


def _near(tokens: list[int], index: int) -> list[int]:
    """Those of ascending tokens that stand around another: all of them but in a parse gone wrong."""
    if len(tokens) <= 2 * _AROUND:
        return tokens
    place = bisect_left(tokens, index)
    return tokens[max(0, place - _AROUND) : place + _AROUND]


def list_contents(table: Table, cue: int) -> list[Candidate]:
    """Candidates for the content of the cue, without duplicates."""
    t = table
    found: dict[Pieces, Candidate] = {}

    def offer(pieces: Pieces, top: int, path: str) -> None:
        if pieces and pieces not in found and pieces[-1][1] - pieces[0][0] < _LONGEST:
            found[pieces] = Candidate(pieces, top, path)

    def offer_range(first: int, last: int, top: int, path: str) -> None:
        trimmed = _trim(t, first, last)
        if trimmed is not None and not trimmed[0] <= cue <= trimmed[1]:
            offer((trimmed,), top, path)

    def offer_clause(child: int, path: str) -> None:
        """A clause whole, and cut where it may end before the parse thinks it does."""
        first, last = t.left[child], t.right[child]
        if first <= cue <= last:
            # the cue stands in the middle of its own content: "which it said showed no damage"
            low = min([cue, *(t.left[c] for c in t.children[cue] if c != child and first <= t.left[c] < cue)])
            offer(_subtract(t, first, last, low, cue), child, f"{path}~")
            return
        offer_range(first, last, child, path)
        for inner in t.children[child]:
            low = t.left[inner]
            if inner > child and low - 1 > child and t.lower[low - 1] == "," and t.dep[inner] in _CUT:
                offer_range(first, low - 1, child, f"{path}<{t.dep[inner]}")
                break
        quote = t.quote[first]
        if quote >= 0 and t.quote[last] != quote and t.quote[cue] != quote:
            stop = first
            while stop < min(last, first + _FAR) and t.quote[stop + 1] == quote:
                stop += 1
            offer_range(first, stop, child, f"{path}<quote")

    for child in t.children[cue]:
        relation = t.dep[child]
        if relation in ("punct", "aux", "auxpass", "neg", "prt", "det", "cc"):
            continue
        if relation == "prep":
            for inner in t.children[child]:
                if t.dep[inner] in ("pobj", "pcomp"):
                    offer_range(t.left[inner], t.right[inner], inner, f"prep:{t.lower[child]}>{t.dep[inner]}")
                elif t.dep[inner] == "prep":
                    for third in t.children[inner]:
                        offer_range(t.left[third], t.right[third], third, f"prep>prep>{t.dep[third]}")
            offer_range(t.left[child], t.right[child], child, f"prep:{t.lower[child]}")
            continue
        if relation in ("ccomp", "xcomp", "advcl", "parataxis"):
            offer_clause(child, relation)
        else:
            offer_range(t.left[child], t.right[child], child, relation)
        if relation in ("dobj", "pobj", "attr", "nsubj", "nsubjpass"):
            for inner in t.children[child]:
                if t.dep[inner] in _NOUN_INSIDE:
                    offer_range(t.left[inner], t.right[inner], inner, f"{relation}>{t.dep[inner]}")
        elif relation in ("advcl", "conj", "xcomp") and child > cue:
            for inner in t.children[child]:
                if t.dep[inner] in ("ccomp", "dobj"):
                    offer_range(t.left[inner], t.right[inner], inner, f"{relation}>{t.dep[inner]}")
    branch = cue
    path = ""
    for step in range(_REACH):
        parent = t.head[branch]
        if parent == branch:
            break
        path = f"{path}^{t.dep[branch]}"
        first, last = t.left[branch], t.right[branch]
        if step:
            # the words between the cue and this ancestor belong to the attribution, what lies around does not
            first, last = min(first, t.left[cue]), max(last, t.right[cue])
        offer(_subtract(t, t.left[parent], t.right[parent], first, last), parent, path)
        for sibling in _near(t.children[parent], branch):
            if sibling != branch and t.dep[sibling] not in ("punct", "aux", "auxpass", "cc", "det", "neg", "mark"):
                side = "l" if sibling < cue else "r"
                offer_range(t.left[sibling], t.right[sibling], sibling, f"{path}/{side}{t.dep[sibling]}")
        branch = parent
    first, last = t.sentences[t.sentence[cue]]
    number = t.sentence[cue]
    if t.lower[cue] == ":":
        offer_range(cue + 1, last - 1, cue, "colon")
    # quotations of this sentence and next to it
    seen = -1
    low = t.sentences[number - 1][0] if number else first
    high = t.sentences[number + 1][1] if number + 1 < len(t.sentences) else last
    before = first - 1
    while before > low and t.pos[before] == "SPACE":
        before -= 1
    if number and t.paragraph[before] == t.paragraph[first] and t.lower[before] not in _STOPS:
        # the parser cut the sentence before the speaker: "… in the past day, Mr Davis said."
        offer_range(low, first - 1, low, "previous")
    after = last - 1
    while after > first and t.pos[after] == "SPACE":
        after -= 1
    introduces = t.lower[after] == ":"
    for index in range(max(low, cue - _FAR), min(high, cue + _FAR)):
        quote = t.quote[index]
        if quote >= 0 and quote != seen and len(found) < _MOST:
            seen = quote
            stop = index
            while stop + 1 < min(t.size, index + 4 * _FAR) and t.quote[stop + 1] == quote:
                stop += 1
            if t.paragraph[index] != t.paragraph[cue] and not (introduces and index > cue):
                continue
            where = "same" if first <= index < last else "before" if index < first else "after"
            if not index <= cue <= stop:
                offer_range(index, stop, index, f"quote:{where}:{'l' if stop < cue else 'r'}")
    return list(found.values())


def _length(pieces: Pieces) -> int:
    return sum(last - first + 1 for first, last in pieces)


def _bucket(count: int) -> str:
    return (
        str(count) if count < 4 else "4-6" if count < 7 else "7-12" if count < 13 else "13-25" if count < 26 else "26+"
    )


def describe_content(table: Table, cue: int, candidate: Candidate, frame: str) -> list[str]:
    """Features of one content candidate.  `frame` is what the cue governs (see describe_frame)."""
    t = table
    path, top, pieces = candidate.path, candidate.top, candidate.pieces
    first, last = pieces[0][0], pieces[-1][1]
    word = f"{t.name_of(cue)}/{t.pos[cue]}"
    side = "l" if last < cue else "r" if first > cue else "m"
    inside = sum(1 for low, high in pieces for index in range(low, min(high, low + 60) + 1) if t.quote[index] >= 0)
    size = _length(pieces)
    quoted = "all" if inside >= min(size, 61) - 1 and inside else "some" if inside else "no"
    gap = first - cue if first > cue else cue - last if last < cue else 0
    edge = t.name_of(first)
    return [
        "bias", f"path={path}", f"path+w={path}+{word}", f"path+tag={path}+{t.tag[cue]}", f"path+d={path}+{t.dep[cue]}",
        f"path+frame={path}+{frame}", f"path+side={path}+{side}", f"path+first={path}+{edge}", f"first={edge}",
        f"w+first={word}+{edge}", f"path+top={path}+{t.pos[top]}", f"path+toptag={path}+{t.tag[top]}",
        f"path+ent={path}+{t.entity[top]}", f"quoted={quoted}+{side}", f"path+quoted={path}+{quoted}",
        f"w+quoted={word}+{quoted}+{side}", f"size={_bucket(size)}", f"path+size={path}+{_bucket(size)}",
        f"gap={_bucket(gap)}+{side}", f"path+gap={path}+{_bucket(gap)}", f"pieces={len(pieces)}+{side}",
        f"toplemma={t.name_of(top)}", f"path+toplemma={path}+{t.name_of(top)}", f"w+top={word}+{t.name_of(top)}",
        f"far={t.sentence[first] != t.sentence[cue]}+{quoted}",
        f"before={t.name_of(first - 1) if first else '^'}+{quoted}",
        f"path+depword={path}+{t.dep[cue]}+{t.tag[cue]}+{frame}",
    ]  # fmt: skip


def describe_frame(table: Table, cue: int) -> str:
    """Short form of what a cue governs."""
    t = table
    parts = []
    for child in t.children[cue]:
        relation = t.dep[child]
        if relation in ("ccomp", "xcomp", "dobj", "oprd", "nsubjpass", "acomp", "attr", "pobj", "acl"):
            parts.append(relation)
        elif relation == "prep":
            parts.append(t.lower[child])
    return "+".join(sorted(set(parts)))


def list_sources(table: Table, cue: int) -> list[Candidate]:
    """Candidates for the source of the cue, noun phrases along the parse; the empty one is the caller's."""
    t = table
    found: dict[Pieces, Candidate] = {}

    def offer(top: int, path: str) -> None:
        if not t.is_word(top):
            return
        first, last = t.left[top], t.right[top]
        if first <= cue <= last:
            # the cue hangs inside this noun phrase: "a statement saying", "officials who said"
            if top < cue:
                last = cue - 1
                branch = cue
                while t.head[branch] != top and t.head[branch] != branch:
                    branch = t.head[branch]
                last = t.left[branch] - 1
            else:
                first = cue + 1
        for name, low, high in (("", first, last), *_shorter(t, top, first, last)):
            trimmed = _trim(t, low, high)
            if trimmed is not None and trimmed[0] <= top <= trimmed[1] and (trimmed,) not in found:
                found[(trimmed,)] = Candidate((trimmed,), top, path + name)

    def offer_around(verb: int, path: str) -> None:
        for child in _near(t.children[verb], cue):
            relation = t.dep[child]
            if relation in ("nsubj", "nsubjpass", "poss", "csubj"):
                offer(child, f"{path}{relation}")
            elif relation in ("agent", "prep"):
                for inner in t.children[child]:
                    if t.dep[inner] == "pobj":
                        offer(inner, f"{path}{t.lower[child]}>pobj")
            elif relation in (
                "dobj",
                "attr",
                "npadvmod",
                "compound",
                "oprd",
                "dative",
                "amod",
                "pobj",
                "appos",
                "advmod",
            ):
                offer(child, f"{path}{relation}{'' if child > cue else '<'}")
                if relation in ("dobj", "attr", "pobj"):
                    for inner in t.children[child]:
                        if t.dep[inner] == "poss":
                            offer(inner, f"{path}{relation}>poss")

    offer_around(cue, "")
    branch = cue
    path = ""
    for _ in range(4):
        parent = t.head[branch]
        if parent == branch:
            break
        path = f"{path}^{t.dep[branch]}"
        if t.pos[parent] in ("NOUN", "PROPN", "PRON"):
            offer(parent, f"{path}")
        offer_around(parent, f"{path}/")
        branch = parent
    first, last = t.sentences[t.sentence[cue]]
    if t.lower[cue] == ":" and cue > first:
        trimmed = _trim(t, first, cue - 1)
        if trimmed is not None and (trimmed,) not in found and trimmed[1] - trimmed[0] < 12:
            found[(trimmed,)] = Candidate((trimmed,), trimmed[1], "colon")
    for step, neighbour in (("+1", cue + 1), ("-1", cue - 1)):
        # a noun phrase beside the cue that the parse hangs elsewhere
        node = neighbour
        for _ in range(6):
            if not first <= node < last or (t.left[node] if step == "+1" else t.right[node]) != neighbour:
                break
            if t.pos[node] in ("NOUN", "PROPN", "PRON", "DET"):
                offer(node, f"next{step}")
            elif t.pos[node] not in ("ADP", "NUM", "ADJ", "PART"):
                break
            if t.head[node] == node:
                break
            node = t.head[node]
    return list(found.values())


def _shorter(table: Table, top: int, first: int, last: int) -> list[tuple[str, int, int]]:
    """The noun phrase cut before an apposition, a relative clause or a participle after a comma."""
    t = table
    cuts = []
    for child in t.children[top]:
        if child > top and t.dep[child] in ("appos", "relcl", "acl", "advcl", "prep", "conj", "cc"):
            low = t.left[child]
            if low > top and low <= last:
                cuts.append((f"-{t.dep[child]}{',' if t.lower[low - 1] == ',' else ''}", first, low - 1))
    return cuts[:3]


def describe_source(table: Table, cue: int, candidate: Candidate | None, frame: str) -> list[str]:
    """Features of one source candidate; None stands for no source."""
    t = table
    word = f"{t.name_of(cue)}/{t.pos[cue]}"
    passive = any(t.dep[child] == "auxpass" for child in t.children[cue])
    shape = f"{t.pos[cue]}+{t.tag[cue]}+{t.dep[cue]}{'+pass' if passive else ''}"
    if candidate is None:
        return [
            "none", f"none+w={word}", f"none+shape={shape}", f"none+frame={frame}", f"none+w+shape={word}+{shape}",
            f"none+w+frame={word}+{frame}", f"none+pass={passive}",
        ]  # fmt: skip
    top, path = candidate.top, candidate.path
    first, last = candidate.pieces[0][0], candidate.pieces[-1][1]
    side = "l" if last < cue else "r"
    gap = first - cue if side == "r" else cue - last
    who = t.lower[top] if t.pos[top] in ("PRON", "DET") else t.entity[top] or t.pos[top]
    edge = t.name_of(last + 1) if last + 1 < t.size else "$"
    return [
        "some", f"path={path}", f"path+shape={path}+{shape}", f"path+w={path}+{word}", f"path+who={path}+{who}",
        f"who={who}", f"who+side={who}+{side}", f"path+pass={path}+{passive}", f"path+frame={path}+{frame}",
        f"path+d={path}+{t.dep[cue]}", f"path+pos={path}+{t.pos[cue]}", f"side={side}+{t.pos[cue]}",
        f"gap={_bucket(gap)}+{side}", f"path+gap={path}+{_bucket(gap)}", f"size={_bucket(last - first + 1)}",
        f"path+size={path}+{_bucket(last - first + 1)}", f"top={t.name_of(top)}", f"toptag={t.tag[top]}",
        f"quote={t.quote[top] >= 0}+{t.quote[cue] >= 0}", f"after={edge}+{side}", f"path+after={path}+{edge}",
        f"cross={'q' if any(q >= 0 for q in t.quote[min(last, cue):max(first, cue)][:60]) else ''}+{side}",
        f"first={t.name_of(first)}", f"w+who={word}+{who}",
    ]  # fmt: skip
