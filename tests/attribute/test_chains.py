"""Who says what on whose word: sources with the speakers around them, outermost first, from a table to be extended."""

import pytest

from onrecord.attribute import find_attributions
from onrecord.extract.parse import parse

# text, and each source that reports with the sources of its chain, in any order
CASES = [
    (
        "Reuters reported on Monday that, according to two officials, the ministry had told allies that 40 tanks fell.",
        {"Reuters": [], "two officials": ["Reuters"], "the ministry": ["Reuters", "two officials"]},
    ),
    (
        "The Guard Corps said the death was under investigation, according to Iranian state media.",
        {"Iranian state media": [], "The Guard Corps": ["Iranian state media"]},
    ),
    (
        "The paper said the missiles were in place and quoted a naval analyst as saying they could sink a tanker.",
        {"The paper": [], "a naval analyst": ["The paper"]},
    ),
    (
        "“The enemy has entered a swamp,” the radio station quoted the head of the war office as saying.",
        {"the radio station": [], "the head of the war office": ["the radio station"]},
    ),
    (
        "Anna Keller was quoted as saying in a statement that the plant is operating on one line.",
        {"Anna Keller": []},
    ),
    (
        "The Danish military said it had shot down a drone while the rebels said they had lost none.",
        {"The Danish military": [], "the rebels": []},
    ),
    (
        "The ministry denied it had sold the missiles and warned that the buyer would be named.",
        {"The ministry": []},
    ),
    (
        "“I think we will win, and I know that the harbour is ours,” said Mark Stahl. “I believe the port is open.”",
        {"Mark Stahl": [], "I": []},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_chain_of_each_source(text: str, wanted: dict[str, list[str]]) -> None:
    found = [each for each in find_attributions(parse(text)) if each.reports and each.source is not None]
    for each in found:
        assert each.source is not None
        chain = [outer.source.of(text) for outer in each.chain if outer.source is not None]
        assert wanted[each.source.of(text)] == chain
    assert {each.source.of(text) for each in found if each.source} == set(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "A drone called the Needle was used. It is known as the Wasp in the north.",
        "The movement emerged in May, when its leader left the harbour.",
        "It emerged in the nineties, when its leader left the harbour.",
    ],
)
def test_names_and_rising_are_said_by_nobody(text: str) -> None:
    assert [each for each in find_attributions(parse(text)) if each.reports] == []


def test_a_quotation_with_the_speakers_own_thoughts_is_joined() -> None:
    text = "“The hill is ours,” said Mark Stahl, head of the union. “I think that the harbour will fall by May.”"
    outer = next(each for each in find_attributions(parse(text)) if not each.chain)
    assert [span.of(text) for span in outer.content] == [
        "“The hill is ours,”",
        "“I think that the harbour will fall by May.”",
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“They sat here,” said Mark Stahl, who thinks that the port is lost.", "Mark Stahl"),
        ("The radio station on Wednesday said 12 people had died.", "The radio station"),
        ("The Energy Agency (EA) said that a cease-fire had begun.", "The Energy Agency (EA)"),
    ],
)
def test_source_ends_where_its_name_does(text: str, source: str) -> None:
    found = [each.source.of(text) for each in find_attributions(parse(text)) if each.source is not None]
    assert source in found


def test_the_speaker_of_a_quotation_is_the_i_in_it() -> None:
    text = "“I think that the harbour will fall by May,” said Mark Stahl, head of the union."
    speakers = {each.source.of(text): each.speaker for each in find_attributions(parse(text)) if each.source}
    assert speakers == {"I": "Mark Stahl", "Mark Stahl, head of the union": "Mark Stahl"}
