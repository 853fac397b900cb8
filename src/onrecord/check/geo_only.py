"""All the neighbours of a country, and what it lies between: "Moldova borders only Romania and Ukraine".

Rules: docs/geography.md.  Two tables must agree on a country's neighbours before the answer is firm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.check.geo_answer import Answer, cannot_tell, say, say_name
from onrecord.check.geo_borders import judge_border
from onrecord.check.wording import say_list
from onrecord.model import Verdict

if TYPE_CHECKING:
    from onrecord.record.countries import Country
    from onrecord.record.geography import Geography

LEAST_KM = 30.0  # a border shorter than this may be overlooked: Gibraltar, an enclave
APART, ASIDE = 90.0, 40.0  # degrees between the ways to two countries: it lies between them; plainly not
LARGE_KM2 = 1_000_000  # an "island state" is smaller


def judge_only(a: Country, others: Sequence[Country], geography: Geography, *, sure: bool) -> Answer | None:
    """ "A's only land neighbours are B and C"."""
    if a.until or not a.on_the_map or geography.disputed_country(a.code) is not None:
        return None
    words = {"a": say_name(a), "listed": say_list(say_name(other) for other in others)}
    for other in others:
        answer = judge_border(a, other, geography, at_sea=False, sure=sure, on_land=True)
        if answer is None or answer.verdict is not Verdict.AGREES:
            return answer
    listed = {other.code for other in others}
    drawn, told = set(geography.neighbours(a.code)), set(a.neighbours)
    facts = (geography.neighbours_fact(a.code),)
    if drawn == told == listed:
        return Answer("border.only.agrees", Verdict.AGREES, say("border.only.agrees", **words), facts)
    plain = [code for code in a.neighbours if code in drawn - listed and _is_plain(a, code, geography)]
    if plain and sure:
        words["more"] = say_list(say_name(geography.countries()[code]) for code in plain)
        return Answer("border.only.disagrees", Verdict.DISAGREES, say("border.only.disagrees", **words), facts)
    return cannot_tell("border.only.unclear", "not resolved", facts, **words)


def _is_plain(a: Country, code: str, geography: Geography) -> bool:
    border = geography.border(a.code, code)
    if border is None or geography.dispute_between(a.code, code) or geography.disputed_country(code) is not None:
        return False
    return border.length_km >= LEAST_KM and border.on_largest_part >= 0.5


def judge_enclosed(a: Country, others: Sequence[Country], geography: Geography, *, sure: bool) -> Answer | None:
    """ "A is surrounded by B": a country with a coast is not, and of several names only a full list is answered."""
    answer = judge_only(a, others, geography, sure=sure)
    if answer is None or not answer.rule.startswith("border.only") or answer.verdict is Verdict.CANNOT_TELL:
        return answer
    words = {"a": say_name(a), "listed": say_list(say_name(other) for other in others)}
    if answer.verdict is Verdict.AGREES and a.coastal is False:
        return Answer("enclosed.agrees", Verdict.AGREES, say("enclosed.agrees", **words), answer.facts)
    if answer.verdict is Verdict.DISAGREES and len(others) == 1:
        return Answer("enclosed.disagrees", Verdict.DISAGREES, answer.sentence, answer.facts)
    return cannot_tell("enclosed.unclear", "what counts as surrounded", answer.facts, **words)


def judge_between(a: Country, one: Country, two: Country, geography: Geography, *, sure: bool) -> Answer | None:
    """ "A lies between B and C": by the ways from its middle to the nearest ground of each."""
    if a.until or one.until or two.until or a.lat is None or a.lon is None:
        return None
    if len({a.code, one.code, two.code}) < 3 or geography.disputed_country(a.code) is not None:
        return None
    ways = [_way_to(a, other, geography) for other in (one, two)]
    if ways[0] is None or ways[1] is None:
        return None
    words = {"a": say_name(a), "b": say_name(one), "c": say_name(two)}
    turn = geography.angle_between(ways[0], ways[1])
    borders = [geography.border(a.code, other.code) for other in (one, two)]
    if borders[0] is not None and borders[1] is not None:
        turn = max(turn, geography.angle_between(borders[0].middle, borders[1].middle))
    near = [geography.shares_border(a.code, other.code) for other in (one, two)]
    facts = (geography.neighbours_fact(a.code),)
    is_island = not geography.neighbours(a.code)
    if turn >= APART and (all(near) or is_island):
        return Answer("between.agrees", Verdict.AGREES, say("between.agrees", **words), facts)
    if turn < ASIDE and not any(near) and a.neighbours and sure and not geography.shares_border(one.code, a.code):
        return Answer("between.disagrees", Verdict.DISAGREES, say("between.disagrees", **words), facts)
    return cannot_tell("between.unclear", "direction not plain", facts, **words)


def _way_to(a: Country, other: Country, geography: Geography) -> float | None:
    from shapely.geometry import Point as Dot  # paid for by the first question about an outline
    from shapely.ops import nearest_points

    shape = geography.outlines.shape(other.code)
    if shape is None or a.lat is None or a.lon is None:
        return None
    nearest = nearest_points(shape, Dot(a.lon, a.lat))[0]
    return geography.map_bearing((a.lat, a.lon), (nearest.y, nearest.x))


def judge_no_land_border(a: Country, geography: Geography, *, as_island: bool, sure: bool) -> Answer | None:
    """ "A has no land border", and `as_island` for "A is an island state"."""
    if a.until or not a.on_the_map or a.coastal is None or geography.disputed_country(a.code) is not None:
        return None
    words = {"a": say_name(a)}
    drawn, facts = geography.neighbours(a.code), (geography.neighbours_fact(a.code),)
    if not drawn and not a.neighbours and a.coastal and (a.area_km2 or 0) < LARGE_KM2:
        return Answer("border.island.agrees", Verdict.AGREES, say("border.island.agrees", **words), facts)
    plain = [code for code in a.neighbours if code in drawn and _is_plain(a, code, geography)]
    if as_island and a.coastal:
        return None  # states share islands: Ireland, Haiti, Indonesia
    if plain and sure:
        words["neighbours"] = say_list(say_name(geography.countries()[code]) for code in plain)
        return Answer("border.island.disagrees", Verdict.DISAGREES, say("border.island.disagrees", **words), facts)
    return None
