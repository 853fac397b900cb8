"""Sentences with two facts of one subject, one of them wrong by far: how often the wrong one is read as well.

    python benchmarks/check_halves.py [--draws 20] [--seed 1] [--show]

Facts come from the record, forms from check_halves.toml.  A *half* is a sentence whose right fact agrees and whose
wrong one has no finding at all; *held* is one whose wrong fact was looked at and left open.  Nothing may disagree with
a sentence that is right, nor agree with its wrong half: that ends the run with exit code 1.
Last run (23 November 2026, seed 3, 60 draws): 2,400 sentences, 3 halves (0.2 % of those with a wrong half; 73 before
`check/halves.py`), no wrong verdict.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from check_pairs import PUBLISHED, begin, figures, name_state, origins, say, years

from onrecord import check_report, read_report
from onrecord.model import Finding
from onrecord.record import load_record
from onrecord.record.countries import Country, load_countries

FORMS = Path(__file__).with_suffix(".toml")
FIGURES = ("max_range", "crew_to_operate", "weight", "length", "max_altitude", "wingspan")
FACTORS = (5, 6, 7)  # a wrong figure is so many times the right one
YEARS_OFF = (-18, -16, 13)
MAKERS = ("BRA", "SWE", "JPN", "TUR", "IND", "ITA")
CLASSES = {
    "armour.main_battle_tank": "tank", "armour": "vehicle", "artillery.gun": "howitzer", "artillery": "rocket launcher",
    "aircraft.attack_helicopter": "helicopter", "aircraft.transport_helicopter": "helicopter", "aircraft": "aircraft",
    "uav": "drone", "ship": "ship", "air_defence.manpads": "missile", "missile": "missile",
    "anti_tank.missile": "missile",
}  # fmt: skip
POPULATION = 1_500_000  # of countries: smaller ones have little that borders them
APART = 35  # degrees between two countries that surely do not touch
# Borders, names or seats of these are open, and answers may be as well.
DISPUTED = ("ISR", "PSE", "TWN", "ESH", "COD", "COG", "GEO", "YEM")  # or of a name that two have
SEVERAL_SEATS = ("ZAF", "BOL", "CHL", "LKA", "MYS", "NLD", "BEN", "CIV")
OPEN = (*DISPUTED, *SEVERAL_SEATS)
RULES = {
    "max_range": "capability.range", "crew_to_operate": "capability.crew", "weight": "capability.weight",
    "length": "capability.length", "max_altitude": "capability.altitude", "wingspan": "capability.wingspan",
    "origin": "origin.country", "entered_service": "origin.year", "operator": "operator",
    "capital": "geography.capital", "border": "geography.border", "landlocked": "geography.landlocked",
    "coast": "geography.coast", "side": "geography.direction",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of a subject as `words` fill it in: the right value, and a wrong one where there is one."""

    name: str
    right: Mapping[str, str]
    wrong: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    frame: str
    wrong: str | None  # the fact that is wrong in it


def make_sentences(draws: int, seed: int) -> Iterator[Made]:
    """Sentences of every frame, `draws` times each; one in four is right.  The same seed gives the same ones."""
    table = tomllib.loads(FORMS.read_text(encoding="utf-8"))
    chance = random.Random(seed)
    systems, states = list(list_systems(chance)), list(list_states(chance))
    for key, subjects in (("system", systems), ("country", states)):
        for entry in table[key]:
            for frame in entry["frames"]:
                yield from draw(frame, entry["kinds"], subjects, table["words"], draws, chance)


def draw(
    frame: str,
    kinds: Sequence[str],
    subjects: Sequence[tuple[str, str, Sequence[Told]]],
    words: Mapping[str, Any],
    draws: int,
    chance: random.Random,
) -> Iterator[Made]:
    count = 0
    while count < draws:
        name, noun, facts = chance.choice(subjects)
        one = chance.choice(facts)
        two = chance.choice(facts)
        if one.name == two.name or any(
            kind not in words[fact.name] for fact, kind in zip((one, two), kinds, strict=True)
        ):
            continue
        which = chance.choice((None, 0, 1, 1))
        if which is not None and (one, two)[which].wrong is None:
            continue
        said = []
        for place, (fact, kind) in enumerate(zip((one, two), kinds, strict=True)):
            values = fact.wrong if place == which and fact.wrong is not None else fact.right
            said.append(chance.choice(words[fact.name][kind]).format(**values))
        text = frame.replace("{X}", name).replace("{k}", noun)
        for number, part in enumerate(said, 1):
            at = text.index(f"{{{number}}}")
            text = text.replace(f"{{{number}}}", begin(part) if text[:at].endswith(". ") else part)
        yield Made(mend_article(begin(text)), frame, (one, two)[which].name if which is not None else None)
        count += 1


def mend_article(text: str) -> str:
    for vowel in "AEIOaeio":
        text = text.replace(f" a {vowel}", f" an {vowel}")
    return f"An {text[2:]}" if text[:2] == "A " and text[2:3] in "AEIO" else text


