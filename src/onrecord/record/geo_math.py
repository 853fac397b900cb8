"""Distances and directions on the Earth taken as a sphere.

Points are (latitude, longitude) in degrees, north and east positive.
"""

from __future__ import annotations

import math

EARTH_KM = 6371.0088  # mean radius, IUGG
WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")

Point = tuple[float, float]


def distance_km(p: Point, q: Point) -> float:
    """Length of the shorter great-circle arc, in kilometres."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(v) for v in point) for point in (p, q))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def bearing(p: Point, q: Point) -> float:
    """Direction of q from p at the start of the great circle, in degrees clockwise from north, [0, 360)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(v) for v in point) for point in (p, q))
    y = math.sin(lon2 - lon1) * math.cos(lat2)
    x = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return math.degrees(math.atan2(y, x)) % 360


def rhumb_bearing(p: Point, q: Point) -> float:
    """Direction of q from p as a map with north up shows it (the line of constant heading), [0, 360)."""
    dlon = math.radians((q[1] - p[1] + 180) % 360 - 180)
    psi = [math.log(math.tan(math.pi / 4 + math.radians(max(-89.9, min(89.9, point[0]))) / 2)) for point in (p, q)]
    return math.degrees(math.atan2(dlon, psi[1] - psi[0])) % 360


def offset(p: Point, direction: float, km: float) -> Point:
    """The point `km` from p in `direction` (degrees clockwise from north)."""
    lat, lon, turn, arc = math.radians(p[0]), math.radians(p[1]), math.radians(direction), km / EARTH_KM
    lat2 = math.asin(math.sin(lat) * math.cos(arc) + math.cos(lat) * math.sin(arc) * math.cos(turn))
    lon2 = lon + math.atan2(
        math.sin(turn) * math.sin(arc) * math.cos(lat), math.cos(arc) - math.sin(lat) * math.sin(lat2)
    )
    return math.degrees(lat2), (math.degrees(lon2) + 180) % 360 - 180


def angle_between(a: float, b: float) -> float:
    """The smaller angle between two directions, [0, 180]."""
    return abs((a - b + 180) % 360 - 180)


def wind_of(direction: float) -> str:
    """The nearest of the eight winds."""
    return WINDS[round(direction / 45) % 8]
