"""Claims of several reports in one thread, or apart, with reasons."""

from __future__ import annotations

from decimal import Decimal

import pytest

from onrecord.cluster.compare import count_alike, numbers_clash, numbers_overlap
from onrecord.cluster.profiles import UNIT, profile_claim
from onrecord.cluster.threads import cluster_claims
from onrecord.model import (
    Attribution,
    Claim,
    ClaimKind,
    Directness,
    Dossier,
    Entity,
    EntityKind,
    Quantity,
    Report,
    Role,
    RoleName,
    SourceKind,
    Span,
    Stance,
    TimeExpression,
)

IGLA_S = Entity("equipment/igla-s", EntityKind.EQUIPMENT, "Igla-S")
T_72 = Entity("equipment/t-72", EntityKind.EQUIPMENT, "T-72")
VENEZUELA = Entity("country/VEN", EntityKind.COUNTRY, "Venezuela")
ARMY = Entity("body/VEN-army", EntityKind.BODY, "army of Venezuela")
BRAZIL = Entity("country/BRA", EntityKind.COUNTRY, "Brazil")
UKRAINE = Entity("country/UKR", EntityKind.COUNTRY, "Ukraine")
RUSSIA = Entity("country/RUS", EntityKind.COUNTRY, "Russia")
KYIV = Entity("place/kyiv", EntityKind.PLACE, "Kyiv")
LVIV = Entity("place/lviv", EntityKind.PLACE, "Lviv")
HERE = Span(0, 1)


def count(low: str | None, high: str | None, counted: str | None = "system") -> Quantity:
    return Quantity(HERE, Decimal(low) if low else None, Decimal(high) if high else None, counted_class=counted)


def claim(
    kind: ClaimKind,
    *,
    item: Entity | None = None,
    actor: Entity | None = None,
    place: Entity | None = None,
    time: str | None = None,
    quantity: Quantity | None = None,
    property: str | None = None,
    speaker: str | None = None,
    stance: Stance = Stance.ASSERTED,
) -> Claim:
    named = ((RoleName.ITEM, item), (RoleName.ACTOR, actor), (RoleName.PLACE, place))
    roles = [Role(name, HERE, entity) for name, entity in named if entity]
    if time:
        roles.append(Role(RoleName.TIME, HERE, time=TimeExpression(HERE, time, "day")))
    kind_of_source = SourceKind.NAMED_PERSON if speaker else SourceKind.OWN_VOICE
    attribution = Attribution(kind_of_source, Directness.INDIRECT, speaker=speaker)
    return Claim("c01", kind, HERE, tuple(roles), property, quantity, attribution, stance)


def dossier(number: int, *claims: Claim) -> Dossier:
    report = Report("x" * 10, f"sha256:{number}", published=f"2025-10-{number:02d}")
    return Dossier(report, claims=claims)


def test_a_force_and_its_country_are_one_side() -> None:
    one = claim(ClaimKind.DEPLOYMENT, item=IGLA_S, actor=ARMY, quantity=count("5000", "5000"), speaker="Nicolás Maduro")
    two = claim(ClaimKind.HOLDING, item=IGLA_S, actor=VENEZUELA, quantity=count("5000", None), speaker="Nicolás Maduro")
    threads = cluster_claims([dossier(2, two), dossier(1, one)])
    assert len(threads) == 1
    assert threads[0].claims == (("sha256:1", "c01"), ("sha256:2", "c01"))
    assert threads[0].speakers == ("Nicolás Maduro",)
    assert [figure.published for figure in threads[0].figures] == ["2025-10-01", "2025-10-02"]
    assert threads[0].reasons == (
        "same item: Igla-S",
        "same side: Venezuela",
        "numbers overlap, counting the same: 5,000, 5,000–",
    )


def test_a_stock_keeps_its_thread_when_the_number_changes() -> None:
    one = claim(ClaimKind.HOLDING, item=IGLA_S, actor=VENEZUELA, quantity=count("4000", "4000", "missile"))
    two = claim(ClaimKind.HOLDING, item=IGLA_S, actor=VENEZUELA, quantity=count("5000", "5000", "missile"))
    (thread,) = cluster_claims([dossier(1, one), dossier(2, two)])
    assert [figure.quantity.low for figure in thread.figures] == [4000, 5000]
    assert not any("numbers" in reason for reason in thread.reasons)


@pytest.mark.parametrize(
    "other",
    [
        claim(ClaimKind.HOLDING, item=IGLA_S, actor=BRAZIL, quantity=count("5000", "5000")),
        claim(ClaimKind.HOLDING, item=T_72, actor=VENEZUELA, quantity=count("5000", "5000")),
        claim(ClaimKind.OPERATOR, item=IGLA_S, actor=VENEZUELA),
        claim(ClaimKind.STATEMENT, item=IGLA_S, actor=VENEZUELA),
        claim(ClaimKind.HOLDING, actor=VENEZUELA, quantity=count("5000", "5000")),
        claim(ClaimKind.HOLDING, item=IGLA_S, actor=VENEZUELA, stance=Stance.PLANNED),
    ],
)
def test_other_side_item_kind_or_stance_stands_apart(other: Claim) -> None:
    one = claim(ClaimKind.HOLDING, item=IGLA_S, actor=VENEZUELA, quantity=count("5000", "5000"))
    assert cluster_claims([dossier(1, one), dossier(2, other)]) == ()


