"""Attributions of single sentences, from a table anyone can extend (tests/cases/attribution.csv)."""

import csv
from pathlib import Path

import pytest

from onrecord.attribute import find_attributions
from onrecord.extract.parse import parse
from onrecord.model import Attribution, SourceKind

CASES = Path(__file__).parents[1] / "cases" / "attribution.csv"
SAMPLE = Path(__file__).parents[2] / ".." / "shared" / "reports" / "venezuela-igla-s.txt"


def read_cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def words(text: str, attribution: Attribution) -> dict[str, str]:
    return {
        "source": attribution.source.of(text) if attribution.source else "",
        "cue": "|".join(span.of(text) for span in attribution.cue),
        "content": "|".join(span.of(text) for span in attribution.content),
        "kind": attribution.kind.value,
        "directness": attribution.directness.value,
        "firmness": attribution.firmness.value,
        "stance": attribution.cue_stance.value if attribution.cue_stance else "",
    }


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["text"][:50])
def test_attribution_is_found(case: dict[str, str]) -> None:
    text = case["text"]
    found = find_attributions(parse(text))
    wanted = {name: case[name] for name in words(text, found[0])} if found else {}
    match = next((each for each in found if words(text, each) == wanted), None)
    assert match is not None, [words(text, each) for each in found]
    if case["speaker"]:
        assert match.speaker == case["speaker"]


def test_plain_narration_has_no_speaker() -> None:
    found = find_attributions(parse("Two frigates left the port on Monday. The hill was taken in May."))
    assert [each for each in found if each.reports] == []


def test_nested_attribution_carries_the_chain() -> None:
    text = "The BBC reported that an official had said the bridge was mined."
    outer, inner = find_attributions(parse(text))
    assert outer.chain == ()
    assert [each.source.of(text) for each in inner.chain if each.source] == ["The BBC"]
    assert inner.source is not None
    assert inner.source.of(text) == "an official"


def test_cited_source_is_the_inner_speaker() -> None:
    text = "Reuters reported, citing two officials, that the shipment had been stopped."
    inner = next(each for each in find_attributions(parse(text)) if each.chain)
    assert inner.source is not None
    assert inner.source.of(text) == "two officials"
    assert [span.of(text) for span in inner.content] == ["that the shipment had been stopped"]


def test_quotation_opened_in_each_paragraph_is_one_content() -> None:
    text = "“We counted 14 launchers.\n\n“None of them was manned.\n\n“We left at dawn,” the inspector said."
    (found,) = find_attributions(parse(text))
    assert [span.of(text) for span in found.content] == [text[: text.index(" the inspector")]]


def test_quotation_over_a_line_break_is_whole() -> None:
    text = "The mayor stressed one thing, saying, ‘The bridge is open.\nIt will stay open.’\nThe road is closed."
    found = find_attributions(parse(text))
    assert "‘The bridge is open.\nIt will stay open.’" in [span.of(text) for each in found for span in each.content]


def test_same_text_gives_the_same_answer() -> None:
    text = "“We left,” said Ilse Brandt. She added that the port, officials say, was empty."
    assert find_attributions(parse(text)) == find_attributions(parse(text))


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the shared sample report is not beside the project")
def test_sample_report() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    found = [each for each in find_attributions(parse(text)) if each.reports]
    quoted = [(each.speaker or "", sum(len(s.of(text)) > 0 for s in each.quoted)) for each in found if each.quoted]
    count: dict[str, int] = {}
    for speaker, number in quoted:
        count[speaker] = count.get(speaker, 0) + number
    analyst = "one analyst at the Center for Strategic and International Studies"
    spoken = {each.speaker for each in found if each.directness.value == "quotation"}
    assert spoken == {"Nicolas Maduro", analyst}
    assert count[analyst] == 2
    assert count["Nicolas Maduro"] >= 4
    by_cue = {each.cue[-1].of(text): each for each in found}
    assert by_cue["claim"].speaker == by_cue["a startling revelation"].speaker == "Nicolas Maduro"
    assert by_cue["emphasized"].speaker == "Nicolas Maduro"
    assert by_cue["have confirmed"].kind.value == by_cue["argue"].kind.value == "anonymous_official"
    assert by_cue["argue"].speaker == by_cue["have confirmed"].speaker
    assert by_cue["have warned"].kind.value == by_cue["said"].kind.value == "anonymous_expert"


@pytest.mark.parametrize("text", ["NATO said it had five jets.", "UNICEF and Russia said the port was closed."])
def test_a_body_named_by_the_first_word_is_the_source(text: str) -> None:
    (found,) = find_attributions(parse(text))
    assert found.kind is SourceKind.NAMED_BODY
    assert found.evidence is not None
    assert found.evidence.start == 0
