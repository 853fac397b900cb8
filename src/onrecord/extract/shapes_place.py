"""Shapes of place: "a town about 30 km south of Kirkuk"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extract.draft import Draft
from onrecord.extract.frames import word_list
from onrecord.extract.parties import owner_of
from onrecord.extract.roles import phrase_span, tokens_span
from onrecord.extract.scene import Scene
from onrecord.extract.syntax import prepositions, trim
from onrecord.model import ClaimKind, RoleName

if TYPE_CHECKING:
    from spacy.tokens import Token


def distance(token: Token, scene: Scene) -> Draft | None:
    """ "a town about 30 km south of Kirkuk", "his home, 300 m from the mosque": the measure of a noun's distance."""
    quantity = scene.quantity_at.get(token.i)
    if quantity is None or quantity.unit is None or token.idx != quantity.span.start:
        return None
    end = next((t for t in scene.doc[token.i :] if t.idx + len(t.text) >= quantity.span.end), token)
    after = end.i + 1
    if after < len(scene.doc) and scene.doc[after].text == "(":
        closing = next((t.i for t in scene.doc[after : after + 8] if t.text == ")"), None)
        after = closing + 1 if closing is not None else after
    if after >= len(scene.doc):
        return None
    link = scene.doc[after]
    compass = word_list(scene.language, "place", "compass") | word_list(scene.language, "geography", "away")
    if link.lower_ in compass and after + 1 < len(scene.doc):
        link = scene.doc[after + 1]
    if link.lower_ not in word_list(scene.language, "geography", "from"):
        return None
    point = next((c for c in link.children if c.dep_ == "pobj"), None)
    if point is None:
        return None
    noun = _noun_before(token, scene)
    if noun is None or not scene.classes_of(noun) & {"place", "place_name", "ground", "structure"}:
        return None
    start = int(noun.left_edge.i)
    roles = {RoleName.PLACE: phrase_span(noun, scene), RoleName.COUNTERPART: phrase_span(point, scene)}
    heads = {RoleName.PLACE: noun, RoleName.COUNTERPART: point}
    holder = owner_of(noun, scene)
    if holder is not None:
        roles[RoleName.ACTOR] = phrase_span(holder, scene)
        heads[RoleName.ACTOR] = holder
    tokens = trim(list(scene.doc[start : max(point.i, int(phrase_end(point, scene))) + 1]))
    return Draft(ClaimKind.GEOGRAPHY, token, tokens_span(tokens[0], tokens[-1]), roles, heads, quantity, None)


def phrase_end(noun: Token, scene: Scene) -> int:
    span = phrase_span(noun, scene)
    last = scene.doc.char_span(span.start, span.end, alignment_mode="expand")
    return int(last.end) - 1 if last is not None else noun.i


def _noun_before(token: Token, scene: Scene) -> Token | None:
    for back in range(token.i - 1, max(-1, token.i - 4), -1):
        other = scene.doc[back]
        if other.pos_ in ("NOUN", "PROPN"):
            return other
        if other.pos_ == "AUX":  # "Hodeidah is about 150 km southwest of Sanaa"
            return next((c for c in other.lefts if c.dep_ == "nsubj" and c.pos_ == "PROPN"), None)
        if other.pos_ not in ("PUNCT", "ADV", "ADP"):
            return None
    return None


def named_as(token: Token, scene: Scene) -> Draft | None:
    """ "Mwanza, a port on the lake's southern shore": what a place is, said beside its name."""
    if "place" not in scene.classes_of(token) or token.dep_ != "appos" or token.pos_ != "NOUN":
        return None
    place = token.head
    if "place_name" not in scene.classes_of(place) or place.i > token.i:
        return None
    lefts = [c for c in token.lefts if c.dep_ in ("det", "poss", "amod", "compound", "nmod")]
    if len(lefts) < 2 and not any(c.dep_ in ("prep", "acl", "relcl", "amod") for c in token.rights):
        return None
    tokens = trim(list(scene.doc[int(place.left_edge.i) : int(token.right_edge.i) + 1]))
    roles = {RoleName.PLACE: tokens_span(tokens[0], place)}
    heads = {RoleName.PLACE: place}
    link = next((n for p, n in prepositions(token) if "place_name" in scene.classes_of(n)), None)
    if link is not None:
        roles[RoleName.COUNTERPART] = phrase_span(link, scene)
        heads[RoleName.COUNTERPART] = link
    quantity = next((q for q in scene.quantities if tokens[0].idx <= q.span.start < token.idx + len(token.text)), None)
    return Draft(ClaimKind.GEOGRAPHY, token, tokens_span(tokens[0], tokens[-1]), roles, heads, quantity, None)
