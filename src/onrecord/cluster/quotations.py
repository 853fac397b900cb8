"""The words of one speaker as several reports give them: the same, altered, or in one report only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord import lexicon
from onrecord.cluster.upstream import fold

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_LONGEST = 120  # words compared of one quotation
_MOST = 300  # quotations compared


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation: the report, the key and name of its speaker, its words as printed."""

    report: str
    speaker_key: str
    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording, and the reports that print it."""

    words: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuotationVariants:
    """Wordings of one utterance.  One wording in several reports is the same; several are altered or translated."""

    speaker: str
    wordings: tuple[Wording, ...]

    @property
    def is_altered(self) -> bool:
        return len(self.wordings) > 1

    @property
    def is_alone(self) -> bool:
        """Found in one report only."""
        return len({report for wording in self.wordings for report in wording.reports}) == 1


def compare_quotations(quotations: Iterable[Quoted]) -> tuple[QuotationVariants, ...]:
    """Group quotations of a speaker by utterance, in the order they are given."""
    table = lexicon.load("threads")["quotations"]
    groups: dict[str, list[list[tuple[Quoted, tuple[str, ...]]]]] = {}
    for quoted in list(quotations)[:_MOST]:
        words = tuple(_WORD.findall(fold(quoted.words)))[:_LONGEST]
        if len(words) < table["words"]:
            continue
        utterances = groups.setdefault(quoted.speaker_key, [])
        for utterance in utterances:
            if _alike(utterance[0][1], words) >= table["alike"]:
                utterance.append((quoted, words))
                break
        else:
            utterances.append([(quoted, words)])
    return tuple(_variants(each) for utterances in groups.values() for each in utterances)


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of the shorter quotation's words that stand, in order, in the longer."""
    if len(set(one) & set(other)) * 2 < min(len(set(one)), len(set(other))):
        return 0.0
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / min(len(one), len(other))


def _variants(utterance: Sequence[tuple[Quoted, tuple[str, ...]]]) -> QuotationVariants:
    wordings: dict[tuple[str, ...], list[Quoted]] = {}
    for quoted, words in utterance:
        wordings.setdefault(words, []).append(quoted)
    return QuotationVariants(
        speaker=utterance[0][0].speaker,
        wordings=tuple(
            Wording(each[0].words, tuple(dict.fromkeys(quoted.report for quoted in each)))
            for each in wordings.values()
        ),
    )
