"""Fixed shapes that make claims without a verb frame.  One file for each family; this is the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extract.draft import Draft
from onrecord.extract.drafts import stance_around
from onrecord.extract.frames import word_list
from onrecord.extract.scene import Scene, property_of_lemma
from onrecord.extract.shapes_capability import ability, capable, crew, operators, property_of, weight_before
from onrecord.extract.shapes_origin import made_in, of_design
from onrecord.extract.shapes_place import distance, named_as

if TYPE_CHECKING:
    from spacy.tokens import Token

Shape = Callable[["Token", Scene], Draft | None]

SHAPES: tuple[Shape, ...] = (of_design, capable, ability, crew, operators, distance, named_as, property_of)
# These only name the thing: "may have sold Soviet-designed tanks" leaves no doubt that the tanks are Soviet-designed.
NAMING_SHAPES: tuple[Shape, ...] = (made_in, weight_before)
# Most words begin no shape, and to ask each shape of each word is dear.  These begin with a word of a list, with the
# name of a property, with a number or with a participle; a shape that is not named here is asked of every word.
_LISTS: dict[Shape, tuple[str, str]] = {
    of_design: ("compound_origin", "design_nouns"),
    capable: ("capable", "adjectives"),
    crew: ("operators", "verbs"),
    operators: ("operators", "nouns"),
}
_PARTICIPLES = ("compound_origin", "participles")  # of `made_in`; "U.S.-made" may be one word
_BEGUN = frozenset({*_LISTS, ability, property_of, distance, weight_before, made_in})
_NAMING_ANYWHERE = tuple(shape for shape in NAMING_SHAPES if shape not in _BEGUN)
_ANYWHERE = tuple(shape for shape in SHAPES if shape not in _BEGUN)


@cache
def _words(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Lemmas that a shape may begin with, and endings of such words."""
    lemmas = [word_list(language, *key) for key in _LISTS.values()]
    return frozenset(property_of_lemma(language)).union(*lemmas), tuple(sorted(word_list(language, *_PARTICIPLES)))


def pattern_drafts(scene: Scene) -> list[Draft]:
    """Claims of origin, capability, operation and place that no verb frame makes, in reading order of their words.

    They stand as firmly as the clause they stand in.
    """
    out: list[Draft] = []
    lemmas, endings = _words(scene.language)
    measured = scene.quantity_at
    for token, lemma in zip(scene.doc, scene.lemmas, strict=True):
        begins = lemma in lemmas or token.i in measured or token.lower_.endswith(endings)
        for shape in NAMING_SHAPES if begins else _NAMING_ANYWHERE:
            draft = shape(token, scene)
            if draft is not None:
                out.append(draft)
        for shape in SHAPES if begins else _ANYWHERE:
            draft = shape(token, scene)
            if draft is not None:
                out.append(replace(draft, stance=stance_around(token, scene)))
    return out
