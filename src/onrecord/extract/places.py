"""Places, countries and peoples in a parsed report: names known to the gazetteer first, with the parse as evidence.

`find_places` gives mentions; `read_places` the fuller answer with points and readings, for the map and for measuring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extract.place_evidence import ENOUGH, HOPELESS, PLACE_LABELS, SLACK, SURE, Entities, weigh_names
from onrecord.extract.place_resolve import Name, Reading, read_countries, read_entries, resolve_names
from onrecord.extract.place_scan import Found, Words, overlaps, scan_names, split_words
from onrecord.extract.place_words import PlaceWords, load_place_words
from onrecord.model import Entity, EntityKind, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.record.countries import Countries
    from onrecord.record.gazetteer import Gazetteer

MOST_ALTERNATIVES = 5
PLAUSIBLE_SHARE = 0.02
CAPITAL = 0.9


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """A name with what it stands for.  `best` is None for a name the gazetteer does not hold."""

    span: Span
    kind: str  # "country", "demonym", "place", "unknown"
    best: Reading | None
    others: tuple[Reading, ...] = ()
    embedded: bool = False  # part of the name of a body


def find_places(doc: Doc, *, gazetteer: Gazetteer, countries: Countries, language: str = "en") -> tuple[Mention, ...]:
    """Mentions of places, countries and peoples, in reading order.  Raises UnknownLanguage.

    Peoples ("Russian") have the category "demonym" and stand for their country; a country's category is "country"; a
    place's is its kind in the gazetteer.  A place that the parse sees and the gazetteer lacks has no entity.
    Names within names of bodies ("Kyiv Court of Appeal") are left out.
    """
    found = read_places(doc, gazetteer=gazetteer, countries=countries, language=language)
    return tuple(_mention(reading) for reading in found if not reading.embedded)


def read_places(
    doc: Doc, *, gazetteer: Gazetteer, countries: Countries, language: str = "en"
) -> tuple[PlaceReading, ...]:
    """Every name of a place, country or people with its readings, best first.  Raises UnknownLanguage."""
    lexicon = load_place_words(language)
    text = doc.text
    words = split_words(text, lexicon.elided)
    entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    found = scan_names(words, lexicon, gazetteer, countries)
    kept = _accept(found, words, entities, lexicon, gazetteer, countries)
    _group(kept, words, lexicon, gazetteer, countries)
    out = [_reading(item) for item in kept]
    out += _unknown(kept, words, entities, lexicon)
    return tuple(sorted(out, key=lambda r: (r.span.start, r.span.end)))


@dataclass(slots=True)
class _Kept:
    """A name accepted as a place's."""

    found: Found
    embedded: bool = False
    as_division: bool = False
    name: Name | None = None


def _accept(
    found: Sequence[Found],
    words: Words,
    entities: Entities,
    lexicon: PlaceWords,
    gazetteer: Gazetteer,
    countries: Countries,
) -> list[_Kept]:
    """Names that are places' in their context, and further mentions of those that surely are."""
    scores = weigh_names(found, words, entities, lexicon, gazetteer, countries)
    sure = {item.text for item, score in zip(found, scores, strict=True) if score >= SURE}
    kept = []
    for item, score in zip(found, scores, strict=True):
        if score >= ENOUGH or (score > HOPELESS and item.text in sure):
            embedded = item.kind == "body" or _is_embedded(item, words, entities, lexicon)
            kept.append(_Kept(item, embedded=embedded, as_division=_is_division(item, words, lexicon)))
    return kept


def _is_embedded(item: Found, words: Words, entities: Entities, lexicon: PlaceWords) -> bool:
    """Whether a name is part of a longer name of a body."""
    entity = overlaps(entities, item.start, item.end)
    if entity is None or entity[2] != "ORG" or entity[1] - entity[0] <= item.end - item.start + SLACK:
        return False
    return not _is_list(words.text[entity[0] : entity[1]], lexicon)


def _is_list(surface: str, lexicon: PlaceWords) -> bool:
    """Whether the parse took a list for one name: "Donetsk Oblast and Bakhmut"."""
    return "," in surface or any(word in lexicon.joining for word in surface.split())


def _is_division(item: Found, words: Words, lexicon: PlaceWords) -> bool:
    last = words.words[item.last - 1].lower()
    after = words.words[item.last].lower() if item.last < len(words.words) and words.gap(item.last - 1) == " " else ""
    return last in lexicon.division or after in lexicon.division


def _group(
    kept: Sequence[_Kept], words: Words, lexicon: PlaceWords, gazetteer: Gazetteer, countries: Countries
) -> None:
    """Join mentions of one name, note containers named right after, and resolve all names together."""
    names: dict[tuple[str, bool], Name] = {}
    containers = [_container(item.found, gazetteer, countries) for item in kept]
    order: list[Name] = []
    for n, item in enumerate(kept):
        found = item.found
        key = (found.text.casefold(), item.as_division)
        inside = None
        contained = n + 1 < len(kept) and containers[n + 1] is not None
        if contained and found.kind == "place":
            following = kept[n + 1].found
            gap = words.text[found.end : following.start]
            if gap in (", ", " ", ",") or gap.strip(" \n") in (",",) or (gap == " in " and following.kind != "country"):
                inside = containers[n + 1]
        name = names.get(key)
        if name is None:
            readings = _readings(item, gazetteer, countries, lexicon)
            name = Name(readings, weight=0.3 if found.kind == "demonym" else 1.0, as_division=item.as_division)
            names[key] = name
            order.append(name)
        else:
            name.mentions += 1
        if inside is not None and name.inside is None and _holds(name, inside):
            name.inside = inside
        # A state named as the holder of a town is that state, not its city.
        if n and found.kind == "place" and _held_by(kept[n - 1].found, found, words, gazetteer):
            alone = [r for r in name.readings if r.kind == "admin1" and r.country in ("US", "CA", "AU", "IN")]
            if alone:
                name = Name(alone, as_division=True)
                order.append(name)
        item.name = name
    resolve_names([name for name in order if name.readings])


