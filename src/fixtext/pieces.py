"""What stands in a file of UTF-8 and is none: the record that passes between the stages."""

from __future__ import annotations

import re
from typing import NamedTuple

from fixtext.channels import Layers

TORN = re.compile(
    rb"[\xc2-\xdf]|(?:\xe0[\xa0-\xbf]?|[\xe1-\xef][\x80-\xbf]?)"
    rb"|(?:\xf0(?:[\x90-\xbf][\x80-\xbf]?)?|[\xf1-\xf4](?:[\x80-\xbf][\x80-\xbf]?)?)"
)
"""A lead byte with too few continuation bytes behind it."""


_CERTAIN = 64.0
"""Bits for what tells by itself what it is."""


class Piece(NamedTuple):
    """A stretch of a document that is not UTF-8.

    start, end: in the document's text. after: what it says; None when nothing tells.
    layers: with them `after` garbles to what UTF-8 shows there.
    confidence: that `after` is right. other: for a guess, what it might be instead.
    bits: by which it is better than anything else. note: what it is, when it cannot be read.
    line: pieces of the same line, by whatever number, are read all or none.
    """

    start: int
    end: int
    after: str | None
    layers: Layers = ()
    confidence: float = 1.0
    other: str | None = None
    bits: float = _CERTAIN
    note: str = ""
    line: int | None = None


def hex_words(data: bytes) -> str:
    """Bytes in words, the first of them."""
    shown = data[:8].hex(" ").upper()
    return f"{'byte' if len(data) == 1 else 'bytes'} {shown}{' …' if len(data) > 8 else ''}"
