"""Which of two readings of a text make the cheaper one of it.

They are compared on some characters only, where they differ, or at the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator

from fixtext.edits import applied
from fixtext.language import LanguageModel
from fixtext.ranking import cost_undone
from fixtext.readings import Reading, moved

_COMPARED = 400
"""Characters of a text that two readings of it are compared on, and to the end of the last."""


def cost_of_beginning(text: str, readings: list[Reading], model: LanguageModel) -> float:
    """What the beginning of a text costs once readings are made."""
    first = [reading for reading in readings if reading.start < _COMPARED]
    end = max([_COMPARED, *(reading.end for reading in first)])
    return cost_undone(applied(text[:end], first), "", "", model, 0)


def two_cost_less(text: str, two: list[Reading], one: list[Reading], model: LanguageModel) -> bool:
    """Whether readings of two layers make a cheaper text than those of one, where they differ.

    Of what one layer leaves, two more may be undone.
    """
    cost = 0.0
    compared = 0
    for start, end in _differing_lines(text, two, one):
        part = text[start:end]
        cost += cost_undone(applied(part, _within(two, start, end)), "", "\n", model, 1)
        cost -= cost_undone(applied(part, _within(one, start, end)), "", "\n", model, 2)
        compared += len(part)
        if compared >= _COMPARED:
            break
    return cost < 0


def _differing_lines(
    text: str, some: list[Reading], others: list[Reading]
) -> Iterator[tuple[int, int]]:
    """Where lines begin and end of which some readings make what others do not.

    Of a long line, that is no more than what stands around what differs.
    """
    made = {(reading.start, reading.end, reading.after) for reading in some}
    done = 0
    for first, last, _ in sorted(
        made.symmetric_difference((r.start, r.end, r.after) for r in others)
    ):
        if first < done:
            continue
        start = max(text.rfind("\n", 0, first) + 1, first - _COMPARED // 2, done)
        end = text.find("\n", last)
        done = min(end if end >= 0 else len(text), last + _COMPARED // 2)
        # No reading is cut in two.
        for readings in (some, others):
            for reading in readings:
                if reading.start < start < reading.end:
                    start = reading.start
                if reading.start < done < reading.end:
                    done = reading.end
        yield start, done


def _within(readings: list[Reading], start: int, end: int) -> list[Reading]:
    """The readings in a part of a text, as of that part."""
    return [
        moved(reading, -start)
        for reading in readings
        if start <= reading.start and reading.end <= end
    ]
