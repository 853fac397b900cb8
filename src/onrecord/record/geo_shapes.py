"""Outlines of countries (`data/geo/countries.npz`, Natural Earth 1:10m), read on first use, one country at a time."""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from onrecord.errors import RecordError
from onrecord.record.geo_math import Point, distance_km

if TYPE_CHECKING:
    import numpy as np
    from shapely.geometry.base import BaseGeometry


_SEAM = 0.05  # degrees by which the outlines of neighbours may miss each other


class Outlines:
    """Outlines by code.  Reading the file takes some 30 ms, a country well under that."""

    def __init__(self) -> None:
        import numpy as np  # numpy and shapely are paid for by the first question about an outline

        try:
            with as_file(files("onrecord") / "data" / "geo" / "countries.npz") as path, np.load(path) as data:
                table: dict[str, Any] = {name: data[name] for name in data.files}
        except (OSError, ValueError) as error:
            raise RecordError("The outlines of countries are missing or damaged. Reinstall onrecord.") from error
        self._table = table
        self.codes: tuple[str, ...] = tuple(str(code) for code in table["codes"])
        self._index = {code: n for n, code in enumerate(self.codes)}
        self.shape = lru_cache(maxsize=512)(self._shape)

    def __contains__(self, code: str) -> bool:
        return code in self._index

    def contains(self, code: str, point: Point) -> bool:
        """Whether the point lies within the outline.  False for a code without one."""
        shape = self.shape(code)
        if shape is None:
            return False
        from shapely import Point as ShapelyPoint

        return bool(shape.covers(ShapelyPoint(point[1], point[0])))

    def distance_km(self, code: str, point: Point) -> float | None:
        """From the point to the nearest of the country's ground: 0 within it, None without an outline."""
        shape = self.shape(code)
        if shape is None:
            return None
        from shapely import Point as ShapelyPoint
        from shapely.ops import nearest_points

        here = ShapelyPoint(point[1], point[0])
        if shape.covers(here):
            return 0.0
        nearest = nearest_points(shape, here)[0]
        return distance_km(point, (nearest.y, nearest.x))

    def apart_km(self, a: str, b: str) -> float | None:
        """Between the nearest ground of two, either way round the globe; None without an outline."""
        one, two = self.shape(a), self.shape(b)
        if one is None or two is None:
            return None
        from shapely import affinity
        from shapely.ops import nearest_points

        found = []
        for turn in (-360, 0, 360):
            here, there = nearest_points(one, affinity.translate(two, xoff=turn))
            # Nearest in degrees is not always nearest on the ground: no degree is shorter there than this.
            narrow = math.cos(math.radians(min(80.0, max(abs(here.y), abs(there.y)) + 5)))
            found.append(
                min(distance_km((here.y, here.x), (there.y, there.x - turn)), here.distance(there) * 111 * narrow)
            )
        return float(min(found))

    def coast_km(self, code: str, neighbours: tuple[str, ...], point: Point) -> float | None:
        """From the point to the part of the outline that is no neighbour's; None without an outline or a coast."""
        shape = self.shape(code)
        if shape is None:
            return None
        from shapely import Point as ShapelyPoint
        from shapely.ops import nearest_points, unary_union

        beside = [found for each in neighbours if (found := self.shape(each)) is not None]
        coast = shape.boundary
        if beside:
            coast = coast.difference(unary_union(beside).buffer(_SEAM))
        if coast.is_empty:
            return None
        nearest = nearest_points(coast, ShapelyPoint(point[1], point[0]))[0]
        return distance_km(point, (nearest.y, nearest.x))

    def bounds(self, code: str) -> tuple[float, float, float, float] | None:
        """South, west, north, east."""
        shape = self.shape(code)
        if shape is None:
            return None
        west, south, east, north = shape.bounds
        return south, west, north, east

    def position(self, code: str, point: Point) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """Where in a country a point lies: (north, east), each 0 to 1 and given twice.

        First within the whole extent of the part that holds the point (else of all parts), then within the extent on
        the point's own meridian or parallel, the better measure for slanting countries.  None without an outline.
        """
        shape = self.shape(code)
        if shape is None:
            return None
        from shapely import LineString
        from shapely import Point as ShapelyPoint

        lat, lon = point
        here = ShapelyPoint(lon, lat)
        part = next((p for p in getattr(shape, "geoms", [shape]) if p.covers(here)), shape)
        west, south, east, north = part.bounds
        column = part.intersection(LineString([(lon, south - 1), (lon, north + 1)]))
        row = part.intersection(LineString([(west - 1, lat), (east + 1, lat)]))
        whole = _share(lat, south, north), _share(lon, west, east)
        local = (
            whole[0] if column.is_empty else _share(lat, column.bounds[1], column.bounds[3]),
            whole[1] if row.is_empty else _share(lon, row.bounds[0], row.bounds[2]),
        )
        return (whole[0], local[0]), (whole[1], local[1])

    def _shape(self, code: str) -> BaseGeometry | None:
        if code not in self._index:
            return None
        from shapely import MultiPolygon, Polygon, prepare

        table = self._table
        first, last = _range(table["country_ends"], self._index[code])
        polygons = []
        for polygon in range(first, last):
            rings = [self._ring(ring) for ring in range(*_range(table["polygon_ends"], polygon))]
            rings = [ring for ring in rings if len(ring) > 3]
            if rings:
                shape = Polygon(rings[0], rings[1:])
                polygons.append(shape if shape.is_valid else shape.buffer(0))
        parts = [part for shape in polygons for part in getattr(shape, "geoms", [shape]) if not part.is_empty]
        if not parts:
            return None  # an islet smaller than the grid of the source
        whole = MultiPolygon(parts)
        prepare(whole)
        return whole

    def _ring(self, ring: int) -> np.ndarray:
        import numpy as np

        table = self._table
        first, last = _range(table["ring_ends"], ring)
        parts: list[np.ndarray] = []
        for index in table["ring_arcs"][first:last]:
            number = index if index >= 0 else ~index
            begin, end = _range(table["arc_ends"], int(number))
            steps = table["steps"][begin:end].astype(np.int64)
            points = np.concatenate([table["starts"][number][None, :], table["starts"][number] + steps.cumsum(axis=0)])
            points = points if index >= 0 else points[::-1]
            parts.append(points if not parts else points[1:])
        ring_points: np.ndarray = np.concatenate(parts) * table["scale"] + table["shift"]
        return ring_points


def _share(value: float, low: float, high: float) -> float:
    return 0.5 if high <= low else min(1.0, max(0.0, (value - low) / (high - low)))


def _range(ends: Any, n: int) -> tuple[int, int]:
    return (int(ends[n - 1]) if n else 0), int(ends[n])
