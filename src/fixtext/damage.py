"""What a whole document says about its mix-up, by counting alone.

Read through a code page, a document falls into whole UTF-8 sequences, lead bytes that too few
continuation bytes follow, and characters that UTF-8 has no place for. Where a sign begins whole
sequences again and again and hardly a character is out of place, the same sign standing alone
is what is left of one more sequence. Where many are out of place, the text is partly clean, and
each character has to speak for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from fixtext import codepages
from fixtext.channels import Channel
from fixtext.invert import inverse
from fixtext.sequences import sequence_pattern, shown_bytes

MOST_PRIOR = 8.0
"""Bits that a document can say at most about one of its characters."""

_OVERWHELMING = 6.0
"""Bits that a document says when next to none of it can be clean."""

_MOST_BROKEN = 50
"""Broken sequences for each whole one; where all C1 controls are gone, there may be 20."""

_MANY_TORN = 8
_TORN_TO_WHOLE = 4
_LEFT = 0.1
"""So many times a sign must begin torn sequences, at least and for each whole one, to be as good
as one that begins whole ones; and the share of those that may have been left."""

MOST_COUNTED = 400_000
"""Characters of a text that are counted; more would only say the same again."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts over a document read through one channel.

    leads: for each sign of a lead byte in the text, how often it begins a whole sequence. alone:
    how often it begins none.
    whole: whole sequences. broken: signs of lead bytes that too few continuation bytes follow.
    clean: characters that the channel shows, and that no garbled text would have there.
    """

    leads: dict[str, int]
    alone: dict[str, int]
    whole: int
    broken: int
    clean: int

    def prior(self, signs: Iterable[str]) -> float:
        """Bits for one more damaged sequence that begins with the rarest of some lead signs."""
        counts = [self.leads[sign] for sign in signs if sign in self.leads]
        return self._bits(min(counts, default=0))

    def doubt(self, signs: Iterable[str]) -> float:
        """Bits against a whole sequence that begins with a sign which mostly stands by itself."""
        doubts = [
            log2((self.alone[sign] + 1) / (self.leads[sign] + 1))
            for sign in signs
            if sign in self.leads
        ]
        return min(max(doubts, default=0.0), MOST_PRIOR)

    def with_torn(self, read: Mapping[str, int], text: str) -> Evidence | None:
        """The counts with signs that begin torn sequences for the most part.

        "č" is nearly the only letter of Slovenian that begins so, and loses its other byte always.
        read: the signs of all that was read. None if there are no such signs, of which hardly one
        was left.
        """
        more = {}
        for sign, whole in self.leads.items():
            torn = read.get(sign, 0) - whole
            if torn >= max(_MANY_TORN, _TORN_TO_WHOLE * whole):
                there = text.count(sign)
                if there - read[sign] <= _LEFT * there:
                    more[sign] = torn
        if not more:
            return None
        never_whole = sum(torn for sign, torn in more.items() if not self.leads[sign])
        return Evidence(
            self.leads | {sign: self.leads[sign] + torn for sign, torn in more.items()},
            self.alone,
            self.whole + sum(more.values()),
            self.broken,
            max(self.clean - never_whole, 0),
        )

    @property
    def overwhelming(self) -> bool:
        """Whether nearly everything that the channel shows is garbled."""
        return self._bits(self.whole) >= _OVERWHELMING

    @property
    def is_chance(self) -> bool:
        """Whether the signs that begin whole sequences stand alone nearly everywhere.

        French has "é" everywhere, and once, before a no-break space and a closing quote, it is a
        whole character of Chinese.
        """
        return self.broken > _MOST_BROKEN * self.whole

    def _bits(self, whole: int) -> float:
        return min(max(log2(max(whole, 1) / (self.clean + 1)), 0.0), MOST_PRIOR)


def evidence(text: str, channel: Channel, *, torn: bool = False) -> Evidence:
    """The counts of the beginning of a document, MOST_COUNTED characters of it.

    torn: hardly a sequence can be whole, so torn ones count as such.
    """
    data = shown_bytes(text[:MOST_COUNTED], channel.read)
    rest = sequence_pattern().sub(b" ", data)
    table = codepages.kept_table(channel.read)
    leads: dict[str, int] = {}
    by_themselves: dict[str, int] = {}
    total = broken = clean = 0
    for byte in _LEADS:
        alone = rest.count(byte)
        whole = data.count(byte) - alone
        if torn:
            whole, alone = whole + alone, 0
        if whole or alone:
            leads[table[byte]] = whole
            by_themselves[table[byte]] = alone
        if whole:
            total += whole
            broken += alone
        else:
            # It has never been seen to begin anything.
            clean += alone
    clean += len(rest.translate(None, _NO_PART))
    if not _loses_leads(channel):
        clean += len(_PARTIAL.sub(b"", rest).translate(None, _NO_TAIL))
    return Evidence(leads, by_themselves, total, broken, clean)


_LEADS = range(0xC2, 0xF5)
_PARTIAL = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,3}")
_NO_PART = bytes([*range(0xC0), *_LEADS])
_NO_TAIL = bytes([*range(0x80), *range(0xC0, 0x100)])


@lru_cache(maxsize=64)
def _loses_leads(channel: Channel) -> bool:
    known = inverse(channel)
    lost = [*known.vanished, *(b for c in "?\ufffd " for b in known.bytes_of.get(c, ()))]
    return any(byte in _LEADS for byte in lost)
