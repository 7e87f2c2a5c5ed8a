"""Whole UTF-8 sequences as a code page shows them: where they stand, and what they would be.

The text is turned into the bytes that the code page shows it for, one byte a character ("?" for
what it does not show), and UTF-8 is looked for there: one regex serves all code pages, and
offsets are the same in both.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from fixtext import codepages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any


class Hit:
    """Whole UTF-8 sequences in a row: where they stand in the text, and what they would be."""

    # By hand: importing dataclasses would cost the command line 9 ms for most clean Russian.
    __slots__ = ("after", "before", "end", "start")

    def __init__(self, start: int, end: int, before: str, after: str) -> None:
        self.start = start
        self.end = end
        self.before = before
        self.after = after


def hits(text: str, read: str) -> Iterator[Hit]:
    """All stretches of whole UTF-8 sequences, as the code page `read` shows them."""
    for match in sequence_pattern().finditer(shown_bytes(text, read)):
        try:
            after = match.group().decode("utf-8")
        except UnicodeDecodeError:
            # Surrogates and what lies beyond U+10FFFF have the form of UTF-8 alone.
            continue
        start, end = match.span()
        yield Hit(start, end, text[start:end], after)


def longest(text: str, read: str, most: int, size: int) -> list[Hit]:
    """So many distinct stretches at most, the longest first, each where it stands first.

    size: characters; of what is longer, the beginning.
    """
    distinct = sorted(set(_stretches(text, read)), key=_by_length, reverse=True)
    return _first_hits(text, read, distinct[:most], size)


def others(text: str, read: str, first: int, most: int, size: int) -> list[Hit]:
    """As `longest`, of the stretches that are not among the `first` longest: as usual ones are as
    they stand in the text.
    """
    stretches = list(_stretches(text, read))
    known = set(sorted(set(stretches), key=_by_length, reverse=True)[:first])
    rest = [stretch for stretch in stretches if stretch not in known]
    return _first_hits(text, read, rest[:: len(rest) // most + 1], size)


def _first_hits(text: str, read: str, stretches: list[bytes], size: int) -> list[Hit]:
    data = shown_bytes(text, read)
    found = []
    for stretch in stretches:
        after = stretch[:size].decode("utf-8", "ignore")
        start = data.find(stretch)
        end = start + len(after.encode())
        found.append(Hit(start, end, text[start:end], after))
    return found


def _by_length(stretch: bytes) -> tuple[int, bytes]:
    # The same order every time, whatever the order of the set.
    return len(stretch), stretch


def undone(text: str, read: str) -> str:
    """`text` with all whole sequences decoded, as the code page `read` shows them."""
    parts, done = [], 0
    for hit in hits(text, read):
        parts += [text[done : hit.start], hit.after]
        done = hit.end
    return "".join([*parts, text[done:]])


def beyond_ascii(text: str) -> int:
    """How many characters of `text` are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def has_sequence(text: str, read: str) -> bool:
    """Whether some stretch of `text` has the form of UTF-8 through the code page `read`."""
    return sequence_pattern().search(shown_bytes(text, read)) is not None


def covered(text: str, read: str) -> int:
    """Characters of `text` that have the form of UTF-8 through the code page `read`."""
    return sum(map(len, _stretches(text, read)))


def _stretches(text: str, read: str) -> Sequence[bytes]:
    """All stretches of what has the form of UTF-8 through the code page `read`."""
    return (_stretches_of_short if len(text) <= _SHORT else _stretches_of_any)(text, read)


def _stretches_of_any(text: str, read: str) -> Sequence[bytes]:
    data = shown_bytes(text, read)
    kinds = data.translate(_KINDS)
    pattern = sequence_pattern()
    if kinds.count(b"LT") * _RARE > len(data):
        return pattern.findall(data)
    # To look for two bytes takes a tenth of the time of a class.
    found = []
    at = kinds.find(b"LT")
    while at >= 0:
        match = pattern.match(data, at)
        if match:
            found.append(match[0])
        at = kinds.find(b"LT", match.end() if match else at + 1)
    return found


_KINDS = bytes(
    ord("L" if 0xC2 <= byte <= 0xF4 else "T" if 0x80 <= byte <= 0xBF else " ")
    for byte in range(0x100)
)
_RARE = 40
"""For bytes.translate, which bytes lead and which continue sequences; bytes to a pair of the two
beyond which they are looked for one by one."""

# What is counted first is weighed right after that.
_stretches_of_short = lru_cache(maxsize=8)(_stretches_of_any)
_SHORT = 65_536


@lru_cache(maxsize=None)
def sequence_pattern() -> re.Pattern[bytes]:
    """Matches whole UTF-8 sequences in a row, as far as their form tells."""
    sequence = (
        rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}"
        rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf4][\x80-\xbf]{3})"
    )
    # The first sequence in other words: with a class in front, where the expression above has
    # alternatives, clean text is searched five times as fast.
    first = (
        rb"[\xc2-\xf4][\x80-\xbf](?:(?<=[\xc2-\xdf].)"
        rb"|(?:(?<=[\xe1-\xef].)|(?<=\xe0[\xa0-\xbf]))[\x80-\xbf]"
        rb"|(?:(?<=[\xf1-\xf4].)|(?<=\xf0[\x90-\xbf]))[\x80-\xbf]{2})"
    )
    # The regex engine needs 100 bytes for each repetition: so many at most, then the next match.
    return re.compile(first + sequence + b"{0,9999}", re.DOTALL)


def shown_bytes(text: str, read: str) -> bytes:
    """The bytes that `read` shows as `text`, one a character; "?" for what it does not show."""
    return codecs.charmap_encode(text, "replace", _kept_map(read))[0]


def known_bytes(text: str, read: str) -> bytes | None:
    """As shown_bytes; None where `read` does not show all of the text."""
    try:
        return codecs.charmap_encode(text, "strict", _kept_map(read))[0]
    except UnicodeEncodeError:
        return None


@lru_cache(maxsize=None)
def _kept_map(read: str) -> Any:  # noqa: ANN401 (see codepages.encoding_map)
    """As codepages.encoding_map, with undefined bytes kept as the character of their number."""
    table = codepages.decoding_table(read)
    # A code page's own characters win: iso-8859-8 has U+00D7 for AA, so not for D7.
    return codecs.charmap_build(
        "".join(
            chr(byte) if char == codepages.UNDEFINED and chr(byte) not in table else char
            for byte, char in enumerate(table)
        )
    )
