"""Where scrubbed mojibake may stand: parts of a text that what is left of it can begin in.

The table of what is left, and what is made of it, are in fixtext.scrubbed; this alone is asked of
every clean text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fixtext.codepages import kept_table


def contexts(text: str) -> str:
    """Parts of `text` that all remains in it begin in; parts that have none may be among them.

    The bytes of UTF-8 where the first two characters of remains meet are few. bytes.translate
    sorts the bytes into classes, and pairs of those are searched for: that takes 4 ns a byte
    together, where a regex that begins with a class takes 5 to 10.
    """
    data = text.encode("utf-8", "replace")
    classes = data.translate(_BYTE_CLASSES)
    starts = [match.start() for match in re.finditer("a€".encode(), data)]
    for literal in (_LONE, "â\ufffd".encode()):
        starts += [match.start() for match in re.finditer(literal, data)]
    for pair in (b"cL", b"cq"):
        ends = [match.start() for match in re.finditer(pair, classes)]
        starts += [end for end in ends if data[end - 1] in _BEFORE_ENDS]
    for pair in (b"AL", b"AC"):
        starts += [match.start() for match in re.finditer(pair, classes)]
    if not starts:
        return ""
    slices = {data[max(start - 12, 0) : start + 16] for start in starts}
    parts = [part.decode("utf-8", "ignore") for part in slices]
    begins = _beginning_pattern()
    return "\n".join([part for part in parts if begins.search(part)])


@lru_cache(maxsize=1)
def _beginning_pattern() -> re.Pattern[str]:
    """Matches the first two characters of any remains, and more.

    The second is a sign for a continuation byte for the most part, in small letters perhaps.
    """
    tails = re.escape(kept_table("windows-1252")[0x80:0xC0]) + "ÿ\"'\ufffd"
    return re.compile(f"[Aâã€][{tails}]|[+][\xa1-\xffƒ]|G[£¥ÅÇÜäåéëù]|[aÂ]€|Ã|[ÄÅ][\"']|ï¸|ðŸ")


_LONE = "Ã".encode() + rb"(?=[a-z \"'.,;:)<]|$)"
_BEGINNINGS = "ÃÄÅÂâã€ð"
_BEFORE_ENDS = frozenset(char.encode()[-2] for char in _BEGINNINGS)
_ASCII_BEGINNINGS = "AG+"
"""What all remains begin with, but "a€"."""


def _byte_classes() -> bytes:
    """For bytes.translate.

    c: ends one of _BEGINNINGS. A: is one in ASCII. L, C: begins a character beyond ASCII. q: is a
    straight quote.
    """
    table = bytearray(b" " * 0x100)
    for name, members in {
        b"c": bytes({char.encode()[-1] for char in _BEGINNINGS}),
        b"A": _ASCII_BEGINNINGS.encode(),
        b"L": b"\xc2\xc5\xcb\xe2",
        b"C": b"\xc3",
        b"q": b"\"'",
    }.items():
        for byte in members:
            table[byte] = name[0]
    return bytes(table)


_BYTE_CLASSES = _byte_classes()
