"""Fixed shapes that make claims without a verb frame.  One file for each family; this is the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.extract.draft import Draft
from onrecord.extract.drafts import stance_around
from onrecord.extract.scene import Scene
from onrecord.extract.shapes_capability import ability, capable, crew, operators, property_of, weight_before
from onrecord.extract.shapes_origin import made_in, of_design
from onrecord.extract.shapes_place import distance, named_as

if TYPE_CHECKING:
    from spacy.tokens import Token

Shape = Callable[["Token", Scene], Draft | None]

SHAPES: tuple[Shape, ...] = (of_design, capable, ability, crew, operators, distance, named_as, property_of)
# These only name the thing: "may have sold Soviet-designed tanks" leaves no doubt that the tanks are Soviet-designed.
NAMING_SHAPES: tuple[Shape, ...] = (made_in, weight_before)


def pattern_drafts(scene: Scene) -> list[Draft]:
    """Claims of origin, capability, operation and place that no verb frame makes, in reading order of their words.

    They stand as firmly as the clause they stand in.
    """
    out: list[Draft] = []
    for token in scene.doc:
        out.extend(draft for shape in NAMING_SHAPES if (draft := shape(token, scene)) is not None)
        out.extend(
            replace(draft, stance=stance_around(token, scene))
            for shape in SHAPES
            if (draft := shape(token, scene)) is not None
        )
    return out
