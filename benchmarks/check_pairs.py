"""Sentences made from the record in forms that tempt a checker, with their parts in right and in wrong order.

    python benchmarks/check_pairs.py [--draws 30] [--seed 1]

Nothing may disagree with a right sentence or agree with a wrong one; silence is no mistake.  Forms: check_pairs.toml.
Last run (23 November 2026, seed 1, 30 draws): 3,370 sentences, no wrong verdict.
"""

from __future__ import annotations

import argparse
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from onrecord import check_report, read_report
from onrecord.record import Record, load_record
from onrecord.record.countries import Countries, load_countries

FORMS = Path(__file__).with_suffix(".toml")
PUBLISHED = "2025-10-23"
APART = (Decimal("0.4"), Decimal("2.5"))  # figures nearer to one another than this are not exchanged
YEARS_APART = 8
STRONG = ("high", "medium")
UNITS = {"kilometre": 1, "metre": 1, "kilogram": 1, "tonne": 1000}
COUNTED = {"missile", "launcher", "vehicle", "aircraft", "system", "drone", "tank"}
WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
OTHERS = ("Belgium", "Peru", "Kenya", "Norway", "Chile", "Nepal", "Mexico", "Japan", "Ghana", "Egypt")


@dataclass(frozen=True, slots=True)
class Made:
    """A sentence, the form it was made from, and whether it is right."""

    text: str
    form: str
    is_right: bool


def make_sentences(draws: int, seed: int) -> Iterator[Made]:
    """Sentences of every form, `draws` times each.  The same seed gives the same ones."""
    table = tomllib.loads(FORMS.read_text(encoding="utf-8"))
    chance, record, countries = random.Random(seed), load_record(), load_countries()
    for name, entry in table["figure"].items():
        held = [(label, say(value, name)) for label, value in figures(record, name)]
        numbers = dict(figures(record, name))
        for one, two in draw_pairs(held, draws, chance):
            ratio = numbers[one[0]] / numbers[two[0]]
            if name == "crew_to_operate" or not APART[0] < ratio < APART[1]:
                yield from exchange(entry["forms"], one, two)
    for one, two in draw_pairs(origins(record, countries), draws, chance):
        yield from exchange(table["origin"]["forms"], one, two)
    for one, two in draw_pairs(years(record), draws, chance):
        if abs(int(one[1]) - int(two[1])) >= YEARS_APART:
            yield from exchange(table["year"]["forms"], one, two)
    deals = list(known_deals(record, countries))
    for _ in range(draws):
        deal = dict(chance.choice(deals))
        deal["o"] = chance.choice([name for name in OTHERS if name not in (deal["s"], deal["r"])])
        yield from fill(table["deal"], deal)
    kin = [
        {"new": entity.label, "old": relation.other.label}
        for entity in record.subjects()
        for relation in record.relations(entity.id)
        if relation.kind == "predecessor"
    ]
    for pair in kin[:draws]:
        yield from fill(table["kin"], pair)


def figures(record: Record, name: str) -> list[tuple[str, Decimal]]:
    """Systems with one plain figure, in the unit of the forms."""
    found = []
    for entity in record.subjects():
        facts = record.facts(entity.id, name)
        values = {Decimal(fact.value) for fact in facts}
        is_plain = all(fact.confidence in STRONG and not fact.qualifier("variant") for fact in facts)
        is_known = name == "crew_to_operate" or all(fact.unit in UNITS for fact in facts)
        if len(values) == 1 and is_plain and is_known:
            factor = UNITS.get(facts[0].unit or "", 1)
            value = values.pop() * factor
            found.append((entity.label, value / 1000 if name == "max_range" and facts[0].unit == "metre" else value))
    return found


def say(value: Decimal, name: str) -> str:
    if name == "crew_to_operate":
        return WORDS[int(value)] if value < len(WORDS) else str(int(value))
    return f"{int(value):,}" if value >= 1000 else f"{value.normalize():f}"


