"""Attributions by rule, for a language without weights: verbs of saying with their clause, quotations, "según".

The words are those of `cues.toml`, the table `rules` included.  The result has the form of what the weights choose, and
goes the same way afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.attribute.cuewords import CueWords, load_cue_words
from onrecord.attribute.drafts import Draft, list_cue_pieces, to_pieces
from onrecord.attribute.tokens import Table

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CLAUSES = ("ccomp", "csubj", "csubjpass")
_LONGEST = 400  # tokens of a clause; longer is a parse gone wrong
_LEAST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What the rules look for beside the cue verbs."""

    prepositions: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    marks: frozenset[str]
    likes: frozenset[str]  # "comme le précise le ministre"
    own_endings: tuple[str, ...]  # "Rappelons que": the writer speaks


@cache
def load_rule_words(language: str) -> RuleWords:
    """The table `rules` of cues.toml; a language without it has no such words."""
    table = lexicon.load("cues", language=language).get("rules", {})
    return RuleWords(
        frozenset(table.get("prepositions", [])),
        tuple(tuple(phrase.split()) for phrase in sorted(table.get("phrases", []), key=len, reverse=True)),
        frozenset(table.get("clause_marks", [])),
        frozenset(table.get("likes", [])),
        tuple(table.get("own_endings", [])),
    )


def find_ruled(table: Table, language: str) -> list[Draft]:
    """Drafts in reading order of their cues."""
    words, rules = load_cue_words(language), load_rule_words(language)
    drafts: list[Draft] = []
    for index in range(table.size):
        draft = _of_preposition(table, index, rules) or _of_verb(table, index, words, rules, drafts)
        if draft is not None:
            drafts.append(draft)
    return drafts


# --- "según el ministro" ---------------------------------------------------------------------------------------------


def _of_preposition(table: Table, index: int, rules: RuleWords) -> Draft | None:
    last = index
    if table.lower[index] not in rules.prepositions:
        phrase = next((p for p in rules.phrases if tuple(table.lower[index : index + len(p)]) == p), None)
        if phrase is None:
            return None
        last = index + len(phrase) - 1
    top = _noun_behind(table, last)
    if top < 0:
        return None
    own = set(range(index, min(table.right[top], index + _LONGEST) + 1))
    first, end = table.sentences[table.sentence[index]]
    governor = _governor(table, index, own)
    if governor < 0:
        return None
    behind = [i for i in range(max(own) + 1, end) if table.is_word(i)]
    if not any(table.is_word(i) for i in range(first, index)):
        content = set(range(max(own) + 1, end))  # "Según el ministro, ..."
    elif not behind:
        content = set(range(first, index))  # "..., según el ministro."
    else:
        content = set(range(max(table.left[governor], first), min(table.right[governor] + 1, end))) - own
    pieces = to_pieces(table, content)
    if not pieces:
        return None
    source = _phrase(table, top, last + 1)
    return Draft(index, [(index, last)], pieces, [source], top, 3.0, f"^{table.dep[index]}", "prep>pobj")


def _noun_behind(table: Table, index: int) -> int:
    """The head of the noun phrase right behind token `index`, -1 when there is none."""
    for at in range(index + 1, min(index + 5, table.size)):
        if table.pos[at] in ("NOUN", "PROPN", "PRON"):
            while (
                table.head[at] > at
                and table.dep[at] in ("amod", "nmod", "compound", "flat")
                and table.head[at] < at + 3
            ):
                at = table.head[at]
            return at
        if table.pos[at] not in ("DET", "ADJ", "NUM", "ADP", "SPACE"):
            return -1
    return -1


def _governor(table: Table, index: int, own: set[int]) -> int:
    """The clause that the phrase hangs in: the nearest verb above it, else the head of its sentence."""
    at = index
    for _ in range(12):
        parent = table.head[at]
        if parent == at:
            break
        at = parent
        if at not in own and table.pos[at] in ("VERB", "AUX") and table.dep[at] not in ("aux", "auxpass"):
            return at
    return at if at not in own else -1


# --- verbs of saying -------------------------------------------------------------------------------------------------


