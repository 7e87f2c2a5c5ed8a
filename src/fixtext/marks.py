"""Byte order marks that were read as text, at the beginning of text that is clean, or not.

UTF-8 with a mark begins with EF BB BF. A program that does not know the mark shows it as the three
characters of its code page, as "ï»¿" or "п»ї"; a multi-byte encoding takes the first two bytes for
a character, and the third one together with what follows: "using" behind a mark is "癤퓎sing" in
Korea and "嚜簑sing" in Taiwan. Nobody begins a text so, and nothing else has to tell of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from fixtext import codepages
from fixtext.channels import STAND_INS, Channel, garble
from fixtext.multibyte import READERS
from fixtext.ranking import FIRST_MARGIN
from fixtext.readings import Choice, Reading
from fixtext.scan import page_bits

MARK = "\ufeff"

_TAKING = ("gbk", "cp949", "big5")
_LOSSY = (
    *product((*_TAKING, "cp932"), ("fffd", "question")),
    *(("windows-932", loss) for loss in ("middle-dot", "question")),
)
"""What takes the last byte of a mark for one of a pair; what it was read as that lost a byte."""

_CONFIDENCE = 0.97
_BITS = 2 * FIRST_MARGIN
"""The confidence that a mark is what lost a byte there, and what the beginning of a text says."""


def suspects(text: str) -> list[int]:
    """Where marks begin that were read as text: at the beginning, or where lines begin, as they do
    in files that were put together.
    """
    if text.isascii():
        return []
    starts = [int(text.startswith(MARK)), *(match.end() for match in _LINE.finditer(text))]
    return [start for start in starts if _found(text[start : start + 3])]


_LINE = re.compile("\n(?=[^\n][»╗╩ªปｿ]|[癤嚜锘]|[?\ufffd]ｻｿ)")
"""Before what the second byte of a mark is shown as, or the first two are together."""


def read(text: str, starts: Sequence[int]) -> list[Reading]:
    """The readings of the marks there, and of the characters taken with their last bytes."""
    readings = []
    for start in starts:
        if found := _found(text[start : start + 3]):
            before, after, channel = found
            choices = () if channel.loss == "kept" else (Choice(0, MARK, _CONFIDENCE, ()),)
            end = start + len(before)
            readings.append(Reading(start, end, before, after, (channel,), choices, _BITS))
    return readings


def _found(head: str) -> tuple[str, str, Channel] | None:
    """What of three characters shows a mark, what it was, and through which channel."""
    if not _LINE.match("\n" + head):
        return None
    for shown, channel in _shown().items():
        if head.startswith(shown):
            return shown, MARK, channel
    for read in _TAKING:
        channel = Channel(read=read)
        code = head[1:2].encode(READERS[read].codec, "ignore")
        after = MARK + code[1:].decode("ascii", "ignore")
        if len(after) > 1 and garble(after, channel) == head[:2]:
            return head[:2], after, channel
    return None


@lru_cache(maxsize=1)
def _shown() -> dict[str, Channel]:
    """What marks are shown as, and the likeliest channel that does so.

    Letters alone, in the case of a word, may be the beginning of one.
    """
    pages = sorted(codepages.NAMES, key=lambda page: (page_bits(page), page))
    channels = [Channel(read=page) for page in pages]
    channels += [Channel(read=read, loss=loss) for read, loss in _LOSSY]
    found: dict[str, Channel] = {}
    for channel in channels:
        shown = garble(MARK, channel)
        in_case = shown.islower() or shown.isupper() or shown.istitle()
        if STAND_INS[channel.loss] or not (in_case and shown.isalpha()):
            found.setdefault(shown, channel)
    return found
