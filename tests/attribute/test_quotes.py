"""Quotation marks of every style, balanced or not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.attribute.quotes import find_quotations

CASES = [
    ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
    ('"One," he said. "Two."', ['"One,"', '"Two."']),
    ("‘One’s own,’ he said.", ["‘One’s own,’"]),
    ("'The guards' post isn't ours,' she said.", ["'The guards' post isn't ours,'"]),
    ("``One,'' he said. ''Two.''", ["``One,''", "''Two.''"]),
    ("«One,» he said.", ["«One,»"]),
    ('He called it "late” and left.', ['"late”']),
    ("“He told me ‘go’ and I went.”", ["“He told me ‘go’ and I went.”"]),
    ("the soldiers' mess and the sailors' hall", []),
    ("It is 5' wide and it's old.", []),
    ("“Never closed.\n\nA new paragraph.", ["“Never closed."]),
    ("‘Over a\nline break.’ Then more.", ["‘Over a\nline break.’"]),
    ("“First.\n\n“Second.” End.", ["“First.", "“Second.”"]),
    ("“Runs on\n\nto its close.” End.", ["“Runs on\n\nto its close.”"]),
    ("— The base is empty, — said the mayor. — We left.\nMore.", ["— The base is empty,", "— We left."]),
    ("— two tanks\n— three guns – and a truck\n", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_quotations_are_found(text: str, wanted: list[str]) -> None:
    assert [quotation.span.of(text) for quotation in find_quotations(text)] == wanted


def test_reopened_quotation_is_continued() -> None:
    assert [quotation.continued for quotation in find_quotations("“First.\n\n“Second.” End.")] == [True, False]


@given(st.text(alphabet="ab '\"“”‘’«»`\n.,", max_size=200))
def test_quotations_are_ordered_apart_and_within_the_text(text: str) -> None:
    end = 0
    for quotation in find_quotations(text):
        assert end <= quotation.span.start < quotation.span.end <= len(text)
        assert quotation.span.covers(quotation.inner)
        end = quotation.span.end


@pytest.mark.parametrize("unit", ["a", "1", " ", '"', "“", "'", "‘a ", "’", "“\n\n", "‘s' "])
def test_time_is_linear(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    began = time.process_time()
    find_quotations(text)
    assert time.process_time() - began < 2.0  # a backtracking trap takes minutes; the margin is for slow machines