def _of_verb(table: Table, index: int, words: CueWords, rules: RuleWords, before: list[Draft]) -> Draft | None:
    t = table
    if t.pos[index] != "VERB" or t.dep[index] in ("amod", "compound"):
        return None
    sense = words.verbs.get(t.lemma[index].lower())
    if sense is None or sense.group == "attitude":
        return None
    subject = next((c for c in t.children[index] if t.dep[c] in _SUBJECTS and t.dep[c] not in _CLAUSES), -1)
    agent = next((i for c in t.children[index] if t.dep[c] == "agent" for i in t.children[c] if t.dep[i] == "pobj"), -1)
    passive = any(t.dep[c] == "auxpass" for c in t.children[index])
    top = agent if passive else subject
    if top < 0 and not passive:
        top = _inverted_subject(t, index, rules)
    if top < 0 and not passive:
        top = _shared_subject(t, index)
    if top < 0 and rules.own_endings and t.lower[index].endswith(rules.own_endings):
        return None
    found = _content(t, index, top, rules, clause_only=sense.clause_only or not sense.reports)
    if found is None:
        return None
    tokens, path = found
    source: list[tuple[int, int]] = []
    if top >= 0:
        source = [_phrase(t, top, t.left[top])]
    elif not passive and _is_finite(t, index) and before and t.sentence[index] - t.sentence[before[-1].cue] <= 3:
        source, top = list(before[-1].source), before[-1].source_top  # a dropped subject: who spoke last goes on
    barred = {i for low, high in source for i in range(low, high + 1)}
    own = {index, *(c for c in t.children[index] if t.dep[c] in ("aux", "auxpass", "neg"))}
    pieces = to_pieces(t, tokens - barred - own)
    if not pieces:
        return None
    return Draft(index, list_cue_pieces(t, index, set()), pieces, source, top, 3.0, path, "nsubj" if top >= 0 else "")


def _like_before(table: Table, verb: int, rules: RuleWords) -> int:
    """Where "comme le" of "comme le précise le ministre" begins, -1 without such words."""
    at = verb - 1
    while at >= 0 and (table.pos[at] == "PRON" or table.dep[at] in ("aux", "auxpass")) and at > verb - 4:
        at -= 1
    return at if at >= 0 and table.lower[at] in rules.likes else -1


def _inverted_subject(table: Table, verb: int, rules: RuleWords) -> int:
    """ "…, a annoncé hier le ministre": a noun behind a verb that is set off is who speaks, whatever the parse says."""
    t = table
    if _like_before(t, verb, rules) < 0:
        first, _ = t.sentences[t.sentence[verb]]
        begin = min([verb, *(c for c in t.children[verb] if t.dep[c] in ("aux", "auxpass") and c > first)])
        if begin > first and t.lower[begin - 1] not in (",", "»", "”", '"', "-", "–", "—"):
            return -1
        if begin == first and (not first or t.quote[first - 1] < 0):
            return -1
    if any(t.dep[c] in _CLAUSES and c > verb for c in t.children[verb]):
        return -1
    said = next((c for c in t.children[verb] if t.dep[c] == "dobj" and c > verb and t.pos[c] in ("NOUN", "PROPN")), -1)
    if said < 0:  # "comme le précise le ministre : «…»", the noun taken for the subject of the quotation
        noun = _noun_behind(t, verb)
        behind = _phrase(t, noun, t.left[noun])[1] + 1 if noun >= 0 else t.size
        said = noun if behind < t.size and t.lower[behind] == ":" else -1
    return said


def _is_finite(table: Table, verb: int) -> bool:
    finite = ("VBD", "VBZ", "VBP", "VBF", "VBC", "VBS")
    return table.tag[verb] in finite or any(
        table.dep[c] == "aux" and table.tag[c] in finite for c in table.children[verb]
    )


def _shared_subject(table: Table, verb: int) -> int:
    at = verb
    for _ in range(4):
        if table.dep[at] not in ("conj", "xcomp", "acl", "relcl", "advcl"):
            return -1
        if table.dep[at] in ("acl", "relcl"):
            return table.head[at]
        at = table.head[at]
        found = next((c for c in table.children[at] if table.dep[c] in _SUBJECTS), -1)
        if found >= 0:
            return found
    return -1


def _phrase(table: Table, top: int, first: int) -> tuple[int, int]:
    """A speaker's words without a relative clause: "el ministro de Defensa, Geoff Hoon"."""
    low, high = min(first, top), table.right[top]
    for child in table.children[top]:
        if child > top and table.dep[child] in ("relcl", "advcl", "ccomp", "parataxis", "conj"):
            if table.dep[child] == "conj" and table.pos[child] in ("NOUN", "PROPN"):
                continue
            high = min(high, table.left[child] - 1)
    while high > top and not table.is_word(high):
        high -= 1
    return low, max(high, top)


