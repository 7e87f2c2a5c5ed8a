"""Which mix-up could have made a text? One channel that explains it best, or none.

The evidence is the model's: how many bits more believable is what a stretch would have been
than what it is. Pages are ranked on stretches that came through whole; fixtext.losses then says
what the best of them lost.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from fixtext import scan
from fixtext.channels import Channel
from fixtext.damage import evidence
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.losses import best_channel
from fixtext.ranking import WORTH_TRYING, ranked_pages
from fixtext.readings import Reading
from fixtext.sequences import beyond_ascii

_MOST_BITS_OF_FIRST = 26.0
_MOST_BITS = 13.0
_MOST_BITS_OF_SYMBOL = 28.0
"""Bits that a believable text costs at most: its first character beyond ASCII, each further one,
and each symbol, of which texts have few, in any order (one that the model has not seen: 29.5)."""

JUDGED = 48
"""Characters of a text that are judged; more would only say the same again."""

_BEST_PAGES = 5
_GAINING_PAGES = 2
"""Code pages that are tried with all losses, and how many of those for what they gain alone."""


def find_channel(
    text: str, model: LanguageModel, found: tuple[str, dict[str, int]] | None = None
) -> Channel | None:
    """The channel over UTF-8 that explains `text` best, or None when none is believable.

    found: what scan.suspects says of the text, where that is known.
    """
    found = found or scan.suspects(text)
    ranked = [item for item in ranked_pages(found, model) if not _is_chance(text, item[1], found)]
    if not ranked:
        return None
    covered = found[1]
    worth = [page for bits, page in ranked if bits >= ranked[0][0] * WORTH_TRYING]
    # Gains are of a sample; of pages that gain about as much, those that explain more come first.
    by_coverage = sorted(worth, key=lambda page: (-covered[page], scan.page_bits(page), page))
    tried = {*worth[:_GAINING_PAGES], *by_coverage[: _BEST_PAGES - _GAINING_PAGES]}
    return best_channel(text, [page for page in by_coverage if page in tried], model)


def _is_chance(text: str, page: str, found: tuple[str, dict[str, int]]) -> bool:
    """Whether next to none of a text is what is whole through a code page.

    What would be read through it is then refused in the end.
    """
    scanned, covered = found
    high = beyond_ascii(scanned)
    return covered[page] * _FEW < high and evidence(text, Channel(read=page)).is_chance


_FEW = 12
"""Characters beyond ASCII to one in a whole sequence, where there are enough that stand alone."""


def believable(text: str, history: str, model: LanguageModel, *, is_exact: bool = True) -> bool:
    """Whether a text may be anybody's: not only better than what it would replace.

    is_exact: nothing of it was chosen by the model; else rare symbols are no more to be believed
    than other rare characters.
    """
    judged = text[:JUDGED]
    cost = model.text_cost(judged, history) / UNITS_PER_BIT
    symbols = 0
    if is_exact:
        symbols = sum(unicodedata.category(char)[0] in "SP" for char in judged)
    most = _MOST_BITS * (len(judged) - symbols) + _MOST_BITS_OF_SYMBOL * symbols
    if symbols < len(judged):
        most += _MOST_BITS_OF_FIRST - _MOST_BITS
    return cost <= most


def characters_believed(readings: Iterable[Reading], model: LanguageModel) -> int:
    """How many characters of a text become something believable by some readings of it."""
    return sum(
        len(reading.before)
        for reading in readings
        if believable(reading.after, "\n", model, is_exact=not reading.choices)
    )
