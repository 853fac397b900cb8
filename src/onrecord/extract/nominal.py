"""Nouns that name an act ("two airstrikes near Bayji", "the delivery of 12 howitzers to ...").

A noun phrase is a claim when it holds a number, or names two roles besides the act itself (guideline, section 1);
what a cue verb reports ("reported airstrikes in Hodeidah") needs one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord.extract.counts import quantity_of
from onrecord.extract.draft import Draft
from onrecord.extract.frames import Nominal, aspect_words, classes_of_phrase, harm_named, is_link, nominals, word_list
from onrecord.extract.parties import add_target
from onrecord.extract.place_time import find_place, find_time
from onrecord.extract.roles import phrase_span, put_role, tokens_span
from onrecord.extract.scene import Scene
from onrecord.extract.syntax import SUBJECTS, Clause, prepositions, trim
from onrecord.model import ClaimKind, RoleName, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOVERS = frozenset({"force", "ship", "person", "aircraft", "pronoun"})
_OWNERS = frozenset({"NORP", "GPE", "ORG", "LOC", "PERSON"})


def nominal_drafts(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Claims made by nouns, given the claims that clauses make."""
    out: list[Draft] = []
    for token in scene.doc:
        if (
            token.pos_ not in ("NOUN", "PROPN")
            or token.ent_type_ in ("ORG", "FAC", "PERSON", "EVENT")
            or token.dep_ in ("compound", "amod", "nmod")
        ):
            continue
        frame = nominal_of(token, scene)
        if frame is None or any(c.lower_ in word_list(scene.language, "generic", "determiners") for c in token.lefts):
            continue
        draft = _draft(token, frame, scene, drafts)
        if draft is not None:
            out.append(draft)
    return out


def nominal_of(noun: Token, scene: Scene) -> Nominal | None:
    """The frame of a noun that names an act, if it does."""
    classes = scene.classes_of(noun)
    if classes.isdisjoint(_classes_of_acts(scene.language)):
        return None  # as of most nouns: none of the frames need be tried
    return next((n for n in nominals(scene.language) if classes & n.classes), None)


@cache
def _classes_of_acts(language: str) -> frozenset[str]:
    return frozenset().union(*(n.classes for n in nominals(language)))


def roles_of_act(noun: Token, frame: Nominal, scene: Scene) -> dict[RoleName, Token]:
    """Who and what stands with a noun that names an act."""
    heads: dict[RoleName, Token] = {}
    thing = _what_with(noun, frame, scene)
    if thing is not None:
        heads[RoleName.ITEM] = thing
    elif frame.noun:
        heads[RoleName(frame.noun)] = noun
    _fill(noun, frame, heads, scene)
    return heads


def act_of_object(clause: Clause, scene: Scene) -> tuple[ClaimKind, dict[RoleName, Token], bool] | None:
    """ "ordered the deployment of two ships", "completed the delivery of 12 tanks": the act the object names.

    Its kind, the words that fill its roles, and whether it is only announced.  None when the verb does not carry acts.
    """
    lemma = clause.head.lemma_.lower()
    ordered = lemma in word_list(scene.language, "acts", "ordered")
    if not ordered and lemma not in word_list(scene.language, "acts", "carried_out"):
        return None
    noun = clause.patient
    if noun is None or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    frame = nominal_of(noun, scene)
    if frame is None or frame.noun is not None:
        return None
    heads: dict[RoleName, Token] = {}
    _fill(noun, frame, heads, scene)
    item = heads.get(RoleName.ITEM)
    if frame.kind is ClaimKind.MOVEMENT and item is None and RoleName.ACTOR in heads and clause.doer is not None:
        moved = heads[RoleName.ACTOR]
        if moved.i > noun.i and scene.classes_of(moved) & {"equipment", "ship", "aircraft", "person", "force"}:
            heads[RoleName.ITEM] = heads.pop(RoleName.ACTOR)
    elif item is None and not heads:
        return None
    if frame.item_is and (item is None or not classes_of_phrase(item, scene) & frame.item_is):
        return None
    if clause.doer is not None:
        heads.setdefault(RoleName.ACTOR, clause.doer)
    return frame.kind, heads, ordered


