"""Parses in Universal Dependencies as trees that moves must not tie into circles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.universal_tree import Sentence, Tree, break_circles


def tree_of(heads: list[int]) -> Tree:
    size = len(heads)
    return Tree(["x"] * size, ["x"] * size, ["NOUN"] * size, ["dep"] * size, heads, [{} for _ in heads])


def reaches_a_root(tree: Tree, index: int) -> bool:
    for _ in range(len(tree.head)):
        if tree.head[index] == index:
            return True
        index = tree.head[index]
    return tree.head[index] == index


def test_a_circle_of_two_gets_a_root() -> None:
    tree = tree_of([1, 0, 1])
    break_circles(Sentence(tree, 0, 3))
    assert all(reaches_a_root(tree, index) for index in range(3))


def test_a_tree_without_a_circle_stays_as_it_is() -> None:
    heads = [1, 1, 1, 2]
    tree = tree_of(list(heads))
    break_circles(Sentence(tree, 0, 4))
    assert tree.head == heads


@given(st.integers(1, 12).flatmap(lambda size: st.lists(st.integers(0, size - 1), min_size=size, max_size=size)))
def test_every_token_reaches_a_root(heads: list[int]) -> None:
    tree = tree_of(heads)
    break_circles(Sentence(tree, 0, len(heads)))
    assert all(reaches_a_root(tree, index) for index in range(len(heads)))
    assert all(index in tree.below[above] for index, above in enumerate(tree.head) if above != index)
