"""A second fact told in one breath with the first, of whatever kind the two are: both are read, of the right thing."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report


def firm(text: str) -> set[tuple[str, str]]:
    """Verdict and what it is on, of the findings that say something."""
    report = read_report(text, published="2025-10-23", language="en")
    findings = check_report(report, edition="2026-11").findings
    return {
        (f.verdict.value, ".".join(f.rule.split(".")[:2])) for f in findings if f.verdict in ("agrees", "disagrees")
    }


CREW, WEIGHT, RANGE = "capability.crew", "capability.weight", "capability.range"
LENGTH, SPAN, CALIBRE = "capability.length", "capability.wingspan", "capability.calibre"
COUNTRY, YEAR = "origin.country", "origin.year"


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("The Merkava is an Israeli tank with a crew of eleven.", CREW, COUNTRY),
        ("The Leopard 2 is a German design, operated by a crew of 14.", CREW, COUNTRY),
        ("The Leopard 2 is a tank developed in Germany with a crew of 14.", CREW, COUNTRY),
        ("The T-62 was adopted in 1961 with a crew of nine.", CREW, YEAR),
        ("The T-62 carries a crew of four, and it was adopted in 1944.", YEAR, CREW),
        ("The RBS 70, a Swedish missile in service since 1949, was on show.", YEAR, COUNTRY),
        ("The HIMARS, an American rocket launcher in service since 1987, was on show.", YEAR, COUNTRY),
        ("The DF-26 was designed in China, and it can hit targets at up to 20,000 km.", RANGE, COUNTRY),
        ("The Hwasong-17 has a range of 15,000 km and is of Indian origin.", COUNTRY, RANGE),
        ("The Leclerc has a crew of three and a weight of 392 tonnes.", WEIGHT, CREW),
        ("The NLAW has a range of 800 metres, with a weight of 87.5 kg.", WEIGHT, RANGE),
        ("The Challenger 2 weighs 62,500 kg, with a crew of fourteen.", CREW, WEIGHT),
        ("The C-130 first entered service in 1956. The aircraft is a Brazilian design.", COUNTRY, YEAR),
        ("The MQ-9 Reaper has a crew of two. The drone is a Swedish design.", COUNTRY, CREW),
        ("The F-22 has a crew of one and a wingspan of 95.2 metres.", SPAN, CREW),
        ("The Igla-S is used by Venezuela with a maximum range of 42 kilometres.", RANGE, "operator.listed"),
        ("The MiG-31 is used by Russia, with a crew of eight.", CREW, "operator.listed"),
        ("The Starstreak is operated by the United Kingdom, and it is a Japanese design.", COUNTRY, "operator.listed"),
        ("A Japanese howitzer, the PzH 2000 is used by Lithuania.", COUNTRY, "operator.listed"),
        ("A Swedish tank, the M1 Abrams has a crew of four.", COUNTRY, CREW),
        ("The RBS 70 comes from Sweden, the Igla-S from Norway.", "", COUNTRY),
        ("The RBS 70 was designed in Sweden, the Igla-S in Norway.", COUNTRY, COUNTRY),
        ("The Verba has a range of 6.5 km, the Igla-S one of 60 km.", RANGE, RANGE),
        ("The T-72 has a crew of three, the T-90 of five.", CREW, CREW),
        ("Four people crew the Tu-22M3, five the Su-24.", CREW, CREW),
        ("The M777 fires 155 mm shells and weighs 14 tonnes.", WEIGHT, CALIBRE),
        ("The T-62 carries a 115 mm gun and a crew of nine.", CREW, CALIBRE),
        ("The Orlan-10 can remain aloft for 16 hours on wings that span 12 metres.", SPAN, "capability.endurance"),
        ("The Leopard 2, crewed by four, came in service in 1949.", YEAR, CREW),
        (
            "The Piorun can hit aircraft flying as high as 4,000 metres and as far away as 65 km.",
            RANGE,
            "capability.altitude",
        ),
        ("The Eurofighter has a length of 95 metres and a wingspan of 10.95 metres.", LENGTH, SPAN),
    ],
)
def test_the_wrong_half_is_read_beside_the_right_one(text: str, wrong: str, right: str) -> None:
    assert firm(text) == {("disagrees", wrong), ("agrees", right)} - {("disagrees", "")}


@pytest.mark.parametrize(
    "text",
    [
        "The T-62 has a crew of four, and it was adopted in 1974 by Syria.",
        "The T-62 has a crew of four, and it was introduced in 1979 in an improved version.",
        "The T-62 has a crew of four, and it was introduced to Egypt in 1972.",
        "The Leopard 2, a German tank in Polish service since 2002, was lost.",
        "The Leopard 2, a German tank introduced in Poland in 2002, was lost.",
        "The Leopard 2 was designed in Germany with a staff of 40 engineers.",
        "The Leopard 2 was developed in Germany and a version with a crew of two was shown in 2016.",
        "The Merkava is an Israeli answer to a tank with a crew of 14.",
        "The Merkava is an Israeli tank with a crew trained in Germany since 1950.",
        "The Igla-S has a range of 6 km and, in service since 1983, its predecessor reached 5 km.",
        "The Leopard 2 has a crew of four and a trailer with a weight of 9 tonnes.",
        "The Leopard 2 has a crew of four and an engine with a weight of 2 tonnes.",
        "The Su-34 has a crew of two, bombs of French design and a range of 4,000 km.",
        "The Leopard 2 weighs 55 tonnes, has a gun of Swedish design and an engine of French origin.",
        "The Leopard 2 met the T-72, and it was designed in Norway.",
        "The F-16 took off. The aircraft it met was designed in Sweden.",
        "The F-16 dropped a bomb. The weapon is of French design.",
        "The F-16 carries the Maverick. The missile was introduced in 1972.",
        "The Su-34 fired. The missile is a Swedish design.",
        "The RBS 70 is a missile used by Ireland and in service since 1993.",
        "The Su-24 is operated by Ukraine, and it has been in service since 1991.",
        "The Kh-35 is used by frigates with a range of 4,000 km.",
        "A Chinese rival of the missile, the Igla-S has a range of 6 km.",
        "A Dutch jet, the F-16 was shot down.",
        "After a Polish tank, the Leopard 2 is the most numerous.",
        "The T-72 weighs 41 tonnes, the T-90 3 tonnes more.",
        "The Verba has a range of 6.5 km, the Igla-S a ceiling of 3.5 km.",
        "The T-72 has a crew of three, the BMP-2 of seven dismounts.",
        "Four people crew the Tu-22M3, twelve the ground station of the Su-24.",
        "The Leclerc comes from Qatar with its first coat of desert paint.",
    ],
)
def test_what_is_said_of_another_thing_or_time_does_not_disagree(text: str) -> None:
    assert not {what for verdict, what in firm(text) if verdict == "disagrees"}


def test_no_ship_of_a_class_serves_before_its_first() -> None:
    assert firm("The Slava class measures 186.4 metres in length and entered service in 1966.") == {
        ("agrees", LENGTH),
        ("disagrees", YEAR),
    }
    assert firm("The Nimitz class entered service in 1995.") == set()  # its later ships did
    assert firm("Queen Elizabeth-class battleships entered service in 1915.") == set()


def test_a_list_of_users_without_dates_says_nothing_of_long_ago() -> None:
    assert firm("By 1990 the British army had the NLAW.") == set()
    assert firm("The British army has the NLAW.") == {("agrees", "operator.listed")}


def test_a_user_left_out_is_no_agreement() -> None:
    assert firm("Norway and not Brazil operates the RBS 70.") == set()
    assert firm("Norway operates the RBS 70.") == {("agrees", "operator.listed")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Israel's Merkava weighs 23 tonnes.", {("disagrees", WEIGHT)}),
        ("The PzH 2000 weighs only 18 tonnes.", {("disagrees", WEIGHT)}),
        ("The PzH 2000's turret weighs 18 tonnes.", set()),
        ("HMS Queen Elizabeth is 180 metres long.", {("disagrees", LENGTH)}),
        ("Each Sarmat tips the scales at 50 tonnes.", {("disagrees", WEIGHT)}),
        ("The M777, weighing a little over four tonnes, is a howitzer of 105 mm calibre.",
         {("agrees", WEIGHT), ("disagrees", "capability.calibre")}),
        ("A Tomahawk cannot fly farther than 120 km.", {("disagrees", RANGE)}),
        ("The M2 Bradley weighs no more than 6 tonnes.", {("disagrees", WEIGHT)}),
        ("Challenger 2 weighs 92 tonnes.", {("disagrees", WEIGHT)}),
        ("Challenger 2 weighs 75 tonnes with all its armour.", set()),
        ("At 480 metres in length, USS Abraham Lincoln was too long for the quay.", {("disagrees", LENGTH)}),
        ("The RQ-4 Global Hawk has an endurance of three hours.", {("disagrees", "capability.endurance")}),
        ("The RQ-4 Global Hawk stayed aloft for three hours.", set()),
        ("Published tables give the Tochka-U a range of 120 kilometres.", {("agrees", RANGE)}),
        ("New engines give the Su-34 a range of 9,000 km.", set()),
    ],
)  # fmt: skip
def test_what_is_said_of_the_whole_thing(text: str, expected: set[tuple[str, str]]) -> None:
    assert firm(text) == expected


def test_a_number_of_the_sentence_is_no_agreement_without_it() -> None:
    text = "Russia's deliveries of Tor systems to Iran in 2006 and 2007 amounted to three systems in all."
    assert firm(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Switchblade drones have a range of 40 kilometres.",  # that of one of its two models
        "Kalibr cruise missiles fly about 2,000 kilometres.",  # the record: at least 1,500, 1,400, 2,500
        "A HIMARS launcher can fire to a distance of 150 kilometres.",  # with one of its rockets
        "Suriname has a coast on the Pacific.",
    ],
)
def test_nothing_agrees_that_only_one_reading_bears_out(text: str) -> None:
    assert not {what for verdict, what in firm(text) if verdict == "agrees"}


@pytest.mark.parametrize(
    "text",
    [
        "The M777 fires 155 mm shells weighing 43 kg.",
        "The M777 fires 155 mm shells, which weigh 43 kg.",
        "The M777 fires 155 mm shells that weigh 43 kg and cost little.",
    ],
)
def test_what_is_said_of_shells_is_not_said_of_the_gun(text: str) -> None:
    assert firm(text) <= {("agrees", CALIBRE)}
