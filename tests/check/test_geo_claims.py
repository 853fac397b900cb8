"""Borders said plainly are claims, however the sentence is parsed; borders only mentioned are not."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report
from onrecord.model import ClaimKind, Verdict


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Mali borders Algeria, Niger and Norway.", {Verdict.DISAGREES}),
        ("Ukraine borders Finland.", {Verdict.DISAGREES}),
        ("Mali does not border Libya.", {Verdict.AGREES}),
        ("Portugal shares a border with Spain.", {Verdict.AGREES}),
    ],
)
def test_a_border_is_claimed_and_answered(text: str, verdicts: set[Verdict]) -> None:
    dossier = check_report(text)
    (claim,) = (claim for claim in dossier.claims if claim.kind is ClaimKind.GEOGRAPHY)
    assert claim.id == "c01"
    assert claim.span.of(text) == text.rstrip(".")
    assert {finding.verdict for finding in dossier.findings if finding.check == "geography"} == verdicts


@pytest.mark.parametrize(
    "text",
    [
        "The Syrian-Turkish border is long.",
        "Does Ukraine border Finland?",
        "If Ukraine borders Finland, all is lost.",
        "It is false that Ukraine borders Finland.",
    ],
)
def test_nothing_is_answered_where_nothing_is_said(text: str) -> None:
    assert not any(finding.verdict is Verdict.DISAGREES for finding in check_report(text).findings)


def _answers(text: str) -> list[tuple[str, str]]:
    findings = check_report(read_report(text, published="2025-10-23")).findings
    found = [finding for finding in findings if finding.check in ("geography", "chronology")]
    return sorted((finding.verdict.value, finding.rule) for finding in found)


@pytest.mark.parametrize(
    ("text", "verdict", "rule"),
    [
        ("Paraguay borders Argentina, Brazil and Ecuador.", "disagrees", "geography.border.exists.disagrees"),
        ("Paraguay borders Argentina, Brazil and Bolivia.", "agrees", "geography.border.exists.agrees"),
        ("Nigeria's neighbours, Benin and Mali, sent help.", "disagrees", "geography.border.exists.disagrees"),
        ("Austria, Hungary and Croatia are landlocked.", "disagrees", "geography.landlocked.disagrees"),
        ("Portugal's only land neighbour is Spain.", "agrees", "geography.border.only.agrees"),
        ("Lesotho is entirely surrounded by South Africa.", "agrees", "geography.enclosed.agrees"),
        ("Paraguay is entirely surrounded by Brazil.", "disagrees", "geography.enclosed.disagrees"),
        ("Gambia is surrounded by Senegal.", "cannot_tell", "geography.enclosed.unclear"),
        ("Slovakia lies between Poland and Hungary.", "agrees", "geography.between.agrees"),
        ("Poland is wedged between Spain and Portugal.", "disagrees", "geography.between.disagrees"),
        ("Poland lies between Spain and Portugal, ranking ninth.", "cannot_tell", "geography.between.unclear"),
        ("Cuba has no land borders.", "agrees", "geography.border.island.agrees"),
        ("Bolivia is an island nation.", "disagrees", "geography.border.island.disagrees"),
        ("France and Poland closed their common border.", "disagrees", "geography.border.exists.disagrees"),
        ("Chile, Bolivia's neighbour to the west, said no.", "agrees", "geography.border.direction.agrees"),
        ("Paraguay, like Bolivia, has no coast.", "agrees", "geography.landlocked.agrees"),
        ("Kenya, the neighbour of Ethiopia to the north, agreed.", "disagrees", "geography.border.direction.disagrees"),
        ("Payment is due by 31 June.", "disagrees", "chronology.date.none"),
        ("Gdansk, on the coast of Germany, was quiet.", "disagrees", "geography.contained.disagrees"),
        ("Latakia, a port on the Syrian coast, was quiet.", "agrees", "geography.contained.agrees"),
        ("Rio de Janeiro, the Brazilian capital, fell quiet in 1955.", "cannot_tell", "geography.capital.unclear"),
        ("Vienna, the Hungarian capital, was quiet.", "disagrees", "geography.capital.disagrees"),
        ("Hungary, whose capital is Budapest, voted no.", "agrees", "geography.capital.agrees"),
        ("The minister drove east from Poland into Germany.", "disagrees", "geography.direction.disagrees"),
        ("Six people died on 30 November 2025, doctors said.", "disagrees", "chronology.order.after_report"),
        ("A raid on Sunday, 30 November 2025 killed six.", "disagrees", "chronology.order.after_report"),
        ("Officials said that a shell killed two on 30 November 2025.", "disagrees", "chronology.order.after_report"),
        ("Crews fired HIMARS rockets into Iraq in the war of 1991.", "disagrees", "chronology.service.too_early"),
        ("The envoys landed in Lagos, the capital of Nigeria.", "disagrees", "geography.capital.not_it"),
        ("The envoys landed in Lagos, the capital of Nigeria, in 1985.", "cannot_tell", "geography.capital.unclear"),
        ("Leopard 2 tanks rolled into Prague in 1968.", "disagrees", "chronology.service.too_early"),
        ("Soviet troops carried the Verba in Afghanistan in 1985.", "disagrees", "chronology.service.before_shown"),
        ("Soviet soldiers carried Verba launchers into Kabul in 1979.", "disagrees", "chronology.service.before_shown"),
        ("The contract was signed on 30 February 2023.", "disagrees", "chronology.date.none"),
        ("The port was shut between 15 June and 31 June 2024.", "disagrees", "chronology.date.none"),
    ],
)
def test_a_sentence_gets_one_answer(text: str, verdict: str, rule: str) -> None:
    assert _answers(text) == [(verdict, rule)]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Kharkiv is in Poland.",
        "Ukraine borders Poland, and Romania, its ally, sent aid.",
        "Delegates from Kenya, Uganda and Ethiopia met on their common border.",
        "Japan and Mongolia spoke of their shared border with Russia.",
        "Brazil told Paraguay it would patrol its Atlantic coast.",
        "Bolivia's coast was lost to Chile in 1884.",
        "Mongolia's coast guard is a joke.",
        "Kenya has no coast on Lake Tanganyika.",
        "Ireland is an island nation.",
        "Germany borders only Poland and Denmark on the Baltic.",
        "Polish and Spanish guards trained on the border between the two countries and Ukraine.",
        "The summit is on 30 November 2025, as planned.",
        "By June 31 tanks had arrived.",
        "The certificate is dated 31 September, a day that does not exist.",
        "F-22 Raptors flew over a town bombed in 1944.",
        "F-22s flew over Normandy to mark the landings of 1944.",
        "The court set the trial of the man who killed four people for 5 December 2025.",
        "The insurgents, who attacked the base, face trial on 5 December 2025.",
        "Bolivia has access to the sea through Peru's ports.",
        "Chilean and Spanish scholars discussed the border between the two regions.",
        "He was born on 29 February 1900 in St Petersburg.",
        "A ship off Mombasa on the Kenyan coast guard's list sank.",
        "Istanbul is Turkey's capital of culture.",
        "Lagos is the capital of Nigeria's film industry.",
        "The squadron that fought in 1944 flew F-22s.",
        "In 1985 the company had the idea for the F-35.",
        "In 1991 the pilot flew the aircraft that became the F-22.",
        "In 1985 the novelist had the F-22 bomb Moscow.",
        "The designer used the NLAW in a film set in 1944.",
        "He drove the T-14 in the 1943 campaign of the game.",
        "He had the Iskander in mind in 1990.",
        "They fired the Javelin in the town founded in 1900.",
        "The army used the NLAW of 1944.",
        "Between 20 May and 31 June 2024 deaths were recorded.",
    ],
)
def test_what_may_be_meant_otherwise_decides_nothing(text: str) -> None:
    assert [verdict for verdict, _ in _answers(text) if verdict in ("agrees", "disagrees")] == []
