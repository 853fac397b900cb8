"""Roles of a claim: the shortest noun phrase that names it, number left out (guideline, section 4)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.extract.frames import Frame, classes_of_phrase
from onrecord.extract.scene import Scene
from onrecord.extract.syntax import Clause, coordinated, prepositions
from onrecord.model import ClaimKind, RoleName, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_SELF_MOVERS = frozenset({"equipment", "equipment_name", "ship", "aircraft"})


def phrase_span(noun: Token, scene: Scene, *, whole: bool = True, upto: Token | None = None) -> Span:
    """The noun phrase around `noun` without number, relative clause or apposition.

    `whole` takes the coordinated nouns in; `upto` cuts the coordination after that noun.
    """
    start, end = _core(noun, scene)
    if whole:
        for other in coordinated(noun)[1:]:
            if upto is not None and other.i > upto.i:
                break
            end = max(end, _core(other, scene)[1])
    return tokens_span(noun.doc[start:end][0], noun.doc[start:end][-1])


def tokens_span(first: Token, last: Token) -> Span:
    return Span(first.idx, last.idx + len(last.text))


def _core(noun: Token, scene: Scene) -> tuple[int, int]:
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
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == end:
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inner is not None and inner.pos_ in ("NOUN", "PROPN"):
                end = max(end, _core(inner, scene)[1])
        elif child.dep_ in ("case", "nummod") and child.i == end:
            end = child.i + 1
    return start, end


def fill_roles(clause: Clause, frame: Frame, scene: Scene) -> dict[RoleName, Token]:
    """Role to the head noun that fills it, from subject, object and prepositions.  Place and time come later."""
    out: dict[RoleName, Token] = {}
    doer, patient = clause.doer, clause.patient
    paper = doer is not None and frame.kind is ClaimKind.TRANSFER and "contract" in scene.classes_of(doer)
    if doer is not None and frame.subject not in (None, "none") and not paper:
        put_role(out, _subject_role(frame, clause, doer, scene), doer, scene)
    if patient is not None and frame.object not in (None, "none"):
        put_role(out, frame.object or "item", patient, scene)
    if frame.dative:
        for child in clause.head.children:
            if child.dep_ == "dative" and child.pos_ in ("NOUN", "PROPN", "PRON"):
                put_role(out, frame.dative, child, scene)
    for prep, noun in prepositions(clause.head):
        role = frame.prep.get(prep.lower_)
        if role is not None and not _is_time(noun):
            put_role(out, role, noun, scene)
    if clause.object is not None:
        for prep, noun in prepositions(clause.object):
            role = frame.prep.get(prep.lower_)
            if role in ("counterpart", "target", "actor") and not _is_time(noun):
                put_role(out, role, noun, scene)
    return out


def _subject_role(frame: Frame, clause: Clause, doer: Token, scene: Scene) -> str:
    classes = classes_of_phrase(doer, scene)
    kind = frame.kind
    if kind is ClaimKind.USE and "attack" in classes and not classes & {"force", "body"}:
        return "item"
    weapon_named = frame.object == "item" and clause.patient is not None
    if kind is ClaimKind.USE and not weapon_named and classes & _SELF_MOVERS and not classes & {"force", "person"}:
        return "item"
    if frame.goes_itself and (clause.patient is None or frame.object in ("place", "destination")):
        if classes & _SELF_MOVERS and not classes & {"force"}:
            return "item"
        counted = doer.i in scene.quantity_at
        return "item" if counted and "person" in classes else "actor"
    return frame.subject or "actor"


def put_role(out: dict[RoleName, Token], role: str, noun: Token, scene: Scene) -> None:
    """Fill a role unless it is filled; "target" is a place or a counterpart, after what is hit."""
    if role == "target":
        classes = classes_of_phrase(noun, scene)
        is_place = "place_name" in classes or bool(
            classes & {"ground", "place"} and not classes & {"structure", "force"}
        )
        role = "place" if is_place else "counterpart"
    if role == "maker":
        if not classes_of_phrase(noun, scene) & {"place_name", "body"}:
            return
        role = "actor"
    if role == "destination":
        classes = classes_of_phrase(noun, scene)
        moves = classes & {"force", "equipment", "ship", "person"} and not classes & {"place", "place_name", "ground"}
        role = "counterpart" if moves else "place"
    name = RoleName(role)
    out.setdefault(name, see_through(noun, scene))


def see_through(noun: Token, scene: Scene) -> Token:
    """ "a series of strikes", "dozens of tanks": the noun that is meant."""
    if noun.lemma_.lower() in _partitives(scene.language):
        for prep, inner in prepositions(noun):
            if prep.lower_ == "of" and prep.i == noun.i + 1:
                return inner
    return noun


@cache
def _partitives(language: str) -> frozenset[str]:
    return frozenset(lexicon.load("claims", language=language)["partitive"]["nouns"].split())


def _is_time(noun: Token) -> bool:
    return noun.ent_type_ in ("DATE", "TIME")


def find_place(tokens: list[Token], scene: Scene, *, avoid: frozenset[int] = frozenset()) -> Span | None:
    """The place a stretch of text names: the first place phrase after a preposition of place, verb's own first."""
    best: tuple[int, int, Token, Token] | None = None
    inside = {t.i for t in tokens}
    for token in tokens:
        if token.dep_ not in ("prep", "agent") and token.pos_ != "ADP":
            continue
        if token.lower_ not in _place_words(scene.language, "prepositions"):
            continue
        for _, noun in _objects_of(token):
            if noun.i not in inside or noun.i in avoid or _is_time(noun):
                continue
            rank = _place_rank(token, noun, scene)
            if rank is None:
                continue
            if _opens_sentence(token, noun):
                rank += 3  # "In Syria, two strikes near Kobani": the nearer place is the claim's
            if best is None or (rank, token.i) < best[:2]:
                best = (rank, token.i, token, noun)
    if best is None:
        return _adverb_of_place(tokens, scene.language)
    _, _, prep, noun = best
    start = noun.i
    core = _core(noun, scene)
    start, end = core
    for child in noun.rights:
        if child.i not in inside:
            continue
        if child.dep_ in ("appos", "prep", "conj", "nmod") and child.ent_type_ in ("GPE", "LOC", "FAC", "ORG", ""):
            if child.dep_ == "prep" and child.lower_ not in _place_words(scene.language, "inner_prepositions"):
                continue
            if child.dep_ == "prep" and any(_is_time(t) for t in child.subtree):
                continue
            edge = min(int(child.right_edge.i) + 1, max(inside) + 1)
            if edge - end <= 12:
                end = max(end, edge)
    head = prep.head
    if head.lower_ in _place_words(scene.language, "compass") and head.i == prep.i - 1 and prep.lower_ == "of":
        start = head.i
    span_tokens = noun.doc[start:end]
    return tokens_span(span_tokens[0], span_tokens[-1])