def _draft(noun: Token, frame: Nominal, scene: Scene, drafts: list[Draft]) -> Draft | None:
    quantity = quantity_of(noun, scene)
    counted = quantity is not None and (quantity.unit is None or quantity.span.end <= noun.idx)
    if noun.lemma_.lower() in frame.of_only and not any(
        is_link(prep, "of", scene.language) for prep, _ in prepositions(noun)
    ):
        return None
    within = [d for d in drafts if d.span.start <= noun.idx < d.span.end]
    holding = [d for d in within if any(h.i == noun.i for h in d.heads.values())]
    tokens = _extent(noun, scene)
    heads: dict[RoleName, Token] = {}
    thing = _what_with(noun, frame, scene)
    if quantity is None and frame.kind is ClaimKind.TRANSFER:
        bought = next((n for p, n in prepositions(noun) if frame.prep.get(p.lower_) == RoleName.ITEM.value), None)
        quantity = quantity_of(bought, scene) if bought is not None else None  # "a sale to Japan of 120 missiles"
        counted = quantity is not None
    if thing is not None:
        heads[RoleName.ITEM] = thing
    elif frame.noun:
        heads[RoleName(frame.noun)] = noun
    _fill(noun, frame, heads, scene)
    if frame.kind is ClaimKind.USE:
        add_target(heads, noun, scene)
    item = heads.get(RoleName.ITEM)
    if frame.item_is and (item is None or not classes_of_phrase(item, scene) & frame.item_is):
        return None
    roles = {name: phrase_span(head, scene) if head.i != noun.i else _bare(noun, scene) for name, head in heads.items()}
    doer = _blamed(noun, scene) or _on_it(noun, frame, scene)
    if doer is not None and not {RoleName.ACTOR, RoleName.ITEM} & (set(roles) - {frame.noun and RoleName(frame.noun)}):
        name = RoleName.ACTOR
        heads[name], roles[name] = doer, phrase_span(doer, scene)
    if RoleName.PLACE not in roles:
        place = find_place(tokens, scene, avoid=frozenset(h.i for h in heads.values()))
        if place is not None:
            roles[RoleName.PLACE] = place
    time = find_time(tokens, scene)
    if time is not None:
        roles[RoleName.TIME] = time
    act = RoleName(frame.noun) if frame.noun and thing is None else None
    named = len([name for name in roles if name is not act])
    if holding:
        # the act is an argument of a clause that is a claim; a count of its own makes a second one
        if not counted or any(d.quantity is not None and d.quantity.span == quantity.span for d in holding if quantity):
            return None
    elif within and any(d.kind is frame.kind for d in within) and not (named > 1 and _stands_aside(noun, scene)):
        return None
    elif (counted and noun.lemma_.lower() not in frame.weak) or _reported(noun, scene):
        if named < 1 and not counted:
            return None
    elif named < 2:
        return None
    kind = frame.kind
    prop = harm_named(noun, scene.language) if kind is ClaimKind.CASUALTIES else None
    if kind is ClaimKind.LOSS and item is not None and "person" in classes_of_phrase(item, scene):
        kind, prop = ClaimKind.CASUALTIES, "killed"  # "the loss of two aviators"
    span = tokens_span(tokens[0], tokens[-1])
    return Draft(kind, noun, span, roles, heads, quantity if counted else None, prop, _stance(noun, scene))


def _what_with(noun: Token, frame: Nominal, scene: Scene) -> Token | None:
    """ "the launch of three missiles", "the use of chemical weapons": what the act was done with is the item."""
    if frame.kind is not ClaimKind.USE:
        return None
    for prep, inner in prepositions(noun):
        if is_link(prep, "of", scene.language) and scene.classes_of(inner) & {"equipment", "equipment_name"}:
            return inner
    return None


