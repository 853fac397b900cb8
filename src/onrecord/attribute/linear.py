"""Linear models as readable tables of weights: a score is the sum of the weights of the features that hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Weights:
    """One model per question.  Scores are log-odds."""

    cue: dict[str, float]
    content: dict[str, float]
    source: dict[str, float]
    candidates: frozenset[str]  # "lemma/POS" of words other than verbs that can be a cue


def add_up(weights: dict[str, float], features: Iterable[str]) -> float:
    """Score of one case."""
    total = 0.0
    for weight in map(weights.get, features):  # one by one: `sum` rounds otherwise from Python 3.12 on
        if weight is not None:
            total += weight
    return total


@cache
def has_weights(language: str) -> bool:
    """Whether a language pack holds weights; one without is read by rule."""
    return (files("onrecord") / "data" / "lang" / language / "attribution_weights.json").is_file()


@cache
def load_weights(language: str) -> Weights:
    """The weights of a language pack.  Raises LexiconError when they are missing or malformed.

    Written by tools/train_attribution.py; docs/attribution.md has the data statement.
    """
    path = files("onrecord") / "data" / "lang" / language / "attribution_weights.json"
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        models = table["models"]
        return Weights(models["cue"], models["content"], models["source"], frozenset(table["candidates"]))
    except (OSError, ValueError, KeyError) as error:
        raise LexiconError(
            f"The attribution weights for {language!r} are missing or malformed ({error}). Reinstall onrecord."
        ) from error
