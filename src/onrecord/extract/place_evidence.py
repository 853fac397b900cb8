"""How surely a name is that of a place where it stands: the words beside it, what the parse makes of it, its size.

Points are added up.  Under 0.4 a name is left alone, from 1.5 its other mentions are believed too.  The weights were
set by hand on the development part of the places benchmark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extract.place_scan import Found, Words, overlaps
from onrecord.extract.place_words import PlaceWords

if TYPE_CHECKING:
    from onrecord.record.countries import Countries
    from onrecord.record.gazetteer import Gazetteer

Entities = Sequence[tuple[int, int, str]]  # (start, end, label) of the parse, in order

PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
ENOUGH, SURE, HOPELESS = 0.4, 1.5, -1.0
COHERENT = 1.0
SURNAME_COUNTRIES = frozenset(("US", "GB", "CA", "AU", "NZ", "IE"))
KNOWN_WELL, KNOWN = 100_000, 15_000  # people
ALTERNATE_SHRINKS = 20  # a name a place is not listed by counts as that of a place so many times smaller
NAMED_SURELY = 1.3  # from here on, a place tells which country a report is about
SLACK = 4  # an entity may be this much longer than the name and still be the same: "the ", "'s"


@dataclass(frozen=True, slots=True)
class _Beside:
    """The words next to a name, "" where something other than a space or hyphen stands between."""

    before: str
    after: str
    gap_before: str
    gap_after: str
    next: str  # the next word, whatever stands between
    label: str  # of the parse's entity, "" for none
    longer: bool  # the entity is longer than the name
    leads: bool  # the name stands at the start of the entity
    opening: bool  # at the start of a line


def weigh_names(
    found: Sequence[Found],
    words: Words,
    entities: Entities,
    lexicon: PlaceWords,
    gazetteer: Gazetteer,
    countries: Countries,
) -> list[float]:
    """Points of every name, those for fitting the countries the report names included."""
    people = surnames(words.text, entities)
    plain = []
    for n, item in enumerate(found):
        beside = _look_beside(item, words, entities)
        follows = n > 0 and found[n - 1].last == item.first and found[n - 1].kind in ("country", "demonym")
        plain.append(_weigh(item, beside, lexicon, gazetteer, people, follows_country=follows))
    named = _countries_named(found, plain, gazetteer, countries)
    near = {beside for code in sorted(named) for beside in countries.beside(code)}
    return [
        score + _coherence(item, named, near, gazetteer, countries) for item, score in zip(found, plain, strict=True)
    ]


def surnames(text: str, entities: Entities) -> set[str]:
    """Words of names of persons, of two words and more."""
    out: set[str] = set()
    for start, end, label in entities:
        if label == "PERSON":
            parts = text[start:end].replace("’s", "").replace("'s", "").split()
            if len(parts) > 1:
                out.update(parts)
    return out


def _look_beside(item: Found, words: Words, entities: Entities) -> _Beside:
    text = words.text
    before = words.words[item.first - 1] if item.first else ""
    gap_before = words.gap(item.first - 1) if item.first else ""
    after = words.words[item.last] if item.last < len(words.words) else ""
    gap_after = text[item.end : words.starts[item.last]] if after else ""
    entity = overlaps(entities, item.start, item.end)
    return _Beside(
        before=before if gap_before in (" ", "-", "\n") else "",
        after=after if gap_after in (" ", "-") else "",
        gap_before=gap_before,
        gap_after=gap_after,
        next=after,
        label=entity[2] if entity else "",
        longer=entity is not None and entity[1] - entity[0] > item.end - item.start + SLACK,
        leads=entity is not None and item.start - entity[0] <= SLACK,
        opening=not item.start or text[item.start - 1] == "\n",
    )


def _weigh(
    item: Found, beside: _Beside, lexicon: PlaceWords, gazetteer: Gazetteer, people: set[str], *, follows_country: bool
) -> float:
    if item.kind == "body":
        return 2.0
    if item.kind == "demonym":
        return -1.0 if beside.label == "PERSON" and beside.longer else 2.0
    if item.kind == "short":
        stops_within = "." in item.text[:-1]
        return 2.0 if stops_within or beside.gap_before.startswith(",") or beside.label == "GPE" else -1.0
    score = _points_of_size(item, gazetteer)
    score += _points_of_label(beside, lexicon)
    score += _points_of_before(item, beside, lexicon, follows_country=follows_country)
    score += _points_of_after(item, beside, lexicon)
    return score + _points_of_shape(item, beside, people)


def _points_of_size(item: Found, gazetteer: Gazetteer) -> float:
    if item.kind == "country":
        return 0.4 if item.weak else 1.6
    first = gazetteer.place(item.entries[0] >> 1)
    alternate = item.entries[0] & 1
    size = first.population if first.kind in ("city", "admin1", "admin2") else KNOWN_WELL
    if alternate:
        size //= ALTERNATE_SHRINKS
    score = 0.2 if size >= KNOWN_WELL else -0.1 if size >= KNOWN else -0.4
    if item.last - item.first > 1:
        score += 0.2 if alternate else 0.5
    return score


def _points_of_label(beside: _Beside, lexicon: PlaceWords) -> float:
    if beside.label in PLACE_LABELS:
        return 0.4 if beside.longer and beside.label == "FAC" else 1.2
    if beside.label == "PERSON":
        return -1.6 if beside.longer else -0.6
    if beside.label == "ORG":  # "Huntsville Fire Department", "The Ohio Department of Health"
        fits = beside.longer and beside.leads and beside.after not in lexicon.works
        return 0.4 if fits else 0.0 if beside.after.lower() in lexicon.locals else -0.3
    return -0.3 if beside.label else 0.0


def _points_of_before(item: Found, beside: _Beside, lexicon: PlaceWords, *, follows_country: bool) -> float:
    before = beside.before
    if before.islower() and before in lexicon.surely_before:
        return 0.9
    if before.islower() and before in lexicon.before:
        return 0.5
    if before in lexicon.titles:
        return -1.5
    if before[:1].isupper() and len(before) == 1 and before.lower() not in lexicon.articles:
        return -1.0
    if before.lower() in lexicon.struck:
        return 0.9
    if follows_country:  # "Iran's Natanz"
        return 0.4
    if before[:1].isupper() and item.kind == "place" and beside.label not in PLACE_LABELS:
        return -0.6
    return 0.0


def _points_of_after(item: Found, beside: _Beside, lexicon: PlaceWords) -> float:
    after, score = beside.after, 0.0
    is_place = item.kind == "place"
    if is_place and (after in lexicon.locals or after.lower() in lexicon.locals):
        score += 0.9
    elif beside.before.lower() in lexicon.articles and after.islower():
        score += 0.6  # "a Gainesville man": no person's name stands after an article
    if beside.gap_after.startswith(",") and beside.next[:1].isupper() and beside.next in lexicon.postal:
        score += 1.0
    if after in lexicon.works:
        score -= 1.0
    elif after in lexicon.says and beside.before not in lexicon.surely_before:
        score -= 0.6
    elif item.last - item.first == 1 and after[:1].isupper() and beside.gap_after == " ":
        score -= 0.0 if beside.label in PLACE_LABELS else 0.3
    if is_place and after in lexicon.street:
        score -= 1.2
    return score


def _points_of_shape(item: Found, beside: _Beside, people: set[str]) -> float:
    score = 0.0
    is_place = item.kind == "place"
    shouted = item.text.isupper()
    if shouted and (len(item.text) > 4 or (len(item.text) == 4 and beside.opening)):
        # The place in capitals at the head of a report, not a word of a headline in capitals.
        score += 0.0 if beside.before.isupper() or beside.after.isupper() else 0.9
    if shouted and len(item.text) < 5 and is_place and not beside.opening:
        score -= 0.8
    if is_place and item.last - item.first == 1 and item.text in people and beside.label not in PLACE_LABELS:
        score -= 1.0
    return score


def _countries_named(
    found: Sequence[Found], plain: Sequence[float], gazetteer: Gazetteer, countries: Countries
) -> set[str]:
    """Countries (ISO alpha-2) the report names: by name, by their people, or by a place that is surely meant."""
    out: set[str] = set()
    for item, score in zip(found, plain, strict=True):
        if item.kind in ("country", "demonym") and not item.weak:
            out.update(countries[code].iso2 or "" for code in item.codes)
        elif item.kind == "place" and score >= NAMED_SURELY:
            out.add(gazetteer.place(item.entries[0] >> 1).country)
    return out - {""}


def _coherence(item: Found, named: set[str], near: set[str], gazetteer: Gazetteer, countries: Countries) -> float:
    """What it adds that a name is that of a place in a country the report names, or in a neighbour of one.

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
        return COHERENT / 2 if any(p.country in SURNAME_COUNTRIES for p in places) else COHERENT
    if all(p.country in near and p.country not in SURNAME_COUNTRIES for p in places):
        return COHERENT / 2
    return 0.0
