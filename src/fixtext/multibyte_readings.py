"""Texts read back through a multi-byte encoding: what they were, and which of it to believe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from math import log2
from typing import NamedTuple

from fixtext.adaptation import adapt
from fixtext.beam_search import best_path
from fixtext.calibration import TEMPERATURE, calibrate
from fixtext.chance import SOLE_MARGIN
from fixtext.channels import STAND_INS, Channel
from fixtext.edits import applied
from fixtext.hypotheses import JUDGED, believable
from fixtext.identification import MOST_TEXT, language_of
from fixtext.inventories import is_inventory, is_table
from fixtext.judge import NEXT_MARGIN
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT, LanguageModel
from fixtext.lattice import Model, Piece
from fixtext.multibyte import READERS, SWALLOWING
from fixtext.multibyte_candidates import (
    LONG,
    absent_scripts,
    narrowed,
)
from fixtext.multibyte_hypotheses import (
    BEAM,
    MARK_BITS,
    NEAR,
    Stretch,
    find_channel,
    strangeness,
    stretches,
    undoubled,
    without_signs,
)
from fixtext.multibyte_invert import DASHES, SWALLOWED, Lattice, Place
from fixtext.multibyte_paths import (
    LINE_SEEN,
    MOST_WORK,
    WORTH_A_LOOK,
    Part,
    lattice_of,
    parts,
    sample_of,
    work_of,
)
from fixtext.multibyte_scan import suspicious_codecs, suspicious_lines
from fixtext.punctuation import PUNCTUATION, settle
from fixtext.ranking import FIRST_MARGIN, HIT_COST, gain
from fixtext.readings import Choice, Reading, garbles_to, unread_reading
from fixtext.swallowed import NOTHING, guess
from fixtext.vanished import leaves_no_trace

_SHARE_OF_LINES = 0.3
"""Where so many of the lines with characters beyond ASCII are suspicious, all of them are read."""

_LANGUAGE_TOLD_BY = 400
"""Characters that the language of a text is told by."""

_LOOKED_AT_ONCE = 1_000
"""Characters of a stretch that are looked at for that."""

_MOST_PRIOR = 8.0

_CHOICE_COST = 6.0
"""Bits that a reading gains by there being many candidates, where nothing came through whole."""


def read(
    text: str, found: dict[str, int], static: LanguageModel, context: Iterable[str] = ()
) -> list[Reading]:
    """The believable readings of `text`, in order, not overlapping.

    found: what multibyte_scan says of the text.
    """
    lines, suspicious = _lines(text, found)
    channel = find_channel(text, suspicious, found, static)
    if channel is None:
        return []
    readings = read_through(text, lines, channel, static, context)
    if not readings:
        return []
    result = applied(text[:MOST_TEXT], [r for r in readings if r.end <= MOST_TEXT])
    language = language_of(result, static)
    model = static if language is None else static.in_language(language)
    return [] if leaves_no_trace(readings[0].layers[-1], result, model) else readings


def _lines(text: str, found: dict[str, int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Start and end of the lines that are worth reading, and of those among them that tell it."""
    starts = suspicious_lines(text, found)
    wide = [match.span() for match in _WIDE_LINE.finditer(text)]
    suspicious = [span for span in wide if span[0] in starts]
    return (wide if len(starts) >= _SHARE_OF_LINES * len(wide) else suspicious), suspicious


_WIDE_LINE = re.compile(r"^[^\n]*?[^\x00-\x7f\n][^\n]*$", re.MULTILINE)


def read_through(
    text: str,
    lines: Sequence[tuple[int, int]],
    channel: Channel,
    static: LanguageModel,
    context: Iterable[str] = (),
    *,
    looks: bool = True,
) -> list[Reading]:
    """The believable readings of some lines through a channel.

    looks: of much damage, a sample is read first. What is too much is among the readings, unread.
    """
    found = stretches(text, lines, channel)
    plain = [_plain_runs(stretch, channel) for stretch in found]
    unread: list[Reading] = []
    if looks:
        damaged = [stretch for stretch, runs in zip(found, plain, strict=True) if not runs]
        work = work_of(damaged, text, channel)
        if work > WORTH_A_LOOK:
            is_sense = _makes_sense(sample_of(damaged), channel, static, context)
            if work > MOST_WORK or not is_sense:
                found = [stretch for stretch, runs in zip(found, plain, strict=True) if runs]
                plain = [runs for runs in plain if runs]
                unread = [unread_reading(s.start, s.text, channel) for s in damaged if is_sense]
    runs = _runs_of(text, found, plain, channel, static, context)
    whole = sum(run.whole for run in runs if run.changed)
    clean = sum(run.whole for run in runs if not run.changed)
    prior = min(max(log2((whole + 1) / (clean + 1)), 0.0), _MOST_PRIOR)
    readings = []
    best = 0.0
    weighed = doubted = 0
    for run in runs:
        if not run.changed or run.start == run.end or _was_lost_before(run.after):
            continue
        before = text[run.start : run.end]
        bits = FIRST_MARGIN
        if run.choices or weighed < _TRUSTED_AFTER or doubted:
            alone = _weigh(without_signs(before, channel), run, text, static) - HIT_COST
            alone += strangeness(text, run.start, run.end, run.after)
            if not (is_table(before) or is_inventory(run.after) or is_table(run.after)):
                best = max(best, alone if run.whole else alone - _CHOICE_COST)
            bits = alone + prior
            weighed += 1
            doubted += bits < NEXT_MARGIN
        if bits >= NEXT_MARGIN:
            choices = tuple(run.choices)
            readings.append(
                Reading(run.start, run.end, before, run.after, (channel,), choices, bits)
            )
    if not _are_evidence(readings, best, text):
        readings = []
    return sorted([*_simplified(readings, channel), *unread])


