"""Entity labels of the English set for the words of another language: the model's own, mended; peoples; times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.extract.times import find_times

if TYPE_CHECKING:
    from spacy.tokens import Doc

_IN_NAMES = frozenset({"PROPN", "NOUN", "ADP", "DET", "ADJ", "NUM", "X", "PUNCT", "CCONJ"})
_EDGES = frozenset({"ADP", "DET", "PUNCT", "CCONJ"})
_UNSURE = frozenset({"O", "B-ORG", "B-GPE", "B-PERSON"})


def label_times(doc: Doc, language: str) -> dict[int, str]:
    """Token index to DATE or TIME."""
    labels: dict[int, str] = {}
    for time in find_times(doc.text, published=None, language=language):
        span = doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
        if span is not None:
            name = "TIME" if time.granularity == "hour" else "DATE"
            labels.update(dict.fromkeys(range(span.start, span.end), name))
    return labels


def label_entities(
    doc: Doc, pos: Sequence[str], names: Mapping[str, str], dated: Mapping[int, str], language: str
) -> list[str]:
    """Labels by token, as spaCy's `ents` wants them ("B-GPE", "I-GPE", "O").  `names`: the model's labels to ours."""
    labels = ["O"] * len(doc)
    bodies = _bodies(language)
    for found in doc.ents:
        name = names.get(found.label_)
        words = _name_words(found, pos)
        if name and words:
            if name != "ORG" and any(doc[i].lower_ in bodies for i in words):
                name = "ORG"  # "el Ejército" is no person
            _fill(labels, words, name)
    peoples = _peoples(language)
    names_of_states = _states(language)
    for index, token in enumerate(doc):
        if token.text in names_of_states:  # "Siria" is no Syrian woman
            continue
        if token.lower_ in peoples and pos[index] in ("ADJ", "NOUN", "PROPN") and labels[index] in _UNSURE:
            _end_before(labels, index + 1)
            labels[index] = "B-NORP"
    for index, name in sorted(dated.items()):
        begins = dated.get(index - 1) != name
        labels[index] = f"{'B' if begins else 'I'}-{name}"
        if index + 1 not in dated:
            _end_before(labels, index + 1)
    return labels


def _name_words(found: Iterable[object], pos: Sequence[str]) -> range:
    """The words of a name without verbs and small words at its edges: of "anunció Boris Pistorius" the last two."""
    indices: list[int] = [token.i for token in found]  # type: ignore[attr-defined]
    while indices and (pos[indices[0]] not in _IN_NAMES or pos[indices[0]] in _EDGES):
        indices = indices[1:]
    stop = next((n for n, i in enumerate(indices) if pos[i] not in _IN_NAMES), len(indices))
    indices = indices[:stop]
    while indices and pos[indices[-1]] in _EDGES:
        indices = indices[:-1]
    return range(indices[0], indices[-1] + 1) if indices else range(0)


def _fill(labels: list[str], indices: Iterable[int], name: str) -> None:
    for step, index in enumerate(indices):
        labels[index] = f"{'I' if step else 'B'}-{name}"


def _end_before(labels: list[str], index: int) -> None:
    """What goes on at `index` begins there now."""
    if index < len(labels) and labels[index].startswith("I-"):
        labels[index] = "B-" + labels[index][2:]


@cache
def _bodies(language: str) -> frozenset[str]:
    """Nouns that name bodies: an entity with one is no person and no place."""
    return frozenset(lexicon.load("source_nouns", language=language)["named_body"]["nouns"]) - _places(language)


@cache
def _places(language: str) -> frozenset[str]:
    return frozenset(lexicon.load("nouns", language=language)["class"]["place"].split())


@cache
def _peoples(language: str) -> frozenset[str]:
    """Adjectives and nouns of peoples, lower-cased."""
    table = lexicon.load("countries", language=language)
    rows = [*table["country"].values(), *table["former"].values()]
    forms = [form for row in rows for form in (*row["adjective"], *row["people"])]
    return frozenset(form.lower() for form in (*forms, *table["shared"]["people"]))


@cache
def _states(language: str) -> frozenset[str]:
    table = lexicon.load("countries", language=language)
    return frozenset(name for row in table["country"].values() for name in (row["name"], *row.get("also", [])))
