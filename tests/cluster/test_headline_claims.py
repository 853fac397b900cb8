"""Claims of a headline: those the body makes too stand once, in the body; what only the headline says is kept."""

from __future__ import annotations

import pytest

from onrecord.model import Dossier
from onrecord.pipeline import Reference, load_reference, run
from onrecord.read import read_report


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


# text, words of the claims, how many of them stand in the headline
CASES = [
    (
        "Poland orders 96 Apache helicopters\n\nThe ministry in Warsaw confirmed it on Tuesday after long talks.",
        "Poland orders 96 Apache helicopters",
        1,
    ),
    (
        "Poland orders 96 Apache helicopters\n\nPoland ordered 96 Apache helicopters on Tuesday, the ministry said.",
        "Poland ordered 96 Apache helicopters",
        0,
    ),
    (  # a number of its own is not what the body says
        "Poland orders 200 Apache helicopters\n\nPoland ordered 96 Apache helicopters on Tuesday, the ministry said.",
        "Poland orders 200 Apache helicopters",
        1,
    ),
    (
        "Minister warns of war\n\nPoland ordered 96 Apache helicopters on Tuesday, the ministry said.",
        "Poland ordered 96 Apache helicopters",
        0,
    ),
]


@pytest.mark.parametrize(("text", "words", "count"), CASES)
def test_claims_of_a_headline(text: str, words: str, count: int, reference: Reference) -> None:
    dossier: Dossier = run(read_report(text), reference=reference)
    report = dossier.report
    assert report.headline is not None
    found = [claim.span.of(text) for claim in dossier.claims]
    assert any(words in each for each in found), found
    assert sum(report.headline.covers(claim.span) for claim in dossier.claims) == count
    assert [claim.id for claim in dossier.claims] == [f"c{n:02d}" for n in range(1, len(dossier.claims) + 1)]
    assert {finding.claim_id for finding in dossier.findings} <= {claim.id for claim in dossier.claims}
