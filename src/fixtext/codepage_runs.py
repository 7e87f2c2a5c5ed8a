"""From what a stretch is read as to readings: the runs of it that change, each weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from fixtext.calibration import calibrate
from fixtext.channels import garble
from fixtext.hypotheses import JUDGED
from fixtext.judge import Judge
from fixtext.lattice import Piece
from fixtext.ranking import FIRST_MARGIN
from fixtext.readings import Choice, Reading
from fixtext.stretches import Stretch

STRANGE_COST = 12.0
"""Bits that a letter beside a reading costs when it stays as it is in the same run."""

_NEAR = 8
"""Characters before a reading that it is weighed with."""

_HIGH = re.compile("[^\x00-\x7f]+")


def whole_runs(stretch: Stretch, history: str, decoded: str, judge: Judge) -> list[Reading]:
    """The readings of a stretch that is nothing but whole sequences, between ASCII letters."""
    at, end, text, _ = stretch
    last = judge.outer if stretch.at_line_end else judge.inner
    if min(text) > "\x7f" and judge.trusts(decoded):
        return [Reading(at, end, text, decoded, last, (), FIRST_MARGIN)]
    readings = []
    done = 0
    for garbled, clean in zip(_HIGH.finditer(text), _HIGH.finditer(decoded), strict=True):
        before, after = garbled.group(), clean.group()
        bits = FIRST_MARGIN
        history += decoded[done : clean.start()]
        if not judge.trusts(after):
            if len(before) > JUDGED:
                judged = after[: JUDGED // 4]
                bits = judge.weigh(garble(judged, judge.outer), judged, history[-_NEAR:], "")
            else:
                following = (decoded[clean.end() :] + stretch.following)[:3]
                bits = judge.weigh(before, after, history[-_NEAR:], following)
        layers = last if garbled.end() == len(text) else judge.inner
        start = at + garbled.start()
        readings.append(Reading(start, start + len(before), before, after, layers, (), bits))
        history += after
        done = clean.end()
    return readings


def runs(stretch: Stretch, history: str, pieces: list[Piece], judge: Judge) -> list[Reading]:
    """The maximal runs of a path that change something, each weighed."""
    readings = []
    clean = [_is_clean(piece, stretch) for piece in pieces]
    at = 0
    for is_clean, group in groupby(clean):
        start, at = at, at + len(list(group))
        run = pieces[start:at]
        after = "".join([piece.char for piece in run])
        if not is_clean:
            beside = pieces[max(start - 1, 0) : start] + pieces[at : at + 1]
            # A letter beside the run that the channel does not explain speaks against it.
            strange = sum(piece.kept and piece.char.isalpha() for piece in beside)
            if at == len(pieces) and "\ue000" <= stretch.following[:1] <= "\uf8ff":
                # What stands there for a byte is of no code page.
                strange += 1
            # What stands behind may be garbled too, so no more than its ASCII is certain.
            behind = _HIGH.split(stretch.following, maxsplit=1)[0]
            following = "".join([p.char for p in pieces[at : at + 3]]) + behind
            bits = FIRST_MARGIN
            first, last = run[0].start, run[-1].end
            before = stretch.text[first:last]
            if strange or not judge.trusts_lossy(before):
                bits = _weigh(stretch, run, after, history[-_NEAR:], following[:3], judge)
                bits -= strange * STRANGE_COST
            space = ""
            behind = stretch.text[last : last + 1]
            if judge.merges_spaces and behind == " " and garble(after, judge.inner) != before:
                # The space has swallowed what stood before it, so it belongs to the proof.
                space = " "
                last += 1
            whole_line = last == len(stretch.text) and stretch.at_line_end
            readings.append(
                Reading(
                    stretch.start + first,
                    stretch.start + last,
                    before + space,
                    after + space,
                    judge.outer if whole_line else judge.inner,
                    tuple(_choices(run, stretch.text, torn=judge.is_uncertain)),
                    bits,
                )
            )
        history += after
    return readings


def _is_clean(piece: Piece, stretch: Stretch) -> bool:
    return piece.kept or stretch.text[piece.start : piece.end] == piece.char


def _weigh(
    stretch: Stretch, run: list[Piece], after: str, history: str, following: str, judge: Judge
) -> float:
    start, end = run[0].start, run[-1].end
    if end - start > JUDGED:
        part = [piece for piece in run if piece.end - start <= JUDGED]
        end, following = part[-1].end, ""
        after = "".join(piece.char for piece in part)
    inferred = sum(piece.inferred for piece in run)
    return judge.weigh(
        stretch.text[start:end],
        after,
        history,
        following,
        is_whole=not inferred,
        is_evidence=inferred < len(run) or any(p.end - p.start > judge.telling_signs for p in run),
    )


def _choices(run: list[Piece], shown: str, *, torn: bool) -> Iterator[Choice]:
    """The inferred characters of a run: those that had rivals, those that lost bytes, and those
    for which a space or a straight quote is taken.

    Where only one byte can have been lost, it is still a guess that this is what happened.
    """
    for offset, piece in enumerate(run):
        lost = len(piece.char.encode()) > piece.end - piece.start
        if piece.inferred or lost or min(shown[piece.start : piece.end]) <= "\x7f" < piece.char:
            calibrated = calibrate(piece.confidence, piece.alternatives, torn=torn)
            yield Choice(offset, piece.char, *calibrated)
