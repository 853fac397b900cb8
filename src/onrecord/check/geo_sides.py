"""On which side of one country another lies: "Finland lies north of Estonia".  Rules: docs/geography.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.check.geo_answer import (
    AGREES_WITHIN,
    DISAGREES_BEYOND,
    Answer,
    cannot_tell,
    degrees_of,
    say,
    say_side,
    say_wind,
)
from onrecord.check.geo_names import GeoName
from onrecord.model import Fact, Verdict

if TYPE_CHECKING:
    from onrecord.record.countries import Country
    from onrecord.record.geography import Geography

_SOUTH, _WEST, _NORTH, _EAST = range(4)  # in the bounds of an outline
FAR_TURNED = 135.0  # degrees between the said way and any other, of states that do not touch
APART = 8.0  # degrees of latitude between their middles at least, and of longitude at most for east and west
HALF_ROUND = 100.0
PLAINLY_TURNED = 150.0  # degrees between the said way and that from middle to middle


def judge_side_of_countries(p: GeoName, q: GeoName, direction: str, geography: Geography) -> Answer | None:
    """ "P lies north of Q" of two countries: by the way from middle to middle, and by their border if they touch."""
    if len(p.countries) != 1 or len(q.countries) != 1:
        return None
    one, two = p.countries[0], q.countries[0]
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None or one.code == two.code:
        return None
    said = degrees_of(direction)
    ways = [geography.map_bearing((two.lat, two.lon), (one.lat, one.lon))]
    border = geography.border(two.code, one.code)
    facts: tuple[Fact, ...] = ()
    if border is not None:
        ways += [border.normal, border.bearing]
        facts = (geography.border_fact(border),)
    turns = [geography.angle_between(said, way) for way in ways]
    words = {"p": p.text, "q": q.text, "said": say_side(direction), "wind": say_wind(geography.wind_of(ways[0]))}
    if min(turns) <= AGREES_WITHIN and max(turns) <= DISAGREES_BEYOND:
        return Answer("direction.agrees", Verdict.AGREES, say("direction.agrees", **words), facts)
    disputed = geography.dispute_between(one.code, two.code) is not None or any(
        geography.disputed_country(each.code) is not None for each in (one, two)
    )
    if (
        turns[0] >= PLAINLY_TURNED
        and geography.disputed_country(one.code) is geography.disputed_country(two.code) is None
    ):
        disputed = False  # wherever the line between them runs
    is_plain = border is not None or _is_far_turned(one, two, said, geography)
    if min(turns) > DISAGREES_BEYOND and not disputed and not p.weak and not q.weak and is_plain:
        return Answer("direction.disagrees", Verdict.DISAGREES, say("direction.disagrees", **words), facts)
    return cannot_tell("direction.unclear", "direction not plain", facts, **words)


def _is_far_turned(one: Country, two: Country, said: float, geography: Geography) -> bool:
    """Whether one of two states that do not touch lies so plainly the other way that their outlines do not matter."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return False
    points = ((two.lat, two.lon), (one.lat, one.lon))
    ways = (geography.map_bearing(*points), geography.bearing(*points))
    is_upright = said % 180 == 0
    is_round = not is_upright and abs(one.lon - two.lon) > HALF_ROUND  # east of it, and west of it as well
    turn = min(geography.angle_between(said, way) for way in ways)
    if is_round:
        return False
    if said % 90 == 0 and _lie_beside(one, two, geography, is_upright=is_upright):
        return turn > DISAGREES_BEYOND
    return (abs(one.lat - two.lat) > APART or not is_upright) and turn >= FAR_TURNED


def _lie_beside(one: Country, two: Country, geography: Geography, *, is_upright: bool) -> bool:
    """Whether no part of one lies as far north, or as far east, as any of the other."""
    here, there = geography.bounds(one.code), geography.bounds(two.code)
    if here is None or there is None:
        return False
    least, most = (_SOUTH, _NORTH) if is_upright else (_WEST, _EAST)
    return here[most] < there[least] or there[most] < here[least]
