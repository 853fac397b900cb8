"""The lean pipeline annotates as the model's own does: every attribute of every token."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract import network
from onrecord.extract.parse import load_model, load_steps, parse

if TYPE_CHECKING:
    from spacy.language import Language

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))
TEXTS = [
    "",
    " ",
    "\n\n \t\n",
    "She ain't gonna say what they've gotta do; c'mon, let's go. Y'all got 'em, and somethin' gets done.",
    "There is a rocket. There's another; the ones that were there aren't. Do you do what I do? I'd have had it.",
    "He said that if it rains, the 9K338 Igla-S would've been moved.  (That was not to be.)\n\nThe end is near",
    "The the THE Him him HIM its It's — 5,000 § ¶ \u00a0 \u200b İstanbul ΑΣ ǅ 🚀",
    *(path.read_text(encoding="utf-8") for path in SAMPLES),
]


@cache
def load_plain() -> Language:
    """The model as spaCy runs it: nothing of it is shared with the one that `parse` uses."""
    return load_model.__wrapped__("en")


@pytest.mark.parametrize("text", TEXTS)
def test_same_annotations(text: str) -> None:
    plain, lean = load_plain()(text), parse(text)
    assert lean.to_bytes(exclude=["tensor"]) == plain.to_bytes(exclude=["tensor"])
    assert [str(token.morph) for token in lean] == [str(token.morph) for token in plain]


def test_words_no_rule_names_are_told_apart_from_those_one_names() -> None:
    """The first text fills the memory with words of each tag; the second holds what rules name, tagged alike."""
    for text in (
        "Ships sail often.",
        "Nothin' gets done. He does. That sails. 'Nuff said, it's well.",
        "Ships sail often.",
    ):
        test_same_annotations(text)


def test_the_model_in_use_has_steps_that_are_replaced() -> None:
    names = {type(step).__name__ for step in load_steps("en")}
    assert {"TokenVectors", "EntityFinder", "TokenRules", "Lemmas"} <= names


WORDS = (
    "Reuters reported on Monday , 12 May 2024 that New York City Mayor Eric Adams paid $ 3.5 million . \n\n \n U.S. a"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=60).map(" ".join))
def test_same_annotations_of_names_in_any_order(text: str) -> None:
    """Entities up to the ends of sentences and of the text, beside white space, one after the other."""
    test_same_annotations(text)


def test_entities_that_are_set_already_are_kept() -> None:
    from spacy.tokens import Span

    docs = []
    for steps in ([step for _, step in load_plain().pipeline], load_steps("en")):
        doc = load_plain().make_doc("The Igla Group said John Smith left Paris on Monday.")
        doc.set_ents([Span(doc, 1, 3, label="PRODUCT")], default="missing")
        for step in steps:
            doc = step(doc)
        docs.append([(entity.text, entity.label_) for entity in doc.ents])
    assert docs[0] == docs[1]
    assert ("Igla Group", "PRODUCT") in docs[1]


def test_same_annotations_when_the_memory_of_words_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_KEPT", 5)
    for text in TEXTS:
        test_same_annotations(text)


def test_long_texts_without_sentences_take_linear_time() -> None:
    """Every token an entity, none ending: the recogniser looks at each once."""
    text = "John Smith " * 4_000
    test_same_annotations(text)
