"""Rows on states, alliances, armed forces and groups, for tools/build_record.py.

Names of states come from the language packs, so that the record and the extraction call them the same; alliances with
their members from tools/record/bodies.toml, forces from forces.toml, names that stand alone from the lexicon of actors.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy

from onrecord import lexicon
from onrecord.extract import actors as actors_module
from onrecord.extract.actors import find_actors
from onrecord.record.countries import load_countries
from onrecord.record.names import alias_key

HERE = Path(__file__).parent / "record"
KINDS = ("defence-ministry", "armed-forces", "army", "navy", "air-force")
CLASS = {"defence-ministry": "body.ministry"}
EXCERPT = "facts only, cited; read in a search excerpt"
OWN_LICENCE = "own compilation"
OWN = "own_names"


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def sources() -> dict[str, dict[str, str]]:
    """Where memberships were read, in the form of additions.toml."""
    tables = (read_toml("bodies.toml")["sources"], read_toml("people.toml")["sources"])
    return {key: {**entry, "terms": EXCERPT} for table in tables for key, entry in table.items()}


def subjects() -> list[dict[str, Any]]:
    """States and bodies, by id; a body that several tables name is one subject."""
    rows: dict[str, dict[str, Any]] = {row["id"]: row for row in (*_states(), *_people())}
    for row in (*_alliances(), *_forces(), *_others(), *_standing()):
        known = rows.setdefault(row["id"], row)
        if known is not row:
            for group, names in row["names"].items():
                known["names"][group] = _distinct([*known["names"].get(group, []), *names])
    return [rows[key] for key in sorted(rows)]


def facts(known: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """Members and the state a body is of, by subject."""
    table: dict[str, list[dict[str, Any]]] = {}
    for alliance in read_toml("bodies.toml")["alliance"]:
        rows = [row for group in alliance["members"] for row in _members(alliance["id"], group, known)]
        for number, row in enumerate(rows, 1):
            row["id"] = f"body/{alliance['id']}#member.{number}"
        table[f"body/{alliance['id']}"] = rows
    for body, state in _belonging().items():
        row = {"id": f"{body}#belongs_to.1", "subject": body, "property": "belongs_to", "value": f"country/{state}"}
        table.setdefault(body, []).append(
            row | {"sources": [OWN], "confidence": "low", "as_of": "2026-11", "licence": OWN_LICENCE}
        )
    for person in read_toml("people.toml")["person"]:
        table[f"person/{person['id']}"] = list(_positions(person, known))
    return [row for key in sorted(table) for row in table[key]]


def write_lexicon(target: Path) -> int:
    """Names of bodies that the lexicon of actors does not resolve to the record's id, as a list of its own.

    Names that news uses for other things as often are left out (`weak` in forces.toml).  Returns how many were written.
    """
    actors = lexicon.load("actors", language="en")["standing"]
    taken = {form for entry in actors.values() for form in entry["forms"]}
    weak = set(read_toml("forces.toml")["weak"])
    actors_module._standing_rows = lambda language: actors  # what the lexicon finds without this list
    actors_module._standing_names.cache_clear()
    blank = spacy.blank("en")
    countries = load_countries()
    lines = [
        "# Names of armed forces, ministries, alliances and groups of the public record that stand alone in a text.",
        "# Written by tools/build_record.py from tools/record/bodies.toml and forces.toml: edit those, not this.",
        "",
        'source = "own knowledge of names in general use; the public record"',
    ]
    count = 0
    for row in subjects():
        if not row["id"].startswith("body/"):
            continue
        forms = []
        for name in row["names"].get("en", []):
            found = [(m.span.of(name), m.entity.id) for m in find_actors(blank(name), countries=countries) if m.entity]
            if name in taken or name in weak or (name, row["id"]) in found:
                continue
            forms += [name] if "'" not in name else [name, name.replace("'", "’")]
        if forms:
            key = row["id"].removeprefix("body/").lower()
            listed = ", ".join(json.dumps(form, ensure_ascii=False) for form in forms)
            lines += [f"[standing.{key}-of-record]", f"label = {json.dumps(row['label'], ensure_ascii=False)}"]
            lines += [f'id = "{row["id"]}"', f"forms = [{listed}]"]
            count += len(forms)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return count


def _states() -> Iterator[dict[str, Any]]:
    for country in load_countries().values():
        yield _row(f"country/{country.code}", "country", country.name, {"en": [country.name, *country.aliases]})


def _people() -> Iterator[dict[str, Any]]:
    for entry in read_toml("people.toml")["person"]:
        names = {"en": [entry["label"], *entry.get("names", [])]}
        yield _row(f"person/{entry['id']}", "person", entry["label"], names)


def _positions(person: dict[str, Any], known: dict[str, dict[str, str]]) -> Iterator[dict[str, Any]]:
    subject = f"person/{person['id']}"
    assert person["state"] in load_countries(), person["id"]
    for number, entry in enumerate(person["positions"], 1):
        dates = [known[key]["date"] for key in entry["sources"] if "date" in known[key]]
        yield {
            "id": f"{subject}#position.{number}",
            "subject": subject,
            "property": "position",
            "value": entry["value"],
            "qualifiers": {key: entry[key] for key in ("of", "since", "until") if key in entry},
            "sources": entry["sources"],
            "confidence": "medium",
            "as_of": max(dates) if dates else "2025/2026",
            "licence": "facts, cited",
        }


def _alliances() -> Iterator[dict[str, Any]]:
    for entry in read_toml("bodies.toml")["alliance"]:
        names = {group: list(given) for group, given in entry["names"].items()}
        names["en"] = _distinct([entry["label"], *names.get("en", [])])
        row = _row(f"body/{entry['id']}", entry["class"], entry["label"], names)
        yield row | ({"note": entry["note"]} if "note" in entry else {})


def _forces() -> Iterator[dict[str, Any]]:
    for state, lists in read_toml("forces.toml")["forces"].items():
        for kind, names in zip(KINDS, lists, strict=True):
            if names:
                yield _row(f"body/{state}-{kind}", CLASS.get(kind, "body.force"), names[0], {"en": names})


def _others() -> Iterator[dict[str, Any]]:
    for entry in read_toml("forces.toml")["other"]:
        yield _row(f"body/{entry['id']}", entry["class"], entry["names"][0], {"en": entry["names"]})


def _standing() -> Iterator[dict[str, Any]]:
    """Every name that stands alone in the lexicon, so that whatever the extraction finds is in the record."""
    classes = {key: name for name, keys in read_toml("bodies.toml")["class"].items() for key in keys}
    for key, entry in lexicon.load("actors", language="en")["standing"].items():
        names = [name for name in entry["forms"] if "'s " not in name and "’" not in name]
        label = entry["label"]
        yield _row(_id_of(key, entry), classes.get(key, "body.company"), label, {"en": _distinct([label, *names])})


def _id_of(key: str, entry: dict[str, Any]) -> str:
    return str(entry.get("id", f"body/{key}"))


def _belonging() -> dict[str, str]:
    """Body to the code of the state it is of, or a group mainly acts in, where its id does not say so itself."""
    table: dict[str, str] = {}
    actors = lexicon.load("actors", language="en")["standing"]
    for state, keys in read_toml("bodies.toml")["state"].items():
        table |= {_id_of(key, actors[key]): state for key in keys}
    for entry in read_toml("forces.toml")["other"]:
        if "state" in entry:
            table[f"body/{entry['id']}"] = entry["state"]
    unknown = sorted(set(table.values()) - set(load_countries()))
    assert not unknown, f"no such states: {unknown}"
    return {body: state for body, state in table.items() if not body.startswith(f"body/{state}-")}


def _members(body: str, group: dict[str, Any], known: dict[str, dict[str, str]]) -> Iterator[dict[str, Any]]:
    for code in group["codes"].split():
        assert code in load_countries(), f"{body}: no such state: {code}"
        keys = group["sources"]
        qualifiers = {key: group[key] for key in ("since", "until", "condition") if key in group}
        dates = [known[key]["date"] for key in keys if "date" in known[key]]
        # Read in excerpts: never more than medium; one encyclopaedia or register makes medium, a compilation low.
        tiers = {known[key]["tier"] for key in keys}
        row: dict[str, Any] = {"id": "", "subject": f"body/{body}", "property": "member", "value": f"country/{code}"}
        if qualifiers:
            row["qualifiers"] = qualifiers
        row["sources"] = keys
        row["confidence"] = "low" if tiers == {"C"} or group.get("low") else "medium"
        row["as_of"] = max(dates) if dates else "2025/2026"
        row["licence"] = "facts, cited"
        if "note" in group:
            row["note"] = group["note"]
        yield row


def _row(subject: str, category: str, label: str, names: dict[str, list[str]]) -> dict[str, Any]:
    clean = {group: _distinct(given) for group, given in names.items()}
    return {"id": subject, "category": category, "label": label, "names": clean, "figures": False}


def _distinct(names: list[str]) -> list[str]:
    """Names without those that only differ by hyphens, points, spaces and case from an earlier one."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(alias_key(name) or name, name)
    return list(kept.values())
