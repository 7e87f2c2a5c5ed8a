"""Characters that nobody sees, where bytes were lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import Channel, repair
from fixtext.lattice import Edge
from fixtext.unseen import without_unseen

LOST = Edge(1, ("\u2001", "\u200d", "\u2010", "\u201d"))
SEEN = Edge(1, ("\u2010", "\u201d"))


@pytest.mark.parametrize(
    ("edges", "before", "expected"),
    [
        ([[LOST]], "i", [[SEEN]]),
        ([[LOST]], "", [[SEEN]]),
        ([[LOST]], "👩", [[LOST]]),
        ([[Edge(1, ("i",))], [LOST]], "👩", [[Edge(1, ("i",))], [SEEN]]),
        ([[LOST], [LOST]], "i", [[SEEN], [LOST]]),
        ([[Edge(1, ("\u200d",))]], "i", [[Edge(1, ("\u200d",))]]),
    ],
)
def test_behind_ascii_they_are_no_candidates(
    edges: list[list[Edge]], before: str, expected: list[list[Edge]]
) -> None:
    assert without_unseen(edges, before) == expected


def test_the_shared_lists_stay() -> None:
    edges = [[LOST]]
    without_unseen(edges, "i")
    assert edges == [[LOST]]


@pytest.mark.parametrize("text", ["“Hi”", "he said “no” and left", "naïve ”x”"])
def test_a_closing_quote_that_lost_its_last_byte(text: str) -> None:
    assert repair(Channel(loss="dropped").garble(text)).text == text


@given(st.lists(st.text(min_size=1, max_size=3).map(lambda s: tuple(dict.fromkeys(s))), max_size=6))
def test_something_is_always_left(candidates: list[tuple[str, ...]]) -> None:
    edges = [[Edge(1, each)] for each in candidates]
    for before, after in zip(edges, without_unseen(edges, "a"), strict=True):
        assert after[0].candidates
        assert set(after[0].candidates) <= set(before[0].candidates)