def origins(record: Record, countries: Countries) -> list[tuple[str, str]]:
    found = []
    for entity in record.subjects():
        facts = record.facts(entity.id, "origin")
        values = {str(fact.value) for fact in facts}
        if len(values) == 1 and all(fact.confidence in STRONG for fact in facts) and "country/SUN" not in values:
            found.append((entity.label, name_state(values.pop(), countries)))
    return found


def years(record: Record) -> list[tuple[str, str]]:
    found = []
    for entity in record.subjects():
        facts = record.facts(entity.id, "entered_service")
        values = {str(fact.value) for fact in facts}
        if len(values) == 1 and not any(fact.qualifier("variant") for fact in facts):
            found.append((entity.label, values.pop()))
    return found


def known_deals(record: Record, countries: Countries) -> Iterator[dict[str, str]]:
    """Deliveries with supplier, recipient and year, as the words of the forms."""
    for fact in record.transfers():
        dates = [int(y) for key in ("order_year", "years") for y in re.findall(r"\d{4}", fact.qualifier(key) or "")]
        supplier, recipient = fact.qualifier("supplier"), fact.qualifier("recipient")
        done = fact.qualifier("status") in (None, "delivered", "in_delivery", "completed")
        if fact.property != "transfer" or not (dates and supplier and recipient and done):
            continue
        number, counted = int(Decimal(fact.value)), fact.qualifier("counted") or ""
        early = min(dates) - 14
        yield {
            "i": record.subject(fact.subject).entity.label,
            "s": name_state(supplier, countries),
            "r": name_state(recipient, countries),
            "n": f"{number:,}",
            "N": f"{number * 7 + 5:,}",
            "y": str(min(dates)),
            "Y": str(early if early > 1990 else max(dates) + 9),
            "c": counted if counted == "aircraft" else f"{counted}s" if counted in COUNTED else "units",
        }


def name_state(state: str, countries: Countries) -> str:
    country = countries.get(state.partition("/")[2])
    assert country is not None
    article = "the " if country.label.startswith(("United", "Netherlands", "Philippines")) else ""
    return article + country.label


def draw_pairs(
    held: list[tuple[str, str]], draws: int, chance: random.Random
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for _ in range(draws):
        one, two = chance.sample(held, 2)
        if one[1] != two[1]:
            yield one, two


def exchange(forms: Iterable[str], one: tuple[str, str], two: tuple[str, str]) -> Iterator[Made]:
    for form in forms:
        for first, second, is_right in ((one[1], two[1], True), (two[1], one[1], False)):
            yield Made(begin(form.format(A=one[0], B=two[0], a=first, b=second)), form, is_right)


def fill(forms: dict[str, Any], words: dict[str, str]) -> Iterator[Made]:
    for name, is_right in (("right", True), ("wrong", False)):
        for form in forms[name]:
            yield Made(begin(form.format(**words)), form, is_right)


def begin(text: str) -> str:
    return text[:1].upper() + text[1:]


def find_mistakes(made: Made) -> list[str]:
    """Verdicts that the sentence does not bear, with their rules."""
    report = read_report(made.text, published=PUBLISHED, language="en")
    never = "disagrees" if made.is_right else "agrees"
    return [f"{each.rule} {never}: {each.sentence}" for each in check_report(report).findings if each.verdict == never]


def main() -> None:
    parser = argparse.ArgumentParser(description="Sentences made from the record, in right and in wrong order.")
    parser.add_argument("--draws", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    count, wrong = 0, Counter[str]()
    for made in make_sentences(options.draws, options.seed):
        count += 1
        for mistake in find_mistakes(made):
            wrong[made.form] += 1
            print(f"{'right' if made.is_right else 'wrong'}: {made.text}\n    {mistake}")
    print(f"{count} sentences, {sum(wrong.values())} wrong verdicts in {len(wrong)} forms")


if __name__ == "__main__":
    main()
