"""Where a clause begins and whose it is: from a verb and its parse to a `Clause`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extract.syntax import (
    RELATIVE_TAGS,
    SUBJECTS,
    Clause,
    find_agent,
    find_object,
    hidden_subject,
    is_hidden_verb,
    is_infinitive,
    is_own_act,
    is_passive,
    likeliest_first,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_DOERS = frozenset({"PROPN", "PRON"})


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The words of a language that tell where a clause begins and who acts in it."""

    aspect: frozenset[str]  # verbs that take infinitives and participles: "begin", "schedule"
    effort: frozenset[str]  # those under which the parser may read a purpose: "work to"
    with_object: frozenset[str]  # those that say something themselves with an object or in the passive: "used fire to"
    blame: frozenset[str]  # prepositions behind which the object acts: "accused them of firing"


def read_clause(head: Token, words: ClauseWords) -> Clause:
    """The clause of a verb, with its aspect and control verbs ("began to", "is scheduled to") taken in."""
    aspect, effort, with_object = words.aspect, words.effort, words.with_object
    top = head
    while top.head.i != top.i:
        above = top.head.lemma_.lower()
        work = above in effort and top.i > top.head.i and not any(c.dep_ == "dobj" for c in top.head.children)
        under = top.dep_ in ("xcomp", "ccomp") or (top.dep_ == "advcl" and work and is_infinitive(top))
        if not under or above not in aspect or (above in with_object and is_own_act(top.head)):
            break
        if top.head.dep_ == "acomp" and top.head.head != top.head:
            top = top.head  # "was prepared to escort": on to the copula
        if top.dep_ == "ccomp" and not is_infinitive(top):
            break  # a full sentence under the verb: "believe that"
        top = top.head
    passive = is_passive(head)
    subject, own = find_subject(head, top, words)
    return Clause(
        head=head,
        top=top,
        subject=subject,
        object=find_object(head),
        agent=find_agent(head),
        passive=passive,
        own_subject=own,
    )


def find_subject(head: Token, top: Token, words: ClauseWords) -> tuple[Token | None, bool]:
    """The subject of a clause and whether it stands inside it."""
    if is_hidden_verb(head):
        return hidden_subject(head), True
    for verb in (head, top):
        if verb != head and head.head == top:
            told = _told_to(head)
            if told is not None:
                return told, True
        for child in likeliest_first(verb, SUBJECTS):
            if child.dep_ != "expl":
                if child.tag_ in RELATIVE_TAGS and verb.dep_ == "relcl":
                    return _past_time(verb.head), False
                if child.tag_ == "WDT" and verb.dep_ == "ccomp":  # a relative clause the parser hung on the verb
                    meant = [c for c in verb.head.children if c.dep_ == "dobj" and c.i < child.i]
                    if meant:
                        return meant[-1], False
                return _past_place(child), True
    if top != head:
        objects = [c for c in top.children if c.dep_ in ("dobj", "dative")]
        if objects and head.dep_ in ("xcomp", "ccomp"):
            return objects[0], True
    if top.dep_ == "ccomp" and any(c.dep_ in ("aux", "auxpass") and c.tag_ != "TO" for c in top.children):
        # "images show the launchers have been moved": the parser may give the subject to the verb above
        objects = [c for c in top.head.children if c.dep_ == "dobj" and c.i < top.i]
        if objects:
            return objects[-1], True
    if top.dep_ == "acl" and top.head.dep_ == "ROOT" and top.head.pos_ in ("NOUN", "PROPN") and top.i > top.head.i:
        first = top.doc[top.sent.start : top.i]
        if not any(t.pos_ in ("VERB", "AUX") for t in first):
            return top.head, True  # the sentence has no other verb: "four squadrons deployed on the carrier"
    if _follows_reduced(top):
        found = [c for c in likeliest_first(top.head, SUBJECTS) if c.dep_ != "expl"]
        if found:
            return found[0], True
    told = _told_to(top)
    return (_shared_subject(top, words), False) if told is None else (told, True)


def _past_time(noun: Token) -> Token:
    """ "an attack on Friday, which killed one": the parser may hang the relative clause on the day."""
    while noun.ent_type_ in ("DATE", "TIME") and noun.dep_ == "pobj" and noun.head.head != noun.head:
        noun = noun.head.head
    return noun


