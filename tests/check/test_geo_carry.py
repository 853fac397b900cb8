"""What a sentence goes on to say of the same place: the second half is read as well as the first, and only where it is
said of the same subject."""

from __future__ import annotations

import pytest
from text_cases import EDITION, PUBLISHED

from onrecord import check_report, read_report

# What is right in these is the first half, so that a finding on it alone would pass the whole for right.
FALSE_HALVES = (
    "Chad is landlocked, and its capital is Khartoum.",
    "Chad is landlocked. Its capital is Khartoum.",
    "Mali has no coast and shares a border with Sudan.",
    "Mali has no coast. It borders Sudan.",
    "Mali shares a border with Niger and one with Sudan.",
    "Mali has a border with Senegal and another with Sudan.",
    "Ethiopia borders Somalia and has a coast on the Indian Ocean.",
    "Slovakia, which borders Hungary, lies east of Ukraine.",
    "Slovakia borders Hungary and lies to the east of Ukraine.",
    "Tbilisi is the capital of Georgia and lies 170 km south of Yerevan.",
    "Aleppo is in northern Syria, about 450 km from the Turkish border.",
    "Uganda and Kenya border each other and are both landlocked.",
    "Mongolia lies between Russia and China, and its capital is Beijing.",
    "Cúcuta lies in Colombia, right on the border with Brazil.",
    "Laos is landlocked and borders Malaysia.",
    "Kabul is the capital of Afghanistan, Islamabad that of Iran.",
    "Kabul is the capital of Afghanistan and Tashkent the capital of Tajikistan.",
    "Malawi's capital is Lilongwe, Zambia's Harare.",
    "Malawi's capital is Lilongwe; that of Zambia is Harare.",
    "Serbia, a landlocked country with its capital in Skopje, ordered the drones.",
    "Armenia borders Georgia in the north and Iran in the south, and Gyumri is its capital.",
    "Armenia, which borders both Georgia and Iran, has moved the archive to Gyumri, its capital.",
    "Rwanda, a landlocked neighbour of Kenya, ordered the vehicles.",
    "Mosul lies in northern Iraq, Basra in the north.",
    "Kisumu and Eldoret, both in eastern Kenya, were cut off.",
    "Tanzania borders Kenya and Uganda in the north and Mozambique in the north.",
    "Latvia has Estonia to the north and Lithuania to the north.",
    "Mozambique has a coast on the Indian Ocean and borders Angola.",
    "Ethiopia's capital is Addis Ababa and its coast is long.",
    "The team drove from Kharkiv to Sumy, a town that lies to its south-east.",
    "Jordan's capital Amman is 70 km from Jerusalem and 900 km from Damascus.",
    "Zambia, landlocked and bordered by Kenya, buys its fuel abroad.",
    "Kenya's second city, Mombasa, is in the north of the country.",
    "Laos, for whose army it is a first, has land borders with Thailand and Malaysia.",
    "Gabon has its capital at Libreville but borders Kenya.",
    "Laos has Vientiane as its capital; it has a coast.",
    "Lesotho has its capital at Maseru, with a long coast.",
    "Kenya has a coast and is governed from its capital, Harare.",
    "Mali is a country that has no coast and borders Kenya.",
    "Myanmar, a country with no coast, borders Thailand.",
    "Mali has its capital at Bamako but lies north of France.",
    "Niger's neighbours to the north are Algeria and Nigeria.",
    "Finland borders Sweden and lies south of Botswana.",
    "Canada, which borders the United States, has Rome as its capital.",
)
TRUE_WHOLES = (
    "Bangladesh has a border with India and a border with Myanmar.",
    "The post was shut, though Burkina Faso and Niger do share a border there.",
    "Kenya borders Somalia and has a coast on the Indian Ocean.",
    "Tbilisi is the capital of Georgia and lies 170 km north of Yerevan.",
    "Aleppo is in northern Syria, about 45 km from the Turkish border.",
    "Uganda and Rwanda border each other and are both landlocked.",
    "Mongolia lies between Russia and China, and its capital is Ulaanbaatar.",
    "Kigali is the capital of Rwanda, while Uganda has Kampala as its capital.",
    "Gyumri lies in Armenia, near the Turkish border.",
    "Latvia borders Estonia to the north and has Lithuania as its southern neighbour.",
    "Two landlocked states of South America, Paraguay and Bolivia, sent observers.",
    "Lesotho is an enclave: its only neighbour is South Africa.",
    "Mozambique, whose neighbours include Malawi, Zimbabwe and Eswatini, closed its crossings.",
    "Since Uganda has no coast, the goods had passed through a Kenyan port.",
    "Nyala, where the planes were seen, is in the west of Sudan.",
    "They went on foot from East Timor into Indonesia, its only land neighbour.",
    "Tallinn lies only about 80 kilometres across the gulf from Helsinki.",
    "Tanzania shares a border with Malawi, with its capital at Dodoma.",
    "Algeria's neighbours to the east are Tunisia and Libya.",
    "Mali is a landlocked country that borders Niger.",
    "Canada, which borders the United States, has Ottawa as its capital.",
    "Albania, which lies north of South Sudan, has Tirana as its capital.",
)
# Nothing in these is wrong, however near it comes to a second half that would be.
NOT_OF_THE_SUBJECT = (
    "Chad borders Sudan, whose capital is Khartoum.",
    "Chad borders Sudan and its capital, Khartoum, is close by.",
    "Chad borders Sudan; its capital is Khartoum.",
    "Chad is landlocked, and its capital is not Khartoum.",
    "Chad is landlocked, and its former capital is Khartoum.",
    "Chad is landlocked. Its ally's capital is Khartoum.",
    "If Mali is landlocked and borders Sudan, the map is wrong.",
    "He denied that Mali is landlocked and borders Sudan.",
    "It is false that Chad is landlocked and that its capital is Khartoum.",
    "Mali is landlocked and borders on bankruptcy.",
    "Bolivia is landlocked but has access to the sea through Peru.",
    "Ethiopia borders Eritrea and has a coast guard academy.",
    "Ethiopia borders Eritrea and had a coast until 1993.",
    "Since Kenya has no coast guard, pirates roam.",
    "The road from Mali, which is landlocked, lies north of Ghana.",
    "The president of Mali, which is landlocked, is in Ghana.",
    "A colonel of Niger, which borders Chad, is in Kigali.",
    "The Chadian president left Mali, which borders Niger, and is in Paris.",
    "He left Gaziantep, which lies in Turkey, and is 400 km from Aleppo now.",
    "They fled to a village near Lviv, which lies in Poland.",
    "A depot outside Aleppo, a city in northern Syria, 400 km from the Turkish border, was hit.",
    "The brigade's depot near Kharkiv is in eastern Ukraine, 30 km from the Polish border.",
    "Armenia bombed Baku, its neighbour's capital.",
    "Armenia told Azerbaijan to leave Baku, its capital.",
    "Azerbaijan said that Armenia had shelled Baku, its capital.",
    "Malawi's capital is Lilongwe, Zambia's Harare embassy said.",
    "Kabul is the capital of Afghanistan and Islamabad fears Iran.",
    "Ports serving landlocked states, Kenya and Tanzania, raised fees.",
    "Uganda shares a border with Kenya and a language one with Zambia.",
    "Kenya is a close neighbour of Rwanda in the table of exporters.",
    "Fighting in Mosul in northern Iraq, and Aleppo, in the south, went on.",
    "Ivanov and Petrov are in Kenya.",
    "Kenya borders Uganda with its capital Kampala.",
    "Uganda has Kenya to the east, with Nairobi as its capital.",
    "Russia's main port, Odesa said, is shut.",
    "Kenya's sister city, Lyon, is in the north.",
    "Neither Zambia nor Malawi has a coast guard.",
    "Mali has a border with Niger and one with Sudan would be absurd.",
    "Mali has a border with Niger but not a border with Sudan.",
    "Mali has a border with Niger and wants a border with Sudan.",
    "Mali has no border with Sudan and a border with Niger.",
    "Indonesia has a maritime border with Vietnam and one with Thailand.",
    "If Mali had a border with Niger and a border with Sudan, it would trade more.",
    "Sri Lanka lies south of India, with its capital at Colombo.",
    "Lesotho is a country that once had access to the sea.",
    "Bolivia, a country with a coast until 1884, keeps a navy.",
    "Mali is a country that borders, among others, Kenya's ally Niger.",
    "Ethiopia, with no coast guard to speak of, bought boats.",
    "Japan lies east of the United States.",
    "Somalia lies west of Yemen.",
)


