"""Stretches: where a channel may have garbled a text, in whole words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from fixtext.channels import Channel
from fixtext.invert import inverse

_FOLLOWING = 8
"""Characters behind a stretch that are given at least, where the text has them."""

_LONGEST_WORD = 40
"""Characters of a word that are looked at, before a stretch and behind it."""


class Stretch(NamedTuple):
    """Characters that a channel can show, joined by the ASCII letters of the same words.

    start, end: in the text. following: what stands behind it, to the end of the word at least.
    """

    start: int
    end: int
    text: str
    following: str

    @property
    def at_line_end(self) -> bool:
        """Nothing follows on the line."""
        return self.following[:1] in ("", "\n", "\r")


def stretches(text: str, channel: Channel) -> list[Stretch]:
    """All runs of characters that `channel` shows for bytes beyond ASCII."""
    found = []
    for match in _stretch_pattern(channel).finditer(text):
        start, end = match.span()
        following = text[end : max(match.end(1), end + _FOLLOWING)]
        found.append(Stretch(start, end, match[0], following))
    return found


def in_parts(stretch: Stretch, channel: Channel, most: int) -> list[Stretch]:
    """A stretch in parts of about so many characters, each beginning where a sequence may."""
    start, end, text, _ = stretch
    if end - start <= most:
        return [stretch]
    leads = lead_signs(channel)
    found = []
    done = 0
    while len(text) - done > most:
        stop = next((i for i in range(done + most, done, -1) if text[i] in leads), done + most)
        following = text[stop : stop + _FOLLOWING]
        found.append(Stretch(start + done, start + stop, text[done:stop], following))
        done = stop
    found.append(Stretch(start + done, end, text[done:], stretch.following))
    return found


def word_before(text: str) -> str:
    """The end of `text` that a stretch behind it is read in the light of: at least its word."""
    end = text[-_LONGEST_WORD:]
    word = max(end.rfind(" "), end.rfind("\n")) + 1
    return end[min(word, max(len(end) - _FOLLOWING, 0)) :]


@lru_cache(maxsize=256)
def lead_signs(channel: Channel) -> frozenset[str]:
    """The characters beyond ASCII that `channel` shows for lead bytes alone."""
    return _signs(channel, range(0xC2, 0xF5))


def continuation_signs(channel: Channel) -> frozenset[str]:
    """The characters beyond ASCII that `channel` shows for continuation bytes alone."""
    return _signs(channel, range(0x80, 0xC0))


def _signs(channel: Channel, values: range) -> frozenset[str]:
    shown = inverse(channel).bytes_of
    return frozenset(c for c in shown if c > "\x7f" and all(b in values for b in shown[c]))


@lru_cache(maxsize=256)
def _stretch_pattern(channel: Channel) -> re.Pattern[str]:
    known = inverse(channel)
    high = re.escape("".join(sorted(known.high)))
    also = re.escape("".join(sorted(c for c in known.bytes_of if c <= "\x7f")))
    run = f"[{high}]+"
    if also:
        # Characters that may stand for a lost byte join a run, but do not make one.
        run = f"[{also}]?[{high}][{high}{also}]*"
    return re.compile(f"{run}(?:[A-Za-z']+{run})*(?=(\\S{{0,{_LONGEST_WORD}}}))")
