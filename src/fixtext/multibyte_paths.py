"""The best path through a stretch of text read back through a multi-byte encoding.

A stretch of any length is read in parts, each of them with some text behind it that is read again
with the next one: what stands there tells what was meant before. A part ends where a shown
character begins and nothing before it says what must follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fixtext.beam_search import best_path
from fixtext.channels import Channel
from fixtext.lattice import Model, Piece
from fixtext.multibyte_candidates import HEAVY, LEAST_BEAM, narrowed, weight
from fixtext.multibyte_hypotheses import LONGEST, Stretch
from fixtext.multibyte_invert import Lattice, Place, lattice

_OVERLAP = 60
"""Characters behind a part that it is read in the light of, if it is not the last one."""

LINE_SEEN = 2_000
"""Characters of a line that tell what is missing, before it and behind it."""

_AHEAD = 24
"""Characters behind a stretch that it is read in the light of."""


class Part(NamedTuple):
    """A part of a stretch, and the best path through it.

    head: what stands before it on its line, as far as it counts, as it was read.
    """

    stretch: Stretch
    graph: Lattice
    pieces: list[Piece]
    head: str


def lattice_of(text: str, stretch: Stretch, channel: Channel) -> Lattice:
    """The lattice of a stretch, or of the beginning of a long one."""
    shown = stretch.text if len(stretch.text) <= LONGEST + _OVERLAP else stretch.text[:LONGEST]
    before = text[max(stretch.line, stretch.start - LINE_SEEN) : stretch.start]
    at_line_end = stretch.at_line_end and len(shown) == len(stretch.text)
    return lattice(shown, channel, before=before, at_line_end=at_line_end)


def parts(
    text: str,
    stretch: Stretch,
    channel: Channel,
    model: Model,
    absent: re.Pattern[str] | None,
    *,
    is_long: bool,
    known: Lattice | None = None,
) -> Iterator[Part]:
    """The parts of a stretch, in order.

    absent, is_long: as for multibyte_candidates.narrowed. known: what lattice_of says of the
    stretch, if that has been asked.
    """
    start, end = stretch.start, stretch.end
    head = text[max(stretch.line, start - LINE_SEEN) : start]
    while start < end:
        is_last = end - start <= LONGEST + _OVERLAP
        shown = text[start : end if is_last else start + LONGEST + _OVERLAP]
        at_line_end = is_last and stretch.at_line_end
        if known is None or not is_last:
            before = text[max(stretch.line, start - LINE_SEEN) : start]
            known = lattice(shown, channel, before=before, at_line_end=at_line_end)
        edges = narrowed(known.edges, model, absent, is_long=is_long)
        beam = LEAST_BEAM if is_long and weight(edges) > HEAVY else None
        following = text[start + len(shown) : start + len(shown) + _AHEAD]
        pieces = best_path(edges, "\n" + head, following, model, beam)
        if pieces and not is_last:
            pieces = _settled(pieces, known.places)
            shown = shown[: known.places[pieces[-1].end].at]
        part = Stretch(start, start + len(shown), shown, stretch.line, at_line_end)
        yield Part(part, Lattice(edges, known.places), pieces, head)
        start += len(shown)
        head = (head + "".join([piece.char for piece in pieces]))[-LINE_SEEN:]
        known = None


def _settled(pieces: list[Piece], places: list[Place]) -> list[Piece]:
    """The pieces of a path to the last place from which the rest can be read by itself.

    All of them, if there is no such place; then the rest begins where the text was cut.
    """
    for count in range(len(pieces), 0, -1):
        place = places[pieces[count - 1].end]
        if place.at < LONGEST // 2:
            break
        if place.at <= LONGEST and place == Place(place.at):
            return pieces[:count]
    return pieces


WORTH_A_LOOK = 3_000_000
MOST_WORK = 100_000_000
"""Candidates to weigh beyond which a sample is read first; and beyond which, at half an hour's
work, all is left. Text with the usual losses has up to 22 candidates a character, text of which
half of the bytes were dropped 80 to 300."""

_MUCH_TEXT = 2_000
_PARTS = 10
"""Characters of damaged text from which on a sample of so many is looked at, in so many parts."""


def work_of(damaged: Sequence[Stretch], text: str, channel: Channel) -> float:
    """How many candidates there are to weigh in damaged stretches, by a sample; 0 in short ones."""
    length = sum(len(stretch.text) for stretch in damaged)
    if length < _MUCH_TEXT:
        return 0.0
    seen, work = 0, 0.0
    for stretch in _evenly(damaged):
        part = stretch.text[: _MUCH_TEXT // _PARTS]
        before = text[max(stretch.start - 1, stretch.line) : stretch.start]
        edges = lattice(part, channel, before=before).edges
        work += weight(edges) * len(edges)
        seen += len(part)
    work *= length / seen
    return work if work > _USUAL_WORK * length else 0.0


_USUAL_WORK = 30


def sample_of(damaged: Sequence[Stretch]) -> str:
    """The beginnings of some damaged stretches, as lines."""
    chosen = _evenly(damaged)
    return "\n".join([stretch.text[: _LOOKED_AT // len(chosen)] for stretch in chosen])


_LOOKED_AT = 1_500


def _evenly(damaged: Sequence[Stretch]) -> Sequence[Stretch]:
    """Some stretches from all over the text."""
    return damaged[:: max(1, len(damaged) // _PARTS)][:_PARTS]