def _holds(name: Name, inside: tuple[str, int]) -> bool:
    country, division = inside
    return any(r.country == country and (division < 0 or r.division == division) for r in name.readings)


def _held_by(town: Found, state: Found, words: Words, gazetteer: Gazetteer) -> bool:
    if town.kind != "place" or words.text[town.end : state.start] != ", ":
        return False
    divisions = {e >> 1 for e in state.entries if gazetteer.place(e >> 1).kind == "admin1"}
    for entry in town.entries[:40]:
        if any(p.index in divisions for p in gazetteer.divisions_of(gazetteer.place(entry >> 1))):
            return True
    return False


def _container(found: Found, gazetteer: Gazetteer, countries: Countries) -> tuple[str, int] | None:
    """(country, first-level division or -1) when a name can hold a town named before it."""
    if found.kind == "short":
        index = _short_index(found, gazetteer)
        return (found.codes[0], index) if index is not None else None
    if found.kind == "country" and len(found.codes) == 1 and not found.weak:
        iso2 = countries[found.codes[0]].iso2
        return (iso2, -1) if iso2 else None
    if found.kind == "place":
        for entry in found.entries[:4]:
            place = gazetteer.place(entry >> 1)
            if place.kind == "admin1" and not entry & 1:
                return place.country, place.index
    return None


def _short_index(found: Found, gazetteer: Gazetteer) -> int | None:
    """The division of a short form: ISO letters are GeoNames' letters in the United States; Canada has numbers."""
    country, code = found.codes
    place = gazetteer.division(country, code)
    return place.index if place is not None else None


def _readings(item: _Kept, gazetteer: Gazetteer, countries: Countries, lexicon: PlaceWords) -> list[Reading]:
    found = item.found
    if found.kind == "short":
        index = _short_index(found, gazetteer)
        return [] if index is None else read_entries((index * 2,), gazetteer, as_division=True)
    if found.kind in ("demonym", "body") and found.entries:
        return read_entries(found.entries, gazetteer, as_division=False)
    if found.codes:
        readings = read_countries(found.codes, countries, weak=found.weak)
        if found.weak:
            readings += read_entries(gazetteer.lookup_folded(gazetteer.fold(found.text)), gazetteer, as_division=False)
        return readings
    readings = read_entries(found.entries, gazetteer, as_division=item.as_division)
    for country in countries.of_capital(found.text):
        largest = max((r for r in readings if r.country == country.iso2 and r.kind == "city"), key=_size, default=None)
        if largest is not None:
            largest.prior += CAPITAL
    return readings


def _size(reading: Reading) -> int:
    return reading.place.population if reading.place is not None else 0


def _unknown(kept: Sequence[_Kept], words: Words, entities: Entities, lexicon: PlaceWords) -> list[PlaceReading]:
    """Places the parse sees and the gazetteer lacks."""
    spans = sorted((k.found.start, k.found.end, "") for k in kept)
    out = []
    for start, end, label in entities:
        if label not in PLACE_LABELS or overlaps(spans, start, end) is not None:
            continue
        surface = words.text[start:end]
        if not surface[:1].isupper() and not any(c.isupper() for c in surface):
            continue
        typed = surface.split()[-1] in lexicon.street | lexicon.ground | lexicon.building
        before = words.text[max(0, start - 12) : start].split()
        if typed or (label == "GPE" and before and before[-1] in lexicon.surely_before):
            out.append(PlaceReading(Span(start, end), "unknown", None))
    return out


def _reading(item: _Kept) -> PlaceReading:
    found = item.found
    readings = item.name.readings if item.name is not None else []
    kind = found.kind if found.kind in ("country", "demonym") else "place"
    best = readings[0] if readings else None
    if kind == "country" and best is not None and best.state is None:
        kind = "place"
    others = tuple(r for r in readings[1 : MOST_ALTERNATIVES + 1] if r.share >= PLAUSIBLE_SHARE)
    return PlaceReading(Span(found.start, found.end), kind, best, others, item.embedded)


def _mention(reading: PlaceReading) -> Mention:
    best = reading.best
    if best is None:
        return Mention(reading.span, EntityKind.PLACE)
    others = tuple(_id(r) for r in reading.others)
    if best.state is not None:
        entity = Entity(best.state.id, EntityKind.COUNTRY, best.state.entity().label, others)
        return Mention(reading.span, EntityKind.COUNTRY, entity, reading.kind)
    assert best.place is not None
    category = "demonym" if reading.kind == "demonym" else best.kind
    return Mention(reading.span, EntityKind.PLACE, best.place.entity(others), category)


def _id(reading: Reading) -> str:
    if reading.state is not None:
        return reading.state.id
    assert reading.place is not None
    return reading.place.id
