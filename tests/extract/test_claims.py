"""Claims from sentences of our own: `tests/cases/claims.toml`."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import extract_claims, read_report
from onrecord.model import Claim, RoleName

CASES = Path(__file__).parents[1] / "cases" / "claims.toml"


def cases() -> list[Any]:
    rows = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["text"][:60]) for case in rows]


def misfit(claim: Claim, text: str, wanted: dict[str, Any]) -> str | None:
    """Why a claim is not the wanted one, or None."""
    found: dict[str, Any] = {"kind": claim.kind.value, "words": claim.span.of(text), "stance": claim.stance.value}
    found["property"] = claim.property
    for role in RoleName:
        filled = claim.role(role)
        found[role.value] = filled.span.of(text) if filled else None
    for bound in ("low", "high"):
        value = getattr(claim.quantity, bound) if claim.quantity else None
        found[bound] = None if value is None else value
    for key, value in wanted.items():
        given_value = found[key]
        if isinstance(value, int):
            value = Decimal(value)
        if key in ("actor", "item", "place", "counterpart", "time"):
            if given_value is None or (value not in given_value and given_value not in value):
                return f"{key}: {given_value!r}, not {value!r}"
        elif given_value != value:
            return f"{key}: {given_value!r}, not {value!r}"
    return None


@pytest.mark.parametrize("case", cases())
def test_sentence(case: dict[str, Any]) -> None:
    report = read_report(case["text"], language="en")
    claims = list(extract_claims(report))
    if case.get("none"):
        assert [c.span.of(report.text) for c in claims] == []
        return
    for wanted in case["claims"]:
        reasons = [misfit(claim, report.text, wanted) for claim in claims]
        assert None in reasons, list(zip((c.span.of(report.text) for c in claims), reasons, strict=True))
        claims.pop(reasons.index(None))
    assert [c.span.of(report.text) for c in claims] == [], "more claims than the case names"


PIECES = [
    "The army", "“", "”", "fired", "12 missiles", " ", ", ", "killing", "no fewer than 5,000", "people", ".", "\n\n",
    "(", "Soviet-designed", "howitzers", "to Ukraine", "\u200b", "é", "💥", "according to", "Reuters",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join))
def test_spans_slice_to_words_of_the_text(text: str) -> None:
    from onrecord.extract.claims import build_claims
    from onrecord.extract.parse import parse

    for claim in build_claims(parse(text)):
        assert 0 <= claim.span.start < claim.span.end <= len(text)
        words = claim.span.of(text)
        assert words == words.strip()
        for role in claim.roles:
            assert role.span.of(text).strip()
            assert 0 <= role.span.start < role.span.end <= len(text)


def test_same_text_gives_the_same_claims() -> None:
    text = "Rebels fired 40 rockets at the airport, killing two soldiers and destroying a radar."
    first = extract_claims(read_report(text, language="en"))
    assert first == extract_claims(read_report(text + "", language="en"))
    assert [c.id for c in first] == ["c01", "c02", "c03"]
