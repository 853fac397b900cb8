"""Places: in which country and which part of it, how far and which way from one another.  Rules: docs/geography.md.

An answer that disagrees is given only where every reading of the names gives it and no disputed ground is in play.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.check.geo_answer import (
    AGREES_WITHIN,
    DISAGREES_BEYOND,
    Answer,
    cannot_tell,
    degrees_of,
    say,
    say_name,
    say_side,
    say_wind,
)
from onrecord.check.geo_names import GeoName
from onrecord.check.geo_sides import judge_side_of_countries
from onrecord.model import Fact, Verdict

if TYPE_CHECKING:
    from onrecord.record.countries import Country
    from onrecord.record.gazetteer import Place
    from onrecord.record.geography import Geography

WELL_KNOWN = 50_000  # people; below, the gazetteer's silence about a namesake abroad proves little
METROPOLIS = 200_000  # so many people make a town known: who names it means no namesake
TOWN = 20_000  # the same, where another place is named beside it
FEW_NAMESAKES, CITY, OUTSHINES = 3, 500_000, 10
PART_AGREES, PART_DISAGREES = 0.6, 0.28  # share of the way across the country, by both measures
NEAR_KM = 30.0  # the outlines are drawn at 1:10 million
MOST_NAMESAKES = 40
NEXT_KM = 10.0  # from edge to edge or middle to middle, where towns lie side by side
BESIDE_KM, FAR_KM = 40.0, 200.0  # "near the border": towns an hour away are still called so

_SEATS_SINCE = 1950  # before, other towns than today's were the capitals of several states
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_NEXT_WIND = 67.5  # degrees: "western" is still said of what lies to the north-west


def judge_contained(
    name: GeoName, country: Country, direction: str | None, geography: Geography, *, firm: bool
) -> Answer | None:
    """ "X in northern C"."""
    places = [p for p in name.places if p.kind not in ("ocean", "sea", "gulf", "strait", "river", "range", "line")]
    places = [p for p in places if p.kind != "continent" and p.precision_km < 1000]
    towns = [p for p in places if p.kind in ("city", "base", "airport")]
    places = towns or places  # a town before the province that bears its name
    if not places or country.until or not country.on_the_map:
        return None
    zone = geography.disputed_named(name.text) or geography.disputed_at(places[0].point)
    words = {"place": name.text, "country": say_name(country)}
    if zone is None:
        zone = geography.disputed_country(country.code)
    claimed = zone is not None and (country.code in zone.parties or any(p.country == country.iso2 for p in places))
    if zone is not None and claimed and zone.consensus != country.code:
        return cannot_tell("contained.disputed", "disputed ground", (), **words, zone=zone.name)
    here = [p for p in places if p.country == country.iso2]
    if here:
        if direction is None:
            return Answer(
                "contained.agrees",
                Verdict.AGREES,
                say("contained.agrees", **words),
                (_fact_of(here[0], country, geography),),
            )
        return _judge_part(here, country, direction, geography, words)
    first = places[0]
    facts = (_fact_of(first, None, geography),)
    if zone is not None:
        return cannot_tell("contained.disputed", "disputed ground", facts, **words, zone=zone.name)
    apart = [geography.distance_to_country_km(country.code, p.point) for p in places[:10]]
    if any(km is None or km <= NEAR_KM for km in apart):
        return cannot_tell("contained.near", "too near the border", facts, **words)
    other = _country_of(first, geography)
    dependent = other is None or not other.on_the_map
    prominent = first.population >= WELL_KNOWN and first.kind in ("city", "admin1")
    if not firm:
        return None  # "In Kharkiv, Russia, despite losses, ..." says nothing about where Kharkiv lies
    if not prominent or dependent or len(places) > MOST_NAMESAKES or name.weak:
        return cannot_tell("contained.ambiguous", "not resolved", facts, **words)
    assert other is not None
    sentence = say("contained.disagrees", **words, other=say_name(other))
    return Answer("contained.disagrees", Verdict.DISAGREES, sentence, facts)


def _judge_part(
    places: Sequence[Place], country: Country, direction: str, geography: Geography, words: dict[str, str]
) -> Answer | None:
    """Where in its country a place lies: by the whole extent and by the extent at its own latitude or longitude."""
    said = degrees_of(direction)
    answers = []
    for place in places[:10]:
        found = geography.outlines.position(country.code, place.point)
        if found is None:
            return None
        scores = []
        for axis in ("north", "south", "east", "west"):
            if geography.angle_between(said, degrees_of(axis)) <= 45:
                scores.append(
                    [share if axis in ("north", "east") else 1 - share for share in found[axis in ("east", "west")]]
                )
        worst = min(max(pair) for pair in scores)
        best = min(min(pair) for pair in scores)
        answers.append(_part_verdict(worst, best))
    place = places[0]
    facts = (_fact_of(place, country, geography),)
    values = {**words, "said": say_side(direction)}
    if answers[0] is Verdict.AGREES:
        return Answer("part.agrees", Verdict.AGREES, say("part.agrees", **values), facts)
    if all(answer is Verdict.DISAGREES for answer in answers) and place.precision_km < 60:
        bearing = geography.map_bearing((country.lat or 0.0, country.lon or 0.0), place.point)
        if geography.angle_between(said, bearing) <= _NEXT_WIND:
            return cannot_tell("part.unclear", "direction not plain", facts, **values)
        wind = say_wind(geography.wind_of(bearing))
        return Answer("part.disagrees", Verdict.DISAGREES, say("part.disagrees", **values, wind=wind), facts)
    return cannot_tell("part.unclear", "direction not plain", facts, **values)


def judge_distance(p: GeoName, q: GeoName, km: float, direction: str | None, geography: Geography) -> Answer | None:
    """ "P, 20 km north of Q"."""
    pairs = _pairs(p, q)
    if not pairs:
        return None
    words = {"p": p.text, "q": q.text, "claimed": f"{km:,.0f}"}
    verdicts: list[Verdict] = []
    for one, two in pairs:
        apart = geography.distance_km(one.point, two.point)
        slack = _reach(one) + _reach(two)
        # Large towns reach far, but not so far that 55 km fit two that lie across a river from one another.
        if abs(apart - km) <= 0.15 * max(km, apart) + 5 + min(slack, max(NEXT_KM, apart / 2)):
            verdict = Verdict.AGREES
        elif km > 2.0 * apart + 30 + slack or km < 0.6 * apart - 15 - slack:
            verdict = Verdict.DISAGREES
        else:
            verdict = Verdict.CANNOT_TELL
        if direction is not None and verdict is not Verdict.DISAGREES and apart > slack + 5:
            turned = _turn(two, one, direction, geography)
            if turned is Verdict.DISAGREES:
                verdict = Verdict.DISAGREES
            elif turned is Verdict.CANNOT_TELL and verdict is Verdict.AGREES:
                verdict = Verdict.CANNOT_TELL
        verdicts.append(verdict)
    best = _best(verdicts)
    one, two = pairs[best]
    apart, way = geography.distance_km(two.point, one.point), geography.bearing(two.point, one.point)
    facts = (
        geography.point_fact(one.id, one.point),
        geography.point_fact(two.id, two.point),
        geography.distance_fact(two.id, one.id, apart, way),
    )
    words |= {"km": f"{apart:,.0f}"}
    if verdicts[best] is Verdict.AGREES:
        return Answer("distance.agrees", Verdict.AGREES, say("distance.agrees", **words), facts)
    if all(v is Verdict.DISAGREES for v in verdicts) and _plain(p) and _plain(q):
        if direction is not None and abs(apart - km) <= 0.5 * km:
            values = {"p": p.text, "q": q.text, "said": say_side(direction), "wind": say_wind(geography.wind_of(way))}
            return Answer("direction.disagrees", Verdict.DISAGREES, say("direction.disagrees", **values), facts)
        return Answer("distance.disagrees", Verdict.DISAGREES, say("distance.disagrees", **words), facts)
    rule = "distance.unclear" if len(pairs) == 1 else "distance.ambiguous"
    return cannot_tell(rule, "not resolved" if len(pairs) > 1 else "route unknown", facts, **words)


def judge_border_distance(p: GeoName, country: Country, km: float, geography: Geography) -> Answer | None:
    """ "P, 40 km from the border with C"."""
    places = _likely(p)
    if not places or not country.on_the_map:
        return None
    verdicts, found = [], []
    for place in places:
        apart = geography.distance_to_country_km(country.code, place.point)
        if apart is None or geography.disputed_at(place.point) is not None:
            return None
        if place.country == country.iso2:
            return None  # how far a border is from within needs the border, not the outline
        slack = _reach(place)
        found.append(apart)
        verdicts.append(
            Verdict.AGREES
            if abs(apart - km) <= 0.25 * max(km, apart) + 5 + slack
            else Verdict.DISAGREES
            if apart > 2.0 * km + 40 + slack or km > 2.0 * apart + 60 + slack
            else Verdict.CANNOT_TELL
        )
    best = _best(verdicts)
    values = {"p": p.text, "q": say_name(country), "km": f"{found[best]:,.0f}", "claimed": f"{km:,.0f}"}
    facts = (geography.point_fact(places[best].id, places[best].point),)
    if verdicts[best] is Verdict.AGREES:
        return Answer("distance.agrees", Verdict.AGREES, say("distance.agrees", **values), facts)
    if all(v is Verdict.DISAGREES for v in verdicts) and _plain(p):
        return Answer("distance.disagrees", Verdict.DISAGREES, say("distance.disagrees", **values), facts)
    return cannot_tell("distance.unclear", "route unknown", facts, **values)


def judge_near_border(p: GeoName, country: Country, geography: Geography) -> Answer | None:
    """ "P, near the border with C": agrees within `BESIDE_KM`, disagrees beyond `FAR_KM`, for every reading."""
    places = _likely(p)
    if not places or not country.on_the_map or country.until:
        return None
    verdicts, found = [], []
    for place in places:
        apart = geography.distance_to_country_km(country.code, place.point)
        if apart is None or place.country == country.iso2 or geography.disputed_at(place.point) is not None:
            return None
        found.append(apart)
        slack = _reach(place)
        verdicts.append(
            Verdict.AGREES
            if apart <= BESIDE_KM + slack
            else Verdict.DISAGREES
            if apart > FAR_KM + slack
            else Verdict.CANNOT_TELL
        )
    best = _best(verdicts)
    values = {"p": p.text, "q": say_name(country), "km": f"{found[best]:,.0f}"}
    facts = (geography.point_fact(places[best].id, places[best].point),)
    if verdicts[best] is Verdict.AGREES:
        return Answer("near.border.agrees", Verdict.AGREES, say("near.border.agrees", **values), facts)
    if all(v is Verdict.DISAGREES for v in verdicts) and _plain(p):
        return Answer("near.border.disagrees", Verdict.DISAGREES, say("near.border.disagrees", **values), facts)
    return cannot_tell("near.border.unclear", "what counts as near", facts, **values)


def judge_capital(
    name: GeoName, country: Country, geography: Geography, *, language: str = "en", sentence: str = ""
) -> Answer | None:
    """ "P is the capital of C"; `sentence` is looked through for years in which another town was."""
    if country.until or not country.on_the_map or not country.capitals:
        return None
    table = geography.countries(language)
    words = {"place": name.text, "country": say_name(country), "capital": " or ".join(country.capitals[:1])}
    holders = table.of_capital(name.text)
    facts = (geography.capital_fact(country.code),)
    if geography.disputed_named(name.text) is not None:
        return cannot_tell("capital.unclear", "disputed ground", facts, **words)
    if any(holder.code == country.code for holder in holders):
        return Answer("capital.agrees", Verdict.AGREES, say("capital.agrees", **words), facts)
    if geography.disputed_country(country.code) is not None:
        return None
    since = geography.moved_seats.get(country.code, _SEATS_SINCE)
    if any(int(year) < since for year in _YEAR.findall(sentence)):
        return cannot_tell("capital.unclear", "the seat has moved", facts, **words)
    if any(place.index in _places_named(country.capitals, geography) for place in name.places[:3]):
        return Answer("capital.agrees", Verdict.AGREES, say("capital.agrees", **words), facts)  # another spelling
    town = next((place for place in name.places if place.kind == "city"), None)
    is_town_of_it = town is not None and town.country == country.iso2 and town.population >= WELL_KNOWN
    is_abroad = town is not None and town.population >= METROPOLIS and country.iso2 not in _states_of(name)
    if (is_town_of_it or is_abroad) and country.code not in geography.several_seats and not holders:
        return Answer("capital.not_it", Verdict.DISAGREES, say("capital.not_it", **words), facts)
    # Which of a country's towns is its seat may be open; that another country's is not, is not.
    is_open = country.code in geography.several_seats and (town is None or town.country == country.iso2)
    if holders and not is_open and all(holder.on_the_map for holder in holders):
        words["other"] = say_name(holders[0])
        return Answer("capital.disagrees", Verdict.DISAGREES, say("capital.disagrees", **words), facts)
    return cannot_tell("capital.unclear", "not resolved", facts, **words)


def _states_of(name: GeoName) -> set[str]:
    return {place.country for place in name.places}


def _places_named(names: Sequence[str], geography: Geography) -> set[int]:
    return {entry.place.index for name in names for entry in geography.gazetteer.lookup(name)}


def judge_direction(p: GeoName, q: GeoName, direction: str, geography: Geography) -> Answer | None:
    """ "P lies north of Q"."""
    if p.countries and q.countries:
        return judge_side_of_countries(p, q, direction, geography)
    pairs = _pairs(p, q)
    if not pairs:
        return None
    verdicts = [
        _turn(two, one, direction, geography)
        if geography.distance_km(one.point, two.point) > _reach(one) + _reach(two) + 5
        else Verdict.CANNOT_TELL
        for one, two in pairs
    ]
    if len(set(verdicts)) > 1 and verdicts[0] is not Verdict.AGREES:
        verdicts = [Verdict.CANNOT_TELL] * len(verdicts)  # only a lesser namesake agrees
    best = _best(verdicts)
    one, two = pairs[best]
    way = geography.bearing(two.point, one.point)
    values = {"p": p.text, "q": q.text, "said": say_side(direction), "wind": say_wind(geography.wind_of(way))}
    facts = (geography.point_fact(one.id, one.point), geography.point_fact(two.id, two.point))
    if verdicts[best] is Verdict.AGREES:
        return Answer("direction.agrees", Verdict.AGREES, say("direction.agrees", **values), facts)
    if all(v is Verdict.DISAGREES for v in verdicts) and _plain(p) and _plain(q):
        return Answer("direction.disagrees", Verdict.DISAGREES, say("direction.disagrees", **values), facts)
    return cannot_tell("direction.unclear", "direction not plain", facts, **values)


def _turn(start: Place, end: Place, direction: str, geography: Geography) -> Verdict:
    said = degrees_of(direction)
    turns = [
        geography.angle_between(said, way(start.point, end.point)) for way in (geography.bearing, geography.map_bearing)
    ]
    if min(turns) <= AGREES_WITHIN and max(turns) <= DISAGREES_BEYOND:
        return Verdict.AGREES
    return Verdict.DISAGREES if min(turns) > DISAGREES_BEYOND else Verdict.CANNOT_TELL


def _part_verdict(worst: float, best: float) -> Verdict:
    if best >= PART_AGREES:
        return Verdict.AGREES
    return Verdict.DISAGREES if worst < PART_DISAGREES else Verdict.CANNOT_TELL


def _likely(name: GeoName) -> list[Place]:
    """Readings of a place name that a reporter may mean: not the hamlets, where the name is that of a city."""
    places = [p for p in name.places if p.kind in ("city", "base", "airport", "island", "port", "plant", "site")]
    if not places:
        return []
    most = max(p.population for p in places)
    return [p for p in places if p.population * 200 >= most][:8]


def _pairs(p: GeoName, q: GeoName) -> list[tuple[Place, Place]]:
    return [(one, two) for one in _likely(p) for two in _likely(q) if one.index != two.index]


def _plain(name: GeoName) -> bool:
    """Whether the gazetteer's readings of a name may be taken for all there are.

    A hamlet may bear the name of a town abroad; hardly that of one a hundred times its rivals, or of an uncommon one.
    """
    first, towns = name.places[0], sorted((p.population for p in name.places if p.kind == "city"), reverse=True)
    if first.kind in ("base", "plant", "site"):
        return True
    if not towns or towns[0] < TOWN:
        return False
    return len(towns) <= FEW_NAMESAKES or (towns[0] >= CITY and towns[0] >= OUTSHINES * towns[1])


def _reach(place: Place) -> float:
    """How far a town reaches from its point, roughly: 1 km for 10,000 people, 10 km for a million."""
    return max(1.0, (place.population / 10_000) ** 0.5) if place.kind == "city" else float(place.precision_km)


def _best(verdicts: Sequence[Verdict]) -> int:
    order = (Verdict.AGREES, Verdict.CANNOT_TELL, Verdict.DISAGREES)
    return min(range(len(verdicts)), key=lambda n: (order.index(verdicts[n]), n))


def _country_of(place: Place, geography: Geography) -> Country | None:
    return next((c for c in geography.countries().values() if c.iso2 == place.country), None)


def _fact_of(place: Place, country: Country | None, geography: Geography) -> Fact:
    found = country or _country_of(place, geography)
    return geography.point_fact(place.id, place.point, found.id if found else None)
