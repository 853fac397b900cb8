"""The words a sheet shows, from `data/lang/<language>/sheet.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.errors import LexiconError
from onrecord.model import Quantity
from onrecord.publish.nouns import Standing

EXPECTED_TABLES = (
    "amount", "count", "directness", "firmness", "frame", "kind", "missing", "names", "not_checked", "number",
    "property", "qualifier", "recorded", "recorded_count", "role", "source_kind", "source_unnamed", "stance",
    "standing", "tier", "ui",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """Typed access to the tables of `sheet.toml`."""

    language: str
    table: dict[str, Any]

    def of(self, table: str, key: str) -> str:
        """The label of `key`; an id without a label is shown as plain words ("not_resolved" as "not resolved")."""
        label = self.table[table].get(key)
        return str(label) if label is not None else key.replace("_", " ")

    def frame(self, name: str, /, **fields: object) -> str:
        """A sentence frame with its fields filled."""
        return str(self.table["frame"][name]).format(**fields)

    def ui(self, key: str) -> str:
        return str(self.table["ui"][key])

    def standing(self, standing: Standing, part: str = "label") -> str:
        """`label`, `heading`, `meaning` or `symbol` of a standing (a verdict's id is a standing's id)."""
        return str(self.table["standing"][standing.value][part])

    def count(self, what: str, n: int) -> str:
        """A number with its noun: "1 claim", "14 claims"."""
        return str(self.table["count"][what]["one" if n == 1 else "other"]).format(n=self.number(Decimal(n)))

    def number(self, value: Decimal) -> str:
        """A number as a reader expects it: 5000 as "5,000", 6.0 as "6"."""
        plain = format(value, "f")
        if "." in plain:
            plain = plain.rstrip("0").rstrip(".")
        whole, _, part = plain.partition(".")
        sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        group = str(self.table["number"]["group"])
        grouped = f"{int(digits or '0'):,}".replace(",", group)
        return sign + grouped + (str(self.table["number"]["decimal"]) + part if part else "")

    def unit(self, unit: str | None) -> str:
        """The symbol of a unit ("km"), or its id in plain words, with a space before it; empty for a count."""
        return f" {unit_symbols().get(unit, unit.replace('_', ' '))}" if unit else ""

    def missing(self, reason: str | None) -> str:
        """Why a check cannot tell, in words."""
        return self.of("missing", (reason or "unanswered").replace(" ", "_"))


def phrase_amount(quantity: Quantity, words: Words) -> str:
    """An interval in plain words: "exactly 5,000", "up to 5 km", "about 200"."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        name = "unbounded"
    elif low is None:
        name = "at_most"
    elif high is None:
        name = "at_least"
    elif low == high:
        name = "exact"
    else:
        name = "between"
    if quantity.approximate and name != "unbounded":
        name = f"about_{name}"
    frame = str(words.table["amount"][name])
    filled = frame.format(
        low="" if low is None else words.number(low),
        high="" if high is None else words.number(high),
    )
    return filled + words.unit(quantity.unit)


def notate_interval(quantity: Quantity, words: Words) -> str:
    """An interval as mathematicians write it: `[5,000, 5,000]`, `(–, 5] kilometre`, `≈ [200, 200]`."""
    low = "(–" if quantity.low is None else f"[{words.number(quantity.low)}"
    high = "–)" if quantity.high is None else f"{words.number(quantity.high)}]"
    about = "≈ " if quantity.approximate else ""
    unit = f" {quantity.unit.replace('_', ' ')}" if quantity.unit else ""
    return f"{about}{low}, {high}{unit}"


@cache
def unit_symbols() -> dict[str, str]:
    """Unit id to the first symbol of `data/units.toml`."""
    units = lexicon.load("units")["unit"]
    return {unit["id"]: unit["symbols"][0] for unit in units if unit.get("symbols")}


@cache
def load_words(language: str = "en") -> Words:
    """The words of a sheet in `language`.  Raises UnknownLanguage, or LexiconError when a table is missing."""
    table = lexicon.load("sheet", language=language)
    lacking = [name for name in EXPECTED_TABLES if name not in table]
    if lacking:
        raise LexiconError(f"sheet.toml of {language!r} lacks: {', '.join(lacking)}. Add them, or reinstall onrecord.")
    return Words(language, table)