def verdicts(text: str) -> set[str]:
    report = read_report(text, published=PUBLISHED, language="en")
    found = check_report(report, edition=EDITION).findings
    return {finding.verdict.value for finding in found if finding.check == "geography"}


@pytest.mark.parametrize("text", FALSE_HALVES)
def test_a_false_half_is_read(text: str) -> None:
    assert "disagrees" in verdicts(text)


@pytest.mark.parametrize("text", TRUE_WHOLES)
def test_two_true_halves_agree(text: str) -> None:
    assert verdicts(text) == {"agrees"}


@pytest.mark.parametrize("text", NOT_OF_THE_SUBJECT)
def test_what_is_said_of_another_does_not_disagree(text: str) -> None:
    assert "disagrees" not in verdicts(text)


def test_a_person_with_the_name_of_a_town_does_not_agree_for_another() -> None:
    assert verdicts("Castro and Arenas, both in Panama, met.") == set()


def test_a_second_predicate_is_quoted_without_its_subject() -> None:
    text = "Bolivia borders Peru and, since 1879, has no sea. Mali has no coast and borders Sudan."
    report = read_report(text, published=PUBLISHED, language="en")
    sheet = check_report(report, edition=EDITION)
    by_id = {claim.id: claim for claim in sheet.claims}
    false = [finding for finding in sheet.findings if finding.verdict.value == "disagrees"]
    assert [finding.rule for finding in false] == ["geography.border.exists.disagrees"]
    assert "borders Sudan" in by_id[false[0].claim_id].span.of(text)


def test_a_coast_that_two_of_a_name_have_says_nothing() -> None:
    assert "agrees" not in verdicts("Georgia's long coast was the subject of a study.")
    assert "agrees" in verdicts("Georgia's coast on the Black Sea was the subject of a study.")
