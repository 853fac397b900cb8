"""`onrecord show`: one thread in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.ledger import ledger_option
from onrecord.cli.output import check_writable, write_output

if TYPE_CHECKING:
    from onrecord.export.drawing import MapData, MapPoint
    from onrecord.record.geography import Geography
    from onrecord.store.threads import ThreadCard

_TOLERANCE = 0.02  # degrees an outline is simplified by: a page, not an atlas
_ROOM = 0.02  # of the map, that a country must fill to be named
_MOST_PLACES = 40  # drawn on the map of a thread
_COUNTRY_KM = 112.8  # √(area / π) of a country of 40,000 km²; used where no area is known


@click.command("show")
@click.argument("thread")
@ledger_option
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page with a chart and a map.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Of the claims of a large thread.")
@click.option("--whole", is_flag=True, help="All claims of a large thread, not a page of them.")
def show_command(thread: str, ledger: str | None, html: Path | None, page: int, whole: bool) -> None:
    """Show THREAD: figures over time, upstream sources, outlets, copies, contradictions, quotations, decisions.

    THREAD is an id that onrecord threads prints, or the start of one. Of a thread of more than 400 claims a page of the
    newest is printed in full; sources, outlets, copies and the different figures are of all of them.
    """
    from onrecord.export.thread_page import build_thread_page
    from onrecord.export.thread_text import write_thread
    from onrecord.export.wording import thread_words
    from onrecord.store import Ledger
    from onrecord.store.names import find_thread
    from onrecord.store.threads import load_thread

    if html is not None:
        check_writable(html)
    with Ledger(ledger, create=False) as store, store.reading() as connection:
        try:
            card = load_thread(connection, find_thread(connection, thread).id, page=page, whole=whole)
        except ValueError as error:
            raise click.BadParameter(f"{error}.", param_hint="--page") from error
    words = thread_words()
    if html is None:
        click.echo(write_thread(build_thread_page(card, words)), nl=False)
        return
    from onrecord.export.thread_html import render_thread

    write_output(html, render_thread(card, words, data=gather_map(card)))
    click.echo(f"Wrote {html}", err=True)


def gather_map(card: ThreadCard) -> MapData:
    """Outlines of the countries a thread names and their neighbours, and its places."""
    from onrecord.export.drawing import MapData, MapShape
    from onrecord.record.geography import load_geography

    geography = load_geography()
    named = [name for _, name, _ in card.names]
    places = list(dict.fromkeys((*(name for role, name, _ in card.names if role == "place"), *_places_of(card))))
    codes = list(dict.fromkeys(name.partition("/")[2] for name in named if name.startswith("country/")))[:6]
    near = [other for code in codes for other in geography.neighbours(code) if other not in codes]
    shapes = []
    shown = _shown(codes, geography)
    for code in dict.fromkeys((*codes, *near)):
        outline = geography.outlines.shape(code)
        country = geography.country(code)
        if outline is None or country is None:
            continue
        simple = outline.simplify(_TOLERANCE)
        rings = [
            tuple((float(lon), float(lat)) for lon, lat in part.exterior.coords)
            for part in getattr(simple, "geoms", [simple])
            if part.area > _TOLERANCE
        ]
        shapes.append(MapShape(country.name, tuple(rings), code in codes, _name_place(simple, shown)))
    points = [point for name in places[:_MOST_PLACES] if (point := find_point(name)) is not None]
    return MapData(tuple(shapes), tuple(points))


def _shown(codes: Sequence[str], geography: Geography) -> Any:
    """What the map shows of the world: the countries a thread is about, without their far islands."""
    from shapely import box

    parts = []
    for code in codes:
        outline = geography.outlines.shape(code)
        if outline is not None:
            parts.append(max(getattr(outline, "geoms", [outline]), key=lambda part: part.area).bounds)
    if not parts:
        return None
    west, south, east, north = zip(*parts, strict=True)
    return box(min(west), min(south), max(east), max(north))


def _name_place(outline: Any, shown: Any) -> tuple[float, float] | None:
    """A point well within what is shown of a country; None when that is too little for its name."""
    inside = outline.intersection(shown) if shown is not None else outline
    if inside.is_empty or inside.area < _ROOM * (shown or outline).area:
        return None
    largest = max(getattr(inside, "geoms", [inside]), key=lambda part: part.area)
    point = largest.representative_point()
    return float(point.x), float(point.y)


def _places_of(card: ThreadCard) -> list[str]:
    """Ids of the places that claims of the thread name, those named most often first; countries have their outline."""
    found: Counter[str] = Counter()
    for one in card.view.tellings:
        found.update(name for name, _ in one.profile.places if name.startswith("place/"))
    return [name for name, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))]


def find_point(entity_id: str) -> MapPoint | None:
    """Where a place or country is, and how far it reaches; None when it is not known."""
    from math import pi, sqrt

    from onrecord.export.drawing import MapPoint
    from onrecord.record.countries import load_countries
    from onrecord.record.gazetteer import load_gazetteer

    kind, _, key = entity_id.partition("/")
    if kind == "country":
        country = load_countries().get(key)
        if country is None or country.lat is None or country.lon is None:
            return None
        reach = sqrt(country.area_km2 / pi) if country.area_km2 else _COUNTRY_KM
        return MapPoint(entity_id, country.name, country.lat, country.lon, round(reach))
    if kind != "place":
        return None
    place = load_gazetteer().get(entity_id)
    return None if place is None else MapPoint(entity_id, place.name, place.lat, place.lon, place.precision_km)
