"""Results are values, whether or not their spans were made already."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from fixtext import Channel, Repair, Span
from fixtext.results import LineCounter, deferred, rows

SPAN = Span(1, 3, "Ã©", "é", (Channel(),), "exact", 0.9, 1, 2)


def result(made: list[int]) -> Repair:
    def make() -> tuple[Span, ...]:
        made.append(1)
        return (SPAN,)

    return Repair("né", "garbled", None, (Channel(),), deferred(make), ())


def test_spans_are_made_once_and_when_they_are_asked_for() -> None:
    made: list[int] = []
    repair = result(made)
    assert (repair.text, made) == ("né", [])
    assert repair.spans == (SPAN,)
    assert repair.spans is repair.spans
    assert made == [1]


def test_deferred_spans_make_no_difference() -> None:
    repair = result([])
    known = replace(result([]), spans=(SPAN,))
    assert repair == known
    assert hash(result([])) == hash(known)
    assert repr(result([])) == repr(known)
    assert pickle.loads(pickle.dumps(result([]))) == known  # noqa: S301 (our own)
    assert result([]).repaired_spans == (SPAN,)


def test_spans_cannot_be_replaced() -> None:
    with pytest.raises(FrozenInstanceError):
        result([]).spans = ()  # type: ignore[misc]


def test_rows_are_named_tuples() -> None:
    columns = (
        [0, 1],
        [1, 2],
        "ab",
        "xy",
        [()] * 2,
        ["exact"] * 2,
        [0.5, 1.0],
        [1, 2],
        [3, 4],
        "cd",
    )
    found = rows(Span, *columns)
    assert found == [Span(*row) for row in zip(*columns, strict=True)]
    assert all(isinstance(span, Span) for span in found)


def test_lines_are_counted_on() -> None:
    text = "a\nbc\n\nd"
    place = LineCounter(text)
    assert place.all_of([0, 1, 2]) == [(1, 1), (1, 2), (2, 1)]
    assert place(3) == (2, 2)
    assert place.all_of([5, 6]) == [(3, 1), (4, 1)]
