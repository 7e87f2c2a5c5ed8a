"""Mojibake that was scrubbed afterwards, known by what is left of the commonest characters.

Scrubs wear away what UTF-8 is recognised by: "â€™" becomes "â€TM", "GÇÖ" or "€™". Seldom is more
than one sign of a text left in that shape, so no counting helps. But it is always the same few
characters: accented letters of Western languages, curly quotes, dashes, signs. What each of them
looks like after the usual scrubs is a table of a few hundred strings, which hardly any clean text
has in it; the model says whether what they stand for is what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import exp, log

from fixtext.calibration import calibrate
from fixtext.channels import Channel
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.ranking import CAPITALS_COST, HIT_COST, gain
from fixtext.readings import NEXT_MARGIN, Choice, Reading
from fixtext.remains import contexts

CHANNELS = (
    Channel(scrubs=("double-quotes",)),
    Channel(scrubs=("quotes",)),
    Channel(scrubs=("quotes", "low-quotes")),
    Channel(read="iso-8859-1", scrubs=("c1",)),
    Channel(scrubs=("lead-e2",)),
    Channel(scrubs=("nfkc",)),
    Channel(read="cp437", scrubs=("best-fit",)),
    Channel(read="cp850", scrubs=("best-fit",)),
    Channel(loss="dropped"),
    Channel(scrubs=("nbsp",)),
    Channel(scrubs=("fold",)),
    Channel(scrubs=("lower",)),
    Channel(scrubs=("upper",)),
)
"""The mix-ups that are looked for, the usual ones first."""

_KNOWN_BY = {
    "double-quotes": ("Ã", "Ä", "Å", "â"),
    "quotes": ("Ã", "Ä", "Å", "â"),
    "c1": ("â",),
    "lead-e2": ("€",),
    "nfkc": ("â€TM", "â€..."),
    "best-fit": ("G", "+"),
    "nbsp": ("Ã ",),
    "dropped": ("ðŸ", "âŒ", "â€"),
    "fold": ("A", "a€"),
    "lower": ("ã", "â"),
    "upper": ("Â€",),
}
"""How those remains begin that clean text hardly has; others are let be."""

COMMON = (
    "éèêëàâäáãåæçíìîïñóòôöõøúùûüýßÉÈÊÀÂÄÁÃÅÆÇÍÎÑÓÔÖÕØÚÜœŒšžčřěůőűąęłńśźżğışİşăâțșāēīūņļķģėįų"
    "–—‘’‚“”„†‡•…‰‹›€™©®°±²³µ·½¡¿«»£§→←≤≥≠✓✔✅❌⚠"
    "🔍📝📁🌐🔐🎁🏁🐍🌍🌏📍🏠🐝🔝🔁💝👍🍁🎍🏆🏃🐐🌝🎯🔴🔵🟡🟢⏰📏📐🍏🍝🌁💍💐👏👐👎🙏😍😁😎😏"
)
"""The characters whose remains are known."""

_MARGIN = 20.0
_MARGIN_WITHIN = 6.0
"""Bits that the best reading must gain; inside a word, where signs are hardly ever clean."""

_SUMS = frozenset("0123456789 \xa0\u202f")
"""What stands before the sign of a currency, which a quote or a dash may follow."""

_TWO_SPACES = "Ã  "
"""What "à " becomes, which stands between French and Italian words, and at the end of some."""

_SHARE_OF_OTHERS = 0.01
"""Probability that what is left is of a character that is not COMMON."""

_FAR = 10
"""Characters before what is left of one that it is weighed with."""


def suspects(text: str) -> tuple[Channel, ...]:
    """The channels of CHANNELS whose remains stand in `text`."""
    if text.isascii():
        return ()
    parts = contexts(text)
    if not parts:
        return ()
    found = [channel for channel in CHANNELS if _pattern(channel).search(parts)]
    return tuple(channel for channel in found if _pattern(channel).search(text))


def read(text: str, channels: tuple[Channel, ...], model: LanguageModel) -> list[Reading]:
    """The believable readings through the one of the channels that gains most."""
    best: list[Reading] = []
    most = 0.0
    for channel in channels:
        readings = [r for r in _readings(text, channel, model) if r.bits >= NEXT_MARGIN]
        total = sum(reading.bits for reading in readings)
        if total > most and any(_is_sure(reading, text) for reading in readings):
            best, most = readings, total
    return best


def _is_sure(reading: Reading, text: str) -> bool:
    """Whether a reading is evidence of the mix-up by itself."""
    before = text[max(reading.start - 1, 0) : reading.start]
    after = text[reading.end : reading.end + 1]
    if max(before, after) > "\x7f" or (reading.before[0] == "€" and before in _SUMS):
        return False
    if reading.before[0] in "ÃÄÅ" and not before.isalpha() and reading.before != _TWO_SPACES[:2]:
        # A letter in quotes.
        return False
    is_within = before.isalpha() and after.islower() and not reading.before.islower()
    return reading.bits >= (_MARGIN_WITHIN if is_within else _MARGIN)


def _readings(text: str, channel: Channel, model: LanguageModel) -> Iterator[Reading]:
    """What each of the remains may have been."""
    table = _table(channel)
    for match in _pattern(channel).finditer(text):
        start, end = match.span()
        before = match[0]
        history, following = text[max(start - _FAR, 0) : start], text[end : end + 4]
        gains = {char: gain(before, char, history, following, model) for char in table[before]}
        after = max(gains, key=gains.__getitem__)
        bits = gains[after] - HIT_COST
        if history[-1:].isupper() and not following[:1].islower():
            # Among capitals a sign for a lead byte is a letter like the others.
            bits -= CAPITALS_COST / UNITS_PER_BIT
        yield Reading(start, end, before, after, (channel,), (_choice(gains, after),), bits)


def _choice(gains: dict[str, float], chosen: str) -> Choice:
    """The choice among the characters that leave the same, and others that are not COMMON."""
    shares = {char: exp(log(2) * (bits - gains[chosen])) for char, bits in gains.items()}
    total = sum(shares.values()) / (1 - _SHARE_OF_OTHERS)
    others = sorted((share / total, char) for char, share in shares.items() if char != chosen)
    alternatives = tuple((char, share) for share, char in reversed(others) if share >= 0.0005)
    return Choice(0, chosen, *calibrate(shares[chosen] / total, alternatives))


@lru_cache(maxsize=None)
def _table(channel: Channel) -> dict[str, tuple[str, ...]]:
    """The remains that `channel` leaves, with the characters that leave them."""
    found: dict[str, list[str]] = {}
    for char in dict.fromkeys(COMMON):
        shown = channel.garble(char)
        # What was not scrubbed is known without this table.
        scrubbed = shown != Channel(read=channel.read).garble(char)
        if not scrubbed or shown.isascii() or (shown != shown.strip() and shown not in _TWO_SPACES):
            continue
        if shown.startswith(_KNOWN_BY[(*channel.scrubs, channel.loss)[0]]) and len(shown) > 1:
            found.setdefault(shown, []).append(char)
    return {shown: tuple(chars) for shown, chars in found.items()}


@lru_cache(maxsize=None)
def _pattern(channel: Channel) -> re.Pattern[str]:
    shown = sorted(_table(channel), key=len, reverse=True)
    longer = "|".join(map(re.escape, shown))
    if "lead-e2" in channel.scrubs:
        longer = f"(?<!â)(?:{longer})"
    if "nbsp" in channel.scrubs:
        longer = f"(?:{longer})(?= [a-z])"
    return re.compile(longer)
