"""Whether a place said to lie on the coast of a country is anywhere near it: "Abuja, on Nigeria's coast"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.check.geo_answer import Answer, say, say_name
from onrecord.model import Verdict

if TYPE_CHECKING:
    from onrecord.check.geo_names import GeoName
    from onrecord.record.countries import Country
    from onrecord.record.geography import Geography

ON_COAST_KM = 20.0  # up to here a town may be said to lie on the coast; Seoul, some 30 km away, does not
INLAND_KM = 200.0  # beyond, no estuary makes it one: Bordeaux and Hamburg lie some 100 km from the sea
_TOWNS = ("city", "base", "airport")


def judge_on_coast(
    answer: Answer, name: GeoName, country: Country, geography: Geography, *, seas: Sequence[Sequence[str]]
) -> Answer | None:
    """The answer for "P, on the coast of C" where `answer` finds P in C: None where the coast cannot be told.

    `seas`: for each sea named the waters of `data/geo/seas.toml`; without one a lake may be meant, as at Chicago.
    """
    if not country.coastal or country.code in geography.caspian:
        return None
    here = [place for place in name.places if place.country == country.iso2]
    towns = [place for place in here if place.kind in _TOWNS]
    apart = [geography.distance_to_coast_km(country.code, place.point) for place in here]
    if not towns or any(km is None for km in apart):
        return None
    kilometres = [km for km in apart if km is not None]
    if kilometres[here.index(towns[0])] <= ON_COAST_KM:
        return answer if all(geography.lies_only_on(country.code, waters) for waters in seas) else None
    if min(kilometres) <= INLAND_KM or not seas:
        return None
    words = {"place": name.text, "country": say_name(country), "km": f"{round(min(kilometres), -1):,.0f}"}
    return Answer("contained.inland", Verdict.DISAGREES, say("contained.inland", **words), answer.facts)
