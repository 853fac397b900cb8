"""Whatever the text: spans lie in it, contents are never empty, and broken parses cost little."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.attribute import find_attributions
from onrecord.extract.parse import parse
from onrecord.lexicon import load

PARTS = st.lists(
    st.sampled_from(
        [
            "He said",
            "she added",
            "according to",
            "Anna Keller",
            "the army",
            "“",
            "”",
            '"',
            "'",
            "’",
            ":",
            ",",
            ".",
            "\n",
            "\n\n",
            "two ships sank",
            "reportedly",
            "citing",
            "that",
            "as saying",
            "was believed to",
            "?",
            "it emerged",
            "who",
            "(",
            ")",
            "—",
            "\u202e",
            "\ufeff",
        ]
    ),
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(PARTS)
def test_spans_lie_in_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    for each in find_attributions(parse(text)):
        spans = [*each.cue, *each.content, *each.quoted]
        spans += [span for span in (each.source, each.evidence, each.speaker_span) if span is not None]
        assert each.content
        for span in spans:
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip()
        assert list(each.content) == sorted(each.content)
        assert not any(a.overlaps(b) for a, b in zip(each.content, each.content[1:], strict=False))


@pytest.mark.parametrize(
    "unit", ["he said ", "He made a claim: ", '" said ', "“I said it is.\n\n", "according to him, "]
)
def test_broken_text_costs_little(unit: str) -> None:
    doc = parse(unit * 1500)
    began = time.process_time()
    find_attributions(doc)
    assert time.process_time() - began < 10.0


def test_every_cue_group_names_its_source() -> None:
    table = load("cues", language="en")
    for name in ("group", "adverb", "word", "passive"):
        assert all(entry["source"] for entry in table[name])
    lemmas = [lemma for group in table["group"] if not group["id"].startswith("noun") for lemma in group["lemmas"]]
    assert len(lemmas) == len(set(lemmas))
