"""Equipment in text: a table of spellings, labelled sentences, and promises for any text."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import UnknownLanguage
from onrecord.extract.equipment import find_equipment
from onrecord.extract.equipment_words import fold_text
from onrecord.model import EntityKind, Mention
from onrecord.record import load_record

CASES = Path(__file__).parents[1] / "cases"
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
PIECES = (
    *("Igla-S", "S300", "Patriots", "(", ")", "MANPADS", "tank", " ", "-", ". ", "\n", "USS", "A", "1", "ß", "İ", "é"),
    *("class", "KS-1C", "and", "artillery", "systems", "É", "e\u0301", "\u200b", "’", "Gerald R. Ford", "destroyer"),
)
F1_FLOOR, ENTITY_FLOOR = 0.97, 0.97


def find(text: str) -> tuple[Mention, ...]:
    record = load_record()
    return find_equipment(text, names=record.names(), categories=record.categories)


def read_cases() -> list[dict[str, str]]:
    with (CASES / "equipment.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["text"])
def test_case(case):
    found = find(case["text"])
    if not case["words"]:
        assert [m.span.of(case["text"]) for m in found] == []
        return
    first = found[0]
    assert first.span.of(case["text"]) == case["words"]
    assert (first.entity.id if first.entity else "") == (f"equipment/{case['entity']}" if case["entity"] else "")
    assert first.category == case["category"]
    assert first.kind is EntityKind.EQUIPMENT


def read_sentences() -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Sentences without their marks, and the marks as (start, end, entity slug or "~")."""
    sentences = []
    for line in (CASES / "equipment_sentences.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, marks, at = "", [], 0
        for match in LINK.finditer(line):
            text += line[at : match.start()]
            marks.append((len(text), len(text) + len(match[1]), match[2]))
            text, at = text + match[1], match.end()
        sentences.append((text + line[at:], marks))
    return sentences


def test_labelled_sentences():
    right = predicted = marked = resolved = 0
    wrong = []
    for text, marks in read_sentences():
        left = [(m.span.start, m.span.end, m.entity.id.partition("/")[2] if m.entity else "~") for m in find(text)]
        predicted, marked = predicted + len(left), marked + len(marks)
        for start, end, slug in marks:
            hit = next((m for m in left if m[0] < end and start < m[1]), None)
            if hit is None:
                wrong.append(f"missed {text[start:end]!r}: {text}")
                continue
            left.remove(hit)
            right += 1
            resolved += hit[2] == slug
        wrong += [f"extra {text[m[0] : m[1]]!r}: {text}" for m in left]
    assert len(read_sentences()) >= 80
    assert 2 * right / (predicted + marked) >= F1_FLOOR, "\n".join(wrong)
    assert resolved / right >= ENTITY_FLOOR


def test_common_word_counts_where_the_thing_is_surely_named_elsewhere():
    text = "The Patriot battery was repaired. Nobody had thought of it.\n\nA month later the Patriot went quiet."
    assert [m.span.of(text) for m in find(text)] == ["Patriot battery", "Patriot"]
    assert find("Nobody had thought of it. A month later the Patriot went quiet.") == ()


def test_shared_name_carries_its_other_readings():
    (shahed,) = find("A Shahed drone fell into the lake.")
    assert shahed.entity is not None
    assert shahed.entity.id == "equipment/shahed-136"
    assert "equipment/shahed-131" in shahed.entity.alternatives


def test_disputed_name_carries_the_dispute():
    (verba,) = find("The SA-29 was shown.")
    assert verba.entity is not None
    assert "SA-25" in (verba.entity.note or "")


def test_without_a_record_class_nouns_are_still_found():
    text = "Three Igla-S launchers and a tank"
    assert [m.span.of(text) for m in find_equipment(text, names={})] == ["launchers", "tank"]


def test_unknown_language():
    with pytest.raises(UnknownLanguage):
        find_equipment("Ein Panzer", names={}, language="xx")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=30,
    )
)
def test_spans_are_in_order_apart_and_inside(parts):
    text = "".join(parts)
    mentions = find(text)
    ends = [0]
    for mention in mentions:
        assert mention.span.start >= ends[-1]
        assert mention.span.of(text).strip() == mention.span.of(text) != ""
        ends.append(mention.span.end)
    assert ends[-1] <= len(text)


@given(st.text(max_size=60))
def test_folding_keeps_offsets(text):
    assert len(fold_text(text)) == len(text)


def test_found_again_in_the_same_text_twice():
    text = "Igla-S, S-300, a tank and two Stingers were fired."
    assert find(text) == find(text)


@pytest.mark.parametrize("unit", ["a", "1", " ", '"', "'", "-", "a1", "A-", "(", "İ", "\u0301", "\u4e00"])
def test_hostile_text_is_read(unit):
    text = unit * (100_000 // len(unit))
    for mention in find(text):
        assert mention.span.of(text).strip()