def _runs_of(
    text: str,
    found: Sequence[Stretch],
    plain: Sequence[Sequence[_Run]],
    channel: Channel,
    static: LanguageModel,
    context: Iterable[str],
) -> list[_Run]:
    """The runs of all stretches. plain: those of the stretches that lost nothing."""
    graphs: dict[Stretch, Lattice] = {}
    first_look = _first_look(text, found, plain, graphs, channel, static)
    language = language_of(first_look, static)
    model = adapt(static, context, first_look, language)
    absent = absent_scripts(first_look)
    ends = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    is_long = _is_long(text, found, plain, graphs, channel)
    runs: list[_Run] = []
    for stretch, whole_runs in zip(found, plain, strict=True):
        runs += whole_runs
        if not whole_runs:
            known = graphs.pop(stretch, None)
            for part in parts(text, stretch, channel, model, absent, is_long=is_long, known=known):
                here = _runs(text, part, ends, channel, model)
                if here and part.stretch.start > stretch.start and runs[-1].end == here[0].start:
                    # What goes on behind a part is one.
                    here[:1] = _joined(runs.pop(), here[0])
                runs += here
    return runs


def _makes_sense(
    sample: str, channel: Channel, model: LanguageModel, context: Iterable[str]
) -> bool:
    """Whether a good part of a sample of damage becomes believable."""
    lines = [match.span() for match in _WIDE_LINE.finditer(sample)]
    found = read_through(sample, lines, channel, model, context, looks=False)
    read = sum(
        len(reading.before)
        for reading in found
        if believable(reading.after, "\n", model, is_exact=not reading.choices)
    )
    return read >= _LEAST_SENSE * len(sample)


_LEAST_SENSE = 0.25


def _are_evidence(readings: Sequence[Reading], best: float, text: str) -> bool:
    """Whether readings, of which one gains so many bits by itself, are evidence of a mix-up."""
    if best < FIRST_MARGIN or not readings or _are_fragments(readings, text):
        return False
    if is_inventory("".join([r.after for r in readings])):
        return False
    is_one = len({(r.before, r.after) for r in readings}) == 1
    return not (is_one and _is_doubtful(readings[0], text))


def _was_lost_before(after: str) -> bool:
    """Whether there is U+FFFD in what a reading makes: nothing would be won, but where it stands in
    what has another such layer below, which tells what was lost.
    """
    return "\ufffd" in after and not suspicious_codecs(after)


def _are_fragments(readings: Sequence[Reading], text: str) -> bool:
    """Whether most readings stand within text of East Asia of which the rest is clean."""
    taken = {reading.start for reading in readings} | {-reading.end for reading in readings}
    fragments = sum(
        any(
            _WIDE.match(text, place) and mark not in taken
            for place, mark in ((reading.start - 1, -reading.start), (reading.end, reading.end))
            if place >= 0
        )
        for reading in readings
    )
    return fragments > _MOST_FRAGMENTS * len(readings)


_WIDE = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
_MOST_FRAGMENTS = 0.5


def _is_doubtful(reading: Reading, text: str) -> bool:
    """Whether a reading that is all the evidence there is may be clean text after all."""
    if len(reading.after) > 1:
        return False
    within = strangeness(text, reading.start, reading.end, reading.after) > MARK_BITS
    return reading.bits < (FIRST_MARGIN if within else SOLE_MARGIN)


