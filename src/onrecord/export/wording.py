"""The words of threads and situations, from `data/lang/<language>/threads.toml`, and figures in them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.cluster.profiles import UNIT
from onrecord.cluster.upstream import UpstreamSource
from onrecord.cluster.views import FigureLine, Telling
from onrecord.model import SourceKind
from onrecord.publish.words import Words, load_words, phrase_amount
from onrecord.store.load import Said
from onrecord.store.names import short


@dataclass(frozen=True, slots=True)
class ThreadWords:
    """Typed access to the words of threads, beside those of sheets."""

    table: dict[str, Any]
    sheet: Words

    def note(self, name: str, /, **fields: object) -> str:
        return str(self.table["note"][name]).format(**fields)

    def page(self, name: str) -> str:
        return str(self.table["page"][name])

    def situation(self, name: str) -> str:
        return str(self.table["situation"][name])

    def count(self, what: str, n: int) -> str:
        """A number with its noun: "1 report", "50 reports"."""
        return str(self.table["count"][what]["one" if n == 1 else "other"]).format(n=f"{n:,}")

    def sources(self, low: int, high: int) -> str:
        """How many sources, at least and at most: "1 upstream source", "1 to 3 upstream sources"."""
        if low == high:
            return self.count("sources", low)
        both = str(self.table["count"]["range"]).format(low=f"{low:,}", high=f"{high:,}")
        return str(self.table["count"]["sources"]["other"]).format(n=both)

    def number(self, value: Decimal | float | None) -> str:
        return "" if value is None else self.sheet.number(Decimal(str(value)))

    def ends(self, low: Decimal | float | None, high: Decimal | float | None) -> str:
        """Lowest and highest: "500 to 5,000", "5,000"."""
        first, last = self.number(low), self.number(high)
        if first == last or not first or not last:
            return first or last
        return str(self.table["count"]["range"]).format(low=first, high=last)

    def figure(self, line: FigureLine) -> str:
        """A number as printed: "about 5,000 systems"."""
        quantity = line.telling.claim.quantity
        amount = phrase_amount(quantity, self.sheet) if quantity is not None else self.ends(line.low, line.high)
        return f"{amount} {line.counted or ''}".strip()

    def counted(self, name: str | None) -> str:
        return "" if name is None else name.replace("_", " ")

    def counted_many(self, name: str | None) -> str:
        """The plural of a class of counted nouns: "missiles"."""
        if name is None:
            return ""
        forms = self.table["count"]["unit_forms"] if name == UNIT else _forms(name, self.sheet.language)
        return str(forms[1]) if len(forms) > 1 else self.counted(name)

    def source(self, source: UpstreamSource) -> str:
        """A source's name, and what it is when it has none."""
        if source.is_named:
            return source.label
        kind = self.sheet.of("source_kind", source.kind)
        if source.kind is SourceKind.OWN_VOICE:
            return f"{source.label}: {self.note('own_voice')}" if source.label else self.note("own_voice")
        return f"{source.label} ({kind})" if source.label else f"{kind}, {self.note('not_named')}"


@cache
def _forms(name: str, language: str) -> list[str]:
    """Singular and plural of the first noun of a class."""
    forms: list[str] = lexicon.load("counted", language=language).get(name, {}).get("forms", [])
    return forms


@cache
def thread_words(language: str = "en") -> ThreadWords:
    return ThreadWords(lexicon.load("threads", language=language), load_words(language))


def name_of(one: Telling | Said) -> str:
    """How a claim is named in the ledger: "1a2b3c4d5e6f/c01"."""
    digest = one.report if isinstance(one.report, str) else one.report.digest
    return short(digest, one.claim.id)
