"""Punctuation that was garbled twice and lost a byte the second time: told by the first time.

UTF-8 read as windows-1252 makes three characters of most punctuation, of which the first two are
always the same: U+00E2 and the euro sign. Where they come out of a layer, the character behind
them was no character of anybody's text either, but the third byte of a mark; few marks are usual.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixtext.lattice import Edge

_BEGINNING = ("\u00e2", "\u20ac")
_MARKS = (
    "\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2020\u2021\u2022\u2026\u2030\u2039\u203a"
)
_THIRD = frozenset(mark.encode()[2:].decode("windows-1252", "replace") for mark in _MARKS) | {
    bytes([mark.encode()[2]]).decode("latin-1") for mark in _MARKS
}
"""What windows-1252 shows for the last byte of each mark, if it does; else the C1 control."""

_STRANGE = re.compile(
    f"{''.join(_BEGINNING)}(?![{''.join(sorted(_THIRD - {chr(0xFFFD)}))}])[^\\x00-\\x7f]"
)


def narrowed(edges: list[list[Edge]]) -> list[list[Edge]]:
    """A lattice in which only what makes a usual mark is left behind what begins one."""
    found = edges
    first, second = _BEGINNING
    at = 0
    while at < len(edges):
        here = edges[at]
        if len(here) != 1 or here[0].candidates != (first,):
            at += 1
            continue
        at += here[0].length
        if at >= len(edges) or len(edges[at]) != 1 or edges[at][0].candidates != (second,):
            continue
        at += edges[at][0].length
        if at < len(edges):
            chosen = _usual(edges[at])
            if chosen:
                found = list(found)
                found[at] = chosen
    return found


def _usual(edges: Sequence[Edge]) -> list[Edge]:
    """The edges to what makes a usual mark."""
    chosen = []
    for edge in edges:
        candidates = tuple(char for char in edge.candidates if char in _THIRD)
        if candidates and not edge.kept:
            chosen.append(edge._replace(candidates=candidates))
    return chosen


def strange_marks(text: str) -> int:
    """How often something else stands behind what begins a mark."""
    return len(_STRANGE.findall(text))
