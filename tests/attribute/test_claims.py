"""The speaker of a claim: the innermost one whose content holds its head."""

import pytest

from onrecord.attribute import attribute_claims, find_attributions
from onrecord.extract.parse import parse
from onrecord.model import Claim, ClaimKind, Directness, SourceKind, Span, Stance

CASES = [
    # text, words of the claim, its head, kind of source, directness, stance
    (
        "The army said that two drones were shot down.",
        "two drones were shot down",
        "shot",
        "named_body",
        "indirect",
        "asserted",
    ),
    (
        "Two drones were shot down on Monday.",
        "Two drones were shot down on Monday",
        "shot",
        "own_voice",
        "own_voice",
        "asserted",
    ),
    (
        "“Two drones were shot down,” the army said.",
        "Two drones were shot down",
        "shot",
        "named_body",
        "quotation",
        "asserted",
    ),
    (
        "The army denied that two drones were shot down.",
        "two drones were shot down",
        "shot",
        "named_body",
        "indirect",
        "denied",
    ),
    (
        "The BBC reported that an official said the depot burned.",
        "the depot burned",
        "burned",
        "anonymous_official",
        "indirect",
        "asserted",
    ),
    (
        "The company is understood to have moved north.",
        "The company is understood to have moved north",
        "understood",
        "anonymous_other",
        "indirect",
        "hedged",
    ),
    (
        "The president accused the rebels of shelling the market.",
        "the rebels of shelling the market",
        "shelling",
        "named_person",
        "indirect",
        "asserted",
    ),
    ("The army wants to buy 40 tanks.", "buy 40 tanks", "buy", "own_voice", "own_voice", "asserted"),
]


@pytest.mark.parametrize(("text", "words", "head", "kind", "directness", "stance"), CASES)
def test_claim_gets_its_speaker(text: str, words: str, head: str, kind: str, directness: str, stance: str) -> None:
    start = text.index(words)
    claim = Claim("c01", ClaimKind.STATEMENT, Span(start, start + len(words)), head=text.index(head))
    (given,) = attribute_claims([claim], find_attributions(parse(text)))
    assert given.attribution.kind is SourceKind(kind)
    assert given.attribution.directness is Directness(directness)
    assert given.stance is Stance(stance)


def test_stance_of_the_claim_itself_is_kept() -> None:
    text = "The army denied that two drones might be lost."
    start = text.index("two drones")
    claim = Claim("c01", ClaimKind.LOSS, Span(start, len(text) - 1), head=text.index("lost"), stance=Stance.HEDGED)
    (given,) = attribute_claims([claim], find_attributions(parse(text)))
    assert given.stance is Stance.HEDGED
