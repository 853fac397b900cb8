"""Copies are put together, look-alikes kept apart, and every group says why."""

from __future__ import annotations

import random
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.cluster.linkage import link_by_mean
from onrecord.cluster.shingles import compare_numbers, find_runs, list_numbers, read_words, split_paragraphs
from onrecord.cluster.syndication import Document, Group, Usage, group_copies, learn_usage
from onrecord.origin import find_origin

CASES = Path(__file__).parents[1] / "cases" / "syndication.toml"
SETS: list[dict[str, Any]] = tomllib.loads(CASES.read_text(encoding="utf-8"))["set"]
REPORTS: list[dict[str, Any]] = [report for each in SETS for report in each["report"]]


def document_of(report: dict[str, Any]) -> Document:
    return Document(report["id"], report["text"].strip(), report["date"], report["outlet"])


def stories_of(groups: tuple[Group, ...]) -> set[frozenset[str]]:
    return {frozenset(group.documents) for group in groups}


def expected_of(reports: list[dict[str, Any]]) -> set[frozenset[str]]:
    stories: dict[str, set[str]] = {}
    for report in reports:
        stories.setdefault(report["story"], set()).add(report["id"])
    return {frozenset(names) for names in stories.values()}


def invent_report(seed: int, sentences: int = 8, quotation: str = "") -> str:
    """A report of made-up words that no other seed shares, with an optional quotation in the middle."""
    draw = random.Random(seed)
    letters = "bdfgklmnprstvz"

    def word() -> str:
        return "".join(draw.choice(letters) + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))

    text = [" ".join(word() for _ in range(14)).capitalize() + "." for _ in range(sentences)]
    if quotation:
        text.insert(sentences // 2, f"“{quotation}” the president said.")
    return "\n\n".join(text)


SPEECH = (
    "We will not trade one acre of the eastern shore for promises written on water, and anyone who tells you otherwise "
    "has not stood where our sailors stand tonight. The fleet stays where it is until the last mine is lifted."
)


# --- the cases ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", SETS, ids=[case["why"][:40] for case in SETS])
def test_a_set_alone(case: dict[str, Any]) -> None:
    assert stories_of(group_copies([document_of(r) for r in case["report"]])) == expected_of(case["report"])


def test_all_sets_together() -> None:
    assert stories_of(group_copies([document_of(r) for r in REPORTS])) == expected_of(REPORTS)


def test_the_order_of_documents_does_not_matter() -> None:
    documents = [document_of(r) for r in REPORTS]
    wanted = group_copies(documents)
    for seed in range(5):
        assert group_copies(random.Random(seed).sample(documents, len(documents))) == wanted


def test_thirty_copies_of_one_story_are_one_source() -> None:
    paragraphs = invent_report(1, sentences=10).split("\n\n")
    copies = []
    for number in range(30):
        kept = [part for place, part in enumerate(paragraphs) if (place + number) % 5]
        own = invent_report(1000 + number, sentences=1)
        copies.append(
            Document(f"copy{number:02}", "\n\n".join([own, *kept]), f"2031-05-{1 + number % 3:02}", f"paper {number}")
        )
    groups = group_copies([Document("wire", "\n\n".join(paragraphs), "2031-05-01", "agency"), *copies])
    assert len(groups) == 1
    assert len(groups[0].documents) == 31


def test_fifty_outlets_quoting_one_speech_are_fifty_reports() -> None:
    reports = [
        Document(f"paper{number:02}", invent_report(number, quotation=SPEECH), "2031-05-02", f"paper {number}")
        for number in range(50)
    ]
    assert len(group_copies(reports)) == 50


def test_two_hundred_prints_of_one_story_are_one_group() -> None:
    text = invent_report(5, sentences=12)
    prints = [Document(f"print{number:03}", text, "2031-05-02", f"paper {number}") for number in range(200)]
    assert [len(group.documents) for group in group_copies(prints)] == [200]


# --- gates -------------------------------------------------------------------------------------------------------


def test_a_cut_version_weeks_later_is_no_copy_but_a_reprint_is() -> None:
    text = invent_report(9, sentences=10)
    cut = "\n\n".join(text.split("\n\n")[:5])
    first = Document("first", text, "2031-05-01")
    assert stories_of(group_copies([first, Document("later", cut, "2031-06-20")])) == {
        frozenset({"first"}),
        frozenset({"later"}),
    }
    assert len(group_copies([first, Document("reprint", text, "2031-06-20")])) == 1


@pytest.mark.parametrize("when", [None, "", "2031", "2031-05", "spring"])
def test_a_report_without_a_day_is_near_to_all(when: str | None) -> None:
    text = invent_report(9)
    pair = [Document("a", text, "2031-05-01"), Document("b", text.rsplit("\n\n", 2)[0], when)]
    assert len(group_copies(pair)) == 1
    assert group_copies(pair)[0].links[0].days is None


def test_an_outlets_furniture_is_learned_and_left_out() -> None:
    furniture = invent_report(77, sentences=3)
    own = [Document(f"d{n}", invent_report(100 + n, 2) + "\n\n" + furniture, "2031-05-01", "Gazette") for n in range(4)]
    assert len(learn_usage(own).furniture) == 3
    assert len(group_copies(own)) == 4


def test_versions_of_one_story_at_one_outlet_are_not_furniture() -> None:
    text = invent_report(3, sentences=6)
    versions = [Document(f"v{n}", f"Update {n}.\n\n{text}", "2031-05-01", "Gazette") for n in range(4)]
    assert learn_usage(versions).furniture == frozenset()
    assert len(group_copies(versions)) == 1


# --- explanations ------------------------------------------------------------------------------------------------


def test_a_group_explains_itself() -> None:
    groups = group_copies([document_of(r) for r in SETS[0]["report"]])
    group = groups[0]
    assert group.id == group.documents[0] == "convoy-brief"
    assert [link.document for link in group.links] == list(group.documents[1:])
    by_name = {link.document: link for link in group.links}
    printed = by_name["convoy-print"]
    assert printed.nearest in group.documents
    assert printed.containment > 0.6
    assert printed.shared > 60
    assert printed.days is not None
    assert printed.days <= 1
    assert printed.same_numbers >= 1
    assert printed.other_numbers == 0
    assert any("gunmen ambushed a supply convoy on the torvane pass" in phrase for phrase in printed.phrases)
    assert dict(group.credits) == {"convoy-wire": "Reuters", "convoy-print": "Reuters"}


def test_every_link_leads_to_the_first_document() -> None:
    for group in group_copies([document_of(r) for r in REPORTS]):
        reached = {group.documents[0]}
        waiting = list(group.links)
        while waiting:
            ready = [link for link in waiting if link.nearest in reached]
            assert ready, f"{group.id}: links that lead nowhere"
            reached |= {link.document for link in ready}
            waiting = [link for link in waiting if link not in ready]
        assert reached == set(group.documents)


CREDITS = [
    ("PORT ELLMERE (Reuters) - Gunmen ambushed a convoy.", "Reuters"),
    ("PORT ELLMERE, March 4 (AP) — Gunmen ambushed a convoy.", "Associated Press"),
    ("Title\n\nBody text.\n\nAgence France-Presse", "Agence France-Presse"),
    ("Title\n\n© AFP | 4 March", "Agence France-Presse"),
    ("The AP Moller group said it would sail again.", None),
    ("Title\n\nReuters reported that a convoy had been attacked.", None),
    ("Nothing to see.", None),
]


@pytest.mark.parametrize(("text", "agency"), CREDITS)
def test_credit_lines(text: str, agency: str | None) -> None:
    assert find_origin(text).credit == agency


# --- stability ---------------------------------------------------------------------------------------------------


def test_adding_a_report_leaves_unrelated_groups_as_they_are() -> None:
    documents = [document_of(r) for r in REPORTS]
    usage = learn_usage(documents)
    before = group_copies(documents, usage=usage)
    for seed in range(20):
        new = Document(f"new{seed}", invent_report(seed), "2031-03-05", "Northern Ledger")
        after = group_copies([*documents, new], usage=usage)
        assert tuple(group for group in after if group.id != new.id) == before


def test_adding_a_copy_changes_its_own_group_only() -> None:
    documents = [document_of(r) for r in REPORTS]
    usage = learn_usage(documents)
    before = group_copies(documents, usage=usage)
    copy = Document("tally-copy-2", documents[-2].text, "2031-04-09", "Tribune")
    after = group_copies([*documents, copy], usage=usage)
    assert {g for g in before if "tally-tuesday" not in g.documents} == {
        g for g in after if "tally-copy-2" not in g.documents
    }
    assert stories_of(after) - stories_of(before) == {
        frozenset({"tally-tuesday", "tally-tuesday-copy", "tally-copy-2"})
    }


def test_one_id_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="two documents have the id 'a'"):
        group_copies([Document("a", "x"), Document("a", "y")])


