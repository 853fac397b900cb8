"""The first real report, read with general rules and data alone.  It is not part of the project and is not shipped."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from onrecord import Claim, ClaimKind, Dossier, Finding, RoleName, SourceKind, Stance, Verdict, check_report

REPORT = Path(__file__).parents[2] / "shared" / "reports" / "venezuela-igla-s.txt"

pytestmark = pytest.mark.skipif(not REPORT.is_file(), reason="the real report is not here: ../shared/reports")


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return check_report(REPORT)


def the_claim(dossier: Dossier, kind: ClaimKind, words: str) -> Claim:
    found = [c for c in dossier.claims if c.kind is kind and words in c.span.of(dossier.report.text)]
    assert len(found) == 1, [c.span.of(dossier.report.text) for c in dossier.claims]
    return found[0]


def findings(dossier: Dossier, claim: Claim, check: str) -> list[Finding]:
    return [f for f in dossier.findings if f.claim_id == claim.id and f.check == check]


def entity(claim: Claim, name: RoleName) -> str | None:
    role = claim.role(name)
    return role.entity.id if role is not None and role.entity is not None else None


def test_the_deployment(dossier: Dossier) -> None:
    claim = the_claim(dossier, ClaimKind.DEPLOYMENT, "5,000 Igla-S")
    assert entity(claim, RoleName.ACTOR) == "body/VEN-armed-forces"
    assert entity(claim, RoleName.ITEM) == "equipment/igla-s"
    assert claim.role(RoleName.PLACE) is not None
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high, claim.quantity.approximate) == (5000, 5000, False)
    assert claim.quantity.counted_class == "system"
    assert claim.attribution.kind is SourceKind.NAMED_PERSON
    assert claim.attribution.speaker == "Nicolas Maduro"


@pytest.mark.parametrize(
    ("kind", "words"), [(ClaimKind.DEPLOYMENT, "5,000 Igla-S"), (ClaimKind.HOLDING, "possesses 5,000 units")]
)
def test_systems_and_units_are_not_missiles(dossier: Dossier, kind: ClaimKind, words: str) -> None:
    claim = the_claim(dossier, kind, words)
    assert claim.attribution.speaker == "Nicolas Maduro"
    (finding,) = findings(dossier, claim, "holding")
    assert finding.verdict is Verdict.CANNOT_TELL
    assert "missile is one round" in finding.sentence
    assert {fact.qualifier("counted") for fact in finding.facts} >= {"missile", "launcher"}


def test_the_range_is_that_of_the_older_variant(dossier: Dossier) -> None:
    claim = the_claim(dossier, ClaimKind.CAPABILITY, "range of up to 5 kilometers")
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high) == (None, Decimal(5))
    (finding,) = findings(dossier, claim, "capability")
    assert finding.verdict is Verdict.DISAGREES
    assert "6 km" in finding.sentence
    assert "5.2 km is the figure for its predecessor, the Igla" in finding.sentence
    assert all(source.title for fact in finding.facts for source in fact.sources)


def test_soviet_designed(dossier: Dossier) -> None:
    (finding,) = findings(dossier, the_claim(dossier, ClaimKind.ORIGIN, "Soviet-designed"), "origin")
    assert finding.verdict is Verdict.DISAGREES
    assert "2002" in finding.sentence
    assert "predecessor, the Igla (9K38), is Soviet" in finding.sentence


def test_a_single_soldier(dossier: Dossier) -> None:
    (finding,) = findings(dossier, the_claim(dossier, ClaimKind.CAPABILITY, "single soldier"), "capability")
    assert finding.verdict is Verdict.AGREES


def test_the_operators(dossier: Dossier) -> None:
    claim = the_claim(dossier, ClaimKind.OPERATOR, "arsenals of numerous nations")
    verdicts = {f.sentence.split("Iran")[0] == f.sentence: f.verdict for f in findings(dossier, claim, "operator")}
    assert len(findings(dossier, claim, "operator")) == 3
    assert verdicts[False] is Verdict.CANNOT_TELL
    (russia,) = [f for f in findings(dossier, claim, "operator") if "lists Russia as an operator" in f.sentence]
    assert russia.verdict is Verdict.AGREES


def test_the_northern_border_has_two_readings(dossier: Dossier) -> None:
    claim = the_claim(dossier, ClaimKind.DEPLOYMENT, "northern border with Colombia")
    assert claim.attribution.kind is SourceKind.ANONYMOUS_OFFICIAL
    (finding,) = findings(dossier, claim, "geography")
    assert finding.verdict is Verdict.DEPENDS
    assert len(finding.readings) == 2
    assert len({reading.verdict for reading in finding.readings}) == 2


def test_quotations_and_their_speakers(dossier: Dossier) -> None:
    text = dossier.report.text
    quoted = {part: a for a in dossier.attributions for part in a.quoted if part.of(text)[0] == "‘"}
    said = sorted((part.start, a.speaker or "", a.kind) for part, a in quoted.items())
    analyst = "one analyst at the Center for Strategic and International Studies"
    assert [(speaker, kind) for _, speaker, kind in said] == [
        ("Nicolas Maduro", SourceKind.NAMED_PERSON),
        ("Nicolas Maduro", SourceKind.NAMED_PERSON),
        (analyst, SourceKind.ANONYMOUS_EXPERT),
        (analyst, SourceKind.ANONYMOUS_EXPERT),
        ("Nicolas Maduro", SourceKind.NAMED_PERSON),
        ("Nicolas Maduro", SourceKind.NAMED_PERSON),
    ]


@pytest.mark.parametrize("words", ["could destabilize", "may be conducting", "will not allow", "weapon of peace"])
def test_hedges_plans_and_opinions_are_not_checked(dossier: Dossier, words: str) -> None:
    at = dossier.report.text.index(words)
    around = [c for c in dossier.claims if c.span.start <= at < c.span.end]
    assert all(c.stance is not Stance.ASSERTED for c in around)
    assert not [f for f in dossier.findings if f.claim_id in {c.id for c in around}]


def test_every_span_slices_to_its_words(dossier: Dossier) -> None:
    text = dossier.report.text
    for claim in dossier.claims:
        for span in (claim.span, *(role.span for role in claim.roles)):
            assert span.of(text)
            assert span.of(text) == span.of(text).strip()
