"""Transfers of the record as deals: the figures of one deal stand together and are never added to one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from onrecord.check.context import CheckContext
from onrecord.check.measure import Interval, read_recorded, settings
from onrecord.check.wording import label_of, phrase, say_count, say_list
from onrecord.model import Fact


@dataclass(frozen=True, slots=True)
class Deal:
    """One order or delivery: its figures, one for each counted noun and source."""

    key: str
    facts: tuple[Fact, ...]

    @property
    def status(self) -> str:
        return self.facts[0].qualifier("status") or ""

    def counted(self) -> tuple[str, ...]:
        """Classes of what its figures count."""
        return tuple(dict.fromkeys(fact.qualifier("counted") or "unspecified" for fact in self.facts))


def group_deals(facts: Iterable[Fact]) -> tuple[Deal, ...]:
    """Transfers by deal, in the record's order; public stock figures are left out."""
    table: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.property == "transfer":
            table.setdefault(fact.qualifier("deal") or fact.id, []).append(fact)
    return tuple(Deal(key, tuple(rows)) for key, rows in table.items())


def delivered(deal: Deal) -> bool:
    """Whether the record has the deal as carried out, at least in part."""
    return deal.status in settings()["counts"]["delivered"]


def total(deals: Sequence[Deal], same: Sequence[str]) -> Interval | None:
    """Smallest and largest sum of the deals' figures in one of the counted classes `same`; None when none counts so.

    A deal that is not counted in that class leaves the sum open upwards.
    """
    low, high, found, is_open = Decimal(0), Decimal(0), False, False
    for deal in deals:
        figures = [read_recorded(f) for f in deal.facts if (f.qualifier("counted") or "unspecified") in same]
        if not figures:
            is_open = True
            continue
        found = True
        low += min(figure.low for figure in figures if figure.low is not None)
        high += max(figure.high or figure.low or Decimal(0) for figure in figures)
        is_open = is_open or any(figure.high is None for figure in figures)
    return (Interval(low, None if is_open else high)) if found else None


def say_deals(context: CheckContext, deals: Sequence[Deal]) -> str:
    """ "about 4,000 missiles from Russia (2 deals, ordered in 2008 and 2011)", one part for each supplier and noun."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for deal in deals:
        fact = deal.facts[0]
        key = (fact.qualifier("supplier") or "", fact.qualifier("counted") or "unspecified")
        groups.setdefault(key, []).append(fact)
    parts = []
    for (supplier, counted), facts in groups.items():
        count = say_count(sum((Decimal(fact.value) for fact in facts), Decimal(0)), counted)
        if any(fact.qualifier("modifier") not in (None, "exact") for fact in facts):
            count = phrase("about", value=count)
        years = say_list(year for fact in facts if (year := fact.qualifier("order_year")))
        name = ("deals" if len(facts) > 1 else "deal") + ("_ordered" if years else "")
        parts.append(phrase(name, count=count, supplier=label_of(context, supplier), number=len(facts), years=years))
    return say_list(parts)


def say_fact_count(fact: Fact) -> str:
    """ "about 2,000 missiles"."""
    words = say_count(Decimal(fact.value), fact.qualifier("counted"))
    modifier = fact.qualifier("modifier")
    if modifier == "about":
        return phrase("about", value=words)
    if modifier in settings()["modifiers"]["lower_bounds"]:
        return phrase("at_least", value=words)
    return words


@dataclass(frozen=True, slots=True)
class CountRule:
    """How a class of equipment is counted: nouns that count the same, and the noun meant when none is said."""

    plain: str
    groups: tuple[tuple[str, ...], ...]

    def same(self, counted: str | None) -> tuple[str, ...]:
        """Every class that counts the same number of things as `counted`; () when that is not known."""
        name = counted or self.plain
        if not name:
            return ()
        return next((group for group in self.groups if name in group), (name,) if name != "unspecified" else ())


@cache
def count_rule(category: str) -> CountRule:
    """The rule of the first class prefix that fits.  `data/checks.toml`, table `counts.same`."""
    for row in settings()["counts"]["same"]:
        if category.startswith(row["class"]):
            return CountRule(row["plain"], tuple(tuple(group) for group in row["nouns"]))
    return CountRule("", ())
