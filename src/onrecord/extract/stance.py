"""Stance of a clause: asserted, hedged, planned, conditional, denied, asked.  Words: `data/lang/<code>/stance.toml`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.extract.frames import aspect_words, word_list
from onrecord.extract.syntax import Clause, is_infinitive
from onrecord.model import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODAL = frozenset({"MD", "VBG", "VBZ", "VBC"})


@cache
def _words(language: str, section: str, name: str) -> frozenset[str]:
    table = lexicon.load("stance", language=language)
    return frozenset(table.get(section, {}).get(name, "").split())


def read_stance(clause: Clause, *, language: str, ability: bool = False) -> Stance:
    """The stance the clause's own words show.  `ability`: "could" speaks of what a thing is able to do."""
    chain = _chain(clause)
    if any(_is_question(token) for token in chain[:1]):
        return Stance.ASKED
    if any(_has_condition(token, language) for token in chain):
        return Stance.CONDITIONAL
    decision = decision_noun(clause, language)
    if decision is not None:
        refused = any(c.lower_ in _words(language, "denied", "words") for c in decision.lefts)
        return Stance.DENIED if refused else Stance.PLANNED
    if clause.top.dep_ == "pcomp" and clause.top.head.lower_ in _words(language, "denied", "words"):
        return Stance.DENIED  # "without firing a shot"
    if any(_is_negated(token, language) for token in chain) or _under(clause, language, "denied"):
        return Stance.DENIED
    modals = {c.lower_ for token in chain for c in token.children if c.dep_ == "aux" and c.tag_ in _MODAL}
    if modals & _words(language, "hedged", "modals") and not ability:
        return Stance.HEDGED
    adverbs = {c.lower_ for token in chain for c in token.children if c.dep_ == "advmod"}
    if adverbs & _words(language, "hedged", "adverbs"):
        return Stance.HEDGED
    aspect = aspect_words(language)
    above = {token.lemma_.lower() for token in chain if token != clause.head}
    if above & aspect["hedged"]:
        return Stance.HEDGED
    if modals & _words(language, "conditional", "modals"):
        return Stance.CONDITIONAL
    if modals & _words(language, "planned", "modals"):
        return Stance.PLANNED
    if any(tenses_of(token) & _words(language, "planned", "tags") for token in chain):
        return Stance.PLANNED
    if _goes_to(chain, language) or above & aspect["planned"]:
        return Stance.PLANNED
    if _under(clause, language, "asked"):
        return Stance.ASKED
    if _is_pending(clause):
        return Stance.PLANNED
    return Stance.ASSERTED


def _chain(clause: Clause) -> list[Token]:
    """The verbs from the top of the clause down to its head, and what the head is coordinated with."""
    out = [clause.head]
    token = clause.head
    while token != clause.top and token.head != token:
        token = token.head
        out.append(token)
    # "will sail and return": the modal of the first verb serves the second
    if clause.top.dep_ == "conj" and not clause.own_subject and clause.top.head.pos_ in ("VERB", "AUX"):
        own = any(c.dep_ in ("aux", "auxpass") for c in clause.top.children)
        if not own:
            first = clause.top.head
            if any(c.dep_ == "aux" and c.tag_ in ("MD", "TO") for c in first.children):
                out.append(first)
            if first.dep_ == "xcomp":
                out.append(first.head)
    return out


def tenses_of(verb: Token) -> set[str]:
    """Tags of a verb and its auxiliaries: languages without "will" say the future by the form of the verb."""
    return {verb.tag_, *(c.tag_ for c in verb.children if c.dep_ in ("aux", "auxpass"))}


def _is_question(token: Token) -> bool:
    sentence = token.sent
    doc = token.doc
    # From the end: the whole of a long sentence is not gone through for each of its claims.
    last = next((doc[i] for i in range(sentence.end - 1, sentence.start - 1, -1) if not doc[i].is_space), None)
    return last is not None and "?" in last.text and token.i <= last.i


def _has_condition(token: Token, language: str) -> bool:
    marks = _words(language, "conditional", "marks")
    if any(c.dep_ == "mark" and c.lower_ in marks for c in token.children):
        return True
    for child in token.children:
        if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in marks for c in child.children):
            return True
    return False


def _is_negated(token: Token, language: str) -> bool:
    words = _words(language, "denied", "words")
    return any(c.dep_ == "neg" or (c.dep_ == "advmod" and c.lower_ in words) for c in token.children)


def _under(clause: Clause, language: str, section: str) -> bool:
    verbs = _words(language, section, "verbs")
    top = clause.top
    return top.dep_ in ("xcomp", "ccomp", "dobj", "pcomp") and top.head != top and top.head.lemma_.lower() in verbs


def _goes_to(chain: list[Token], language: str) -> bool:
    """ "is going to", "is to": an infinitive under a form of go or be."""
    head = chain[0]
    infinitive = is_infinitive(head)
    return (
        infinitive
        and head.dep_ == "xcomp"
        and head.head.lemma_ in word_list(language, "link", "future")
        and head.head.tag_ != "VBN"
    )


def _is_pending(clause: Clause) -> bool:
    """An infinitive that hangs on a noun ("a decision to deploy") or on "for"."""
    head = clause.top
    return head.dep_ in ("acl", "relcl") and is_infinitive(head) and clause.head == head


def decision_noun(clause: Clause, language: str) -> Token | None:
    """The noun that announces the clause: "a decision to deploy", "no intention of deploying"."""
    top = clause.top
    above = (
        top.head.head if top.dep_ == "pcomp" and top.head.dep_ == "prep" else top.head if top.dep_ == "acl" else None
    )
    if above is None or above.lemma_.lower() not in word_list(language, "decision", "nouns"):
        return None
    return above
