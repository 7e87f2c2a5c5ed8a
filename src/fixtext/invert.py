"""From garbled text back to what it may have been: the inverse of one channel, as a lattice.

Facts of UTF-8 that do the work: a lead byte (C2..F4) says how many continuation bytes (80..BF)
follow it; every byte of a character beyond ASCII is at least 80, so ASCII stands for itself.
When fewer continuation bytes are seen than the lead byte announces, the others were lost, and
each is one of the few that the channel cannot show. When none is seen where a lead byte could
stand, the lead byte itself may be one of those.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from sys import intern

from fixtext.channels import Channel, decode
from fixtext.lattice import Edge
from fixtext.scrubs import scrub

MOST_CANDIDATES = 4096
"""Byte sequences tried for one damaged character; beyond that it counts as unrecoverable."""

_LONGEST = 4
"""Bytes of the longest UTF-8 sequence."""

_MOST_WINDOWS = 16_384
"""Windows whose edges are remembered for a channel, about 1 KB each. Texts have few distinct
ones; without a limit, random signs would fill the memory."""


_NEVER_INFERRED = frozenset(map(chr, [*range(0x202A, 0x202F), *range(0x2061, 0x2070)]))
"""Controls that nobody sees, of direction and the like: nothing speaks for their having stood
where bytes were lost."""


@dataclass(frozen=True, slots=True)
class Inverse:
    """What a channel over UTF-8 shows, read backwards.

    bytes_of: for each character that a byte from 0x80 shows as, those bytes. "?", U+FFFD, the
    space and straight quotes may stand for several. vanished: the bytes that leave no trace.
    trimmed: the bytes that leave none at a line's end. merged: those that leave none before a
    space. high: the keys of bytes_of that are not ASCII. tails: those that may stand for
    continuation bytes.
    """

    bytes_of: dict[str, tuple[int, ...]]
    vanished: tuple[int, ...]
    trimmed: tuple[int, ...]
    merged: tuple[int, ...]
    high: frozenset[str]
    tails: frozenset[str]


@dataclass(frozen=True, slots=True)
class Blurred(Channel):
    """A channel of whose output some characters are not certain.

    signs: characters that stand for such ones, with the bytes from 0x80 that each may have been.
    """

    signs: tuple[tuple[str, tuple[int, ...]], ...] = ()


@lru_cache(maxsize=256)
def inverse(channel: Channel) -> Inverse:
    """The inverse of a channel over UTF-8 whose scrubs are of PLAIN_SCRUBS and CASE_SCRUBS."""
    bytes_of: dict[str, list[int]] = {}
    vanished, trimmed, merged = [], [], []
    for byte in range(0x80, 0x100):
        shown = decode(bytes([byte]), channel.read, channel.loss)
        if shown == "\u00a0":
            if "trim" in channel.scrubs:
                trimmed.append(byte)
            if "spaces" in channel.scrubs:
                merged.append(byte)
        for name in channel.scrubs:
            if name != "trim":
                shown = scrub(shown, name)
        if len(shown) == 1:
            bytes_of.setdefault(shown, []).append(byte)
        elif not shown:
            vanished.append(byte)
    if isinstance(channel, Blurred):
        bytes_of.update((sign, [*values]) for sign, values in channel.signs)
    return Inverse(
        {shown: tuple(values) for shown, values in bytes_of.items()},
        tuple(vanished),
        tuple(trimmed),
        tuple(merged),
        frozenset(shown for shown in bytes_of if shown > "\x7f"),
        frozenset(shown for shown, of in bytes_of.items() if min(of) <= 0xBF),
    )


@lru_cache(maxsize=256)
def is_torn(channel: Channel) -> bool:
    """Whether a channel loses so many continuation bytes that hardly a sequence comes through."""
    known = inverse(channel)
    lost = [*known.vanished, *(b for of in known.bytes_of.values() if len(of) > 1 for b in of)]
    return sum(0x80 <= byte <= 0xBF for byte in lost) > _MANY_LOST


@lru_cache(maxsize=256)
def is_certain(channel: Channel) -> bool:
    """Whether a channel shows each byte as a character of its own, so that there is no choice."""
    known = inverse(channel)
    may_be_gone = known.vanished or known.trimmed or known.merged
    return not may_be_gone and all(
        shown > "\x7f" and len(of) == 1 for shown, of in known.bytes_of.items()
    )


_MANY_LOST = 16
"""Of 64 continuation bytes; Windows code pages lose 14 at most, Latin-1 without C1 controls 33."""


def lattice(stretch: str, channel: Channel, *, at_line_end: bool = False) -> list[list[Edge]]:
    """The edges that leave each position of `stretch` that can be reached; all lead to its end.

    at_line_end: a line ends right after the stretch, so a trim may have eaten bytes there.
    The lists are shared: do not change them.
    """
    end = len(stretch)
    cache = _edge_cache(channel)
    if len(cache) > _MOST_WINDOWS:
        cache.clear()
    edges: list[list[Edge]] = [[]] * end
    reached = bytearray(end + 1)
    reached[0] = 1
    for i in range(end):
        if not reached[i]:
            continue
        window = stretch[i : i + _LONGEST]
        last = at_line_end and i + _LONGEST >= end
        found = cache.get((window, last))
        if found is None:
            found = cache[window, last] = _edges_of(window, channel, at_line_end=last)
        edges[i] = found
        for edge in found:
            reached[i + edge.length] = 1
    return edges


@lru_cache(maxsize=16)
def _edge_cache(_: Channel) -> dict[tuple[str, bool], list[Edge]]:
    """The edges of each window met so far with a channel."""
    return {}


def _edges_of(window: str, channel: Channel, *, at_line_end: bool) -> list[Edge]:
    """The edges from the start of a window; what stands behind ASCII has no part in them, nor
    behind the next lead byte.
    """
    known = inverse(channel)
    tails = known.tails
    stop = next((i for i in range(1, len(window)) if window[i] not in tails), None)
    if stop is None:
        return _edges(window, known, at_line_end=at_line_end)
    cache = _edge_cache(channel)
    key = (window[:stop], False)
    if key not in cache:
        cache[key] = _edges(window[:stop], known, at_line_end=False)
    return cache[key]


def _edges(window: str, known: Inverse, *, at_line_end: bool) -> list[Edge]:
    """The edges from the start of `window`, which is the rest of the stretch if shorter than 4."""
    first = window[0]
    found: dict[int, set[str]] = {}
    whole = False
    if first > "\x7f" or first in known.bytes_of:
        for lead, start in _leads(window, known):
            for length, sequences, complete in _tails(
                window, start, lead, known, at_line_end=at_line_end
            ):
                characters = set(_characters(lead, sequences))
                if not complete:
                    characters -= _NEVER_INFERRED
                if length and characters:
                    found.setdefault(length, set()).update(characters)
                    whole |= complete and start > 0
    edges = [Edge(length, tuple(sorted(found[length]))) for length in sorted(found)]
    if first <= "\x7f":
        edges.append(Edge(1, (first,)))
    elif not whole:
        edges.append(Edge(1, (first,), kept=True))
    return edges


def _leads(window: str, known: Inverse) -> Iterator[tuple[int, int]]:
    """(lead byte, characters of the window it takes): seen first, then lost."""
    seen = [byte for byte in known.bytes_of.get(window[0], ()) if 0xC2 <= byte <= 0xF4]
    for byte in seen:
        yield byte, 1
    if any(0x80 <= byte <= 0xBF for byte in known.bytes_of.get(window[0], ())):
        for byte in known.vanished:
            if 0xC2 <= byte <= 0xF4:
                yield byte, 0


def _tails(
    window: str, start: int, lead: int, known: Inverse, *, at_line_end: bool
) -> Iterator[tuple[int, list[tuple[tuple[int, ...], ...]], bool]]:
    """Ways to read the continuation bytes: (characters taken, byte choices, nothing was lost).

    The byte choices are, for each arrangement of seen and lost bytes, the bytes that each
    position may be. As many seen bytes are taken as can be; only characters that also stand
    for themselves ("?" and the space) may be left for what follows.
    """
    needed = 1 if lead < 0xE0 else 2 if lead < 0xF0 else 3
    seen: list[tuple[int, ...]] = []
    optional_from = None
    for char in window[start : start + needed]:
        choices = tuple(b for b in known.bytes_of.get(char, ()) if 0x80 <= b <= 0xBF)
        if not choices:
            break
        if char <= "\x7f" and optional_from is None:
            optional_from = len(seen)
        seen.append(choices)
    fewest = len(seen) if optional_from is None else optional_from
    gone = tuple(byte for byte in known.vanished if 0x80 <= byte <= 0xBF)
    for taken in range(len(seen), fewest - 1, -1):
        lost = needed - taken
        # What a trim took away stood last on the line, so behind all that is seen.
        last = gone
        if at_line_end and start + taken == len(window):
            last += tuple(b for b in known.trimmed if 0x80 <= b <= 0xBF and b not in gone)
        if window[start + taken : start + taken + 1] == " ":
            last += tuple(b for b in known.merged if b not in last)
        if lost and not last:
            continue
        arrangements = []
        for places in combinations(range(needed), taken):
            first_free = places[-1] + 1 if places else 0
            row = [gone] * first_free + [last] * (needed - first_free)
            for place, choices in zip(places, seen, strict=False):
                row[place] = choices
            if all(row):
                arrangements.append(tuple(row))
        certain = not lost and optional_from is None and all(len(choices) == 1 for choices in seen)
        yield start + taken, arrangements, certain


def _characters(lead: int, arrangements: list[tuple[tuple[int, ...], ...]]) -> Iterator[str]:
    """The characters that the byte choices spell; assigned ones only, unless there is no choice."""
    for row in arrangements:
        yield from _spelt(lead, row)


@lru_cache(maxsize=512)
def _spelt(lead: int, row: tuple[tuple[int, ...], ...]) -> tuple[str, ...]:
    """As _characters, of one arrangement."""
    size = 1
    for choices in row:
        size *= len(choices)
    if size > MOST_CANDIDATES:
        return ()
    found = []
    for tail in product(*row):
        try:
            char = bytes((lead, *tail)).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if size == 1 or unicodedata.category(char) not in ("Cn", "Cs"):
            # Each one is in many sets of candidates.
            found.append(intern(char))
    return tuple(found)
