"""Characters that were garbled twice and lost a byte the second time: told by the first time.

UTF-8 read as windows-1252 makes two to four characters of one. Where most of those come out of a
layer and one was damaged, that one was no character of anybody's text: it is a byte of what was
there first, and with the others it has to spell something usual. Most punctuation begins with the
same two, U+00E2 and the euro sign, so they alone tell that a mark was there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fixtext.codepages import kept_table
from fixtext.lattice import Edge
from fixtext.usual import COMMON, LINES

_BYTES = {char: byte for byte, char in enumerate(kept_table("windows-1252"))}
_MARKS = (
    "\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2020\u2021\u2022\u2026\u2030\u2039\u203a"
)
_USUAL = frozenset(COMMON + LINES + _MARKS + "\ufe0f")
_LONGEST = 4
_THIRD = "".join(sorted(kept_table("windows-1252")[mark.encode()[2]] for mark in _MARKS))
"""What windows-1252 shows for the last byte of each mark, if it does; else the C1 control."""

_STRANGE = re.compile(f"\u00e2\u20ac(?![{re.escape(_THIRD)}])[^\\x00-\\x7f]")


def narrowed(edges: list[list[Edge]]) -> list[list[Edge]]:
    """A lattice in which only what spells a usual character is left, with certain ones beside it.

    The lists of the edges are shared, so they are replaced and not changed.
    """
    found = edges
    before: list[int] = []
    behind_ascii = False
    at = 0
    while at < len(edges):
        byte = _certain(edges, at)
        if byte is None:
            chosen = _usual(edges, at, before) if before and edges[at] else []
            if not chosen and behind_ascii:
                chosen = _seen(edges[at])
            if chosen and chosen != edges[at]:
                if found is edges:
                    found = list(edges)
                found[at] = chosen
            before, behind_ascii = [], False
            at += max([edge.length for edge in edges[at]], default=1)
        else:
            before = [*before[1 - _LONGEST :], byte]
            behind_ascii = edges[at][0].candidates[0] <= "\x7f"
            at += edges[at][0].length
    return found


def _certain(edges: Sequence[Sequence[Edge]], at: int) -> int | None:
    """The byte of the one character that can stand at a place, 0 for none of windows-1252."""
    if len(edges[at]) != 1 or len(edges[at][0].candidates) != 1:
        return None
    return _BYTES.get(edges[at][0].candidates[0], 0)


def _usual(edges: Sequence[Sequence[Edge]], at: int, before: Sequence[int]) -> list[Edge]:
    """The edges to what spells a usual character with what stands around it."""
    chosen = []
    for edge in edges[at]:
        behind = list(_certain_behind(edges, at + edge.length))
        candidates = tuple(
            char
            for char in edge.candidates
            if char in _BYTES and _spells(before, _BYTES[char], behind)
        )
        if candidates and not edge.kept:
            chosen.append(edge._replace(candidates=candidates))
    return chosen


def _certain_behind(edges: Sequence[Sequence[Edge]], at: int) -> Iterator[int]:
    """The bytes of the characters that are certain from a place on."""
    for _ in range(_LONGEST - 2):
        byte = _certain(edges, at) if at < len(edges) else None
        if byte is None:
            return
        yield byte
        at += edges[at][0].length


def _spells(before: Sequence[int], byte: int, behind: Sequence[int]) -> bool:
    """Whether a byte is a part of the UTF-8 of a usual character of three or four bytes."""
    for back in range(1, len(before) + 1):
        lead = before[-back]
        size = 3 if 0xE2 <= lead <= 0xEF else 4 if lead == 0xF0 else 0
        data = bytes([*before[-back:], byte, *behind])[:size]
        if size > back and len(data) == size:
            try:
                return data.decode("utf-8") in _USUAL
            except UnicodeDecodeError:
                continue
    return False


def strange_marks(text: str) -> int:
    """How often something else stands behind what begins a mark."""
    return len(_STRANGE.findall(text))


def usual_marks(text: str) -> int:
    """How often a text has what a usual character of three or four bytes was garbled to."""
    if not _LEADS.search(text):
        return 0
    return sum(text.count(shown) for shown in _SHOWN if shown[0] in text)


def invisible_gone(edges: list[list[Edge]], before: str) -> list[list[Edge]]:
    """A lattice that does not begin with what is not seen, behind ASCII.

    before: the character before it. Emoji and other scripts are joined by such characters; ASCII
    is not.
    """
    if before > "\x7f" or not edges:
        return edges
    first = _seen(edges[0])
    return [first, *edges[1:]] if first != edges[0] else edges


def _seen(edges: Sequence[Edge]) -> list[Edge]:
    """The edges without characters that are not seen, where there are others."""
    return [
        edge._replace(candidates=seen)
        if (seen := tuple([char for char in edge.candidates if char not in _INVISIBLE]))
        else edge
        for edge in edges
    ]


_INVISIBLE = frozenset(map(chr, range(0x2000, 0x2010)))
_LEADS = re.compile("[\u00e2\u00ef\u00f0]")
_SHOWN = tuple(
    "".join(kept_table("windows-1252")[byte] for byte in char.encode())
    for char in sorted(_USUAL)
    if len(char.encode()) > 2
)