@pytest.mark.parametrize("text", ["", " \n \n", "…", "one"])
def test_texts_without_words_stand_alone(text: str) -> None:
    assert len(group_copies([Document("a", text), Document("b", text)])) == 2
    assert group_copies([Document("a", text)]) == (Group("a", ("a",)),)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="abc 12.\n“”\"'", max_size=80), max_size=8))
def test_groups_are_a_partition(texts: list[str]) -> None:
    groups = group_copies([Document(str(place), text) for place, text in enumerate(texts)], usage=Usage())
    assert sorted(name for group in groups for name in group.documents) == sorted(str(n) for n in range(len(texts)))


# --- the pieces --------------------------------------------------------------------------------------------------

QUOTED = [
    ('He said "we will stay" and left.', {"we will", "will stay"}),
    ("Er sagte „wir bleiben hier“ und ging.", {"wir bleiben", "bleiben hier"}),
    ("Il a dit « nous restons ici » hier.", {"nous restons", "restons ici"}),
    ("He said ''we will stay'' and left.", {"we will", "will stay"}),
    ("It isn't the soldiers' job.", set()),
]


@pytest.mark.parametrize(("text", "quoted"), QUOTED)
def test_word_pairs_in_quotations_are_kept_apart(text: str, quoted: set[str]) -> None:
    found = read_words(text).quoted
    assert quoted <= found
    assert not {"and left", "und ging"} & found
    assert bool(found) == bool(quoted)


