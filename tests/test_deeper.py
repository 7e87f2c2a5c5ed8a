"""Marks garbled twice: what is left behind what begins one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import Channel, garble, repair
from fixtext.deeper import narrowed, strange_marks
from fixtext.lattice import Edge

TWICE = (Channel(loss="dropped"), Channel(loss="dropped"))


def _edges(*candidates: str) -> list[list[Edge]]:
    return [[Edge(1, tuple(each))] for each in candidates]


def test_only_what_makes_a_usual_mark_is_left() -> None:
    edges = _edges("\u00e2", "\u20ac", "\u201d\u201e\u2004")
    assert narrowed(edges)[2] == [Edge(1, ("\u201d",))]
    assert edges[2][0].candidates == ("\u201d", "\u201e", "\u2004")


def test_nothing_changes_elsewhere() -> None:
    for edges in (_edges("\u00e2", "\u20ac"), _edges("a", "\u20ac", "\u201d\u2004"), []):
        assert narrowed(edges) is edges


@pytest.mark.parametrize(("text", "count"), [("\u00e2\u20ac\u201d", 0), ("\u00e2\u20ac\u2014", 1)])
def test_strange_marks(text: str, count: int) -> None:
    assert strange_marks(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "### Conversion \u2014 Known Issues",
        'value : "\u2014"}',
        "It isn\u2019t \u2014 or is it?",
    ],
)
def test_a_mark_that_lost_a_byte_the_second_time(text: str) -> None:
    assert repair(garble(text, TWICE)).text == text


@given(st.lists(st.text(min_size=1, max_size=3).map(lambda s: tuple(dict.fromkeys(s))), max_size=6))
def test_candidates_are_never_invented(candidates: list[tuple[str, ...]]) -> None:
    edges = [[Edge(1, each)] for each in candidates]
    for before, after in zip(edges, narrowed(edges), strict=True):
        assert set(after[0].candidates) <= set(before[0].candidates)
        assert after
