"""What a cue word does to its content: whether it reports at all, how firmly, and with which stance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.attribute.drafts import Draft
from onrecord.attribute.tokens import Table
from onrecord.errors import LexiconError
from onrecord.model import Firmness, Stance

_SURE = 2.5  # log-odds from which a cue the lexicon does not hold is taken for a reporting one


@dataclass(frozen=True, slots=True)
class CueSense:
    """One sense of a cue.  `group` is the lexicon's id, "" for a word it does not hold."""

    group: str
    reports: bool
    firmness: Firmness = Firmness.NEUTRAL
    stance: Stance | None = None
    clause_only: bool = False  # reports only what a clause says: "found that", not "found a cache"


@dataclass(frozen=True, slots=True)
class CueWords:
    """The cue lexicon of a language, ready to look up."""

    verbs: Mapping[str, CueSense]
    nouns: Mapping[str, CueSense]
    adverbs: Mapping[str, CueSense]
    governed: Mapping[tuple[str, str], CueSense]
    passives: Mapping[str, CueSense]
    cite: frozenset[str]
    quote_as: frozenset[str]
    speech: frozenset[str]
    backshift: frozenset[str]
    impersonal: frozenset[str]
    impersonal_subject: frozenset[str]
    naming: frozenset[str]

    def governed_reports(self, lemma: str, governed: list[str]) -> bool:
        """Whether the word reports in the sense it has with one of the words it governs."""
        return any(self.governed[lemma, word].reports for word in governed if (lemma, word) in self.governed)


def _sense(group: str, entry: Mapping[str, Any]) -> CueSense:
    stance = entry.get("stance")
    return CueSense(
        group,
        bool(entry.get("report", True)),
        Firmness(entry.get("firmness", "neutral")),
        Stance(stance) if stance else None,
        bool(entry.get("clause_only", False)),
    )


@cache
def load_cue_words(language: str) -> CueWords:
    """Read data/lang/<language>/cues.toml.  Raises LexiconError when an entry is malformed."""
    table = lexicon.load("cues", language=language)
    try:
        verbs: dict[str, CueSense] = {}
        nouns: dict[str, CueSense] = {}
        for group in table["group"]:
            target = nouns if group["id"].startswith("noun") else verbs
            sense = _sense(group["id"], group)
            for lemma in group["lemmas"]:
                target.setdefault(lemma, sense)
        adverbs = {lemma: _sense("adverb", entry) for entry in table["adverb"] for lemma in entry["lemmas"]}
        passives = {lemma: _sense("passive", entry) for entry in table["passive"] for lemma in entry["lemmas"]}
        governed = {
            (entry["lemma"], word): _sense(
                verbs[entry["lemma"]].group, {"firmness": verbs[entry["lemma"]].firmness} | entry
            )
            for entry in table["word"]
            for word in entry["governs"]
        }
        frames = table["frames"]
        return CueWords(
            verbs,
            nouns,
            adverbs,
            governed,
            passives,
            frozenset(frames["cite"]),
            frozenset(frames["quote_as"]),
            frozenset(frames["speech"]),
            frozenset(frames["backshift"]),
            frozenset(frames["impersonal"]),
            frozenset(frames["impersonal_subject"]),
            frozenset(frames.get("naming", ())),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise LexiconError(f"The data file cues.toml is malformed ({error!r}). Mend it, or reinstall.") from error


def is_reporting(table: Table, index: int, words: CueWords) -> bool:
    """Whether a verb of saying governs a clause, stands beside a quotation, or is a passive without a speaker."""
    if table.pos[index] != "VERB":
        return False
    lemma = table.lemma[index].lower()
    sense = words.verbs.get(lemma)
    kids = table.children[index]
    relations = [table.dep[child] for child in kids]
    if "auxpass" in relations and lemma in words.passives:
        return words.passives[lemma].reports and "xcomp" in relations and "agent" not in relations
    if sense is None or not sense.reports or "neg" in relations:
        return False
    if any((lemma, table.lower[child]) in words.governed and table.dep[child] == "dobj" for child in kids):
        return words.governed_reports(lemma, [table.lower[child] for child in kids])
    if "ccomp" in relations or (table.dep[index] in ("parataxis", "ccomp") and "nsubj" in relations):
        return True
    beside = [table.quote[at] for at in (index - 1, index + 1) if 0 <= at < table.size]
    return table.quote[index] < 0 and any(number >= 0 for number in beside)


def is_saying(table: Table, index: int, words: CueWords) -> bool:
    """Whether a word is a verb that the lexicon holds for a reporting one."""
    sense = words.verbs.get(table.lemma[index].lower())
    return table.pos[index] == "VERB" and sense is not None and sense.reports


def _is_question(table: Table, cue: int) -> bool:
    """ "Did the army say that …?": an auxiliary before the subject, and a question mark at the end."""
    first, last = table.sentences[table.sentence[cue]]
    if table.quote[cue] >= 0 or not any(table.lower[index] == "?" for index in range(max(first, last - 3), last)):
        return False
    subject = next((child for child in table.children[cue] if table.dep[child] == "nsubj"), -1)
    return any(table.dep[child] == "aux" and child < subject for child in table.children[cue])


def _is_naming(table: Table, draft: Draft) -> bool:
    """ "A system called Igla": nobody is said to call it so."""
    relations = [table.dep[child] for child in table.children[draft.cue]]
    alone = "aux" not in relations and "auxpass" not in relations
    return "agent" not in relations and (alone or draft.source_top < 0)


def sense_cue(table: Table, draft: Draft, words: CueWords) -> CueSense:
    """The sense of a draft's cue in its sentence."""
    cue = draft.cue
    lemma = table.lemma[cue].lower()
    kids = table.children[cue]
    if table.lower[cue] in words.adverbs:
        return words.adverbs[table.lower[cue]]
    if table.pos[cue] in ("NOUN", "PROPN", "ADJ"):
        if draft.path in ("acl", "relcl") and table.tag[draft.content[0][0]] in ("VBN", "WDT"):
            # "the announcement, delivered on Monday": about the saying, not what was said
            return CueSense("noun", False)
        return words.nouns.get(lemma) or words.verbs.get(lemma) or CueSense("", True)
    if lemma in words.naming and table.tag[cue] == "VBN" and _is_naming(table, draft):
        return CueSense("naming", False)
    for child in kids:
        found = words.governed.get((lemma, table.lower[child]))
        if found is not None and table.dep[child] in ("prep", "dobj"):
            return found
    if any(table.dep[child] == "auxpass" for child in kids) and draft.source_top < 0 and lemma in words.passives:
        return words.passives[lemma]
    known = words.verbs.get(lemma)
    if lemma in words.cite and draft.source_path != "dobj" and draft.path == "dobj":
        return CueSense("cite", False)
    if known is not None and known.clause_only and not draft.path.startswith(("ccomp", "^", "colon")):
        known = replace(known, reports="quote" in draft.path)
    if known is not None and _is_question(table, cue):
        return replace(known, stance=Stance.ASKED)
    negated = any(table.dep[child] == "neg" for child in kids)
    if known is None:
        # a word the lexicon does not hold reports when it governs a clause or a quotation
        clause = draft.path.startswith(("ccomp", "colon")) or "quote" in draft.path
        return CueSense("", table.pos[cue] != "AUX" and (clause or draft.score > _SURE))
    if negated and known.group in ("say", "vouch", "claim", "hold"):
        return CueSense(known.group, False, known.firmness, known.stance)
    return known
