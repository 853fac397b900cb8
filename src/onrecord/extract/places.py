"""Places, countries and peoples in a parsed report: names known to the gazetteer first, with the parse as evidence.

`find_places` gives mentions; `read_places` the fuller answer with points and readings, for the map and for measuring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extract.place_resolve import Name, Reading, read_countries, read_entries, resolve_names
from onrecord.extract.place_scan import Found, Words, overlaps, scan_names, split_words
from onrecord.extract.place_words import PlaceWords, load_place_words
from onrecord.model import Entity, EntityKind, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.record.countries import Countries
    from onrecord.record.gazetteer import Gazetteer

_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
MOST_ALTERNATIVES = 5
PLAUSIBLE_SHARE = 0.02
CAPITAL = 0.9
COHERENT = 1.0
SURNAME_COUNTRIES = frozenset(("US", "GB", "CA", "AU", "NZ", "IE"))
KNOWN_WELL = 100_000
KNOWN = 15_000


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
    words = split_words(text)
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
    entities: Sequence[tuple[int, int, str]],
    lexicon: PlaceWords,
    gazetteer: Gazetteer,
    countries: Countries,
) -> list[_Kept]:
    """Names that are places' in their context; a second look at those whose namesake was accepted elsewhere."""
    people = _surnames(words.text, entities)
    plain = [
        _evidence(item, words, entities, lexicon, gazetteer, people, found[n - 1] if n else None)
        for n, item in enumerate(found)
    ]
    named = _countries_named(found, plain, gazetteer, countries)
    verdicts = [score + _coherence(item, named, gazetteer, countries) for item, score in zip(found, plain, strict=True)]
    sure = {item.text for item, score in zip(found, verdicts, strict=True) if score >= 1.5}
    kept = []
    for item, score in zip(found, verdicts, strict=True):
        if score >= 0.5 or (score > -1.0 and item.text in sure):
            label = overlaps(entities, item.start, item.end)
            embedded = (
                label is not None and label[2] == "ORG" and (label[0] < item.start or label[1] > item.end)
                and label[1] - label[0] > item.end - item.start + 4
                and not _is_list(words.text[label[0] : label[1]], lexicon)
            )  # fmt: skip
            kept.append(
                _Kept(item, embedded=embedded or item.kind == "body", as_division=_is_division(item, words, lexicon))
            )
    return kept


def _is_list(surface: str, lexicon: PlaceWords) -> bool:
    """Whether the parse took a list for one name: "Donetsk Oblast and Bakhmut"."""
    return "," in surface or any(word in lexicon.joining for word in surface.split())


def _countries_named(
    found: Sequence[Found], plain: Sequence[float], gazetteer: Gazetteer, countries: Countries
) -> set[str]:
    """Countries (ISO alpha-2) that the report names, by themselves, by their people or by a place that is surely meant."""
    out: set[str] = set()
    for item, score in zip(found, plain, strict=True):
        if item.kind in ("country", "demonym") and not item.weak:
            out.update(countries[code].iso2 or "" for code in item.codes)
        elif item.kind == "place" and score >= 1.3:
            out.add(gazetteer.place(item.entries[0] >> 1).country)
    return out - {""}


def _coherence(item: Found, named: set[str], gazetteer: Gazetteer, countries: Countries) -> float:
    """What it adds that a name is a place's in a country the report names.

    Little for countries whose towns bear the surnames of English news.
    """
    if item.kind == "country" and item.weak:
        beside = {countries[n].iso2 for code in item.codes for n in countries[code].neighbours if n in countries}
        return COHERENT if beside & named else 0.0
    if item.kind != "place":
        return 0.0
    places = [gazetteer.place(entry >> 1) for entry in item.entries[:3]]
    if places[0].kind in ("base", "plant", "site", "strait", "sea") and item.last - item.first > 1:
        return COHERENT
    if any(p.country in named and p.country not in SURNAME_COUNTRIES for p in places):
        return COHERENT if not any(p.country in SURNAME_COUNTRIES for p in places) else COHERENT / 2
    return 0.0


def _surnames(text: str, entities: Sequence[tuple[int, int, str]]) -> set[str]:
    """Words of names of persons, of two words and more."""
    out: set[str] = set()
    for start, end, label in entities:
        if label == "PERSON":
            parts = text[start:end].replace("’s", "").replace("'s", "").split()
            if len(parts) > 1:
                out.update(parts)
    return out


