"""Places in the form of the scorer of `benchmarks/places`.

What the benchmarks count as places differs from what a claim sheet does: adjectives of countries ("Russian troops")
and names within names of bodies are gold there.  Both are added here, and only here; nouns for peoples ("Russians")
are not.  A name the parse takes for a place and the gazetteer lacks (a street, a school) is put where the report
mostly happens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from onrecord.extract.parse import parse
from onrecord.extract.places import PlaceReading, read_places
from onrecord.record.countries import load_countries
from onrecord.record.gazetteer import load_gazetteer


def predict(record: dict[str, Any], *, language: str = "en") -> dict[str, Any]:
    """`{"id", "places": [{"start", "end", "name", "lat", "lon", "geonameid"}]}` for a record with "id" and "text"."""
    text = record["text"]
    doc = parse(text, language=language)
    found = read_places(doc, gazetteer=load_gazetteer(), countries=load_countries(language), language=language)
    return {"id": record["id"], "places": rows_of(found, text, language=language)}


def rows_of(found: Sequence[PlaceReading], text: str, *, language: str = "en") -> list[dict[str, Any]]:
    """Rows of the scorer's form for the places of one text."""
    people = {form for country in load_countries(language).values() for form in country.people}
    focus = _focus(found)
    rows = []
    for reading in found:
        name = reading.span.of(text)
        if reading.kind == "demonym" and name in people:
            continue
        row = {"start": reading.span.start, "end": reading.span.end, "name": name}
        best = reading.best
        if best is None:
            if focus is None:
                continue
            row |= {"lat": focus[0], "lon": focus[1], "geonameid": None}
        else:
            number = best.state.geonameid if best.state is not None else best.place and best.place.geonameid
            row |= {"lat": best.lat, "lon": best.lon, "geonameid": number}
        rows.append(row)
    return rows


def _focus(found: Sequence[PlaceReading]) -> tuple[float, float] | None:
    """The point of the town named most, or of the region where there is none."""
    for kinds in (("city", "admin2", "district", "borough"), ("admin1", "region", "island")):
        points = Counter(
            (r.best.lat, r.best.lon) for r in found if r.best is not None and r.best.kind in kinds and not r.embedded
        )
        if points:
            return points.most_common(1)[0][0]
    return None
