"""Channels that leave no trace of many a character: what could be read would lack letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from fixtext.channels import Channel
from fixtext.identification import script_of
from fixtext.invert import inverse
from fixtext.language import UNITS_PER_BIT, LanguageModel

_MOST_GONE = 0.01
"""Share of a text's characters that may be gone, as the model expects them."""

_FIRST_LEAD = 0xC8
_MOST_WITHOUT_LEAD = 0.05
"""Share of the characters that may have lost their lead bytes: those of scripts other than Latin,
whose letters stand between ASCII for the most part. Where there are more, what seems whole may be
the lead byte of one character and the continuation byte of another."""


def leaves_no_trace(channel: Channel, read: str, model: LanguageModel) -> bool:
    """Whether a text that a channel made lacks characters that nothing tells of.

    read: what the text is read as.
    """
    lost = {byte for byte in inverse(channel).vanished if byte >= _FIRST_LEAD}
    beyond = [char for char in read if char > "\x7f"]
    if not lost or not beyond:
        return False
    without_lead = sum(char.encode()[0] in lost for char in beyond)
    if without_lead > _MOST_WITHOUT_LEAD * len(beyond):
        return True
    script = script_of(read)
    gone = [char for char in _vanishing(channel) if script_of(char) == script]
    expected = sum(_frequency(char, model) for char in gone)
    return expected > _MOST_GONE * sum(_frequency(char, model) for char in {*beyond, *gone})


def _frequency(char: str, model: LanguageModel) -> float:
    return 2 ** (-model.cost(char) / UNITS_PER_BIT)


@lru_cache(maxsize=64)
def _vanishing(channel: Channel) -> tuple[str, ...]:
    """The letters of two bytes that vanish as a whole."""
    vanished = inverse(channel).vanished
    letters = [
        bytes((lead, tail)).decode()
        for lead in vanished
        if _FIRST_LEAD <= lead < 0xE0
        for tail in vanished
        if 0x80 <= tail < 0xC0
    ]
    # The model knows no capitals, and those are rare.
    return tuple(letter for letter in letters if unicodedata.category(letter) in ("Ll", "Lo"))
