"""Build an edition of the public record from the gathered reference facts.

    python tools/build_record.py REFERENCE_FOLDER src/onrecord/data/record/2026-11

REFERENCE_FOLDER holds equipment.yaml and transfers.yaml.  Remarks are re-stated through tools/record/notes.toml,
titles of sources through sources.toml; names come from names.toml and further sourced facts from additions.toml.
States, alliances and forces are tools/build_bodies.py.
Lists of recipients taken from the SIPRI register are left out: they may not be redistributed.  Same input, same
files, byte for byte.  Needs PyYAML.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import build_bodies
import yaml

from onrecord.record.names import alias_key

HERE = Path(__file__).parent / "record"
LEXICON = Path(__file__).parents[1] / "src" / "onrecord" / "data" / "lang" / "en" / "bodies.toml"
AS_OF = "2026-11"
LOOKED_UP = "2025/2026"  # when the gathered sources were read, where they carry no date of their own
PROPERTIES = {
    "max_range_km": ("max_range", "kilometre"),
    "max_altitude_m": ("max_altitude", "metre"),
    "weight_kg": ("weight", "kilogram"),
    "caliber_mm": ("calibre", "millimetre"),
    "length_m": ("length", "metre"),
    "wingspan_m": ("wingspan", "metre"),
    "endurance_h": ("endurance", "hour"),
    "control_range_km": ("control_range", "kilometre"),
    "combat_radius_km": ("combat_radius", "kilometre"),
    "road_range_km": ("road_range", "kilometre"),
    "displacement_t": ("displacement", "tonne"),
    "battery_personnel": ("battery_personnel", "person"),
    "range_against_ballistic_km": ("range_against_ballistic", "kilometre"),
    "crew_to_operate": ("crew_to_operate", "person"),
    "entered_service": ("entered_service", None),
}
STATUS = {
    "new": ("delivered", "new"),
    "second hand": ("delivered", "second hand"),
    "historic": ("delivered", None),
    "ordered, not delivered": ("ordered", None),
    "claimed, not confirmed": ("claimed", None),
}
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = {m: i + 1 for i, m in enumerate(MONTH_NAMES)}
SIPRI_LICENCE = "(c) SIPRI, single rows cited"
# What the quantities of the transfer file are when they are not deliveries: who gave the figure, and when.
STOCKS = {
    ("ven-igla-s-total", "reut17"): ("a presentation of the Venezuelan army, seen by Reuters", "2017-05-22"),
    ("ven-igla-s-total", "kpfans", "3800"): ("the UN and SIPRI registers as read in 2017", "2017"),
    ("ven-igla-s-total", "kpfans", "1500"): ("an unnamed former general", "2017"),
    ("ven-igla-s-total", "cnn_es"): ("Nicolás Maduro", "2025-10-22"),
    ("sipri-33019", "watan_s300vm"): ("press, aircraft in service", None),
    ("sipri-33019", "u24_ve"): ("press, aircraft in service", "2026-01-03"),
    ("sipri-51560", "u24_ve"): ("press, systems in service", "2026-01-03"),
}
STOCK_NOTES = {
    ("ven-igla-s-total", "cnn_es"): "Said on television; CNN could not verify it.",
    ("sipri-51560", "u24_ve"): "The press gives three to nine.",
}
TRANSFER_NOTES = {
    ("sipri-51559", "tecno_ve"): "Also called two complete systems.",
    ("sipri-66280", "natl_tanks"): "As announced on 25 January 2023.",
    ("sipri-66279", "natl_tanks"): "As announced on 25 January 2023; the number rose later.",
    ("nic-strela-2", "newsru"): "The source says systems, and of 657 of them, in an American offer, missiles.",
    ("irn-verba-2025", "ft_verba"): "From leaked papers reported by the Financial Times in February 2026.",
}
DISPUTES = {
    "verba": "NATO name SA-25 (SISO enumeration, press) or SA-29 Gizmo (lists of NATO names), depending on who writes.",
    "tor-m2": "SA-15 Gauntlet is used for the whole Tor family.",
    "tor-m1": "SA-15 Gauntlet is used for the whole Tor family.",
    "shahed-136": "A bare “Shahed” may be the 131, the 136 or the 238; Russia calls its own make Geran.",
    "storm-shadow": "The French version is called SCALP-EG.",
    "igla-1": "9K310 is the usual designation; the SISO enumeration lists it as Igla-M.",
    "strela-3": "9K34 is the usual designation; the SISO enumeration prints 9K36.",
}
NOTES = {
    "igla-s": "Not the older Igla (9K38, SA-18), whose published range is shorter.",
    "thaad": "One source names Qatar, the United Arab Emirates and Saudi Arabia as buyers.",
    "oreshnik": "The class is the one Russia states.",
    "slava-class": "The lead ship, Moskva, sank on 14 April 2022.",
}
SOURCED_ALIASES = [
    # system, alias, sources, note
    ("verba", "SA-25", ["siso"], "The SISO enumeration uses SA-25."),
    ("verba", "SA-29 Gizmo", ["own_names"], "Lists of NATO reporting names use SA-29 Gizmo."),
    ("strela-3", "9K36", ["siso"], "As the SISO enumeration prints it; usually 9K34."),
    ("igla-1", "Igla-M", ["siso"], "As the SISO enumeration lists 9K310."),
]


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def date_of(title: str) -> str | None:
    """The date a source's title ends with, as EDTF."""
    match = re.search(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]{2})[a-z]* )?\b((?:19|20)\d\d)\b(?!-\w)", title)
    if not match:
        return None
    day, month, year = match.groups()
    if month not in MONTHS:
        return year
    return f"{year}-{MONTHS[month]:02}" + (f"-{int(day):02}" if day else "")


