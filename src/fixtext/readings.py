"""One pass over a text: every stretch read through one channel, and which readings to believe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, groupby

from fixtext.adaptation import adapt
from fixtext.calibration import calibrate
from fixtext.channels import Channel, garble
from fixtext.hypotheses import (
    FIRST_MARGIN,
    HIT_COST,
    JUDGED,
    Stretch,
    gain,
    stretches,
)
from fixtext.invert import lattice
from fixtext.language import LanguageModel
from fixtext.lattice import Edge, Piece, best_path
from fixtext.scan import page_bits
from fixtext.sequences import whole

NEXT_MARGIN = 3.0
"""Bits that a stretch must gain once a channel is known to have been at work in the text."""

SOLE_MARGIN = 20.0
CAPITALS_MARGIN = 8.0
"""Bits that one character must gain when there is no other damage; more within capitals."""

STRANGE_COST = 12.0
"""Bits that a letter beside a reading costs when it stays as it is in the same run."""

TRUSTED_AFTER = 200
TELLING = 3
"""Once so many whole stretches of so many characters have been weighed and none was doubted,
further ones of that length are believed as they are."""

_HISTORY = 8
"""Characters before a stretch that are kept for the model; it uses fewer."""


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
    wholes = [whole(s.text, channel.read) if min(s.text) > "\x7f" else None for s in found]
    lattices = [
        lattice(s.text, channel, at_line_end=s.at_line_end) if w is None else []
        for s, w in zip(found, wholes, strict=True)
    ]
    certain = [w or _certain_text(edges) for w, edges in zip(wholes, lattices, strict=True)]
    model = adapt(static, [*context, _clean_text(text, found)], "".join(certain))
    candidates: list[Reading] = []
    trust = _Trust()
    history, done = "\n", 0
    for stretch, decoded, edges in zip(found, wholes, lattices, strict=True):
        # What stands before a stretch is what the stretches before it are believed to have been.
        history = (history + text[done : stretch.start])[-_HISTORY:]
        if decoded is None:
            pieces = best_path(edges, history, stretch.following, model)
            candidates += _runs(stretch, history, pieces, channel, static)
            after = "".join(piece.char for piece in pieces)
        else:
            after = decoded
            candidates.append(_read_whole(stretch, history, after, channel, static, trust))
        history += after[-_HISTORY:]
        done = stretch.end
    # Nothing but lost bytes is no evidence that there ever were any.
    best = max((r.bits for r in candidates if len(r.choices) < len(r.after)), default=0.0)
    if best < FIRST_MARGIN + page_bits(channel.read):
        return []
    readings = [reading for reading in candidates if reading.bits >= NEXT_MARGIN]
    if len({(r.before, r.after) for r in readings}) == 1 and _is_doubtful(readings[0], text):
        return []
    return _simplify(readings, channel)


def _is_doubtful(reading: Reading, text: str) -> bool:
    """Whether a reading that is all the evidence there is may be clean text after all.

    One character is little to go by: "IRMÃ”" and "É™" are clean. In a word in capitals a sign
    for a lead byte is a letter like the others.
    """
    if len(reading.after) > 1:
        return False
    before = text[max(reading.start - 1, 0) : reading.start]
    in_capitals = before.isupper() and not text[reading.end : reading.end + 1].islower()
    return reading.bits < SOLE_MARGIN + in_capitals * CAPITALS_MARGIN


@dataclass(slots=True)
class _Trust:
    """How whole stretches have fared: weighing every one of a long text would only cost time."""

    weighed: int = 0
    doubted: bool = False

    @property
    def earned(self) -> bool:
        return self.weighed >= TRUSTED_AFTER and not self.doubted


def _read_whole(
    stretch: Stretch,
    history: str,
    after: str,
    channel: Channel,
    model: LanguageModel,
    trust: _Trust,
) -> Reading:
    """The reading of a stretch that is nothing but whole sequences."""
    telling = len(after) >= TELLING
    if telling and trust.earned:
        bits = FIRST_MARGIN
    else:
        before, judged = stretch.text, after
        if len(before) > JUDGED:
            judged = after[: JUDGED // 4]
            before = garble(judged, channel)
        following = stretch.following[:3] if judged is after else ""
        bits = gain(before, judged, history, following, model) - HIT_COST
        if telling:
            trust.weighed += 1
            trust.doubted |= bits < NEXT_MARGIN
    through = channel if stretch.at_line_end else _without_trim(channel)
    return Reading(stretch.start, stretch.end, stretch.text, after, (through,), (), bits)


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
    stretch: Stretch, history: str, pieces: list[Piece], channel: Channel, model: LanguageModel
) -> list[Reading]:
    """The maximal runs of a path that change something, each weighed."""
    readings = []
    clean = [_is_clean(piece, stretch) for piece in pieces]
    at = 0
    for is_clean, group in groupby(clean):
        start, at = at, at + len(list(group))
        run = pieces[start:at]
        after = "".join(piece.char for piece in run)
        if not is_clean:
            whole_line = run[-1].end == len(stretch.text) and stretch.at_line_end
            # Only at a line's end can a trim have taken something away.
            through = channel if whole_line else _without_trim(channel)
            following = "".join(p.char for p in pieces[at : at + 3]) + stretch.following
            reading = _weigh(stretch, run, after, history, following[:3], through, model)
            beside = pieces[max(start - 1, 0) : start] + pieces[at : at + 1]
            # A letter beside the run that the channel does not explain speaks against it.
            strange = sum(piece.kept and piece.char.isalpha() for piece in beside)
            if strange:
                reading = replace(reading, bits=reading.bits - strange * STRANGE_COST)
            readings.append(reading)
        history = (history + after)[-_HISTORY:]
    return readings


@lru_cache(maxsize=64)
def _without_trim(channel: Channel) -> Channel:
    return replace(channel, scrubs=tuple(s for s in channel.scrubs if s != "trim"))


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
    if end - start <= JUDGED:
        bits = gain(before, after, history, following, model)
    else:
        part = [piece for piece in run if piece.end - start <= JUDGED]
        judged = "".join(piece.char for piece in part)
        bits = gain(stretch.text[start : part[-1].end], judged, history, "", model)
    choices = tuple(
        Choice(offset, piece.char, *calibrate(piece.confidence, piece.alternatives))
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
