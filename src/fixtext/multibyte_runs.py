"""From the paths through stretches to runs: what a multi-byte channel changed, and what not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from fixtext.calibration import TEMPERATURE, calibrate
from fixtext.channels import STAND_INS, Channel
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT
from fixtext.lattice import Model, Piece
from fixtext.multibyte import READERS, SWALLOWING
from fixtext.multibyte_hypotheses import NEAR, Stretch
from fixtext.multibyte_invert import DASHES, SWALLOWED, Lattice, Place
from fixtext.multibyte_paths import LINE_SEEN, Part
from fixtext.punctuation import PUNCTUATION, settle
from fixtext.readings import Choice, garbles_to
from fixtext.swallowed import NOTHING, guess


class Run(NamedTuple):
    """Characters in a row that a channel changed, or did not.

    whole: characters beyond ASCII that lost nothing. weighed: `after` with SWALLOWED for what
    only what stands around it tells, and the model does not.
    """

    start: int
    end: int
    after: str
    changed: bool
    whole: int
    choices: list[Choice]
    history: str
    weighed: str


def plain_runs(stretch: Stretch, channel: Channel) -> list[Run]:
    """The runs of a stretch that lost nothing and can hardly be clean; none of any other."""
    runs: list[Run] = []
    sure = total = 0
    codec = READERS[channel.read].codec
    sign = STAND_INS[channel.loss]
    if sign and sign in stretch.text:
        return []
    for match in _HIGH.finditer(stretch.text):
        try:
            after = match[0].encode(codec).decode("utf-8")
        except UnicodeError:
            return []
        start = stretch.start + match.start()
        history = stretch.text[max(match.start() - NEAR, 0) : match.start()]
        runs.append(
            Run(start, start + len(match[0]), after, True, len(after), [], history, after)  # noqa: FBT003
        )
        total += len(after)
        sure += len(after) * (len(after) >= _TELLING)
    if sure < _SURE_SHARE * total:
        return []
    after = "\n".join([run.after for run in runs])
    before = "\n".join(_HIGH.findall(stretch.text))
    return runs if garbles_to([after], [before], channel) else []


_HIGH = re.compile("[^\x00-\x7f]+")
_TELLING = 3
_SURE_SHARE = 0.7
"""Runs of so many characters that are whole are hardly ever clean; and how much of a stretch they
have to be."""


def joined(run: Run, other: Run) -> list[Run]:
    """Two runs in a row as one, if both are changed or neither is."""
    if run.changed != other.changed:
        return [run, other]
    more = [choice._replace(offset=len(run.after) + choice.offset) for choice in other.choices]
    return [
        run._replace(
            end=other.end,
            after=run.after + other.after,
            whole=run.whole + other.whole,
            choices=run.choices + more,
            weighed=run.weighed + other.weighed,
        )
    ]


def runs_on_path(text: str, part: Part, ends: str, channel: Channel, model: Model) -> list[Run]:
    """The runs of a path."""
    stretch, graph, pieces, head = part
    places = graph.places
    runs = []
    history = head
    # The line as it was read; SWALLOWED stands where something was taken along.
    line = "".join([piece.char for piece in pieces]) + _line_rest(text, stretch.end)
    done = 0
    for is_clean, group in groupby(pieces, lambda piece: _is_clean(piece, places, stretch.text)):
        run = list(group)
        first, last = places[run[0].start].at, places[run[-1].end].at
        after = weighed = ""
        whole = 0
        choices: list[Choice] = []
        for piece in run:
            done += len(piece.char)
            if places[piece.start].swallowed:
                following = _line_rest(line, done)
                before = (history + after)[-LINE_SEEN:]
                ranked = guess(before, following, at_line_end=False, ends=ends)
                choices.append(Choice(len(after), *ranked[0], tuple(ranked[1:])))
                after += ranked[0][0]
                weighed += SWALLOWED
                continue
            whole += piece.char > "\x7f" and not piece.inferred
            char = piece.char
            if piece.inferred and not is_clean:
                confidence, others = calibrate(piece.confidence, piece.alternatives)
                if char in DASHES and places[piece.end].swallowed:
                    char, confidence, others = _dash(history + after)
                elif char in _CURLY and places[piece.end].swallowed:
                    found = _before_quote(history + after, _line_rest(line, done)[1:])
                    char, confidence, others = found or (char, confidence, others)
                elif char in PUNCTUATION:
                    following = _line_rest(line, done)
                    if places[piece.end].swallowed:
                        following = following[len(SWALLOWED) :]
                        taken = guess(
                            history + after + char, following, at_line_end=False, ends=ends
                        )
                        following = taken[0][0] + following
                    marks = _marks(piece, graph, history + after, model) or (
                        (char, confidence),
                        *others,
                    )
                    char, confidence, others = settle(
                        marks, before=history + after, following=following
                    )
                choices.append(Choice(len(after), char, confidence, others))
            after += char
            weighed += char
        if not is_clean and last == len(stretch.text) and _may_lack(stretch, run, channel):
            ranked = guess((history + after)[-LINE_SEEN:], "", at_line_end=True, ends=ends)
            char, confidence = ranked[0]
            if char != NOTHING:
                choices.append(Choice(len(after), char, confidence, tuple(ranked[1:])))
                after += char
        runs.append(
            Run(
                stretch.start + first,
                stretch.start + last,
                after,
                not is_clean,
                whole,
                choices,
                history[-NEAR:],
                weighed,
            )
        )
        history = (history + after)[-LINE_SEEN:]
    return runs


def _marks(
    piece: Piece, graph: Lattice, before: str, model: Model
) -> tuple[tuple[str, float], ...]:
    """What may be meant by a damaged mark that something was lost behind, with probabilities.

    What the model says of the character behind is worth nothing there, and hides most of them.
    """
    place = graph.places[piece.end]
    if not place.swallowed and piece.end < len(graph.edges):
        return ()
    for edge in graph.edges[piece.start]:
        marks = tuple([char for char in edge.candidates if char in PUNCTUATION])
        if piece.char in marks and piece.start + edge.length == piece.end:
            costs = model.costs(before[-MOST_CONTEXT:], marks)
            shares = [2 ** (-cost / UNITS_PER_BIT / TEMPERATURE) for cost in costs]
            total = sum(shares)
            return tuple([(mark, share / total) for mark, share in zip(marks, shares, strict=True)])
    return ()


def _dash(before: str) -> tuple[str, float, tuple[tuple[str, float], ...]]:
    """Which of DASHES stands alone between spaces, with its probability and the others.

    The model knows no spaces around punctuation. Of those found in public code, nearly all are em
    dashes, but for dots where a line or a comment begins.
    """
    dash, short, dot = DASHES
    if before.strip(" \t/#*-"):
        return dash, 0.8, ((short, 0.15), (dot, 0.05))
    return dot, 0.6, ((dash, 0.3), (short, 0.1))


_CURLY = "\u2018\u2019\u201c\u201d"


def _before_quote(
    before: str, following: str
) -> tuple[str, float, tuple[tuple[str, float], ...]] | None:
    """What stands behind a word where a straight quote was taken along that closes a string."""
    taken = guess(before, following, at_line_end=False)[0][0]
    if before[-1:].isalnum() and taken in ('"', "'") and before.count(taken) % 2:
        return "…", 0.8, (("’", 0.1), ("”", 0.1))
    return None


def _may_lack(stretch: Stretch, run: Sequence[Piece], channel: Channel) -> bool:
    """Whether something may have been swallowed right at the end of a line."""
    return (
        stretch.at_line_end
        and READERS[channel.read].rule == SWALLOWING
        and run[-1].inferred
        and stretch.text[-1:] == STAND_INS[channel.loss]
    )


def _line_rest(text: str, at: int) -> str:
    end = text.find("\n", at, at + LINE_SEEN)
    return text[at : end if end >= 0 else at + LINE_SEEN]


def _is_clean(piece: Piece, places: Sequence[Place], shown: str) -> bool:
    start, end = places[piece.start], places[piece.end]
    if piece.kept:
        return True
    return start.in_step and end.in_step and shown[start.at : end.at] == piece.char
