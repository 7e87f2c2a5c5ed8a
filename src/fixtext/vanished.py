"""Channels that leave no trace of many a character: what could be read would lack letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from fixtext import codepages
from fixtext.channels import Channel
from fixtext.identification import script_of
from fixtext.invert import inverse
from fixtext.language import UNITS_PER_BIT, LanguageModel

_MOST_GONE = 0.01
"""Share of a text's characters that may be gone, as the model expects them."""

_MANY_GONE = 3
"""Characters of which some would be there if they did not vanish."""

_FIRST_LEAD = 0xC8
_MOST_WITHOUT_LEAD = 0.02
"""Share of the characters that may have lost their lead bytes: those of scripts other than Latin,
whose letters stand between ASCII for the most part. Where there are more, what seems whole may be
the lead byte of one character and the continuation byte of another."""


def leaves_no_trace(channel: Channel, read: str, model: LanguageModel) -> bool:
    """Whether a text that a channel made lacks characters that nothing tells of.

    read: what the text is read as.
    """
    beyond = [char for char in read if char > "\x7f"]
    if _has_lost_leads(beyond, channel):
        return True
    if channel.loss not in ("dropped", "kept"):
        return False
    # What has no trace is not seen to be lost either; where it was not, the text would have some.
    is_seen = channel.loss == "kept"
    dropping = replace(channel, loss="dropped")
    script = script_of(read)
    vanishing = _vanishing(dropping)
    gone = [char for char in vanishing if script_of(char) == script]
    if is_seen and not set(gone).isdisjoint(beyond):
        return False
    expected = sum(_frequency(char, model) for char in gone)
    share = expected / sum(_frequency(char, model) for char in {*beyond, *gone}) if gone else 0.0
    if share <= _MOST_GONE:
        return False
    if not is_seen:
        return True
    return share * len(beyond) > _MANY_GONE and dropping.garble(read) == channel.garble(read)


def _has_lost_leads(beyond: Sequence[str], channel: Channel) -> bool:
    """Whether too many characters beyond ASCII lost their lead bytes in a code page."""
    if channel.read not in codepages.NAMES:
        return False
    lost = {byte for byte in inverse(channel).vanished if byte >= _FIRST_LEAD}
    without_lead = sum(char.encode()[0] in lost for char in beyond) if lost else 0
    return without_lead > _MOST_WITHOUT_LEAD * len(beyond)


def _frequency(char: str, model: LanguageModel) -> float:
    return 2 ** (-model.cost(char) / UNITS_PER_BIT)


@lru_cache(maxsize=64)
def _vanishing(channel: Channel) -> tuple[str, ...]:
    """The letters of two bytes that vanish as a whole between letters of ASCII."""
    return tuple(
        char
        for char in map(chr, range(0x80, 0x800))
        # The model knows no capitals, and those are rare.
        if unicodedata.category(char) in ("Ll", "Lo") and channel.garble(f"a{char}b") == "ab"
    )
