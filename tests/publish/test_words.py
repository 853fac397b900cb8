"""Labels, numbers and intervals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from onrecord.model import ClaimKind, Directness, Firmness, Quantity, RoleName, SourceKind, Span, Stance
from onrecord.publish import Standing
from onrecord.publish.words import load_words, notate_interval, phrase_amount

WORDS = load_words()


@pytest.mark.parametrize(
    ("table", "ids"),
    [
        ("kind", ClaimKind),
        ("role", RoleName),
        ("stance", Stance),
        ("source_kind", SourceKind),
        ("source_unnamed", SourceKind),
        ("directness", Directness),
        ("firmness", Firmness),
        ("standing", Standing),
    ],
)
def test_every_id_has_a_label(table: str, ids: type) -> None:
    assert set(WORDS.table[table]) == {member.value for member in ids}


def test_every_standing_has_its_own_symbol_and_all_parts() -> None:
    symbols = [WORDS.standing(standing, "symbol") for standing in Standing]
    assert len(set(symbols)) == len(symbols)
    assert all(WORDS.standing(s, part) for s in Standing for part in ("label", "heading", "meaning"))


@pytest.mark.parametrize(
    ("low", "high", "approximate", "unit", "phrase", "notation"),
    [
        ("5000", "5000", False, None, "exactly 5,000", "[5,000, 5,000]"),
        (None, "5", False, "kilometre", "up to 5 km", "(–, 5] kilometre"),
        ("20", None, False, None, "at least 20", "[20, –)"),
        ("200", "200", True, None, "about 200", "≈ [200, 200]"),
        ("5000", "6000", False, None, "5,000 to 6,000", "[5,000, 6,000]"),
        ("24", None, True, None, "about 24 or more", "≈ [24, –)"),
        (None, "40", True, None, "nearly 40", "≈ (–, 40]"),
        ("20", "30", True, None, "about 20 to 30", "≈ [20, 30]"),
        ("0.50", "0.50", False, None, "exactly 0.5", "[0.5, 0.5]"),
        ("1E+6", "1E+6", False, "USD", "exactly 1,000,000 USD", "[1,000,000, 1,000,000] USD"),
        ("-12.5", "-12.5", False, None, "exactly -12.5", "[-12.5, -12.5]"),
        (None, None, False, None, "no number", "(–, –)"),
    ],
)
def test_amounts(
    low: str | None, high: str | None, approximate: bool, unit: str | None, phrase: str, notation: str
) -> None:
    quantity = Quantity(
        Span(0, 1), None if low is None else Decimal(low), None if high is None else Decimal(high), approximate, unit
    )
    assert phrase_amount(quantity, WORDS) == phrase
    assert notate_interval(quantity, WORDS) == notation


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("no fact", "the record holds no fact on it"),
        ("no_fact", "the record holds no fact on it"),
        ("disputed ground", "disputed ground"),
        (None, "reason not stated"),
    ],
)
def test_reasons(reason: str | None, words: str) -> None:
    assert WORDS.missing(reason) == words
