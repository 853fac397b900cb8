"""What stands beside a claim in its sentence keeps a check from agreeing with half of it."""

from __future__ import annotations

import pytest
from text_cases import EDITION, PUBLISHED

from onrecord import check_report, read_report

LINES = (
    ("The S-300 systems Iran received had been shipped from Belgium.", "transfer", "transfer.giver_open"),
    ("Iran received S-300 systems from Russia in 2016.", "transfer", "transfer.documented"),
    ("All of the Su-30MK2 jets that Russia sold to Venezuela came in 1991.", "transfer", "transfer.other_time"),
    ("Russia sold Su-30MK2 jets to Venezuela in 2006.", "transfer", "transfer.documented"),
    ("Denmark still operates the Caesar howitzer.", "operator", "operator.undated"),
    ("Denmark operates the Caesar howitzer.", "operator", "operator.listed"),
    ("In 1991 the F-22 was in service with the United States.", "operator", "operator.too_early"),
    ("The DF-26 is an Indian missile.", "origin", "origin.country.called"),
    ("The DF-26, an Indian drawing of it showed, is long.", "origin", None),
    ("The TB2 is a Ukrainian drone.", "origin", "origin.country.made"),  # a user: the adjective may say that
    ("The Tomahawk is a French minister's wish.", "origin", None),
    ("The Gripen is a joint project of Brazil and Sweden.", "origin", "origin.country.made"),
    ("The RPG-7 is nonetheless a Soviet design.", "origin", "origin.country.within"),
    ("PzH 2000 users include Germany.", "operator", "operator.listed"),
    ("Potential users of the Gripen include Hungary.", "operator", None),
    ("Peru, one of the few countries that never used the Gripen, asked.", "operator", None),
    ("Jordan, one of the few armies that use the Leclerc, sent none.", "operator", "operator.listed"),
    ("Norway passed on RBS 70 launchers to Lithuania in 2004.", "transfer", "transfer.documented"),
    ("Norway passed on an offer of RBS 70 launchers to Lithuania.", "transfer", None),
    ("Eighteen TB2 drones went from Turkey to Poland.", "transfer", "transfer.within"),
    ("Eighteen TB2 drones never went from Turkey to Poland.", "transfer", None),
    ("It was Germany that gave Ukraine 14 Challenger 2 tanks.", "transfer", "transfer.giver_open"),
    ("It was Britain that gave Ukraine 14 Challenger 2 tanks.", "transfer", "transfer.within"),
    ("Paris sold Serbia the six Pantsir-S1 vehicles it took over in 2020.", "transfer", "transfer.giver_open"),
    ("Russia and Japan sold Belarus the S-400.", "transfer", "transfer.other_supplier"),
    ("Mexico bought 30 more Igla missiles from Russia.", "transfer", "transfer.part"),
    ("After Britain delivered the Starstreak to Nepal, Ukraine asked for it too.", "transfer", "transfer.no_fact"),
    ("Japan and not Georgia operates the Grom.", "operator", None),
    ("Venezuela has 26 Buk-M2 systems.", "holding", "holding.exceeds"),
    ("Venezuela has no Buk-M2 systems.", "operator", None),
    ("Venezuela still has all 24 of its Su-30MK2 jets.", "holding", "holding.undated"),
    ("Venezuela has 5,000 Igla-S missiles.", "holding", "holding.sources_differ"),
    ("A presentation of the Venezuelan army gives Venezuela 5,000 Igla-S missiles.", "holding", None),
    ("The T-90 entered Indian service in 2001.", "origin", "origin.year.elsewhere"),
    ("The wreck was that of a Mohajer-6 of Iranian origin.", "origin", "origin.country.within"),
    ("In 2007 Poland delivered 100 Grom missiles and 30 launchers to Georgia.", "transfer", "transfer.within"),
    ("Lithuania got its 260 used RBS 70 missiles from Norway in 2004.", "transfer", "transfer.within"),
    ("The Merkava, a tank of British design, is old.", "origin", "origin.country.outside"),
    ("China is the home of the Wing Loong II's maker.", "origin", None),
    ("Sejjil is the name of an Indian village.", "origin", None),
    ("The maker of the Gripen is Saab.", "origin", "origin.maker.within"),
    ("Saab, a former maker of the Gripen's seats, will open a plant.", "origin", None),
    ("The reporting name for the Tu-22M3 is Backfire.", "origin", "origin.alias.within"),
    ("Kilo-class submarines serve in the navy of Vietnam.", "operator", "operator.listed"),
    ("The Leopard 2 serves as a model for the Omani army.", "operator", None),
    ("Only Russia operates the S-400.", "operator", "operator.only"),
    ("The radar of the Gripen was developed in Italy.", "origin", "origin.item.unresolved"),
    ("The Lancet is an Iranian drone's worst rival.", "origin", None),
    ("The Exocet is a British missile crew's nightmare.", "origin", None),
    ("Experts call the Lancet an Iranian drone.", "origin", "origin.alias.unknown"),
    ("The Shahed-136 is called Geran-2 in Russia.", "origin", "origin.alias.within"),
)


@pytest.mark.parametrize(("text", "check", "rule"), LINES)
def test_rule(text: str, check: str, rule: str | None) -> None:
    report = read_report(text, published=PUBLISHED, language="en")
    rules = [each.rule for each in check_report(report, edition=EDITION).findings if each.check == check]
    assert rules == ([rule] if rule else [])
