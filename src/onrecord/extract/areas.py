"""Where on the map a claim's place is, and how far off that may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord.extract.place_relative import RelativePlace
from onrecord.model import Area, Claim, Role, RoleName

Locate = Callable[[str], Area | None]

_DIGITS = 3  # a thousandth of a degree is about 100 m: finer than any place a report names


def locate_places(claims: Sequence[Claim], relatives: Sequence[RelativePlace], locate: Locate) -> tuple[Claim, ...]:
    """Claims whose place has an area: of a place said by its relation to another ("20 km north of Kherson"), else of
    the place itself.  `locate` gives the area of an entity id; a place nothing is known of stays without.
    """
    return tuple(
        replace(claim, roles=tuple(_locate(role, relatives, locate) for role in claim.roles)) for claim in claims
    )


def _locate(role: Role, relatives: Sequence[RelativePlace], locate: Locate) -> Role:
    if role.name is not RoleName.PLACE:
        return role
    beside = next((r for r in relatives if r.span.overlaps(role.span)), None)
    if beside is not None:
        area = Area(round(beside.lat, _DIGITS), round(beside.lon, _DIGITS), round(beside.radius_km, 1), beside.relation)
        return replace(role, area=area)
    found = locate(role.entity.id) if role.entity is not None and not role.others else None
    if found is None:
        return role
    return replace(role, area=replace(found, lat=round(found.lat, _DIGITS), lon=round(found.lon, _DIGITS)))