def _past_place(subject: Token) -> Token:
    """ "In Arla district, Bora province, a joint patrol ...": the parser made the place the subject."""
    first = int(subject.left_edge.i)
    if subject.ent_type_ not in ("GPE", "LOC") or first == 0 or subject.doc[first - 1].text != ",":
        return subject
    if subject.sent[0].dep_ != "prep":
        return subject
    return next((c for c in subject.children if c.dep_ == "appos" and c.ent_type_ not in ("GPE", "LOC")), subject)


def _follows_reduced(verb: Token) -> bool:
    """ "Dozens of gunmen linked to the raid were killed": the parser made the participle the main verb."""
    first = verb.head
    if verb.dep_ != "conj" or first.tag_ != "VBN" or any(c.dep_ in ("aux", "auxpass", "cc") for c in first.children):
        return False
    return any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _told_to(verb: Token) -> Token | None:
    """ "ordered the troops to leave", "called for all occupants to leave": who is to do what the infinitive says."""
    above = verb.head
    if verb.dep_ != "xcomp" or above.pos_ not in ("VERB", "AUX") or not is_infinitive(verb):
        return None
    nouns = [c for c in above.children if c.dep_ == "dobj"]
    nouns += [g for c in above.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
    last = _before_infinitive(verb)
    return next((n for n in nouns if above.i < n.i and n.i <= last <= int(n.right_edge.i)), None)


def _before_infinitive(head: Token) -> int:
    """Index of the last word before "to" and the adverbs around it; what is told to act stands there."""
    i = min((c.i for c in head.children if c.tag_ == "TO"), default=head.i) - 1
    while i > 0 and head.doc[i].pos_ in ("ADV", "PART"):
        i -= 1
    return i


def _speaks_of_itself(verb: Token) -> bool:
    """A verb in the first person, where the form says it: "hemos derribado"."""
    words = (verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass")))
    return any("1" in word.morph.get("Person", []) for word in words)


def _shared_subject(verb: Token, words: ClauseWords) -> Token | None:
    """The subject that a coordinated, participial or relative clause takes over."""
    if _speaks_of_itself(verb):
        return None
    seen = 0
    while seen < 12:
        seen += 1
        parent = verb.head
        if parent == verb:
            return None
        if verb.dep_ == "acl" and _trails(verb):
            main = _governor(parent)
            if main is not None:
                found = [c for c in likeliest_first(main, SUBJECTS) if c.dep_ != "expl"]
                if found and found[0].i < parent.i and main.tag_ != "VBG" and not is_passive(main):
                    return found[0]
        if verb.dep_ in ("acl", "relcl"):
            if verb.dep_ == "relcl" and any(c.dep_ in SUBJECTS or c.tag_ == "WRB" for c in verb.children):
                return None
            return (_whose_plan(parent) or parent) if is_infinitive(verb) else parent
        if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "pcomp", "prep", "dep", "parataxis"):
            if parent.pos_ in ("VERB", "AUX"):
                if verb.dep_ == "prep" and verb.lower_ in words.blame and (blamed := _acted_on(verb)):
                    return blamed
                found = [c for c in likeliest_first(parent, SUBJECTS) if c.dep_ != "expl"]
                if found:
                    subject = found[0]
                    if subject.tag_ in RELATIVE_TAGS and parent.dep_ == "relcl":
                        return parent.head
                    return subject
            elif parent.pos_ in ("NOUN", "PROPN", "PRON") and verb.dep_ != "conj":
                return _whose_plan(parent) or parent
            verb = parent
            continue
        return None
    return None


def _acted_on(prep: Token) -> Token | None:
    """ "blamed Israel for bombing", "kept them from leaving": who would do it is the object before the preposition."""
    if not any(c.dep_ == "pcomp" for c in prep.children):
        return None
    return next((c for c in prep.head.children if c.dep_ == "dobj" and c.i < prep.i and c.pos_ in _DOERS), None)


def _whose_plan(noun: Token) -> Token | None:
    """ "has no intention of deploying", "their commitment to provide": whose plan it is would do it."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    if noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
        return next((c for c in noun.head.children if c.dep_ == "nsubj"), None)
    return None


def _trails(verb: Token) -> bool:
    """ "targeted a leader in the raid, killing two": the parser hangs the participle on the noun before the comma."""
    first = int(verb.left_edge.i)
    return verb.tag_ == "VBG" and first > 0 and verb.doc[first - 1].text == "," and verb.i - first <= 1


def _governor(noun: Token) -> Token | None:
    """The verb a noun depends on, over prepositions and other nouns."""
    token = noun
    while token.head != token and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token if token.pos_ in ("VERB", "AUX") else None
