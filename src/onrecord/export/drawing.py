"""Pictures of a thread as SVG: its figures over time, and where it is.  No script, no remote request.

Every text that came from a report is escaped; numbers are formatted here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from onrecord.cluster.views import FigureLine
from onrecord.export.wording import ThreadWords
from onrecord.model import Stance
from onrecord.publish.safety import show_on_one_line

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 300, 78, 16, 14, 42
_COLOURS = ("#1f5fa8", "#b04a00", "#2c7a4b", "#7a3b94", "#8a6d00", "#555555")
_LOG_FROM = 50.0  # highest over lowest beyond which the axis is logarithmic

Ring = tuple[tuple[float, float], ...]  # (longitude, latitude) in degrees


@dataclass(frozen=True, slots=True)
class MapShape:
    """An outline: `is_subject` when the thread is about it.  Its name is written at `name_at`, if there is room."""

    label: str
    rings: tuple[Ring, ...]
    is_subject: bool = False
    name_at: tuple[float, float] | None = None  # (longitude, latitude)


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place, and how far the thing meant may lie from the point."""

    id: str
    label: str
    lat: float
    lon: float
    precision_km: float


@dataclass(frozen=True, slots=True)
class MapData:
    """What a map shows.  Empty when nothing is known well enough."""

    shapes: tuple[MapShape, ...] = ()
    points: tuple[MapPoint, ...] = ()


