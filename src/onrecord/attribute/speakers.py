"""Whom the words of a source stand for, over the whole report; left open when that is uncertain."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from onrecord.attribute.drafts import Draft
from onrecord.attribute.kinds import SourceNouns, classify_source
from onrecord.attribute.people import People, find_people
from onrecord.attribute.tokens import Table
from onrecord.model import SourceKind

_UNNAMED = (SourceKind.ANONYMOUS_OFFICIAL, SourceKind.ANONYMOUS_EXPERT, SourceKind.ANONYMOUS_OTHER)
_IMPERSONAL = (SourceKind.NAMED_BODY, SourceKind.DOCUMENT, SourceKind.OTHER_OUTLET)
_NEAR = 4  # sentences a pronoun may look back
_PERSONAL = (SourceKind.NAMED_PERSON, SourceKind.ANONYMOUS_OFFICIAL, SourceKind.ANONYMOUS_EXPERT)
_MEMORY = 60  # sources remembered


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved source.  `name` and `naming` are token ranges, None when whom it stands for is uncertain."""

    kind: SourceKind
    evidence: tuple[int, int] | None
    name: tuple[int, int] | None
    naming: tuple[int, int] | None
    plural: bool = False
    person: int = -1  # number of the person, -1 for none
    own: bool = False  # "I" and "we"


@dataclass(frozen=True, slots=True)
class _Heard:
    """A source already met."""

    at: int
    head: str
    speaker: Speaker


def resolve_speakers(table: Table, drafts: list[Draft], nouns: SourceNouns) -> list[Speaker]:
    """The speaker of each draft, in the order of the drafts."""
    people = find_people(table, nouns)
    heard: list[_Heard] = []
    out: dict[int, Speaker] = {}
    order = sorted(range(len(drafts)), key=lambda n: (drafts[n].source[0][0] if drafts[n].source else drafts[n].cue, n))
    for number in order:
        draft = drafts[number]
        speaker = _resolve(table, draft, nouns, people, heard)
        out[number] = speaker
        if draft.source and (table.quote[draft.source_top] < 0 or table.quote[draft.cue] < 0):
            heard.append(_Heard(draft.source_top, table.lemma[draft.source_top].lower(), speaker))
    return [out[number] for number in range(len(drafts))]


def _resolve(
    table: Table,
    draft: Draft,
    nouns: SourceNouns,
    people: People,
    heard: list[_Heard],
) -> Speaker:
    t = table
    if not draft.source:
        return Speaker(SourceKind.ANONYMOUS_OTHER, draft.cue_pieces[0] if draft.cue_pieces else None, None, None)
    top = draft.source_top
    first, last = draft.source[0][0], draft.source[-1][1]
    group = nouns.pronouns.get(t.lower[top], "") if t.pos[top] in ("PRON", "DET", "NUM", "ADJ") or first == last else ""
    if group == "relative":
        parent = _antecedent(t, top)
        if parent >= 0:
            return _describe(t, parent, t.left[parent], min(t.right[parent], top - 1), nouns, people, heard)
    if group in ("male", "female"):
        return _resolve_person(t, top, group, nouns, people, heard)
    if group in ("thing", "plural"):
        return _resolve_thing(t, top, group, nouns, people, heard)
    if group == "own":
        if t.quote[top] < 0:
            return Speaker(SourceKind.OWN_VOICE, (top, top), None, None, own=True)
        return Speaker(SourceKind.NAMED_PERSON, (top, top), None, None, own=True)
    return _describe(t, top, first, last, nouns, people, heard)


def _antecedent(table: Table, index: int) -> int:
    """The noun that the relative clause around `index` hangs on; -1 outside of one."""
    at = index
    for _ in range(6):
        if table.dep[at] in ("relcl", "acl"):
            parent = table.head[at]
            return parent if parent < index else -1
        if table.head[at] == at:
            return -1
        at = table.head[at]
    return -1


def _of_person(people: People, number: int, evidence: tuple[int, int]) -> Speaker:
    person = people.persons[number]
    return Speaker(SourceKind.NAMED_PERSON, evidence, person.name, person.naming, False, number)


