"""Is any stretch of a text suspicious? Whole UTF-8 sequences, as each code page shows them.

A text written in UTF-8 and read through a code page shows each character beyond ASCII as the
code page's sign for a lead byte and then those of one to three continuation bytes. Even when
bytes are lost on the way, some characters of a document come through whole, and those are what
is looked for. Clean text has such sequences too ("Ві" of Ukrainian is one through
windows-1251); the model tells them apart later.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fixtext import codepages
from fixtext.channels import decode

# Bits by which a code page is less likely to have been the one, before any evidence. Those that
# systems use by default come first; ISO 8859 pages other than Latin-1 are hardly ever taken for
# UTF-8, since software that means them decodes their windows superset.
PAGE_BITS: dict[str, float] = {
    "windows-1252": 0.0,
    "iso-8859-1": 1.0,
    **dict.fromkeys(("windows-1250", "windows-1251", "windows-1254"), 5.0),
    **dict.fromkeys(("windows-1253", "windows-1257", "cp437", "mac-roman"), 7.0),
    **dict.fromkeys(("cp850", "cp866", "koi8-r", "windows-1255", "windows-1256"), 8.0),
    **dict.fromkeys(("windows-1258", "windows-874", "iso-8859-15", "iso-8859-2"), 8.0),
}
_OTHER_PAGE_BITS = 10.0

_NON_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Whole UTF-8 sequences in a row: where they stand in the text, and what they would be."""

    start: int
    end: int
    before: str
    after: str


def page_bits(read: str) -> float:
    """Bits of disbelief in a code page, before any evidence."""
    return PAGE_BITS.get(read, _OTHER_PAGE_BITS)


PAGES = tuple(sorted(codepages.NAMES, key=page_bits))
"""All code pages, the likely first."""


def suspicious_pages(text: str) -> list[str]:
    """The code pages through which some stretch of `text` is whole UTF-8, the likely first."""
    if text.isascii():
        return []
    runs = " ".join(set(_NON_ASCII_RUN.findall(text)))
    return [page for page in PAGES if _whole_sequences(page).search(runs)]


def hits(text: str, read: str) -> Iterator[Hit]:
    """All stretches of whole UTF-8 sequences, as the code page `read` shows them."""
    for match in _whole_sequences(read).finditer(text):
        shown = match.group()
        data = codecs.charmap_encode(shown, "strict", _kept_map(read))[0]
        try:
            after = data.decode("utf-8")
        except UnicodeDecodeError:
            # Surrogates and what lies beyond U+10FFFF have the form of UTF-8 alone.
            continue
        yield Hit(match.start(), match.end(), shown, after)


@lru_cache(maxsize=None)
def shown_bytes(read: str, first: int, last: int) -> str:
    """The characters that the code page shows for a range of bytes, fit for a regex class."""
    return re.escape(decode(bytes(range(first, last + 1)), read, "kept"))


@lru_cache(maxsize=None)
def _whole_sequences(read: str) -> re.Pattern[str]:
    tail = f"[{shown_bytes(read, 0x80, 0xBF)}]"
    two = f"[{shown_bytes(read, 0xC2, 0xDF)}]{tail}"
    three = (
        f"(?:{shown_bytes(read, 0xE0, 0xE0)}[{shown_bytes(read, 0xA0, 0xBF)}]"
        f"|[{shown_bytes(read, 0xE1, 0xEF)}]{tail}){tail}"
    )
    four = (
        f"(?:{shown_bytes(read, 0xF0, 0xF0)}[{shown_bytes(read, 0x90, 0xBF)}]"
        f"|[{shown_bytes(read, 0xF1, 0xF4)}]{tail}){tail}{{2}}"
    )
    return re.compile(f"(?:{two}|{three}|{four})+")


@lru_cache(maxsize=None)
def _kept_map(read: str) -> dict[int, int]:
    """As codepages.encoding_map, with undefined bytes kept as the character of their number."""
    shown = decode(bytes(range(0x80, 0x100)), read, "kept")
    # A code page's own characters win over kept bytes of the same number.
    table = {ord(char): 0x80 + i for i, char in enumerate(shown)}
    defined = codepages.byte_of(read)
    return table | {ord(char): byte for char, byte in defined.items()} | {i: i for i in range(128)}
