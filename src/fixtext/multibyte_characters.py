"""The characters that sets of bytes may spell: those of UTF-8 of which some bytes were lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from fixtext.multibyte import row

Bytes = bytes
"""A set of bytes, ascending."""

MOST_CANDIDATES = 128
"""Byte sequences tried for one damaged character; of more, those of COMMON characters."""


@lru_cache(maxsize=4096)
def characters(sets: tuple[Bytes, ...]) -> tuple[str, ...]:
    """The characters that sets of bytes spell; assigned ones only, unless there is no choice."""
    size = 1
    for choice in sets:
        size *= len(choice)
    if size == 1:
        try:
            return (bytes([choice[0] for choice in sets]).decode("utf-8"),)
        except UnicodeDecodeError:
            return ()
    if size > MOST_CANDIDATES:
        classes = [b"".join([b"\\x%02x" % byte for byte in choice]) for choice in sets]
        pattern = b"".join([b"[%b]" % within for within in classes])
        return tuple(b"".join(re.findall(pattern, _common_characters(len(sets)))).decode())
    found = tuple(_assigned(product(*sets)))
    return tuple(char for char in found if _is_expected(char)) or found


def _is_expected(char: str) -> bool:
    """Whether a character that lost bytes may be meant.

    Not of scripts that none of these encodings was made for, as long as another fits.
    """
    return any(first <= char <= last for first, last in _EXPECTED)


_EXPECTED = (
    *(("\x80", "\u052f"), ("\u1e00", "\u2bff"), ("\u2e80", "\u9fff"), ("\uac00", "\ud7a3")),
    *(
        ("\uf900", "\ufaff"),
        ("\ufe0f", "\ufe0f"),
        ("\ufe30", "\uffef"),
        ("\U0001f000", "\U0001faff"),
    ),
    ("\U00020000", "\U0003ffff"),
)


_UNLIKELY = ("Cn", "Cs", "Co", "Cc", "Cf", "Zl", "Zp")


def _assigned(spelt: Iterable[tuple[int, ...]]) -> Iterator[str]:
    for data in spelt:
        try:
            char = bytes(data).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if unicodedata.category(char) not in _UNLIKELY:
            yield char


@lru_cache(maxsize=None)
def _common_characters(length: int) -> bytes:
    """The UTF-8 of the characters of East Asian character sets that have so many bytes.

    Lead bytes tell where a character begins.
    """
    found = "".join(
        row(codec, lead).replace("\ufffd", "")
        for codec in ("gb2312", "euc_jp", "euc_kr", "big5")
        for lead in range(0xA1, 0xFA)
    )
    coded = [char.encode() for char in sorted(set(found)) if char > "\x7f"]
    return b"".join([data for data in coded if len(data) == length])
