"""A claim before it has a number, an attribution and resolved roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.model import ClaimKind, Quantity, RoleName, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Draft:
    """A claim before it has a number, an attribution and resolved roles."""

    kind: ClaimKind
    head: Token
    span: Span
    roles: dict[RoleName, Span]
    heads: dict[RoleName, Token] = field(default_factory=dict)
    quantity: Quantity | None = None
    property: str | None = None
    stance: Stance = Stance.ASSERTED
    anchor: int = -1  # token of the clause's verb, for the parts that were cut off it
