"""Whose a thing is, what was aimed at, who is party to a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extract.frames import is_link, nominals, word_list
from onrecord.extract.roles import is_time, phrase_span, put_role
from onrecord.extract.scene import Scene
from onrecord.extract.syntax import Clause, prepositions
from onrecord.model import ClaimKind, RoleName, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def names_target(verb: Token, scene: Scene) -> bool:
    """ "a strike in Beirut, targeting a commander": the participle only says what the strike was for."""
    if verb.lower_ not in word_list(scene.language, "targeting", "participles") or verb.dep_ not in ("acl", "advcl"):
        return False
    return bool(scene.classes_of(verb.head) & {"attack", "munition"}) or any(
        c.dep_ == "dobj" and "attack" in scene.classes_of(c) for c in verb.head.children
    )


def add_target(heads: dict[RoleName, Token], noun: Token, scene: Scene) -> None:
    """What a participle under an attack or its verb says was targeted."""
    for holder in (noun, noun.head):
        for child in holder.children:
            if names_target(child, scene):
                target = next((c for c in child.children if c.dep_ == "dobj"), None)
                target = target or next((n for _, n in prepositions(child) if not is_time(n)), None)  # "aimed at"
                if target is not None:
                    put_role(heads, "target", target, scene)


def add_parties_of(heads: dict[RoleName, Token], scene: Scene) -> None:
    """Who and what stands beside the attack a clause is about: "attacks against the convoy were carried out"."""
    act = heads.get(RoleName.ITEM)
    if act is None or "attack" not in scene.classes_of(act):
        return
    if RoleName.COUNTERPART in heads or RoleName.PLACE in heads:
        return
    frame = next((n for n in nominals(scene.language) if n.kind is ClaimKind.USE), None)
    for prep, noun in prepositions(act) if frame is not None else ():
        role = frame.prep.get(prep.lower_) if frame is not None else None
        if role in ("target", "counterpart", "actor") and not is_time(noun):
            put_role(heads, role, noun, scene)


def split_owner(
    heads: dict[RoleName, Token], roles: dict[RoleName, Span], owned: RoleName, owner: RoleName, scene: Scene
) -> None:
    """ "an ISIL tank": whose it was goes to a role of its own."""
    noun = heads.get(owned)
    if noun is None or owner in heads:
        return
    child = owner_of(noun, scene)
    if child is None:
        return
    heads[owner] = child
    roles[owner] = phrase_span(child, scene)
    first = scene.doc[child.i + 1]
    if first.dep_ == "case":
        first = scene.doc[child.i + 2]
    if first.i <= noun.i and first.i not in scene.number_tokens and not first.is_punct:
        roles[owned] = Span(first.idx, roles[owned].end)


def owner_of(noun: Token, scene: Scene) -> Token | None:
    """Whose a thing is: possessor, a people, state or group named before it, or the holder in "ISIL-held"."""
    for child in noun.lefts:
        if child.i in scene.number_tokens:
            continue
        if child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN"):
            return child
        if child.dep_ in ("compound", "amod", "nmod") and "equipment_name" not in scene.classes_of(child):
            initials = child.is_upper and child.is_alpha and len(child.text) > 2  # "ISIL", whatever its tag
            named = child.pos_ == "PROPN" and child.ent_type_ not in ("DATE", "TIME", "PRODUCT") and child.is_alpha
            thing = noun.pos_ == "NOUN" or (initials and "equipment" in scene.classes_of(noun))
            if child.ent_type_ in ("NORP", "GPE", "ORG") or ((named or initials) and thing):
                return child
        if child.dep_ == "amod" and child.tag_ == "VBN":
            holder = next(
                (c for c in child.lefts if c.dep_ in ("npadvmod", "compound") and c.pos_ in ("PROPN", "NOUN")), None
            )
            if holder is not None and holder.text[:1].isupper():
                return holder
    return None


def look_into_contract(heads: dict[RoleName, Token], clause: Clause, scene: Scene) -> None:
    """The item of a contract is what it buys: "awarded a contract to produce launchers"."""
    paper = heads.get(RoleName.ITEM)
    if paper is not None:
        classes = scene.classes_of(paper)
        if not classes & {"contract", "money"} or "equipment_name" in classes:
            return
    for token in scene.doc[int(clause.top.left_edge.i) : int(clause.top.right_edge.i) + 1]:
        bought: Token | None = None
        if token.lemma_.lower() in word_list(scene.language, "procurement", "verbs") and token.i != clause.head.i:
            bought = next((c for c in token.children if c.dep_ == "dobj"), None)
        if bought is not None and not scene.classes_of(bought) & {"equipment", "equipment_name"}:
            bought = next((n for p, n in prepositions(bought) if is_link(p, "of", scene.language)), None)
        if bought is not None and scene.classes_of(bought) & {"equipment", "equipment_name"}:
            heads[RoleName.ITEM] = bought
            return
    if paper is None:
        for token in scene.doc[clause.head.i : int(clause.top.right_edge.i) + 1]:
            if "contract" in scene.classes_of(token) or token.lemma_.lower() in word_list(
                scene.language, "procurement", "nouns"
            ):
                for prep, noun in prepositions(token):
                    tied = is_link(prep, "of_or_for", scene.language)
                    if tied and scene.classes_of(noun) & {"equipment", "equipment_name"}:
                        heads[RoleName.ITEM] = noun
                        return
        return
    for prep, noun in prepositions(paper):
        if is_link(prep, "of_or_for", scene.language) and scene.classes_of(noun) & {"equipment", "equipment_name"}:
            heads[RoleName.ITEM] = noun
            return
    for token in scene.doc[paper.i : int(clause.top.right_edge.i) + 1]:  # "a contract to the maker for launchers"
        if token.dep_ == "prep" and token.head.dep_ == "pobj" and is_link(token, "of_or_for", scene.language):
            bought = next((c for c in token.children if c.dep_ == "pobj"), None)
            if bought is not None and scene.classes_of(bought) & {"equipment", "equipment_name"}:
                heads[RoleName.ITEM] = bought
                return
    if not scene.classes_of(paper) & {"equipment", "help"}:
        del heads[RoleName.ITEM]


def find_party(heads: dict[RoleName, Token], clause: Clause, scene: Scene) -> None:
    """The other party of a contract, deeper in the clause: "an option on the contract with the joint venture"."""
    if RoleName.ACTOR in heads:
        return
    taken = {h.i for h in heads.values()}
    for token in scene.doc[clause.head.i : int(clause.top.right_edge.i) + 1]:
        if token.dep_ in ("prep", "dative") and token.lower_ in word_list(scene.language, "procurement", "party"):
            noun = next((c for c in token.children if c.dep_ == "pobj"), None)
            if (
                noun is not None
                and noun.pos_ == "PROPN"
                and noun.i not in taken
                and "place_name" not in scene.classes_of(noun)
            ):
                heads[RoleName.ACTOR] = noun
                return
