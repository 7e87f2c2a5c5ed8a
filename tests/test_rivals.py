"""Which of two readings of a text make the cheaper one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fixtext import garble
from fixtext.channels import Channel
from fixtext.language import load
from fixtext.readings import Reading
from fixtext.rivals import _differing_lines, cost_of_beginning, two_cost_less

LAYER = Channel(read="windows-1252")
CLEAN = "El niño comió piñas.\nLa mañana está fría."
LINES = CLEAN.split("\n")


def readings_of(lines: list[str], layers: tuple[Channel, ...]) -> tuple[str, list[Reading]]:
    """The lines garbled, and a reading of each of them."""
    found: list[Reading] = []
    start = 0
    for line in lines:
        before = garble(line, layers)
        end = start + len(before)
        found.append(Reading(start, end, before, line, layers, (), 0.0))
        start = end + 1
    return "\n".join(reading.before for reading in found), found


def test_two_layers_that_were_there_cost_less_than_one() -> None:
    text, two = readings_of(LINES, (LAYER, LAYER))
    _, one = readings_of([garble(line, LAYER) for line in LINES], (LAYER,))
    assert two_cost_less(text, two, one, load())
    assert not two_cost_less(text, one, two, load())


def test_the_same_readings_do_not_cost_less() -> None:
    text, readings = readings_of(LINES, (LAYER,))
    assert not two_cost_less(text, readings, readings, load())


def test_a_beginning_costs_less_once_it_is_put_right() -> None:
    text, readings = readings_of(LINES * 20, (LAYER,))
    model = load()
    clean = cost_of_beginning(text, readings, model)
    assert clean < cost_of_beginning(text, [], model)
    assert clean == cost_of_beginning(text + "Ã±" * 400, readings, model)


def test_what_differs_is_looked_at_line_by_line() -> None:
    text, readings = readings_of(["niño", "mañana", "piña"], (LAYER,))
    first, second, third = readings
    assert list(_differing_lines(text, [first, second, third], [second])) == [
        (first.start, first.end),
        (third.start, third.end),
    ]
    assert list(_differing_lines(text, readings, readings)) == []


@given(st.integers(0, 900), st.integers(1, 60), st.integers(0, 3))
def test_of_a_long_line_no_more_than_what_stands_around_and_no_reading_cut(
    start: int, length: int, gap: int
) -> None:
    text = "Ã±" * 600
    readings = [
        Reading(at, at + length, text[at : at + length], "ñ", (LAYER,), (), 0.0)
        for at in range(0, len(text) - length, length + gap)
    ]
    number = start * len(readings) // 901
    others = [reading for at, reading in enumerate(readings) if at != number]
    ((begins, ends),) = _differing_lines(text, readings, others)
    assert begins <= readings[number].start
    assert readings[number].end <= ends
    assert ends - begins <= 400 + 3 * length
    assert all(
        begins <= reading.start and reading.end <= ends
        for reading in readings
        if begins < reading.end and reading.start < ends
    )