NUMBERS = [
    ("destroyed 20 tanks", "destroyed 20 tanks", (1, 0)),
    ("destroyed 20 tanks", "destroyed 30 tanks", (0, 1)),
    ("lost 1,019 men", "lost 1019 men", (1, 0)),
    ("on April 7 in its summary", "on April 8 in its summary", (0, 1)),
    ("destroyed 20 tanks", "destroyed 20 guns", (0, 0)),
    ("no numbers", "none here", (0, 0)),
]


@pytest.mark.parametrize(("first", "second", "wanted"), NUMBERS)
def test_numbers_are_compared_where_their_surroundings_agree(first: str, second: str, wanted: tuple[int, int]) -> None:
    assert compare_numbers(list_numbers([read_words(first)]), list_numbers([read_words(second)])) == wanted


def test_paragraphs_are_parted_by_blank_lines_or_else_by_lines() -> None:
    assert split_paragraphs("one\ntwo\n \nthree") == ["one two", "three"]
    assert split_paragraphs("one\ntwo") == ["one", "two"]


def test_runs_are_the_longest_first() -> None:
    shared = frozenset({"a b", "b c", "x y"})
    assert find_runs([read_words("x y q a b c q x y")], shared, 2) == ["a b c", "x y"]


def test_one_strong_tie_does_not_join_two_groups() -> None:
    # 0-1-2 and 3-4-5 are each alike; 2 and 3 share a paragraph.
    likeness = {(0, 1): 0.8, (0, 2): 0.7, (1, 2): 0.9, (3, 4): 0.8, (3, 5): 0.8, (4, 5): 0.7, (2, 3): 0.6}
    assert sorted(link_by_mean(range(6), likeness, 0.2)) == [[0, 1, 2], [3, 4, 5]]
    assert link_by_mean([], {}, 0.2) == []


@pytest.mark.parametrize("piece", ["a", "7", " ", "\n", '"', "“", "''", "«", "1,", "a.", "ab 12 "])
def test_reading_is_linear(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    group_copies([Document("a", text), Document("b", text + "x")])
    assert time.process_time() - began < 1.5  # a tenth of that on a quiet machine