def _describe(
    table: Table,
    top: int,
    first: int,
    last: int,
    nouns: SourceNouns,
    people: People,
    heard: list[_Heard],
) -> Speaker:
    """A source that names or describes somebody."""
    t = table
    names = frozenset(index for index in range(first, last + 1) if index in people.owner)
    kind, evidence = classify_source(t, top, first, last, nouns, names)
    several = any(t.dep[child] == "conj" and child <= last for child in t.children[top])
    plural = several or t.tag[top] in ("NNS", "NNPS")
    if kind is SourceKind.NAMED_PERSON and not several:
        for index in (top, *range(evidence[1], evidence[0] - 1, -1)):
            if index in people.owner:
                return _of_person(people, people.owner[index], evidence)
    if plural and not several and kind is SourceKind.ANONYMOUS_OFFICIAL and t.lower[first] in nouns.articles:
        holders = [n for n in people.titled.get(t.lemma[top].lower(), ()) if people.persons[n].mentions[0] < first]
        if len(holders) > 1:  # "the presidents", after two of them
            return Speaker(SourceKind.NAMED_PERSON, evidence, None, None, plural)
    if not plural and not several and kind in _PERSONAL and t.lower[first] not in nouns.indefinite_articles:
        known = _holder_of_title(t, top, first, last, nouns, people)
        if known >= 0:
            return _of_person(people, known, evidence)
        if kind is SourceKind.NAMED_PERSON and t.pos[top] != "PROPN" and t.lemma[top].lower() in nouns.ranks:
            kind = SourceKind.ANONYMOUS_OFFICIAL
        elif kind is SourceKind.NAMED_PERSON and t.pos[top] != "PROPN" and t.lemma[top].lower() in nouns.titles:
            return Speaker(kind, evidence, None, None, plural)
    if t.lower[first] in nouns.articles:
        for entry in reversed(heard[-_MEMORY:]):
            if (
                entry.head == t.lemma[top].lower()
                and (entry.speaker.kind is kind or (entry.speaker.kind in _UNNAMED and kind in _UNNAMED))
                and entry.speaker.name
                and entry.speaker.plural == plural
                and entry.at < first
                and _names_no_more(t, top, first, last, entry.speaker.naming)
            ):
                # "the source" is what "a naval source" was
                return Speaker(entry.speaker.kind, evidence, entry.speaker.name, entry.speaker.naming, plural)
    low = first + 1 if t.lower[first] in nouns.articles and first < last else first
    return Speaker(kind, evidence, (low, last), (first, last), plural)


def _names_no_more(table: Table, top: int, first: int, last: int, naming: tuple[int, int] | None) -> bool:
    """Whether a later phrase holds no noun that the earlier one did not: "the ministry", not "the Health Ministry"."""
    t = table
    low, high = naming or (top, top)
    known = {t.lemma[index].lower() for index in range(low, high + 1)}
    parts = [
        i for i in range(first, last + 1) if i != top and t.pos[i] in ("NOUN", "PROPN", "ADJ") and i <= t.right[top]
    ]
    before = [index for index in parts if index < top or t.dep[index] == "pobj"]
    return all(t.lemma[index].lower() in known for index in before)


def _holder_of_title(table: Table, top: int, first: int, last: int, nouns: SourceNouns, people: People) -> int:
    """The one person whose naming carries the title and the other words of "the French president"; -1 if uncertain."""
    t = table
    lemma = t.lemma[top].lower()
    if lemma not in nouns.titles:
        return -1
    wanted = {
        t.lower[index]
        for index in range(first, last + 1)
        if index != top
        and t.is_word(index)
        and t.dep[index] in ("amod", "compound", "nmod", "poss")
        and t.head[index] == top
    }
    able = [
        number
        for number in people.titled.get(lemma, ())
        if wanted <= people.persons[number].context and people.persons[number].mentions[0] < first
    ]
    return able[0] if len(able) == 1 else -1