def draw_figures(figures: Sequence[FigureLine], words: ThreadWords) -> str:
    """Figures as vertical bars from their lowest to their highest, by day of publication; "" without any that is dated.

    An open end is drawn to the edge of the chart, dashed.  Colours tell apart what is counted.
    """
    dated = [(day, each) for each in figures if (day := _day(each.telling.published)) is not None]
    values = [float(end) for _, each in dated for end in (each.low, each.high) if end is not None]
    if not values:
        return ""
    kinds = list(dict.fromkeys((each.counted_class, each.unit) for _, each in dated))
    axis = _Axis.of(values)
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    span = max(1, last - first)
    parts = [_grid(axis, words)]
    for day, each in dated:
        x = _LEFT + 12 + (day - first) / span * (_WIDTH - _LEFT - _RIGHT - 24)
        colour = _COLOURS[kinds.index((each.counted_class, each.unit)) % len(_COLOURS)]
        parts.append(_bar(x, each, colour, axis, words))
    for day, anchor in ((first, "start"), (last, "end"))[: 1 if first == last else 2]:
        x = _LEFT + 12 if anchor == "start" else _WIDTH - _RIGHT - 12
        label = date.fromordinal(day).isoformat()
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - 22}" text-anchor="{anchor}">{label}</text>')
    parts.append(_legend(kinds, words))
    label = escape(words.page("figures"))
    return (
        f'<svg class="chart" role="img" aria-label="{label}" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float
    is_log: bool

    @classmethod
    def of(cls, values: Sequence[float]) -> _Axis:
        low, high = min(values), max(values)
        if low > 0 and high / low > _LOG_FROM:
            return cls(10 ** math.floor(math.log10(low)), 10 ** math.ceil(math.log10(high)), is_log=True)
        return cls(min(0.0, low), high * 1.08 or 1.0, is_log=False)

    def y(self, value: float) -> float:
        low, high, at = (math.log10(v) for v in (self.low, self.high, value)) if self.is_log else (
            self.low, self.high, value,
        )  # fmt: skip
        share = (at - low) / ((high - low) or 1.0)
        return _HEIGHT - _BOTTOM - min(1.0, max(0.0, share)) * (_HEIGHT - _TOP - _BOTTOM)

    def ticks(self) -> list[float]:
        if self.is_log:
            first, last = round(math.log10(self.low)), round(math.log10(self.high))
            return [10.0**power for power in range(first, last + 1, max(1, (last - first) // 6))]
        step = 10 ** math.floor(math.log10((self.high - self.low) / 2))
        step *= next(k for k in (1, 2, 5, 10) if (self.high - self.low) / (step * k) <= 6)
        count = int(self.high / step)
        return [step * n for n in range(math.ceil(self.low / step), count + 1)]


def _grid(axis: _Axis, words: ThreadWords) -> str:
    parts = []
    for value in axis.ticks():
        y = axis.y(value)
        parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>')
        label = words.number(round(value, 6))
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{escape(label)}</text>')
    return "".join(parts)


def _bar(x: float, each: FigureLine, colour: str, axis: _Axis, words: ThreadWords) -> str:
    low = None if each.low is None else axis.y(float(each.low))
    high = None if each.high is None else axis.y(float(each.high))
    top = high if high is not None else float(_TOP)
    bottom = low if low is not None else float(_HEIGHT - _BOTTOM)
    dashed = ' stroke-dasharray="4 3"' if low is None or high is None or each.approximate else ""
    said = f"{words.figure(each)}{_denied(each, words)}"
    quote = show_on_one_line(f"{each.telling.published}: {said}. {each.telling.quote}")
    denied = each.telling.claim.stance is Stance.DENIED
    hollow = ' class="denied"' if denied else ""
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"{hollow}/>' for y in dict.fromkeys((low, high)) if y is not None
    )
    return (
        f'<g fill="{colour}" stroke="{colour}"><title>{escape(quote)}</title>'
        f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}" stroke-width="2"{dashed}/>{dots}</g>'
    )


def _denied(each: FigureLine, words: ThreadWords) -> str:
    stance = each.telling.claim.stance
    return f", {words.sheet.of('stance', stance)}" if stance is Stance.DENIED else ""


def _legend(kinds: Sequence[tuple[str | None, str | None]], words: ThreadWords) -> str:
    parts, x = [], _LEFT
    for number, (counted, unit) in enumerate(kinds[: len(_COLOURS)]):
        label = words.counted_many(counted) if counted else words.counted(unit) or words.situation("figures")
        parts.append(f'<rect x="{x}" y="{_HEIGHT - 13}" width="10" height="10" fill="{_COLOURS[number]}"/>')
        parts.append(f'<text x="{x + 14}" y="{_HEIGHT - 4}">{escape(show_on_one_line(label))}</text>')
        x += 34 + 8 * len(label)
    return "".join(parts)


def _day(published: str | None) -> int | None:
    try:
        return None if published is None else date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None


def draw_map(data: MapData, words: ThreadWords) -> str:
    """Outlines and places, each place with the circle it may lie in; "" when there is nothing to draw."""
    corners = [corner for shape in data.shapes if shape.is_subject for corner in _extent(shape.rings)]
    for point in data.points:
        reach = max(0.5, point.precision_km / 111.0)
        corners += [(point.lon - reach, point.lat - reach), (point.lon + reach, point.lat + reach)]
    if not corners:
        return ""
    west, east = min(lon for lon, _ in corners) - 1, max(lon for lon, _ in corners) + 1
    south, north = min(lat for _, lat in corners) - 1, max(lat for _, lat in corners) + 1
    squeeze = max(0.2, math.cos(math.radians((south + north) / 2)))
    scale = min(_WIDTH / ((east - west) * squeeze), 460 / (north - south))
    width, height = (east - west) * squeeze * scale, (north - south) * scale

    def place(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) * squeeze * scale, (north - lat) * scale

    parts = []
    for shape in sorted(data.shapes, key=lambda shape: shape.is_subject):
        path = "".join(_path(ring, place) for ring in shape.rings if _touches(ring, west, south, east, north))
        if path:
            kind = "subject" if shape.is_subject else "land"
            label = escape(show_on_one_line(shape.label))
            parts.append(f'<path class="{kind}" d="{path}"><title>{label}</title></path>')
    for shape in data.shapes:
        if shape.name_at is not None:
            x, y = place(*shape.name_at)
            kind = "name subject-name" if shape.is_subject else "name"
            text = escape(show_on_one_line(shape.label))
            parts.append(f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{text}</text>')
    for point in data.points:
        x, y = place(point.lon, point.lat)
        label = f"{point.label}, {words.note('precision', km=words.number(round(point.precision_km)))}"
        radius = point.precision_km / 111.0 * scale
        parts.append(
            f"<g><title>{escape(show_on_one_line(label))}</title>"
            f'<circle class="reach" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
            f'<circle class="spot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
            f'<text x="{x + 6:.1f}" y="{y - 5:.1f}">{escape(show_on_one_line(point.label))}</text></g>'
        )
    name = escape(words.page("map"))
    return (
        f'<svg class="map" role="img" aria-label="{name}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _extent(rings: Sequence[Ring]) -> list[tuple[float, float]]:
    """Two corners of the largest ring: a far island does not shrink the rest to a dot."""
    boxes = [
        (min(lon for lon, _ in r), min(lat for _, lat in r), max(lon for lon, _ in r), max(lat for _, lat in r))
        for r in rings
    ]
    if not boxes:
        return []
    west, south, east, north = max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    return [(west, south), (east, north)]


def _touches(ring: Ring, west: float, south: float, east: float, north: float) -> bool:
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    return min(lons) <= east and max(lons) >= west and min(lats) <= north and max(lats) >= south


def _path(ring: Ring, place: object) -> str:
    assert callable(place)
    points = [place(lon, lat) for lon, lat in ring]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