def _blamed(noun: Token, scene: Scene) -> Token | None:
    """ "He is responsible for the murder of", "was involved in the use of": who did what the noun names."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in word_list(scene.language, "blamed", "links"):
        return None
    word = prep.head
    if word.lower_ not in word_list(scene.language, "blamed", "words"):
        return None
    verb = word if any(c.dep_ in SUBJECTS for c in word.children) else word.head
    return next((c for c in verb.children if c.dep_ in SUBJECTS), None if verb.pos_ in ("VERB", "AUX") else verb)


def _on_it(noun: Token, frame: Nominal, scene: Scene) -> Token | None:
    """ "The ship arrived after a six-month deployment": who is away is the subject of the clause."""
    if frame.kind is not ClaimKind.DEPLOYMENT or noun.dep_ != "pobj":
        return None
    verb = noun.head.head
    if verb.pos_ != "VERB":
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    goes = subject is not None and classes_of_phrase(subject, scene) & _MOVERS
    return subject if goes else None


def _stands_aside(noun: Token, scene: Scene) -> bool:
    return noun.dep_ == "pobj" and noun.head.lower_ in word_list(scene.language, "aside", "prepositions")


def _fill(noun: Token, frame: Nominal, heads: dict[RoleName, Token], scene: Scene) -> None:
    for child in noun.lefts:
        if child.i in scene.number_tokens:
            continue
        if child.dep_ == "poss" and frame.own and child.ent_type_ not in ("DATE", "TIME"):
            put_role(heads, frame.own, child, scene)
        elif child.dep_ in ("compound", "amod", "nmod") and child.ent_type_ in _OWNERS and frame.mod:
            put_role(heads, frame.mod, child, scene)
    for prep, inner in prepositions(noun):
        role = frame.prep.get(prep.lower_)
        if role is not None and inner.ent_type_ not in ("DATE", "TIME"):
            put_role(heads, role, inner, scene)


def _bare(noun: Token, scene: Scene) -> Span:
    """The act's own words: noun with its plain modifiers, without number and owner."""
    start = noun.i
    for child in sorted(noun.lefts, key=lambda t: -t.i):
        if (
            child.dep_ in ("amod", "compound")
            and child.i not in scene.number_tokens
            and child.ent_type_ not in _OWNERS
            and child.i == start - 1
        ):
            start = child.i
        else:
            break
    return tokens_span(scene.doc[start], noun)


def _extent(noun: Token, scene: Scene) -> list[Token]:
    """The noun phrase with its prepositional phrases, without relative clauses and coordinated nouns."""
    start, end = int(noun.left_edge.i), noun.i + 1
    for child in noun.rights:
        if child.dep_ in ("prep", "acl", "npadvmod", "advmod", "nmod", "agent", "dative"):
            end = max(end, int(child.right_edge.i) + 1)
        elif child.dep_ in ("relcl", "conj", "appos", "cc", "punct") and child.dep_ != "punct":
            break
    return trim(list(scene.doc[start:end])) or [noun]


def _reported(noun: Token, scene: Scene) -> bool:
    """The act is what somebody reports, claims, announces or is blamed for."""
    head = noun.head
    steps = 0
    while head.dep_ == "prep" and steps < 2:
        if head.lower_ not in word_list(scene.language, "reported", "prepositions"):
            return False
        head = head.head
        steps += 1
    if head.lemma_.lower() in word_list(scene.language, "reported", "nouns"):
        head = head.head
        return head.lemma_.lower() in aspect_words(scene.language)["reporting"]
    return head.lemma_.lower() in aspect_words(scene.language)["reporting"] and noun.dep_ in ("dobj", "pobj")


def _stance(noun: Token, scene: Scene) -> Stance:
    if any(c.dep_ == "neg" for c in noun.head.children) and noun.head.pos_ in ("VERB", "AUX"):
        return Stance.DENIED  # "has not seen attacks on its forces"
    if noun.head.lemma_.lower() in aspect_words(scene.language)["asked"]:
        return Stance.ASKED
    return Stance.ASSERTED
