"""Single-byte code pages: names, decoding tables and their inverses.

Facts of the domain:
- Every code page here agrees with ASCII below 0x80; only the high half differs.
- Many leave some bytes of the high half undefined. Those are the bytes that get lost when
  UTF-8 is read through them.
- Python's codecs and the WHATWG indexes show the defined bytes alike but for the two pages
  whose names begin with "whatwg-" (KOI8-U, windows-1255). WHATWG shows undefined bytes as C1
  controls, which here is the loss "kept" of a channel, not another code page.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

from fixtext.codepage_tables import HIGH_HALVES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

UNDEFINED = "\ufffe"
"""Stands in a decoding table for a byte without a character (as in Python's charmap codecs)."""

NAMES: tuple[str, ...] = tuple(HIGH_HALVES)

_ASCII = "".join(map(chr, range(0x80)))


@lru_cache(maxsize=None)
def canonical_name(name: str) -> str:
    """The name used here for a code page, given it or one of Python's aliases for it.

    "cp1254", "Windows_1254" and "windows-1254" are one; "latin-1" is "iso-8859-1".
    Raises LookupError when there is no such code page.
    """
    folded = name.strip().lower().replace("_", "-")
    if folded in HIGH_HALVES:
        return folded
    try:
        codec = codecs.lookup(folded).name
    except LookupError:
        raise LookupError(f"unknown code page {name!r}") from None
    for candidate in HIGH_HALVES:
        if not candidate.startswith("whatwg-") and _codec(candidate) == codec:
            return candidate
    raise LookupError(f"{name!r} is not a single-byte code page that fixtext knows")


@lru_cache(maxsize=None)
def decoding_table(name: str) -> str:
    """256 characters, one for each byte; UNDEFINED where the code page has none."""
    return _ASCII + HIGH_HALVES[canonical_name(name)]


@lru_cache(maxsize=None)
def kept_table(name: str) -> str:
    """As decoding_table, with the character of the same number for an undefined byte."""
    table = decoding_table(name)
    return "".join(chr(byte) if char == UNDEFINED else char for byte, char in enumerate(table))


@lru_cache(maxsize=None)
def undefined_bytes(name: str) -> frozenset[int]:
    """The bytes that the code page cannot show."""
    table = decoding_table(name)
    return frozenset(byte for byte in range(0x80, 0x100) if table[byte] == UNDEFINED)


@lru_cache(maxsize=None)
def encoding_map(name: str) -> Any:  # noqa: ANN401 (CPython keeps the type private)
    """A map for codecs.charmap_encode (an opaque type of CPython, or a dict)."""
    return codecs.charmap_build(decoding_table(name))


@lru_cache(maxsize=None)
def byte_of(name: str) -> dict[str, int]:
    """The byte that shows as each character, for the characters beyond ASCII."""
    table = decoding_table(name)
    return {table[b]: b for b in range(0x80, 0x100) if table[b] != UNDEFINED}


def _codec(name: str) -> str:
    """What Python calls a code page (it knows windows-874 as cp874 alone)."""
    return codecs.lookup(name.replace("windows-", "cp")).name
