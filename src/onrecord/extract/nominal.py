"""Nouns that name an act ("two airstrikes near Bayji", "the delivery of 12 howitzers to ...")."""

from __future__ import annotations

from onrecord.extract.drafts import Draft
from onrecord.extract.scene import Scene


def nominal_drafts(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    return []
