"""Fixed shapes: "X-made", "of X design", "capable of", "N km from"."""

from __future__ import annotations

from onrecord.extract.drafts import Draft
from onrecord.extract.scene import Scene


def pattern_drafts(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    return []
