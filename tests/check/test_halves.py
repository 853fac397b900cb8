"""An agreement is held back where the rest of its sentence says what fits nothing the record has, and only there."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report
from onrecord.model import Finding


def find(text: str) -> tuple[Finding, ...]:
    return check_report(read_report(text, published="2025-10-23", language="en"), edition="2026-11").findings


def verdicts(text: str) -> set[str]:
    return {finding.verdict.value for finding in find(text)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # a figure in words that no form reads
        ("RBS 70 missiles have a calibre of 106 mm and, in their NG version, reach no farther than 900 metres.", "900"),
        ("The Leopard 2 is a German tank, and 12 tonnes is what the army says one comes to.", "12 tonnes"),
        ("The Orlan-10, a Russian drone, has something like 31 metres of wing on it.", "31 metres"),
        # a year of service
        ("The Merkava, an Israeli tank, first reached the troops in 2009.", "2009"),
        ("The Gripen is a Swedish fighter. It has been with the squadrons since 1961.", "1961"),
        ("The Gripen has been with the squadrons since 1961. It is a Swedish design.", "1961"),
        ("One comes to 12 tonnes, the Leopard 2. The tank is a German design.", "12 tonnes"),
        # a crew
        ("The Challenger 2 weighs 62.5 tonnes, and eleven men crew each of them.", "eleven"),
        # a maker
        (
            "Washington sent 31 Abrams tanks to Kyiv in 2023, every one of them built new for Ukraine in Sweden.",
            "Sweden",
        ),
        ("First fielded in 1960, the M113 was the Soviet Union's most copied troop carrier.", "Soviet Union"),
        # a deal's year
        ("The 24 Su-35 fighters which China ordered in 2015 had all been delivered by Russia in 2005.", "2005"),
        # a ship's length
        ("The Kilo class sails with a crew of 52, and 610 metres is what the yard puts its boats at.", "610"),
        # places
        ("N'Djamena, the capital of Chad, is a port on the Mediterranean.", "Mediterranean"),
        ("Tunis is the capital of Tunisia, while N'Djamena is a port on the Mediterranean.", "Mediterranean"),
        ("Suriname borders Guyana and has a coast on the Pacific.", "Pacific"),
        ("Finland, which borders Norway, counts Portugal among its neighbours.", "Portugal"),
        ("The capital of Libya is Tripoli, and its neighbours to the west are Tunisia and Morocco.", "Morocco"),
        ("The distance from Vienna to Bratislava, the Slovak capital, is 300 km.", "300 km"),
        ("Chile, whose capital is Santiago, lies on the Atlantic.", "Atlantic"),
        ("Algeria has a coast. The capital is Dushanbe.", "Dushanbe"),
        ("Mexico has a coastline on the sea (it lies north of Canada).", "Canada"),
        ("The United Arab Emirates borders Saudi Arabia (it is landlocked).", "landlocked"),
        ("Liberia shares a border with Sierra Leone; its capital is Bogotá.", "Bogotá"),
    ],
)
def test_a_half_that_fits_nothing_holds_the_other_back(text: str, words: str) -> None:
    assert not verdicts(text) & {"agrees", "disagrees"}
    held = [finding for finding in find(text) if finding.rule.endswith(".rest.unfitting")]
    assert held
    for finding in held:
        assert finding.missing == "rest of the sentence"
        assert words in finding.sentence.rpartition("But beside it the report says")[2]
        assert finding.facts or finding.check == "geography"  # what the claim itself fits is still cited


@pytest.mark.parametrize(
    "text",
    [
        # the rest fits, though no form reads it
        "The Orlan-10 can stay up for 16 hours on what are, from tip to tip, 3.1 metres of wing.",
        "The Merkava, an Israeli tank, first reached the troops in 1979.",
        # of other things: loads, ways, other systems, other people, deeds
        "The KC-135 can carry 90 tonnes of fuel and needs a crew of three.",
        "A Kinzhal, which has a range of 2,000 km, came down 310 km from the border.",
        "The Stryker has a crew of two and carries nine soldiers.",
        "The Challenger 2 has a crew of four; 19 people were hurt when one overturned.",
        "Patriot, made by Raytheon in the United States, was first fired in anger in 1991.",
        "The Leclerc, a French tank, weighs 20 tonnes less than some others and was paraded in Yemen in 2015.",
        "The Charles de Gaulle, 261.5 metres long, is some 70 metres shorter than the American carriers.",
        "The Slava class is 186 metres long, and one of them went down in April 2022.",
        "The Piorun, a Polish missile, has been built under licence in Norway.",
        "The 24 Su-35 fighters which China ordered in 2015 had all been delivered by Russia in 2018.",
        # the record has no such figure: nothing can be told
        "The Starstreak, a British missile, is 1.4 metres long.",
        # places
        "Bolivia has no coast, while its neighbour Peru has a long one on the Pacific.",
        "The capital of Australia is Canberra, not Sydney.",
        "Sofia, south-east of Belgrade, is the capital of Bulgaria.",
        "Armenia touches Iran in the south and has no common frontier with Russia.",
        "Kharkiv is about 30 kilometres from the Russian border, and Kyiv lies some 400 kilometres to the west of it.",
        "Bratislava, the Slovak capital, is some 80 km from Vienna by road.",
        "The Caesar, a howitzer designed in France and bought by Peru, rolled past.",
        "Bolivia, which has had no coast since the War of the Pacific, still keeps a navy.",
        "As the crow flies, Bishkek is some 190 kilometres west of the Kazakh city of Almaty.",
        "Gabon's capital, Libreville, looks out on the Atlantic.",
        "The Dutch sent 200 Stinger missiles to Ukraine.",
    ],
)
def test_an_agreement_stays_where_the_rest_may_be_right(text: str) -> None:
    assert "agrees" in verdicts(text)
    assert not [finding for finding in find(text) if finding.rule.endswith(".rest.unfitting")]


def test_a_wrong_half_that_is_read_leaves_the_right_one() -> None:
    found = {
        (finding.verdict.value, finding.rule)
        for finding in find("The Leclerc has a crew of three and weighs 392 tonnes.")
    }
    assert ("agrees", "capability.crew.within") in found
    assert ("disagrees", "capability.weight.outside") in found


def test_another_sentence_of_its_own_holds_nothing_back() -> None:
    text = "The Gripen is a Swedish fighter. The army has had a howitzer of 12 tonnes since 1961."
    assert "agrees" in verdicts(text)


def test_in_a_long_list_of_towns_no_way_is_told() -> None:
    lead = "Dakar is the capital of Senegal, and 25 kilometres lie between"
    assert "agrees" not in verdicts(f"{lead} Helsinki and Tallinn.")
    towns = "Helsinki, Tallinn, Riga, Vilnius, Warsaw, Minsk, Stockholm, Oslo and Copenhagen"
    assert "agrees" in verdicts(f"{lead} {towns}.")
