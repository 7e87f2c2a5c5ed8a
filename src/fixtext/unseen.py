"""Characters that nobody sees are not inferred behind ASCII.

They join emoji, or letters of Arabic and of the scripts of India, and set texts in them apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from fixtext.lattice import Edge

_UNSEEN = frozenset(map(chr, range(0x2000, 0x2010)))
"""Spaces of various widths, joiners, and marks of direction."""


def without_unseen(edges: list[list[Edge]], before: str) -> list[list[Edge]]:
    """A lattice without such candidates behind ASCII, where there are others.

    before: the character before the lattice, if any. The lists of the edges are shared, so they
    are replaced and not changed.
    """
    found = edges
    behind_ascii = before <= "\x7f"
    at = 0
    while at < len(edges):
        here = edges[at]
        is_certain = len(here) == 1 and len(here[0].candidates) == 1
        if behind_ascii and not is_certain:
            seen = _seen(here)
            if seen != here:
                if found is edges:
                    found = list(edges)
                found[at] = seen
        behind_ascii = is_certain and here[0].candidates[0] <= "\x7f"
        at += max([edge.length for edge in here], default=1)
    return found


def _seen(here: Sequence[Edge]) -> list[Edge]:
    return [
        edge._replace(candidates=seen)
        if (seen := tuple([char for char in edge.candidates if char not in _UNSEEN]))
        else edge
        for edge in here
    ]
