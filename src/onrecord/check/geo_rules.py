"""The answers: one function for each kind of statement.  Rules with worked examples: docs/geography.md.

An answer that disagrees is given only where every reading of the names gives it and no disputed ground is in play.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.check.geo_names import GeoName
from onrecord.model import Fact, Reading, Verdict
from onrecord.record.countries import Country, load_countries
from onrecord.record.gazetteer import Place, load_gazetteer
from onrecord.record.geo_math import angle_between, bearing, distance_km, rhumb_bearing, wind_of
from onrecord.record.geography import Border, Geography, distance_fact, point_fact

EXPLAIN_IN = "en"
AGREES_WITHIN = 45.0
DISAGREES_BEYOND = 90.0
STRETCH_SHARE = 0.25  # a border has a "northern stretch" when it runs this much of its extent from north to south
FACES_WITHIN = 67.5  # halfway to the next but one of the eight winds
FACING_PLAINLY = 0.4  # with this share of its length facing the said way, and both directions near, it agrees
CURLED = 0.15  # a border as crooked as this, an enclave's, lies on no side
FACING_SHARE = 0.15  # with this share of its length facing the said way, a border is not plainly elsewhere
WELL_KNOWN = 50_000  # people; below, the gazetteer's silence about a namesake abroad proves little
TOWN = 20_000  # the same, where another place is named beside it
PART_AGREES, PART_DISAGREES = 0.5, 0.28  # share of the way across the country, by both measures
NEAR_KM = 30.0  # the outlines are drawn at 1:10 million
MOST_NAMESAKES = 40


@dataclass(frozen=True, slots=True)
class Answer:
    rule: str  # without "geography."
    verdict: Verdict
    sentence: str
    facts: tuple[Fact, ...] = ()
    readings: tuple[Reading, ...] = ()
    missing: str | None = None


def say(rule: str, **values: object) -> str:
    """The sentence of a rule, with a capital letter at its start."""
    text = str(lexicon.load("geography", language=EXPLAIN_IN)["sentence"][rule]).format(**values)
    return text[:1].upper() + text[1:]


def say_wind(wind: str) -> str:
    return str(lexicon.load("geography", language=EXPLAIN_IN)["wind"][wind])


@cache
def degrees_of(direction: str) -> float:
    return float(lexicon.load("geography", language=EXPLAIN_IN)["degrees"][direction])


# --- borders ------------------------------------------------------------------------------------------------------


def judge_border_direction(
    a: Country, b: Country, direction: str, geography: Geography, *, quote: str, one_reading: bool, sure: bool
) -> Answer | None:
    """ "A's northern border with B".  `sure` is False when A was inferred or a name is weak."""
    border = geography.border(a.code, b.code)
    if border is None:
        return judge_border(a, b, geography, at_sea=False, sure=sure)
    said = degrees_of(direction)
    turns = [angle_between(said, border.normal), angle_between(said, border.bearing)]
    facts = (geography.border_fact(border),)
    words = {"a": say_name(a), "b": say_name(b), "said": say_side(direction), "wind": say_wind(border.wind)}
    words |= {"quote": quote, "adjective": say_adjective(direction)}
    faces = max(turns) <= FACES_WITHIN and border.share_facing(said) >= FACING_PLAINLY
    curls = border.straightness < CURLED
    if not curls and (faces or (min(turns) <= AGREES_WITHIN and max(turns) <= DISAGREES_BEYOND)):
        return Answer("border.direction.agrees", Verdict.AGREES, say("border.direction.agrees", **words), facts)
    dispute = geography.dispute_between(a.code, b.code)
    plainly_elsewhere = (
        min(turns) > DISAGREES_BEYOND
        and border.share_facing(said) < FACING_SHARE
        and border.straightness >= 0.3
        and border.on_largest_part >= 0.5
    )
    stretch = not one_reading and _has_stretch(border, said)
    if not plainly_elsewhere:
        return _cannot("border.direction.unclear", "direction not plain", facts, **words)
    if stretch and dispute is None:
        readings = (
            Reading(
                say("border.reading.lies", **words),
                Verdict.DISAGREES,
                say("border.reading.lies_answer", **words),
            ),
            Reading(
                say("border.reading.stretch", **words),
                Verdict.CANNOT_TELL,
                say("border.reading.stretch_answer", **words, **_extent(border)),
            ),
        )
        sentence = say("border.direction.depends", **words)
        return Answer("border.direction.depends", Verdict.DEPENDS, sentence, facts, readings)
    if dispute is not None:
        return _cannot("border.direction.disputed", "disputed ground", facts, **words, why=dispute.why)
    if not sure:
        return _cannot("border.direction.unclear", "not resolved", facts, **words)
    return Answer("border.direction.disagrees", Verdict.DISAGREES, say("border.direction.disagrees", **words), facts)


def _extent_km(border: Border) -> tuple[float, float]:
    middle = (border.west + border.east) / 2
    height = distance_km((border.south, middle), (border.north, middle))
    width = distance_km((border.north, border.west), (border.north, border.east))
    return height, width


def _extent(border: Border) -> dict[str, str]:
    height, width = _extent_km(border)
    return {"extent": f"{round(height, -1):,.0f} km", "across": f"{round(width, -1):,.0f} km"}


def _has_stretch(border: Border, said: float) -> bool:
    """Whether the border runs far enough along the said direction to have such a stretch."""
    height, width = _extent_km(border)
    turn = angle_between(said, 0.0) if angle_between(said, 0.0) <= 90 else angle_between(said, 180.0)
    along = height if turn < 30 else width if turn > 60 else min(height, width)
    return along >= STRETCH_SHARE * max(height, width)


def judge_border(a: Country, b: Country, geography: Geography, *, at_sea: bool, sure: bool) -> Answer | None:
    """ "The border between A and B"."""
    words = {"a": say_name(a), "b": say_name(b)}
    if a.code == b.code or a.until or b.until:
        return None
    dispute = geography.dispute_between(a.code, b.code)
    if dispute is not None and dispute.adjacency:
        return _cannot("border.exists.disputed", "disputed ground", **words, why=dispute.why)
    border = geography.border(a.code, b.code)
    if border is not None and not at_sea:
        facts = (geography.border_fact(border),)
        return Answer("border.exists.agrees", Verdict.AGREES, say("border.exists.agrees", **words), facts)
    if at_sea:
        return _cannot("border.exists.at_sea", "borders at sea are not in the record", **words)
    if not sure or not _land_only(a, b, geography):
        return _cannot("border.exists.sea", "borders at sea are not in the record", **words)
    facts = (geography.neighbours_fact(a.code), geography.neighbours_fact(b.code))
    neighbours = ", ".join(say_name(load_countries()[n]) for n in a.neighbours if n in load_countries())
    if not neighbours:
        return _cannot("border.exists.sea", "borders at sea are not in the record", facts, **words)
    sentence = say("border.exists.disagrees", **words, neighbours=neighbours)
    return Answer("border.exists.disagrees", Verdict.DISAGREES, sentence, facts)


def judge_no_border(a: Country, b: Country, geography: Geography, *, sure: bool) -> Answer | None:
    """ "A has no border with B"."""
    answer = judge_border(a, b, geography, at_sea=False, sure=sure)
    words = {"a": say_name(a), "b": say_name(b)}
    if answer is None or (answer.verdict is Verdict.CANNOT_TELL and answer.rule != "border.exists.sea"):
        return answer
    if answer.verdict is Verdict.AGREES:
        if not sure:
            return None
        return Answer("border.none.disagrees", Verdict.DISAGREES, say("border.none.disagrees", **words), answer.facts)
    if geography.border(a.code, b.code) is None and _on_the_map(a) and _on_the_map(b):
        facts = (geography.neighbours_fact(a.code), geography.neighbours_fact(b.code))
        return Answer("border.none.agrees", Verdict.AGREES, say("border.none.agrees", **words), facts)
    return answer


def _on_the_map(country: Country) -> bool:
    return country.lat is not None


def _land_only(a: Country, b: Country, geography: Geography) -> bool:
    """Whether the two can have no border at sea: one without a coast, or no sea in common."""
    if a.geonameid is None or b.geonameid is None or not _on_the_map(a) or not _on_the_map(b):
        return False
    if not (a.coastal and b.coastal):
        return True
    return not geography.shares_waters(a.code, b.code)


# --- places in countries --------------------------------------------------------------------------------------------


def judge_contained(
    name: GeoName, country: Country, direction: str | None, geography: Geography, *, firm: bool
) -> Answer | None:
    """ "X in northern C"."""
    places = [p for p in name.places if p.kind not in ("ocean", "sea", "gulf", "strait", "river", "range", "line")]
    places = [p for p in places if p.kind != "continent" and p.precision_km < 1000]
    towns = [p for p in places if p.kind in ("city", "base", "airport")]
    places = towns or places  # a town before the province that bears its name
    if not places or country.until or not _on_the_map(country):
        return None
    zone = geography.disputed_named(name.text) or geography.disputed_at(places[0].point)
    words = {"place": name.text, "country": say_name(country)}
    if zone is None:
        zone = geography.disputed_country(country.code)
    claimed = zone is not None and (country.code in zone.parties or any(p.country == country.iso2 for p in places))
    if zone is not None and claimed and zone.consensus != country.code:
        return _cannot("contained.disputed", "disputed ground", **words, zone=zone.name)
    here = [p for p in places if p.country == country.iso2]
    if here:
        if direction is None:
            return Answer(
                "contained.agrees", Verdict.AGREES, say("contained.agrees", **words), (_fact_of(here[0], country),)
            )
        return _judge_part(here, country, direction, geography, words)
    first = places[0]
    facts = (_fact_of(first, None),)
    if zone is not None:
        return _cannot("contained.disputed", "disputed ground", facts, **words, zone=zone.name)
    if any((geography.distance_to_country_km(country.code, p.point) or 0.0) <= NEAR_KM for p in places[:10]):
        return _cannot("contained.near", "too near the border", facts, **words)
    other = _country_of(first)
    dependent = other is None or not _on_the_map(other)
    prominent = first.population >= WELL_KNOWN and first.kind in ("city", "admin1")
    if not firm:
        return None  # "In Kharkiv, Russia, despite losses, ..." says nothing about where Kharkiv lies
    if not prominent or dependent or len(places) > MOST_NAMESAKES or name.weak:
        return _cannot("contained.ambiguous", "not resolved", facts, **words)
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
            if angle_between(said, degrees_of(axis)) <= 45:
                scores.append(
                    [share if axis in ("north", "east") else 1 - share for share in found[axis in ("east", "west")]]
                )
        worst = min(max(pair) for pair in scores)
        best = min(min(pair) for pair in scores)
        answers.append(_part_verdict(worst, best))
    place = places[0]
    facts = (_fact_of(place, country),)
    values = {**words, "said": say_side(direction)}
    if answers[0] is Verdict.AGREES:
        return Answer("part.agrees", Verdict.AGREES, say("part.agrees", **values), facts)
    if all(answer is Verdict.DISAGREES for answer in answers) and place.precision_km < 60:
        wind = say_wind(wind_of(rhumb_bearing((country.lat or 0.0, country.lon or 0.0), place.point)))
        return Answer("part.disagrees", Verdict.DISAGREES, say("part.disagrees", **values, wind=wind), facts)
    return _cannot("part.unclear", "direction not plain", facts, **values)


# --- distances and directions ---------------------------------------------------------------------------------------


def judge_distance(p: GeoName, q: GeoName, km: float, direction: str | None, geography: Geography) -> Answer | None:
    """ "P, 20 km north of Q"."""
    pairs = _pairs(p, q)
    if not pairs:
        return None
    words = {"p": p.text, "q": q.text, "claimed": f"{km:,.0f}"}
    verdicts: list[Verdict] = []
    for one, two in pairs:
        apart = distance_km(one.point, two.point)
        slack = _reach(one) + _reach(two)
        if abs(apart - km) <= 0.15 * max(km, apart) + 5 + slack:
            verdict = Verdict.AGREES
        elif km > 2.0 * apart + 30 + slack or km < 0.6 * apart - 15 - slack:
            verdict = Verdict.DISAGREES
        else:
            verdict = Verdict.CANNOT_TELL
        if direction is not None and verdict is not Verdict.DISAGREES and apart > slack + 5:
            turned = _turn(two, one, direction)
            if turned is Verdict.DISAGREES:
                verdict = Verdict.DISAGREES
            elif turned is Verdict.CANNOT_TELL and verdict is Verdict.AGREES:
                verdict = Verdict.CANNOT_TELL
        verdicts.append(verdict)
    best = _best(verdicts)
    one, two = pairs[best]
    apart, way = distance_km(two.point, one.point), bearing(two.point, one.point)
    facts = (point_fact(one.id, one.point), point_fact(two.id, two.point), distance_fact(two.id, one.id, apart, way))
    words |= {"km": f"{apart:,.0f}"}
    if verdicts[best] is Verdict.AGREES:
        return Answer("distance.agrees", Verdict.AGREES, say("distance.agrees", **words), facts)
    if all(v is Verdict.DISAGREES for v in verdicts) and _plain(p) and _plain(q):
        if direction is not None and abs(apart - km) <= 0.5 * km:
            values = {"p": p.text, "q": q.text, "said": say_side(direction), "wind": say_wind(wind_of(way))}
            return Answer("direction.disagrees", Verdict.DISAGREES, say("direction.disagrees", **values), facts)
        return Answer("distance.disagrees", Verdict.DISAGREES, say("distance.disagrees", **words), facts)
    rule = "distance.unclear" if len(pairs) == 1 else "distance.ambiguous"
    return _cannot(rule, "not resolved" if len(pairs) > 1 else "route unknown", facts, **words)


def judge_border_distance(p: GeoName, country: Country, km: float, geography: Geography) -> Answer | None:
    """ "P, 40 km from the border with C"."""
    places = _likely(p)
    if not places or not _on_the_map(country):
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
    facts = (point_fact(places[best].id, places[best].point),)
    if verdicts[best] is Verdict.AGREES:
        return Answer("distance.agrees", Verdict.AGREES, say("distance.agrees", **values), facts)
    if all(v is Verdict.DISAGREES for v in verdicts) and _plain(p):
        return Answer("distance.disagrees", Verdict.DISAGREES, say("distance.disagrees", **values), facts)
    return _cannot("distance.unclear", "route unknown", facts, **values)


def judge_direction(p: GeoName, q: GeoName, direction: str, geography: Geography) -> Answer | None:
    """ "P lies north of Q"."""
    if p.countries and q.countries:
        return _judge_direction_of_countries(p, q, direction, geography)
    pairs = _pairs(p, q)
    if not pairs:
        return None
    verdicts = [
        _turn(two, one, direction)
        if distance_km(one.point, two.point) > _reach(one) + _reach(two) + 5
        else Verdict.CANNOT_TELL
        for one, two in pairs
    ]
    if len(set(verdicts)) > 1 and verdicts[0] is not Verdict.AGREES:
        verdicts = [Verdict.CANNOT_TELL] * len(verdicts)  # only a lesser namesake agrees
    best = _best(verdicts)
    one, two = pairs[best]
    way = bearing(two.point, one.point)
    values = {"p": p.text, "q": q.text, "said": say_side(direction), "wind": say_wind(wind_of(way))}
    facts = (point_fact(one.id, one.point), point_fact(two.id, two.point))
    if verdicts[best] is Verdict.AGREES:
        return Answer("direction.agrees", Verdict.AGREES, say("direction.agrees", **values), facts)
    if all(v is Verdict.DISAGREES for v in verdicts) and _plain(p) and _plain(q):
        return Answer("direction.disagrees", Verdict.DISAGREES, say("direction.disagrees", **values), facts)
    return _cannot("direction.unclear", "direction not plain", facts, **values)


def _judge_direction_of_countries(p: GeoName, q: GeoName, direction: str, geography: Geography) -> Answer | None:
    if len(p.countries) != 1 or len(q.countries) != 1:
        return None
    one, two = p.countries[0], q.countries[0]
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None or one.code == two.code:
        return None
    said = degrees_of(direction)
    ways = [rhumb_bearing((two.lat, two.lon), (one.lat, one.lon))]
    border = geography.border(two.code, one.code)
    facts: tuple[Fact, ...] = ()
    if border is not None:
        ways += [border.normal, border.bearing]
        facts = (geography.border_fact(border),)
    turns = [angle_between(said, way) for way in ways]
    words = {"p": p.text, "q": q.text, "said": say_side(direction), "wind": say_wind(wind_of(ways[0]))}
    if min(turns) <= AGREES_WITHIN and max(turns) <= DISAGREES_BEYOND:
        return Answer("direction.agrees", Verdict.AGREES, say("direction.agrees", **words), facts)
    disputed = geography.dispute_between(one.code, two.code) is not None
    if min(turns) > DISAGREES_BEYOND and not disputed and not p.weak and not q.weak and border is not None:
        return Answer("direction.disagrees", Verdict.DISAGREES, say("direction.disagrees", **words), facts)
    return _cannot("direction.unclear", "direction not plain", facts, **words)


def _turn(start: Place, end: Place, direction: str) -> Verdict:
    said = degrees_of(direction)
    turns = [angle_between(said, way(start.point, end.point)) for way in (bearing, rhumb_bearing)]
    if min(turns) <= AGREES_WITHIN and max(turns) <= DISAGREES_BEYOND:
        return Verdict.AGREES
    return Verdict.DISAGREES if min(turns) > DISAGREES_BEYOND else Verdict.CANNOT_TELL


# --- coasts ---------------------------------------------------------------------------------------------------------


def judge_coast(a: Country, geography: Geography, *, landlocked: bool) -> Answer | None:
    """ "The coast of A", "landlocked A"."""
    if a.coastal is None:
        return None
    words = {"a": say_name(a)}
    facts = (geography.coast_fact(a.code),)
    if a.code in geography.caspian:
        return _cannot("coast.caspian", "definition", facts, **words)
    rule = "landlocked" if landlocked else "coast"
    if a.coastal != landlocked:
        return Answer(f"{rule}.agrees", Verdict.AGREES, say(f"{rule}.agrees", **words), facts)
    if geography.disputed_country(a.code) is not None:
        return None
    return Answer(f"{rule}.disagrees", Verdict.DISAGREES, say(f"{rule}.disagrees", **words), facts)


# --- helpers --------------------------------------------------------------------------------------------------------


def _part_verdict(worst: float, best: float) -> Verdict:
    if best >= PART_AGREES:
        return Verdict.AGREES
    return Verdict.DISAGREES if worst < PART_DISAGREES else Verdict.CANNOT_TELL


def say_name(country: Country) -> str:
    """The name as it stands in a sentence: "the United States"."""
    article = lexicon.load("geography", language=EXPLAIN_IN)["article"]
    return article["word"] + country.name if country.code in article["codes"] else country.name


def say_adjective(direction: str) -> str:
    """ "north" → "northern"."""
    return str(lexicon.load("geography", language=EXPLAIN_IN)["adjective"][direction])


def say_side(direction: str) -> str:
    return say_wind(
        {"north": "N", "northeast": "NE", "east": "E", "southeast": "SE", "south": "S", "southwest": "SW", "west": "W",
         "northwest": "NW"}[direction]
    )  # fmt: skip


def _cannot(rule: str, missing: str, facts: tuple[Fact, ...] = (), **values: object) -> Answer:
    return Answer(rule, Verdict.CANNOT_TELL, say(rule, **values), facts, missing=missing)


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
    """Whether the gazetteer's readings of a name may be taken for all there are."""
    return name.places[0].population >= TOWN or name.places[0].kind in ("base", "plant", "site")


def _reach(place: Place) -> float:
    """How far a town reaches from its point, roughly: 1 km for 10,000 people, 10 km for a million."""
    return max(1.0, (place.population / 10_000) ** 0.5) if place.kind == "city" else float(place.precision_km)


def _best(verdicts: Sequence[Verdict]) -> int:
    order = (Verdict.AGREES, Verdict.CANNOT_TELL, Verdict.DISAGREES)
    return min(range(len(verdicts)), key=lambda n: (order.index(verdicts[n]), n))


def _country_of(place: Place) -> Country | None:
    return next((c for c in load_countries().values() if c.iso2 == place.country), None)


def _fact_of(place: Place, country: Country | None) -> Fact:
    found = country or _country_of(place)
    return point_fact(place.id, place.point, found.id if found else None)


def place_of(entity_id: str) -> Place | None:
    return load_gazetteer().get(entity_id)
