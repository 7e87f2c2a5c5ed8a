"""UTF-8 read as Latin-1 that lost its C1 controls: text in which hardly a sequence is whole.

Latin-1 shows half of the continuation bytes as C1 controls, which are invisible and which much
software strips. Of Georgian nothing stays but the lead byte and, of some letters, the last byte;
of English, "â" for each quote, dash and apostrophe. So there are no whole sequences to be found.
What tells such text is torn sequences in a row, as no language has them, or "â" where none of the
languages that write it would; and that it becomes believable, wherever one looks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from fixtext.channels import Channel
from fixtext.codepage_readings import read_through
from fixtext.edits import beside
from fixtext.identification import language_of
from fixtext.language import LanguageModel
from fixtext.losses import best_channel, gains, possible_losses
from fixtext.readings import Reading
from fixtext.sequences import sequence_pattern, shown_bytes

PAGE = "iso-8859-1"
_WITH_LOSSES = "windows-1252"
"""A code page like it that leaves some bytes undefined: where a sign stands for most of what is
torn, it was not stripped."""

_LEAST_GAIN = 24.0
_LEAST_GAIN_OF_ONE = 1.0
"""Bits that the sample must gain, and that its parts must gain each."""

_MOST_LEFT = 16.0
"""Bits for each character beyond ASCII that a part may still cost: more, and it is nonsense, as
what a table of characters would be. Those of quotes are few among ASCII, and tell less."""

_MOST_DOUBTED = 0.1
"""Share of the parts that may gain less, or make no sense."""

_LEAST_PARTS = 2

_STRANGE_TO_WHOLE = 4
_BY_CHANCE = 2
"""So many torn sequences to a whole one are usual, but for the few that any text may have."""


def read(text: str, model: LanguageModel, context: Sequence[str]) -> list[Reading]:
    """The believable readings of what may_be_stripped suspects; none if it is wrong."""
    if _is_hollow(text) or possible_losses(text, _WITH_LOSSES) in (["fffd"], ["question"]):
        return []
    channel = best_channel(text, [PAGE], model)
    if "c1" not in channel.scrubs or not is_believable(text, channel, model):
        return []
    readings = read_through(text, channel, model, context, torn=True)
    words = sum(_is_word(reading, text) for reading in readings)
    if 2 * words >= len(readings) and language_of(text, model) == _WITH_WORD:
        return []
    return readings


_WITH_WORD = "cy"
"""Welsh, the language that has "â" as a word."""


def _is_word(reading: Reading, text: str) -> bool:
    """Whether "â" stands between words as a word."""
    before, behind = beside(reading, text)
    return reading.before == "â" and not before.strip() and behind == " "


def _is_hollow(text: str) -> bool:
    """Whether lead bytes stand in rows with hardly a continuation byte, so that all may be meant.

    Of those of Georgian and Khmer, which lose most, one in eight or ten is left.
    """
    rows = b"".join(_ROW.findall(shown_bytes(text, PAGE)))
    kinds = rows.translate(_NEEDED)
    needed = sum(size * kinds.count(b"%d" % size) for size in (1, 2, 3))
    return needed >= _MANY_NEEDED and kinds.count(b"t") < _LEAST_SEEN * needed


_ROW = re.compile(rb"[\xa0-\xf4]{12,}")
_NEEDED = bytes(
    ord("t" if byte < 0xC0 else "1" if byte < 0xE0 else "2" if byte < 0xF0 else "3")
    for byte in range(0x100)
)
"""What a byte beyond 9F is: a continuation byte, or one that so many of them must follow."""

_MANY_NEEDED = 100
_LEAST_SEEN = 0.04


def is_believable(text: str, channel: Channel, model: LanguageModel) -> bool:
    """Whether a sample of the torn sequences becomes believable through a channel."""
    found = gains(text, channel, model)
    most = _MOST_DOUBTED * len(found)
    return (
        len(found) >= _LEAST_PARTS
        and sum(bits for bits, _ in found) >= _LEAST_GAIN
        and sum(bits < _LEAST_GAIN_OF_ONE for bits, _ in found) <= most
        and (_is_usual(text) or sum(left > _MOST_LEFT for _, left in found) <= most)
    )


def _is_usual(text: str) -> bool:
    """Whether hardly a sign of a lead byte stands there that never begins a whole sequence.

    That is but "â", and others beside sequences that are whole, as in Czech and Polish.
    """
    data = shown_bytes(text, PAGE)
    torn = Counter(sequence_pattern().sub(b" ", data))
    leads = {byte: times for byte, times in Counter(data).items() if 0xC2 <= byte <= 0xF4}
    strange = sum(times for byte, times in leads.items() if times == torn[byte]) - torn[0xE2]
    whole = sum(times - torn[byte] for byte, times in leads.items())
    return strange <= _MOST_DOUBTED * torn[0xE2] + _STRANGE_TO_WHOLE * max(whole - _BY_CHANCE, 0)