def _objects_of(prep: Token) -> list[tuple[Token, Token]]:
    out = []
    for child in prep.children:
        if child.dep_ == "pobj":
            out.append((prep, child))
        elif child.dep_ in ("prep", "pcomp", "advmod", "amod"):
            out.extend((prep, c) for c in child.children if c.dep_ == "pobj")
    return out


def _opens_sentence(prep: Token, noun: Token) -> bool:
    after = int(noun.right_edge.i) + 1
    return prep.i == prep.sent.start and after < len(noun.doc) and noun.doc[after].text == ","


def _place_rank(prep: Token, noun: Token, scene: Scene) -> int | None:
    classes = scene.classes_of(noun)
    strong = "place_name" in classes or noun.ent_type_ in ("GPE", "LOC", "FAC")
    compass = prep.lower_ == "of" and prep.head.lower_ in _place_words(scene.language, "compass")
    strict = _place_words(scene.language, "strict_prepositions")
    unknown_name = noun.pos_ == "PROPN" and noun.ent_type_ in ("", "GPE", "LOC", "FAC") and "name" in classes
    if (unknown_name and prep.lower_ in strict) or (compass and noun.pos_ == "PROPN"):
        strong = True
    common = bool(classes & {"place", "ground"})
    if prep.lower_ in _place_words(scene.language, "weak_prepositions") and not (
        strong and (compass or prep.lower_ != "of")
    ):
        return None if not (strong or (common and prep.lower_ == "from")) else (5 if prep.lower_ != "of" else None)
    if not strong and not common:
        return None
    verb = prep.head.pos_ in ("VERB", "AUX")
    return (0 if strong else 1) + (0 if verb else 1)


def _adverb_of_place(tokens: list[Token], language: str) -> Span | None:
    adverbs = _place_words(language, "adverbs")
    for token in tokens:
        if token.dep_ in ("advmod", "npadvmod") and token.lower_ in adverbs:
            return tokens_span(token, token)
    return None


@cache
def _place_words(language: str, name: str) -> frozenset[str]:
    return frozenset(lexicon.load("claims", language=language)["place"][name].split())


def find_time(tokens: list[Token], scene: Scene) -> Span | None:
    """The first date or time that places the claim, with its preposition when it is a duration or an open interval."""
    inside = {t.i for t in tokens}
    for token in tokens:
        if token.ent_type_ not in ("DATE", "TIME") or token.ent_iob_ != "B":
            continue
        entity = [token]
        while entity[-1].i + 1 in inside and scene.doc[entity[-1].i + 1].ent_iob_ == "I":
            entity.append(scene.doc[entity[-1].i + 1])
        head = next((t for t in entity if t.head.i not in {e.i for e in entity}), entity[0])
        if head.dep_ in ("compound", "amod", "nummod", "nmod") and head.head.pos_ in ("NOUN", "PROPN"):
            if not any(t.pos_ == "PROPN" for t in entity):
                continue  # "a six-month deployment", "18-month ceasefire"
        if head.dep_ == "acomp":
            continue
        return tokens_span(entity[0], entity[-1])
    return None
