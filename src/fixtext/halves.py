"""Readings that are half undone: one layer of two, where what the other one left is too little.

What is put there is what the outer layer garbled, and most likely no more than that. So the signs
of the layer below that are left in it are guesses, and poor ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from fixtext import codepages
from fixtext.calibration import calibrate
from fixtext.channels import Layers, garble
from fixtext.readings import Choice, Reading
from fixtext.stretches import continuation_signs, lead_signs


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
    leads = lead_signs(inner[-1])
    undone = "".join([garble(r.after, inner) for r in readings if r.layers == layers])
    signs = Counter(char for char in undone if char in leads)
    left = Counter("".join([r.after for r in readings if r.layers == outer]))
    shares = {char: left[char] / (left[char] + signs[char]) for char in signs}
    # A class is never empty: no reading has a null character in it.
    others = re.escape("".join(sorted({"\0", *leads} - signs.keys())))
    continuing = re.escape("".join(sorted({"\0", *continuation_signs(inner[-1])})))
    torn = re.compile(f"[{others}][{continuing}]+")
    return [
        _with_choices(reading, shares, torn) if reading.layers == outer else reading
        for reading in readings
    ]


_TORN = 0.5
"""The confidence in signs that nothing of the layer below was undone with, but which make the
beginning of a sequence together."""


def _with_choices(reading: Reading, shares: dict[str, float], torn: re.Pattern[str]) -> Reading:
    """The reading, in which some signs are guesses.

    shares: of each, how many of all were left. torn: matches others that are beginnings.
    """
    known = {choice.offset for choice in reading.choices}
    begun = {place for match in torn.finditer(reading.after) for place in range(*match.span())}
    more = [
        Choice(offset, char, *calibrate(_TORN if offset in begun else shares[char], ()))
        for offset, char in enumerate(reading.after)
        if (offset in begun or char in shares) and offset not in known
    ]
    return reading._replace(choices=tuple(sorted([*reading.choices, *more]))) if more else reading
