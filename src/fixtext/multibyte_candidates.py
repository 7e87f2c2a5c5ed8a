"""The candidates of a lattice that are worth weighing, and the effort that they are worth.

Where two bytes of three are lost, thousands of characters fit, and all of them could be weighed
only in a short text.
"""

from __future__ import annotations

import re

from fixtext.lattice import Edge, Model

_MOST_CANDIDATES = 64
_FEWER_CANDIDATES = 32
_MORE_CANDIDATES = 160
LEAST_BEAM = 5
HEAVY = 30
LONG = 200
"""Candidates of one edge that are weighed, the most frequent ones. Where there are more than
HEAVY for each place: how many then, in a text of more than LONG places and in a shorter one, and
how many histories are kept in a long one."""


def narrowed(
    edges: list[list[Edge]],
    model: Model,
    absent: re.Pattern[str] | None = None,
    *,
    is_long: bool = True,
) -> list[list[Edge]]:
    """The edges with no more candidates than can be weighed in reasonable time.

    absent: matches characters that the document does not seem to have.
    """
    most = _MOST_CANDIDATES
    if weight(edges) > HEAVY:
        most = _FEWER_CANDIDATES if is_long else _MORE_CANDIDATES
    for here in edges:
        for i, edge in enumerate(here):
            candidates = edge.candidates
            if absent is not None and len(candidates) > 1:
                candidates = tuple(absent.sub("", "".join(candidates))) or candidates
            if len(candidates) > most:
                candidates = model.likeliest(candidates, most)
            if len(candidates) < len(edge.candidates):
                here[i] = edge._replace(candidates=candidates)
    return edges


def weight(edges: list[list[Edge]]) -> float:
    """Candidates to weigh for each place."""
    total = sum(min(len(edge.candidates), _MOST_CANDIDATES) for here in edges for edge in here)
    return total / max(len(edges), 1)


_SCRIPTS = ("\u3041-\u30ff", "\u3400-\u9fff", "\uac00-\ud7a3")
_ODD_DASHES = "\u2010-\u2012\u2015-\u2017"
"""What of dashes and double lines Japanese text has, and Korean has not."""

_LEAST_TELLING = 8
_ABSENT_SHARE = 0.02
"""A script is absent that has less than this share of so many East Asian characters."""


def absent_scripts(certain: str) -> re.Pattern[str] | None:
    """Matches the East Asian scripts that are not in a text, where there is enough of it."""
    counts = {script: len(re.findall(f"[{script}]", certain)) for script in _SCRIPTS}
    total = sum(counts.values())
    if total < _LEAST_TELLING:
        # Too little to tell kana from Han characters, but hardly any text has both them and Hangul.
        kana, han, hangul = _SCRIPTS
        absent = [] if not total else [kana, han] if counts[hangul] * 2 > total else [hangul]
        if kana in absent:
            absent.append(_ODD_DASHES)
        return re.compile(f"[{''.join(absent)}]") if absent else None
    absent = [script for script, count in counts.items() if count < _ABSENT_SHARE * total]
    if _SCRIPTS[0] in absent and _SCRIPTS[2] not in absent:
        absent.append(_ODD_DASHES)
    return re.compile(f"[{''.join(absent)}]") if absent else None
