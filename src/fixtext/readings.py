"""One pass over a text: every stretch read through one channel, and which readings to believe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations, groupby

from fixtext.adaptation import adapt
from fixtext.channels import Channel, garble
from fixtext.hypotheses import (
    FIRST_MARGIN,
    HIT_COST,
    Stretch,
    gain,
    stretches,
)
from fixtext.invert import lattice
from fixtext.language import LanguageModel
from fixtext.lattice import Edge, Piece, best_path
from fixtext.scan import page_bits

NEXT_MARGIN = 3.0
"""Bits that a stretch must gain once a channel is known to have been at work in the text."""

STRANGE_COST = 12.0
"""Bits that a letter beside a reading costs when it stays as it is in the same run."""

_JUDGED = 48
"""Characters of a stretch that are weighed; more would only raise what is certain already."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One inferred character: its offset in the text that replaces, and what competes with it."""

    offset: int
    char: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a text and what it is believed to have been. bits: what that gains."""

    start: int
    end: int
    before: str
    after: str
    layers: tuple[Channel, ...]
    choices: tuple[Choice, ...]
    bits: float


def read_through(
    text: str, channel: Channel, static: LanguageModel, context: Iterable[str] = ()
) -> list[Reading]:
    """The believable readings of `text` through `channel`, in order, not overlapping.

    The model is sharpened by `context` and by what of `text` is clean. (The words that came
    through inside the stretches say little about their gaps: a character that lost a byte lost
    it everywhere, so none of the candidates is ever among them.)
    """
    found = stretches(text, channel)
    lattices = [lattice(s.text, channel, at_line_end=s.at_line_end) for s in found]
    texts = [*context, _clean_text(text, found)]
    model = adapt(static, texts, "".join(map(_certain_text, lattices)))
    candidates: list[Reading] = []
    for stretch, edges in zip(found, lattices, strict=True):
        pieces = best_path(edges, stretch.before, stretch.following, model)
        candidates += _runs(stretch, pieces, channel, static)
    # Nothing but lost bytes is no evidence that there ever were any.
    best = max((r.bits for r in candidates if len(r.choices) < len(r.after)), default=0.0)
    if best < FIRST_MARGIN + page_bits(channel.read):
        return []
    return _simplify([reading for reading in candidates if reading.bits >= NEXT_MARGIN], channel)


def _simplify(readings: list[Reading], channel: Channel) -> list[Reading]:
    """The readings with the simplest channel that explains them all as well."""
    for size in range(len(channel.scrubs) + 1):
        for scrubs in combinations(channel.scrubs, size):
            for loss in dict.fromkeys(("kept", channel.loss)):
                simplest = replace(channel, loss=loss, scrubs=scrubs)
                if all(garble(r.after, simplest) == r.before for r in readings):
                    return [replace(reading, layers=(simplest,)) for reading in readings]
    return readings


def _certain_text(edges: list[list[Edge]]) -> str:
    """The characters of a lattice that have no alternative."""
    characters = []
    at = 0
    while at < len(edges) and edges[at]:
        edge = edges[at][0]
        if len(edges[at]) == 1 and len(edge.candidates) == 1 and not edge.kept:
            characters.append(edge.candidates[0])
        at += edge.length
    return "".join(characters)


def _clean_text(text: str, found: list[Stretch]) -> str:
    """The text outside the stretches, with a line end for each of them."""
    parts, done = [], 0
    for stretch in found:
        parts.append(text[done : stretch.start])
        done = stretch.end
    parts.append(text[done:])
    return "\n".join(parts)


def _runs(
    stretch: Stretch, pieces: list[Piece], channel: Channel, model: LanguageModel
) -> list[Reading]:
    """The maximal runs of a path that change something, each weighed."""
    readings = []
    # Only at a line's end can a trim have taken something away.
    untrimmed = replace(channel, scrubs=tuple(s for s in channel.scrubs if s != "trim"))
    history = stretch.before
    clean = [_is_clean(piece, stretch) for piece in pieces]
    at = 0
    for is_clean, group in groupby(clean):
        start, at = at, at + len(list(group))
        run = pieces[start:at]
        after = "".join(piece.char for piece in run)
        if not is_clean:
            whole_line = run[-1].end == len(stretch.text) and stretch.at_line_end
            through = channel if whole_line else untrimmed
            following = "".join(p.char for p in pieces[at : at + 3]) + stretch.following
            reading = _weigh(stretch, run, after, history, following[:3], through, model)
            beside = pieces[max(start - 1, 0) : start] + pieces[at : at + 1]
            # A letter beside the run that the channel does not explain speaks against it.
            strange = sum(piece.kept and piece.char.isalpha() for piece in beside)
            readings.append(replace(reading, bits=reading.bits - strange * STRANGE_COST))
        history = (history + after)[-8:]
    return readings


def _is_clean(piece: Piece, stretch: Stretch) -> bool:
    return piece.kept or stretch.text[piece.start : piece.end] == piece.char


def _weigh(
    stretch: Stretch,
    run: list[Piece],
    after: str,
    history: str,
    following: str,
    channel: Channel,
    model: LanguageModel,
) -> Reading:
    start, end = run[0].start, run[-1].end
    before = stretch.text[start:end]
    if end - start <= _JUDGED:
        bits = gain(before, after, history, following, model)
    else:
        part = [piece for piece in run if piece.end - start <= _JUDGED]
        judged = "".join(piece.char for piece in part)
        bits = gain(stretch.text[start : part[-1].end], judged, history, "", model)
    choices = tuple(
        Choice(offset, piece.char, piece.confidence, piece.alternatives)
        for offset, piece in enumerate(run)
        if piece.inferred
    )
    return Reading(
        stretch.start + start,
        stretch.start + end,
        before,
        after,
        (channel,),
        choices,
        bits - HIT_COST,
    )
