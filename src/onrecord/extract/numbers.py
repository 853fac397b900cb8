"""Numbers as reports write them: digits, words, both mixed, and the vague plurals.

Everything particular to a language comes from `data/lang/<code>/quantities.toml`.
Digits are read in `digits.py`, words in `cardinals.py` and `fractions.py`.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.cardinals import read_cardinal, read_vague
from onrecord.extract.digits import MAX_EXPONENT, read_bare_point, read_digits, read_vulgar
from onrecord.extract.fractions import read_fraction
from onrecord.extract.numberwords import Number, NumberWords
from onrecord.extract.scan import Tokens


def read_number(
    tokens: Tokens, index: int, words: NumberWords, *, money: bool = False, loose: bool = False
) -> Number | None:
    """The longest number that starts at token `index`, or None.

    `money` says that a currency sign stood before it: then "m" is a million, not a metre.  `loose` takes scale letters
    wherever they stand ("10G"), for text that is known to hold numbers.
    """
    number = _read_any(tokens, index, words, money=money, loose=loose)
    if number is None or number.low is None or number.low == 0:
        return number
    return number if abs(number.low.adjusted()) <= MAX_EXPONENT else None


def _read_any(tokens: Tokens, index: int, words: NumberWords, *, money: bool, loose: bool) -> Number | None:
    kind = tokens.kinds[index]
    if kind == "N":
        return read_digits(tokens, index, words, money=money, loose=loose)
    if kind == "V":
        return read_vulgar(tokens, index, words, money=money)
    if kind == "W" and tokens.lowers[index] in words.starters:
        return _read_words(tokens, index, words)
    if kind == "S":
        return read_bare_point(tokens, index, words, money=money)
    return None


def _read_words(tokens: Tokens, index: int, words: NumberWords) -> Number | None:
    """The number in words at token `index`, "minus twelve" too."""
    lower = tokens.lowers[index]
    if lower in words.minus and index + 1 < len(tokens):
        at = index + 1
        if tokens.lowers[at] == "-" and tokens.joined(index):
            at += 1
        inner = read_number(tokens, at, words) if at < len(tokens) and tokens.lowers[at] not in words.minus else None
        if inner is None or inner.low is None or inner.form in ("vague", "whole"):
            return None
        value = -inner.low
        return replace(inner, first=index, low=value, high=value, coefficient=None, negative=True, plain=False)
    vague = read_vague(tokens, index, words)
    if vague is not None:
        return vague
    return read_fraction(tokens, index, words) or read_cardinal(tokens, index, words)


def read_ordinal(tokens: Tokens, index: int, words: NumberWords, suffixes: frozenset[str]) -> tuple[int, int] | None:
    """ "third", "22nd": its value and the index after it; None without one.  `suffixes` are "st", "nd", …"""
    if tokens.kinds[index] == "W":
        value = words.ordinals.get(tokens.lowers[index])
        return None if value is None else (value, index + 1)
    raw = tokens.raws[index]
    short = tokens.kinds[index] == "N" and raw.isdigit() and len(raw) <= 4 and tokens.joined(index)
    if short and tokens.lower(index + 1) in suffixes:
        return int(raw), index + 2
    return None
