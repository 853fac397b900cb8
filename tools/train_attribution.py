"""Train the weights of the attribution stage on PolNeAR and write them as readable JSON.

    python tools/train_attribution.py TRAIN.jsonl.gz OUT.json [--language en]

TRAIN is the training half of the attribution benchmark.  No text of it is written: the output holds feature names
(words, parts of speech, dependency labels and their combinations, each seen in at least `--least` cases) and weights.
Deterministic: same input, same model, same output.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.attribute.arguments import (
    Candidate,
    describe_content,
    describe_frame,
    describe_source,
    list_contents,
    list_sources,
)
from onrecord.attribute.cues import describe_cue, list_cue_candidates
from onrecord.attribute.tokens import Table, tabulate

Gold = dict[str, Any]


@dataclass
class Aligned:
    """One annotated attribution in tokens."""

    cue: int
    cue_tokens: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]


@dataclass
class Cases:
    """Cases of one question: features, label, and the group a case competes in."""

    features: list[list[str]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)

    def add(self, features: list[str], label: bool, group: int = 0) -> None:
        self.features.append(features)
        self.labels.append(int(label))
        self.groups.append(group)


def to_tokens(table: Table, owner: dict[int, int], spans: Iterable[Sequence[int]]) -> frozenset[int]:
    found = {owner[at] for start, end in spans for at in range(start, end) if at in owner}
    return frozenset(index for index in found if table.is_word(index))


def align(table: Table, gold: Sequence[Gold], candidates: frozenset[int]) -> list[Aligned]:
    """Annotated attributions with the token that stands for their cue; those without such a token are left out."""
    owner = {at: index for index in range(table.size) for at in range(table.start[index], table.end[index])}
    out = []
    for each in gold:
        cue = sorted({owner[at] for start, end in each["cue"] for at in range(start, end) if at in owner})
        content = to_tokens(table, owner, each["content"])
        chosen = choose_cue(table, cue, candidates)
        if chosen >= 0 and content:
            out.append(Aligned(chosen, frozenset(cue), to_tokens(table, owner, each["source"]), content))
    return out


def choose_cue(table: Table, tokens: Sequence[int], candidates: frozenset[int]) -> int:
    inside = set(tokens)
    able = [index for index in tokens if index in candidates]
    tops = [index for index in able if table.head[index] not in inside or table.head[index] == index]
    for group in (tops, able):
        words = [index for index in group if table.is_word(index)]
        if words:
            return words[0]
        if group:
            return group[0]
    return -1


def list_noun_cues(tables: Sequence[tuple[Table, Sequence[Gold]]], least: int) -> frozenset[str]:
    """ "lemma/POS" of words other than verbs that head a cue at least `least` times and in 2 % of their uses."""
    as_cue: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    for table, gold in tables:
        everything = frozenset(index for index in range(table.size) if table.is_word(index))
        uses.update(f"{table.lemma[index]}/{table.pos[index]}" for index in everything)
        for each in align(table, gold, everything):
            as_cue[f"{table.lemma[each.cue]}/{table.pos[each.cue]}"] += 1
    return frozenset(
        word
        for word, count in as_cue.items()
        if count >= least and count >= 0.02 * uses[word] and not word.endswith(("/VERB", "/AUX", "/PRON", "/DET"))
    )


def overlap(pieces: Iterable[tuple[int, int]], table: Table) -> frozenset[int]:
    return frozenset(i for first, last in pieces for i in range(first, last + 1) if table.is_word(i))


def label_contents(table: Table, candidates: Sequence[Candidate], gold: Aligned) -> list[bool]:
    """Largest candidates that lie (nearly) within the annotated content."""
    sets = [overlap(candidate.pieces, table) - gold.cue_tokens - gold.source for candidate in candidates]
    good = [bool(s) and len(s & gold.content) >= 0.8 * len(s) for s in sets]
    order = sorted(range(len(sets)), key=lambda k: (-len(sets[k] & gold.content), len(sets[k])))
    taken: set[int] = set()
    labels = [False] * len(sets)
    for k in order:
        if good[k] and len((sets[k] & gold.content) - taken) >= max(1, 0.5 * len(sets[k])):
            labels[k] = True
            taken |= sets[k]
    return labels


def label_sources(table: Table, candidates: Sequence[Candidate], gold: Aligned) -> list[bool]:
    """The one candidate nearest to the annotated source; none when nothing is near."""
    labels = [False] * len(candidates)
    best, at = 0.5, -1
    for k, candidate in enumerate(candidates):
        s = overlap(candidate.pieces, table)
        score = len(s & gold.source) / len(s | gold.source) if s | gold.source else 0.0
        if score > best:
            best, at = score, k
    if at >= 0:
        labels[at] = True
    return labels


def collect(tables: Sequence[tuple[Table, Sequence[Gold]]], nouns: frozenset[str]) -> tuple[Cases, Cases, Cases]:
    cues, contents, sources = Cases(), Cases(), Cases()
    group = 0
    for table, gold in tables:
        candidates = list_cue_candidates(table, nouns)
        aligned = align(table, gold, frozenset(candidates))
        by_cue = {each.cue: each for each in aligned}
        within = frozenset(index for each in aligned for index in each.content)
        for index in candidates:
            # what is said inside a content is not annotated again: such a cue is neither right nor wrong
            if index in by_cue or index not in within:
                cues.add(describe_cue(table, index), index in by_cue)
        for cue, each in by_cue.items():
            group += 1
            frame = describe_frame(table, cue)
            options = list_contents(table, cue)
            for option, label in zip(options, label_contents(table, options, each), strict=True):
                contents.add(describe_content(table, cue, option, frame), label, group)
            options = list_sources(table, cue)
            labels = label_sources(table, options, each)
            if any(labels) or not each.source:
                sources.add(describe_source(table, cue, None, frame), not each.source, group)
                for option, label in zip(options, labels, strict=True):
                    sources.add(describe_source(table, cue, option, frame), label and bool(each.source), group)
    return cues, contents, sources


def fit(
    cases: Cases, *, grouped: bool, least: int, penalty: float, epochs: int = 12, batch: int = 256
) -> dict[str, float]:
    """Weights by AdaGrad with a truncated (L1) penalty: logistic loss, or soft-max within groups when `grouped`."""
    counts = Counter(name for features in cases.features for name in set(features))
    names = sorted(name for name, count in counts.items() if count >= least)
    index = {name: number for number, name in enumerate(names)}
    rows = [np.array(sorted({index[f] for f in features if f in index}), dtype=np.int64) for features in cases.features]
    labels = np.array(cases.labels, dtype=np.float64)
    weights = np.zeros(len(names))
    square = np.full(len(names), 1e-8)
    mean = np.zeros(len(names))
    rng = np.random.default_rng(7)
    blocks = _blocks(cases.groups) if grouped else [[k] for k in range(len(rows))]
    steps = 0
    for epoch in range(epochs):
        order = rng.permutation(len(blocks))
        for low in range(0, len(order), batch):
            members = [k for b in order[low : low + batch] for k in blocks[b]]
            sizes = np.array([len(rows[k]) for k in members])
            flat = np.concatenate([rows[k] for k in members])
            ends = np.concatenate([[0], np.cumsum(sizes)])
            sums = np.concatenate([[0.0], np.cumsum(weights[flat])])
            scores = sums[ends[1:]] - sums[ends[:-1]]
            if grouped:
                group_sizes = np.array([len(blocks[b]) for b in order[low : low + batch]])
                owner = np.repeat(np.arange(len(group_sizes)), group_sizes)
                top = np.full(len(group_sizes), -np.inf)
                np.maximum.at(top, owner, scores)
                odds = np.exp(scores - top[owner])
                chance = odds / np.bincount(owner, odds)[owner]
            else:
                chance = 1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30)))
            slope = np.repeat(chance - labels[members], sizes)
            gradient = np.bincount(flat, slope, minlength=len(names)) / batch
            touched = np.nonzero(gradient)[0]
            square[touched] += gradient[touched] ** 2
            rate = 0.25 / np.sqrt(square[touched])
            moved = weights[touched] - rate * gradient[touched]
            weights[touched] = np.sign(moved) * np.maximum(np.abs(moved) - rate * penalty / batch, 0.0)
            if epoch >= epochs // 2:
                steps += 1
                mean += weights
    mean /= max(steps, 1)
    return {name: round(float(value), 2) for name, value in zip(names, mean, strict=True) if abs(value) >= 0.03}


def _blocks(groups: Sequence[int]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for k, group in enumerate(groups):
        found.setdefault(group, []).append(k)
    return list(found.values())


def train(tables: Sequence[tuple[Table, Sequence[Gold]]], *, least: int = 3) -> dict[str, Any]:
    nouns = list_noun_cues(tables, least)
    cues, contents, sources = collect(tables, nouns)
    models = {
        "cue": fit(cues, grouped=False, least=least, penalty=0.05),
        "content": fit(contents, grouped=False, least=least, penalty=0.08),
        "source": fit(sources, grouped=True, least=least, penalty=0.08),
    }
    return {"candidates": sorted(nouns), "models": models}


def read_tables(path: Path, language: str) -> list[tuple[Table, Sequence[Gold]]]:
    from onrecord.extract.parse import parse

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    return [
        (tabulate(parse(document["text"], language=language), language=language), document["attributions"])
        for document in documents
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--least", type=int, default=3)
    arguments = parser.parse_args()
    result = train(read_tables(arguments.train, arguments.language), least=arguments.least)
    arguments.out.write_text(json.dumps(result, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
