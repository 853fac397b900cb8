"""Checkable sentences of no other kind, kept with their attribution."""

from __future__ import annotations

from onrecord.extract.drafts import Draft
from onrecord.extract.scene import Scene


def statement_drafts(scene: Scene, drafts: list[Draft], *, claimed: frozenset[int]) -> list[Draft]:
    return []