def test_an_event_needs_place_time_or_number() -> None:
    one = claim(
        ClaimKind.LOSS, item=T_72, actor=UKRAINE, place=KYIV, time="2025-10-01", quantity=count("3", "3", "tank")
    )
    same = claim(ClaimKind.LOSS, item=T_72, place=KYIV, quantity=count("3", None, "tank"))
    elsewhere = claim(ClaimKind.LOSS, item=T_72, place=LVIV, time="2025-10-01", quantity=count("3", "3", "tank"))
    later = claim(ClaimKind.LOSS, item=T_72, place=KYIV, time="2025-11-01", quantity=count("3", "3", "tank"))
    bare = claim(ClaimKind.LOSS, item=T_72, actor=UKRAINE)
    assert len(cluster_claims([dossier(1, one), dossier(2, same)])) == 1
    for other in (elsewhere, later, bare):
        assert cluster_claims([dossier(1, one), dossier(2, other)]) == ()


def test_other_counted_nouns_do_not_overlap() -> None:
    one = claim(ClaimKind.TRANSFER, item=IGLA_S, actor=RUSSIA, time="2012", quantity=count("200", "200", "missile"))
    two = claim(ClaimKind.TRANSFER, item=IGLA_S, actor=RUSSIA, time="2012", quantity=count("200", "200", "launcher"))
    assert cluster_claims([dossier(1, one), dossier(2, two)]) == ()


def number(low: str, noun: str, counted: str) -> Quantity:
    return Quantity(HERE, Decimal(low), Decimal(low), counted=noun, counted_class=counted)


# "Units" of a weapon leave open which part of it they count; units without one are military units.
UNITS = number("5000", "units", "formation")
BESIDE_UNITS = [
    (number("5000", "systems", "system"), True, False, False),
    (number("5000", "missiles", "missile"), True, False, False),
    (number("5000", "soldiers", "person"), False, False, False),
    (number("500", "systems", "system"), False, False, False),
    (number("500", "pieces", "artillery"), False, True, True),
    (number("5000", "pieces", "artillery"), True, True, False),
]


@pytest.mark.parametrize(("other", "overlap", "alike", "clash"), BESIDE_UNITS)
def test_units_of_a_weapon(other: Quantity, overlap: bool, alike: bool, clash: bool) -> None:
    one, two = (
        profile_claim(claim(ClaimKind.HOLDING, item=IGLA_S, actor=VENEZUELA, quantity=each), "2025-10-23")
        for each in (UNITS, other)
    )
    assert one is not None
    assert two is not None
    assert one.counted_class == UNIT
    assert numbers_overlap(one, two) is overlap
    assert count_alike(one, two) is alike
    assert numbers_clash(one, two) is clash


def test_things_known_only_by_what_is_counted_need_a_side_or_place() -> None:
    lorries = Quantity(HERE, Decimal(41), None, counted="lorries", counted_class="vehicle")
    others = Quantity(HERE, Decimal(133), Decimal(133), counted="trucks", counted_class="vehicle")
    one = claim(ClaimKind.HOLDING, quantity=lorries)
    assert cluster_claims([dossier(1, one), dossier(2, claim(ClaimKind.HOLDING, quantity=others))]) == ()
    here, there = (claim(ClaimKind.HOLDING, quantity=each, place=KYIV) for each in (lorries, others))
    assert len(cluster_claims([dossier(1, here), dossier(2, there)])) == 1


def test_units_of_no_weapon_are_military_units() -> None:
    profile = profile_claim(claim(ClaimKind.DEPLOYMENT, actor=VENEZUELA, quantity=UNITS), "2025-10-23")
    assert profile is not None
    assert profile.counted_class == "formation"


def test_one_report_alone_makes_no_thread() -> None:
    one = claim(ClaimKind.HOLDING, item=IGLA_S, actor=VENEZUELA)
    assert cluster_claims([dossier(1, one), dossier(1, one)]) == ()
    assert cluster_claims([]) == ()


def test_an_ambiguous_name_ties_nothing() -> None:
    unsure = Entity("equipment/igla-s", EntityKind.EQUIPMENT, "Igla", alternatives=("equipment/igla",))
    one = claim(ClaimKind.HOLDING, item=unsure, actor=VENEZUELA)
    two = claim(ClaimKind.HOLDING, item=IGLA_S, actor=VENEZUELA)
    assert cluster_claims([dossier(1, one), dossier(2, two)]) == ()


def test_order_of_reports_does_not_matter() -> None:
    one = claim(ClaimKind.CAPABILITY, item=IGLA_S, property="range", quantity=count("5", "5", None))
    two = claim(ClaimKind.CAPABILITY, item=IGLA_S, property="range", quantity=count("6", "6", None))
    three = claim(ClaimKind.CAPABILITY, item=IGLA_S, property="weight", quantity=count("6", "6", None))
    dossiers = [dossier(1, one), dossier(2, two), dossier(3, three)]
    assert cluster_claims(dossiers) == cluster_claims(dossiers[::-1])
    assert [thread.claims for thread in cluster_claims(dossiers)] == [(("sha256:1", "c01"), ("sha256:2", "c01"))]
