"""A short run of benchmarks/check_pairs.py: sentences made from the record, in right and in wrong order."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from check_pairs import find_mistakes, make_sentences


def test_nothing_wrong_is_said_of_sentences_made_from_the_record() -> None:
    made = list(make_sentences(draws=3, seed=7))
    assert len(made) > 300
    wrong = {each.text: mistakes for each in made if (mistakes := find_mistakes(each))}
    assert not wrong