def _content(
    table: Table, verb: int, source: int, rules: RuleWords, *, clause_only: bool
) -> tuple[set[int], str] | None:
    """What was said, and the way it was found."""
    t = table
    clause = next((c for c in t.children[verb] if t.dep[c] in _CLAUSES), -1)
    if clause < 0:
        clause = next((c for c in t.children[verb] if t.dep[c] == "xcomp" and t.pos[c] in ("VERB", "AUX")), -1)
    if clause >= 0:
        first, last = t.left[clause], min(t.right[clause], t.left[clause] + _LONGEST)
        tokens = set(range(first, last + 1))
        if source >= 0 and first <= t.left[source] and t.right[source] <= last and source != clause:
            tokens -= set(range(t.left[source], t.right[source] + 1))
        if verb < first or verb > last or _has_mark(t, clause, rules):
            return tokens, "ccomp"
        return tokens - {verb}, "ccomp~"
    quoted = _beside_quotation(t, verb)
    if quoted is not None:
        return quoted, "quote:same"
    if t.dep[verb] in ("parataxis", "ccomp", "conj", "advcl", "dep") or source > verb:
        inserted = _inserted(t, verb, source, rules)
        if inserted is not None:
            return inserted, "^parataxis"
    if clause_only:
        return None
    said = next((c for c in t.children[verb] if t.dep[c] == "dobj" and c > verb), -1)
    if said >= 0 and t.pos[said] in ("NOUN", "PROPN"):
        return set(range(t.left[said], min(t.right[said], said + _LONGEST) + 1)), "dobj"
    return None


def _has_mark(table: Table, clause: int, rules: RuleWords) -> bool:
    return any(table.dep[c] == "mark" and table.lower[c] in rules.marks for c in table.children[clause])


def _beside_quotation(table: Table, verb: int) -> set[int] | None:
    """A quotation of the verb's sentence or right next to it: "…", declaró Hoon; Hoon declaró: "…"."""
    t = table
    number = t.sentence[verb]
    first, last = t.sentences[number]
    if t.quote[verb] >= 0:
        return None
    near = {t.quote[i] for i in range(first, last) if t.quote[i] >= 0}
    before = first - 1
    while before >= 0 and t.pos[before] == "SPACE":
        before -= 1
    if not near and before >= 0 and t.quote[before] >= 0 and t.paragraph[before] == t.paragraph[first]:
        near = {t.quote[before]}
    if not near and last < t.size and t.lower[last - 1] == ":" and t.quote[last] >= 0:
        near = {t.quote[last]}
    tokens = {i for i in range(max(0, first - _LONGEST), min(t.size, last + _LONGEST)) if t.quote[i] in near}
    words = [i for i in tokens if t.is_word(i)]
    return tokens if len(words) >= _LEAST_QUOTED else None


def _inserted(table: Table, verb: int, source: int, rules: RuleWords) -> set[int] | None:
    """ "Seis murieron, precisó el portavoz": all that stands before the comma, and behind the speaker."""
    t = table
    first, last = t.sentences[t.sentence[verb]]
    end = max(verb, _phrase(t, source, source)[1] if source > verb else verb)
    begin = _like_before(t, verb, rules)
    if begin >= first and source > verb:
        if not any(t.is_word(i) for i in range(first, begin)):
            return set(range(end + 1, last))  # "Comme le précise le ministre, six sont morts"
    else:
        begin = min([verb, *(c for c in t.children[verb] if t.dep[c] in ("aux", "auxpass", "neg") and c > first)])
        if begin == first or t.lower[begin - 1] not in (",", "-", "–", "—", "»", "”", '"'):
            return None
        end = max(verb, t.right[source] if source > verb else verb)
    ahead = list(_words(t, first, begin))
    behind = list(_words(t, end + 1, last))
    if len(ahead) < _LEAST_QUOTED:
        return None
    goes_on = end + 1 < last and t.lower[end + 1] == "," and len(behind) > len(ahead) // 4
    return {*range(first, begin), *(range(end + 1, last) if goes_on and t.dep[verb] == "parataxis" else ())}


def _words(table: Table, first: int, last: int) -> Iterator[int]:
    return (i for i in range(first, last) if table.is_word(i))
