"""The words of `places.toml`, ready for look-up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Word lists in lower case, except `works`, `titles`, `street`, `ground` and `building`, which carry capitals."""

    before: frozenset[str]  # words after which a capital is often a place
    surely_before: frozenset[str]
    works: frozenset[str]
    titles: frozenset[str]
    says: frozenset[str]
    division: frozenset[str]
    town: frozenset[str]
    street: frozenset[str]
    ground: frozenset[str]
    building: frozenset[str]
    never: frozenset[str]
    bodies: frozenset[str]  # words of which a name of a body is made: a place within is part of the name
    short: dict[str, tuple[str, str]]  # "Ky." → ("US", "KY")
    postal: dict[str, tuple[str, str]]  # "KY" → ("US", "KY"), only after a comma
    known: dict[str, int]  # name → GeoNames number
    adjectives: dict[str, int]
    adjective_names: dict[str, str]  # "Kurdish" → the name under which the gazetteer has its ground
    bodies_on_ground: dict[str, int]  # bodies that stand for ground: "EU"
    locals: frozenset[str]  # words after the name of a town: "police", "residents", "City"
    articles: frozenset[str]
    joining: frozenset[str]
    struck: frozenset[str]  # what is done to a place: "shelled"
    spelling: dict[str, str]  # English spellings the gazetteer lacks
    linking: frozenset[str]  # small words within names
    elided: frozenset[str]  # cut before a vowel: French "l'", "d'"


@cache
def load_place_words(language: str) -> PlaceWords:
    """Raises UnknownLanguage, LexiconError."""
    table = lexicon.load("places", language=language)
    words = {name: frozenset(forms) for name, forms in table["words"].items()}
    short: dict[str, tuple[str, str]] = {}
    postal: dict[str, tuple[str, str]] = {}
    for country, divisions in table["short"].items():
        for code, forms in divisions.items():
            postal.setdefault(code, (country, code))
            short.update(dict.fromkeys(forms, (country, code)))
    return PlaceWords(
        before=words["in"],
        surely_before=words["sure_in"],
        works=words["works"],
        titles=words["titles"],
        says=words["says"],
        division=words["division"],
        town=words["town"],
        street=words["street"],
        ground=words["ground"],
        building=words["building"],
        never=words["never"],
        bodies=words["bodies"],
        short=short,
        postal=postal,
        known=dict(table["known"]),
        adjectives=dict(table["known_adjective"]),
        adjective_names=dict(table["adjective_of"]),
        bodies_on_ground=dict(table["body_on_ground"]),
        locals=words["locals"],
        articles=words["articles"],
        joining=words["joining"],
        struck=words["struck"],
        spelling=dict(table["spelling"]),
        linking=words["linking"],
        elided=words.get("elided", frozenset()),
    )


WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
