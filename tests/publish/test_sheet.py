"""What a sheet says, before any form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.model import Dossier, Report, SourceKind, Verdict
from onrecord.publish import Standing, build_sheet

from .fixtures import ANALYSTS, BRANDT, CLAIMS, DOSSIER, FINDINGS, TEXT, find

SHEET = build_sheet(DOSSIER)


@pytest.mark.parametrize(
    ("claim", "standing"),
    [
        ("c01", Standing.CANNOT_TELL),  # one check agrees, one cannot tell: the open question shows
        ("c02", Standing.DISAGREES),
        ("c03", Standing.AGREES),
        ("c05", Standing.RECORD_DIFFERS),
        ("c06", Standing.NOT_CHECKED),
        ("c08", Standing.NO_CHECK),
        ("c09", Standing.DEPENDS),
        ("c12", Standing.NOT_CHECKED),
        ("c13", Standing.NOT_CHECKED),
        ("c14", Standing.NOT_CHECKED),
        ("c15", Standing.NOT_CHECKED),
        ("c17", Standing.NOT_CHECKED),
    ],
)
def test_standing(claim: str, standing: Standing) -> None:
    assert SHEET.card(claim).standing is standing


@pytest.mark.parametrize("worst", list(Verdict))
def test_worst_verdict_stands_whatever_the_order(worst: Verdict) -> None:
    order = [Verdict(s.value) for s in Standing if s.value in set(Verdict)]
    lesser = order[order.index(worst) :]
    for verdicts in (lesser, lesser[::-1]):
        findings = tuple(replace(FINDINGS[0], verdict=verdict) for verdict in verdicts)
        assert build_sheet(replace(DOSSIER, findings=findings)).card("c01").standing.value == worst.value


def test_unchecked_claims_say_why_and_are_no_findings() -> None:
    for card in SHEET.claims:
        assert (card.why_not_checked is not None) == (card.standing is Standing.NOT_CHECKED)
    told = {point.claim_id for group in SHEET.summary.points for point in group.points}
    assert told.isdisjoint(card.id for card in SHEET.claims if card.standing is Standing.NOT_CHECKED)


def test_claims_stand_in_the_order_of_their_numbers_whatever_the_order_of_findings() -> None:
    turned = build_sheet(replace(DOSSIER, findings=FINDINGS[::-1]))
    assert [card.id for card in turned.claims] == [claim.id for claim in CLAIMS]


def test_tallies_part_the_claims() -> None:
    counted = [id for tally in SHEET.summary.tallies for id in tally.claims]
    assert sorted(counted) == [claim.id for claim in CLAIMS]
    assert sum(len(ids) for _, ids in SHEET.summary.kinds) == len(CLAIMS)


def test_every_finding_is_in_the_summary() -> None:
    assert sum(len(group.points) for group in SHEET.summary.points) == len(FINDINGS)


def test_sources_are_first_class() -> None:
    entries = {entry.name: entry for entry in SHEET.sources}
    assert entries["Ada Brandt"].kind is SourceKind.NAMED_PERSON
    assert entries["Ada Brandt"].claims == ("c01", "c05", "c06")
    assert entries["Ada Brandt"].quotations == ("q1", "q2")
    assert entries["two officials"].via == (("The Harbour Wire", "two officials"),)
    assert SHEET.sources[0].name == "The Northern Observer"  # most claims first
    assert sum(len(entry.claims) for entry in SHEET.sources) == len(CLAIMS)


def test_one_source_under_two_namings() -> None:
    other = replace(ANALYSTS, speaker="the ANALYSTS", source=None)
    claims = (replace(CLAIMS[0], attribution=ANALYSTS), replace(CLAIMS[1], attribution=other))
    sheet = build_sheet(Dossier(DOSSIER.report, claims=claims))
    assert [len(entry.claims) for entry in sheet.sources] == [2]


def test_same_name_of_another_kind_is_another_source() -> None:
    other = replace(ANALYSTS, kind=SourceKind.ANONYMOUS_OTHER)
    claims = (replace(CLAIMS[0], attribution=ANALYSTS), replace(CLAIMS[1], attribution=other))
    assert len(build_sheet(Dossier(DOSSIER.report, claims=claims)).sources) == 2


def test_quotations_know_their_speaker_and_claims() -> None:
    assert [(q.name, q.claims) for q in SHEET.quotations] == [("Ada Brandt", ("c05",)), ("Ada Brandt", ("c06",))]


def test_quotation_without_a_claim_is_still_listed() -> None:
    quoted = replace(BRANDT, directness=DOSSIER.attributions[1].directness, content=(find("is quiet"),))
    sheet = build_sheet(Dossier(DOSSIER.report, attributions=(quoted,)))
    assert [(q.excerpt.words, q.name) for q in sheet.quotations] == [("is quiet", "Ada Brandt")]
    assert [(s.name, s.claims) for s in sheet.sources] == [("Ada Brandt", ())]


def test_own_voice_without_an_outlet_is_the_report() -> None:
    sheet = build_sheet(Dossier(replace(DOSSIER.report, outlet=None), claims=(CLAIMS[1],)))
    assert sheet.sources[0].name == "The report itself"


def test_every_excerpt_is_the_report() -> None:
    for card in SHEET.claims:
        excerpts = [card.excerpt, *(role.excerpt for role in card.roles), *card.voice.cue]
        excerpts += [excerpt for excerpt in (card.voice.source, card.voice.evidence) if excerpt]
        excerpts += [card.amount.excerpt] if card.amount else []
        assert all(TEXT[e.span.start : e.span.end] == e.words for e in excerpts)


def test_report_without_claims_says_so() -> None:
    sheet = build_sheet(Dossier(Report("Nothing here.", "sha256:0")))
    assert sheet.summary.lead == "No claim was found in this report."
    assert sheet.summary.tallies == ()


def test_years_are_not_grouped_and_counts_are() -> None:
    rows = [row.statement for card in SHEET.claims for line in card.findings for row in line.rows]
    assert "Kestrel-2, in service since: 2004" in rows
    assert "kestrel-1, range: 120 km" in rows  # an id the report does not name


def test_rows_name_what_their_ids_stand_for() -> None:
    row = build_sheet(DOSSIER).card("c01").findings[0].rows[0]
    assert row.statement == "Kestrel-2, delivered: about 640 missiles"
    assert row.qualifiers == ("from Estvale", "to Norland")
    named = build_sheet(DOSSIER, names={"equipment/kestrel-1": "Kestrel-1"})
    assert named.card("c02").findings[0].rows[1].statement == "Kestrel-1, range: 120 km"
