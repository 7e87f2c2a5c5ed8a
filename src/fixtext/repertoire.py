"""What of its script a document uses: which Han characters, and whether Arabic's endings.

The three repertoires overlap, and a candidate from the wrong one often looks as good to an
n-gram model as the right one. The national character sets tell them apart: GB 2312 has the
simplified forms, Big5 the traditional, JIS X 0208 the Japanese ones. What share of a document's
Han characters each set lacks says how unlikely one more such character is.

Most Arabic is written without vowel signs. Some writers set those of indefinite endings alone,
and then all three: U+064B, U+064C and U+064D, of which the last loses a byte in Windows code pages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import log2

from fixtext.language import UNITS_PER_BIT

CHARACTER_SETS = ("gb2312", "big5", "euc_jp")

_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_ENDINGS = "\u064b\u064c\u064d"
_TELLING_ENDING = "\u064c"
"""The first of them is written by many who write no other."""

_LEAST_ENDINGS = 2
_ENDING_GAIN = 9 * UNITS_PER_BIT

_USUAL_SHARE = 0.25
"""Share of Han characters that a set lacks over all documents; costs count against it."""

_DOUBT = 4.0
"""As if so many Han characters, of the usual shares, had been seen before."""


def repertoire_costs(text: str) -> dict[str, float]:
    """Cost, in units of the model, of a Han character that a character set lacks, by set.

    Under U+064C that of the endings of Arabic, where a text has them; below 0.
    """
    characters = "".join(_HAN_RUN.findall(text))
    costs = {}
    for name in CHARACTER_SETS:
        lacking = sum(_lacks(name, char) for char in characters)
        share = (lacking + _DOUBT * _USUAL_SHARE) / (len(characters) + _DOUBT)
        costs[name] = max(0.0, log2(_USUAL_SHARE / share)) * UNITS_PER_BIT
    if text.count(_TELLING_ENDING) >= _LEAST_ENDINGS:
        costs[_TELLING_ENDING] = -_ENDING_GAIN
    return costs


def character_cost(char: str, costs: dict[str, float]) -> float:
    """What repertoire_costs says of one character; 0 for most that are not Han."""
    if char in _ENDINGS:
        return costs.get(_TELLING_ENDING, 0.0)
    if not "\u4e00" <= char <= "\u9fff":
        return 0.0
    return sum(costs[name] for name in CHARACTER_SETS if costs[name] and _lacks(name, char))


@lru_cache(maxsize=65536)
def _lacks(character_set: str, char: str) -> bool:
    try:
        char.encode(character_set)
    except UnicodeEncodeError:
        return True
    return False
