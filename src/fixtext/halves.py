"""Readings that are half undone: one layer of two, where what the other one left is too little.

What is whole UTF-8 once more through the page that the outer layer was read in is undone as well:
nobody writes such signs, and few systems garble what somebody did. What lost bytes below is more
than that tells: what is put there is what the outer layer garbled, and most likely no more than
that. So the signs of the layer below that are left in it are guesses, and poor ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from fixtext import codepages
from fixtext.calibration import calibrate
from fixtext.channels import Channel, Layers, garble
from fixtext.readings import Choice, Reading
from fixtext.scan import page_bits
from fixtext.sequences import beyond_ascii, covered, undone
from fixtext.stretches import continuation_signs, lead_signs


def undone_again(readings: Sequence[Reading], text: str) -> list[Reading]:
    """The readings, with one layer more where what they make is all whole through the same page."""
    return [_undone_again(reading, text) for reading in readings]


def _undone_again(reading: Reading, text: str) -> Reading:
    first = reading.layers[0]
    page = first.read
    after = reading.after
    if (
        reading.choices
        or first != Channel(read=page)
        or page_bits(page) > _USUAL_BITS
        or covered(after, page) < beyond_ascii(after)
        # In a word in capitals, a sign for a lead byte is a letter, and a quote closes it.
        or (after[-1] in _CLOSES and text[max(reading.start - 1, 0) : reading.start].isupper())
    ):
        return reading
    once_more = reading._replace(after=undone(after, page), layers=(first, *reading.layers))
    is_proven = garble(once_more.after, once_more.layers) == reading.before
    return once_more if is_proven and once_more.after.isprintable() else reading


_CLOSES = "”’“‘»›™®©…–—"
_USUAL_BITS = 1.0
"""Signs that stand behind words; disbelief in pages through which hardly any clean text has
anything whole: Latin ones."""


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
