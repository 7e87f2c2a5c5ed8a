"""Legacy text that lost bytes on the way: a word back to a lattice of what it may have been.

Facts that do the work: a code page that shows no character for some bytes loses just those. Where
text of one byte a character lost one, U+FFFD stands for it. Where a character has two bytes, one
of them is often left, and the other is one of the few that are lost; of the undefined bytes of
windows-1252 and its like most begin Japanese characters.

Bytes dropped from text of one byte a character leave no trace, and neither do both bytes of a
character: nothing here brings those back.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from fixtext import codepages
from fixtext.beam_search import best_path
from fixtext.calibration import calibrate
from fixtext.channels import Channel, encode
from fixtext.lattice import Edge, Model, Piece
from fixtext.legacy_bytes import decode
from fixtext.legacy_pages import MULTI_BYTE
from fixtext.readings import Choice

_LOST = "\N{REPLACEMENT CHARACTER}"


def filled(word: str, channel: Channel, model: Model) -> tuple[str, tuple[Choice, ...]] | None:
    """What a word was before it went through a channel with a loss, and what of it was inferred.

    None when nothing garbles to it.
    """
    edges = _lattice(word, channel)
    if not edges or not edges[0]:
        return None
    pieces = best_path(edges, " ", " ", model)
    return "".join([piece.char for piece in pieces]), tuple(_choices(pieces))


def _choices(pieces: list[Piece]) -> Iterator[Choice]:
    for offset, piece in enumerate(pieces):
        if piece.inferred:
            yield Choice(offset, piece.char, *calibrate(piece.confidence, piece.alternatives))


def _lattice(word: str, channel: Channel) -> list[list[Edge]]:
    """The edges that leave each place, those only that lead on to the end."""
    end = len(word)
    edges: list[list[Edge]] = [[] for _ in word]
    leads_on = [False] * end + [True]
    for at in range(end - 1, -1, -1):
        edges[at] = [e for e in _edges(word[at : at + 2], channel) if leads_on[at + e.length]]
        leads_on[at] = bool(edges[at])
    return edges


@lru_cache(maxsize=4096)
def _edges(signs: str, channel: Channel) -> tuple[Edge, ...]:
    """The edges that begin with the first of one or two signs."""
    several = channel.written in MULTI_BYTE
    lost = sorted(codepages.undefined_bytes(channel.read))
    first, first_lost = _bytes_of(signs[0], channel)
    by_length: dict[int, dict[str, None]] = {1: {}, 2: {}}

    def add(length: int, data: bytes) -> None:
        char = decode(data, channel.written)
        # Some bytes are read as what is written as others.
        if char is not None and len(char) == 1 and encode(char, channel.written) == data:
            by_length[length][char] = None

    for byte in first:
        add(1, bytes([byte]))
    if several:
        second = _bytes_of(signs[1], channel)[0] if len(signs) > 1 else ()
        for byte in first:
            for other in second:
                add(2, bytes([byte, other]))
        if channel.loss == "dropped" and not first_lost:
            for byte in first:
                for gone in lost:
                    add(1, bytes([byte, gone]))
                    add(1, bytes([gone, byte]))
    return tuple(Edge(length, tuple(found)) for length, found in by_length.items() if found)


def _bytes_of(sign: str, channel: Channel) -> tuple[tuple[int, ...], bool]:
    """The bytes that a sign may stand for, and whether they were lost."""
    if sign <= "\x7f":
        return (ord(sign),), False
    if sign == _LOST:
        if channel.loss == "fffd":
            return tuple(sorted(codepages.undefined_bytes(channel.read))), True
        return (), False
    byte = codepages.byte_of(channel.read).get(sign)
    return ((byte,) if byte is not None else ()), False