def list_systems(chance: random.Random) -> Iterator[tuple[str, str, Sequence[Told]]]:
    """Name, class and facts of every system with two that are beyond doubt."""
    record, countries = load_record(), load_countries()
    found: dict[str, list[Told]] = {}
    adjectives = {name_state(c.id, countries): c.adjectives[0] for c in countries.values() if c.adjectives}
    for prop in FIGURES:
        for label, value in figures(record, prop):
            wrong = Decimal(int(value) * 3 + 2) if prop == "crew_to_operate" else value * chance.choice(FACTORS)
            found.setdefault(label, []).append(Told(prop, {"v": say(value, prop)}, {"v": say(wrong, prop)}))
    for label, state in origins(record, countries):
        other = chance.choice([name_state(f"country/{code}", countries) for code in MAKERS])
        if state in adjectives and other != state:
            right, wrong = ({"v": each, "a": adjectives[each]} for each in (state, other))
            found.setdefault(label, []).append(Told("origin", right, wrong))
    for label, year in years(record):
        other = str(int(year) + chance.choice(YEARS_OFF if int(year) < 2005 else YEARS_OFF[:2]))
        found.setdefault(label, []).append(Told("entered_service", {"v": year}, {"v": other}))
    for entity in record.subjects():
        users = [str(fact.value) for fact in record.facts(entity.id, "operator")]
        if users and entity.label in found:
            user = name_state(chance.choice(users), countries)
            found[entity.label].append(Told("operator", {"v": user}, None))
        category = record.categories.get(entity.id, "")
        noun = next((noun for prefix, noun in CLASSES.items() if category.startswith(prefix)), None)
        if noun is not None and len(found.get(entity.label, ())) > 1:
            yield entity.label.partition(" (")[0], noun, tuple(found[entity.label])


def list_states(chance: random.Random) -> Iterator[tuple[str, str, Sequence[Told]]]:
    countries = load_countries()
    by_iso2 = {country.iso2: country for country in countries.values()}
    known = [
        country
        for country in countries.values()
        if country.population > POPULATION and country.capitals and country.on_the_map and country.code not in OPEN
    ]
    for country in known:
        beside = [by_iso2[each] for each in countries.beside(country.iso2 or "") if each in by_iso2]
        far = [other for other in known if other not in beside and is_apart(country, other)]
        facts = []
        seat = chance.choice([other for other in known if other.capitals[0] != country.capitals[0]]).capitals[0]
        facts.append(Told("capital", {"v": country.capitals[0]}, {"v": seat}))
        if beside and far:
            near, off = (name_state(chance.choice(each).id, countries) for each in (beside, far))
            facts.append(Told("border", {"v": near}, {"v": off}))
        facts.append(Told("coast", {}, None) if country.coastal else Told("landlocked", {}, None))
        upright = [other for other in far if is_upright(country, other)]
        if upright:
            other = chance.choice(upright)
            ways = ("north", "south") if (country.lat or 0) > (other.lat or 0) else ("south", "north")
            right, wrong = ({"v": f"{way} of {name_state(other.id, countries)}"} for way in ways)
            facts.append(Told("side", right, wrong))
        yield name_state(country.id, countries), "", tuple(facts)


def is_apart(one: Country, other: Country) -> bool:
    return abs((one.lat or 0) - (other.lat or 0)) + abs((one.lon or 0) - (other.lon or 0)) > APART


def is_upright(one: Country, other: Country) -> bool:
    return abs((one.lon or 0) - (other.lon or 0)) < abs((one.lat or 0) - (other.lat or 0)) / 2


def judge(made: Made) -> tuple[str, Sequence[Finding]]:
    """What became of a sentence, and the findings that should not be."""
    found = check_report(read_report(made.text, published=PUBLISHED, language="en")).findings
    speaks = [finding for finding in found if finding.verdict in ("agrees", "disagrees")]
    against = [finding for finding in speaks if finding.verdict == "disagrees"]
    if made.wrong is None:
        return ("right" if speaks and not against else "silent"), against
    on_it = [finding for finding in found if finding.rule.startswith(RULES[made.wrong])]
    slips = [finding for finding in on_it if finding.verdict == "agrees"] if not against else []
    if against:
        return "contradicted", slips
    return ("silent" if not speaks else "held" if on_it else "half"), slips


def main() -> int:
    parser = argparse.ArgumentParser(description="Two facts in one sentence, one of them wrong.")
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print each half")
    options = parser.parse_args()
    count, slips = Counter[str](), 0
    for made in make_sentences(options.draws, options.seed):
        outcome, wrong = judge(made)
        count[outcome] += 1
        slips += len(wrong)
        for finding in wrong:
            print(f"{made.text}\n    {finding.rule} {finding.verdict}: {finding.sentence}")
        if options.show and outcome == "half":
            print(f"half: {made.text}  ({made.wrong})")
    print(f"{sum(count.values())} sentences: {dict(count)}; {slips} wrong verdicts")
    return int(slips > 0)


if __name__ == "__main__":
    raise SystemExit(main())
