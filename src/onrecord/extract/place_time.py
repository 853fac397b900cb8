"""Where and when: the place and the time that the words of a claim give (guideline, section 4)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord.extract.frames import is_link, word_list
from onrecord.extract.roles import core_range, is_time, tokens_span
from onrecord.extract.scene import Scene
from onrecord.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_PLACE_LABELS = ("GPE", "LOC", "FAC")
_LATER = 3  # how far behind a place that opens the sentence stands
_LONGEST_TAIL = 12  # tokens a place phrase may add behind its noun
_NAMED, _COMMON, _BUILT, _WEAK = 0, 1, 3, 5


def find_place(tokens: list[Token], scene: Scene, *, avoid: frozenset[int] = frozenset()) -> Span | None:
    """The place a stretch of text names: a named place before a common noun, the verb's own before a noun's.

    `avoid` are tokens that fill another role.
    """
    best: tuple[int, int, Token, Token] | None = None
    inside = {t.i for t in tokens}
    prepositions = _words(scene.language, "prepositions")
    for token in tokens:
        if token.lower_ not in prepositions:
            continue
        if token.dep_ == "compound" and token.tag_ == "NNP":
            objects = [token.head]  # "Near Kobani, ...": taken for part of the name
        elif token.dep_ in ("prep", "agent") or token.pos_ == "ADP":
            objects = _objects_of(token)
        else:
            continue
        for noun in objects:
            if noun.i not in inside or noun.i in avoid or is_time(noun):
                continue
            rank = _rank(token, noun, scene)
            if rank is None:
                continue
            if _is_nested(token, inside):
                rank += _LATER  # "evacuated people in the town after a shell fell near the road"
            if _opens_sentence(token, noun):
                rank += _LATER  # "In Syria, two strikes near Kobani": the nearer place is the claim's
            if best is None or (rank, token.i) < best[:2]:
                best = (rank, token.i, token, noun)
    if best is None:
        return _adverb(tokens, scene.language)
    return _place_span(best[2], best[3], inside, scene)


def _is_nested(prep: Token, inside: set[int]) -> bool:
    """Whether a preposition belongs to a clause under the one the words are about."""
    token = prep.head
    while token.i in inside and token.head != token and token.head.i in inside:
        if token.dep_ in ("advcl", "relcl"):
            return True
        token = token.head
    return False


def _place_span(prep: Token, noun: Token, inside: set[int], scene: Scene) -> Span:
    """The noun with what says where it lies: "Faizabad district, Jowzjan province", "south of Kobani"."""
    start, end = core_range(noun, scene)
    for child in noun.rights:
        if child.i not in inside or child.dep_ not in ("appos", "prep", "conj", "nmod"):
            continue
        if child.ent_type_ not in (*_PLACE_LABELS, "ORG", ""):
            continue
        if child.dep_ == "prep":
            if child.lower_ not in _words(scene.language, "inner_prepositions"):
                continue
            if any(is_time(t) for t in child.subtree):
                continue
        edge = min(int(child.right_edge.i) + 1, max(inside) + 1)
        if edge - end <= _LONGEST_TAIL:
            end = max(end, edge)
    if _after_compass(prep, scene) and prep.head.i == prep.i - 1:
        start = prep.head.i
    words = noun.doc[start:end]
    return tokens_span(words[0], words[-1])


def _objects_of(prep: Token) -> list[Token]:
    out: list[Token] = []
    for child in prep.children:
        if child.dep_ == "pobj":
            out.append(child)
        elif child.dep_ in ("prep", "pcomp", "advmod", "amod"):
            out.extend(c for c in child.children if c.dep_ == "pobj")
    return out


def _opens_sentence(prep: Token, noun: Token) -> bool:
    after = int(noun.right_edge.i) + 1
    before = noun.doc[prep.sent.start : prep.i]
    return (
        all(t.pos_ in ("ADV", "CCONJ", "PUNCT", "SPACE") for t in before)
        and after < len(noun.doc)
        and noun.doc[after].text == ","
    )


def _after_compass(prep: Token, scene: Scene) -> bool:
    """ "south of": the noun is a point of reference, and so a place."""
    return is_link(prep, "of", scene.language) and prep.head.lower_ in _words(scene.language, "compass")


def _rank(prep: Token, noun: Token, scene: Scene) -> int | None:
    """How good a place this is, 0 the best; None when it is none."""
    language = scene.language
    classes = scene.classes_of(noun)
    if "attack" in classes and noun.pos_ == "NOUN":
        return None  # "in a strike on a school" is no place, whatever it is named after
    compass = _after_compass(prep, scene)
    unknown = noun.pos_ == "PROPN" and noun.ent_type_ in ("", *_PLACE_LABELS) and "name" in classes
    named = (
        "place_name" in classes
        or noun.ent_type_ in _PLACE_LABELS
        or (unknown and prep.lower_ in _words(language, "strict_prepositions"))
        or (noun.pos_ == "PROPN" and (compass or prep.tag_ == "NNP"))
    )
    common = bool(classes & {"place", "ground"})
    if is_link(prep, "of", language) and not (named and compass):
        return None
    if prep.lower_ in _words(language, "weak_prepositions") and not named:
        return _WEAK if common and is_link(prep, "from", language) else None
    if not named and ("property" in classes or noun.i in scene.number_tokens):
        return None  # "at a range of 200 miles"
    if not named and not common:
        near = "structure" in classes and prep.lower_ in _words(language, "strict_prepositions")
        return _BUILT if near and prep.head.pos_ in ("VERB", "AUX", "ADJ") else None  # "exploded outside the ministry"
    verb = prep.head.pos_ in ("VERB", "AUX")
    return (_NAMED if named else _COMMON) + (0 if verb else 1)


def _adverb(tokens: list[Token], language: str) -> Span | None:
    adverbs = _words(language, "adverbs")
    for token in tokens:
        if token.dep_ in ("advmod", "npadvmod") and token.lower_ in adverbs:
            return tokens_span(token, token)
    return None


@cache
def _words(language: str, name: str) -> frozenset[str]:
    return word_list(language, "place", name)


def find_time(tokens: list[Token], scene: Scene) -> Span | None:
    """The time a stretch of text names: the verb's own before a noun's, a date before a duration, the first."""
    if not tokens:
        return None
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1].text)
    inside = [t for t in scene.times if start <= t.span.start and t.span.end <= end]
    if not inside:
        return _time_told(tokens, scene)
    held = {t.i for t in tokens}
    ranked = [(_time_rank(t.span, held, scene), t.granularity == "duration", t.span.start, t.span) for t in inside]
    return min(ranked, key=lambda each: each[:3])[3]


def _time_rank(span: Span, inside: set[int], scene: Scene) -> int:
    """0 for a time that hangs on the verb the words are about, more for one of a noun or of a clause under it."""
    words = scene.doc.char_span(span.start, span.end, alignment_mode="expand")
    if words is None:
        return 0
    token = words.root
    while token.dep_ in ("pobj", "prep") and token.head != token and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    rank = 0 if token.pos_ in ("VERB", "AUX") or token.dep_ in ("npadvmod", "advmod") else 1
    while token.i in inside and token.head != token and token.head.i in inside:
        if token.dep_ in ("advcl", "relcl", "acl"):
            return 2
        token = token.head
    return rank


def _time_told(tokens: list[Token], scene: Scene) -> Span | None:
    """A time told by what else happened: "since the start of the war", "in the hours of darkness"."""
    prepositions, nouns = _words(scene.language, "time_prepositions"), _words(scene.language, "time_nouns")
    last = tokens[-1].i
    for token in tokens:
        if token.lower_ not in prepositions or token.dep_ != "prep":
            continue
        noun = next((c for c in token.children if c.dep_ == "pobj"), None)
        if noun is not None and noun.lemma_.lower() in nouns and noun.i <= last:
            return tokens_span(token, scene.doc[min(last, int(noun.right_edge.i))])
    return None
