"""Edits: made, moved and kept apart."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from fixtext.edits import MappedText, apart, applied, beside, places_in_result


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


@given(st.lists(st.tuples(st.text(max_size=3), st.text(min_size=1, max_size=3))))
def test_every_offset_of_a_mapped_text_has_its_place(parts: list[tuple[str, str]]) -> None:
    text, pieces, starts = "", [], []
    for kept, before in parts:
        pieces += [(kept, len(text)), ("*", len(text) + len(kept))]
        starts += [*range(len(text), len(text) + len(kept) + 1)]
        text += kept + before
    mapped = MappedText([*pieces, ("", len(text))])
    assert mapped.text == "".join(kept + "*" for kept, _ in parts)
    assert list(map(mapped.place, range(len(mapped.text) + 1))) == [*starts, len(text)]


def test_a_text_of_lines_of_another_is_mapped_to_them() -> None:
    text = "one\ntwo\nthree"
    mapped = MappedText([(text[0:4], 0), (text[8:13], 8)])
    assert mapped.text == "one\nthree"
    assert [mapped.place(offset) for offset in (0, 3, 4, 9)] == [0, 3, 8, 13]
