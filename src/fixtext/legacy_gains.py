"""What the model says of a text that one legacy encoding, read as another, may have been."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf

from fixtext.inventories import is_inventory, without_classes
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.ranking import CAPITALS_COST

_MIXED_COST = 10.0
"""Bits that it costs when letters of two scripts touch."""

_MOST_MIXED = 3
"""How often that is counted in one text."""


_LETTERS = re.compile(r"[^\W\d_]{2}")


def gain(before: str, made: str, model: LanguageModel) -> float:
    """Bits by which what a pair makes of some text is more believable than the text."""
    bits = (
        cost(_without_points(before.replace("\u00ad", "")), model)
        - cost(made, model)
        - strange_bits(made)
    )
    touching = touching_scripts(before)
    if bits <= 0 and not touching:
        # All that follows takes something from a gain.
        return bits
    if _UNSEEN.issuperset(char for char in before if char > "\x7f"):
        return min(bits, 0.0)
    if is_inventory(before) or is_inventory(made) or without_classes(before).isascii():
        return min(bits, 0.0)
    if touching:
        bits += _MIXED_BEFORE
    return bits if _tells(before, made) else min(bits, _MOST_OF_SIGNS)


def _without_points(text: str) -> str:
    """A text without vowel points that stand where they should, of which the model knows little."""
    return text if text.isascii() else _POINTS.sub("", text)


_POINTS = re.compile(
    "(?<=[\u05d0-\u05f2])[\u05b0-\u05bc\u05bf\u05c1\u05c2]{1,2}"
    "|(?<=[\u0621-\u064a])[\u064b-\u0652]{1,2}"
)
"""Points of Hebrew and marks of Arabic behind a letter."""


def _tells(before: str, made: str) -> bool:
    """Whether letters of words are made of anything; signs stand by themselves in clean text too.

    Some signs stand at one end of clean words: "3 µs", "x²"; or one by itself, as in "5 ¤¤".
    """
    signs = {sign for sign in before if sign > "\x7f"} - _UNSEEN
    if len(signs) < _LEAST_SIGNS and signs <= _SIGNS_OF_CLEAN_WORDS and not _IN_WORD.search(before):
        return False
    if len(before) != len(made):
        return bool(_LETTERS.search(made))
    padded = f" {made} "
    for place, (sign, letter) in enumerate(zip(before, made, strict=True)):
        if sign != letter and sign > "\x7f":
            beside = padded[place].isalpha() + padded[place + 2].isalpha()
            if "\x80" <= sign <= "\x9f" or (
                letter.isalpha() and beside > (sign in _SIGNS_OF_CLEAN_WORDS)
            ):
                return True
    return False


_LEAST_SIGNS = 2
_IN_WORD = re.compile("[A-Za-z]")

_SIGNS_OF_CLEAN_WORDS = frozenset("µ·²³¹º°±¶§®©™£¥¢¤×÷¼½¾ª│║─═")
"""Signs at one end of clean words."""


_MIXED_BEFORE = 4.0
"""Bits that speak for a mix-up where letters of two scripts touch."""

_UNSEEN = frozenset("\u00a0\u00ad")
"""The no-break space and the soft hyphen, which clean text has anywhere."""

_MOST_OF_SIGNS = 2.0
"""Bits that signs gain at most that stand by themselves."""


def any_may_gain(
    pairs: Iterable[tuple[float, Sequence[str | None]]],
    snippets: Sequence[str],
    least: float,
    worst: float,
    model: LanguageModel,
) -> bool:
    """Whether some pair may gain so many bits on all of some snippets: most cannot, it shows soon.

    pairs: the bits that speak against each, and what it makes of the snippets, None where it makes
    nothing. worst: bits that any of those counts at least.
    """
    most = [cost(_without_points(snippet.replace("\u00ad", "")), model) for snippet in snippets]
    most = [bits + _MIXED_BEFORE for bits in most]
    for against, made in pairs:
        left = sum(most) - against
        for snippet, one, bits in zip(snippets, made, most, strict=True):
            if one is None:
                left -= bits - worst
            elif one == snippet:
                left -= bits
            else:
                left -= min(cost(one, model, left), bits - worst)
            if left < least:
                break
        else:
            return True
    return False


def cost(text: str, model: LanguageModel, most: float = inf) -> float:
    """Bits that a text costs between spaces; of more than `most`, more than that."""
    cost = model.text_cost(text + " ", "\n", most * UNITS_PER_BIT)
    if text.isupper():
        cost = min(cost, model.text_cost(text.lower() + " ", "\n") + CAPITALS_COST)
    return cost / UNITS_PER_BIT


_SCRIPTS = (
    # Without "i", which is often written for the Cyrillic letter.
    "AHJZahjz\u00c0\u00d6\u00d8\u00f6\u00f8\u024f\u1e00\u1eff",
    "\u0370\u03ff",
    "\u0400\u052f",
    "\u0590\u05ff",
    "\u0600\u06ff",
    "\u0e00\u0e7f",
    "\u2500\u25ff",
    "\u3040\u30ff\u3400\u9fff",
    "\uac00\ud7ff",
)
"""The first and the last characters of the ranges of each script."""


class _Scripts(dict[str, int]):
    """Character to the number of its script, counted from 1; 0 for others. Filled as asked."""

    def __missing__(self, char: str) -> int:
        places = (place for place, ranges in enumerate(_SCRIPTS, 1) if _is_within(char, ranges))
        found = self[char] = next(places, 0)
        return found


def _is_within(char: str, ranges: str) -> bool:
    return any(first <= char <= last for first, last in zip(ranges[::2], ranges[1::2], strict=True))


_SCRIPT_OF = _Scripts()


def touching_scripts(text: str) -> int:
    """How often a letter of one script stands right behind one of another."""
    if text.isascii():
        return 0
    scripts = list(map(_SCRIPT_OF.__getitem__, text))
    # A product is 0 where one of them is no letter.
    return sum([one != other and one * other > 0 for one, other in pairwise(scripts)])


def strange_bits(text: str) -> float:
    """Bits that a text costs because letters of several scripts touch in it."""
    return _MIXED_COST * min(touching_scripts(text), _MOST_MIXED)
