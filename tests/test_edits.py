"""Edits: made, moved and kept apart."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from fixtext.edits import apart, applied, beside, places_in_result


class Edit(NamedTuple):
    start: int
    end: int
    after: str


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3), st.text(max_size=3))))
def test_what_edits_make_stands_in_its_places(pieces: list[tuple[str, str, str]]) -> None:
    text, result, edits = "", "", []
    for between, before, after in pieces:
        text += between
        edits.append(Edit(len(text), len(text) + len(before), after))
        text += before
        result += between + after
    assert applied(text, edits) == result
    places = places_in_result(edits)
    assert [result[start:end] for start, end in places] == [edit.after for edit in edits]


def test_what_overlaps_is_left_out() -> None:
    taken = [Edit(8, 10, ""), Edit(2, 4, "")]
    some = [Edit(0, 2, ""), Edit(1, 3, ""), Edit(4, 8, ""), Edit(9, 12, "")]
    assert apart(some, taken) == [some[0], some[2]]
    assert apart(some, []) == some


def test_what_stands_beside_a_part() -> None:
    assert beside(Edit(1, 2, ""), "abc") == ("a", "c")
    assert beside(Edit(0, 3, ""), "abc") == ("", "")
