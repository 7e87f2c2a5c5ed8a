"""Readings that are half undone: one layer of two, where what the other one left is too little.

What is put there is what the outer layer garbled, and most likely no more than that. So the signs
of the layer below that are left in it are guesses, and poor ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fixtext import codepages
from fixtext.calibration import calibrate
from fixtext.channels import Layers, garble
from fixtext.readings import Choice, Reading
from fixtext.stretches import lead_signs


def labelled(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with such signs among their choices. They are in order, as they were."""
    deep = {reading.layers for reading in readings if len(reading.layers) > 1}
    if not deep:
        return list(readings)
    shallow = {reading.layers for reading in readings}
    for layers in deep:
        for outer in (layers[n:] for n in range(1, len(layers))):
            if outer in shallow and layers[-len(outer) - 1].read in codepages.NAMES:
                readings = _labelled(readings, layers, outer)
    return list(readings)


def _labelled(readings: Sequence[Reading], layers: Layers, outer: Layers) -> list[Reading]:
    """Of readings through `outer`, the signs that begin what went through one layer more."""
    inner = layers[: len(layers) - len(outer)]
    undone = "".join([garble(r.after, inner) for r in readings if r.layers == layers])
    signs = Counter(char for char in undone if char in lead_signs(inner[-1]))
    left = Counter("".join([r.after for r in readings if r.layers == outer]))
    return [
        _with_choices(reading, signs, left) if reading.layers == outer else reading
        for reading in readings
    ]


def _with_choices(reading: Reading, signs: Counter[str], left: Counter[str]) -> Reading:
    """The reading, in which some signs are guesses: as many were left, and so many were undone."""
    known = {choice.offset for choice in reading.choices}
    more = [
        Choice(offset, char, *calibrate(left[char] / (left[char] + signs[char]), ()))
        for offset, char in enumerate(reading.after)
        if char in signs and offset not in known
    ]
    return reading._replace(choices=tuple(sorted([*reading.choices, *more]))) if more else reading