def _resolve_person(
    table: Table,
    top: int,
    gender: str,
    nouns: SourceNouns,
    people: People,
    heard: list[_Heard],
) -> Speaker:
    """ "He" and "she": the last speaker, or the one person the sentences before are about."""
    t = table
    evidence = (top, top)
    sentence = t.sentence[top]
    scores: dict[int, float] = {}
    recent = []
    begin = t.sentences[max(0, sentence - _NEAR)][0]
    for mention, number in people.mentions[bisect_left(people.mentions, (begin, 0)) :]:
        if mention >= top:
            break
        recent.append(mention)
        if people.persons[number].gender not in ("", gender):
            continue
        relation = t.dep[mention]
        if relation == "conj":
            relation = t.dep[t.head[mention]]
        weight = 1.0 if relation in ("nsubj", "nsubjpass", "ROOT", "appos") else 0.4
        if t.quote[mention] >= 0:
            weight *= 0.3
        value = weight * (1.0 - 0.18 * (sentence - t.sentence[mention])) + 0.001 * mention / t.size
        scores[number] = max(scores.get(number, 0.0), value)
    previous = next((entry for entry in reversed(heard[-_MEMORY:]) if entry.at < top), None)
    unnamed: Speaker | None = None  # an unnamed singular speaker goes on: "one analyst", then "he"
    going_on = 0.0
    if previous is not None and sentence - t.sentence[previous.at] <= _NEAR + 2:
        number = previous.speaker.person
        if number >= 0 and people.persons[number].gender in ("", gender):
            scores[number] = scores.get(number, 0.0) + 0.8
        elif number < 0 and _can_be_he(previous, nouns):
            unnamed = previous.speaker
            going_on = 1.8 - 0.18 * (sentence - t.sentence[previous.at])
            if not any(mention > previous.at for mention in recent):
                going_on += 1.0
    ranked = sorted(scores, key=lambda number: (-scores[number], number))
    if unnamed is not None and (not ranked or going_on - scores[ranked[0]] >= 0.25):
        return Speaker(unnamed.kind, evidence, unnamed.name, unnamed.naming)
    if not ranked or (unnamed is not None and scores[ranked[0]] - going_on < 0.25):
        return Speaker(SourceKind.NAMED_PERSON, evidence, None, None)
    best = ranked[0]
    if len(ranked) > 1 and scores[best] - scores[ranked[1]] < 0.25:
        return Speaker(SourceKind.NAMED_PERSON, evidence, None, None)
    if not people.persons[best].gender:
        people.persons[best].gender = gender
    return _of_person(people, best, evidence)


def _can_be_he(entry: _Heard, nouns: SourceNouns) -> bool:
    """Whether a source without a known person can be a man or a woman: "one analyst", not "the attack"."""
    if entry.speaker.plural:
        return False
    if entry.speaker.kind is SourceKind.NAMED_PERSON:
        return entry.speaker.name is not None
    return entry.speaker.kind in _UNNAMED and (entry.head in nouns.kinds or entry.head in nouns.titles)


def _resolve_thing(
    table: Table,
    top: int,
    group: str,
    nouns: SourceNouns,
    people: People,
    heard: list[_Heard],
) -> Speaker:
    """ "It" and "they": the last source of that number, else the subject of the same sentence or the one before."""
    t = table
    evidence = (top, top)
    sentence = t.sentence[top]
    near = [entry for entry in reversed(heard[-_MEMORY:]) if entry.at < top and sentence - t.sentence[entry.at] <= 3]
    if group == "thing" and not any(t.sentence[entry.at] == sentence for entry in near):
        found = _subject_before(t, top, sentence, group, nouns, people)
        if found is not None:
            return found
    for entry in near:
        speaker = entry.speaker
        fits = (
            speaker.plural or speaker.kind is SourceKind.NAMED_BODY
            if group == "plural"
            else speaker.kind in _IMPERSONAL and not speaker.plural
        )
        if fits and speaker.person < 0:
            return Speaker(speaker.kind, evidence, speaker.name, speaker.naming, speaker.plural)
        if group == "plural" and sentence - t.sentence[entry.at] <= 1:
            break
    for back in (sentence, sentence - 1):
        found = _subject_before(t, top, back, group, nouns, people)
        if found is not None:
            return found
    kind = SourceKind.NAMED_BODY if group == "thing" else SourceKind.ANONYMOUS_OTHER
    return Speaker(kind, evidence, None, None, group == "plural")


def _subject_before(
    table: Table, top: int, sentence: int, group: str, nouns: SourceNouns, people: People
) -> Speaker | None:
    """The first subject of a sentence, before token `top`, that "it" or "they" can stand for."""
    t = table
    if sentence < 0:
        return None
    first, last = t.sentences[sentence]
    for index in range(first, min(last, top)):
        if t.dep[index] not in ("nsubj", "nsubjpass") or t.pos[index] not in ("NOUN", "PROPN") or t.quote[index] >= 0:
            continue
        plural = t.tag[index] in ("NNS", "NNPS")
        described = _describe(t, index, t.left[index], t.right[index], nouns, people, [])
        if (described.kind in _IMPERSONAL and not plural) if group == "thing" else plural:
            return Speaker(described.kind, (top, top), described.name, described.naming, plural)
    return None
