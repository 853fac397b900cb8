"""Borders and coasts: whose side they lie on, and whether there are any.  Rules: docs/geography.md.

An answer that disagrees is given only where the wording has one reading and no disputed ground is in play.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.check.geo_answer import (
    AGREES_WITHIN,
    DISAGREES_BEYOND,
    Answer,
    cannot_tell,
    degrees_of,
    say,
    say_adjective,
    say_name,
    say_side,
    say_wind,
)
from onrecord.model import Reading, Verdict

if TYPE_CHECKING:
    from onrecord.record.countries import Country
    from onrecord.record.geography import Geography
    from onrecord.record.ground import Border

NEAR_DEGREES = 0.05  # some 5 km
STRETCH_SHARE = 0.25  # a border has a "northern stretch" when it runs this much of its extent from north to south
FACES_WITHIN = 67.5  # halfway to the next but one of the eight winds
PLAINLY_WITHIN = 22.5  # of all eight winds the said one is the nearest
FACING_PLAINLY = 0.5  # with this share of its length facing the said way, and both directions near, it agrees
CURLED = 0.15  # a border as crooked as this, an enclave's, lies on no side
FACING_SHARE = 0.15  # with this share of its length facing the said way, a border is not plainly elsewhere


def judge_border_direction(
    a: Country, b: Country, direction: str, geography: Geography, *, quote: str, one_reading: bool, sure: bool
) -> Answer | None:
    """ "A's northern border with B".  `sure` is False when A was inferred or a name is weak."""
    border = geography.border(a.code, b.code)
    if border is None:
        return judge_border(a, b, geography, at_sea=False, sure=sure)
    said = degrees_of(direction)
    turns = [geography.angle_between(said, border.normal), geography.angle_between(said, border.bearing)]
    facts = (geography.border_fact(border),)
    words = {"a": say_name(a), "b": say_name(b), "said": say_side(direction), "wind": say_wind(border.wind)}
    words |= {"quote": quote, "adjective": say_adjective(direction)}
    if border.straightness >= CURLED and _faces(border, said, *sorted(turns)):
        return Answer("border.direction.agrees", Verdict.AGREES, say("border.direction.agrees", **words), facts)
    dispute = geography.dispute_between(a.code, b.code)
    plainly_elsewhere = (
        min(turns) > DISAGREES_BEYOND
        and border.share_facing(said) < FACING_SHARE
        and border.straightness >= 0.3
        and border.on_largest_part >= 0.5
    )
    stretch = not one_reading and _has_stretch(border, said, geography)
    if not plainly_elsewhere:
        return cannot_tell("border.direction.unclear", "direction not plain", facts, **words)
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
                say("border.reading.stretch_answer", **words, **_extent(border, geography)),
            ),
        )
        sentence = say("border.direction.depends", **words)
        return Answer("border.direction.depends", Verdict.DEPENDS, sentence, facts, readings)
    if dispute is not None:
        return cannot_tell("border.direction.disputed", "disputed ground", facts, **words, why=dispute.why)
    if not sure:
        return cannot_tell("border.direction.unclear", "not resolved", facts, **words)
    return Answer("border.direction.disagrees", Verdict.DISAGREES, say("border.direction.disagrees", **words), facts)


def _faces(border: Border, said: float, near: float, far: float) -> bool:
    """Whether the border lies the said way, by how far its two measures turn from it, in degrees."""
    if far > DISAGREES_BEYOND:
        return False
    if border.share_facing(said) >= FACING_PLAINLY:
        return near <= AGREES_WITHIN or far <= FACES_WITHIN
    return near <= PLAINLY_WITHIN or (near <= AGREES_WITHIN and far <= FACES_WITHIN)


def _extent_km(border: Border, geography: Geography) -> tuple[float, float]:
    middle = (border.west + border.east) / 2
    height = geography.distance_km((border.south, middle), (border.north, middle))
    width = geography.distance_km((border.north, border.west), (border.north, border.east))
    return height, width


def _extent(border: Border, geography: Geography) -> dict[str, str]:
    height, width = _extent_km(border, geography)
    return {"extent": f"{round(height, -1):,.0f} km", "across": f"{round(width, -1):,.0f} km"}


def _has_stretch(border: Border, said: float, geography: Geography) -> bool:
    """Whether the border runs far enough along the said direction to have such a stretch."""
    height, width = _extent_km(border, geography)
    turn = min(geography.angle_between(said, 0.0), geography.angle_between(said, 180.0))
    along = height if turn < 30 else width if turn > 60 else min(height, width)
    return along >= STRETCH_SHARE * max(height, width)


def judge_border(
    a: Country, b: Country, geography: Geography, *, at_sea: bool, sure: bool, on_land: bool = False
) -> Answer | None:
    """ "The border between A and B"; `on_land` where a land border is named as such."""
    words = {"a": say_name(a), "b": say_name(b)}
    if a.code == b.code or a.until or b.until:
        return None
    dispute = geography.dispute_between(a.code, b.code)
    if dispute is not None and dispute.adjacency:
        return cannot_tell("border.exists.disputed", "disputed ground", (), **words, why=dispute.why)
    border = geography.border(a.code, b.code)
    if border is not None and not at_sea:
        sentence = say("border.exists.agrees", **words)
        return Answer("border.exists.agrees", Verdict.AGREES, sentence, (geography.border_fact(border),))
    outlined = (a.on_the_map, b.on_the_map)
    if not all(outlined):  # French Guiana is drawn as a part of France
        one, other = (a, b) if not outlined[0] else (b, a)
        words = {"a": say_name(one), "b": say_name(other)}
        return cannot_tell("border.exists.no_outline", "no outline", (), **words)
    if at_sea:
        return cannot_tell("border.exists.at_sea", "borders at sea are not in the record", (), **words)
    if not (_land_only(a, b, geography) or (on_land and _drawn(a, b)) or geography.lie_far_apart(a.code, b.code)):
        return cannot_tell("border.exists.sea", "borders at sea are not in the record", (), **words)
    if not sure:
        return cannot_tell("border.exists.name", "not resolved", (), **words)
    if _nearly_touch(a, b, geography):
        return cannot_tell("border.exists.sea", "too near the border", (), **words)
    facts = (geography.neighbours_fact(a.code), geography.neighbours_fact(b.code))
    if not a.neighbours:  # an island: those of the other are told
        words["a"], words["b"], a, b = words["b"], words["a"], b, a
    neighbours = ", ".join(say_name(geography.countries()[n]) for n in a.neighbours if n in geography.countries())
    if not neighbours:
        return cannot_tell("border.exists.sea", "borders at sea are not in the record", facts, **words)
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
    if geography.border(a.code, b.code) is None and a.on_the_map and b.on_the_map:
        facts = (geography.neighbours_fact(a.code), geography.neighbours_fact(b.code))
        return Answer("border.none.agrees", Verdict.AGREES, say("border.none.agrees", **words), facts)
    return answer


def _nearly_touch(a: Country, b: Country, geography: Geography) -> bool:
    """Whether so little lies between the two that maps differ on whether they meet: Botswana and Zambia."""
    one, other = geography.outlines.shape(a.code), geography.outlines.shape(b.code)
    return one is None or other is None or one.distance(other) < NEAR_DEGREES


def _drawn(a: Country, b: Country) -> bool:
    """Whether both tables would know of a land border of the two, and have none."""
    is_known = all(each.geonameid is not None and each.on_the_map for each in (a, b))
    return is_known and b.code not in a.neighbours and a.code not in b.neighbours


def _land_only(a: Country, b: Country, geography: Geography) -> bool:
    """Whether the two can have no border at sea: one without a coast, or no sea in common."""
    if a.geonameid is None or b.geonameid is None or not a.on_the_map or not b.on_the_map:
        return False
    if not (a.coastal and b.coastal):
        return True
    return not geography.shares_waters(a.code, b.code)


def judge_coast(a: Country, geography: Geography, *, landlocked: bool, on_sea: bool = False) -> Answer | None:
    """ "The coast of A", "landlocked A"; `on_sea`: a sea is named, on which the caller knows a coast of A to lie."""
    if a.coastal is None:
        return None
    words = {"a": say_name(a)}
    facts = (geography.coast_fact(a.code),)
    if a.code in geography.caspian:
        return cannot_tell("coast.caspian", "definition", facts, **words)
    rule = "landlocked" if landlocked else "coast"
    if a.coastal != landlocked:
        said = "coast.agrees.sea" if on_sea and not landlocked else f"{rule}.agrees"
        return Answer(f"{rule}.agrees", Verdict.AGREES, say(said, **words), facts)
    if geography.disputed_country(a.code) is not None:
        return None
    return Answer(f"{rule}.disagrees", Verdict.DISAGREES, say(f"{rule}.disagrees", **words), facts)
