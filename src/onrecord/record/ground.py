"""Borders and disputed ground, as the tables under `data/geo/` keep them."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.record.geo_math import Point, angle_between, wind_of


@dataclass(frozen=True, slots=True)
class Border:
    """The land border of `a` with `b`, seen from `a`.

    `normal` and `bearing` are degrees clockwise from north.  `straightness` is 1 for a straight line and 0 for a ring.
    `winds` gives, for N, NE, ... NW, the share of its length that faces that way.
    """

    a: str
    b: str
    length_km: float
    normal: float
    bearing: float
    straightness: float
    on_largest_part: float
    south: float
    west: float
    north: float
    east: float
    winds: tuple[float, ...]

    @property
    def wind(self) -> str:
        """The nearest of the eight winds to the middle of the two directions."""
        return wind_of(self.middle)

    @property
    def middle(self) -> float:
        return (self.normal + ((self.bearing - self.normal + 180) % 360 - 180) / 2) % 360

    def share_facing(self, direction: float) -> float:
        """Share of the border that faces within 45° of a direction; a piece on the edge of a sector counts half."""
        return sum(
            share * (1.0 if turn < 30 else 0.5 if turn <= 60 else 0.0)
            for wind, share in enumerate(self.winds)
            for turn in (angle_between(wind * 45.0, direction),)
        )


@dataclass(frozen=True, slots=True)
class Zone:
    """Disputed ground.

    `outline` is rough and drawn generously; `consensus` is the state to which nearly all others hold it to belong.
    """

    key: str
    name: str
    parties: tuple[str, ...]
    names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    outline: tuple[Point, ...] = ()
    consensus: str | None = None

    def holds(self, point: Point) -> bool:
        """Whether the point is within the outline."""
        inside = False
        lat, lon = point
        previous = self.outline[-1] if self.outline else point
        for current in self.outline:
            (lat1, lon1), (lat2, lon2) = previous, current
            if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
                inside = not inside
            previous = current
        return inside


@dataclass(frozen=True, slots=True)
class DisputedBorder:
    """Two countries whose border hangs on a dispute; `adjacency` when the very having of one does."""

    why: str
    adjacency: bool = False