def merge_sources(*tables: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Sources with clean titles, a date where one is known, and terms."""
    edits = read_toml("sources.toml")
    merged: dict[str, dict[str, str]] = {}
    for table in tables:
        for key, entry in table.items():
            edit = edits.get(key, {})
            url = edit.get("url", entry.get("url", ""))
            row = {"title": edit.get("title", entry["title"]), "url": url, "tier": entry["tier"]}
            row["terms"] = entry.get("terms", "facts only, cited").replace("unknown;", "no terms found;")
            if date := edit.get("date") or date_of(row["title"]):
                row["date"] = date
            merged[key] = {k: v for k, v in row.items() if v}
    merged["own_names"] = {
        "title": "Names and spellings as in general use, gathered by onrecord",
        "tier": "C",
        "terms": "own compilation",
    }
    return merged


class Builder:
    """Collects rows with running numbers."""

    def __init__(self, sources: dict[str, dict[str, str]]) -> None:
        self.sources = sources
        self.facts: dict[str, list[dict[str, Any]]] = {}
        self.numbers: dict[str, int] = {}
        self.used: set[str] = set()

    def add(
        self,
        system: str,
        prop: str,
        value: Any,
        keys: list[str],
        *,
        unit: str | None = None,
        qualifiers: dict[str, str] | None = None,
        confidence: str = "medium",
        note: str | None = None,
        as_of: str | None = None,
    ) -> None:
        subject = f"equipment/{system}"
        number = self.numbers[f"{system}#{prop}"] = self.numbers.get(f"{system}#{prop}", 0) + 1
        dates = [self.sources[key]["date"] for key in keys if "date" in self.sources[key]]
        row: dict[str, Any] = {"id": f"{subject}#{prop}.{number}", "subject": subject, "property": prop}
        row["value"] = int(value) if isinstance(value, float) and value == int(value) else value
        if unit:
            row["unit"] = unit
        if qualifiers:
            row["qualifiers"] = qualifiers
        row["sources"] = keys
        row["confidence"] = confidence
        row["as_of"] = as_of or (max(dates) if dates else LOOKED_UP)
        row["licence"] = SIPRI_LICENCE if "sipri" in keys else "facts, cited"
        if note:
            row["note"] = note
        self.used.update(keys)
        self.facts.setdefault(system, []).append(row)


def restate(note: str | None, notes: dict[str, dict[str, str]]) -> tuple[str | None, dict[str, str], str | None]:
    """Property override, qualifiers and note of a gathered remark.  KeyError when notes.toml does not know it."""
    if not note:
        return None, {}, None
    entry = dict(notes[note])
    prop, text = entry.pop("property", None), entry.pop("note", None)
    return prop, entry, text


def add_system(build: Builder, system: dict[str, Any], notes: dict[str, dict[str, str]]) -> None:
    name = system["id"]
    for entry in system.get("origin", []):
        _, qualifiers, note = restate(entry.get("note"), notes)
        build.add(
            name,
            "origin",
            f"country/{entry['value']}",
            entry["sources"],
            qualifiers=qualifiers,
            confidence=entry["confidence"],
            note=note,
        )
    for entry in system.get("designer", []):
        value, prop = entry["value"], "designer"
        if match := re.fullmatch(r"(.+?) \((?:maker|exporter|lead yard|builder of the lead ship)\)", value):
            value, prop = match[1], "maker"
        build.add(name, prop, value, entry["sources"], confidence=entry["confidence"])
    for kind, entries in (system.get("related") or {}).items():
        for entry in entries:
            build.add(name, kind, f"equipment/{entry['id']}", entry["sources"], confidence=entry["confidence"])
    for gathered, entries in system.get("facts", {}).items():
        for entry in entries:
            prop, unit = PROPERTIES[gathered]
            other, qualifiers, note = restate(entry.get("note"), notes)
            build.add(
                name,
                other or prop,
                entry["value"],
                entry["sources"],
                unit=unit,
                qualifiers=qualifiers,
                confidence=entry["confidence"],
                note=note,
            )
    for entry in system.get("operators", {}).get("stated", []):
        _, qualifiers, note = restate(entry.get("note"), notes)
        build.add(
            name,
            "operator",
            f"country/{entry['country']}",
            entry["sources"],
            qualifiers=qualifiers,
            confidence=entry["confidence"],
            note=note,
        )
    for system_id, alias, keys, note in SOURCED_ALIASES:
        if system_id == name:
            build.add(name, "alias", alias, keys, note=note, confidence="high" if keys == ["siso"] else "low")


def add_facts(build: Builder, facts: dict[str, list[dict[str, Any]]]) -> None:
    """Facts of additions.toml; their unit is the property's, their confidence follows from the tiers."""
    units = dict(PROPERTIES.values())
    for system, rows in facts.items():
        for row in rows:
            tiers = [build.sources[key]["tier"] for key in row["sources"]]
            worth = sum({"A": 4, "B": 2, "C": 1}[tier] for tier in tiers)
            confidence = "high" if worth >= 4 else "medium" if worth >= 2 else "low"
            if set(tiers) == {"C"} and confidence == "high":
                confidence = "medium"
            build.add(
                system,
                row["property"],
                row["value"],
                row["sources"],
                unit=units.get(row["property"]),
                qualifiers=row.get("qualifiers"),
                confidence=confidence,
                note=row.get("note"),
            )


def years_of(deal: dict[str, Any]) -> str | None:
    years = [d["year"] for d in deal.get("deliveries", [])] or deal.get("years") or deal.get("planned_delivery") or []
    if not years:
        return None
    return str(years[0]) if min(years) == max(years) else f"{min(years)}/{max(years)}"


def add_transfer(build: Builder, deal: dict[str, Any]) -> None:
    base = {"deal": deal["id"], "supplier": f"country/{deal['supplier']}", "recipient": f"country/{deal['recipient']}"}
    for entry in deal["quantity"]:
        first = entry["sources"][0]
        stock = STOCKS.get((deal["id"], first)) or STOCKS.get((deal["id"], first, str(entry["value"])))
        if "stock claim" in deal["status"] and stock is None:
            continue  # a sum of deals that stand in the record themselves
        modifier = {"at_least": "no_less_than"}.get(entry["modifier"], entry["modifier"])
        qualifiers = base | {"counted": entry["unit"], "modifier": modifier, "as_written": deal["item_as_written"]}
        if stock:
            claimant, as_of = stock
            qualifiers |= {"status": "stock claim", "given_by": claimant}
            if deal["id"] == "sipri-51560":
                qualifiers["high"] = "9"
            build.add(
                deal["item"],
                "stock_claim",
                entry["value"],
                entry["sources"],
                qualifiers=qualifiers,
                confidence=entry["confidence"],
                as_of=as_of,
                note=STOCK_NOTES.get((deal["id"], first)),
            )
            continue
        status, condition = STATUS[deal["status"]]
        qualifiers["status"] = status
        if condition:
            qualifiers["condition"] = condition
        if "order_year" in deal:
            qualifiers["order_year"] = str(deal["order_year"])
            if deal.get("order_year_estimate"):
                qualifiers["order_year_estimated"] = "yes"
        if years := years_of(deal):
            qualifiers["years" if status != "ordered" else "planned_years"] = years
        if first == "sipri" and deal.get("deliveries"):
            qualifiers["deliveries"] = "; ".join(
                f"{d['year']}: {'about ' if d['estimate'] else ''}{d['quantity']}" for d in deal["deliveries"]
            )
        build.add(
            deal["item"],
            "transfer",
            entry["value"],
            entry["sources"],
            qualifiers=qualifiers,
            confidence=entry["confidence"],
            note=TRANSFER_NOTES.get((deal["id"], first)),
        )


def subject_rows(systems: list[dict[str, Any]], stated: set[str]) -> Iterator[dict[str, Any]]:
    extra = read_toml("names.toml")
    for system in systems:
        names = {group: list(spellings) for group, spellings in system["names"].items()}
        for group, spellings in extra["add"].get(system["id"], {}).items():
            names.setdefault(group, []).extend(s for s in spellings if s not in names.get(group, []))
        removed = set(extra["remove"].get(system["id"], []))
        names = {g: distinct(n for n in spellings if n not in removed) for g, spellings in names.items()}
        yield subject_row(system["id"], system["class"], {g: n for g, n in names.items() if n}, figures=True)
    for category, entries in extra["names"].items():
        for slug, names in entries.items():
            yield subject_row(slug, category, {g: distinct(n) for g, n in names.items()}, figures=slug in stated)


def distinct(names: Iterable[str]) -> list[str]:
    """Names without those that only differ by hyphens, spaces and case from an earlier one."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(alias_key(name), name)
    return list(kept.values())


def subject_row(slug: str, category: str, names: dict[str, list[str]], *, figures: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"id": f"equipment/{slug}", "category": category, "label": names["en"][0], "names": names}
    if slug in DISPUTES:
        row["dispute"] = DISPUTES[slug]
    if slug in NOTES:
        row["note"] = NOTES[slug]
    if not figures:
        row["figures"] = False
    return row


def write_lines(path: Path, rows: list[dict[str, Any]]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    path.write_bytes(data)
    return "sha256:" + hashlib.sha256(data).hexdigest()


def toml_text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # a JSON string is a TOML basic string


def build(reference: Path, target: Path) -> None:
    equipment = yaml.safe_load((reference / "equipment.yaml").read_text(encoding="utf-8"))
    transfers = yaml.safe_load((reference / "transfers.yaml").read_text(encoding="utf-8"))
    additions = read_toml("additions.toml")
    tables = (equipment["sources"], transfers["sources"], additions["sources"], build_bodies.sources())
    builder = Builder(merge_sources(*tables))
    notes = read_toml("notes.toml")
    for system in equipment["systems"]:
        add_system(builder, system, notes)
    add_facts(builder, additions["facts"])
    deals = Builder(builder.sources)
    for deal in transfers["transfers"]:
        add_transfer(deals, deal)

    subjects = sorted(subject_rows(equipment["systems"], set(builder.facts)), key=lambda row: row["id"])
    digests: dict[str, dict[str, str]] = {"sources": {}, "subjects": {}, "facts": {}}
    category = {row["id"].partition("/")[2]: row["category"].partition(".")[0] for row in subjects}
    for top in sorted(set(category.values())):
        rows = [row for row in subjects if row["category"].partition(".")[0] == top]
        digests["subjects"][f"subjects/{top}.jsonl"] = write_lines(target / "subjects" / f"{top}.jsonl", rows)
        facts = [fact for slug in sorted(builder.facts) if category[slug] == top for fact in builder.facts[slug]]
        if facts:
            digests["facts"][f"facts/{top}.jsonl"] = write_lines(target / "facts" / f"{top}.jsonl", facts)
    bodies, ties = build_bodies.subjects(), build_bodies.facts(builder.sources)
    for kind in ("body", "country", "person"):
        rows = [row for row in bodies if row["id"].startswith(f"{kind}/")]
        digests["subjects"][f"subjects/{kind}.jsonl"] = write_lines(target / "subjects" / f"{kind}.jsonl", rows)
    build_bodies.write_lexicon(LEXICON)
    digests["facts"]["facts/body.jsonl"] = write_lines(target / "facts" / "body.jsonl", ties)
    builder.used.update(key for row in ties for key in row["sources"])
    counts = [fact for slug in sorted(deals.facts) for fact in deals.facts[slug]]
    digests["facts"]["transfers.jsonl"] = write_lines(target / "transfers.jsonl", counts)
    used = builder.used | deals.used | {"own_names"}
    digests["sources"]["sources.toml"] = write_sources(target, {k: builder.sources[k] for k in sorted(used)})
    facts_total = sum(map(len, builder.facts.values())) + len(ties) + len(counts)
    write_manifest(target, digests, len(subjects) + len(bodies), facts_total, len(counts), len(used))


def write_sources(target: Path, sources: dict[str, dict[str, str]]) -> str:
    lines = [
        "# Where the rows of this edition were read.  Tier A: register, government, maker.  B: agency, press,",
        "# encyclopaedia.  C: compilation, hobby list, mirror of unknown age.  Facts are stated, no text is copied.",
        "",
    ]
    for key, entry in sources.items():
        lines += [f"[{key if re.fullmatch('[A-Za-z0-9_-]+', key) else toml_text(key)}]"]
        lines += [f"{name} = {toml_text(value)}" for name, value in entry.items()] + [""]
    data = "\n".join(lines).encode()
    (target / "sources.toml").write_bytes(data)
    return "sha256:" + hashlib.sha256(data).hexdigest()


def write_manifest(
    target: Path, digests: dict[str, dict[str, str]], subjects: int, facts: int, transfers: int, sources: int
) -> None:
    head = (HERE / "manifest-head.toml").read_text(encoding="utf-8")
    # A quarter under what the edition holds: edits pass, a file cut off shows.
    expect = {"subjects": subjects, "facts": facts, "transfers": transfers, "sources": sources}
    lines = [f'edition = "{target.name}"', f'as_of = "{AS_OF}"', head.rstrip(), "", "[expect.min]"]
    lines += [f"{name} = {count * 3 // 4}" for name, count in expect.items()]
    for group, files in digests.items():
        lines += ["", f"[files.{group}]"] + [f'"{name}" = "{digest}"' for name, digest in files.items()]
    (target / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{target}: {subjects} subjects, {facts} facts ({transfers} counts), {sources} sources")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    build(Path(sys.argv[1]), Path(sys.argv[2]))
