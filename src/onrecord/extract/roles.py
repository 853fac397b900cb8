"""Roles of a claim: the shortest noun phrase that names it, number left out (guideline, section 4)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.extract.frames import Frame, classes_of_phrase, is_link, word_list
from onrecord.extract.scene import Scene
from onrecord.extract.syntax import Clause, coordinated, prepositions
from onrecord.model import ClaimKind, RoleName, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_EFFECTS = frozenset({ClaimKind.LOSS, ClaimKind.CASUALTIES})
BEHIND = frozenset({"postmod", "flat"})  # what stands behind its noun: see extract/universal.py
_SELF_MOVERS = frozenset({"equipment", "equipment_name", "ship", "aircraft"})


def phrase_span(noun: Token, scene: Scene, *, whole: bool = True, upto: Token | None = None) -> Span:
    """The noun phrase around `noun` without number, relative clause or apposition.

    `whole` takes the coordinated nouns in; `upto` cuts the coordination after that noun.
    """
    start, end = core_range(noun, scene)
    if whole:
        for other in coordinated(noun)[1:]:
            if upto is not None and other.i > upto.i:
                break
            end = max(end, core_range(other, scene)[1])
    return tokens_span(noun.doc[start:end][0], noun.doc[start:end][-1])


def tokens_span(first: Token, last: Token) -> Span:
    """From the first word to the last, without the full stop that the tokenizer left on a sentence's last word."""
    text = last.text
    ends = last.i + 1 == len(last.doc) or last.doc[last.i + 1].is_sent_start or last.doc[last.i + 1].is_space
    if ends and len(text) > 1 and text.endswith(".") and text.count(".") == 1:
        text = text[:-1]
    return Span(first.idx, last.idx + len(text))


def core_range(noun: Token, scene: Scene) -> tuple[int, int]:
    """Token range of one noun phrase: left modifiers without numbers, and an "of" phrase to the right."""
    left = [
        c
        for c in noun.lefts
        if c.dep_ in ("det", "predet", "amod", "compound", "nmod", "poss", "nummod", "npadvmod", "advmod")
    ]
    start = min([noun.i, *(int(c.left_edge.i) for c in left)])
    while start < noun.i:
        token = noun.doc[start]
        if token.i in scene.number_tokens or token.like_num or token.dep_ in ("punct", "quantmod"):
            start += 1
        else:
            break
    end = noun.i + 1
    for child in noun.rights:
        if child.dep_ == "prep" and is_link(child, "of", scene.language) and child.i == end:
            if noun.ent_type_ == "GPE" and child.ent_type_ != "GPE":
                continue  # "a sale to Poland of launchers"
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inner is not None and inner.pos_ in ("NOUN", "PROPN"):
                end = max(end, core_range(inner, scene)[1])
        elif child.dep_ in ("case", "nummod") and child.i == end:
            end = child.i + 1
        elif child.dep_ in BEHIND and child.i <= end + 1 and child.pos_ != "VERB":
            end = max(end, int(child.right_edge.i) + 1 if child.dep_ == "flat" else child.i + 1)
    return start, end_of_name(end, scene)


def end_of_name(end: int, scene: Scene) -> int:
    """Where a name of equipment ends that the phrase has reached: "the German-made Leopard | 2"."""
    while 0 < end < len(scene.doc) and {"equipment_name"} <= scene.classes[end - 1] & scene.classes[end]:
        end += 1
    return end


def fill_roles(clause: Clause, frame: Frame, scene: Scene) -> dict[RoleName, Token]:
    """Role to the head noun that fills it, from subject, object and prepositions.  Place and time come later."""
    out: dict[RoleName, Token] = {}
    doer, patient = clause.doer, clause.patient
    paper = doer is not None and frame.kind is ClaimKind.TRANSFER and "contract" in scene.classes_of(doer)
    if doer is not None and frame.subject not in (None, "none") and not paper:
        put_role(out, _subject_role(frame, clause, doer, scene), doer, scene)
    if patient is not None and frame.object not in (None, "none"):
        act = frame.kind is ClaimKind.USE and frame.object in ("counterpart", "target")
        met = act and "attack" in scene.classes_of(patient) and patient.pos_ == "NOUN"
        put_role(out, "item" if met else frame.object or "item", patient, scene)  # "fought off several attacks"
    if frame.dative:
        for child in clause.head.children:
            if child.dep_ == "dative" and child.pos_ in ("NOUN", "PROPN", "PRON"):
                put_role(out, frame.dative, child, scene)
    if frame.kind is ClaimKind.USE and RoleName.ACTOR in out and RoleName.ITEM in out:
        _weapon_as_agent(out, clause, scene)
    for prep, noun in prepositions(clause.head):
        if doer is None and _is_cause(prep, noun, frame, scene):
            put_role(out, "actor", noun, scene)
            continue
        role = frame.prep.get(prep.lower_)
        if role == "target" and prep.i < clause.head.i and not clause.passive:
            continue  # "At my direction, forces struck ..." aims at nothing
        if role is not None and not is_time(noun):
            put_role(out, role, noun, scene)
    if frame.kind is ClaimKind.GEOGRAPHY:
        for child in clause.head.children:  # "lies 40 km south of the border"
            if child.lower_ in word_list(scene.language, "place", "compass"):
                for _, noun in prepositions(child):
                    put_role(out, "counterpart", noun, scene)
    if clause.object is not None:
        inner = see_through(clause.object, scene)
        for prep, noun in [*prepositions(clause.object), *(prepositions(inner) if inner != clause.object else ())]:
            role = frame.prep.get(prep.lower_)
            if role == "holder" and noun.pos_ == "PROPN" and prep.i == prep.head.i + 1:
                continue  # "captured the town of Rubaya"
            about = role in ("item", "place") and frame.object is None  # "took delivery of two frigates"
            beside = role in ("counterpart", "target", "actor", "party", "maker", "holder")
            if role is not None and (about or beside) and not is_time(noun):
                put_role(out, role, noun, scene)
    return out