def _first_look(
    text: str,
    found: Sequence[Stretch],
    plain: Sequence[Sequence[_Run]],
    graphs: dict[Stretch, Lattice],
    channel: Channel,
    model: LanguageModel,
) -> str:
    """The beginning of the text as all languages together would have it.

    U+FFFD stands for what is not certain. graphs: is filled, with the lattices of what is looked
    at.
    """
    looked = []
    left = _LANGUAGE_TOLD_BY
    for stretch, runs in zip(found, plain, strict=True):
        looked.append(" ".join([run.after for run in runs]))
        if not runs:
            if len(stretch.text) <= _LOOKED_AT_ONCE:
                graph = graphs[stretch] = lattice_of(text, stretch, channel)
            else:
                first = stretch._replace(text=stretch.text[:_LOOKED_AT_ONCE], at_line_end=False)
                graph = lattice_of(text, first, channel)
            edges = narrowed([list(here) for here in graph.edges], model)
            pieces = best_path(edges, "\n", "", model, BEAM)
            looked.append("".join([_certain(piece) for piece in pieces]))
        left -= len(stretch.text)
        if left < 0:
            break
    return "\n".join(looked)


def _is_long(
    text: str,
    found: Sequence[Stretch],
    plain: Sequence[Sequence[_Run]],
    graphs: dict[Stretch, Lattice],
    channel: Channel,
) -> bool:
    """Whether what lost bytes has more than LONG places. graphs: as in _first_look."""
    places = 0
    for stretch, runs in zip(found, plain, strict=True):
        if not runs:
            if stretch not in graphs:
                graphs[stretch] = lattice_of(text, stretch, channel)
            places += len(graphs[stretch].edges)
            if places > LONG:
                return True
    return False


def _certain(piece: Piece) -> str:
    return "\ufffd" if piece.inferred and piece.char > "\x7f" else piece.char


class _Run(NamedTuple):
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


def _plain_runs(stretch: Stretch, channel: Channel) -> list[_Run]:
    """The runs of a stretch that lost nothing and can hardly be clean; none of any other."""
    runs: list[_Run] = []
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
            _Run(start, start + len(match[0]), after, True, len(after), [], history, after)  # noqa: FBT003
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

_TRUSTED_AFTER = 100
"""Once so many runs have been weighed and none was doubted, what lost nothing is believed."""


def _joined(run: _Run, other: _Run) -> list[_Run]:
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


def _runs(text: str, part: Part, ends: str, channel: Channel, model: Model) -> list[_Run]:
    """The runs of a path."""
    stretch, graph, pieces, head = part
    places = graph.places
    runs = []
    history = head
    for is_clean, group in groupby(pieces, lambda piece: _is_clean(piece, places, stretch.text)):
        run = list(group)
        first, last = places[run[0].start].at, places[run[-1].end].at
        after = weighed = ""
        whole = 0
        choices: list[Choice] = []
        for piece in run:
            if places[piece.start].swallowed:
                following = _line_rest(text, stretch.start + places[piece.end].at)
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
                elif char in PUNCTUATION:
                    following = _behind(
                        text, stretch, places[piece.end], history + after + char, ends
                    )
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
            _Run(
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


def _behind(text: str, stretch: Stretch, place: Place, before: str, ends: str) -> str:
    """What stands behind a place on its line, as it is shown, with what was swallowed there."""
    rest = stretch.text[place.at :] + _line_rest(text, stretch.end)
    if place.swallowed:
        return guess(before, rest, at_line_end=False, ends=ends)[0][0] + rest
    return rest


def _dash(before: str) -> tuple[str, float, tuple[tuple[str, float], ...]]:
    """Which of DASHES stands alone between spaces, with its probability and the others.

    The model knows no spaces around punctuation. Of those found in public code, nearly all are em
    dashes, but for dots where a line or a comment begins.
    """
    dash, short, dot = DASHES
    if before.strip(" \t/#*-"):
        return dash, 0.8, ((short, 0.15), (dot, 0.05))
    return dot, 0.6, ((dash, 0.3), (short, 0.1))


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


def _weigh(before: str, run: _Run, text: str, model: LanguageModel) -> float:
    """Bits by which a run is more believable than what it would replace."""
    after = undoubled(run.weighed)
    if len(before) > JUDGED:
        return gain(before[:JUDGED], after[: JUDGED * 2 // 3], run.history, "", model)
    return gain(before, after, run.history, text[run.end : run.end + 3], model)


def _simplified(readings: list[Reading], channel: Channel) -> list[Reading]:
    """The readings with the plainest channel, where nothing was lost in any of them."""
    before = [reading.before for reading in readings]
    after = [reading.after for reading in readings]
    plainest = _PLAINEST.get(READERS[channel.read].codec, channel.read)
    for reader in dict.fromkeys((plainest, channel.read)):
        simpler = Channel(read=reader)
        if garbles_to(after, before, simpler):
            return [reading._replace(layers=(simpler,)) for reading in readings]
    return readings


_PLAINEST = {"gbk": "gbk", "cp932": "cp932", "cp949": "cp949", "cp950": "big5", "big5hkscs": "big5"}
