"""What the equipment finder finds, in the form the entities scorer reads, in the terms of the re3d benchmark.

Mapping, on the benchmark's side only: re3d has Weapon, MilitaryPlatform and Vehicle where this program has classes.  It
also marks some attacks as weapons ("air strikes", 5 of about 32 of them in the development half); here an attack is an
event.  No rule tells the marked ones from the others, and predicting all of them costs more precision than it gains
recall, so they are left out and count as missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord import lexicon
from onrecord.extract.equipment import find_equipment
from onrecord.model import Mention
from onrecord.record import load_record

_PLATFORMS = ("aircraft", "ship", "armour", "uav", "usv")
_WEAPON, _PLATFORM, _VEHICLE = "Weapon", "MilitaryPlatform", "Vehicle"


def predict(record: Mapping[str, Any], *, language: str = "en") -> dict[str, Any]:
    """Equipment in one benchmark document: `{"id", "entities": [{"start", "end", "type"}]}`."""
    if language not in lexicon.languages():
        return {"id": record["id"], "entities": [], "note": f"no language pack for {language!r}"}
    text, public = str(record["text"]), load_record()
    mentions = find_equipment(text, names=public.names(), categories=public.categories, language=language)
    entities = [{"start": m.span.start, "end": m.span.end, "type": type_of(m)} for m in mentions]
    return {"id": record["id"], "entities": entities}


def type_of(mention: Mention) -> str:
    """The benchmark's type for a class of the record."""
    top = (mention.category or "").partition(".")[0]
    if mention.category == "vehicle":
        return _VEHICLE
    return _PLATFORM if top in _PLATFORMS else _WEAPON
