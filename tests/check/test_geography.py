"""The geography check: a table of sentences, forty borders everyone knows, and promises about what it must not say."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import lexicon
from onrecord.check.geo_names import mask_names
from onrecord.check.geo_read import read_statements
from onrecord.check.geography import answer_statement, check_geography
from onrecord.model import (
    Claim,
    ClaimKind,
    Entity,
    EntityKind,
    Report,
    Role,
    RoleName,
    Span,
    Stance,
    Verdict,
)
from onrecord.record.countries import load_countries
from onrecord.record.geography import load_geography

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "geography.csv").open(encoding="utf-8")))

WELL_KNOWN = """
Portugal east Spain|Spain west Portugal|Spain north France|France south Spain|France east Germany|Germany east Poland
Germany north Denmark|Poland west Germany|Finland east Russia|Norway east Sweden|Sweden west Norway|Italy north Austria
Greece north Bulgaria|Bulgaria south Greece|Romania south Bulgaria|Ukraine north Belarus|Ukraine west Poland
Mexico north United States|United States south Mexico|United States north Canada|Canada south United States
Argentina west Chile|Chile east Argentina|Brazil west Peru|Venezuela west Colombia|Venezuela south Brazil
Guatemala north Mexico|Egypt south Sudan|Egypt west Libya|Libya east Egypt|Algeria west Morocco|Nigeria north Niger
South Africa north Botswana|Kenya south Tanzania|Iraq east Iran|Iran west Iraq|Turkey south Syria|Syria north Turkey
Afghanistan south Pakistan|Pakistan east India|India west Pakistan|China north Mongolia|Mongolia south China
North Korea south South Korea|South Korea north North Korea|Vietnam north China|Saudi Arabia south Yemen
"""
KNOWN_PAIRS = [entry.strip() for line in WELL_KNOWN.split("\n") for entry in line.split("|") if entry.strip()]
PIECES = ["Kyiv", "Ukraine's", "border with", "northern", "⟦0⟧", "Deir ez-Zor", ", ", "12 km", " ", "in", "\n"]
GEOGRAPHY = load_geography()
SIDES = ("north", "east", "south", "west")


def side_of(pair: str) -> str:
    """The first side named in lower case: "South Korea north North Korea" → "north"."""
    return next(word for word in pair.split() if word in SIDES)


class Record:
    edition = "test"


def context(text: str, *claims: Claim) -> object:
    from onrecord.check.context import CheckContext

    report = Report(text=text, digest="0", language="en") if "digest" in Report.__dataclass_fields__ else Report(text)
    return CheckContext(report=report, claims=claims, record=Record(), geography=GEOGRAPHY)  # type: ignore[arg-type]


def answers(text: str) -> list[tuple[str, str]]:
    found = [answer_statement(s, text, GEOGRAPHY) for s in read_statements(text, GEOGRAPHY)]
    return [(a.rule, str(a.verdict)) for a in found if a is not None]


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_sentence_gets_its_answer(case: dict[str, str]) -> None:
    expected = [(case["rule"], case["verdict"])] if case["rule"] else []
    assert answers(case["text"]) == expected


DOCS = (Path(__file__).parents[2] / "docs" / "geography.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^- “(.*)”\n((?:  - .*\n)+)", DOCS, re.MULTILINE)


def test_page_has_examples() -> None:
    assert len(EXAMPLES) >= 50


@pytest.mark.parametrize(("text", "said"), EXAMPLES, ids=[row[0] for row in EXAMPLES])
def test_example_of_the_page(text: str, said: str) -> None:
    found = [answer_statement(s, text, GEOGRAPHY) for s in read_statements(text, GEOGRAPHY)]
    lines = [f"  - **{a.verdict.value}** `geography.{a.rule}` — {a.sentence}" for a in found if a is not None]
    assert said.rstrip("\n").split("\n") == lines


def test_every_rule_is_on_the_page() -> None:
    sentences = lexicon.load("geography", language="en")["sentence"]
    rules = [rule for rule in sentences if not rule.startswith("border.reading")]
    assert [rule for rule in rules if f"`{rule}`" not in DOCS] == []


def test_the_table_of_borders_is_the_one_the_data_gives() -> None:
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", DOCS.partition("<!-- borders -->")[2], re.MULTILINE))
    names = load_countries()
    for border in load_geography().borders():
        assert re.search(rf"{re.escape(names[border.b].name)} ~?{border.wind}(,|$)", rows[names[border.a].name])


@pytest.mark.parametrize("pair", KNOWN_PAIRS)
def test_a_well_known_border_is_never_called_wrong(pair: str) -> None:
    side = side_of(pair)
    a, b = pair.split(f" {side} ", 1)
    verdicts = {verdict for _, verdict in answers(f"{a} borders {b} to the {side}.")}
    assert verdicts
    assert "disagrees" not in verdicts
    opposite = SIDES[(SIDES.index(side) + 2) % 4]
    assert "agrees" not in {verdict for _, verdict in answers(f"{a} borders {b} to the {opposite}.")}


def test_most_well_known_borders_are_confirmed() -> None:
    assert len(KNOWN_PAIRS) >= 40
    confirmed = 0
    for pair in KNOWN_PAIRS:
        side = side_of(pair)
        a, b = pair.split(f" {side} ", 1)
        confirmed += ("border.direction.agrees", "agrees") in answers(f"{a} borders {b} to the {side}.")
    assert confirmed >= len(KNOWN_PAIRS) * 0.9


def test_the_actor_decides_whose_border_is_meant() -> None:
    text = "Colombia protested. The army sent tanks to its northern border with Colombia."
    role = Role(RoleName.ACTOR, Span(20, 28), Entity("country/VEN", EntityKind.COUNTRY, "Venezuela"))
    claim = Claim(id="c01", kind=ClaimKind.DEPLOYMENT, span=Span(20, len(text) - 1), roles=(role,))
    findings = list(check_geography(claim, context(text, claim)))  # type: ignore[arg-type]
    assert [f.verdict for f in findings] == [Verdict.DEPENDS]
    assert len(findings[0].readings) == 2
    assert findings[0].readings[0].verdict is Verdict.DISAGREES
    assert findings[0].facts
    assert findings[0].facts[0].sources


@pytest.mark.parametrize("stance", [Stance.DENIED, Stance.ASKED, Stance.CONDITIONAL])
def test_what_is_not_put_forward_is_not_checked(stance: Stance) -> None:
    text = "Ukraine borders Poland to the east."
    claim = Claim(id="c01", kind=ClaimKind.GEOGRAPHY, span=Span(0, len(text)), stance=stance)
    assert list(check_geography(claim, context(text, claim))) == []  # type: ignore[arg-type]


def test_a_statement_is_answered_once_however_many_claims_cover_it() -> None:
    text = "Ukraine borders Poland to the east."
    wide = Claim(id="c01", kind=ClaimKind.STATEMENT, span=Span(0, len(text)))
    close = Claim(id="c02", kind=ClaimKind.GEOGRAPHY, span=Span(0, len(text) - 1))
    found = [f for claim in (wide, close) for f in check_geography(claim, context(text, wide, close))]  # type: ignore[arg-type]
    assert [f.rule for f in found] == ["geography.border.direction.disagrees"]


def test_names_without_a_country_pack_are_not_read() -> None:
    assert read_statements("Ucrania limita con Polonia al este.", GEOGRAPHY, "es") == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_spans_point_back_to_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    masked = mask_names(text, GEOGRAPHY)
    for name in masked.names:
        assert name.span.of(text) == name.text
    for statement in read_statements(text, GEOGRAPHY):
        assert statement.span.of(text).strip()


@pytest.mark.parametrize("piece", ["a", "1", " ", '"', "⟦", "the ", "in 12 km of "])
def test_long_odd_input_is_read(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    for statement in read_statements(text, GEOGRAPHY):
        assert statement.span.of(text).strip()


def test_every_name_of_a_list_is_answered() -> None:
    text = "Ukraine shares a border with Moldova, Poland and Finland."
    found = read_statements(text, GEOGRAPHY)
    assert {statement.b.text for statement in found if statement.b} == {"Moldova", "Poland", "Finland"}
    assert all(statement.span.of(text).startswith("Ukraine shares") for statement in found)


def test_a_list_that_runs_into_another_clause_is_no_list() -> None:
    (found,) = read_statements("Ukraine borders Poland and Norway is near.", GEOGRAPHY)
    assert found.b is not None
    assert found.b.text == "Poland"
