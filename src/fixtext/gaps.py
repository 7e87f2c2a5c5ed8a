"""Which stretches of a text came through whole, which lost bytes, and the lattices of those."""

from __future__ import annotations

from fixtext import codepages, deeper
from fixtext.channels import Channel
from fixtext.invert import inverse, lattice
from fixtext.lattice import MOST_CANDIDATES, Edge
from fixtext.sequences import shown_bytes
from fixtext.stretches import Stretch, in_parts, stretches

GAP = "\N{REPLACEMENT CHARACTER}"
"""Stands for what lost bytes."""

LONGEST_STRETCH = 1_000
"""Characters of a damaged stretch that are read at once; longer ones are read in parts."""

MOST_WORK = 5_000_000
_WORK_OF_STRETCH = 20
"""Candidates that are weighed at most in one pass over a text, where a damaged stretch counts as
so many by itself. Where there are more, only what came through whole is read: half of a repair
would be found and gone on with by the next. Ten megabytes of text with the usual losses have about
as many; text that lost half of its bytes, or nonsense, has thirty times more."""


def readable(text: str, channel: Channel) -> tuple[list[Stretch], list[str]]:
    """The stretches of a text, long damaged ones in parts, and what marked_whole says."""
    found = stretches(text, channel)
    marked = marked_whole(found, channel)
    if all(len(s.text) <= LONGEST_STRETCH for s in found):
        return found, marked
    parts = []
    for stretch, mark in zip(found, marked, strict=True):
        parts += in_parts(stretch, channel, LONGEST_STRETCH) if GAP in mark else [stretch]
    return parts, marked_whole(parts, channel)


def lattices_of(
    found: list[Stretch], marked: list[str], channel: Channel
) -> list[list[list[Edge]]]:
    """The lattices of the damaged stretches, unless that is MOST_WORK; for others, empty ones."""
    lattices: list[list[list[Edge]]] = []
    work = 0
    for stretch, mark in zip(found, marked, strict=True):
        edges: list[list[Edge]] = []
        if GAP in mark:
            edges = deeper.narrowed(lattice(stretch.text, channel, at_line_end=stretch.at_line_end))
            work += _WORK_OF_STRETCH + sum(map(_work_of, edges))
            if work > MOST_WORK:
                return [[]] * len(found)
        lattices.append(edges)
    return lattices


def _work_of(here: list[Edge]) -> int:
    """The candidates that are weighed at one position; none where there is no choice."""
    if len(here) == 1 and len(here[0].candidates) == 1:
        return 0
    return sum([min(len(edge.candidates), MOST_CANDIDATES) for edge in here])


def marked_whole(found: list[Stretch], channel: Channel) -> list[str]:
    """What the stretches were where they are whole; with U+FFFD in it where they are not."""
    signs = codepages.kept_table(channel.read)
    unclear = [sign for sign in inverse(channel).bytes_of if sign <= "\x7f" or sign not in signs]
    data = shown_bytes("\n".join([stretch.text for stretch in found]), channel.read)
    marked = data.decode("utf-8", "replace").split("\n")
    if unclear:
        # Such a sign may stand for a lost byte wherever it is.
        marked = [
            mark + GAP if any(sign in s.text for sign in unclear) else mark
            for s, mark in zip(found, marked, strict=True)
        ]
    return marked if found else []