def _is_cause(prep: Token, noun: Token, frame: Frame, scene: Scene) -> bool:
    """ "destroyed in the strike", "killed during the raid": the attack is who did it when nobody else is."""
    if frame.kind not in _EFFECTS or prep.lower_ not in word_list(scene.language, "effect", "prepositions"):
        return False
    return "attack" in classes_of_phrase(noun, scene)


def _weapon_as_agent(out: dict[RoleName, Token], clause: Clause, scene: Scene) -> None:
    """ "the attack was conducted by a drone": the drone is what it was done with, nobody is named who did it."""
    agent = scene.classes_of(out[RoleName.ACTOR])
    thing = "munition" in agent and not agent & {"force", "person", "body"}
    if clause.passive and thing and "attack" in scene.classes_of(out[RoleName.ITEM]):
        out[RoleName.ITEM] = out.pop(RoleName.ACTOR)


def _subject_role(frame: Frame, clause: Clause, doer: Token, scene: Scene) -> str:
    classes = classes_of_phrase(doer, scene)
    kind = frame.kind
    if kind is ClaimKind.USE and "attack" in classes and not classes & {"force", "body"}:
        return "item"
    weapon_named = frame.object == "item" and clause.patient is not None
    if kind is ClaimKind.USE and not weapon_named and "munition" in classes and not classes & {"force", "person"}:
        return "item"
    if frame.subject == "mover" or (
        frame.goes_itself and (clause.patient is None or frame.object in ("place", "destination"))
    ):
        if classes & _SELF_MOVERS and not classes & {"force"}:
            return "item"
        counted = doer.i in scene.quantity_at
        return "item" if counted and "person" in classes else "actor"
    return frame.subject or "actor"


def put_role(out: dict[RoleName, Token], role: str, noun: Token, scene: Scene) -> None:
    """Fill a role unless it is filled; "target" is a place or a counterpart, after what is hit."""
    if role == "target":
        classes = classes_of_phrase(noun, scene)
        person = noun.ent_type_ == "PERSON"
        common = classes & {"ground", "place"} and not classes & {"structure", "force"}
        called = classes & {"ground", "place"} and any(  # "the port of Hodeidah"
            is_link(prep, "of", scene.language) and "place_name" in scene.classes_of(inner)
            for prep, inner in prepositions(noun)
        )
        is_place = not person and ("place_name" in classes or bool(common) or bool(called))
        role = "place" if is_place else "counterpart"
    if role == "party":
        if not classes_of_phrase(noun, scene) & {"place_name", "body", "force", "state", "name"}:
            return
        role = "counterpart"
    if role == "holder":
        if "place_name" in scene.classes_of(noun) or not classes_of_phrase(noun, scene) & {"force", "person", "body"}:
            return  # "captured the town of Rubaya"; "cleared the town of rebels" names who was there
        role = "counterpart"
    if role == "cause":  # "murieron en un ataque": the attack is who did it
        if "attack" not in classes_of_phrase(noun, scene):
            return
        role = "actor"
    if role == "sender":
        if not classes_of_phrase(noun, scene) & {"force", "body"}:
            return
        role = "actor"
    if role == "maker":
        if not classes_of_phrase(noun, scene) & {"place_name", "body"}:
            return
        role = "actor"
    if role == "destination":
        if noun.i in scene.number_tokens:
            return  # "flew 1,000 km": how far, not where to
        classes = classes_of_phrase(noun, scene)
        moves = classes & {"force", "equipment", "ship", "person"} and not classes & {"place", "place_name", "ground"}
        role = "counterpart" if moves else "place"
    name = RoleName(role)
    out.setdefault(name, see_through(noun, scene))


def see_through(noun: Token, scene: Scene) -> Token:
    """ "a series of strikes", "dozens of tanks": the noun that is meant."""
    if noun.lemma_.lower() in _partitives(scene.language):
        for prep, inner in prepositions(noun):
            if is_link(prep, "of", scene.language) and prep.i == noun.i + 1:
                return inner
    return noun


@cache
def _partitives(language: str) -> frozenset[str]:
    return frozenset(lexicon.load("claims", language=language)["partitive"]["nouns"].split())


def is_time(noun: Token) -> bool:
    return noun.ent_type_ in ("DATE", "TIME")