def _evidence(
    item: Found, words: Words, entities: Sequence[tuple[int, int, str]], lexicon: PlaceWords, gazetteer: Gazetteer,
    people: set[str], previous: Found | None,
) -> float:  # fmt: skip
    """How surely a name is a place's here: 1.5 and more is sure, under 0.5 is not."""
    text = words.text
    before = words.words[item.first - 1] if item.first else ""
    gap_before = words.gap(item.first - 1) if item.first else ""
    close_before = before if gap_before in (" ", "-", "\n") else ""
    after = words.words[item.last] if item.last < len(words.words) else ""
    gap_after = text[item.end : words.starts[item.last]] if after else ""
    close_after = after if gap_after in (" ", "-") else ""
    label = overlaps(entities, item.start, item.end)
    tag = label[2] if label else ""
    longer = label is not None and label[1] - label[0] > item.end - item.start + 4
    if item.kind == "body":
        return 2.0
    if item.kind == "demonym":
        return -1.0 if tag == "PERSON" and longer else 2.0
    if item.kind == "short":
        inner = "." in item.text[:-1] or gap_before.startswith(",")
        return 2.0 if inner or tag == "GPE" else -1.0
    score = 0.0
    single = item.last - item.first == 1
    if item.kind == "country":
        score = 0.4 if item.weak else 1.6
        size = 10**7
    else:
        first = gazetteer.place(item.entries[0] >> 1)
        size = first.population if first.kind in ("city", "admin1", "admin2") else KNOWN_WELL
        if item.entries[0] & 1:
            size //= 20
        score = 0.2 if size >= KNOWN_WELL else -0.1 if size >= KNOWN else -0.4
        if not single:
            score += 0.5 if not item.entries[0] & 1 else 0.2
    if tag in _PLACE_LABELS:
        score += 1.2 if not longer or tag != "FAC" else 0.4
    elif tag == "PERSON":
        score -= 1.6 if longer else 0.6
    elif tag == "ORG":
        leads = label is not None and item.start - label[0] <= 4  # "Huntsville Fire Department", "The Ohio ..."
        score += 0.4 if longer and leads and close_after not in lexicon.works else -0.3
    elif tag:
        score -= 0.3
    if close_before.lower() in lexicon.surely_before and close_before.islower():
        score += 0.9
    elif close_before.lower() in lexicon.before and close_before.islower():
        score += 0.5
    elif close_before in lexicon.titles:
        score -= 1.5
    elif close_before[:1].isupper() and len(close_before) == 1:
        score -= 1.0
    elif close_before.lower() in lexicon.struck:
        score += 0.7
    elif previous and previous.last == item.first and previous.kind in ("country", "demonym"):
        score += 0.4  # "Iran's Natanz"
    elif close_before[:1].isupper() and item.kind == "place" and tag not in _PLACE_LABELS:
        score -= 0.6
    if item.kind == "place" and (close_after in lexicon.locals or close_after.lower() in lexicon.locals):
        score += 0.9
    elif close_before.lower() in lexicon.articles and close_after.islower():
        score += 0.6  # "a Gainesville man": no person's name stands after an article
    opening = not item.start or text[item.start - 1] == "\n"
    if (
        item.text.isupper()
        and (len(item.text) > 4 or (len(item.text) == 4 and opening))
        and not (close_before.isupper() or close_after.isupper())
    ):
        score += 0.9  # the place in capitals at the head of a report
    if gap_after.startswith(",") and after[:1].isupper() and after in lexicon.postal:
        score += 1.0
    if close_after in lexicon.works:
        score -= 1.0
    elif close_after in lexicon.says and close_before not in lexicon.surely_before:
        score -= 0.6
    elif single and close_after[:1].isupper() and gap_after == " " and tag not in _PLACE_LABELS:
        score -= 0.3
    if close_after in lexicon.street and item.kind == "place":
        score -= 1.2
    if single and item.text in people and item.kind == "place" and tag not in _PLACE_LABELS:
        score -= 1.0
    if item.text.isupper() and len(item.text) < 5 and item.kind == "place" and not opening:
        score -= 0.8
    return score


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
            name = Name(readings, weight=0.3 if found.kind == "demonym" else 1.0)
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
                name = Name(alone)
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


def _unknown(
    kept: Sequence[_Kept], words: Words, entities: Sequence[tuple[int, int, str]], lexicon: PlaceWords
) -> list[PlaceReading]:
    """Places the parse sees and the gazetteer lacks."""
    spans = sorted((k.found.start, k.found.end, "") for k in kept)
    out = []
    for start, end, label in entities:
        if label not in _PLACE_LABELS or overlaps(spans, start, end) is not None:
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
        entity = Entity(best.state.id, EntityKind.COUNTRY, best.state.name, others)
        return Mention(reading.span, EntityKind.COUNTRY, entity, reading.kind)
    assert best.place is not None
    category = "demonym" if reading.kind == "demonym" else best.kind
    return Mention(reading.span, EntityKind.PLACE, best.place.entity(others), category)


def _id(reading: Reading) -> str:
    if reading.state is not None:
        return reading.state.id
    assert reading.place is not None
    return reading.place.id
