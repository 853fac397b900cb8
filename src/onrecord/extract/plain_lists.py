"""Fact sheets: a line that is a system's name, and under it lines of a label and a figure ("Range: 6.5 km").

Labels are in `data/lang/<code>/plain.toml`, table `list`.  A line that is neither ends the list, a blank one does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from onrecord import lexicon
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.extract.plain_forms import load_nouns
from onrecord.extract.plain_mask import Sign, SignedText
from onrecord.extract.scene import dimension_of
from onrecord.model import Claim, ClaimKind, Quantity, Role, RoleName

_PIECE = re.compile(r"[^\n]+?(?:(?<=[\w⟧)])\. (?=[A-Z])|\n|$)")
_NAME = re.compile(
    r"[#*•\s-]*(?:[Tt]he )?⟦E(\d+)⟧(?:(?: [a-z-]+){0,3} ([a-z]+))?(?: \([A-Z0-9][\w ./-]{0,20}\))?[\s.:*]*"
)
_FIGURE = re.compile(
    r"[*•\s-]*(?P<label>[A-Za-z][A-Za-z -]{2,30}?)\*{0,2} ?[:–—] ?\*{0,2} ?⟦Q(?P<figure>\d+)⟧(?P<rest>.*)", re.DOTALL
)
_OTHER = re.compile(r"[*•\s-]*[A-Z][A-Za-z ()-]{2,40}:.*", re.DOTALL)  # a label with something else: "Type: missile"
_REST = re.compile(r"(?: (?:men|people|soldiers|crew|[(].*))?[\s.;*]*", re.DOTALL)


def list_figures(signed: SignedText, language: str = "en") -> tuple[Claim, ...]:
    """A claim for each labelled figure under a system's name, without its number."""
    labels = _load_labels(language)
    if not labels or "⟦E" not in signed.signed:
        return ()
    return tuple(_read(signed, labels, load_nouns(language)))


def _read(
    signed: SignedText, labels: Mapping[str, tuple[str, str | None]], nouns: re.Pattern[str]
) -> Iterator[Claim]:
    item: Sign | None = None
    for piece in _PIECE.finditer(signed.signed):
        words = piece[0]
        if not words.strip():
            continue
        named = _NAME.fullmatch(words)
        if named is not None:
            is_itself = named[2] is None or nouns.fullmatch(named[2])  # no "T-90 prototype"
            item = signed.signs[int(named[1])] if is_itself else None
            continue
        found = _FIGURE.fullmatch(words) if item is not None else None
        if found is None:
            item = item if _OTHER.fullmatch(words) else None
            continue
        property, dimension = labels.get(found["label"].lower(), (None, None))
        figure = signed.signs[int(found["figure"])].quantity
        if property is None or item is None or figure is None or not _fits(figure, dimension):
            continue
        if item.entity is None or not _REST.fullmatch(found["rest"]):
            continue
        start = piece.start() + found.start("label")
        span = signed.span(start, piece.start() + found.start("rest"))
        role = Role(RoleName.ITEM, item.span, item.entity)
        yield Claim("", ClaimKind.CAPABILITY, span, (role,), property=property, quantity=figure, head=span.start)


def _fits(figure: Quantity, dimension: str | None) -> bool:
    if dimension is None:
        return figure.unit is None
    return figure.unit is not None and dimension_of(figure.unit) == dimension


@cache
def _load_labels(language: str) -> dict[str, tuple[str, str | None]]:
    """Label, lower case, to the property it names and the dimension of its figure; none without such a table."""
    try:
        rows = lexicon.load("plain", language=language).get("list", ())
    except (LexiconError, UnknownLanguage):
        return {}
    return {label: (row["property"], row.get("dimension")) for row in rows for label in row["labels"]}
