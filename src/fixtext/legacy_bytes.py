"""What bytes show as, and what they are, in legacy encodings: as C code does it, or not at all."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from fixtext import codepages
from fixtext.legacy_pages import MULTI_BYTE, OFTEN_TORN
from fixtext.legacy_snippets import LONGEST_SNIPPET
from fixtext.sequences import shown_bytes


def encode(text: str, page: str) -> bytes | None:
    """The bytes that a code page shows as `text`, undefined ones kept; None if it shows none."""
    data = shown_bytes(text, page)
    # What it does not show is "?" there.
    return data if data.count(b"?") == text.count("?") else None


@lru_cache(maxsize=None)
def _decoder(written: str) -> Callable[[bytes], str]:
    if written in codepages.NAMES:
        table = codepages.decoding_table(written)
        return lambda data: codecs.charmap_decode(data, "strict", table)[0]
    return lambda data: data.decode(written)


def decode(data: bytes, written: str) -> str | None:
    """The text that bytes are in an encoding; None if they are none."""
    try:
        return _decoder(written)(data)
    except UnicodeDecodeError:
        return None


def make(data: bytes, written: str, read: str) -> str | None:
    """As decode_part; with U+FFFD in it where `read` loses bytes that `written` is full of."""
    made = decode_part(data, written)
    if made is None and written in OFTEN_TORN and codepages.undefined_bytes(read):
        torn = data.decode(written, "replace")
        if torn.count("\N{REPLACEMENT CHARACTER}") <= _MOST_TORN * len(torn):
            return torn
    return made


_MOST_TORN = 0.25
"""Share of the characters that may be torn."""


def decode_part(data: bytes, written: str) -> str | None:
    """As decode, for data that was cut off perhaps, within a character."""
    if written not in MULTI_BYTE or len(data) < LONGEST_SNIPPET:
        return decode(data, written)
    decoder: Any = codecs.getincrementaldecoder(written)()
    try:
        return str(decoder.decode(data))
    except UnicodeDecodeError:
        return None
