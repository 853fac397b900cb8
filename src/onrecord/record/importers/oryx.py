"""Lists of losses seen in pictures, as JSON: one entry a model, with how many were lost.

`[{"equipment_oryx": "Tanks", "model": "T-72A", "manufacturer": "the Soviet Union", "losses_total": 36}, …]`.  Whose
losses they are the list does not say: `country` must.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.errors import RecordError
from onrecord.model import Entity, EntityKind
from onrecord.record.importers.collect import Collector, slug, whole
from onrecord.record.importers.files import read_json
from onrecord.record.importers.match import NoMatch, in_class, match_code, match_country, match_item, settings

_OUTCOMES = ("destroyed", "damaged", "abandoned", "captured")
NO_MODEL = "a model that is not known"
NO_COUNT = "no number of losses"
NOT_AN_ENTRY = "an entry that is no object"


def read_oryx(path: Path, into: Collector) -> None:
    """Losses by model.  Raises RecordError without a country, or for JSON of another form."""
    if into.options.country is None:
        raise RecordError(f"{path.name} does not say whose losses it counts. Name the state: --country RUS")
    holder = match_code(into.options.country)
    assert isinstance(holder, str)
    entries = read_json(path)
    if not isinstance(entries, list):
        raise RecordError(f"{path.name}: expected a list of entries in square brackets.")
    for number, entry in enumerate(entries, 1):
        into.read(number)
        if isinstance(entry, dict):
            _add_losses(entry, number, holder, into)
        else:
            into.refuse([number], NOT_AN_ENTRY)


def _add_losses(entry: dict[str, Any], number: int, holder: str, into: Collector) -> None:
    table = settings()["oryx"]
    model = str(entry.get("model") or "").strip()
    if not model or model.lower().startswith(tuple(table["unknown"])):
        into.refuse([number], NO_MODEL, model)
        return
    outcomes = {name: count for name in _OUTCOMES if (count := whole(str(entry.get(name) or "")))}
    total = whole(str(entry.get("losses_total", ""))) or sum(outcomes.values())
    if not total:
        into.refuse([number], NO_COUNT, model)
        return
    heading = str(entry.get("equipment_oryx") or "").strip()
    classes, counted = table["heading"].get(heading, ((), "unspecified"))
    item = match_item(into.base, model, classes)
    if isinstance(item, NoMatch):
        into.refuse([number], item)
        return
    subject = item.id if isinstance(item, Entity) else _new_subject(model, heading, classes, number, into)
    if subject is None:
        return
    maker = str(entry.get("manufacturer") or "").strip()
    origin = match_country(maker) if maker else None
    into.add_fact(
        subject,
        "loss_count",
        total,
        lines=[number],
        qualifiers={
            "holder": holder,
            "counted": counted,
            "as_written": model,
            "heading": heading,
            "given_by": table["given_by"],
            "made_in": origin if isinstance(origin, str) else maker or None,
            **{name: str(count) for name, count in outcomes.items()},
        },
        as_of=into.as_of,
        confidence="low",
    )


def _new_subject(model: str, heading: str, classes: list[str], number: int, into: Collector) -> str | None:
    subject = f"{EntityKind.EQUIPMENT.value}/oryx-{slug(model)}"
    # A base model stands in the list beside its variants; only a name with a digit is searched for in reports.
    is_name = any(char.isdigit() for char in model) and not into.base.find(model)
    label = model if is_name else f"{model} ({heading or into.kind})"
    category = classes[0] if classes and not in_class(slug(heading), classes) else slug(heading) or "other"
    made = into.add_subject(subject, category, label, {"en": [model]} if is_name else {}, lines=[number])
    return subject if made else None
