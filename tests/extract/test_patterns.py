"""Fixed shapes: no word that begins a shape may be passed over for speed."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.extract.counted import attach_counted
from onrecord.extract.equipment import find_equipment
from onrecord.extract.parse import parse
from onrecord.extract.patterns import NAMING_SHAPES, SHAPES, pattern_drafts
from onrecord.extract.quantities import find_quantities
from onrecord.extract.scene import Scene, set_scene
from onrecord.record.load import load_record

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))
SENTENCES = """
The U.S.-made launcher and the Soviet-designed Igla-S were shown. A missile of Chinese design was shown too.
Drones capable of striking targets at 500 km are able to fly by night. The Igla-S is operated by a single soldier.
With a range of up to 5 kilometres, the Igla-S is a staple in the arsenals of Syria and Iran; it is in service with
Brazil. The system's ability to destroy aircraft is known. The 80,000 tonne tanker ran aground in a town about 30 km
south of Kirkuk. The Patriot has a ceiling of 24 km and a speed of Mach 4.
"""


def read_scene(text: str) -> Scene:
    doc = parse(text)
    names = load_record().names()
    return set_scene(
        doc,
        language="en",
        quantities=attach_counted(doc, find_quantities(text)),
        mentions=find_equipment(text, names=names),
    )


@pytest.mark.parametrize("text", [SENTENCES, *(path.read_text(encoding="utf-8") for path in SAMPLES)])
def test_no_word_that_begins_a_shape_is_passed_over(text: str) -> None:
    scene = read_scene(text)
    asked = [shape(token, scene) for token in scene.doc for shape in (*NAMING_SHAPES, *SHAPES)]
    assert [draft.span for draft in pattern_drafts(scene)] == [draft.span for draft in asked if draft is not None]


def test_each_shape_is_seen() -> None:
    scene = read_scene(SENTENCES)
    seen = {shape.__name__ for token in scene.doc for shape in (*NAMING_SHAPES, *SHAPES) if shape(token, scene)}
    assert seen >= {"made_in", "of_design", "capable", "ability", "crew", "operators", "property_of", "weight_before"}
